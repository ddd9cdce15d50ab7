"""The Word document and the Anki package as they are read, line by line, against golden files.

``NOTES_UPDATE_GOLDEN=1 pytest tests/render/test_golden_files.py`` writes them anew; read the
difference. The containers themselves are not kept: their bytes depend on the versions of zlib
and SQLite.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from notes.render.anki import render_anki
from notes.render.docx import render_docx
from notes.values import Notebook
from tests.render.docx.unpack import W, paragraphs, parts, text
from tests.render.test_anki import read_notes

pytest.importorskip("docx")
pytest.importorskip("genanki")
GOLDEN = Path(__file__).parents[1] / "data" / "render"


def _against(golden: Path, lines: list[str]) -> None:
    written = "\n".join([*lines, ""])
    if os.environ.get("NOTES_UPDATE_GOLDEN"):
        golden.write_text(written, encoding="utf-8", newline="\n")
    assert written == golden.read_text("utf-8")


def test_the_document_reads_as_before(notebook: Notebook) -> None:
    """Every paragraph with its style, then every footnote."""
    document = parts(render_docx(notebook))
    body = [f"{style}\t{shown!r}" for style, shown in paragraphs(document)]
    notes = document["word/footnotes.xml"].findall(f"{W}footnote")
    _against(GOLDEN / "docx.txt", [*body, *(f"footnote\t{text(one).strip()}" for one in notes)])


def test_the_cards_read_as_before(notebook: Notebook) -> None:
    """Every note with its identity, deck, type, tags and fields."""
    lines = []
    for note in read_notes(render_anki(notebook)):
        lines += [f"{note.guid} {note.deck} {note.kind} {' '.join(note.tags)}"]
        lines += [f"  {name}: {value}" for name, value in note.fields.items()]
    _against(GOLDEN / "anki.txt", lines)
