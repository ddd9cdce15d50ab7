"""Says in statements of the source what a model said by joining clauses.

A small model joins clauses of different sentences, and a joint can be false where every
word is the source's. What it chose to say is worth having; it is said again, one by one,
in wordings that extraction knows to be grammatical.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from notes.extract.intensifiers import without_intensifiers
from notes.extract.overlap import bigrams
from notes.summarize.vocabulary import plain
from notes.values import Point

_CLAUSE = re.compile("[，；]")


CARRIED = 0.75
"""A statement says what a clause says when it holds this share of its bigrams."""

_FEWEST_BIGRAMS = 4


@dataclass(frozen=True, slots=True)
class Statements:
    """Wordings that may stand by themselves.

    ``places`` are the indices of their sentences, ``texts`` the wordings as written.
    """

    places: Mapping[str, int]
    texts: Mapping[str, str]

    @classmethod
    def of(cls, points: Iterable[Point]) -> Statements:
        """The wordings of ``points``; those without a source sentence are left out."""
        sourced = [point for point in points if point.sources]
        keys = ["，".join(_clauses(point.text)) for point in sourced]
        return cls(
            {key: point.sources[0].index for key, point in zip(keys, sourced, strict=True)},
            {key: point.text for key, point in zip(keys, sourced, strict=True)},
        )

    def recast(self, text: str, within: Collection[int]) -> tuple[str, ...]:
        """What ``text`` says, as statements of the sentences ``within``, in their order.

        Each clause becomes the shortest statement that carries it; a clause that none
        carries is left out. Nothing is returned when less than half of ``text`` remains.
        """
        chosen: set[str] = set()
        said = carried = 0
        for clause in _clauses(text):
            grams = bigrams(clause)
            said += len(grams)
            if len(grams) < _FEWEST_BIGRAMS:
                continue
            bearing = [
                key
                for key, place in self.places.items()
                if place in within and len(grams & bigrams(key)) >= CARRIED * len(grams)
            ]
            if bearing:
                chosen.add(min(bearing, key=lambda key: (len(key), key)))
                carried += len(grams)
        if 2 * carried < said:
            return ()
        return tuple(
            self.texts[key]
            for key in sorted(chosen, key=lambda key: (self.places[key], key))
            if not any(key != other and key in other for other in chosen)
        )

    def has(self, text: str) -> bool:
        """Whether ``text`` is one of these statements, intensifiers aside."""
        return "，".join(_clauses(text)) in self.places


def bare(text: str) -> str:
    """``text`` as the model reads it, without its end mark."""
    return plain(text).rstrip("。！？!?；;")


def _clauses(text: str) -> list[str]:
    return _CLAUSE.split(without_intensifiers(bare(text)))
