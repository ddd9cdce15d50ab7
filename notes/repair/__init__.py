"""Repair of scraped and OCR-damaged text: every change reported and reversible."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from notes.repair.boilerplate import site_boilerplate
from notes.repair.consensus import terms_by_consensus
from notes.repair.counters import page_counters
from notes.repair.edits import Draft, Edit, advance
from notes.repair.hyphens import lost_hyphens
from notes.repair.lookalikes import lookalikes
from notes.repair.lost import lost_text
from notes.repair.noise import inserted_noise
from notes.repair.pairs import lost_partners
from notes.repair.quotation import quotation
from notes.repair.spaces import spaces
from notes.repair.title_lines import garbled_titles
from notes.repair.twins import words_by_twin
from notes.repair.widths import half_width
from notes.values import Document, Repair, Repaired, Span

__all__ = ["repair"]

Step = Callable[[Draft], Iterable[Edit]]

STEPS: tuple[Step, ...] = (
    page_counters,
    site_boilerplate,
    inserted_noise,
    lost_hyphens,
    lookalikes,
    half_width,
    spaces,
    quotation,
    lost_partners,
    terms_by_consensus,
    words_by_twin,
    garbled_titles,
)
"""The repairs in the order in which they are made; each sees the text the ones before it left."""

_ROUNDS = 4


def repair(document: Document) -> Repaired:
    """Repair the text of ``document``.

    The steps run until none has anything to say (one repair can uncover another:
    a counter in the middle of a stock ticker), so repairing a repaired text
    changes nothing. Each ``Repair`` holds original offsets; where text is missing
    a ``lost_text`` repair marks the place and changes nothing.
    """
    draft = Draft.of(document)
    silent: dict[Step, str] = {}
    for _ in range(_ROUNDS):
        before = draft.text
        for step in STEPS:
            # A step that had nothing to say of this very text has nothing to say again.
            if silent.get(step) is not draft.text:
                draft = _taken(draft, step, silent)
        if draft.text == before:
            break
    lost = [_marked(draft, span) for span in lost_text(draft.text)]
    return Repaired(
        document=document,
        text=draft.text,
        marks=draft.marks,
        repairs=tuple(sorted([*draft.repairs, *lost], key=lambda r: (r.start, r.end))),
        offsets=draft.offsets,
    )


def _taken(draft: Draft, step: Step, silent: dict[Step, str]) -> Draft:
    """The draft after ``step``, which is written down where it changed nothing."""
    after = advance(draft, step(draft))
    if after.text == draft.text:
        silent[step] = draft.text
    return after


def _marked(draft: Draft, span: Span) -> Repair:
    source = draft.offsets.to_source(span)
    damaged = source.within(draft.original)
    return Repair(source.start, source.end, damaged, damaged, "lost_text", "likely")
