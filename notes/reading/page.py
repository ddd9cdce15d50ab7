"""Printed pages as values: pieces of text with their places, and lines made of them.

What a text layer of a PDF and what the recognition of an image give is the same: short
runs of characters at places on a page. Lengths are in points (PDF) or pixels (images);
``y`` grows downwards and is the base line of the characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

ROW_TOLERANCE = 0.35
"""Base lines that differ by less than this share of the size stand in one row."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand together: a line, or a part of a line between wide gaps."""

    text: str
    x0: float
    x1: float
    y: float
    size: float
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page, in any order, and its measures; ``number`` counts from 1."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """The pieces of one row of one column, from left to right."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The text of the row with a space where a gap is."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def x0(self) -> float:
        """Where the row begins."""
        return self.pieces[0].x0

    @property
    def x1(self) -> float:
        """Where the row ends."""
        return max(piece.x1 for piece in self.pieces)

    @property
    def y(self) -> float:
        """The base line."""
        return max(self.pieces, key=lambda piece: len(piece.text)).y

    @property
    def size(self) -> float:
        """The size of most characters."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def strong(self) -> bool:
        """Whether most of the row is bold."""
        return mostly_strong(self.pieces)


def mostly_strong(pieces: Sequence[Piece]) -> bool:
    """Whether most characters are bold.

    Digits and Latin have a font of their own and count only where there is nothing else.
    """
    weights = [sum(not char.isascii() for char in piece.text) for piece in pieces]
    if not any(weights):
        weights = [len(piece.text) for piece in pieces]
    strong = sum(weight for weight, piece in zip(weights, pieces, strict=True) if piece.strong)
    return 2 * strong > sum(weights)


def rows(pieces: Sequence[Piece]) -> list[Line]:
    """The pieces in rows from top to bottom, each row from left to right."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (piece.y, piece.x0)):
        if found:
            first = found[-1][0]
            near = ROW_TOLERANCE * max(first.size, piece.size)
            if piece.y - first.y < near:
                found[-1].append(piece)
                continue
        found.append([piece])
    return [Line(tuple(sorted(row, key=lambda piece: piece.x0))) for row in found]


def typical_size(pieces: Sequence[Piece]) -> float:
    """The size of the body text: the median over characters, 1.0 for no pieces."""
    if not pieces:
        return 1.0
    return max(median([piece.size for piece in pieces for _ in range(len(piece.text[:200]))]), 0.1)
