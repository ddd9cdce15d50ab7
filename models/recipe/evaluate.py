"""Measures a checkpoint: figures beside Lead and TextRank, or predictions for a file.

``python models/recipe/evaluate.py --shared ../shared/data`` prints the table and
writes ``metrics.json`` beside the weights. ``--data FILE.jsonl --predictions -``
prints one ``{"id", "gist", "title"}`` line for each row of the file.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from fusion import Fuser
from pairs import HELD_OUT_FROM, read_rows
from rouge import mean, scores

from notes.extract.textrank import rank
from notes.structure.outline import outline
from notes.structure.sentences import sentence_spans
from notes.summarize.checkpoint import find
from notes.summarize.choice import LENGTH_TOLERANCE
from notes.summarize.embedded import EmbeddedSummarizer
from notes.summarize.loading import load
from notes.summarize.protocol import DEFAULT_LENGTH, Request, Summarizer, Task
from notes.summarize.rules import RUN
from notes.summarize.vocabulary import plain
from notes.values import Checked, Essay, Point, Span
from notes.verify import Verifier
from notes.words import words

MEETING_CHARACTERS = 1_000
"""So much of a meeting segment is read, by the model and by Lead and TextRank alike."""

_STATION = re.compile(r"^[（(]?央视网消息[）)]?(?:[（(]新闻联播[）)])?[：:]?")
_TITLE = re.compile(r"《[^《》]+》")
_NAMES = {"person", "place", "organisation"}
_DOUBTED = {"weak", "unsupported", "misattributed"}


@dataclass(frozen=True, slots=True)
class Row:
    """A passage and the reference of one task."""

    id: str
    text: str
    reference: str
    task: Task


def development_rows(shared: Path) -> dict[str, list[Row]]:
    """The development sets under ``shared``, by name."""
    gists = list(read_rows(shared / "gists_dev.jsonl"))
    briefs = list(read_rows(shared / "briefs_dev.jsonl"))
    sets = {
        "gists": [Row(r["id"], r["text"], r["gist"], "gist") for r in gists],
        "headings": [Row(r["id"], r["text"], r["title"], "heading") for r in gists],
        "briefs": [Row(r["id"], r["text"], r["brief"], "brief") for r in briefs],
        "broadcast titles": _broadcast_rows(shared / "news_broadcast.jsonl.zst"),
        "abstract titles": [
            Row(str(n), r["text"], r["title"], "heading")
            for n, r in enumerate(_optional_rows(shared / "abstract_titles.jsonl.zst"))
            if n % 10 == 0
        ],
        "meetings": [
            Row(r["id"], r["text"][:MEETING_CHARACTERS], r["summary"], "brief")
            for r in _optional_rows(shared / "meetings.jsonl.zst")[::3]
        ],
    }
    return {name: rows for name, rows in sets.items() if rows}


def _broadcast_rows(path: Path) -> list[Row]:
    rows = []
    for number, row in enumerate(_optional_rows(path)):
        body = "".join(_STATION.sub("", p) for p in row["paragraphs"])
        title = re.sub(r"^【[^】]*】", "", row["title"])
        if row["date"] >= HELD_OUT_FROM and len(body) >= 150 and 6 <= len(title) <= 30:
            rows.append(Row(str(number), body[:600], title, "heading"))
    return rows[::3]


def _optional_rows(path: Path) -> list[dict[str, Any]]:
    return list(read_rows(path)) if path.exists() else []


def lead(row: Row) -> str:
    """The first sentence (three for a brief); for a heading clipped to the reference."""
    spans = sentence_spans(row.text)
    if row.task == "brief":
        return "".join(s.within(row.text) for s in spans[:3])
    first = spans[0].within(row.text)
    return first[: len(row.reference)] if row.task == "heading" else first


def best_textrank(row: Row) -> str:
    """The sentences of highest TextRank (one; three for a brief), in text order."""
    essay = Essay(1, "", "", Span(0, len(row.text)), row.text)
    structure = outline(essay)
    weights = rank(structure, words())
    count = 3 if row.task == "brief" else 1
    best = sorted(range(len(weights)), key=lambda i: -weights[i])[:count]
    text = "".join(structure.sentences[i].text for i in sorted(best))
    return text[: len(row.reference)] if row.task == "heading" else text


def unsupported(text: str, source: str) -> list[str]:
    """Numbers, Latin words and 《》 titles of ``text`` that ``source`` lacks."""
    whole = set(RUN.findall(plain(source)))
    return [r for r in RUN.findall(text) if r not in whole] + [
        t for t in _TITLE.findall(text) if t not in plain(source)
    ]


def repeats(text: str) -> bool:
    """Whether any four characters stand twice in ``text``."""
    grams = [text[i : i + 4] for i in range(len(text) - 3)]
    return len(grams) != len(set(grams))


def measure(
    summarizer: Summarizer, sets: dict[str, list[Row]], fuser: Fuser | None = None
) -> dict[str, Any]:
    """ROUGE of the model, Lead and TextRank on each set, and the model's faults.

    With ``fuser`` also of the joined clauses by which the gists of the pre-training are made.

    The embedded model writes the gists also without the decoding rules, to show what
    the rules do, and one by one, to show what batches are worth.
    """
    figures: dict[str, Any] = {}
    for name, rows in sets.items():
        began = time.perf_counter()
        ours = summarizer.write([Request(row.task, row.text) for row in rows])
        seconds = time.perf_counter() - began
        systems: dict[str, Callable[[Row], str]] = {"lead": lead, "textrank": best_textrank}
        if fuser and name == "gists":
            systems["joined clauses"] = lambda r: fuser.gist(r.text, DEFAULT_LENGTH["gist"]) or ""
        figures[name] = {
            "rows": len(rows),
            "model": mean([scores(o, r.reference) for o, r in zip(ours, rows, strict=True)]),
            **{
                system: mean([scores(write(r), r.reference) for r in rows])
                for system, write in systems.items()
            },
            "faults": _faults(ours, rows),
            "characters a second": round(sum(len(r.text) for r in rows) / seconds),
        }
        if name == "gists" and isinstance(summarizer, EmbeddedSummarizer):
            figures[name]["faults without the rules"] = _unruled(summarizer, rows)
            figures[name]["batched against one by one"] = _batching(summarizer, rows)
    figures["peak memory MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return figures


def _unruled(summarizer: EmbeddedSummarizer, rows: Sequence[Row]) -> dict[str, float]:
    summarizer.ruled = False
    texts = summarizer.write([Request(row.task, row.text) for row in rows])
    summarizer.ruled = True
    return _faults(texts, rows)


def _batching(summarizer: EmbeddedSummarizer, rows: Sequence[Row]) -> float:
    """How much faster 24 passages together are than one after the other."""
    requests = [Request(row.task, row.text) for row in rows[:24]]
    began = time.perf_counter()
    summarizer.write(requests)
    together = time.perf_counter() - began
    for request in requests:
        summarizer.write([request])
    return round((time.perf_counter() - began - together) / together, 2)


def checked(text: str, row: Row) -> Checked:
    """``text`` after the check of ``notes`` against its passage."""
    essay = Essay(1, "", "", Span(0, len(row.text)), row.text)
    structure = outline(essay)
    return Verifier(essay, structure, words()).check(Point(text, structure.sentences, "model"))


def _faults(ours: Sequence[str], rows: Sequence[Row]) -> dict[str, float]:
    count = len(rows)
    pairs = list(zip(ours, rows, strict=True))
    checks = [checked(o, r) for o, r in pairs if o]
    asked = [DEFAULT_LENGTH[r.task] for r in rows]
    fitting = [abs(len(o) - a) <= LENGTH_TOLERANCE * a for o, a in zip(ours, asked, strict=True)]
    return {
        "empty %": round(100 * sum(not o for o in ours) / count, 1),
        "unsupported number, Latin, title %": round(
            100 * sum(bool(unsupported(o, r.text)) for o, r in pairs) / count, 1
        ),
        "refused or weak by the check %": round(
            100 * sum(c.verdict in _DOUBTED for c in checks) / count, 1
        ),
        "name unsupported by the check %": round(
            100 * sum(any(f.kind in _NAMES for f in c.findings) for c in checks) / count, 1
        ),
        "repeats %": round(100 * sum(repeats(o) for o in ours) / count, 1),
        "cut off %": round(
            100
            * sum(bool(o) and r.task != "heading" and o[-1] not in "。！？”…" for o, r in pairs)
            / count,
            1,
        ),
        "length asked for met within 20 %": round(100 * sum(fitting) / count, 1),
        "mean length": round(sum(map(len, ours)) / count, 1),
        "mean reference length": round(sum(len(r.reference) for r in rows) / count, 1),
    }


def predict(summarizer: Summarizer, path: Path, out: TextIO) -> None:
    """Write one ``{"id", "gist", "title"}`` line for each row of ``path``."""
    rows = list(read_rows(path))
    gists = summarizer.write([Request("gist", row["text"]) for row in rows])
    titles = summarizer.write([Request("heading", row["text"]) for row in rows])
    for row, gist, title in zip(rows, gists, titles, strict=True):
        line = {"id": row["id"], "gist": gist, "title": title}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def table(figures: dict[str, Any]) -> str:
    """The figures as a Markdown table, R-1/R-2/R-L by characters and by words."""
    lines = ["| set | system | R-1/R-2/R-L characters | words |", "|---|---|---|---|"]
    for name, part in figures.items():
        if not isinstance(part, dict):
            continue
        for system in ("lead", "textrank", "joined clauses", "model"):
            if system not in part:
                continue
            row = part[system]
            cells = [
                " / ".join(f"{row[f'R-{n}{suffix}']:.1f}" for n in "12L") for suffix in ("", "w")
            ]
            lines.append(f"| {name} ({part['rows']}) | {system} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", help="folder of the checkpoint; default: the one that ships")
    parser.add_argument("--shared", type=Path, default=Path("../shared/data"))
    parser.add_argument("--data", type=Path, help="a file in the form of gists_dev.jsonl")
    parser.add_argument("--predictions", help="where predictions for --data go; - for stdout")
    parser.add_argument("--sets", nargs="*", help="only these sets")
    parser.add_argument("--limit", type=int, help="only the first rows of each set")
    parser.add_argument("--no-write", action="store_true", help="do not write metrics.json")
    options = parser.parse_args()
    checkpoint = find(options.model)
    summarizer = load(checkpoint)
    if options.data:
        if options.predictions in {None, "-"}:
            predict(summarizer, options.data, sys.stdout)
        else:
            with Path(options.predictions).open("w", encoding="utf-8") as out:
                predict(summarizer, options.data, out)
        return
    sets = development_rows(options.shared)
    sets = {n: r[: options.limit] for n, r in sets.items() if not options.sets or n in options.sets}
    references = options.shared / "gists_train.jsonl"
    fuser = (
        Fuser.fit((r["text"], r["gist"]) for r in read_rows(references))
        if references.exists()
        else None
    )
    figures = measure(summarizer, sets, fuser)
    print(table(figures))
    print(json.dumps({n: f["faults"] for n, f in figures.items() if isinstance(f, dict)}, indent=1))
    if not options.no_write:
        target = Path(checkpoint.location) / "metrics.json"
        target.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
