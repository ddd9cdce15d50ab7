"""Damaged files of every format: a document or an error of the tree, never anything else.

Valid files are changed at random (seeded): bytes flipped, runs cut out, doubled, moved or
replaced by pieces of their format. 200 files in the default run, 2,000 with ``-m slow``.
PDF and images are read in this process here, without the child that shields the program.
"""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from notes.errors import InputError
from notes.reading import documents_in, office, read
from notes.reading.office import read_office
from notes.reading.pdf import PagesAreImagesError, extract_pdf
from notes.reading.web import read_web
from notes.values import Document
from tests.reading.pdf_maker import Maker

Word = Callable[..., bytes]
TEXT = "图书角开了三个月，借书的人多了起来。城东有2460户，去年借书的只有310人次。"
SECONDS = 10
"""Longest time for one file; a document of this size takes a tenth of a second."""

TOKENS = (
    b"\x00", b"\xff" * 8, b"\x80", b"\r", b"\n\n", b"<", b">", b"&", b"&#x110000;", b"]]>",
    b"\xed\xa0\x80", b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:numPr>", b'w:val="-1"',
    b'w:val="99999999999"', b"<!DOCTYPE x>", b"<table>", b"</tr>", b"<ol start=-9>",
    b"<h1>", b"charset=utf-7", b"endobj", b"stream\n", b"/Length -1", b"/Count 99999",
    b"/Kids[2 0 R]", b"<<", b">>", b" Tf ", b"BT ", b"1e39 ", b"-2147483648 ",
    b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06", b"---\n", b"| a |", b"# ", b"{\\rtf",
    "篇一".encode(), "，".encode("utf-16"),
)  # fmt: skip


def mutated(data: bytes, chance: random.Random) -> bytes:
    """``data`` with one to six changes."""
    result = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(result) + 1)
        run = chance.choice((1, 2, 16, 256))
        change = chance.randrange(6)
        if change == 0 and at < len(result):
            result[at] ^= 1 << chance.randrange(8)
        elif change == 1:
            del result[at : at + run]
        elif change == 2:
            result[at:at] = result[at : at + run] * chance.randint(1, 3)
        elif change == 3:
            result[at : at + run] = chance.randbytes(run)
        elif change == 4:
            result[at:at] = chance.choice(TOKENS)
        elif chance.random() < 0.3:
            del result[at:]
    return bytes(result)


def check(document: Document) -> None:
    """A document is whole: text that can be written, marks inside it."""
    assert document.text.strip()
    assert "\r" not in document.text
    document.text.encode()
    for mark in document.marks:
        assert 0 <= mark.start <= mark.end <= len(document.text)


def page_of_html() -> bytes:
    rows = "<table><tr><th>小区</th><th>户数</th></tr><tr><td>城东</td><td>2460</td></tr></table>"
    body = f"<h1>体会</h1><p>{TEXT}</p><p>{TEXT}<br>{TEXT}</p><ol><li>{TEXT}</li></ol>{rows}"
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def a_pdf() -> bytes:
    maker = Maker()
    maker.canvas.setPageCompression(0)
    for at in range(2):
        maker.line("读书简报", 90, 9, y=800)
        maker.centred("社区图书角", 22)
        maker.paragraph(TEXT * 3)
        if at == 0:
            maker.page()
    return maker.bytes()


def a_zip(word: Word) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("讲话.txt", TEXT)
        file.writestr("夹/心得.docx", word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"))
    return buffer.getvalue()


def read_pdf_here(data: bytes, source: str) -> Document | None:
    with suppress(PagesAreImagesError):
        return extract_pdf(data, source)
    return None


def read_image_here(data: bytes, source: str) -> None:
    from notes.reading.recognition import _pixels

    _pixels(data, source)


def an_image() -> bytes:
    image = pytest.importorskip("PIL.Image")
    buffer = io.BytesIO()
    image.linear_gradient("L").resize((60, 40)).save(buffer, "PNG")
    return buffer.getvalue()


def a_docx(word: Word) -> bytes:
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    run = f"<w:r><w:t>{TEXT}</w:t></w:r>"
    table = f"<w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"
    numbering = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return word(f"<w:p>{listed}{run}</w:p>{table}", numbering=numbering)


def seed_of(kind: str, word: Word) -> bytes:
    """A valid file of ``kind``."""
    makers: dict[str, Callable[[], bytes]] = {
        "txt": ((TEXT + "\n") * 5).encode,
        "md": f"---\ntitle: 体会\n---\n# 一\n\n{TEXT}\n\n| a | b |\n|-|-|\n| 1 | 2 |\n".encode,
        "docx": lambda: a_docx(word),
        "pdf": a_pdf,
        "html": page_of_html,
        "zip": lambda: a_zip(word),
        "doc": (r"{\rtf1 " + TEXT).encode,
        "png": an_image,
    }
    return makers[kind]()


def fuzz(kind: str, count: int, word: Word, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read ``count`` changed files of ``kind``; the seed of each is its number."""
    monkeypatch.setattr(office, "find_program", lambda: None)
    seed = seed_of(kind, word)
    here: dict[str, Callable[[bytes, str], Document | None]] = {
        "pdf": read_pdf_here, "html": read_web, "doc": read_office, "png": read_image_here,
    }  # fmt: skip
    path = folder / f"稿.{kind}"
    for number in range(count):
        data = mutated(seed, random.Random(f"{kind} {number}"))  # noqa: S311 - no secret
        start = time.monotonic()
        with suppress(InputError):
            if kind in here:
                document = here[kind](data, str(path))
                if document is not None and document.text.strip():
                    check(document)
            else:
                path.write_bytes(data)
                for document_path in documents_in(path)[0] if kind == "zip" else (path,):
                    check(read(document_path))
        assert time.monotonic() - start < SECONDS, f"{kind} {number}"


KINDS = ("txt", "md", "docx", "pdf", "html", "zip", "doc", "png")


@pytest.mark.parametrize("kind", KINDS)
def test_200_damaged_files(
    kind: str, word: Word, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """25 files of each of eight formats."""
    fuzz(kind, 25, word, tmp_path, monkeypatch)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_2000_damaged_files(
    kind: str, word: Word, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """250 files of each of eight formats."""
    fuzz(kind, 250, word, tmp_path, monkeypatch)
