"""Score the verification on corrupted and true points: ``python -m tests.score_verify [GOLD]``.

Prints one row a kind: how many points, how many refused. Corrupted points should
be refused, true ones should not. ``GOLD`` is a folder with ``docs`` and ``refs``;
without it the original texts of ``tests/data/verify`` are scored alone. Then: how many
borrowed points name their owner, and how many citations in the notes of the documents of
``GOLD`` open at text that contains their claim (extraction; ``--notes FOLDER`` for notes
that ``notes summarize GOLD/docs -o FOLDER`` wrote with a model).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from notes.pipeline import take_notes
from notes.reading import read
from notes.render.notes_json import render_json
from notes.values import Checked, Essay, Outline, Paragraph, Point, Span
from notes.verify import Verifier
from notes.words import words
from tests.corruptions import Case, Truth, corrupt, passage_around, sentences_of
from tests.independent_check import contains

DATA = Path(__file__).parent / "data" / "verify"
GROUPS: dict[str, tuple[float, tuple[str, ...]]] = {
    "numbers": (0.99, ("number", "number_joined", "number_swapped", "unit", "date", "bound")),
    "names": (0.95, ("name", "name_swapped", "title", "quotation")),
    "negation": (0.90, ("negation", "direction", "modality")),
    "mixed": (0.80, ("borrowed", "fused", "fused_sentences")),
    "form": (0.95, ("stutter", "cut")),
}
"""Groups of corruptions: the share that must be refused, and the kinds."""
UNJUDGED = {"glued": 0.0, "halves": 0.0}
"""Run-together halves: printed, no target."""
TARGETS = {kind: goal for goal, kinds in GROUPS.values() for kind in kinds} | UNJUDGED
TRUE_LIMIT = 0.05
OWNED = 0.8
"""Share of the borrowed points that must be misattributed, in a bundle with their owner."""
CITED = {"extract": 1.0, "quote": 1.0, "figure": 1.0, "model": 0.97}
"""Share of the lines of each origin whose citation must open at their claim."""
LEADS = 0.8
"""Least share of a quoted sentence that must stand where its offsets lead: repairs differ."""


def original_truths() -> tuple[dict[str, str], list[Truth]]:
    """The original texts and the hand-made statements about them."""
    texts, truths = {}, []
    for path in sorted(DATA.glob("*.truths.txt")):
        name = path.name.removesuffix(".truths.txt")
        texts[name] = text = (DATA / f"{name}.txt").read_text("utf-8")
        sentences = sentences_of(text)
        for line in path.read_text("utf-8").splitlines():
            statement, evidence = line.split("\t")
            at = text.index(evidence)
            passage = passage_around(sentences, Span(at, at + len(evidence)))
            truths.append(Truth(name, statement, passage, "paraphrase"))
    return texts, truths


def gold_truths(gold: Path) -> tuple[dict[str, str], list[Truth]]:
    """The reference facts of a gold folder whose evidence stands in the document."""
    texts, truths = {}, []
    for path in sorted((gold / "refs").glob("*.json")):
        text = clean((gold / "docs" / f"{path.stem}.txt").read_text("utf-8"))
        texts[path.stem] = text
        sentences = sentences_of(text)
        for fact in json.loads(path.read_text("utf-8"))["facts"]:
            at = text.find(fact["evidence"])
            if at < 0:
                continue
            passage = passage_around(sentences, Span(at, at + len(fact["evidence"])))
            truths.append(Truth(path.stem, fact["text"], passage, "fact"))
    return texts, truths


def clean(text: str) -> str:
    """The document without the site's counters and hard wraps (the repair room does it well)."""
    text = re.sub(r"\n\d{1,3}、", "", text)
    return re.sub(r"(?<![。！？：\n])\n(?=[^\n一二三四五六七八九十（])", "", text)


def extractive(texts: dict[str, str]) -> Iterator[Case]:
    """Every third sentence of the texts, as it stands."""
    for name, text in texts.items():
        sentences = sentences_of(text)
        for sentence in sentences[1::3]:
            if len(sentence.text) >= 10:
                yield Case(
                    "extractive", name, sentence.text, passage_around(sentences, sentence.span)
                )


def judge(
    texts: dict[str, str], cases: Sequence[Case], *, bundle: bool = False
) -> list[tuple[Case, Checked]]:
    """Check all cases, one verifier a document; with ``bundle`` it knows the other documents."""
    judged = []
    verifiers = {}
    essays = [
        Essay(number, "", name, Span(0, len(text)), text)
        for number, (name, text) in enumerate(texts.items(), 1)
    ]
    for essay in essays:
        sentences = sentences_of(essay.text)
        outline = Outline((Paragraph(1, Span(0, len(essay.text))),), (), sentences)
        others = essays if bundle else ()
        verifiers[essay.title] = Verifier(essay, outline, words(), others=others)
    for case in cases:
        point = Point(case.text, case.passage, "model")
        judged.append((case, verifiers[case.document].check(point)))
    return judged


def cited_lines(record: str, original: str) -> Iterator[tuple[str, str, bool]]:
    """The lines of a notes.json: origin, text, and whether its citations open at what it says.

    A citation opens where its offsets lead in the ``original`` text: there must stand what
    it quotes (repairs aside), and the quoted sentences together must contain the line.
    """
    for essay in json.loads(record)["essays"]:
        thesis = [essay["thesis_point"]] if essay["thesis_point"] else []
        parts = ("summary_points", "points", "claims", "measures", "practice")
        for one in [*thesis, *(one for part in parts for one in essay[part])]:
            yield one["origin"], one["text"], _opens(one["text"], one["sources"], original)
        for quote in essay["quotes"]:
            yield "quote", quote["text"], _opens(quote["text"], [quote["source"]], original)
        for figure in essay["figures"]:
            value = figure["value"]
            opens = value in figure["source"]["text"] and _leads(figure["source"], original)
            yield "figure", value, opens


def _opens(text: str, sources: Sequence[dict[str, Any]], original: str) -> bool:
    return contains("".join(source["text"] for source in sources), text) and all(
        _leads(source, original) for source in sources
    )


def _leads(source: dict[str, Any], original: str) -> bool:
    there = Counter(original[source["start"] : source["end"]])
    return (there & Counter(source["text"])).total() >= LEADS * len(source["text"])


def citations(gold: Path, notes: Path | None = None) -> bool:
    """Print how many citations open at their claim; whether the targets hold.

    The notes of all documents of ``gold`` are made by extraction; with ``notes``, a folder
    that ``notes summarize GOLD/docs -o FOLDER`` wrote, those are judged.
    """
    found: list[tuple[str, str, bool]] = []
    for path in sorted((gold / "docs").glob("*.txt")):
        document = read(path)
        written = notes / path.stem / "notes.json" if notes else None
        record = written.read_text("utf-8") if written else render_json(take_notes(document))
        found += cited_lines(record, document.text)
    good = True
    for origin, target in CITED.items():
        opens = [opened for kind, _, opened in found if kind == origin]
        if opens:
            share = sum(opens) / len(opens)
            good = good and share >= target
            sys.stdout.write(
                f"citations of {origin:8}{sum(opens):5} /{len(opens):5} open {share:7.1%}"
                f"  target >= {target:.0%} {'ok' if share >= target else 'MISSED'}\n"
            )
    for origin, text, opened in found:
        if not opened:
            sys.stdout.write(f"[citation, {origin}] {text}\n")
    return good


def owners(gold: Path | None) -> bool:
    """Print how many borrowed points name the text that they come from."""
    texts, truths = original_truths()
    if gold is not None:
        more_texts, more = gold_truths(gold)
        texts, truths = texts | more_texts, truths + more
    cases = [case for case in corrupt(truths, rounds=1) if case.kind == "borrowed"]
    judged = judge(texts, cases, bundle=True)
    named = sum(checked.verdict == "misattributed" for _, checked in judged)
    share = named / max(1, len(judged))
    good = share >= OWNED
    sys.stdout.write(
        f"borrowed points {named:5} /{len(judged):5} misattributed {share:7.1%}"
        f"  target >= {OWNED:.0%} {'ok' if good else 'MISSED'}\n"
    )
    return good


def main(arguments: Sequence[str]) -> int:
    """Print the tables; 0 when every target holds."""
    options = argparse.ArgumentParser(prog="python -m tests.score_verify")
    options.add_argument("gold", type=Path, nargs="?", help="folder with docs and refs")
    options.add_argument("--notes", type=Path, help="judge the citations of these notes")
    options.add_argument("-v", "--verbose", action="store_true", help="name what went wrong")
    chosen = options.parse_args(arguments)
    wrong = points(chosen.gold, verbose=chosen.verbose)
    good = owners(chosen.gold)
    if chosen.gold:
        good = citations(chosen.gold, chosen.notes) and good
    return wrong or int(not good)


def points(gold: Path | None, *, verbose: bool) -> int:
    """Print the table of true and corrupted points; 0 when every target holds."""
    texts, truths = original_truths()
    if gold is not None:
        more_texts, more = gold_truths(gold)
        texts, truths = texts | more_texts, truths + more
    cases = [Case(t.origin, t.document, t.text, t.passage) for t in truths]
    cases += [*extractive(texts), *corrupt(truths)]
    judge(texts, cases[:50])
    begin = time.process_time()
    judged = judge(texts, cases)
    seconds = time.process_time() - begin
    return report(judged, seconds, verbose=verbose)


def report(judged: Sequence[tuple[Case, Checked]], seconds: float, *, verbose: bool) -> int:
    """One row a kind and one a group; with ``verbose`` every wrong judgement below."""
    write = sys.stdout.write
    for kind in dict.fromkeys(case.kind for case, _ in judged):
        write(_row(kind, judged, {kind})[0])
    write("\n")
    true = {case.kind for case, _ in judged} - TARGETS.keys()
    rows = [_row("true points", judged, true, limit=TRUE_LIMIT)]
    rows += [_row(name, judged, set(kinds), goal=goal) for name, (goal, kinds) in GROUPS.items()]
    for text, _ in rows:
        write(text)
    rate = len(judged) / seconds
    write(f"{len(judged)} points in {seconds:.2f} s of processor time: {rate:.0f} a second\n")
    if verbose:
        for case, checked in judged:
            if checked.accepted != (case.kind not in TARGETS):
                found = "; ".join(f"{f.kind}:{f.detail}" for f in checked.findings)
                write(f"[{case.kind}] {case.document}: {case.text}  <{case.truth}> {found}\n")
    return int(not all(good for _, good in rows))


def _row(
    name: str,
    judged: Sequence[tuple[Case, Checked]],
    kinds: set[str],
    *,
    goal: float | None = None,
    limit: float | None = None,
) -> tuple[str, bool]:
    """A line of the table and whether its target holds."""
    verdicts = [not checked.accepted for case, checked in judged if case.kind in kinds]
    share = sum(verdicts) / max(1, len(verdicts))
    good = (goal is None or share >= goal) and (limit is None or share <= limit)
    text = f"{name:16}{sum(verdicts):5} /{len(verdicts):5} refused {share:7.1%}"
    if goal is not None:
        text += f"  target >= {goal:.0%} {'ok' if good else 'MISSED'}"
    if limit is not None:
        text += f"  target <= {limit:.0%} {'ok' if good else 'MISSED'}"
    return text + "\n", good


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
