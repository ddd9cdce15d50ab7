"""Writes PDF files with reportlab: wrapped Chinese text with the standard CID font.

The font is not embedded and needs no file: readers bring the character map of the
encoding, as they must for many official documents.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

pytest.importorskip("reportlab")

from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

FONT = "STSong-Light"
WIDTH, HEIGHT = 595, 842
_NO_START = "，。、；：！？”’）》"

pdfmetrics.registerFont(UnicodeCIDFont(FONT))


@dataclass
class Maker:
    """A PDF under construction; ``y`` is where the next line goes."""

    encrypt: Any = None
    y: float = 760
    canvas: Any = field(init=False)
    buffer: io.BytesIO = field(default_factory=io.BytesIO)

    def __post_init__(self) -> None:
        self.canvas = Canvas(
            self.buffer, pagesize=(WIDTH, HEIGHT), encrypt=self.encrypt, invariant=1
        )

    def line(self, text: str, x: float, size: float = 12, y: float | None = None) -> None:
        """Draw a line at ``x``; at ``y`` from the bottom, or below the last one."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, self.y if y is None else y, text)
        if y is None:
            self.y -= size * 1.7

    def centred(self, text: str, size: float, y: float | None = None) -> None:
        """Draw a line in the middle of the page."""
        width = pdfmetrics.stringWidth(text, FONT, size)
        self.line(text, (WIDTH - width) / 2, size, y)

    def paragraph(
        self, text: str, x: float = 90, width: float = 415, size: float = 12, indent: int = 2
    ) -> None:
        """Draw a paragraph broken into lines of ``width``, a new page where one is full."""
        for line in wrapped("　" * indent + text, width, size):
            if self.y < 80:
                self.page()
            self.line(line, x, size)

    def page(self) -> None:
        """Begin a new page."""
        self.canvas.showPage()
        self.y = 760

    def bytes(self) -> bytes:
        """The finished file."""
        self.canvas.save()
        return self.buffer.getvalue()


def wrapped(text: str, width: float, size: float) -> Sequence[str]:
    """``text`` in lines no wider than ``width``; no line begins with a comma or stop."""
    lines = [""]
    for char in text:
        full = pdfmetrics.stringWidth(lines[-1] + char, FONT, size) > width
        if full and char not in _NO_START:
            lines.append("")
        lines[-1] += char
    return lines
