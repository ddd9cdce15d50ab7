"""How a batch grows: time and memory over folders of 200 to 2,000 generated documents.

::

    python -m tests.score_scale --model models/study-notes-small
    python -m tests.score_scale --counts 50,100 --workers 2

runs ``notes summarize`` on each folder and prints, for each, seconds by the clock and of the
processors (which other work on the machine disturbs less), documents a minute, the highest
memory of the whole process tree, and whether every good document was done and every broken
one named with its reason; then how straight the line of time is (R² of a least squares fit
over all counts but the first, which is for the memory), and how memory grew.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil

from tests.generated import FOLDER, Made, generate

ROOT = Path(__file__).resolve().parents[1]
COUNTS = (200, 250, 500, 1000, 2000)
"""The first is what memory is compared with."""
_EVERY = 0.25


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured run: seconds by the clock and of the processors, bytes at the peak, exit code.

    ``wrong`` is what went other than it should.
    """

    count: int
    seconds: float
    cpu: float
    peak: int
    exit_code: int
    wrong: tuple[str, ...]


def measure(folder: Path, count: int, model: str, workers: int | None = None) -> Figure:
    """Generate ``count`` documents in ``folder``, summarize them, compare with the manifest."""
    made = generate(folder, count)
    command = [sys.executable, "-m", "notes", "summarize", FOLDER, "-o", "out", "--json"]
    command += ["--quiet", "--model", model]
    command += ["--workers", str(workers)] if workers else []
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1772409600"}
    events = folder / "events.jsonl"
    with events.open("wb") as out:
        began, before = time.monotonic(), _processors()
        process = psutil.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=subprocess.DEVNULL
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, memory(process))
            time.sleep(_EVERY)
        seconds, cpu = time.monotonic() - began, _processors() - before
    rows = [json.loads(line) for line in events.read_text("utf-8").splitlines()]
    report = (folder / "out" / "report.md").read_text("utf-8")
    wrong = tuple(_wrong(made, rows, report))
    return Figure(count, seconds, cpu, peak, process.returncode, wrong)


def _processors() -> float:
    """Processor seconds of all processes below this one that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(process: psutil.Process) -> int:
    """The resident bytes of a process and all below it."""
    total = 0
    for one in [process, *_children(process)]:
        try:
            total += one.memory_info().rss
        except psutil.Error:
            continue
    return total


def _children(process: psutil.Process) -> list[psutil.Process]:
    try:
        return list(process.children(recursive=True))
    except psutil.Error:
        return []


def _wrong(made: Sequence[Made], rows: Sequence[dict[str, str]], report: str) -> list[str]:
    """What the events say of each file against what it is."""
    states = {"good": "written", "broken": "failed", "copy": "duplicate"}
    told = {row["source"]: row for row in rows}
    wrong = []
    for one in made:
        source = f"{FOLDER}/{one.path}"
        row = told.get(source, {})
        if row.get("event") != states[one.state]:
            wrong.append(
                f"{source} ({one.state} {one.detail}): {row.get('event')} {row.get('error')}"
            )
        elif one.state == "broken":
            name, _, reason = row["error"].partition(": ")
            if name != source or len(reason) < 8 or Path(source).name not in report:
                wrong.append(f"{source}: {row['error']}")
    return wrong


def straightness(counts: Sequence[int], values: Sequence[float]) -> float:
    """R² of the least squares line of ``values``, in seconds, over ``counts`` of documents."""
    x, y = np.array(counts, dtype=float), np.array(values, dtype=float)
    line = np.polyval(np.polyfit(x, y, 1), x)
    rest, spread = ((y - line) ** 2).sum(), ((y - y.mean()) ** 2).sum()
    return float(1 - rest / spread)


def main(arguments: list[str] | None = None) -> int:
    """Measure as the command line says; 1 where a document came out other than it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.score_scale")
    parser.add_argument("--model", default=str(ROOT / "models" / "study-notes-small"))
    parser.add_argument("--counts", default=",".join(map(str, COUNTS)))
    parser.add_argument("--workers", type=int)
    given = parser.parse_args(arguments)
    figures = []
    for count in map(int, given.counts.split(",")):
        with tempfile.TemporaryDirectory(prefix="scale-") as home:
            one = measure(Path(home), count, given.model, given.workers)
        figures.append(one)
        print(  # noqa: T201 - the answer of a command
            f"{one.count} documents: {one.seconds:.1f} s, {one.cpu:.1f} s of processors,"
            f" {60 * one.count / one.seconds:.0f} a minute, peak {one.peak / 2**20:.0f} MiB,"
            f" exit code {one.exit_code}, wrong {len(one.wrong)}",
            flush=True,
        )
        for line in one.wrong[:10]:
            print(f"  {line}")  # noqa: T201
    if len(figures) > 2:
        counts = [one.count for one in figures[1:]]
        clock = straightness(counts, [one.seconds for one in figures[1:]])
        cpu = straightness(counts, [one.cpu for one in figures[1:]])
        print(  # noqa: T201
            f"R² {clock:.4f} by the clock, {cpu:.4f} by the processors;"
            f" peak of the last over the first {figures[-1].peak / figures[0].peak:.2f}"
        )
    return int(any(one.wrong for one in figures))


if __name__ == "__main__":
    sys.exit(main())
