"""The characters of a PDF page with their places, through PDFium (pypdfium2).

PDFium (BSD licence, the library of Chrome) is used because it knows the character maps
of Chinese fonts that are not embedded, and because it is fast. What this module adds is
the size on paper, the weight, and an upright page.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

GLYPH_LIMIT = 200_000
"""Most characters of one page; a densely printed newspaper page has about 15,000."""

_BOLD_WEIGHT = 600
_STROKED = 2
_SMALLEST = 1.5
_QUARTER = 90
_MEANINGLESS = frozenset({"Co", "Cc", "Cn"})
_NAME_LENGTH = 128
_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})
_SPACES = frozenset({0x20, 0xA0, 0x3000, 0x09})
# Fonts made by some converters map characters to these look-alikes: ⼀ 豈 ﬁ.
_LOOK_ALIKE = ((0x2E80, 0x2FD6), (0xF900, 0xFB07))


@dataclass(slots=True)
class Glyph:
    """A character on the page: ``x0`` its origin, ``y`` its base line from the top.

    ``spaced`` says that a space stands before it: 2 in the file, 1 by PDFium's guess.
    Not frozen, because a page has thousands and they are turned upright in place.
    """

    char: str
    x0: float
    x1: float
    y: float
    size: float
    strong: bool
    spaced: int = 0


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of a page in the order of the file, and the measures of the page.

    ``unknown`` counts characters that the fonts give no meaning for, ``turned`` those
    that do not stand upright with the rest (stamps and watermarks), which are left out.
    """

    found: tuple[Glyph, ...]
    width: float
    height: float
    unknown: int = 0
    turned: int = 0


@dataclass(frozen=True, slots=True)
class _Look:
    """What all characters of a text object share."""

    size: float
    angle: int
    strong: bool


def glyphs_of(page: Any) -> Glyphs:
    """The characters of ``page``, a ``pypdfium2.PdfPage``."""
    text_page = page.get_textpage()
    try:
        raw = list(_Reader(text_page.raw).glyphs())
    finally:
        text_page.close()
    return _upright(raw, page.get_cropbox())


class _Reader:
    """Walks over the characters of one text page."""

    def __init__(self, text_page: Any) -> None:
        self._page = text_page
        self._looks: dict[int, _Look] = {}
        self._fonts: dict[int, bool] = {}
        self._doubles = [ctypes.c_double() for _ in range(6)]

    def glyphs(self) -> Iterator[tuple[Glyph, int]]:
        """Each character, in the page's own coordinates, with its angle."""
        spaced = high = 0
        for at in range(min(pdfium.FPDFText_CountChars(self._page), GLYPH_LIMIT)):
            code = pdfium.FPDFText_GetUnicode(self._page, at)
            if code in _SPACES or code in {0x0A, 0x0D}:
                made_up = code in {0x0A, 0x0D} or pdfium.FPDFText_IsGenerated(self._page, at) == 1
                spaced = max(spaced, 1 if made_up else 2)
                continue
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if high and 0xDC00 <= code < 0xE000:
                code = 0x10000 + (high - 0xD800) * 0x400 + code - 0xDC00
            high = 0
            look = self._look(at)
            if look is None or look.size < _SMALLEST:
                continue
            x0, y, x1 = self._place(at)
            char = _character(code)
            yield Glyph(char, x0, x1, y, look.size, look.strong, spaced), look.angle
            spaced = 0

    def _place(self, at: int) -> tuple[float, float, float]:
        x, y, left, right, bottom, top = self._doubles
        ref = ctypes.byref
        pdfium.FPDFText_GetCharOrigin(self._page, at, ref(x), ref(y))
        pdfium.FPDFText_GetCharBox(self._page, at, ref(left), ref(right), ref(bottom), ref(top))
        places = (x.value, y.value, right.value)
        return places if all(map(math.isfinite, places)) else (0.0, 0.0, 0.0)

    def _look(self, at: int) -> _Look | None:
        item = pdfium.FPDFText_GetTextObject(self._page, at)
        address = ctypes.cast(item, ctypes.c_void_p).value
        if not address:
            return None
        if address not in self._looks:
            self._looks[address] = self._new_look(at, item)
        return self._looks[address]

    def _new_look(self, at: int, item: Any) -> _Look:
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(self._page, at, ctypes.byref(matrix))
        size = pdfium.FPDFText_GetFontSize(self._page, at) * math.hypot(matrix.c, matrix.d)
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a))) % 360
        stroked = pdfium.FPDFTextObj_GetTextRenderMode(item) == _STROKED
        strong = stroked or self._is_strong(pdfium.FPDFTextObj_GetFont(item))
        return _Look(size if math.isfinite(size) else 0.0, angle, strong)

    def _is_strong(self, font: Any) -> bool:
        address = ctypes.cast(font, ctypes.c_void_p).value
        if not address:
            return False
        if address not in self._fonts:
            buffer = ctypes.create_string_buffer(_NAME_LENGTH)
            pdfium.FPDFFont_GetBaseFontName(font, buffer, _NAME_LENGTH)
            name = buffer.value.decode("gb18030", "replace").lower()
            heavy = pdfium.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
            self._fonts[address] = heavy or is_strong_name(name)
        return self._fonts[address]


def is_strong_name(name: str) -> bool:
    """Whether a font of this name, in lower case, is bold or a 黑体 (set for headings).

    >>> is_strong_name("simhei"), is_strong_name("microsoftyahei"), is_strong_name("arial,bold")
    (True, False, True)
    """
    if any(word in name for word in ("bold", "black", "heavy", "黑")):
        return True
    return "hei" in name and "yahei" not in name


def _character(code: int) -> str:
    if code in _HYPHENS:
        return "-"
    if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return "\ufffd"
    char = chr(code)
    if any(first <= code < last for first, last in _LOOK_ALIKE):
        return unicodedata.normalize("NFKC", char)
    return char


def is_unknown(char: str) -> bool:
    """Whether a character means nothing: unmapped, private, or a control character."""
    return char == "\ufffd" or unicodedata.category(char[0]) in _MEANINGLESS


def _upright(raw: list[tuple[Glyph, int]], box: tuple[float, float, float, float]) -> Glyphs:
    """The page turned so that most of its text stands upright; other angles are dropped."""
    angles = Counter(angle for _, angle in raw)
    angle = max(angles, key=lambda one: (angles[one], -one), default=0)
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    if angle % _QUARTER:
        cosine, sine, angle = 1.0, 0.0, 0
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    across = sorted(x * cosine + y * sine for x, y in corners)
    up = sorted(y * cosine - x * sine for x, y in corners)
    left, width, top, height = across[0], across[-1] - across[0], up[-1], up[-1] - up[0]
    found, unknown, turned = [], 0, 0
    for glyph, own in raw:
        if own != angle:
            turned += 1
            continue
        x0 = glyph.x0 * cosine + glyph.y * sine
        y = top - (glyph.y * cosine - glyph.x0 * sine)
        # The right edge is known along the page's own axis only.
        x1 = glyph.x1 if angle == 0 else x0 + glyph.size / 2
        if not (left <= x0 <= left + width and 0 <= y <= height + glyph.size):
            continue
        if is_unknown(glyph.char):
            unknown += 1
            continue
        glyph.x0, glyph.x1, glyph.y = x0 - left, max(x1, x0) - left, y
        found.append(glyph)
    return Glyphs(tuple(found), max(width, 1.0), max(height, 1.0), unknown, turned)
