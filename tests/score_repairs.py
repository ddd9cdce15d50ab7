"""Score repair and structure against hand-made labels.

    python -m tests.score_repairs ../shared/seed [--gold ../shared/gold] [--typos FILE]

``SEED`` holds ``bundle.txt`` and ``damage.json`` (damaged and repaired contexts),
``--gold`` holds ``docs/*.txt`` and ``refs/*.json`` (title, kind, outline). A label is
*found* when a repair touches what it changes and *right* when the repaired context is
the expected one (punctuation width and line breaks aside). A lost heading break is
right when an essay, title or heading begins or ends there.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any

from notes.repair import repair
from notes.structure.bundle import split_bundle
from notes.structure.kind import kind
from notes.structure.outline import outline
from notes.values import Bundle, Document, Repair, Repaired

SILENT = {"half_width", "lost_text"}
_MARKED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[.、．]"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A labelled place of the damaged text."""

    kind: str
    certainty: str
    start: int
    end: int
    damaged: str
    repaired: str | None


def say(line: str) -> None:
    """Write one line of the score."""
    sys.stdout.write(f"{line}\n")


def read_labels(path: Path, text: str) -> list[Label]:
    """The labels with the offsets at which their contexts stand."""
    labels = []
    for row in json.loads(path.read_text("utf-8")):
        at = text.find(row["damaged"])
        if at < 0:
            say(f"not in the text: {row['damaged']}")
            continue
        labels.append(
            Label(
                row["kind"],
                row["certainty"],
                at,
                at + len(row["damaged"]),
                row["damaged"],
                row["repaired"],
            )
        )
    return labels


def plain(text: str) -> str:
    """Text without differences of width and without white space."""
    return re.sub(r"[\s…]|\.{3,}", "", unicodedata.normalize("NFKC", text))


def changes(repaired: Repaired) -> list[Repair]:
    """The repairs that are judged one by one."""
    return [r for r in repaired.repairs if r.kind not in SILENT]


def context(text: str, repairs: Sequence[Repair], start: int, end: int) -> str:
    """``text[start:end]`` after the repairs that touch it."""
    parts, at = [], start
    for change in repairs:
        if change.end <= start or change.start >= end:
            continue
        parts.append(text[at : max(change.start, at)])
        if start <= change.start:
            parts.append(change.repaired)
        at = change.end
    parts.append(text[at:end] if at < end else "")
    return "".join(parts)


def is_right(label: Label, repaired: Repaired, boundaries: set[int]) -> bool:
    """Whether the place of ``label`` is as it should be."""
    text = repaired.document.text
    if label.kind == "page_counter":
        number = re.search(r"\n?(\d+)、", label.damaged)
        return number is not None and any(
            r.kind == "page_counter"
            and label.start <= r.start
            and r.end <= label.end
            and r.damaged.strip() == f"{number[1]}、"
            and (r.damaged.startswith("\n") or number[1] == "1")
            for r in repaired.repairs
        )
    if label.kind == "lost_heading_break":
        return all(
            any(at + slack in boundaries for slack in (0, 1, -1)) for at in _breaks(label, repaired)
        )
    if label.kind == "lost_text":
        return any(
            r.kind == "lost_text" and label.start <= r.end <= label.end for r in repaired.repairs
        )
    if label.repaired is None:
        return False
    return plain(context(text, changes(repaired), label.start, label.end)) == plain(label.repaired)


def is_found(label: Label, repaired: Repaired) -> bool:
    """Whether a judged repair touches a character that ``label`` changes."""
    spots = [
        (label.start + low, label.start + max(high, low + 1))
        for tag, low, high, _, _ in SequenceMatcher(
            None, label.damaged, label.repaired or "", autojunk=False
        ).get_opcodes()
        if tag != "equal"
    ]
    return any(r.start < high and low < r.end for r in changes(repaired) for low, high in spots)


def _breaks(label: Label, repaired: Repaired) -> Iterator[int]:
    """Where, in the repaired text, ``label`` wants a line break."""
    parts = (label.repaired or "").split("\n")
    place = 0
    for before, behind in pairwise(parts):
        joined = before.rstrip("…")[-2:] + behind[:2]
        at = label.damaged.find(joined, place)
        if at >= 0:
            place = at + len(joined) - 2
        elif (at := label.damaged.find(behind[:4], place + 1)) >= 0:
            place = at
        else:
            place = label.damaged.find(before[-4:], place) + len(before[-4:])
        yield to_repaired(repaired, label.start + place)


def to_repaired(repaired: Repaired, position: int) -> int:
    """The position in the repaired text that an original position became."""
    moves = [r for r in repaired.repairs if r.kind != "lost_text"]
    at = bisect_right([r.start for r in moves], position - 1)
    shift = sum(len(r.repaired) - (r.end - r.start) for r in moves[:at])
    return position + shift


def boundaries_of(bundle: Bundle) -> set[int]:
    """Where essays, titles and headings begin or end, in the repaired text."""
    places: set[int] = set()
    for essay in bundle.essays:
        start = essay.span.start
        places |= {start, essay.span.end}
        places |= {start - len(essay.title), start - len(essay.title) - len(essay.label)}
        for section in outline(essay).sections:
            if section.level and not section.run_in:
                places |= {start + section.heading_span.start, start + section.heading_span.end}
    return places


def score_seed(folder: Path) -> None:
    """Print found and right of every kind of label, and what was changed besides."""
    text = (folder / "bundle.txt").read_text("utf-8")
    repaired = repair(Document("bundle.txt", text))
    bundle = split_bundle(repaired)
    boundaries = boundaries_of(bundle)
    labels = read_labels(folder / "damage.json", text)
    kept = [label for label in labels if label.kind == "original_error_keep"]
    judged = [label for label in labels if label.kind != "original_error_keep"]
    rows: dict[tuple[str, str], Counter[str]] = {}
    for label in judged:
        row = rows.setdefault((label.kind, label.certainty), Counter())
        row["all"] += 1
        right = is_right(label, repaired, boundaries)
        row["right"] += right
        row["found"] += right or is_found(label, repaired)
        if not right and label.certainty == "sure":
            say(f"  missed {label.kind}: {label.damaged!r}")
    say(f"{'label':<20}{'certainty':<12}{'all':>5}{'found':>7}{'right':>7}")
    for (name, certainty), row in sorted(rows.items()):
        say(f"{name:<20}{certainty:<12}{row['all']:>5}{row['found']:>7}{row['right']:>7}")
    others = {"ocr_char", "inserted_noise", "lost_hyphen", "lost_heading_break"}
    sure = [
        row for (name, certainty), row in rows.items() if name in others and certainty == "sure"
    ]
    total, good = sum(r["all"] for r in sure), sum(r["right"] for r in sure)
    say(f"other sure repairs right: {good}/{total} = {good / max(total, 1):.0%}")
    outside = [
        r
        for r in changes(repaired)
        if not any(label.start < r.end and r.start < label.end for label in judged)
    ]
    say(f"changes outside the labels: {len(outside)}")
    for change in outside:
        around = text[max(change.start - 8, 0) : change.end + 8]
        say(f"  {change.kind}: {change.damaged!r} → {change.repaired!r} in {around!r}")
    touched = [
        label
        for label in kept
        if any(
            r.kind != "page_counter" and label.start < r.end and r.start < label.end
            for r in changes(repaired)
        )
    ]
    say(f"author's errors touched: {len(touched)} of {len(kept)}")
    say(f"essays: {len(bundle.essays)} found, {bundle.claimed} claimed")


def score_gold(folder: Path) -> None:
    """Print false repairs on the clean documents, then headings, titles and kinds."""
    hits, wanted, given, titles, kinds = 0, 0, 0, 0, 0
    characters, false = 0, []
    references = sorted((folder / "refs").glob("*.json"))
    for path in references:
        reference = json.loads(path.read_text("utf-8"))
        text = (folder / "docs" / f"{path.stem}.txt").read_text("utf-8")
        repaired = repair(Document(path.name, text))
        if not path.stem.startswith("seed"):
            characters += len(text)
            false += [(path.stem, r) for r in changes(repaired)]
        essay = split_bundle(repaired).essays[0]
        structure = outline(essay)
        headings = [s.heading for s in structure.sections if s.level and not s.run_in]
        marked = [h for h in reference["outline"] if _MARKED.match(h)]
        matched = sum(any(_same_heading(h, w) for h in headings) for w in marked)
        hits, wanted, given = hits + matched, wanted + len(marked), given + len(headings)
        titles += _right_title(essay.title, reference)
        found, reasons = kind(essay, structure)
        kinds += found == reference["kind"]
        say(
            f"  {path.stem:<9} headings {matched}/{len(marked)} of {len(headings)} given, "
            f"title {essay.title!r}, kind {found} ({reference['kind']}: {reasons[0]})"
        )
    say(f"false repairs: {len(false)} in {characters} characters of clean documents")
    for name, change in false:
        say(f"  {name}: {change.kind} {change.damaged!r} → {change.repaired!r}")
    precision, recall = hits / max(given, 1), hits / max(wanted, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    say(f"headings: precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")
    say(f"titles right or left to be proposed: {titles}/{len(references)}")
    say(f"kinds right: {kinds}/{len(references)}")


def _same_heading(found: str, wanted: str) -> bool:
    """Same mark, and one heading holds most of the other (references shorten some)."""
    marks = [_MARKED.match(found), _MARKED.match(wanted)]
    if not all(marks) or plain(marks[0].group()) != plain(marks[1].group()):  # type: ignore[union-attr]
        return False
    pairs = [
        {text[i : i + 2] for i in range(len(text) - 1)} for text in (plain(found), plain(wanted))
    ]
    smaller = min(len(pairs[0]), len(pairs[1]))
    return bool(smaller) and len(pairs[0] & pairs[1]) / smaller >= 0.6


def _right_title(title: str, reference: dict[str, Any]) -> bool:
    if not reference["title_given"]:
        return not title
    return plain(title) == plain(reference["title"])


def score_typos(path: Path, limit: int = 500) -> None:
    """Print how often single official sentences, right and wrong, are changed."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    right = [row for row in rows if row["text"] == row["target"]][:limit]
    wrong = [row for row in rows if row["text"] != row["target"]]
    changed = sum(bool(changes(repair(Document("", row["target"])))) for row in right)
    say(f"correct sentences changed: {changed} of {len(right)}")
    touched = [row for row in wrong if changes(repair(Document("", row["text"])))]
    mended = sum(repair(Document("", row["text"])).text == row["target"] for row in touched)
    say(f"damaged sentences: {len(touched)} of {len(wrong)} changed, {mended} of these right")


def main() -> None:
    """Run the scores that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0] if __doc__ else None)
    parser.add_argument("seed", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--typos", type=Path)
    arguments = parser.parse_args()
    score_seed(arguments.seed)
    if arguments.gold:
        score_gold(arguments.gold)
    if arguments.typos:
        score_typos(arguments.typos)


if __name__ == "__main__":
    main()
