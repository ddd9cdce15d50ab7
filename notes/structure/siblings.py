"""The ends of glued headings, chosen together for the headings of one level.

Headings of one level are built alike (对仗): the same last words (…的坎), the same number
of clauses, clauses of one length. ``choose`` looks for the ends that score best one by
one and as a family, with a beam over the headings in text order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notes.structure.glued import CERTAIN, Cut

FAINT = -3.0
"""Ends that score less are not looked at, however well they fit the siblings."""

_BEAM = 8
_OPTIONS = 8
_NEAR = 6
_WEIGHTS = {"stop": 0.5, "count": 1.0, "total": 1.0, "lengths": 1.0, "ending": 4.0}
_SHARE = 0.3
"""How much the likeness counts beside the log odds of ``notes.structure.glued``.

Chosen among steps from 0 to 1 on government reports with ``models/recipe/heading_cuts.py``.
"""
_NO_END = 2.5
"""The likeness of two headings that both have no end: items that are whole sentences."""


@dataclass(frozen=True, slots=True)
class Ends:
    """One heading: its level, the number of its parent, and where it may end."""

    level: int
    parent: int
    start: int
    cuts: Sequence[Cut]


@dataclass(frozen=True, slots=True)
class _Path:
    """The ends chosen so far, linked backwards; ``recent`` are the last ``_NEAR`` of them."""

    score: float
    recent: tuple[Cut | None, ...]
    before: _Path | None = None


def choose(text: str, headings: Sequence[Ends]) -> list[Cut | None]:
    """The end of each heading, ``None`` where it has none.

    ``cuts`` are best first; one of score ``CERTAIN`` at their head is taken as it is.
    """
    chosen: list[Cut | None] = [None] * len(headings)
    for level in sorted({heading.level for heading in headings}):
        places = [i for i, h in enumerate(headings) if h.level == level]
        family = _Family(text, [headings[i] for i in places])
        for place, cut in zip(places, family.best(), strict=True):
            chosen[place] = cut
    return chosen


class _Family:
    """The headings of one level in text order."""

    def __init__(self, text: str, members: Sequence[Ends]) -> None:
        self._text = text
        self._members = members
        self._known: dict[tuple[int, int, int, int], float] = {}

    def best(self) -> tuple[Cut | None, ...]:
        """The ends of the best path of the beam."""
        beam = [_Path(0.0, ())]
        for place, member in enumerate(self._members):
            grown = [
                (path.score + self._gain(path, place, cut), path, cut)
                for path in beam
                for cut in _options(member)
            ]
            best = sorted(grown, key=lambda step: -step[0])[:_BEAM]
            beam = [_Path(score, (*path.recent, cut)[-_NEAR:], path) for score, path, cut in best]
        return _ends(beam[0])

    def _gain(self, path: _Path, place: int, cut: Cut | None) -> float:
        """The score of ``cut`` and its likeness to the headings shortly before it."""
        own = cut.score if cut else 0.0
        near = range(place - len(path.recent), place)
        if not near:
            return own
        parent = self._members[place].parent
        alike = 0.0
        for other, chosen in zip(near, path.recent, strict=True):
            weight = 1.0 if self._members[other].parent == parent else 0.5
            alike += weight * self._like(place, cut, other, chosen)
        return own + 2 * _SHARE * alike / len(near)

    def _like(self, place: int, cut: Cut | None, other: int, chosen: Cut | None) -> float:
        if cut is None or chosen is None:
            return _NO_END if cut is chosen else 0.0
        key = (place, cut.end, other, chosen.end)
        if key not in self._known:
            starts = self._members[place].start, self._members[other].start
            phrases = self._text[starts[0] : cut.end], self._text[starts[1] : chosen.end]
            self._known[key] = likeness(phrases, cut, chosen)
        return self._known[key]


def _ends(path: _Path) -> tuple[Cut | None, ...]:
    ends: list[Cut | None] = []
    while path.before is not None:
        ends.append(path.recent[-1])
        path = path.before
    return tuple(reversed(ends))


def _options(heading: Ends) -> list[Cut | None]:
    if heading.cuts and heading.cuts[0].score >= CERTAIN:
        return [heading.cuts[0]]
    return [*heading.cuts[:_OPTIONS], None]


def likeness(phrases: tuple[str, str], cut: Cut, other: Cut) -> float:
    """How alike two headings are, 0 to about 8: stops, clauses, lengths, last words."""
    own, their = cut.clauses, other.clauses
    same_count = len(own) == len(their)
    gaps = [abs(a - b) for a, b in zip(own, their, strict=True)] if same_count else [9]
    widest = max(gaps, default=9)
    signs = {
        "stop": float(cut.stop == other.stop),
        "count": float(same_count),
        "total": float(abs(sum(own) - sum(their)) <= 4),
        "lengths": (widest <= 1) + (widest <= 2) / 2,
        "ending": _ending(*phrases),
    }
    return sum(_WEIGHTS[name] * value for name, value in signs.items())


def _ending(phrase: str, other: str) -> float:
    """1 for the same last two characters, 1.5 for three, else 0."""
    phrase, other = phrase.rstrip("。！？；"), other.rstrip("。！？；")
    length = 0
    while length < min(3, len(phrase), len(other)) and phrase[-length - 1] == other[-length - 1]:
        length += 1
    return length / 2 if length >= 2 else 0.0
