"""Recompute ``sentence_edges.json`` and the weights of ``notes.structure.glued``.

    python models/recipe/heading_cuts.py DATA table OUT.json
    python models/recipe/heading_cuts.py DATA weights
    python models/recipe/heading_cuts.py DATA siblings

``DATA`` holds ``government_reports``, ``laws`` and ``tech_articles`` (JSON lines,
zstandard) and ``gists_train.jsonl``, ``gists_dev.jsonl``. Every second report is left
out of both steps and scored; ``siblings`` scores whole left-out reports, whose headings
are asked for one another's form. Needs the ``recipe`` extra and about five minutes.
"""

from __future__ import annotations

import argparse
import io
import json
import math
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import zstandard
from scipy.optimize import minimize

from notes.segmenting.compiled import plain_jieba
from notes.structure.glued import cuts, weighed
from notes.structure.headings import numbered_headings
from notes.structure.numbering import MARKERS, Numbered
from notes.words import entries, words

_HEADED = re.compile(
    r"^[　 ]*([一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）|\d{1,2}[.．、])"
    r"[^\n]{3,45}$"
)
_WORD = re.compile(r"[一-鿿A-Za-z0-9]")
# Rates towards which the weights are drawn: what a reader of such texts knows, and what
# reports (few paired clauses, few study openers) show too rarely.
_PRIOR = {
    "rhythm0": 2.0, "rhythm1": 0.5, "frame": 3.5, "in_frame": -3.0, "object": -3.0,
    "dangling": -0.5, "complete": 0.7, "compound": -0.3, "copula": 1.0, "again4": 2.0,
    "strong": 2.0, "time_subject": 2.0, "stop_opener": 0.5,
}  # fmt: skip
_STRENGTH = 8.0

Signs = dict[str, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """The places where a heading may end, “nowhere” first, and the right one."""

    family: str
    options: tuple[Signs, ...]
    right: int


def say(line: str) -> None:
    """Write one line of the report."""
    sys.stdout.write(f"{line}\n")


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of a JSON lines file, compressed or not."""
    if path.suffix == ".zst":
        with path.open("rb") as file:
            text = io.TextIOWrapper(zstandard.ZstdDecompressor().stream_reader(file), "utf-8")
            return [json.loads(line) for line in text]
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def texts(data: Path, name: str, step: int) -> list[str]:
    """Every ``step``-th text of a set."""
    return [str(row["text"]) for row in rows(data / f"{name}.jsonl.zst")][::step]


def make_table(data: Path, out: Path) -> None:
    """Count how words begin sentences, end clauses and follow one another."""
    reports = texts(data, "government_reports", 2)
    sample = [*reports, *texts(data, "tech_articles", 16), *texts(data, "laws", 60)]
    table = edge_odds(sample)
    sample = [*reports * 2, *texts(data, "laws", 12), *texts(data, "tech_articles", 12)]
    table["phrases"] = phrases(sample)
    out.write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True), "utf-8"
    )


def edge_odds(sample: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Log odds of words and tags at the edges of sentences, and of neighbouring tags."""
    counts = {name: Counter[str]() for name in ("start", "end", "all", "ts", "te", "ta")}
    pairs: Counter[tuple[str, str]] = Counter()
    tag_of: dict[str, str] = {}
    for sentence in _sentences(sample):
        before = ("", "")
        for place, word in enumerate(words().tag(sentence)):
            if not _WORD.match(word.text):
                counts["end"][before[0]] += 1
                counts["te"][before[1]] += 1
                before = ("", "")
                continue
            counts["all"][word.text] += 1
            counts["ta"][word.tag] += 1
            tag_of.setdefault(word.text, word.tag)
            if place == 0:
                counts["start"][word.text] += 1
                counts["ts"][word.tag] += 1
            elif before[1]:
                pairs[before[1], word.tag] += 1
            before = (word.text, word.tag)
    return {**_odds(counts, tag_of), "pairs": _pair_odds(pairs)}


def _sentences(sample: Sequence[str]) -> Iterator[str]:
    for text in sample:
        for part in re.split(r"(?<=[。！？；\n])", text):
            if len(part.strip()) >= 8 and "一" <= part.strip()[0] <= "鿿":
                yield part.strip()


def _odds(counts: dict[str, Counter[str]], tag_of: dict[str, str]) -> dict[str, dict[str, Any]]:
    total = sum(counts["all"].values())
    base = [sum(counts[side].values()) / total for side in ("ts", "te")]

    def odds(seen: int, of: int, prior: float, weight: int, side: int) -> float:
        share = min(max((seen + weight * prior) / (of + weight), 1e-4), 0.95)
        return round(_logit(share) - _logit(base[side]), 1)

    tags, known = {}, {}
    for tag, number in counts["ta"].items():
        if number >= 200:
            tags[tag] = [
                odds(counts[side][tag], number, base[i], 50, i)
                for i, side in enumerate(("ts", "te"))
            ]
    for word, number in counts["all"].items():
        if number < 15:
            continue
        tag = tag_of[word]
        frequent = counts["ta"][tag] >= 200
        shares = [
            counts[side][tag] / counts["ta"][tag] if frequent else base[i]
            for i, side in enumerate(("ts", "te"))
        ]
        own = [
            odds(counts[side][word], number, shares[i], 8, i)
            for i, side in enumerate(("start", "end"))
        ]
        if any(abs(a - b) >= 0.4 for a, b in zip(own, tags.get(tag, [0.0, 0.0]), strict=True)):
            known[word] = own
    return {"words": known, "tags": tags}


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _pair_odds(pairs: Counter[tuple[str, str]]) -> dict[str, float]:
    left: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for (before, after), count in pairs.items():
        left[before] += count
        right[after] += count
    total = sum(pairs.values())
    odds = {}
    for (before, after), count in pairs.items():
        if left[before] >= 300 and right[after] >= 300:
            gain = math.log((count + 5) / (left[before] * right[after] / total + 5))
            if abs(gain) >= 0.3:
                odds[f"{before} {after}"] = round(gain, 1)
    return odds


def phrases(sample: Sequence[str]) -> dict[str, str]:
    """The 9,000 strongest pairs of words that follow one another."""
    single: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    cutter = plain_jieba(entries(None)).tokenizer
    for text in sample:
        for run in re.findall("[一-鿿]+", text):
            before = ""
            for word in cutter.cut(run):
                if len(word) > 1:
                    single[word] += 1
                    pairs[before, word] += bool(before)
                before = word if len(word) > 1 else ""
    total = sum(single.values())
    strong = {}
    for (before, after), count in pairs.items():
        if before and count >= 8:
            gain = math.log(count * total / (single[before] * single[after]))
            if gain >= 2.0:
                strong[before, after] = math.log(count) * gain
    table: dict[str, list[str]] = {}
    for before, after in sorted(strong, key=lambda pair: (-strong[pair], pair))[:9000]:
        table.setdefault(before, []).append(after)
    return {before: " ".join(sorted(after)) for before, after in sorted(table.items())}


def choices(data: Path) -> tuple[list[Choice], list[Choice]]:
    """Training and held-out choices: headings glued to paragraphs, titles to passages."""
    train: list[Choice] = []
    held: list[Choice] = []
    for number, text in enumerate(texts(data, "government_reports", 1)):
        (held if number % 2 else train).extend(_report_choices(text))
    for name, target in (("gists_train.jsonl", train), ("gists_dev.jsonl", held)):
        for row in rows(data / name)[:900]:
            title = str(row.get("title", ""))
            if 6 <= len(title) <= 40:
                end = len(title) if ord(str(row["text"])[0]) % 2 else 0
                whole = (title if end else "") + str(row["text"])
                target.append(_choice("title" if end else "no title", whole, 0, end))
    return train, held


def _report_choices(text: str) -> Iterator[Choice]:
    for glued, places in _glued_reports(text):
        for start, end in places:
            yield _choice("heading", glued, start, end)


def _glued_reports(text: str) -> Iterator[tuple[str, list[tuple[int, int]]]]:
    """A report without its line breaks, and where its headings begin and end.

    First without the stops of the headings, then with them.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    heads = {
        i for i, line in enumerate(lines[:-1]) if _HEADED.match(line) and len(lines[i + 1]) > 60
    }
    if len(heads) < 3:
        return
    for bare in (True, False):
        glued, places = "", []
        for i, line in enumerate(lines):
            mark = _HEADED.match(line) if i in heads else None
            piece = line.rstrip("。：:") if mark and bare else line
            if mark:
                places.append((len(glued) + mark.end(1), len(glued) + len(piece)))
            glued += piece
        yield glued, places


def score_siblings(data: Path, left_out: int = 1) -> dict[str, str]:
    """Right ends in every second report: each heading alone, and with its siblings."""
    right: Counter[str] = Counter()
    total = 0
    for text in texts(data, "government_reports", 1)[left_out::2]:
        for glued, places in _glued_reports(text):
            marks = [_mark_before(glued, start) for start, _ in places]
            alone = [cuts(glued, start, len(glued)) for start, _ in places]
            for (_, end), found in zip(places, alone, strict=True):
                right["alone"] += bool(found) and found[0].score >= 0 and found[0].end == end
            known = {h.span.end for h in numbered_headings(glued, marks) if not h.run_in}
            right["with siblings"] += sum(end in known for _, end in places)
            total += len(places)
    return {name: f"{count}/{total} = {count / total:.3f}" for name, count in right.items()}


def _choice(family: str, text: str, start: int, end: int) -> Choice:
    options = weighed(text, start, len(text), title=family != "heading")
    none = {"none_head" if family == "heading" else "none_title": 1.0, "none": 1.0}
    ends = [0, *(place for place, _, _ in options)]
    wanted = end or 0
    right = ends.index(wanted) if wanted in ends else -1
    return Choice(family, (none, *(signs for _, _, signs in options)), right)


def _mark_before(text: str, end: int) -> Numbered:
    """The heading mark that ends at ``end``; its number does not matter here."""
    for level, pattern in MARKERS[:3]:
        for start in range(max(end - 5, 0), end - 1):
            if pattern.fullmatch(text, start, end):
                return Numbered(level, 1, start, end, at_line=False)
    return Numbered(1, 1, end, end, at_line=False)


def fit(train: Sequence[Choice]) -> dict[str, float]:
    """Weights of the conditional logit, drawn towards ``_PRIOR``."""
    names = sorted({name for choice in train for option in choice.options for name in option})
    place = {name: i for i, name in enumerate(names)}
    prior = np.array([_PRIOR.get(name, 0.0) for name in names])
    sets = [(_matrix(choice, place), choice.right) for choice in train if choice.right >= 0]

    def loss(weights: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        gap = weights - prior
        value, slope = _STRENGTH * float(gap @ gap) / 2, _STRENGTH * gap
        for matrix, right in sets:
            scores = matrix @ weights
            shares = np.exp(scores - scores.max())
            value += float(np.log(shares.sum()) + scores.max() - scores[right])
            slope = slope + matrix.T @ (shares / shares.sum()) - matrix[right]
        return value, slope

    best = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return {name: round(float(weight), 1) for name, weight in zip(names, best, strict=True)}


def _matrix(choice: Choice, place: dict[str, int]) -> npt.NDArray[np.float64]:
    matrix = np.zeros((len(choice.options), len(place)))
    for row, option in enumerate(choice.options):
        for name, value in option.items():
            if name in place:
                matrix[row, place[name]] = value
    return matrix


def accuracy(weights: dict[str, float], held: Sequence[Choice]) -> dict[str, str]:
    """Right choices of each family."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for choice in held:
        scores = [sum(weights.get(n, 0.0) * v for n, v in o.items()) for o in choice.options]
        total[choice.family] += 1
        right[choice.family] += scores.index(max(scores)) == choice.right
    return {
        name: f"{right[name]}/{total[name]} = {right[name] / total[name]:.3f}" for name in total
    }


def main() -> None:
    """Write the table, or fit and print the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("step", choices=["table", "weights", "siblings"])
    parser.add_argument("out", type=Path, nargs="?", default=Path("sentence_edges.json"))
    arguments = parser.parse_args()
    if arguments.step == "table":
        make_table(arguments.data, arguments.out)
        return
    if arguments.step == "siblings":
        say(f"held out: {score_siblings(arguments.data)}")
        return
    train, held = choices(arguments.data)
    weights = fit(train)
    for name, weight in sorted(weights.items()):
        say(f'    "{name}": {weight},')
    say(f"held out: {accuracy(weights, held)}")


if __name__ == "__main__":
    main()
