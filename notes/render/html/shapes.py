"""What the templates are given for one essay: plain values, frozen, in the words of the note.

All text is plain; the templates escape it. A user's own templates rest on these fields.
"""

from __future__ import annotations

from dataclasses import dataclass

from notes.render.html.anchors import Mark
from notes.render.html.mindmap import MindMap

_SHOWN_ROWS = 12
"""Rows of the figures table that stand there before the reader asks for all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the note with its marks; ``tags`` are 模型, 待核, 此处原文有缺, 原文有修复."""

    text: str
    marks: tuple[Mark, ...] = ()
    tags: tuple[str, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the outline and what stands below it."""

    text: str
    marks: tuple[Mark, ...]
    proposed: bool
    children: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A figure: as written, normalised, what it measures, where."""

    value: str
    normal: str
    about: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence of the model that does not stand in the note, and why."""

    text: str
    why: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under a smaller heading of a part; without a ``heading`` directly in the part."""

    lines: tuple[Line, ...]
    heading: str = ""
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the note. ``key`` says which, and which of the other fields are filled.

    ``thesis summary points arguments practice questions audit``: ``groups``;
    ``outline``: ``items`` and ``map``; ``quotes``: ``groups``; ``figures``: ``rows``;
    ``terms``: ``terms`` (term, gloss) and ``others``; ``audit`` also ``refusals``.
    """

    key: str
    id: str
    heading: str
    groups: tuple[Group, ...] = ()
    note: str = ""
    items: tuple[Item, ...] = ()
    map: MindMap | None = None
    map_marks: tuple[tuple[Mark, ...], ...] = ()
    rows: tuple[Row, ...] = ()
    shown_rows: int = _SHOWN_ROWS
    terms: tuple[tuple[str, Line], ...] = ()
    others: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True)
class EssayView:
    """One essay of the page."""

    id: str
    source_id: str
    ordinal: int
    label: str
    title: str
    proposed: bool
    kind: str
    facts: tuple[str, ...]
    legend: tuple[str, ...]
    parts: tuple[Part, ...]
