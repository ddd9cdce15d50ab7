"""Optical recognition of page images (.png, .jpg, scanned PDF), an optional extra.

RapidOCR with ONNX Runtime: maintained, Apache-2.0, and the Chinese models (PP-OCR) come
inside its package, so nothing is fetched at run time. Recognised lines go through the
same layout as the text layer of a PDF. Heavy: about 1 GB of memory, seconds a page; it
runs in the child process of ``notes.reading.isolation``.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.util import find_spec
from statistics import median
from typing import Any

from notes.errors import DamagedFileError, EmptyDocumentError, UnknownFormatError
from notes.reading.page import Page, Piece
from notes.reading.page_paragraphs import columns
from notes.reading.page_text import document_text
from notes.reading.pdf import extract_pdf
from notes.values import Document

INSTALL = '请安装文字识别组件（pip install "study-notes[ocr]"）后重试'
"""What to do where recognition is not installed; a part of a sentence."""

PAGE_SECONDS = 120
"""Longest time for one page."""

PIXEL_LIMIT = 100_000_000
"""Most pixels of an image; a scan of A3 at 600 dpi has 70 million."""

_SIDE = 4000
_DPI = 200
_POINTS = 72
_CONFIDENT = 0.5
_SAME_SIZE = 0.15
_SHORTEST = 4


def is_installed() -> bool:
    """Whether the recognition library and its engine are there; imports neither."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_image(data: bytes, source: str) -> Document:
    """The recognised text of a picture of a page.

    Raises ``UnknownFormatError`` (with what to install) where recognition is missing,
    ``DamagedFileError`` for bytes that are no image, ``EmptyDocumentError`` for no text.
    """
    from notes.reading.isolation import read_isolated

    if not data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        raise DamagedFileError(source, "内容不是 PNG 或 JPEG 图片，请重新下载或另存。")
    if not is_installed():
        raise UnknownFormatError(source, f"图片里的文字要先识别，{INSTALL}，或用别的程序识别。")
    return read_isolated("image", data, source, PAGE_SECONDS)


def recognize_image(data: bytes, source: str) -> Document:
    """As ``read_image``, in this process."""
    page, confidence = _recognized(_pixels(data, source), 1)
    if not page.pieces:
        raise EmptyDocumentError(source, "图片里没有认出文字，请换一张更清晰、摆正的图片。")
    text, marks = document_text([page])
    warning = f"文字由识别（OCR）得来，平均把握 {confidence:.0%}，可能有错字。"
    return Document(source, text, marks, "image", "utf-8", (warning,))


def recognize_pdf(data: bytes, source: str) -> Document:
    """The document in a PDF whose pages without text layer are recognised."""
    return extract_pdf(data, source, _recognize_page)


def _recognize_page(page: Any, number: int) -> Page:
    width, height = page.get_size()
    side = max(width, height, 1.0)
    scale = min(_DPI / _POINTS, _SIDE / side)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    try:
        return _recognized(bitmap.to_numpy()[:, :, :3].copy(), number)[0]
    finally:
        bitmap.close()


def _pixels(data: bytes, source: str) -> Any:
    """The image as an array of rows, columns and three colours."""
    import numpy as np
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
            if image.width * image.height > PIXEL_LIMIT:
                raise DamagedFileError(
                    source,
                    f"图片有 {image.width}×{image.height} 像素，太大，请缩小后重试。",
                )
            upright = ImageOps.exif_transpose(image).convert("RGBA")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError):
        raise DamagedFileError(source, "图片已损坏，打不开，请重新下载或另存。") from None
    upright.thumbnail((_SIDE, _SIDE))
    paper = Image.new("RGBA", upright.size, "white")
    return np.asarray(Image.alpha_composite(paper, upright).convert("RGB"))


@cache
def _engine() -> Any:
    from rapidocr import RapidOCR

    return RapidOCR(params={"Global.log_level": "critical"})


def _recognized(pixels: Any, number: int) -> tuple[Page, float]:
    """The page of an image, and the mean confidence of its lines."""
    result = _engine()(pixels)
    boxes = result.boxes if result.boxes is not None else ()
    pieces, scores = [], []
    for box, text, score in zip(boxes, result.txts or (), result.scores or (), strict=True):
        if score >= _CONFIDENT and text.strip():
            pieces.append(_piece(box, text.strip()))
            scores.append(float(score))
    height, width = pixels.shape[:2]
    page = Page(number, float(width), float(height), tuple(_evened(pieces)))
    return page, sum(scores) / len(scores) if scores else 0.0


def _piece(box: Sequence[Sequence[float]], text: str) -> Piece:
    """A line of recognised text; its size is what its characters share of its width."""
    across, down = [float(x) for x, _ in box], [float(y) for _, y in box]
    height = max(1.0, max(down) - min(down))
    share = (max(across) - min(across)) / max(columns(text) / 2, 0.5)
    size = min(share, height) if len(text) >= _SHORTEST else 0.9 * height
    return Piece(text, min(across), max(across), max(down) - 0.15 * height, max(size, 1.0))


def _evened(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The pieces with sizes near the usual one made equal to it: boxes are not exact."""
    if not pieces:
        return pieces
    usual = (
        median(piece.size for piece in pieces if len(piece.text) >= _SHORTEST)
        if any(len(piece.text) >= _SHORTEST for piece in pieces)
        else median(piece.size for piece in pieces)
    )
    return [
        replace(piece, size=usual) if math.isclose(piece.size, usual, rel_tol=_SAME_SIZE) else piece
        for piece in pieces
    ]
