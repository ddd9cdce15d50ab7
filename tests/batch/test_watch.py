"""Watching a folder: what comes in gets its notes, whole, once, and Ctrl-C ends it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notes.batch import run as running
from notes.batch import watch as watching_module
from notes.batch.console import Console
from notes.batch.local import Options
from notes.batch.watch import RETRY, Watching, watch_folder
from notes.errors import OK, MissingFileError, OutputError
from notes.render.write import Staged
from notes.settings import Settings
from tests.batch.conftest import SPEECH, state
from tests.batch.fakes import FakeLoader

pytest.importorskip("watchfiles")

ROOT = Path(__file__).resolve().parents[2]


class Story:
    """Runs ``watch_folder``; between its ticks the steps of a story happen."""

    def __init__(self, folder: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.output = folder, output
        self.now = 1000.0
        monkeypatch.setattr(watching_module, "monotonic", lambda: self.now)
        # Files that were made in this test look old to the watcher.
        monkeypatch.setattr(watching_module, "time", lambda: time.time() + 3600)

    def run(self, steps: Iterator[None]) -> int:
        def ticks() -> Iterator[bool]:
            for _ in steps:
                self.now += 1.5
                yield True
            raise KeyboardInterrupt

        return watch_folder(
            self.folder,
            self.output,
            Settings(created="2026-03-02"),
            Console(quiet=True),
            Options(workers=1),
            Watching(settle=2.0),
            FakeLoader(),
            ticks(),
        )

    def notes(self) -> set[str]:
        return {path.name for path in self.output.iterdir() if path.is_dir()}

    def put(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path


@pytest.fixture
def story(sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(sources, tmp_path / "out", monkeypatch)


def test_what_is_there_and_what_comes_gets_notes(story: Story) -> None:
    """The first pass does the folder; a new file, also in a new subfolder, comes next."""

    def steps() -> Iterator[None]:
        yield
        assert story.notes() == {"讲话11", "讲话12", "讲话13"}
        story.put("新来/讲话14.txt", SPEECH.format(number=14))
        yield
        assert "讲话14" in story.notes()
        before = state(story.output / "讲话14")
        story.put("新来/讲话14.txt", SPEECH.format(number=15))
        yield
        assert state(story.output / "讲话14") != before

    assert story.run(steps()) == OK
    report = (story.output / "report.md").read_text("utf-8")
    assert "来源：4 个" in report


def test_half_a_copy_is_not_read(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that still grows waits, whatever else is done meanwhile."""
    monkeypatch.setattr(watching_module, "time", time.time)
    whole = SPEECH.format(number=77)

    def steps() -> Iterator[None]:
        yield
        yield
        yield
        assert "讲话11" in story.notes()
        for end in (20, 40, 60):
            story.put("讲话77.txt", whole[:end])
            yield
            assert "讲话77" not in story.notes()
        story.put("讲话77.txt", whole)
        yield
        assert "讲话77" not in story.notes()
        yield
        yield
        assert "讲话77" in story.notes()

    assert story.run(steps()) == OK
    record = json.loads((story.output / "讲话77" / "notes.json").read_text("utf-8"))
    assert "讲到最后" not in json.dumps(record, ensure_ascii=False)
    assert len(record["essays"]) == 1


def test_a_failed_file_is_tried_again_when_it_changes(
    story: Story, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its reason is told once, it stands in the report, and its repair makes it right."""

    def steps() -> Iterator[None]:
        story.put("坏.txt", "")
        yield
        story.put("讲话21.txt", SPEECH.format(number=21))
        yield
        assert "讲话21" in story.notes()
        assert "坏.txt" in (story.output / "report.md").read_text("utf-8")
        story.put("坏.txt", SPEECH.format(number=22))
        yield
        assert "坏" in story.notes()
        assert "没有做成" not in (story.output / "report.md").read_text("utf-8")

    assert story.run(steps()) == OK
    assert capsys.readouterr().err.count("文件是空的") == 1


def test_a_full_disk_is_waited_for(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A pass that could not write is tried again by itself, and nothing is given up."""

    def full(staged: Staged) -> tuple[Path, ...]:
        raise OutputError(f"{staged.folder}: 磁盘已满（试验）。")

    def steps() -> Iterator[None]:
        with monkeypatch.context() as patch:
            patch.setattr(running, "publish", full)
            yield
            assert not story.notes()
        yield
        assert not story.notes()
        story.now += RETRY
        yield
        assert story.notes() == {"讲话11", "讲话12", "讲话13"}

    assert story.run(steps()) == OK
    assert "再运行同一命令会接着做" in capsys.readouterr().err


def test_a_copy_that_comes_later_is_a_duplicate(story: Story) -> None:
    """A pass is a run over the folder, so a later copy of a done file has no second notes."""

    def steps() -> Iterator[None]:
        yield
        story.put("讲话99.txt", SPEECH.format(number=11))
        yield

    assert story.run(steps()) == OK
    assert story.notes() == {"讲话11", "讲话12", "讲话13"}
    assert "讲话99.txt" in (story.output / "report.md").read_text("utf-8")


def test_an_empty_folder_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watcher waits for the first file; a folder that is not there is an error."""
    folder = tmp_path / "空"
    folder.mkdir()
    story = Story(folder, tmp_path / "out", monkeypatch)

    def steps() -> Iterator[None]:
        yield
        assert not story.output.exists()
        story.put("讲话31.txt", SPEECH.format(number=31))
        yield
        assert story.notes() == {"讲话31"}

    assert story.run(steps()) == OK
    with pytest.raises(MissingFileError):
        Story(tmp_path / "没有", tmp_path / "out", monkeypatch).run(iter(()))


@pytest.mark.slow
def test_a_real_watcher_ends_by_ctrl_c(sources: Path, tmp_path: Path, tiny_model: Path) -> None:
    """The command itself: notes of what is there, of what is copied in, then a clean end."""
    output = tmp_path / "out"
    command = [sys.executable, "-m", "notes", "watch", str(sources), "-o", str(output)]
    watcher = subprocess.Popen(
        [*command, "--settle", "0.5", "--model", str(tiny_model)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "SOURCE_DATE_EPOCH": "1772409600"},
    )
    try:
        _until((output / "讲话13" / "index.md").exists, watcher)
        text = SPEECH.format(number=51)
        with (sources / "讲话51.txt").open("w", encoding="utf-8") as file:
            for at in range(0, len(text), 40):
                file.write(text[at : at + 40])
                file.flush()
                time.sleep(0.1)
        _until((output / "讲话51" / "index.md").exists, watcher)
        time.sleep(1)
        watcher.send_signal(signal.SIGINT)
        assert watcher.wait(20) == OK
    finally:
        watcher.kill()
        told = watcher.communicate()[1]
    assert "Traceback" not in told
    assert "已停止看管" in told
    record = json.loads((output / "讲话51" / "notes.json").read_text("utf-8"))
    assert record["source"]["characters"] == len(text)


def _until(there: Callable[[], bool], process: subprocess.Popen[str], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not there():
        assert process.poll() is None, process.communicate()[1]
        assert time.monotonic() < end
        time.sleep(0.1)
