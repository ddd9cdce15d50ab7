"""Make ``examples/input/全面推进乡村文化振兴讲话.docx`` from its text, the same every time.

    python tests/make_examples.py

The text lies in ``tests/data/documents/乡村文化振兴讲话.txt``: the first line is the
title, the lines before 同志们 are subtitles, 一、 and （一） lines are headings and
lines with tabs are rows of a table. Header, footer and page number are debris on
purpose: none of it may reach the notes.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

ROOT = Path(__file__).resolve().parents[1]
TEXT = ROOT / "tests" / "data" / "documents" / "乡村文化振兴讲话.txt"
TARGET = ROOT / "examples" / "input" / "全面推进乡村文化振兴讲话.docx"
HEADER = "全县乡村文化振兴现场推进会材料之三"
FOOTER = "内部学习　注意保存　第"
WHEN = datetime(2024, 11, 6, 9, 0, tzinfo=UTC)

_HEADINGS = (
    (re.compile("[一二三四五六七八九十]+、"), "Heading 1"),
    (re.compile("（[一二三四五六七八九十]+）"), "Heading 2"),
)


def speech_docx(text: str) -> bytes:
    """Return the bytes of a Word document that holds ``text``; the same text, the same bytes."""
    document = docx.Document()
    _describe(document)
    lines = text.splitlines()
    greeting = lines.index("同志们：")
    document.add_paragraph(lines[0], style="Title")
    for line in lines[1:greeting]:
        document.add_paragraph(line, style="Subtitle")
    for tabular, run in groupby(lines[greeting:], key=lambda line: "\t" in line):
        if tabular:
            _add_table(document, [line.split("\t") for line in run])
        else:
            for line in run:
                document.add_paragraph(line, style=_style(line))
    _add_debris(document)
    stream = io.BytesIO()
    document.save(stream)
    return _timeless(stream.getvalue())


def _style(line: str) -> str:
    return next((name for mark, name in _HEADINGS if mark.match(line)), "Normal")


def _describe(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = "study-notes"
    properties.title = "全面推进乡村文化振兴讲话"
    properties.comments = ""
    properties.created = properties.modified = WHEN
    properties.revision = 1


def _add_table(document: Document, rows: list[list[str]]) -> None:
    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def _add_debris(document: Document) -> None:
    section = document.sections[0]
    section.header.paragraphs[0].text = HEADER
    footer = section.footer.paragraphs[0]
    footer.text = FOOTER
    _add_page_number(footer)
    footer.add_run("页")


def _add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def _timeless(package: bytes) -> bytes:
    """The same zip package with one fixed date for every member."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date_time=(2024, 11, 6, 9, 0, 0))
            member.create_system = 3
            member.external_attr = 0o644 << 16
            target.writestr(member, source.read(name), zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def main() -> None:
    """Write the example."""
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(speech_docx(TEXT.read_text(encoding="utf-8")))
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
