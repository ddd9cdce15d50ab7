"""The file itself: schema order, parts and relations, properties, fixed bytes."""

from __future__ import annotations

import datetime as dt
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from notes.reading import read
from notes.render.docx import render_docx
from notes.values import Notebook
from tests.render.docx.unpack import W, paragraphs, parts, single

docx = pytest.importorskip("docx")
Maker = Callable[..., Notebook]

# The order of children that the schema (and Word) demands, as far as we use them.
_ORDER = {
    "pPr": [
        "pStyle", "keepNext", "keepLines", "pageBreakBefore", "tabs", "snapToGrid",
        "spacing", "ind", "jc", "outlineLvl",
    ],
    "rPr": ["rStyle", "rFonts", "b", "bCs", "spacing", "sz", "szCs", "vertAlign", "lang"],
    "style": ["name", "basedOn", "next", "qFormat", "pPr", "rPr", "tblPr"],
    "sectPr": [
        "headerReference", "footerReference", "footnotePr", "type", "pgSz", "pgMar", "cols",
        "docGrid",
    ],
    "tblPr": ["tblStyle", "tblW", "tblInd", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
    "settings": [
        "zoom", "defaultTabStop", "evenAndOddHeaders", "characterSpacingControl", "footnotePr",
        "compat", "themeFontLang", "decimalSymbol", "listSeparator",
    ],
    "tcPr": ["tcW", "gridSpan"],
    "font": ["altName", "panose1", "charset", "family", "pitch"],
}  # fmt: skip


def test_children_stand_in_the_order_of_the_schema(notebook: Notebook) -> None:
    """Word calls a file damaged whose properties come in another order."""
    for document in (parts(render_docx(notebook)), parts(render_docx(single(notebook)))):
        for root in document.values():
            for node in root.iter(*(f"{W}{name}" for name in _ORDER)):
                order = _ORDER[node.tag.removeprefix(W)]
                places = [order.index(child.tag.removeprefix(W)) for child in node]
                assert places == sorted(places), (node.tag, places)


def test_the_package_is_whole_and_stays_at_home(notebook: Notebook) -> None:
    """Each relation leads to a part of a declared type; none leads out of the file."""
    document = parts(render_docx(notebook))
    types = {
        one.get("PartName"): one.get("ContentType")
        for one in document["[Content_Types].xml"]
        if one.get("PartName")
    }
    targets = set()
    for name, root in document.items():
        if name.endswith(".rels"):
            for one in root:
                assert one.get("TargetMode") != "External"
                base = "word/" if name.startswith("word/") else ""
                targets.add(f"{base}{one.get('Target').removeprefix('/')}")
    assert targets == {
        "word/document.xml",
        "docProps/core.xml",
        "word/styles.xml",
        "word/settings.xml",
        "word/fontTable.xml",
        "word/footnotes.xml",
        "word/footer1.xml",
        "word/footer2.xml",
    }
    assert {f"/{one}" for one in targets} == set(types)
    assert types["/word/footnotes.xml"].endswith("wordprocessingml.footnotes+xml")


def test_the_properties_are_those_of_the_notebook(notebook: Notebook) -> None:
    """Title and date of the notes; nothing of the library's template."""
    properties = docx.Document(io.BytesIO(render_docx(notebook))).core_properties
    assert properties.title == "社区夜校研讨发言与心得"
    assert properties.author == "study-notes"
    assert properties.created == properties.modified
    assert properties.created.date() == dt.date(2025, 3, 1)
    undated = docx.Document(io.BytesIO(render_docx(replace(notebook, created="")))).core_properties
    assert undated.created is None
    assert undated.comments == ""


def test_the_same_notebook_gives_the_same_bytes(make_notebook: Maker) -> None:
    """Neither clock nor order of a hash enters the file."""
    document = render_docx(make_notebook())
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert render_docx(make_notebook()) == document


def test_titles_of_any_length_fit_the_properties(notebook: Notebook) -> None:
    """Word allows 255 characters there; the document itself has the whole title."""
    long = replace(notebook.notes[0], title="灯" * 300)
    document = render_docx(replace(notebook, notes=(long,)))
    assert docx.Document(io.BytesIO(document)).core_properties.title == "灯" * 255
    assert paragraphs(parts(document))[0][1] == "灯" * 300


def test_our_own_reader_reads_the_document(notebook: Notebook, tmp_path: Path) -> None:
    """The file is a Word document to the program that makes it, too."""
    path = tmp_path / "笔记.docx"
    path.write_bytes(render_docx(single(notebook)))
    read_back = read(path)
    assert "夜校是社区的第二间教室。" in read_back.text
    marks = {mark.kind for mark in read_back.marks}
    assert {"heading", "table"} <= marks


def test_the_doors_load_no_library() -> None:
    """Knowing the formats costs nothing: the libraries load when a file is made."""
    code = (
        "import sys, notes.render.docx, notes.render.anki\n"
        "heavy = {'docx', 'lxml', 'genanki', 'yaml', 'sqlite3'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
