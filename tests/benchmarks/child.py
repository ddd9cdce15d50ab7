"""One measurement, in a process of its own: ``python -m tests.benchmarks.child PART …``.

The last line of its output is a JSON object with ``seconds`` (wall), ``cpu``, ``load``
(seconds until ready) and ``mb`` (peak memory, all libraries included).
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from time import perf_counter, process_time

from tests.benchmarks import extraction, machine, modelling
from tests.benchmarks.text import prose


def timed(work: Callable[[], object], began: float) -> dict[str, float]:
    """Run ``work`` once; ``began`` is when the process was ready to load."""
    ready, cpu = perf_counter(), process_time()
    work()
    return {
        "seconds": perf_counter() - ready,
        "cpu": process_time() - cpu,
        "load": ready - began,
        "mb": peak(),
    }


def peak() -> float:
    """Peak memory of this process in MB (2^20 bytes)."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)


def extract(name: str, size: int, limit: int) -> dict[str, float]:
    """Extraction of ``size`` characters, dictionaries loaded by another text before.

    After ``limit`` seconds of CPU the system ends the process (SIGXCPU).
    """
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
    began = perf_counter()
    run = extraction.CONTESTANTS[name].run
    run(prose(400, seed=2))
    text = prose(size)
    return timed(lambda: run(text), began)


def write(name: str, count: int) -> dict[str, float]:
    """A sentence for each of ``count`` passages, warmed by two others."""
    began = perf_counter()
    writer = modelling.WRITERS[name]()
    texts = modelling.passages(count + 2)
    writer(texts[count:])
    answers: list[str] = []
    found = timed(lambda: answers.extend(writer(texts[:count])), began)
    return {
        **found,
        "characters": float(sum(map(len, texts[:count]))),
        "written": sum(map(len, answers)) / count,
    }


def main(arguments: list[str]) -> None:
    """Measure what ``arguments`` name and print the result."""
    part, *rest = arguments
    if part == "extract":
        found = extract(rest[0], int(rest[1]), int(rest[2]))
    elif part == "write":
        found = write(rest[0], int(rest[1]))
    elif part == "machine":
        found = machine.limits(float(rest[0]))
    elif part == "engine":
        found = modelling.engine_rates(float(rest[0]))
    else:
        raise SystemExit(f"unknown part {part}")
    sys.stdout.write("\n" + json.dumps(found) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
