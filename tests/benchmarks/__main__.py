"""``python -m tests.benchmarks [--quick] [--out FOLDER] [--only PART]``."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from tests.benchmarks import measure
from tests.benchmarks.extraction import CONTESTANTS
from tests.benchmarks.measure import Failed
from tests.benchmarks.modelling import NEEDS, WRITERS
from tests.benchmarks.plot import draw
from tests.benchmarks.report import Results, as_json, as_markdown
from tests.benchmarks.text import essays, prose

PARTS = ("machine", "extraction", "model", "program")
SIZES = (1_000, 10_000, 15_000, 100_000)
DOCUMENT = 15_000
ESSAYS = 7
FOLDER = 8


def run(parts: tuple[str, ...], *, quick: bool) -> Results:
    """Measure ``parts``; progress goes to standard error."""
    results = Results(quick=quick)
    if "machine" in parts or "model" in parts:
        _say("machine")
        found = measure.child(["machine", "1" if quick else "4"], 120)
        results.machine = found if isinstance(found, dict) else {}
    if "extraction" in parts:
        _extraction(results, quick=quick)
    if "model" in parts:
        _model(results, quick=quick)
    if "program" in parts:
        _program(results, quick=quick)
    return results


def _extraction(results: Results, *, quick: bool) -> None:
    limit = 30 if quick else 400
    for name, contestant in CONTESTANTS.items():
        if not measure.has(contestant.module):
            results.missing.append(name)
            continue
        found = results.extraction.setdefault(name, {})
        for size in SIZES:
            _say(f"extraction {name} {size}")
            before = found.get(SIZES[max(SIZES.index(size) - 1, 0)])
            if isinstance(before, Failed):
                found[size] = before
                continue
            asked = ["extract", name, str(size), str(limit)]
            once = measure.child(asked, 20 * limit, cpu_limit=limit)
            slow = isinstance(once, Failed) or once["cpu"] > 5 or quick
            found[size] = (
                once if slow else measure.child(asked, 20 * limit, times=3, cpu_limit=limit)
            )


def _model(results: Results, *, quick: bool) -> None:
    count = 12 if quick else 48
    for name in WRITERS:
        if name in NEEDS and not measure.has(NEEDS[name]):
            results.missing.append(name)
            continue
        _say(f"model {name}")
        found = measure.child(["write", name, str(count)], 600, times=1 if quick else 3)
        results.writing[name] = found if isinstance(found, Failed) else {**found, "passages": count}
    _say("model engine")
    rates = measure.child(["engine", "1" if quick else "4"], 120)
    results.engine = rates if isinstance(rates, dict) else {}


def _program(results: Results, *, quick: bool) -> None:
    times = 1 if quick else 3
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        bundle, folder = place / "bundle.txt", place / "folder"
        bundle.write_text(essays(ESSAYS, DOCUMENT // ESSAYS), encoding="utf-8")
        folder.mkdir()
        many = 2 if quick else FOLDER
        for at in range(many):
            text = f"在基层工作座谈会上的讲话\n{prose(DOCUMENT, seed=at + 20)}。"
            (folder / f"{at}.txt").write_text(text, encoding="utf-8")
        one = ["summarize", str(bundle), "-o", str(place / "out")]
        every = ["summarize", str(folder), "-o", str(place / "all")]
        commands = {
            "notes --help": ["--help"],
            "notes inspect (15,000 characters)": ["inspect", str(bundle)],
            f"notes summarize ({ESSAYS} essays, 15,000 characters)": [*one, "--fresh"],
            f"notes summarize ({many} documents of 15,000)": [*every, "--fresh"],
        }
        sizes = (None, None, DOCUMENT, many * DOCUMENT)
        measure.program(["inspect", str(bundle)])  # compiles the tables where there are none
        for (label, arguments), size in zip(commands.items(), sizes, strict=True):
            _say(label)
            results.programs[label] = measure.program(arguments, times=times)
            if size:
                results.characters[label] = size


def _say(text: str) -> None:
    sys.stderr.write(f"· {text}\n")


def main() -> None:
    """Read the options, measure, print the tables and write the files."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter measurements")
    parser.add_argument("--out", type=Path, help="folder for benchmarks.md, .json, .svg, .png")
    parser.add_argument("--only", choices=PARTS, action="append", help="measure this part only")
    options = parser.parse_args()
    results = run(tuple(options.only or PARTS), quick=options.quick)
    page = as_markdown(results)
    sys.stdout.write(page)
    if options.out:
        options.out.mkdir(parents=True, exist_ok=True)
        (options.out / "benchmarks.md").write_text(page, encoding="utf-8")
        made = json.dumps(as_json(results), ensure_ascii=False, indent=1)
        (options.out / "benchmarks.json").write_text(made + "\n", encoding="utf-8")
        if results.extraction and measure.has("matplotlib"):
            draw(results.extraction, options.out)
    if any(one.over is None for one in results.writing.values() if isinstance(one, Failed)):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
