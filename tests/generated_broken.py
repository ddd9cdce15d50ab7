"""Files that cannot be read, each in its own way, and why."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.generated_files import portable, word
from tests.generated_text import speech


def empty(path: Path, _: random.Random) -> None:
    """A file of no bytes: a download that never began."""
    path.write_bytes(b"")


def truncated(path: Path, rng: random.Random) -> None:
    """The first half of a .docx: a download that broke off."""
    whole = word([speech(rng, 3)], rng)
    path.write_bytes(whole[: len(whole) // 2])


def locked(path: Path, rng: random.Random) -> None:
    """A PDF that asks for a password."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]

    from tests.reading.pdf_maker import Maker

    maker = Maker(encrypt=StandardEncryption("open-me", "owner", canPrint=0))
    for text in speech(rng, 2).paragraphs:
        maker.paragraph(text)
    path.write_bytes(maker.bytes())


def misnamed(path: Path, rng: random.Random) -> None:
    """A picture with the name of a Word document."""
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + rng.randbytes(3000))


def noise(path: Path, rng: random.Random) -> None:
    """Random bytes with the name of a text."""
    path.write_bytes(rng.randbytes(rng.randint(2000, 9000)))


def unreadable(path: Path, rng: random.Random) -> None:
    """A text of which a transfer lost the high bit of every byte."""
    path.write_bytes(bytes(byte & 0x7F for byte in speech(rng, 3).text.encode("utf-8")))


def scanned(path: Path, _: random.Random) -> None:
    """A PDF of two empty grey scans: no text layer, nothing to recognise."""
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=1)
    for shade in (0.8, 0.7):
        canvas.setFillGray(shade)
        canvas.rect(20, 20, 555, 800, fill=1)
        canvas.showPage()
    canvas.save()
    path.write_bytes(buffer.getvalue())


def bomb(path: Path, _: random.Random) -> None:
    """A small .docx whose text part unfolds to gigabytes."""
    block = b" " * (1 << 20)
    with ZipFile(path, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", b"<Types/>")
        with package.open("word/document.xml", "w", force_zip64=True) as part:
            for _number in range(600):
                part.write(block)


def vanished(path: Path, _: random.Random) -> None:
    """A link whose file was moved away."""
    path.symlink_to(path.with_name("已经移走的原件.txt"))


def wordless(path: Path, _: random.Random) -> None:
    """A web page that is all script: its text came from a server that is gone."""
    path.write_bytes(
        b'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body><div id="app"></div>'
        b"<script>load('/api/article/77')</script></body></html>"
    )


def cut_pdf(path: Path, rng: random.Random) -> None:
    """The first bytes of a PDF, without its table of objects."""
    path.write_bytes(portable([speech(rng, 2)], rng)[:600])


WAYS: tuple[tuple[str, Callable[[Path, random.Random], None]], ...] = (
    (".txt", empty),
    (".docx", truncated),
    (".pdf", locked),
    (".docx", misnamed),
    (".txt", noise),
    (".txt", unreadable),
    (".pdf", scanned),
    (".docx", bomb),
    (".txt", vanished),
    (".html", wordless),
    (".pdf", cut_pdf),
)
"""The suffix of a broken file and the function that makes it."""
