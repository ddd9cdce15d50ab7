"""More than one machine: same notes as on one, byte for byte, also when a machine dies."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from notes.batch.carried import complete_away, land, standing
from notes.batch.journal import Journal
from notes.batch.plan import Job
from notes.batch.ray_engine import RayEngine
from notes.batch.stages import Task, begin, complete
from notes.errors import PARTIAL, SettingsError
from notes.render.write import publish
from notes.settings import Settings
from tests.batch.conftest import SPEECH, Batch, state
from tests.batch.fakes import FakeLoader, FakeSummarizer
from tests.generated import FOLDER, generate

ROOT = Path(__file__).resolve().parents[2]
COUNT = 36
ENVIRONMENT = {**os.environ, "SOURCE_DATE_EPOCH": "1772409600", "RAY_USAGE_STATS_ENABLED": "0"}


def test_without_ray_there_is_a_sentence(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install, and nothing is written."""
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(SettingsError, match="pip install"):
        batch(engine="ray")


def test_files_made_elsewhere_are_those_made_here(sources: Path, tmp_path: Path) -> None:
    """Also beside a note that was edited: it stays, and the new one gets another name."""
    path = sources / "讲话11.txt"
    settings = Settings(created="2026-03-02")
    outcome = {}
    for place in ("here", "away"):
        task = Task(settings, tmp_path / place, "fake")
        job = Job(0, path, "key", "0" * 64, path.stem)
        for turn in range(2):
            begun = begin(job, task).draft
            answers = FakeSummarizer().write(begun.requests)
            folder = task.output / job.folder
            if place == "here":
                made = complete(job, task, begun, answers, fusion=False)
            else:
                carried = complete_away(job, task, begun, answers, standing(folder), fusion=False)
                made = land(carried, task.output)
            files = publish(made.staged)
            if turn == 0:
                note = files[0]
                note.write_text(note.read_text("utf-8") + "\n我的话。\n", encoding="utf-8")
            outcome[place, turn] = (made.staged.names, made.staged.hashes, made.facts)
            hashes = zip(made.staged.names, made.staged.hashes, strict=True)
            job = replace(job, known={name: (sha,) for name, sha in hashes})
    assert outcome["here", 0] == outcome["away", 0]
    assert outcome["here", 1] == outcome["away", 1]
    assert state(tmp_path / "here") == state(tmp_path / "away")
    assert any(name.endswith("-2.md") for name in outcome["away", 1][0])


def test_the_engine_asks_nothing_of_ray_before_it_runs(tmp_path: Path) -> None:
    """Making it imports nothing heavy."""
    code = (
        "import sys; import notes.batch.ray_engine, notes.batch.ray_stages\n"
        "assert not {'ray', 'pyarrow', 'torch'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    assert RayEngine(Task(Settings(), tmp_path, "fake"), FakeLoader()).workers == 1


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("ray")
    generate(folder, COUNT, broken=0.08, copies=0.05)
    return folder / FOLDER


@pytest.fixture(scope="module")
def local(documents: Path, tiny_model: Path) -> Path:
    """What the local engine writes."""
    output = documents.parent / "local"
    assert _notes(documents, output, tiny_model).wait(600) == PARTIAL
    return output


@pytest.mark.slow
def test_a_killed_node_changes_nothing(
    documents: Path, local: Path, tiny_model: Path, tmp_path: Path
) -> None:
    """Three nodes, one killed in the middle: all is done, same files, same journal."""
    pytest.importorskip("ray")
    output = tmp_path / "out"
    with _cluster(3) as (address, cluster):
        run = _notes(documents, output, tiny_model, "--engine", "ray", "--ray-address", address)
        _wait_for_folders(output, COUNT // 4, run)
        assert cluster.stdin is not None
        assert cluster.stdout is not None
        cluster.stdin.write("kill\n")
        cluster.stdin.flush()
        assert cluster.stdout.readline() == "killed\n"
        done = _folders(output)
        assert done < COUNT * 0.9, "the node was killed too late to prove anything"
        assert run.wait(900) == PARTIAL
    assert state(output) == state(local)
    assert _journal(output) == _journal(local)


@pytest.mark.slow
def test_a_source_that_kills_its_process_costs_itself(tiny_model: Path, tmp_path: Path) -> None:
    """The other sources of its block are done."""
    pytest.importorskip("ray")
    folder = tmp_path / "材料"
    folder.mkdir()
    for at in range(6):
        name = f"讲话{at}{'崩溃' if at == 2 else ''}.txt"
        (folder / name).write_text(SPEECH.format(number=at + 3), encoding="utf-8")
    (tmp_path / "sitecustomize.py").write_text(DEADLY, encoding="utf-8")
    paths = os.pathsep.join([str(tmp_path), str(ROOT)])
    environment = {**ENVIRONMENT, "PYTHONPATH": paths}
    run = _notes(
        folder, tmp_path / "out", tiny_model, "--engine", "ray", "--workers", "2", env=environment
    )
    assert run.wait(600) == PARTIAL
    entries = _journal(tmp_path / "out")
    assert [key for key, entry in entries.items() if entry[0]] == ["讲话2崩溃.txt"]
    assert len(entries) == 6


DEADLY = """
import os, signal, sys
from importlib.abc import MetaPathFinder

class Finder(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "notes.batch.stages":
            sys.meta_path.remove(self)
            import notes.reading
            read = notes.reading.read
            def deadly(path):
                if "崩溃" in path.name:
                    os.kill(os.getpid(), signal.SIGKILL)
                return read(path)
            notes.reading.read = deadly
        return None

sys.meta_path.insert(0, Finder())
"""


def _notes(
    documents: Path,
    output: Path,
    model: Path,
    *more: str,
    env: dict[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "notes", "summarize", str(documents), "-o", str(output)]
    return subprocess.Popen(
        [*command, "--model", str(model), "--quiet", *more], cwd=ROOT, env=env or ENVIRONMENT
    )


@contextmanager
def _cluster(nodes: int) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    command = [sys.executable, "-m", "tests.batch.cluster", str(nodes)]
    with subprocess.Popen(
        command, cwd=ROOT, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        lines = iter(process.stdout.readline, "")
        address = next(line.strip() for line in lines if line.strip().count(":") == 1)
        try:
            yield address, process
        finally:
            process.stdin.close()
            process.wait(60)


def _folders(output: Path) -> int:
    if not output.is_dir():
        return 0
    return sum(path.is_dir() and path.name[0] != "." for path in output.iterdir())


def _wait_for_folders(output: Path, count: int, run: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 600
    while _folders(output) < count:
        assert run.poll() is None
        assert time.monotonic() < end
        time.sleep(0.05)


def _journal(output: Path) -> dict[str, tuple[object, ...]]:
    with Journal(output) as journal:
        return {
            key.partition(f"{FOLDER}/")[2]: (entry.failed, entry.outputs, entry.error)
            for key, entry in sorted(journal.entries.items())
        }
