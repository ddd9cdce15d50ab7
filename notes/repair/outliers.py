"""Characters that stand where the document nearly always has another one.

All windows of two to four characters are grouped by their surroundings (新质▢产力): a
character is an outlier when it is rare in its group and one other character makes up
most of the group. The text is taken as an array of small numbers, so that a window is
one integer; only windows whose surroundings occur at a position in question are sorted,
which keeps the time close to linear.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_MOST_RARE = 2
_MIX = np.uint64(0x9E3779B97F4A7C15)
"""2**64 divided by the golden ratio: multiplicative hashing (Knuth, TAOCP 3, 6.4)."""

_NONE: Codes = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Window:
    """A window: its length, how often and in what share the usual character must stand in it."""

    length: int
    least: int
    share: float


WINDOWS = (Window(4, 2, 0.6), Window(3, 3, 0.7), Window(2, 3, 0.75))


@dataclass(frozen=True, slots=True)
class Outlier:
    """At ``at`` of the text ``wanted`` is usual: ``support`` times in windows of ``window``."""

    at: int
    wanted: str
    support: int
    window: int


@dataclass(frozen=True, slots=True)
class _Grams:
    """A text as dense character numbers of ``bits`` bits; ``han`` says which are Chinese.

    ``needs`` is how often another character must stand in the place of one, 0 for those
    that are not in question.
    """

    codes: Codes
    han: Flags
    bits: int
    needs: Codes


def outliers(points: npt.NDArray[np.uint32], needs: Codes) -> Iterator[Outlier]:
    """The outliers of a text with the code points ``points``.

    ``needs`` says for each character how often another one must stand in its place;
    those with 0 are not in question.
    """
    if not needs.any():
        return
    seen = np.zeros(int(points.max()) + 1, dtype=bool)
    seen[points] = True
    alphabet = np.flatnonzero(seen)
    bits = max(int(len(alphabet) - 1).bit_length(), 1)
    # Windows are packed into 63 bits; a text of more than 32,768 different characters is none.
    if bits * max(window.length for window in WINDOWS) > 63:
        return
    chinese = (alphabet >= 0x3400) & (alphabet <= 0x9FFF)
    numbers = np.empty(len(seen), dtype=np.int64)
    numbers[alphabet] = np.arange(len(alphabet))
    dense = numbers[points]
    grams = _Grams(dense, chinese[dense], bits, needs)
    for window in WINDOWS:
        for hole in range(window.length):
            for at, wanted, support in _outliers(grams, window, hole):
                if chinese[wanted]:
                    yield Outlier(at, chr(int(alphabet[wanted])), support, window.length)


def _outliers(grams: _Grams, window: Window, hole: int) -> Iterator[tuple[int, int, int]]:
    """Positions whose character is rare among all windows with the same surroundings.

    Gives the position, the usual character there and how often it stands there.
    """
    places, packed = _related(grams, window, hole)
    if len(packed) == 0:
        return
    pairs, tally = _counted(packed)
    edges = _changes(pairs >> grams.bits)
    top = np.maximum.reduceat(tally, edges)
    good = (top >= window.least) & (top >= window.share * np.add.reduceat(tally, edges))
    group = np.repeat(np.arange(len(edges)), _steps(edges, len(pairs)))
    rare = np.flatnonzero((tally <= _MOST_RARE) & good[group] & (tally * 2 <= top[group]))
    if len(rare) == 0:
        return
    asked = np.flatnonzero(grams.needs[places + hole])
    slot = np.searchsorted(pairs[rare], packed[asked])
    slot[slot == len(rare)] = 0
    hits = np.flatnonzero(pairs[rare][slot] == packed[asked])
    tops = np.flatnonzero(tally == top[group])
    winner = tops[np.searchsorted(group[tops], group[rare[slot[hits]]])]
    wanted = pairs[winner] & ((1 << grams.bits) - 1)
    yield from zip(
        (places[asked[hits]] + hole).tolist(), wanted.tolist(), tally[winner].tolist(), strict=True
    )


def _related(grams: _Grams, window: Window, hole: int) -> tuple[Codes, Codes]:
    """The windows with frequent surroundings that a position in question has as well.

    Gives their places and their characters as one number, that of the hole last.
    Surroundings are compared by their hash, so there may be more windows than that.
    """
    count = len(grams.codes) - window.length + 1
    if count <= window.least:
        return _NONE, _NONE
    key: Codes = np.zeros(count, dtype=np.int64)
    valid = np.ones(count, dtype=bool)
    for offset in range(window.length):
        if offset != hole:
            key = (key << grams.bits) | grams.codes[offset : offset + count]
            valid &= grams.han[offset : offset + count]
    size = min(max(count.bit_length(), 8), 22)
    slots = ((key.view(np.uint64) * _MIX) >> np.uint64(64 - size)).view(np.int64)
    needs = grams.needs[hole : hole + count]
    asked = np.flatnonzero(valid & (needs > 0))
    marked = np.zeros(1 << size, dtype=bool)
    marked[slots[asked]] = True
    places = np.flatnonzero(marked[slots] & valid)
    tally = np.bincount(slots[places], minlength=1 << size)
    asked = asked[tally[slots[asked]] > np.maximum(needs[asked], window.least)]
    if len(asked) == 0:
        return _NONE, _NONE
    marked[:] = False
    marked[slots[asked]] = True
    places = places[marked[slots[places]]]
    return places, (key[places] << grams.bits) | grams.codes[places + hole]


def _counted(values: Codes) -> tuple[Codes, Codes]:
    """The different values in order and how often each occurs."""
    ordered = np.sort(values)
    first = _changes(ordered)
    return ordered[first], _steps(first, len(ordered))


def _steps(starts: Codes, end: int) -> Codes:
    """The distance from each start to the next, from the last one to ``end``."""
    steps = np.empty_like(starts)
    np.subtract(starts[1:], starts[:-1], out=steps[:-1])
    steps[-1] = end - starts[-1]
    return steps


def _changes(values: Codes) -> Codes:
    """The places at which a value differs from the one before it, the first included."""
    new = np.empty(len(values), dtype=bool)
    new[0] = True
    np.not_equal(values[1:], values[:-1], out=new[1:])
    return np.flatnonzero(new)
