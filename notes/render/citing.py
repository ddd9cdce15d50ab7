"""Where a sentence stands in its source, in the words of a printed citation.

The formats that have no links of their own to 依据 (Word, Anki) cite like this:
第12段第3句, and beside it what the reader needs to check the line on the spot.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from notes.render.escape import clean
from notes.render.places import original_span
from notes.values import Repair, Repaired, Sentence, StudyNote

_TYPOGRAPHIC = {"half_width", "spaces", "line_break", "lost_text"}


class Citations:
    """Names the places of the sentences of one note."""

    def __init__(self, repaired: Repaired, note: StudyNote) -> None:
        self._repaired = repaired
        self._essay = note.essay
        self._starts: dict[int, list[int]] = {}
        for one in sorted(note.outline.sentences, key=lambda one: one.span.start):
            self._starts.setdefault(one.paragraph, []).append(one.span.start)

    def place(self, one: Sentence) -> str:
        """``第12段第3句``: the paragraph of the essay and the sentence of that paragraph."""
        number = bisect_right(self._starts.get(one.paragraph, []), one.span.start)
        return f"第{one.paragraph}段第{max(number, 1)}句"

    def places(self, sources: Iterable[Sentence]) -> str:
        """The places of ``sources`` in text order, each once."""
        return "、".join(dict.fromkeys(map(self.place, in_order(sources))))

    def repairs(self, one: Sentence) -> str:
        """Which repairs changed the wording of ``one``: “南涵”改为“内涵”、删去“12、”.

        Changes of the type only (widths, spaces, line ends) are left out; the report of
        the note counts them, and notes.json lists each.
        """
        there = original_span(self._repaired, self._essay, one.span)
        found = (
            repair
            for repair in self._repaired.repairs
            if repair.kind not in _TYPOGRAPHIC
            and there.start <= repair.start
            and repair.end <= there.end
        )
        return "、".join(dict.fromkeys(filter(None, map(_change, found))))


def in_order(sources: Iterable[Sentence]) -> list[Sentence]:
    """``sources`` in text order, each range once."""
    found = {(one.span.start, one.span.end): one for one in sources}
    return [found[at] for at in sorted(found)]


def _change(repair: Repair) -> str:
    before, after = clean(repair.damaged), clean(repair.repaired)
    if before and after:
        return "" if before == after else f"“{before}”改为“{after}”"
    return f"删去“{before}”" if before else f"补入“{after}”" if after else ""
