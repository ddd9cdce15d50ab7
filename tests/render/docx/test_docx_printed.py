"""The Word document as LibreOffice prints it."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from notes.render.docx import render_docx
from notes.render.escape import clean
from notes.values import Figure, Notebook, Quote
from tests.render.attacks import ATTACKS
from tests.render.pictures import print_docx


@pytest.mark.slow
def test_libreoffice_prints_28_characters_in_22_lines(notebook: Notebook, tmp_path: Path) -> None:
    """Through LibreOffice to PDF: full lines hold 28 characters, full pages 22 lines."""
    for tool in ("soffice", "pdftotext"):
        if shutil.which(tool) is None:
            pytest.skip(f"{tool} is not installed")
    first = notebook.notes[0]
    long = "居民把课表交给社区" * 200
    sentence = replace(first.outline.sentences[0], text=long)
    quote = replace(first.quotes[0], text=long, source=sentence)
    path = tmp_path / "long.docx"
    path.write_bytes(render_docx(replace(notebook, notes=(replace(first, quotes=(quote,)),))))
    assert print_docx(path), "there are pictures"
    printed = subprocess.run(
        ["pdftotext", "-layout", str(path.with_suffix(".pdf")), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = [
        [line.strip() for line in page.splitlines() if "居民把课表" in line]
        for page in printed.split("\f")
    ]
    lengths = [len(line) for page in pages for line in page]
    assert lengths.count(28) > 40
    assert max(lengths) == 28
    assert max(map(len, pages)) == 22


@pytest.mark.slow
def test_libreoffice_fills_the_pages_of_a_long_table(notebook: Notebook, tmp_path: Path) -> None:
    """A table of many figures takes as many pages as its rows need, and no more."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    first = notebook.notes[0]
    figures = tuple(
        Figure(f"{number}场", f"{number}场", "开课", sentence)
        for number, sentence in enumerate(first.outline.sentences * 40)
    )
    path = tmp_path / "table.docx"
    path.write_bytes(render_docx(replace(notebook, notes=(replace(first, figures=figures),))))
    rows_a_page = 20
    assert len(print_docx(path)) <= 5 + 2 * len(figures) / rows_a_page


@pytest.mark.slow
def test_libreoffice_shows_attacks_as_text(notebook: Notebook, tmp_path: Path) -> None:
    """Each attack opened by LibreOffice is a paragraph that says what the source says."""
    if shutil.which("soffice") is None:
        pytest.skip("soffice is not installed")
    first = notebook.notes[0]
    quotes = tuple(Quote(f"甲{one.text}乙", first.outline.sentences[0]) for one in ATTACKS)
    path = tmp_path / "attacks.docx"
    path.write_bytes(render_docx(replace(notebook, notes=(replace(first, quotes=quotes),))))
    profile = (tmp_path / "profile").as_uri()
    convert = ["--convert-to", "txt:Text (encoded):UTF8", "--outdir", str(tmp_path), str(path)]
    subprocess.run(
        ["soffice", "--headless", f"-env:UserInstallation={profile}", *convert],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shown = path.with_suffix(".txt").read_text("utf-8-sig")
    without_footnote_marks = {re.sub(r"乙[^乙]*$", "乙", line) for line in shown.splitlines()}
    assert not [
        one.name for one in ATTACKS if clean(f"甲{one.text}乙") not in without_footnote_marks
    ]
