"""增长 or 下降, 高于 or 低于: a statement must go the way its source goes.

A direction word is compared with the words of the same axis in the source window:
first by what stands right beside it (the same number, the same noun), then by
everything around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from notes.values import Finding
from notes.verify import context
from notes.verify.align import Aligned
from notes.verify.parsed import Parsed
from notes.verify.source import Place, Scope

LEAST = 0.5
"""How well an opposite direction must fit, where the source has no word of the same one."""
BESIDE = 9
"""Characters in which a neighbour of a direction word is looked for."""


@dataclass(frozen=True, slots=True)
class Way:
    """A direction word of a folded text and its (axis, side) pairs."""

    text: str
    start: int
    sides: tuple[tuple[int, int], ...]

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)


@lru_cache(maxsize=1)
def _axes() -> dict[str, tuple[tuple[int, int], ...]]:
    text = resources.files("notes.data").joinpath("verify_opposites.txt").read_text("utf-8")
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    for axis, line in enumerate(lines):
        for side, words in enumerate(line.split("|")):
            for word in words.split():
                found[word] = (*found.get(word, ()), (axis, side))
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = (w for w in _axes() if len(w) >= 2)
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))))


@lru_cache(maxsize=4096)
def ways(text: str) -> tuple[Way, ...]:
    """The direction words of folded ``text``."""
    found = (Way(m.group(), m.start(), _axes()[m.group()]) for m in _pattern().finditer(text))
    return tuple(found)


def check(statement: Parsed, aligned: tuple[Aligned, ...], scope: Scope) -> list[Finding]:
    """Findings ``direction`` about ``statement``."""
    findings = []
    for way in ways(statement.text):
        places = _places(way, aligned) or scope.places
        if _unknown(way, scope) or _against(statement, way, places):
            findings.append(Finding("direction", way.text))
    return findings


def _unknown(way: Way, scope: Scope) -> bool:
    """A word of decline in a passage in which nothing declines.

    Words of the first side (加强, 扩大) come into any summary of official prose.
    """
    if all(side == 0 for _, side in way.sides):
        return False
    axes = dict(way.sides)
    return not any(
        other.text == way.text or any(axes.get(a) == s for a, s in other.sides)
        for place in scope.places
        for other in ways(place.parsed.text)
    )


def _places(way: Way, aligned: tuple[Aligned, ...]) -> tuple[Place, ...]:
    """Where the clause of ``way`` rests; a clause with no matter of its own rests on them all."""
    for clause in aligned:
        if clause.span.start <= way.start < clause.span.end and len(clause.tokens) >= 2:
            return clause.places
    return tuple(place for clause in aligned for place in clause.places)


def _against(statement: Parsed, way: Way, places: tuple[Place, ...]) -> bool:
    axes = dict(way.sides)
    same: list[tuple[Place, Way]] = []
    opposite: list[tuple[Place, Way]] = []
    for place in places:
        for other in ways(place.parsed.text):
            if other.text == way.text or any(axes.get(a) == s for a, s in other.sides):
                same.append((place, other))
            elif any(a in axes for a, _ in other.sides):
                opposite.append((place, other))
    if not opposite:
        return False
    for_it = max((_beside(statement, way, p.parsed, o) for p, o in same), default=0)
    against = max(_beside(statement, way, p.parsed, o) for p, o in opposite)
    if for_it != against:
        return against > for_it
    if same:
        return False
    words = context.around(statement, way.start, way.end)
    return _best(words, opposite) >= LEAST


def _best(words: context.Around, found: list[tuple[Place, Way]]) -> float:
    return max(
        (
            context.fit(words, context.rings(place.parsed, way.start, way.end))
            for place, way in found
        ),
        default=0.0,
    )


def _beside(statement: Parsed, way: Way, source: Parsed, other: Way) -> int:
    """4 for the same number right after, 2 for the same word after, 1 for the same word before."""
    score = 0
    for mine in statement.quantities:
        if 0 <= mine.start - way.end <= 2:
            same = (q for q in source.quantities if 0 <= q.start - other.end <= 3)
            score += 4 * any(q.value == mine.value and q.unit == mine.unit for q in same)
    after = next((t for t in statement.tokens if t.start >= way.end and t.matter), None)
    if after and after.start - way.end <= 2 and len(after.text) >= 2:
        score += 2 * (after.text in source.text[other.end : other.end + BESIDE])
    before = [t for t in statement.tokens if t.end <= way.start and t.matter]
    if before and way.start - before[-1].end <= 2 and len(before[-1].text) >= 2:
        score += before[-1].text in source.text[max(0, other.start - BESIDE) : other.start]
    if score == 0:
        left = statement.text[way.start - 1 : way.start]
        right = statement.text[way.end : way.end + 1]
        near = source.text[other.start - 1 : other.start] + source.text[other.end : other.end + 1]
        score += (left + right).isalnum() and len(near) == 2 and near == left + right
    return score
