"""Score the verification on corrupted and true points: ``python -m tests.score_verify [GOLD]``.

Prints one row a kind: how many points, how many refused. Corrupted points should
be refused, true ones should not. ``GOLD`` is a folder with ``docs`` and ``refs``;
without it the original texts of ``tests/data/verify`` are scored alone.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from notes.values import Checked, Essay, Outline, Paragraph, Point, Span
from notes.verify import Verifier
from notes.words import words
from tests.corruptions import Case, Truth, corrupt, passage_around, sentences_of

DATA = Path(__file__).parent / "data" / "verify"
GROUPS: dict[str, tuple[float, tuple[str, ...]]] = {
    "numbers": (0.99, ("number", "number_joined", "number_swapped", "unit", "date", "bound")),
    "names": (0.95, ("name", "name_swapped", "title", "quotation")),
    "negation": (0.90, ("negation", "direction", "modality")),
    "mixed": (0.80, ("borrowed", "fused", "fused_sentences")),
    "form": (0.95, ("stutter", "cut")),
}
"""Groups of corruptions: the share that must be refused, and the kinds."""
TARGETS = {kind: goal for goal, kinds in GROUPS.values() for kind in kinds} | {"glued": 0.0}
TRUE_LIMIT = 0.05


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


def judge(texts: dict[str, str], cases: Sequence[Case]) -> list[tuple[Case, Checked]]:
    """Check all cases, one verifier a document."""
    judged = []
    verifiers = {}
    for number, (name, text) in enumerate(texts.items(), 1):
        sentences = sentences_of(text)
        outline = Outline((Paragraph(1, Span(0, len(text))),), (), sentences)
        essay = Essay(number, "", name, Span(0, len(text)), text)
        verifiers[name] = Verifier(essay, outline, words())
    for case in cases:
        point = Point(case.text, case.passage, "model")
        judged.append((case, verifiers[case.document].check(point)))
    return judged


def main(arguments: Sequence[str]) -> int:
    """Print the table; 0 when every target holds."""
    texts, truths = original_truths()
    if arguments:
        more_texts, more = gold_truths(Path(arguments[0]))
        texts, truths = texts | more_texts, truths + more
    cases = [Case(t.origin, t.document, t.text, t.passage) for t in truths]
    cases += [*extractive(texts), *corrupt(truths)]
    judge(texts, cases[:50])
    begin = time.process_time()
    judged = judge(texts, cases)
    seconds = time.process_time() - begin
    return report(judged, seconds, verbose="-v" in arguments)


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
