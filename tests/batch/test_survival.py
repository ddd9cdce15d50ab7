"""What a batch survives, with the real command in processes of its own: pytest -m slow -s.

The model is a tiny one with random weights; everything else is the real thing.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from notes.batch.journal import JOURNAL
from notes.errors import INTERRUPTED, OK, PARTIAL, OutputError
from tests.batch.conftest import SPEECH, state

pytestmark = pytest.mark.slow

DATE = {"SOURCE_DATE_EPOCH": "1772409600"}
SOURCES = 60


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A folder with documents of several kinds and sizes."""
    folder = tmp_path / "材料"
    folder.mkdir()
    for number in range(SOURCES):
        text = SPEECH.format(number=number) * (1 + number % 4)
        (folder / f"讲话{number}.{('txt', 'md')[number % 2]}").write_text(text, encoding="utf-8")
    return folder


def start(
    sources: Path, output: Path, model: Path, prefix: Sequence[str] = ()
) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "notes", "summarize", str(sources), "-o", str(output)]
    return subprocess.Popen(
        [*prefix, *command, "--model", str(model), "--workers", "2", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **DATE},
    )


def finish(run: subprocess.Popen[str]) -> tuple[int, str, str]:
    out, err = run.communicate(timeout=600)
    return run.returncode, out, err


def recorded(output: Path) -> Counter[str]:
    """How often the journal says of each source that its notes were written."""
    path = output / JOURNAL
    rows = path.read_bytes().split(b"\n")[:-1] if path.exists() else []
    items = (json.loads(row) for row in rows if row.startswith(b'{"item"'))
    return Counter(item["item"] for item in items if item["status"] == "written")


def notes_in(output: Path) -> dict[str, bytes]:
    """The files in the folders of notes; the report beside them tells how far a run came."""
    there = state(output) if output.exists() else {}
    return {name: content for name, content in there.items() if "/" in name}


def whole_folders(output: Path, wanted: dict[str, bytes]) -> set[str]:
    there = notes_in(output)
    names = {name.partition("/")[0] for name in wanted if "/" in name}
    return {
        folder
        for folder in names
        if all(there.get(n) == c for n, c in wanted.items() if n.startswith(f"{folder}/"))
    }


def test_killed_at_25_random_moments(many: Path, tmp_path: Path, tiny_model: Path) -> None:
    """SIGKILL and resume: the same bytes, nothing done twice but what was in flight."""
    whole = tmp_path / "whole"
    began = time.monotonic()
    assert finish(start(many, whole, tiny_model))[0] == OK
    seconds = time.monotonic() - began
    wanted = state(whole)
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    output = tmp_path / "out"
    kills = again = rounds = 0
    while kills < 25:
        before, done = recorded(output), whole_folders(output, wanted)
        run = start(many, output, tiny_model)
        if chance.random() < 0.3:
            _pass(run, chance.uniform(0, seconds))
        else:
            # In the thick of it: after some more sources, and then anywhere.
            more = before.total() + chance.randrange(8)
            while run.poll() is None and recorded(output).total() < more:
                time.sleep(0.01)
            _pass(run, chance.uniform(0, 0.3))
        kills += run.poll() is None
        run.kill()
        code, _, err = finish(run)
        there = notes_in(output)
        # Never half a file, nor one that the undisturbed run does not have.
        assert there.items() <= wanted.items()
        repeated = {key for key, count in recorded(output).items() if count > before[key] > 0}
        assert not {key for key in repeated if Path(key).stem in done}
        again += len(repeated)
        if code == OK:
            assert state(output) == wanted
            shutil.rmtree(output)
            rounds += 1
        else:
            assert code == -signal.SIGKILL, err
    code, _, err = finish(start(many, output, tiny_model))
    assert code == OK, err
    assert state(output) == wanted
    assert not list(output.rglob("*.tmp"))
    print(f"\n{kills} kills, {rounds} runs to the end between, {again} sources done again")  # noqa: T201


def _pass(run: subprocess.Popen[str], seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        run.wait(seconds)


def test_the_children_of_a_killed_run_end(many: Path, tmp_path: Path, tiny_model: Path) -> None:
    """No process is left to write where the next run writes."""
    run = start(many, tmp_path / "out", tiny_model)
    deadline = time.monotonic() + 120
    while not recorded(tmp_path / "out") and time.monotonic() < deadline:
        time.sleep(0.1)
    children = [int(p.name) for p in Path("/proc").glob("[0-9]*") if _parent(p) == run.pid]
    if not children:
        pytest.skip("no /proc here to look for processes")
    run.kill()
    finish(run)
    deadline = time.monotonic() + 30
    while any(_parent(Path(f"/proc/{pid}")) is not None for pid in children):
        assert time.monotonic() < deadline, "a child outlives its parent"
        time.sleep(0.1)


def _parent(process: Path) -> int | None:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else int(fields[1])


def test_ctrl_c_leaves_a_consistent_state(many: Path, tmp_path: Path, tiny_model: Path) -> None:
    """One sentence, exit code 130, and the next run does the rest."""
    output = tmp_path / "out"
    run = start(many, output, tiny_model)
    while len(recorded(output)) < 3:
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    code, _, err = finish(run)
    assert code == INTERRUPTED
    assert "Ctrl-C" in err
    assert "Traceback" not in err
    done = recorded(output)
    assert finish(start(many, output, tiny_model))[0] == OK
    assert finish(start(many, tmp_path / "whole", tiny_model))[0] == OK
    assert state(output) == state(tmp_path / "whole")
    assert len(done) < SOURCES == len(recorded(output))


def test_two_runs_at_once(many: Path, tmp_path: Path, tiny_model: Path) -> None:
    """The second says that another is writing, with exit code 4; the first is not disturbed."""
    output = tmp_path / "out"
    first = start(many, output, tiny_model)
    while not (output / JOURNAL).exists():
        time.sleep(0.05)
    code, out, err = finish(start(many, output, tiny_model))
    assert (code, out) == (OutputError.exit_code, "")
    assert "另一个 notes" in err
    code, out, _ = finish(first)
    assert code == OK
    assert len(out.splitlines()) == SOURCES


def test_an_input_vanishes_while_running(many: Path, tmp_path: Path, tiny_model: Path) -> None:
    """It is named, and the others have their notes."""
    output = tmp_path / "out"
    run = start(many, output, tiny_model)
    # Discovery is over when the run is in the journal; no worker is ready so soon.
    while not ((output / JOURNAL).exists() and b'"run"' in (output / JOURNAL).read_bytes()):
        time.sleep(0.01)
    last = many / f"讲话{SOURCES - 1}.md"
    last.unlink()
    code, out, err = finish(run)
    failed = [e for e in map(json.loads, out.splitlines()) if e["event"] == "failed"]
    assert code == PARTIAL
    assert [event["source"] for event in failed] == [str(last)]
    assert last.name in err
    assert len(recorded(output)) == SOURCES - 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, smaller than the notes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(disk)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("a small file system cannot be mounted here (needs root)")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk(many: Path, tmp_path: Path, small_disk: Path, tiny_model: Path) -> None:
    """A clear sentence, whole files only; with more room the same command does the rest."""
    assert finish(start(many, tmp_path / "whole", tiny_model))[0] == OK
    wanted = state(tmp_path / "whole")
    output = small_disk / "out"
    code, _, err = finish(start(many, output, tiny_model))
    assert code == OutputError.exit_code
    assert "磁盘已满" in err
    assert "Traceback" not in err
    there = notes_in(output)
    assert there
    assert there.items() <= wanted.items()
    assert not list(output.rglob("*.tmp"))
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    code, out, err = finish(start(many, output, tiny_model))
    assert code == OK, err
    assert state(output) == wanted
    kept = [e for e in map(json.loads, out.splitlines()) if e["event"] == "unchanged"]
    assert kept


def test_the_output_becomes_read_only(many: Path, tmp_path: Path, tiny_model: Path) -> None:
    """A clear sentence, nothing spoilt; writable again, the same command does the rest."""
    prefix: list[str] = []
    if os.geteuid() == 0:
        if not shutil.which("setpriv"):
            pytest.skip("root writes everywhere, and setpriv is not here to take that away")
        prefix = ["setpriv", "--bounding-set=-dac_override"]
    output = tmp_path / "out"
    run = start(many, output, tiny_model, prefix)
    while len(recorded(output)) < 2:
        time.sleep(0.02)
    output.chmod(0o555)
    code, _, err = finish(run)
    output.chmod(0o755)
    assert code == OutputError.exit_code
    assert "没有写入权限" in err
    assert "Traceback" not in err
    assert finish(start(many, tmp_path / "whole", tiny_model))[0] == OK
    assert notes_in(output).items() <= state(tmp_path / "whole").items()
    assert finish(start(many, output, tiny_model))[0] == OK
    assert state(output) == state(tmp_path / "whole")
    assert not list(output.rglob("*.tmp"))
