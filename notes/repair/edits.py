"""Edits of a text, their application, and the way back to the original.

A repair function looks at a ``Draft`` and returns ``Edit``s in its coordinates.
``advance`` applies them and keeps three things true:

* ``draft.offsets`` leads from the new text to the original text;
* ``draft.repairs`` are original ranges that do not overlap, and writing their
  ``repaired`` texts into the original gives the new text;
* ``draft.marks`` cover the same text as before.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from notes.values import Certainty, Document, Mark, OffsetMap, Repair, RepairKind, Span


@dataclass(frozen=True, slots=True)
class Edit:
    """Write ``text`` over ``[start, end)`` of a draft.

    The range is never empty: an insertion names a character beside it, so that
    every repair can be shown with what was damaged.
    """

    start: int
    end: int
    text: str
    kind: RepairKind
    certainty: Certainty = "sure"

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError(f"an edit of no characters: {self.start}..{self.end}")


@dataclass(frozen=True, slots=True)
class Draft:
    """A text on its way from ``original`` to its repaired form."""

    original: str
    text: str
    marks: tuple[Mark, ...]
    offsets: OffsetMap
    repairs: tuple[Repair, ...] = ()

    @staticmethod
    def of(document: Document) -> Draft:
        """The draft before any repair."""
        text = document.text
        return Draft(text, text, document.marks, OffsetMap.identity(len(text)))


def advance(draft: Draft, edits: Iterable[Edit]) -> Draft:
    """Apply ``edits`` to ``draft``; of two that overlap the earlier one wins.

    An edit that touches the middle of an earlier replacement is widened to the
    whole of it, since such a piece maps to its source only as a whole.
    """
    chosen = _disjoint(_widened(draft, edit) for edit in edits)
    if not chosen:
        return draft
    text, step = apply(draft.text, chosen)
    return Draft(
        original=draft.original,
        text=text,
        marks=_carried(draft.marks, chosen),
        offsets=step.compose(draft.offsets),
        repairs=_recorded(draft, chosen),
    )


def apply(text: str, edits: Sequence[Edit]) -> tuple[str, OffsetMap]:
    """The text after ``edits`` (in order, not overlapping) and its map to ``text``."""
    parts: list[str] = []
    here: list[int] = []
    there: list[Span] = []
    copied: list[bool] = []
    length = 0

    def add(piece: str, source: Span, is_copy: bool) -> None:
        nonlocal length
        if piece:
            parts.append(piece)
            here.append(length)
            there.append(source)
            copied.append(is_copy)
            length += len(piece)

    cursor = 0
    for edit in edits:
        add(text[cursor : edit.start], Span(cursor, edit.start), is_copy=True)
        add(edit.text, Span(edit.start, edit.end), is_copy=False)
        cursor = edit.end
    add(text[cursor:], Span(cursor, len(text)), is_copy=True)
    if not parts:
        return "", OffsetMap((0,), (Span(0, len(text)),), (False,))
    return "".join(parts), OffsetMap(tuple(here), tuple(there), tuple(copied))


def _disjoint(edits: Iterable[Edit]) -> list[Edit]:
    chosen: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        if not chosen or edit.start >= chosen[-1].end:
            chosen.append(edit)
    return chosen


def _widened(draft: Draft, edit: Edit) -> Edit:
    offsets, text = draft.offsets, draft.text
    first = max(bisect_right(offsets.here, edit.start) - 1, 0)
    last = max(bisect_left(offsets.here, edit.end) - 1, first)
    start, end = edit.start, edit.end
    if not offsets.copied[first]:
        start = offsets.here[first]
    if not offsets.copied[last]:
        end = offsets.here[last + 1] if last + 1 < len(offsets.here) else len(text)
    if (start, end) == (edit.start, edit.end):
        return edit
    whole = text[start : edit.start] + edit.text + text[edit.end : end]
    return replace(edit, start=start, end=end, text=whole)


def _recorded(draft: Draft, edits: Sequence[Edit]) -> tuple[Repair, ...]:
    """The repairs of ``draft`` and ``edits`` in original offsets.

    A repair that lies inside a new one becomes a part of it.
    """
    fresh: list[Repair] = []
    for edit in edits:
        source = draft.offsets.to_source(Span(edit.start, edit.end))
        damaged = source.within(draft.original)
        fresh.append(
            Repair(source.start, source.end, damaged, edit.text, edit.kind, edit.certainty)
        )
    starts = [repair.start for repair in fresh]
    kept = [repair for repair in draft.repairs if not _absorbed(repair, fresh, starts)]
    return tuple(sorted([*kept, *fresh], key=lambda r: (r.start, r.end)))


def _absorbed(old: Repair, fresh: Sequence[Repair], starts: Sequence[int]) -> bool:
    at = bisect_right(starts, old.start) - 1
    return at >= 0 and old.end <= fresh[at].end


def _carried(marks: Iterable[Mark], edits: Sequence[Edit]) -> tuple[Mark, ...]:
    starts = [edit.start for edit in edits]
    shifts = [0]
    for edit in edits:
        shifts.append(shifts[-1] + len(edit.text) - (edit.end - edit.start))

    def moved(position: int, *, to_end: bool) -> int:
        at = bisect_right(starts, position) - 1
        if at < 0:
            return position
        edit = edits[at]
        if position >= edit.end:
            return position + shifts[at + 1]
        begin = edit.start + shifts[at]
        return begin + (len(edit.text) if to_end and position > edit.start else 0)

    carried = []
    for mark in marks:
        start, end = moved(mark.start, to_end=False), moved(mark.end, to_end=True)
        if start < end or mark.start == mark.end:
            carried.append(replace(mark, start=start, end=max(start, end)))
    return tuple(carried)
