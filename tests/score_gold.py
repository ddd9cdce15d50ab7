"""Score the notes against hand-made references: ``python -m tests.score_gold GOLD [--ablation]``.

``GOLD`` holds ``docs``, ``refs`` and ``score_notes.py``. One row a document: weighted
key-fact recall of 摘要 + 核心要点 at 15 % of the length (at least 200 characters), beside
the same by extraction alone, Lead and plain TextRank; then the share of the reference
figures that are listed, and of the first eight reference terms that are found. With a
checkpoint (``--model DIR``) the first column is the whole pipeline; without, extraction.
``--ablation`` prints, as a Markdown table, the mean and the smallest recall of extraction with
one ingredient left out each time, beside Lead and plain TextRank (``tests/ABLATION.md``).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import statistics
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from notes import merge
from notes.extract import demand, essay, salience, select
from notes.extract.compress import Form
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


def ablation(gold: Path) -> Iterator[tuple[str, list[float]]]:
    """The recall of every document, of extraction with one ingredient switched off each time."""
    yield "全部 all", _recalls(gold)
    for name, switch in _switches():
        with ExitStack() as stack:
            for patch in switch:
                stack.enter_context(patch)
            yield name, _recalls(gold)
    scorer = judge(gold)
    lead_scores, rank_scores = [], []
    for document, reference in documents(gold):
        budget = max(FLOOR, int(SHARE * len(document.text)))
        lead_scores.append(scorer.score(lead(document), reference, budget))
        rank_scores.append(scorer.score(by_textrank(document, budget), reference, budget))
    yield "普通 TextRank plain", rank_scores
    yield "开头截取 Lead", lead_scores


def _switches() -> Iterator[tuple[str, list[Any]]]:
    """What is left out, and the patches that leave it out."""
    nothing = {field.name: 0.0 for field in fields(salience.Weights)}
    yield "无位置 position", [_weights(paragraph_start=0.0, paragraph_end=0.0)]
    yield "无题目重合 title overlap", [_weights(title=0.0)]
    yield (
        "无小标题 headings as matter and points",
        [_patch(module, "heading_scores", lambda _: []) for module in (demand, select)],
    )
    yield (
        "无提示语与语气 cues",
        [_weights(cue=0.0, condition=0.0, copula=0.0, demanding=0.0, flourish=0.0)],
    )
    yield "无句式系数 worth of forms", [_patch(select, "worth", lambda _: 1.0)]
    yield (
        "无去重 redundancy control",
        [_patch(select, "REPEATED", 2.0), _patch(select._Choice, "_serve", lambda *_: None)],
    )
    yield "无部分名额 section quota", [_patch(merge, "main_sections", lambda _: ())]
    yield "无压缩 compression", [_patch(select, "shapes", _whole)]
    yield "无 TextRank", [_weights(rank=0.0)]
    yield "只凭 TextRank 定分量 TextRank as the only weight", [_weights(**{**nothing, "rank": 1.0})]
    yield "各句等重 uniform weights", [_weights(**nothing)]
    yield "无饱和 saturation", [_patch(demand, "SATURATED", 1.0)]


def _whole(sentence: str, _: object) -> tuple[Form, ...]:
    """The sentence as it stands."""
    return (Form(sentence),)


def _patch(where: object, name: str, value: object) -> Any:
    return mock.patch.object(where, name, value)


def _weights(**changed: float) -> Any:
    weights = replace(salience.DEFAULT, **changed)
    return mock.patch.object(essay, "signs", partial(salience.signs, weights=weights))


def _recalls(gold: Path) -> list[float]:
    scorer = judge(gold)
    found = []
    for document, reference in documents(gold):
        budget = max(FLOOR, int(SHARE * len(document.text)))
        found.append(scorer.score(read_out(take_notes(document).notes), reference, budget))
    return found


def ablation_table(rows: Iterator[tuple[str, list[float]]]) -> Iterator[str]:
    """The lines of the ablation as a Markdown table, as the rows come in."""
    yield "| 只抽取，逐项去掉 | 平均 | 与全部之差 | 最低 |"
    yield "|---|---|---|---|"
    whole: float | None = None
    for name, recalls in rows:
        mean = statistics.mean(recalls)
        whole = mean if whole is None else whole
        yield f"| {name} | {mean:.3f} | {mean - whole:+.3f} | {min(recalls):.3f} |"


@contextmanager
def _summarizer(folder: str | None) -> Iterator[Summarizer | None]:
    if folder is None:
        yield None
        return
    from notes.summarize.checkpoint import find
    from notes.summarize.loading import load

    yield load(find(folder))


def say(line: str) -> None:
    """Write one line of the table."""
    sys.stdout.write(line + "\n")


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("--model")
    arguments.add_argument("--ablation", action="store_true")
    given = arguments.parse_args()
    if not (given.gold / "score_notes.py").exists():
        raise SystemExit(f"{given.gold}: no score_notes.py here, nothing was scored.")
    if given.ablation:
        for line in ablation_table(ablation(given.gold)):
            say(line)
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
