"""The sentences of one essay as places of the original text, for ``notes.json``.

A place names its sentence by position as well, so that the essay's sentences need to
stand in the file only once. A source that is no sentence of the outline (a heading that
makes a statement, say) is kept behind them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from notes.render.places import original_span
from notes.render.shown import accepted
from notes.values import Checked, Essay, Repaired, Sentence

Json = dict[str, Any]


class JsonPlaces:
    """Turns sentences of one essay into places, and remembers those outside its outline."""

    def __init__(self, repaired: Repaired, essay: Essay, sentences: Iterable[Sentence]) -> None:
        self._repaired = repaired
        self._essay = essay
        self._at: dict[Sentence, int] = {}
        self._count = 0
        for one in sentences:
            self._at.setdefault(one, self._count)
            self._count += 1
        self.others: list[Sentence] = []
        """The sentences asked for that the outline lacks, in the order of their positions."""

    def place(self, one: Sentence) -> Json:
        """Where ``one`` stands: original characters, paragraph, text, position."""
        there = original_span(self._repaired, self._essay, one.span)
        if one not in self._at:
            self._at[one] = self._count + len(self.others)
            self.others.append(one)
        return {
            "start": there.start,
            "end": there.end,
            "paragraph": one.paragraph,
            "text": one.text,
            "sentence": self._at[one],
        }

    def places(self, sentences: Iterable[Sentence]) -> list[Json]:
        """The places of ``sentences``, in their order."""
        return [self.place(one) for one in sentences]

    def point(self, checked: Checked) -> Json:
        """A statement with its verdict, its sources and why it was chosen."""
        return {
            "text": checked.text,
            "origin": checked.point.origin,
            "verdict": checked.verdict,
            "section": checked.point.section,
            "score": round(checked.point.score, 6),
            "findings": [{"kind": one.kind, "detail": one.detail} for one in checked.findings],
            "sources": self.places(checked.point.sources),
            "reasons": [
                {"kind": one.kind, "value": round(one.value, 3), "detail": one.detail}
                for one in checked.point.reasons
            ],
        }

    def points(self, checked: Iterable[Checked]) -> list[Json]:
        """The statements that the checks let pass."""
        return [self.point(one) for one in accepted(checked)]
