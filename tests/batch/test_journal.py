"""The journal: whatever happens to it, what it says is true."""

from __future__ import annotations

import errno
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.batch.journal import JOURNAL, Entry, Journal, folders_of
from notes.batch.result import Facts
from notes.batch.weak import WeakLine
from notes.errors import OutputError

FACTS = Facts(
    essays=2,
    claimed=3,
    characters=900,
    repairs=(("page_counter", 4),),
    verified=5,
    replaced=1,
    refused=2,
    weak=1,
    weak_lines=(WeakLine(Path("01-题.md"), "要办好一件事。", (2, 3)),),
    warnings=("第 2 页是图片",),
)
ENTRY = Entry(
    key="../材料/讲话.docx",
    source="材料/讲话.docx",
    sha256="ab" * 32,
    fingerprint="f0",
    failed=False,
    folder="讲话",
    outputs={"01-题.md": "11" * 32, "notes.json": "22" * 32},
    earlier={"01-题.md": ("33" * 32,)},
    facts=FACTS,
)


def filled(folder: Path, *entries: Entry) -> Path:
    with Journal(folder) as journal:
        for entry in entries:
            journal.record(entry)
    return folder / JOURNAL


def test_what_is_recorded_is_read_back(tmp_path: Path) -> None:
    """Entry and facts come back equal; the last of a source holds."""
    failed = replace(ENTRY, key="../b.txt", folder="b", failed=True, error="读不了。", facts=None)
    filled(tmp_path, replace(ENTRY, sha256="cd" * 32), failed, ENTRY)
    with Journal(tmp_path) as journal:
        assert journal.entries == {ENTRY.key: ENTRY, failed.key: failed}
    assert folders_of(tmp_path) == ("讲话", "b")


@settings(deadline=None, max_examples=40)
@given(cut=st.integers(min_value=0, max_value=400))
def test_a_line_that_was_cut_off_is_passed_over(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    """Killed at any byte: what was whole is kept, and the next line is not lost either."""
    folder = tmp_path_factory.mktemp("journal")
    path = filled(folder, ENTRY, replace(ENTRY, key="../b.txt", folder="b"))
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - cut])
    with Journal(folder) as journal:
        assert ENTRY.key in journal.entries
        journal.record(replace(ENTRY, key="../c.txt", folder="c"))
    with Journal(folder) as journal:
        assert {ENTRY.key, "../c.txt"} <= journal.entries.keys()


def test_a_full_disk_leaves_whole_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that could not be written leaves nothing, and the journal can go on."""

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Journal(tmp_path) as journal:
        journal.record(ENTRY)
        before = (tmp_path / JOURNAL).read_bytes()
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(OutputError, match="磁盘已满"):
                journal.record(replace(ENTRY, key="../b.txt"))
        assert (tmp_path / JOURNAL).read_bytes() == before
        assert "../b.txt" not in journal.entries
        journal.record(replace(ENTRY, key="../c.txt"))
    with Journal(tmp_path) as journal:
        assert journal.entries.keys() == {ENTRY.key, "../c.txt"}


def test_the_date_of_a_killed_run_is_kept(tmp_path: Path) -> None:
    """Until a run of the same paths and fingerprint has come to its end; fresh starts over."""

    def begin(created: str, paths: list[str], *, fresh: bool = False, ends: bool = False) -> str:
        with Journal(tmp_path) as journal:
            number, date = journal.begin(created, paths, "f", fresh=fresh)
            if ends:
                journal.end(number)
        return date

    assert begin("2026-01-01", ["a"]) == "2026-01-01"
    assert begin("2026-02-02", ["a"]) == "2026-01-01"
    assert begin("2026-03-03", ["a"], ends=True) == "2026-01-01"
    assert begin("2026-04-04", ["a"]) == "2026-04-04"
    assert begin("2026-05-05", ["b"]) == "2026-05-05"
    assert begin("2026-06-06", ["b"], fresh=True) == "2026-06-06"


def test_old_lines_are_cleared_away(tmp_path: Path) -> None:
    """The journal does not grow without end, and loses nothing by it."""
    path = filled(tmp_path, *[replace(ENTRY, sha256=f"{at:064x}") for at in range(300)], ENTRY)
    long = path.stat().st_size
    with Journal(tmp_path) as journal:
        assert journal.entries == {ENTRY.key: ENTRY}
        assert journal.begin("2026-01-01", ["a"], "f", fresh=False)[0] == 1
    assert path.stat().st_size < long / 50
    with Journal(tmp_path) as journal:
        assert journal.entries == {ENTRY.key: ENTRY}


def test_every_recorded_version_is_known() -> None:
    """A file that bears any of these hashes was not changed by hand; the newest come first."""
    again = replace(ENTRY, outputs={"01-题.md": "44" * 32}, earlier=ENTRY.known())
    assert ENTRY.known()["01-题.md"] == ("11" * 32, "33" * 32)
    assert again.known()["01-题.md"] == ("44" * 32, "11" * 32, "33" * 32)
    assert again.known()["notes.json"] == ("22" * 32,)
    assert replace(again, earlier=again.known()).known() == again.known()


@pytest.mark.parametrize("folder", ["..", "a/b", "", ".", "c\\d"])
def test_a_journal_from_elsewhere_leads_nowhere(tmp_path: Path, folder: str) -> None:
    """A tampered line cannot make the program write outside of the output folder."""
    path = filled(tmp_path)
    row = {**json.loads(_line(tmp_path / "x")), "folder": folder}
    path.write_text(path.read_text("utf-8") + json.dumps(row) + "\n", encoding="utf-8")
    with Journal(tmp_path) as journal:
        assert journal.entries == {}
    assert folders_of(tmp_path) == ()


def _line(folder: Path) -> str:
    folder.mkdir()
    return filled(folder, ENTRY).read_text("utf-8").splitlines()[-1]


def test_garbage_and_other_versions(tmp_path: Path) -> None:
    """Lines that are no JSON are passed over; a journal of another version is not touched."""
    path = tmp_path / JOURNAL
    path.write_bytes(b"\xff\xfe nonsense\n[1]\n" + b"[" * 5000 + b"\n")
    filled(tmp_path, ENTRY)
    with Journal(tmp_path) as journal:
        assert journal.entries == {ENTRY.key: ENTRY}
    path.write_text('{"journal":"study-notes-journal/2"}\n', encoding="utf-8")
    with pytest.raises(OutputError, match="另一版本"):
        Journal(tmp_path)
    assert path.read_text("utf-8") == '{"journal":"study-notes-journal/2"}\n'
