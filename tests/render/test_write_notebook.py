"""Files appear whole, and a file of the user is never touched."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from notes.errors import OutputError
from notes.render.write import write_notebook
from notes.values import Notebook

FIRST, SECOND = "01-让夜校亮起来.md", "02-到夜校去听课.md"


def _state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_writes_the_files_of_the_contract(notebook: Notebook, tmp_path: Path) -> None:
    """A missing folder is made; files are UTF-8 with line feeds; nothing else is left."""
    folder = tmp_path / "输出" / "夜校"
    paths = write_notebook(notebook, folder)
    assert [path.name for path in paths] == [FIRST, SECOND, "index.md", "notes.json"]
    assert {path.name for path in folder.iterdir()} == {path.name for path in paths}
    for content in _state(folder).values():
        assert b"\r" not in content
        assert content.decode("utf-8").endswith("\n")


def test_a_second_run_gives_the_same_files(notebook: Notebook, tmp_path: Path) -> None:
    """Our own untouched files are replaced, not multiplied."""
    write_notebook(notebook, tmp_path)
    before = _state(tmp_path)
    write_notebook(notebook, tmp_path)
    assert _state(tmp_path) == before


def test_a_note_that_the_reader_wrote_into_stays(notebook: Notebook, tmp_path: Path) -> None:
    """The reader's words survive any number of runs; the new note is written beside, once."""
    write_notebook(notebook, tmp_path)
    mine = tmp_path / SECOND
    text = mine.read_text(encoding="utf-8").replace("岗位：____________", "岗位：值班室")
    mine.write_text(text, encoding="utf-8")
    for _ in range(2):
        paths = write_notebook(notebook, tmp_path)
        assert paths[1].name == "02-到夜校去听课-2.md"
        assert mine.read_text(encoding="utf-8") == text
        assert len(list(tmp_path.glob("02-*.md"))) == 2
    index = (tmp_path / "index.md").read_text(encoding="utf-8")
    assert "[[02-到夜校去听课-2\\|" in index
    record = json.loads((tmp_path / "notes.json").read_text(encoding="utf-8"))
    assert record["essays"][1]["file"] == "02-到夜校去听课-2.md"


def test_foreign_files_stay(notebook: Notebook, tmp_path: Path) -> None:
    """Files, folders and links of our names that are not ours are left as they are."""
    (tmp_path / "index.md").write_text("# 我的索引\n", encoding="utf-8")
    (tmp_path / "notes.json").write_text("{}", encoding="utf-8")
    (tmp_path / FIRST).mkdir()
    (tmp_path / "07-读书.md").write_bytes(b"\xff\xfe")
    elsewhere = tmp_path / "别处.md"
    elsewhere.write_text("别处", encoding="utf-8")
    (tmp_path / SECOND).symlink_to(elsewhere)
    paths = write_notebook(notebook, tmp_path)
    assert [path.name for path in paths] == [
        "01-让夜校亮起来-2.md", "02-到夜校去听课-2.md", "index-2.md", "notes-2.json",
    ]  # fmt: skip
    assert (tmp_path / "index.md").read_text(encoding="utf-8") == "# 我的索引\n"
    assert (tmp_path / "07-读书.md").read_bytes() == b"\xff\xfe"
    assert elsewhere.read_text(encoding="utf-8") == "别处"
    assert "[[index-2|总览]]" in paths[0].read_text(encoding="utf-8")


def test_stale_notes_go_only_when_untouched(notebook: Notebook, tmp_path: Path) -> None:
    """A note of an earlier run under another title is removed, unless somebody changed it."""
    write_notebook(notebook, tmp_path)
    first, second = notebook.notes
    renamed = (replace(first, title="新题"), replace(second, title="再题"))
    with (tmp_path / SECOND).open("a", encoding="utf-8") as file:
        file.write("我的话\n")
    write_notebook(replace(notebook, notes=renamed), tmp_path)
    assert not (tmp_path / FIRST).exists()
    assert (tmp_path / SECOND).exists()
    assert (tmp_path / "01-新题.md").exists()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EROFS, "只读"),
        (errno.EACCES, "没有写入权限"),
        (errno.EIO, "系统报告"),
    ],
)
def test_a_failed_write_leaves_the_old_file(
    notebook: Notebook,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    code: int,
    words: str,
) -> None:
    """When the disk fails the earlier files are whole, no scrap is left, one sentence says why."""
    write_notebook(notebook, tmp_path)
    before = _state(tmp_path)

    def fail(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=words) as caught:
        write_notebook(notebook, tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert str(caught.value).count("。") == 1
    assert _state(tmp_path) == before


def test_places_where_no_folder_can_be(notebook: Notebook, tmp_path: Path) -> None:
    """A file in the way and a name that is too long are each told apart."""
    blocked = tmp_path / "文件"
    blocked.write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="占用"):
        write_notebook(notebook, blocked)
    with pytest.raises(OutputError, match="上级路径"):
        write_notebook(notebook, blocked / "内")
    with pytest.raises(OutputError, match="路径过长"):
        write_notebook(notebook, tmp_path / ("长" * 200))
