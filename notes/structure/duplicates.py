"""Essays that are nearly the same, and passages that several essays share word for word.

Near-duplicates are proposed by MinHash and locality-sensitive hashing (Broder 1997;
Leskovec, Rajaraman, Ullman, “Mining of Massive Datasets”, ch. 3) over character
5-grams, with the library ``datasketch``, and confirmed by the true overlap. Shared
passages are found by winnowed fingerprints (Schleimer, Wilkerson, Aiken 2003) and then
grown to their full length. Punctuation, white space and their widths do not count.
Both take time in proportion to the text, however many essays there are.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from notes.values import Essay, Span

SIMILAR = 0.7
"""Share of common 5-grams (0..1) from which two essays count as nearly the same."""

SHORTEST = 40
"""Characters, punctuation aside, of the shortest shared passage that is reported."""

_GRAM = 5
_LEAST_TEXT = 60
_PROPOSED = 0.5
_FEW = 32
_PERMUTATIONS = 128
_FINGERPRINT = 20
_WINNOW = SHORTEST - _FINGERPRINT + 1


@dataclass(frozen=True, slots=True)
class Place:
    """A range of one essay: ``essay`` counts from 0 in the order they were given."""

    essay: int
    span: Span


@dataclass(frozen=True, slots=True)
class Alike:
    """Essays (counted from 0) that are nearly the same; ``similarity`` is the weakest link."""

    essays: tuple[int, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class Shared:
    """A passage that stands word for word in several essays, as the first of them has it."""

    text: str
    places: tuple[Place, ...]


def near_duplicates(essays: Sequence[Essay], least: float = SIMILAR) -> tuple[Alike, ...]:
    """Groups of essays, of one document or of many, of which each has a near twin in the group.

    The similarity is that of Jaccard over character 5-grams: 1.0 for the same words.
    Essays of fewer than 60 characters are in no group.
    """
    grams = [_grams(_plain(essay.text)[0]) for essay in essays]
    parents = list(range(len(essays)))
    weakest = [1.0] * len(essays)
    for left, right in _proposed(grams):
        alike = len(grams[left] & grams[right]) / len(grams[left] | grams[right])
        if alike >= least:
            one, other = sorted((_root(parents, left), _root(parents, right)))
            parents[other] = one
            weakest[one] = min(weakest[one], weakest[other], alike)
    groups: dict[int, list[int]] = {}
    for at in range(len(essays)):
        groups.setdefault(_root(parents, at), []).append(at)
    return tuple(
        Alike(tuple(members), round(weakest[root], 3))
        for root, members in groups.items()
        if len(members) > 1
    )


def shared_passages(essays: Sequence[Essay]) -> tuple[Shared, ...]:
    """Passages of at least ``SHORTEST`` characters that two essays or more have in common.

    They are as long as they can be, and in the order of their first place. What an
    essay repeats of itself is not reported.
    """
    plain = [_plain(essay.text) for essay in essays]
    found: dict[tuple[int, int, int], set[tuple[int, int]]] = {}
    for (one, at), (other, there), length in _matches([text for text, _ in plain]):
        found.setdefault((one, at, length), set()).add((other, there))
    passages = []
    for (one, at, length), others in sorted(found.items()):
        places = [(one, at), *sorted(others)]
        spans = tuple(Place(e, _span(plain[e][1], start, length)) for e, start in places)
        passages.append(Shared(spans[0].span.within(essays[one].text), spans))
    return tuple(passages)


def _plain(text: str) -> tuple[str, list[int]]:
    """Letters and digits of ``text`` and where each of them stands."""
    places = [at for at, character in enumerate(text) if character.isalnum()]
    return "".join([text[at] for at in places]), places


def _span(places: Sequence[int], start: int, length: int) -> Span:
    return Span(places[start], places[start + length - 1] + 1)


def _grams(text: str) -> frozenset[int]:
    if len(text) < _LEAST_TEXT:
        return frozenset()
    return frozenset(_hashes(text, _GRAM))


def _hashes(text: str, length: int) -> list[int]:
    """A stable number for every ``length`` characters of ``text``."""
    code = text.encode("utf-32-le", "surrogatepass")
    size = 4 * length
    return [zlib.crc32(code[at : at + size]) for at in range(0, len(code) - size + 1, 4)]


def _proposed(grams: Sequence[frozenset[int]]) -> Iterator[tuple[int, int]]:
    """Pairs that are probably alike; of few essays all pairs, which is quicker than a sketch."""
    filled = [at for at, own in enumerate(grams) if own]
    if len(filled) <= _FEW:
        yield from combinations(filled, 2)
        return
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-untyped]

    index = MinHashLSH(threshold=_PROPOSED, num_perm=_PERMUTATIONS)
    for at, own in enumerate(grams):
        if not own:
            continue
        sketch = MinHash(num_perm=_PERMUTATIONS, seed=1, hashfunc=_same)
        sketch.update_batch(sorted(own))
        for other in sorted(index.query(sketch)):
            yield other, at
        index.insert(at, sketch)


def _same(number: int) -> int:
    """The hash of a 5-gram is the number that it is known by."""
    return number


def _root(parents: list[int], at: int) -> int:
    while parents[at] != at:
        parents[at] = parents[parents[at]]
        at = parents[at]
    return at


_Spot = tuple[int, int]
"""An essay and a place in its letters and digits."""


def _matches(texts: Sequence[str]) -> Iterator[tuple[_Spot, _Spot, int]]:
    """Longest common ranges: two spots of different essays and a length.

    Each fingerprint is compared with its first occurrence only and the ranges of two
    essays do not overlap, so the work is in proportion to the text.
    """
    first: dict[int, _Spot] = {}
    reached: dict[tuple[int, int], int] = {}
    for other, text in enumerate(texts):
        for there, mark in _fingerprints(text):
            one, at = first.setdefault(mark, (other, there))
            behind = reached.get((one, other), 0)
            if one == other or behind > there:
                continue
            start, end = _grown(texts[one], at, text, there, behind)
            if end - start >= SHORTEST:
                reached[one, other] = end
                yield (one, start - there + at), (other, start), end - start


def _fingerprints(text: str) -> Iterator[tuple[int, int]]:
    """The smallest hash of every window of hashes, once each, with its place."""
    hashes = _hashes(text, _FINGERPRINT)
    chosen = -1
    for begin in range(len(hashes) - _WINNOW + 1):
        end = begin + _WINNOW
        if chosen < begin:
            chosen = min(range(begin, end), key=lambda at: (hashes[at], -at))
            yield chosen, hashes[chosen]
        elif hashes[end - 1] <= hashes[chosen]:
            chosen = end - 1
            yield chosen, hashes[chosen]


def _grown(one: str, at: int, other: str, there: int, behind: int) -> tuple[int, int]:
    """The range of ``other`` around ``there``, not before ``behind``, that equals ``one``."""
    if one[at : at + _FINGERPRINT] != other[there : there + _FINGERPRINT]:
        return there, there
    back = 0
    while back < min(at, there - behind) and one[at - back - 1] == other[there - back - 1]:
        back += 1
    ahead = _FINGERPRINT
    most = min(len(one) - at, len(other) - there)
    while ahead < most and one[at + ahead] == other[there + ahead]:
        ahead += 1
    return there - back, there + ahead
