"""How fast a batch is: pytest -m benchmark -s tests/batch/test_speed.py.

With the model that ships. The figures are wall time: the machine must have nothing else to
do.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from notes.batch.local import cores
from notes.batch.model import CheckpointLoader
from notes.pipeline import draft
from notes.reading import read
from notes.settings import Settings
from notes.summarize.checkpoint import find
from tests.batch.conftest import state
from tests.conftest import EXAMPLES

pytestmark = pytest.mark.benchmark

DOCUMENTS = 96


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Essays cut out of the example bundle in many ways, 500 to 3,000 characters each."""
    folder = tmp_path_factory.mktemp("材料")
    text = next((EXAMPLES / "input").glob("*.txt")).read_text("utf-8")
    for number in range(DOCUMENTS):
        size = 500 + 2500 * number // DOCUMENTS
        start = 397 * number % (len(text) - size)
        (folder / f"{number:02d}.txt").write_text(text[start : start + size], encoding="utf-8")
    return folder


def best(work: Callable[[], object], times: int = 2) -> float:
    """The shortest of some wall times, in seconds."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return min(spent)


def test_passages_across_files_against_one_at_a_time(documents: Path) -> None:
    """Batching: at least three times the passages a second, with the same answers."""
    requests = [
        request
        for path in sorted(documents.iterdir())[::6]
        for request in draft(read(path), Settings()).requests
    ]
    model = CheckpointLoader(find()).load(threads=1)
    model.write(requests[:4])
    alone: list[str] = []
    began = time.perf_counter()
    alone = [model.write([request])[0] for request in requests]
    slow = time.perf_counter() - began
    together: list[str] = []
    fast = best(lambda: together.__setitem__(slice(None), model.write(requests)))
    print(  # noqa: T201
        f"\n{len(requests)} requests: one at a time {slow:.1f} s, together {fast:.1f} s, "
        f"{slow / fast:.2f} times as fast"
    )
    assert together == alone
    assert slow >= 3 * fast


@pytest.mark.skipif(cores() < 2, reason="needs two cores")
def test_two_cores_against_one_worker(documents: Path, tmp_path: Path) -> None:
    """Throughput with two cores: at least 1.7 times that of one worker with one thread."""

    def run(workers: int, folder: Path, output: Path) -> float:
        began = time.perf_counter()
        subprocess.run(
            [
                *(sys.executable, "-m", "notes", "summarize", folder, "-o", output),
                *("--workers", str(workers), "--fresh", "--quiet"),
            ],
            check=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"} if workers == 1 else None,
        )
        return time.perf_counter() - began

    one = run(1, documents, tmp_path / "one")
    two = run(2, documents, tmp_path / "two")
    size = sum(len(path.read_text("utf-8")) for path in documents.iterdir())
    print(  # noqa: T201
        f"\n{DOCUMENTS} documents, {size} characters: one core {one:.1f} s ({size / one:.0f} "
        f"characters/s), two {two:.1f} s ({size / two:.0f}), {one / two:.2f} times as fast"
    )
    assert state(tmp_path / "one") == state(tmp_path / "two")
    assert one >= 1.7 * two
