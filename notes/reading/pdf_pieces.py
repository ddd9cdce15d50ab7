"""Characters of a PDF page to pieces: what stands together in a row is one piece.

Spaces in a PDF are no more than gaps, and gaps between Chinese characters come from
justification; so a space is set where the file has one, and between Latin words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from notes.reading.page import Line, Piece, mostly_strong, rows
from notes.reading.pdf_glyphs import Glyph

_SPLIT = 1.0
_BACK = -0.7
_WORD_GAP = 0.25
_LEAST_GAP = 0.1
_IN_FILE = 2
_WIDE_GAP = 0.5
_WIDE_ADVANCE = 0.95
_RAISED = 0.75
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def pieces_of(glyphs: Sequence[Glyph]) -> tuple[Piece, ...]:
    """The pieces of a page, rows from top to bottom, superscript digits written as such."""
    spaces: dict[int, int] = {}
    singles = []
    for glyph in _once(glyphs):
        piece = _piece(glyph)
        spaces[id(piece)] = glyph.spaced
        singles.append(piece)
    # By place, not by the order of the file: marks in a second font are drawn afterwards.
    lines = _with_superscripts(rows(singles))
    return tuple(piece for line in lines for piece in _runs(line.pieces, spaces))


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The glyphs without those printed twice at one place (a trick for bold letters)."""
    seen: set[tuple[str, float, int, int]] = set()
    for glyph in glyphs:
        step = glyph.size * 0.3
        key = (glyph.char, glyph.size, round(glyph.x0 / step), round(glyph.y / step))
        if key not in seen:
            seen.add(key)
            yield glyph


def _piece(glyph: Glyph) -> Piece:
    wide = unicodedata.east_asian_width(glyph.char[0]) in "WF"
    x1 = max(glyph.x1, glyph.x0 + glyph.size * _WIDE_ADVANCE) if wide else glyph.x1
    return Piece(glyph.char, glyph.x0, x1, glyph.y, glyph.size, glyph.strong)


def _runs(pieces: Sequence[Piece], spaces: Mapping[int, int]) -> Iterator[Piece]:
    """Neighbours in the order given that belong together, joined; ``spaces`` by identity."""
    texts: list[str] = []
    run: list[Piece] = []
    for piece in pieces:
        between = _between(run[-1], piece, spaces.get(id(piece), 0)) if run else None
        if between is None and run:
            yield _joined(run, texts)
            run, texts = [], []
        elif between:
            texts.append(between)
        run.append(piece)
        texts.append(piece.text)
    if run:
        yield _joined(run, texts)


def _joined(run: Sequence[Piece], texts: Sequence[str]) -> Piece:
    if len(run) == 1:
        return run[0]
    longest = max(run, key=lambda piece: len(piece.text))
    x1 = max(piece.x1 for piece in run)
    return Piece("".join(texts), run[0].x0, x1, longest.y, longest.size, mostly_strong(run))


def _between(left: Piece, right: Piece, spaced: int) -> str | None:
    """What stands between two neighbours: nothing, a space, or (``None``) a wide gap."""
    size = max(left.size, right.size)
    gap = right.x0 - left.x1
    same_row = abs(left.y - right.y) < 0.2 * size and min(left.size, right.size) > 0.6 * size
    if not same_row or not _BACK * size < gap <= _SPLIT * size:
        return None
    before, after = left.text[-1], right.text[0]
    if before.isascii() and after.isascii():
        return " " if spaced or gap > _WORD_GAP * size else ""
    # Chinese marks bring their own white space.
    if not (before.isalnum() and after.isalnum()):
        return ""
    if spaced == _IN_FILE and gap > _LEAST_GAP * size:
        return " "
    chinese = not before.isascii() and not after.isascii()
    return " " if chinese and gap > _WIDE_GAP * size else ""


def _with_superscripts(lines: Sequence[Line]) -> Iterator[Line]:
    """The rows with the marks of footnotes in them, which hang at the top of a row."""
    above: Line | None = None
    for line in lines:
        pieces = line.pieces
        if above is not None and all(_hangs(piece, line) for piece in above.pieces):
            pieces += above.pieces
        elif above is not None:
            yield above
        above = None
        if all(_is_note_mark(piece.text) for piece in pieces):
            above = Line(pieces)
            continue
        raised = (_lowered(piece, line) if _hangs(piece, line) else piece for piece in pieces)
        yield Line(tuple(sorted(raised, key=lambda piece: piece.x0)))
    if above is not None:
        yield above


def _is_note_mark(text: str) -> bool:
    return len(text) <= 4 and text.strip("[]〔〕*").isdigit()


def _hangs(piece: Piece, line: Line) -> bool:
    return (
        piece.size <= _RAISED * line.size
        and 0.1 * line.size < line.y - piece.y < 0.8 * line.size
        and line.x0 < piece.x0 < line.x1 + line.size
        and _is_note_mark(piece.text)
    )


def _lowered(piece: Piece, line: Line) -> Piece:
    return replace(piece, text=piece.text.translate(_SUPERSCRIPT), size=line.size, y=line.y)
