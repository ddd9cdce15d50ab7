"""Recognition of images: what to install without it, the text with it."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from notes.errors import DamagedFileError, EmptyDocumentError, UnknownFormatError
from notes.reading import read, recognition
from notes.reading.page import Piece
from notes.reading.recognition import is_installed, recognize_image

FIRST = "图书角开了三个月，借书的人多了起来，我们走访了居民。"
SECOND = "城东有2460户，去年借书的只有310人次。"


def test_without_recognition_the_sentence_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pictures are refused with the name of the extra."""
    monkeypatch.setattr(recognition, "is_installed", lambda: False)
    path = tmp_path / "照片.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    with pytest.raises(UnknownFormatError, match=r'照片.png: [^。]*"study-notes\[ocr\]"[^。]*。\Z'):
        read(path)
    path.write_bytes(b"no picture")
    with pytest.raises(DamagedFileError, match="不是 PNG"):
        read(path)


def test_looking_whether_it_is_installed_imports_nothing() -> None:
    """The heavy libraries are loaded in the child only."""
    code = (
        "import sys; from notes.reading.recognition import is_installed; is_installed();"
        "print(sorted({'rapidocr', 'onnxruntime', 'cv2', 'PIL'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_lines_of_boxes_become_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Recognised lines with uneven boxes go through the same layout as a PDF."""
    lines = [FIRST[:14], FIRST[14:] + SECOND[:5], SECOND[5:]]

    class Result:
        txts = ("社区图书角", *lines, "噪")
        scores = (0.9, 0.99, 0.98, 0.97, 0.2)
        boxes = (
            box(160, 20, 400, 70),
            box(128, 100, 548, 131),
            box(60, 142, 541, 175),
            box(60, 181, 500, 212),
            box(5, 5, 9, 9),
        )

    monkeypatch.setattr(recognition, "_engine", lambda: lambda _: Result())
    monkeypatch.setattr(recognition, "_pixels", lambda *_: Shape())
    document = recognize_image(b"", "图.png")
    assert document.text == "社区图书角\n" + "".join(lines)
    assert [(mark.kind, mark.start, mark.end) for mark in document.marks] == [("title", 0, 5)]
    assert any("平均把握 96%" in warning for warning in document.warnings)


def box(x0: int, y0: int, x1: int, y1: int) -> list[list[int]]:
    return [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]


class Shape:
    """Stands for an array of pixels."""

    shape = (300, 560, 3)


def test_sizes_near_the_usual_one_are_made_equal() -> None:
    """Boxes of recognition are not exact; a title stays larger."""
    pieces = [Piece("一二三四五", 0, 9, 9, size) for size in (20.0, 21.0, 19.0, 20.5, 33.0)]
    sizes = [piece.size for piece in recognition._evened(pieces)]
    assert sizes == [20.5, 20.5, 20.5, 20.5, 33.0]


def test_images_that_are_broken_or_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """A cut-off image, and one of more pixels than a scan has: one sentence each."""
    image = pytest.importorskip("PIL.Image")
    buffer = io.BytesIO()
    image.new("RGB", (300, 200), "white").save(buffer, "PNG")
    data = buffer.getvalue()
    with pytest.raises(DamagedFileError, match="损坏"):
        recognize_image(data[:60], "图.png")
    monkeypatch.setattr(recognition, "PIXEL_LIMIT", 1000)
    with pytest.raises(DamagedFileError, match="300×200"):
        recognize_image(data, "图.png")


def chinese_font(size: int) -> Any:
    """A Chinese font of this machine; the test is skipped where there is none."""
    fonts = pytest.importorskip("PIL.ImageFont")
    for name in (
        "NotoSansCJK-Regular.ttc", "wqy-microhei.ttc", "wqy-zenhei.ttc", "uming.ttc",
        "PingFang.ttc", "STHeiti Light.ttc", "msyh.ttc", "simsun.ttc",
    ):  # fmt: skip
        try:
            return fonts.truetype(name, size)
        except OSError:
            continue
    pytest.skip("no Chinese font on this machine")


def drawn(lines: list[str], size: int = 32) -> Any:
    """A picture of a page with ``lines``."""
    image = pytest.importorskip("PIL.Image")
    draw = pytest.importorskip("PIL.ImageDraw")
    font = chinese_font(size)
    page = image.new("RGB", (1000, 120 + 56 * len(lines)), "white")
    for at, line in enumerate(lines):
        draw.Draw(page).text((60, 60 + 56 * at), line, font=font, fill="black")
    return page


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="recognition is not installed")
def test_a_drawn_page_is_recognised(tmp_path: Path) -> None:
    """Printed Chinese and numbers come out, from a PNG, a JPEG and a scanned PDF alike."""
    page = drawn([FIRST, SECOND])
    for name in ("页.png", "页.jpg", "页.pdf"):
        path = tmp_path / name
        page.save(path)
        document = read(path)
        assert document.text.replace("\n", "") == FIRST + SECOND
        assert any("OCR" in warning for warning in document.warnings)


@pytest.mark.slow
@pytest.mark.skipif(not is_installed(), reason="recognition is not installed")
def test_a_blank_page_has_no_text(tmp_path: Path) -> None:
    """Nothing recognised is an empty document."""
    path = tmp_path / "白.png"
    pytest.importorskip("PIL.Image").new("RGB", (300, 200), "white").save(path)
    with pytest.raises(EmptyDocumentError, match="没有认出"):
        read(path)
