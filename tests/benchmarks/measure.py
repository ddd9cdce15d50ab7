"""Starts a measurement in a process of its own and reads what it cost."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from time import perf_counter

import psutil

Figures = dict[str, float]

_SAMPLED = 0.05
"""Seconds between two looks at the memory."""

_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Failed:
    """Why there is no figure: ``over`` are the seconds after which it was given up."""

    why: str
    over: float | None = None


def child(
    arguments: Sequence[str], limit: float, *, times: int = 1, cpu_limit: int = 0
) -> Figures | Failed:
    """The figures of ``tests.benchmarks.child``: the median of ``times`` processes.

    ``limit`` is in seconds of the clock; ``cpu_limit`` is one that the child sets itself.
    """
    found: list[Figures] = []
    for _ in range(times):
        command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.child", *arguments]
        try:
            done = subprocess.run(
                command, cwd=_ROOT, capture_output=True, text=True, timeout=limit, check=False
            )
        except subprocess.TimeoutExpired:
            return Failed(f"over {limit:.0f} s", over=limit)
        if done.returncode in {-signal.SIGXCPU, -signal.SIGKILL} and cpu_limit:
            return Failed(f"over {cpu_limit} s", over=float(cpu_limit))
        if done.returncode:
            last = done.stderr.strip().splitlines()[-1:] or ["no message"]
            return Failed(last[0][:200])
        found.append(json.loads(done.stdout.strip().splitlines()[-1]))
    return {key: median(one[key] for one in found) for key in found[0]}


def program(arguments: Sequence[str], *, times: int = 1) -> Figures:
    """Wall and CPU seconds and peak MB of ``notes ARGUMENTS``; the best of ``times`` runs.

    CPU time and memory are those of the process and of those that it started, together;
    pages that they share count for each of them.
    """
    best: Figures = {}
    for _ in range(times):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "tests.benchmarks.measure", *arguments],
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        wall = perf_counter() - began
        if done.returncode:
            raise RuntimeError(f"notes {' '.join(arguments)}: {done.stderr[-400:]}")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        inner: Figures = json.loads(done.stdout.strip().splitlines()[-1])
        found = {"seconds": min(wall, inner["seconds"]), "cpu": min(cpu, inner["cpu"])}
        found["mb"] = inner["mb"]
        if not best or found["seconds"] < best["seconds"]:
            best = found
    return best


def has(module: str) -> bool:
    """Whether ``module`` is installed."""
    return find_spec(module) is not None


def _inner(arguments: Sequence[str]) -> Figures:
    """Run the program once from a small process, so that the peak memory is its own."""
    began = perf_counter()
    process = psutil.Popen(
        [sys.executable, "-m", "notes", *arguments],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "100"},
    )
    most = 0
    while process.poll() is None:
        most = max(most, _resident(process))
        with suppress(psutil.TimeoutExpired):
            process.wait(_SAMPLED)
    seconds = perf_counter() - began
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return {"seconds": seconds, "cpu": used.ru_utime + used.ru_stime, "mb": most / 2**20}


def _resident(process: psutil.Process) -> int:
    """Bytes in memory of the process and of those below it, added."""
    total = 0
    with suppress(psutil.Error):
        for one in (process, *process.children(recursive=True)):
            with suppress(psutil.Error):
                total += one.memory_info().rss
    return total


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps(_inner(sys.argv[1:])) + "\n")
