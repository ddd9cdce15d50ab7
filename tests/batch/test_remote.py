"""Sources and notes at a URL: read, written, resumed and cared for as in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fsspec
import pytest

from notes.batch.console import Console
from notes.batch.discover import Filters, discover
from notes.batch.local import Options, run_batch
from notes.batch.mirror import Mirror
from notes.batch.remote import is_remote, read_remote, url_of
from notes.batch.result import BatchResult
from notes.errors import DamagedFileError, MissingFileError, OutputError
from notes.settings import Settings
from tests.batch.conftest import SPEECH, Batch, state
from tests.batch.fakes import FakeLoader, FakeSummarizer

SOURCES, NOTES = Path("memory://bucket/材料"), Path("memory://bucket/笔记")


@pytest.fixture
def store(sources: Path) -> Iterator[Any]:
    """A store in memory that holds the three good files of ``sources`` and a bad one."""
    fs = fsspec.filesystem("memory")
    for path in sources.iterdir():
        fs.pipe_file(f"/bucket/材料/{path.name}", path.read_bytes())
    fs.pipe_file("/bucket/材料/下级/坏.docx", b"PK\x03\x04 broken")
    yield fs
    fs.rm("/bucket", recursive=True)


def run_to_url(home: Path, *, log: Path | None = None) -> BatchResult:
    """One run from URL to URL, as ``summarize_files`` does it."""
    mirror = Mirror(NOTES, home)
    mirror.pull()
    result = run_batch(
        [SOURCES],
        mirror.folder,
        Settings(created="2026-03-02"),
        Console(quiet=True),
        Options(workers=1),
        FakeLoader(FakeSummarizer(log=log)),
        mirror.push,
    )
    mirror.finish()
    return result


def at_url(fs: Any) -> dict[str, bytes]:
    found = {path: fs.cat_file(path) for path in fs.find("/bucket/笔记")}
    names = {path.removeprefix("/bucket/笔记/"): content for path, content in found.items()}
    return {name: content for name, content in names.items() if not name.startswith(".")}


def test_a_path_is_a_url_or_not() -> None:
    """The slash that ``Path`` takes away comes back; drives and folders are no URLs."""
    assert url_of(Path("s3://b/x y.txt")) == "s3://b/x y.txt"
    assert url_of(Path("file:///srv/x")) == "file:///srv/x"
    assert not any(is_remote(Path(p)) for p in ("C:/x", "a/b:c", "/a/s3:/b", "讲话.txt"))


def test_what_is_at_a_url_is_found_in_order(store: Any) -> None:
    """Readable files at all levels, in natural order, by the filters; an empty place is told."""
    store.pipe_file("/bucket/材料/讲话2.txt", b"x")
    store.pipe_file("/bucket/材料/.隐.txt", b"x")
    store.pipe_file("/bucket/材料/表.xlsx", b"x")
    found = discover([SOURCES])
    names = [path.name for path in found.files]
    assert names == ["坏.docx", "讲话2.txt", "讲话11.txt", "讲话12.txt", "讲话13.txt"]
    assert [path.name for path in found.skipped] == ["表.xlsx"]
    only = discover([SOURCES], Filters(exclude=("下级/*",), size=10))
    assert [path.name for path in only.files] == ["讲话2.txt"]
    assert len(only.large) == 3
    assert isinstance(discover([Path("memory://none")]).errors[0], MissingFileError)


def test_reading_keeps_the_url_and_the_reason(store: Any) -> None:
    """The document, and the error, bear the URL and not the name of a temporary copy."""
    document = read_remote(SOURCES / "讲话11.txt")
    assert document.source == str(SOURCES / "讲话11.txt")
    assert document.text == SPEECH.format(number=11)
    with pytest.raises(DamagedFileError, match="下级") as caught:
        read_remote(SOURCES / "下级" / "坏.docx")
    assert str(caught.value).startswith(str(SOURCES / "下级" / "坏.docx"))
    store.rm_file("/bucket/材料/讲话11.txt")
    with pytest.raises(MissingFileError):
        read_remote(SOURCES / "讲话11.txt")


def test_notes_at_a_url_are_those_of_a_folder(store: Any, batch: Batch, tmp_path: Path) -> None:
    """Byte for byte, and the bad file has failed."""
    result = run_to_url(tmp_path / "cache")
    assert [row.status for row in result.rows] == ["failed", "written", "written", "written"]
    batch(SOURCES)
    assert at_url(store) == state(tmp_path / "out")


def test_another_machine_goes_on(store: Any, tmp_path: Path) -> None:
    """The journal is at the URL: a second machine does what is missing and nothing else."""
    run_to_url(tmp_path / "one")
    before = at_url(store)
    store.rm_file("/bucket/笔记/讲话12/index.md")
    log = tmp_path / "log"
    result = run_to_url(tmp_path / "two", log=log)
    assert [row.status for row in result.rows] == ["failed", "unchanged", "written", "unchanged"]
    assert at_url(store) == before
    assert len(log.read_text().split()) == 1


def test_a_note_edited_at_the_url_stays(store: Any, tmp_path: Path) -> None:
    """What somebody wrote there since the last run is brought here first."""
    run_to_url(tmp_path / "one")
    note = next(path for path in store.find("/bucket/笔记/讲话11") if "/01-" in path)
    mine = store.cat_file(note) + "\n我的话。\n".encode()
    store.pipe_file(note, mine)
    run_to_url(tmp_path / "one")
    assert store.cat_file(note) == mine
    assert any(path.endswith("-2.md") for path in store.find("/bucket/笔记/讲话11"))


def test_a_store_that_fails_is_one_sentence(
    store: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sources are tried again by the next run; nothing is lost."""

    def full(*_: Any, **__: Any) -> None:
        raise OSError("quota")

    with monkeypatch.context() as patch:
        patch.setattr(type(store), "put_file", full)
        with pytest.raises(OutputError, match="memory://bucket/笔记"):
            run_to_url(tmp_path / "one")
    result = run_to_url(tmp_path / "one")
    assert {row.status for row in result.rows if "讲话" in row.source} <= {"written", "unchanged"}
    assert sum(name.endswith("notes.json") for name in at_url(store)) == 3
