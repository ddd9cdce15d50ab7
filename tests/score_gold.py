"""Score the notes against hand-made references: ``python -m tests.score_gold GOLD [--ablate]``.

``GOLD`` holds ``docs``, ``refs`` and ``score_notes.py``. One row a document: weighted
key-fact recall of 摘要 + 核心要点 at 15 % of the length (at least 200 characters), beside
the same by extraction alone, Lead and plain TextRank; then the share of the reference
figures that are listed, and of the first eight reference terms that are found. With a
checkpoint (``--model DIR``) the first column is the whole pipeline; without, extraction.
``--ablate`` prints the mean of extraction with one sign or rule left out each time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from notes.extract import demand, essay, salience, select
from notes.extract.textrank import rank
from notes.pipeline import take_notes, understand
from notes.settings import Settings
from notes.summarize.protocol import Summarizer
from notes.values import Document, StudyNote
from notes.words import words

SHARE, FLOOR = 0.15, 200
PEERS = {"TextRank4ZH": 0.308, "snownlp": 0.273, "sumy TextRank": 0.282, "sumy LexRank": 0.289}
"""What peers reach on the eleven development documents, given with the references."""


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one document, each 0..1; ``None`` where the reference has nothing to find."""

    name: str
    budget: int
    notes: float
    extraction: float
    lead: float
    textrank: float
    figures: float | None
    terms: float | None


def judge(gold: Path) -> ModuleType:
    """The scorer that comes with the references."""
    spec = importlib.util.spec_from_file_location("score_notes", gold / "score_notes.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(gold / "score_notes.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def documents(gold: Path) -> Iterator[tuple[Document, dict[str, Any]]]:
    """The documents and their references."""
    for path in sorted((gold / "refs").glob("*.json")):
        reference = json.loads(path.read_text("utf-8"))
        text = (gold / "docs" / f"{reference['doc']}.txt").read_text("utf-8")
        yield Document(reference["doc"], text), reference


def score(gold: Path, summarizer: Summarizer | None = None) -> list[Row]:
    """Score every document of ``gold``."""
    scorer = judge(gold)
    rows = []
    for document, reference in documents(gold):
        budget = max(FLOOR, int(SHARE * len(document.text)))
        plain = take_notes(document, Settings()).notes
        best = take_notes(document, Settings(), summarizer).notes if summarizer else plain
        rows.append(
            Row(
                name=document.source,
                budget=budget,
                notes=scorer.score(read_out(best), reference, budget),
                extraction=scorer.score(read_out(plain), reference, budget),
                lead=scorer.score(lead(document), reference, budget),
                textrank=scorer.score(by_textrank(document, budget), reference, budget),
                figures=figure_recall(best, reference),
                terms=term_recall(best, reference),
            )
        )
    return rows


def read_out(notes: Sequence[StudyNote]) -> str:
    """The lines that are scored: each essay's summary, then its points."""
    return "\n".join(line.text for note in notes for line in (*note.summary, *note.points))


def lead(document: Document) -> str:
    """The sentences of the document from its beginning."""
    essays = understand(document).essays
    return "\n".join(s.text for _, structure, _ in essays for s in structure.sentences)


def by_textrank(document: Document, budget: int) -> str:
    """The best sentences by plain TextRank that fit the budget, in text order."""
    chosen: list[tuple[int, int, str]] = []
    left = budget
    ranked = [
        (-weight, number, sentence)
        for number, (_, structure, _) in enumerate(understand(document).essays)
        for weight, sentence in zip(rank(structure, words()), structure.sentences, strict=True)
    ]
    for _, number, sentence in sorted(ranked, key=lambda r: (r[0], r[1], r[2].index)):
        if len(sentence.text) <= left:
            left -= len(sentence.text)
            chosen.append((number, sentence.index, sentence.text))
    return "\n".join(text for _, _, text in sorted(chosen))


def figure_recall(notes: Sequence[StudyNote], reference: dict[str, Any]) -> float | None:
    """The share of the reference figures whose value is among the listed ones."""
    listed = [shape for note in notes for f in note.figures for shape in (f.value, f.normal)]
    wanted = [figure["value"] for figure in reference["figures"]]
    found = [value for value in wanted if any(_same_value(value, shape) for shape in listed)]
    return len(found) / len(wanted) if wanted else None


def _same_value(wanted: str, listed: str) -> bool:
    """Equal numbers and units; a bound (约, 超过) may be missing on one side."""
    inside = wanted in listed or listed in wanted
    return wanted == listed or (inside and _digits(wanted) == _digits(listed))


def _digits(text: str) -> str:
    return "".join(re.findall(r"[\d.一二三四五六七八九十百千万亿]", text))


def term_recall(notes: Sequence[StudyNote], reference: dict[str, Any]) -> float | None:
    """The share of the first eight reference terms that a listed term equals or contains."""
    listed = [_bare(term.term) for note in notes for term in note.terms]
    wanted = [_bare(term) for term in reference["terms"][:8]]
    found = [term for term in wanted if any(term in other or other in term for other in listed)]
    return len(found) / len(wanted) if wanted else None


def _bare(term: str) -> str:
    return re.sub(r"[《》“”、和与的]", "", term)


def ablation(gold: Path) -> Iterator[tuple[str, float, float]]:
    """Mean and smallest recall of extraction with one sign or rule left out each time."""
    yield "all", *_mean(score(gold))
    for field in fields(salience.Weights):
        if field.name != "courtesy":
            yield f"without {field.name}", *_mean(_with_weights(gold, **{field.name: 0.0}))
    nothing = {field.name: 0.0 for field in fields(salience.Weights)}
    yield "uniform weights", *_mean(_with_weights(gold, **nothing))
    yield "TextRank as the only weight", *_mean(_with_weights(gold, **{**nothing, "rank": 1.0}))
    with mock.patch.object(select, "worth", return_value=1.0):
        yield "without the worth of forms", *_mean(score(gold))
    with mock.patch.object(demand, "SATURATED", 1.0):
        yield "without saturation", *_mean(score(gold))


def _with_weights(gold: Path, **changed: float) -> list[Row]:
    weights = replace(salience.DEFAULT, **changed)
    with mock.patch.object(essay, "scores", partial(salience.scores, weights=weights)):
        return score(gold)


def _mean(rows: Sequence[Row]) -> tuple[float, float]:
    return statistics.mean(r.extraction for r in rows), min(r.extraction for r in rows)


@contextmanager
def _summarizer(folder: str | None) -> Iterator[Summarizer | None]:
    if folder is None:
        yield None
        return
    from notes.summarize.checkpoint import find
    from notes.summarize.seq2seq import load

    yield load(find(folder))


def say(line: str) -> None:
    """Write one line of the table."""
    sys.stdout.write(line + "\n")


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--model")
    arguments.add_argument("--ablate", action="store_true")
    given = arguments.parse_args()
    if not (given.gold / "score_notes.py").exists():
        raise SystemExit(f"{given.gold}: no score_notes.py here, nothing was scored.")
    if given.ablate:
        for name, mean, least in ablation(given.gold):
            say(f"{name:32} {mean:.3f} {least:.3f}")
        return
    with _summarizer(given.model) as summarizer:
        rows = score(given.gold, summarizer)
    say(f"{'document':10} budget  notes  extr.   Lead  TextR  figures terms")
    for r in rows:
        say(
            f"{r.name:10} {r.budget:6} {r.notes:6.3f} {r.extraction:6.3f} {r.lead:6.3f} "
            f"{r.textrank:6.3f} {_cell(r.figures)} {_cell(r.terms)}"
        )
    say(
        f"{'mean':10} {'':6} {_average(rows, 'notes')} {_average(rows, 'extraction')} "
        f"{_average(rows, 'lead')} {_average(rows, 'textrank')}  "
        f"{_average(rows, 'figures')} {_average(rows, 'terms')}"
    )
    say("peers: " + ", ".join(f"{name} {value:.3f}" for name, value in PEERS.items()))


def _cell(value: float | None) -> str:
    return f"{value:6.2f}" if value is not None else "     –"


def _average(rows: Sequence[Row], name: str) -> str:
    values = [getattr(row, name) for row in rows if getattr(row, name) is not None]
    return f"{statistics.mean(values):6.3f}" if values else "     –"


if __name__ == "__main__":
    main()
