"""Measures of the page by GB/T 9704-2012, 5.2, in twentieths of a point.

A4, margins 37 mm above, 35 below, 28 at the binding and 26 outside leave a type
area of 156 by 225 mm for 22 lines of 28 characters of 三号 (16 pt).
"""

from __future__ import annotations

TWIPS = 20
"""Twentieths of a point in a point."""
PAGE = (210, 297)
MARGINS = (37, 26, 35, 28)
"""Width and height, then top, right, bottom and left, in millimetres."""
CHARACTERS = 28
LINES = 22
BODY_SIZE = 16.0
"""三号, in points."""


def twips(millimetres: float) -> int:
    """``millimetres`` in twentieths of a point, rounded down: a line more must not overflow."""
    return int(millimetres / 25.4 * 72 * TWIPS)


WIDTH = twips(PAGE[0]) - twips(MARGINS[1]) - twips(MARGINS[3])
"""Of the type area."""
LINE = twips(PAGE[1] - MARGINS[0] - MARGINS[2]) // LINES
"""Line pitch: 579, that is 28.95 points."""
CHARACTER_SPACE = round((WIDTH / CHARACTERS / TWIPS - BODY_SIZE) * 4096)
"""What the grid takes from each character, in 4096ths of a point (negative)."""
TIGHTER = (WIDTH - 2 * TWIPS) // CHARACTERS - int(BODY_SIZE * TWIPS)
"""What a style takes from each character of the body to set 28 in a line (negative).

The styles do it, not the grid of the page: LibreOffice gives two cells of a grid
to a character that is wider than one, and 16 points are. It also rounds the
spacing, so that a line of 28 needs two points to spare.
"""


def character(size: float) -> int:
    """The width of one Chinese character of ``size`` points."""
    return round(size * TWIPS) + (TIGHTER if size == BODY_SIZE else 0)
