"""Write ``examples/output``, and record what the model answered on the way.

    python tests/make_golden.py
    python tests/make_golden.py --recorded    (no model: with the answers of the last time)

The notes are what ``notes summarize examples/input -o examples/output`` writes on
``CREATED``, in every format. The answers are kept in ``tests/data/golden/answers.json``,
so that the golden test does not depend on the rounding of one processor. Read the diff of
the notes before you commit it.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from notes.batch.discover import discover
from notes.pipeline import Draft, draft, finish
from notes.reading import read
from notes.render.formats import FORMATS
from notes.render.names import folder_names
from notes.render.write import write_notebook
from notes.settings import Rendering, Settings
from notes.summarize.checkpoint import DEFAULT_MODEL

ROOT = Path(__file__).resolve().parents[1]
INPUT = Path("examples/input")
OUTPUT = ROOT / "examples" / "output"
ANSWERS = ROOT / "tests" / "data" / "golden" / "answers.json"
CREATED = "2026-11-23"
SETTINGS = Settings(created=CREATED)
EVERY = Rendering(FORMATS)


def drafts() -> dict[str, Draft]:
    """The drafts of the example inputs by path, read from the root of the repository."""
    os.chdir(ROOT)
    return {str(path): draft(read(path), SETTINGS) for path in discover([INPUT]).files}


def write(made: dict[str, Draft], answers: dict[str, list[str]], output: Path) -> list[Path]:
    """Write the notes of the drafts, with these answers, under ``output``."""
    written: list[Path] = []
    for (source, begun), folder in zip(made.items(), folder_names(list(made)), strict=True):
        notebook = finish(begun, answers[source], SETTINGS, model=DEFAULT_MODEL, fusion=False)
        written.extend(write_notebook(notebook, output / folder, rendering=EVERY))
    return written


def ask(made: dict[str, Draft]) -> dict[str, list[str]]:
    """What the model that ships answers where products are taken in bfloat16."""
    import torch

    from notes.summarize.embedded import EmbeddedSummarizer

    summarizer = EmbeddedSummarizer(ROOT / "models" / DEFAULT_MODEL, dtype=torch.bfloat16)
    return {source: summarizer.write(begun.requests) for source, begun in made.items()}


def main() -> None:
    """Run from the command line."""
    made = drafts()
    if "--recorded" in sys.argv[1:]:
        answers = json.loads(ANSWERS.read_text("utf-8"))
    else:
        answers = ask(made)
        ANSWERS.parent.mkdir(parents=True, exist_ok=True)
        ANSWERS.write_text(json.dumps(answers, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shutil.rmtree(OUTPUT, ignore_errors=True)
    for path in write(made, answers, OUTPUT):
        print(path.relative_to(ROOT))  # noqa: T201


if __name__ == "__main__":
    main()
