"""A run: what is done again and what is not, and what is never lost."""

from __future__ import annotations

import errno
import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from notes.batch import run as running
from notes.batch import single, stages
from notes.batch.console import Console
from notes.batch.discover import Filters
from notes.batch.journal import JOURNAL
from notes.batch.lock import locked
from notes.batch.model import CheckpointLoader
from notes.batch.result import BatchResult
from notes.batch.stages import Task
from notes.errors import FAILED, INTERRUPTED, OK, PARTIAL, ModelError, OutputError
from notes.settings import Length, Settings
from notes.summarize.checkpoint import find
from tests.batch.conftest import SPEECH, Batch, state
from tests.batch.fakes import FakeLoader, FakeSummarizer
from tests.conftest import EXAMPLES


def told(result: BatchResult) -> list[tuple[str, str]]:
    return [(Path(row.source).name, row.status) for row in result.rows]


def test_every_source_has_its_row_and_its_files(batch: Batch, tmp_path: Path) -> None:
    """Rows in the order of discovery tell folder, files, facts and time."""
    result = batch()
    assert told(result) == [(f"讲话{n}.txt", "written") for n in (11, 12, 13)]
    assert result.exit_code == OK
    row = result.rows[0]
    assert row.folder == tmp_path / "out" / "讲话11"
    assert {path.name for path in row.outputs} == {path.name for path in row.folder.iterdir()}
    assert row.facts is not None
    assert (row.facts.essays, row.facts.characters) == (1, len(SPEECH.format(number=11)))
    assert {"read", "structure", "model", "write"} <= dict(row.seconds).keys()


def test_a_second_run_does_nothing(batch: Batch, tmp_path: Path) -> None:
    """Same content, settings and model: nothing is written, the facts are those of before."""
    first = batch()
    before = state(tmp_path / "out")
    times = {path: path.stat().st_mtime_ns for row in first.rows for path in row.outputs}
    log = tmp_path / "log"
    second = batch(
        loader=FakeLoader(FakeSummarizer(log=log)), settings=Settings(created="2027-01-01")
    )
    assert {row.status for row in second.rows} == {"unchanged"}
    assert [row.facts for row in second.rows] == [row.facts for row in first.rows]
    assert [row.outputs for row in second.rows] == [row.outputs for row in first.rows]
    assert second.exit_code == OK
    assert not log.exists()
    assert state(tmp_path / "out") == before
    assert times == {path: path.stat().st_mtime_ns for path in times}


def test_what_changed_is_done_again(batch: Batch, sources: Path, tmp_path: Path) -> None:
    """Another content, another setting, another model, a missing file, --fresh."""
    batch()
    (sources / "讲话12.txt").write_text(SPEECH.format(number=99), encoding="utf-8")
    assert [row.status for row in batch().rows] == ["unchanged", "written", "unchanged"]
    shorter = Settings(created="2026-03-02", length=Length(characters=60))
    assert {row.status for row in batch(settings=shorter).rows} == {"written"}
    assert {row.status for row in batch().rows} == {"written"}
    other = FakeLoader(identity="fake 2")
    assert {row.status for row in batch(loader=other).rows} == {"written"}
    (tmp_path / "out" / "讲话13" / "index.md").unlink()
    assert [row.status for row in batch(loader=other).rows] == ["unchanged", "unchanged", "written"]
    assert {row.status for row in batch(loader=other, fresh=True).rows} == {"written"}
    assert len(list((tmp_path / "out").iterdir())) == 5


def test_an_edited_note_stays_and_the_new_one_stands_beside(batch: Batch, tmp_path: Path) -> None:
    """Nothing of the user's is lost, and the third run has nothing to do; --force overwrites."""
    note = batch().rows[0].outputs[0]
    whole = state(tmp_path / "out")
    mine = note.read_text("utf-8") + "\n我自己的话。\n"
    note.write_text(mine, encoding="utf-8")
    second = batch()
    beside = note.with_name(note.name.removesuffix(".md") + "-2.md")
    assert [row.status for row in second.rows] == ["written", "unchanged", "unchanged"]
    assert second.rows[0].outputs[0] == beside
    assert note.read_text("utf-8") == mine
    assert {row.status for row in batch().rows} == {"unchanged"}
    assert note.read_text("utf-8") == mine
    batch(force=True, fresh=True)
    assert state(tmp_path / "out") == whole


def test_an_edited_record_stays_too(batch: Batch, tmp_path: Path) -> None:
    """notes.json has no seal; its hash in the journal tells that it was edited."""
    batch()
    record = tmp_path / "out" / "讲话11" / "notes.json"
    mine = record.read_text("utf-8").replace('"created": "2026-03-02"', '"created": "我改的"')
    record.write_text(mine, encoding="utf-8")
    batch()
    assert record.read_text("utf-8") == mine
    assert record.with_name("notes-2.json").exists()


def test_a_file_of_others_stays_even_by_force(batch: Batch, tmp_path: Path) -> None:
    """What this program never wrote is never overwritten."""
    folder = tmp_path / "out" / "讲话11"
    folder.mkdir(parents=True)
    (folder / "index.md").write_text("# 我的目录\n", encoding="utf-8")
    batch(force=True)
    assert (folder / "index.md").read_text("utf-8") == "# 我的目录\n"
    assert (folder / "index-2.md").exists()


def test_duplicates_are_noted_once(batch: Batch, sources: Path, tmp_path: Path) -> None:
    """The second of two equal files has no notes and no work, and names the first."""
    copy = sources / "讲话20.txt"
    copy.write_bytes((sources / "讲话11.txt").read_bytes())
    result = batch()
    row = result.rows[3]
    assert (row.status, row.duplicate_of) == ("duplicate", str(sources / "讲话11.txt"))
    assert row.folder == result.rows[0].folder
    assert not (tmp_path / "out" / "讲话20").exists()
    assert result.exit_code == OK
    assert batch().rows[3].status == "duplicate"


def test_the_copy_of_a_bad_file_is_named_as_well(batch: Batch, sources: Path) -> None:
    """Each broken file has its own reason, also where two are equal."""
    for name in ("空1.txt", "空2.txt"):
        (sources / name).write_bytes(b"")
    result = batch()
    failed = result.of("failed")
    assert [Path(row.source).name for row in failed] == ["空1.txt", "空2.txt"]
    assert all(row.reason.startswith(row.source) for row in failed)
    assert "0 字节" in failed[1].reason
    assert result.exit_code == PARTIAL


def test_failed_sources_are_tried_again(batch: Batch, sources: Path) -> None:
    """A bad file fails every time until it is mended; the others are not redone."""
    bad = sources / "讲话20.txt"
    bad.write_bytes(b"")
    assert [row.status for row in batch().rows] == ["written"] * 3 + ["failed"]
    assert [row.status for row in batch().rows] == ["unchanged"] * 3 + ["failed"]
    bad.write_text(SPEECH.format(number=77), encoding="utf-8")
    assert [row.status for row in batch().rows] == ["unchanged"] * 3 + ["written"]


def test_places_that_are_taken_cost_their_sources_only(
    batch: Batch, sources: Path, tmp_path: Path
) -> None:
    """However many folders cannot be made, the others are done: no disk is at fault."""
    (tmp_path / "out").mkdir()
    for number in range(1, 5):
        (sources / f"讲话{number}.txt").write_text(SPEECH.format(number=number), encoding="utf-8")
        (tmp_path / "out" / f"讲话{number}").write_text("我的", encoding="utf-8")
    result = batch()
    assert [row.status for row in result.rows] == ["failed"] * 4 + ["written"] * 3
    assert all("占用" in row.reason for row in result.of("failed"))
    assert (result.exit_code, result.stopped) == (PARTIAL, "")


def test_sources_of_one_name_keep_their_folders(batch: Batch, tmp_path: Path) -> None:
    """Equal names in other folders, in one run or in several, never share a folder."""
    paths = []
    for number, place in enumerate(("甲", "乙", "丙")):
        (tmp_path / place).mkdir()
        paths.append(tmp_path / place / "总结.txt")
        paths[-1].write_text(SPEECH.format(number=number), encoding="utf-8")
    assert [row.folder and row.folder.name for row in batch(paths[0]).rows] == ["总结"]
    assert [row.folder and row.folder.name for row in batch(paths[2]).rows] == ["总结-2"]
    result = batch(*paths)
    assert [row.folder and row.folder.name for row in result.rows] == ["总结", "总结-3", "总结-2"]
    assert [row.status for row in result.rows] == ["unchanged", "written", "unchanged"]


def test_another_working_folder_is_the_same_source(
    batch: Batch, sources: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Relative or absolute, from here or there: the notes are known."""
    batch()
    monkeypatch.chdir(sources)
    result = batch(Path(), output=Path("../out"))
    assert {row.status for row in result.rows} == {"unchanged"}


def test_a_killed_run_goes_on_with_its_date(batch: Batch, tmp_path: Path) -> None:
    """The notes of a resumed run are those of an undisturbed one, days later as well."""
    batch(output=tmp_path / "whole")

    class Killed(BaseException):
        pass

    class Kills(Console):
        def row(self, *_: object) -> None:
            raise Killed

    with pytest.raises(Killed):
        batch(console=Kills(quiet=True))
    assert len(state(tmp_path / "out")) == 3
    later = Settings(created="2026-12-24")
    result = batch(settings=later)
    assert result.created == "2026-03-02"
    assert [row.status for row in result.rows] == ["unchanged", "written", "written"]
    assert state(tmp_path / "out") == state(tmp_path / "whole")
    assert batch(settings=later, fresh=True).created == "2026-12-24"


def test_a_killed_run_leaves_no_half_files_behind(batch: Batch, tmp_path: Path) -> None:
    """What was written aside goes with the next run."""
    batch()
    for folder in (tmp_path / "out", tmp_path / "out" / "讲话11"):
        (folder / ".notes-0123.tmp").mkdir()
        (folder / ".notes-0123.tmp" / "01-半.md").write_text("半", encoding="utf-8")
    batch()
    assert not list((tmp_path / "out").rglob("*.tmp"))


def test_killed_between_journal_and_files(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded but not in place: the next run sees it and does that source again."""
    batch(output=tmp_path / "whole")

    def killed(*_: object) -> None:
        raise SystemExit(9)

    with monkeypatch.context() as patch:
        patch.setattr(running, "publish", killed)
        with pytest.raises(SystemExit):
            batch()
    assert state(tmp_path / "out") == {}
    result = batch()
    assert [row.status for row in result.rows] == ["written"] * 3
    assert state(tmp_path / "out") == state(tmp_path / "whole")


@pytest.mark.parametrize("error", [SystemExit(9), PermissionError(errno.EACCES, "no")])
def test_cut_off_between_two_files(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """A set of which some files are new and some old is made whole, nothing beside it."""
    batch()
    other = FakeLoader(FakeSummarizer(), identity="fake 2", name="另一模型")
    batch(loader=other, output=tmp_path / "whole")
    real = Path.replace
    moved: list[Path] = []

    def some(self: Path, target: Path) -> Path:
        if len(moved) == 2:
            raise error
        moved.append(target)
        return real(self, target)

    with monkeypatch.context() as patch, suppress(SystemExit):
        patch.setattr(Path, "replace", some)
        result = batch(loader=other)
        assert "没有写入权限" in result.rows[0].reason
    assert {row.status for row in batch(loader=other).rows} == {"written"}
    assert state(tmp_path / "out") == state(tmp_path / "whole")


def test_one_run_at_a_time(batch: Batch, tmp_path: Path) -> None:
    """The second run says so and touches nothing; the lock goes with its holder."""
    with locked(tmp_path / "out"), pytest.raises(OutputError, match="另一个 notes") as caught:
        batch()
    assert str(tmp_path / "out") in str(caught.value)
    assert state(tmp_path / "out") == {}
    assert batch().exit_code == OK


def test_a_full_disk_ends_the_run_in_order(
    batch: Batch, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written is whole, the sentence says what to do, the next run goes on."""
    for number in range(14, 20):
        (sources / f"讲话{number}.txt").write_text(SPEECH.format(number=number), "utf-8")
    batch(output=tmp_path / "whole")
    real, calls = os.fsync, []

    def fsync(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 12:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        result = batch()
    assert result.exit_code == OutputError.exit_code
    assert result.of("written")
    assert len(result.of("failed")) == running.FUTILE
    assert all("磁盘已满" in row.reason for row in result.of("failed"))
    assert "再运行同一命令会接着做" in result.stopped
    whole = state(tmp_path / "whole")
    assert state(tmp_path / "out").items() <= whole.items()
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert batch().exit_code == OK
    assert state(tmp_path / "out") == whole


def test_an_input_that_vanishes(batch: Batch, sources: Path) -> None:
    """A file that goes between discovery and reading is named; the others are done."""

    class Removes(Console):
        def working(self, total: int):  # type: ignore[no-untyped-def] # noqa: ANN202
            (sources / "讲话12.txt").unlink()
            return super().working(total)

    result = batch(console=Removes(quiet=True))
    assert [row.status for row in result.rows] == ["written", "failed", "written"]
    assert "讲话12.txt" in result.rows[1].reason
    assert "不存在" in result.rows[1].reason
    assert result.exit_code == PARTIAL


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, INTERRUPTED), (signal.SIGTERM, 143)])
def test_a_run_can_be_interrupted(
    batch: Batch, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    """Ctrl-C and SIGTERM: what is done is kept, one sentence, the next run does the rest."""

    class Interrupts(Console):
        def row(self, *_: object) -> None:
            signal.raise_signal(number)

    result = batch(console=Interrupts(quiet=True))
    assert result.exit_code == code
    assert "会接着做" in result.stopped
    assert not list((tmp_path / "out").rglob("*.tmp"))
    assert len(state(tmp_path / "out")) == 3
    assert [row.status for row in batch().rows] == ["unchanged", "written", "written"]


def test_notes_are_not_read_as_sources(batch: Batch, sources: Path) -> None:
    """An output folder inside the sources, or equal to them, does not feed on itself."""
    inside = sources / "笔记"
    batch(output=inside)
    assert {row.status for row in batch(output=inside).rows} == {"unchanged"}
    batch(output=sources)
    again = batch(output=sources, filters=Filters(exclude=("笔记",)))
    assert [row.status for row in again.rows] == ["unchanged"] * 3


def test_notes_do_not_go_among_sources(batch: Batch, sources: Path) -> None:
    """A folder of sources that is named as a source is stays one, also with the next run."""
    (sources / "讲话11").mkdir()
    (sources / "讲话11" / "附件.txt").write_text(SPEECH.format(number=1), encoding="utf-8")
    assert {row.status for row in batch(output=sources).rows} == {"written"}
    assert [path.name for path in (sources / "讲话11").iterdir()] == ["附件.txt"]
    again = batch(output=sources)
    assert [row.status for row in again.rows] == ["unchanged"] * 4


def test_skipped_files_are_reported(batch: Batch, sources: Path) -> None:
    """Formats that are not read, and files over --max-size, with the reason."""
    (sources / "旧.epub").write_bytes(b"x")
    (sources / "长.txt").write_text(SPEECH * 30, encoding="utf-8")
    result = batch(filters=Filters(size=4096))
    skipped = {Path(row.source).name: row.reason for row in result.of("skipped")}
    assert "另存为" in skipped["旧.epub"]
    assert "--max-size" in skipped["长.txt"]
    assert result.exit_code == OK


def test_filters_that_leave_nothing_are_an_error(batch: Batch, sources: Path) -> None:
    """The sentence names the options."""
    result = batch(filters=Filters(include=("*.pdf",)))
    assert result.exit_code == FAILED
    assert "--include" in result.rows[0].reason
    assert str(sources) in result.rows[0].reason


def test_members_of_archives_are_sources(batch: Batch, tmp_path: Path) -> None:
    """They have folders of their own and are known again."""
    with ZipFile(tmp_path / "合集.zip", "w") as archive:
        archive.writestr("一.txt", SPEECH.format(number=1))
        archive.writestr("二.txt", SPEECH.format(number=2))
    assert [row.status for row in batch(tmp_path / "合集.zip").rows] == ["written"] * 2
    assert [row.status for row in batch(tmp_path / "合集.zip").rows] == ["unchanged"] * 2


def test_a_model_that_cannot_be_loaded_ends_the_run(batch: Batch, tmp_path: Path) -> None:
    """No file could be done for that reason, so the run is at fault, not the files."""
    with pytest.raises(ModelError):
        batch(loader=FakeLoader(broken=True))
    assert state(tmp_path / "out") == {}
    assert batch().exit_code == OK


def test_what_else_is_in_the_batch_makes_no_difference(
    batch: Batch, sources: Path, tmp_path: Path, tiny_model: Path
) -> None:
    """With the real engine of the model: sources together and one by one, byte for byte."""
    long = next((EXAMPLES / "input").glob("*.txt"))
    paths = [*sorted(sources.iterdir()), long]
    loader: Any = CheckpointLoader(find(str(tiny_model)))
    assert batch(*paths, loader=loader).exit_code == OK
    for path in paths:
        batch(path, loader=loader, output=tmp_path / "alone")
    assert state(tmp_path / "out") == state(tmp_path / "alone")


def test_a_passage_that_the_model_fails_for_costs_its_file(batch: Batch) -> None:
    """The other files of the same batch have their notes."""
    result = batch(loader=FakeLoader(FakeSummarizer(poison="在12个路口")))
    assert [row.status for row in result.rows] == ["written", "failed", "written"]
    assert "讲话12" in result.rows[1].reason


def test_the_time_limit_costs_one_file(
    batch: Batch, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A source that does not end is given up; its reason names the limit."""
    real = stages.begin

    def slow(job, task: Task):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        while job.path.name == "讲话12.txt":
            pass
        return real(job, task)

    monkeypatch.setattr(single, "begin", slow)
    result = batch(timeout=0.5)
    assert [row.status for row in result.rows] == ["written", "failed", "written"]
    assert "0.5 秒" in result.rows[1].reason
    assert (tmp_path / "out" / JOURNAL).exists()
