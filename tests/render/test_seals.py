"""Seals tell a file that somebody changed from one that nobody did."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.render.formats import WHOLE, sealed
from notes.render.seals import is_whole, was_ours
from notes.render.write import write_notebook
from notes.settings import Rendering
from notes.values import Notebook

EVERY = Rendering(tuple(WHOLE))


class Files(dict[str, bytes]):
    """Contents by format, shown in a few letters."""

    def __repr__(self) -> str:
        return f"Files({', '.join(self)})"


@pytest.fixture(scope="module")
def files(notebook: Notebook) -> Files:
    """The sealed file of each format."""
    return Files({name: one.render(notebook, Rendering()) for name, one in WHOLE.items()})


def test_a_fresh_file_is_whole(files: Files) -> None:
    """Each carries its seal, and the readers of these formats take it."""
    for content in files.values():
        assert sealed(content)
    for name in ("docx", "anki"):
        with zipfile.ZipFile(io.BytesIO(files[name])) as archive:
            assert archive.testzip() is None
    docx: Any = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(files["docx"]))
    assert document.core_properties.identifier.startswith("study-notes ")
    assert files["html"].count(b"</html>\n<!-- study-notes ") == 1


@given(place=st.integers(min_value=0), byte=st.integers(min_value=0, max_value=255))
def test_any_change_breaks_the_seal(files: Files, place: int, byte: int) -> None:
    """A page or a package with one byte more is not whole; nothing is raised for any bytes."""
    for name in ("html", "anki"):
        content = files[name]
        at = place % (len(content) + 1)
        assert not is_whole(content[:at] + bytes([byte]) + content[at:])
    broken = bytearray(files["docx"])
    broken[place % len(broken)] ^= byte or 1
    is_whole(bytes(broken))


def test_a_word_file_that_somebody_saved_is_theirs(files: Files) -> None:
    """A change of the text breaks the seal; packing the same parts anew does not."""
    docx: Any = pytest.importorskip("docx")
    document = docx.Document(io.BytesIO(files["docx"]))
    document.add_paragraph("我的话")
    changed = io.BytesIO()
    document.save(changed)
    assert not is_whole(changed.getvalue())
    assert was_ours(changed.getvalue())
    assert not was_ours(b"PK")
    again = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(files["docx"])) as old,
        zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert is_whole(again.getvalue())


def test_sealed_files_are_replaced_and_changed_ones_are_not(
    notebook: Notebook, make_notebook: Any, tmp_path: Path
) -> None:
    """A later version takes the place of an untouched file; a changed one stays, but for force."""
    write_notebook(notebook, tmp_path, rendering=EVERY)
    newer = make_notebook(damaged=False)
    names = [path.name for path in write_notebook(newer, tmp_path, rendering=EVERY)]
    assert names == ["夜校.html", "夜校.docx", "夜校.apkg"]
    page = tmp_path / "夜校.html"
    mine = page.read_bytes().replace("点单".encode(), "我的".encode())
    page.write_bytes(mine)
    names = [path.name for path in write_notebook(notebook, tmp_path, rendering=EVERY)]
    assert names == ["夜校-2.html", "夜校.docx", "夜校.apkg"]
    assert page.read_bytes() == mine
    write_notebook(notebook, tmp_path, rendering=EVERY, force=True)
    assert page.read_bytes() != mine
