"""The order in which the pieces of a page are read: columns one after the other.

A page is cut at a gutter: a vertical strip that few pieces cross and beside which both
sides hold several *full* lines. Full lines are what tells columns of prose from the
cells of a table. What crosses the gutter (a title over both columns) parts the page
into zones that are read from top to bottom (the recursive XY cut of Nagy, Seth and
Viswanathan, "A prototype document image analysis system", 1992, on text only).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median

from notes.reading.page import Line, Piece, rows, typical_size

FEWEST_ROWS = 3
"""Fewest rows on each side of a gutter."""

FULL = 0.6
"""Smallest share of the width of a column that its rows fill, in the median."""

_CROSSED = 0.5
_MARGIN = 0.15
_DEEPEST = 3
_CELL = 0.2
_MOST_BINS = 2000


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one column in order; ``place`` names columns that stand alike on pages."""

    lines: tuple[Line, ...]
    place: str


def blocks(pieces: Sequence[Piece], place: str = "") -> list[Block]:
    """The blocks of a page, or of a part of it, in the order in which they are read."""
    gutter = _gutter(pieces) if len(place) < _DEEPEST else None
    if gutter is None:
        return [Block(tuple(rows(pieces)), place)] if pieces else []
    found: list[Block] = []
    whole: list[Piece] = []
    for crossing, zone in _zones(pieces, gutter):
        sides = _sides(zone, gutter)
        if crossing or not _are_columns(*sides, gutter):
            whole.extend(zone)
            continue
        if whole:
            found.append(Block(tuple(rows(whole)), place))
            whole = []
        found.extend(blocks(sides[0], place + "l"))
        found.extend(blocks(sides[1], place + "r"))
    if whole:
        found.append(Block(tuple(rows(whole)), place))
    return found


def _zones(pieces: Sequence[Piece], gutter: float) -> Iterator[tuple[bool, list[Piece]]]:
    """Runs of pieces from top to bottom that belong together over the gutter, or do not."""
    tabled = _table_cells(pieces)
    down = sorted(pieces, key=lambda piece: piece.y)
    for whole, run in groupby(
        down, key=lambda piece: piece.x0 < gutter < piece.x1 or piece in tabled
    ):
        yield whole, list(run)


def _table_cells(pieces: Sequence[Piece]) -> set[Piece]:
    """Short pieces in several rows, one after the other, with equally many of them."""
    width = max(piece.x1 for piece in pieces) - min(piece.x0 for piece in pieces)
    found: set[Piece] = set()
    for count, run in groupby(rows(pieces), key=lambda row: _short_cells(row, width)):
        lines = list(run)
        if count > 1 and len(lines) * count >= 2 * FEWEST_ROWS:
            found.update(piece for line in lines for piece in line.pieces)
    return found


def _short_cells(row: Line, width: float) -> int:
    """The number of pieces of ``row``, 0 where one is as long as a line of a column."""
    cells = row.pieces
    return len(cells) if all(cell.x1 - cell.x0 < _CELL * width for cell in cells) else 0


def _sides(pieces: Sequence[Piece], gutter: float) -> tuple[list[Piece], list[Piece]]:
    left = [piece for piece in pieces if piece.x1 <= gutter]
    return left, [piece for piece in pieces if piece.x1 > gutter]


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The middle of the strip that fewest pieces cross, or ``None``."""
    if len(pieces) < 2 * FEWEST_ROWS:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    step = max(typical_size(pieces) / 2, (right - left) / _MOST_BINS)
    bins = int((right - left) / step) + 1
    changes = [0] * (bins + 1)
    for piece in pieces:
        changes[int((piece.x0 - left) / step)] += 1
        changes[int((piece.x1 - left) / step) + 1] -= 1
    covered: list[int] = []
    total = 0
    for change in changes[:bins]:
        total += change
        covered.append(total)
    inner = range(int(bins * _MARGIN), int(bins * (1 - _MARGIN)))
    if not inner:
        return None
    fewest = min(covered[at] for at in inner)
    if fewest > _CROSSED * len(pieces):
        return None
    strips = [
        list(strip) for low, strip in groupby(inner, key=lambda at: covered[at] <= fewest) if low
    ]
    widest = max(strips, key=len)
    gutter = left + (widest[0] + widest[-1] + 1) / 2 * step
    beside = [piece for piece in pieces if not piece.x0 < gutter < piece.x1]
    return gutter if _are_columns(*_sides(beside, gutter), gutter) else None


def _inked(line: Line) -> float:
    """The width that the pieces of a row take together."""
    return sum(piece.x1 - piece.x0 for piece in line.pieces)


def _are_columns(left: Sequence[Piece], right: Sequence[Piece], gutter: float) -> bool:
    """Whether both sides hold several lines, most of which fill their side."""
    if min(len(left), len(right)) < FEWEST_ROWS:
        return False
    starts, ends = min(piece.x0 for piece in left), max(piece.x1 for piece in right)
    widths = (gutter - starts, ends - gutter)
    return all(
        len(rows(side)) >= FEWEST_ROWS and median(map(_inked, rows(side))) >= FULL * width
        for side, width in zip((left, right), widths, strict=True)
    )
