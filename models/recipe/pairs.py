"""Training pairs from the corpora: what the model reads and what it should write.

Pre-training pairs are mined, none is written by hand:

* *heading*: title of a broadcast item or article from its body; heading line of a
  report from the paragraphs under it;
* *brief* and *gist*: the announcer's brief of an item from its body (by its number
  of sentences); the lead sentence of an item from the paragraphs after it;
* *gist*: the clauses of a window that a person would keep, joined (``fusion.py``);
  or the sentence of a window that shares most with the rest (gap-sentence
  generation, Zhang et al. 2020), left in the window half of the time;
* *brief*: such joined clauses of the parts of a long window; *heading*: the best of
  its short clauses.

Fine-tuning pairs are the written gists, titles, briefs and theses.
"""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import zstandard
from fusion import Fuser
from segments import OPENER, bigrams, sentences

from notes.summarize.protocol import Task
from notes.summarize.vocabulary import plain

HELD_OUT_FROM = "20260401"
"""Broadcast items from this day on are development data and never trained on."""

_STATION = re.compile(r"^[（(]?央视网消息[）)]?(?:[（(]新闻联播[）)])?[：:]?")
_COLUMN = re.compile(r"^(?:【[^】]{1,20}】|\[[^\]]{1,20}\])+")
_NUMBER = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]{2,}")
_MARKUP = re.compile(r"[#*`]+")
_REPORT_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+[.．、])"
)


_WINDOW_SHARE = {"law": 0.12, "article": 0.15, "broadcast": 0.75}
"""Share of the windows kept, smaller for corpora that are far from the genre."""

_PASSES = {"report": 3}
"""How often a corpus is cut to windows, each time at other places."""

_FUSED, _GAP = 0.72, 0.9
"""Cumulative shares of windows that become a joined gist, a gap sentence, a heading."""

_LONG_EVERY = 9
"""One brief of a long window for so many short windows."""

RUN = 4
"""Characters of a run that counts as copied."""


@dataclass(frozen=True, slots=True)
class Pair:
    """``source`` is read, ``target`` written; ``origin`` names the corpus and the kind."""

    task: Task
    source: str
    target: str
    origin: str


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a JSON-lines file, zstandard-compressed when it ends in .zst."""
    with path.open("rb") as raw:
        stream: Any = (
            zstandard.ZstdDecompressor().stream_reader(raw) if path.suffix == ".zst" else raw
        )
        with io.TextIOWrapper(stream, encoding="utf-8") as lines:
            for line in lines:
                yield json.loads(line)


def trimmed(sentence: str) -> str:
    """The sentence without its opener (同时，…指出，), as a gist is written."""
    shorter = OPENER.sub("", sentence, count=1)
    return shorter if len(shorter) >= 15 else sentence


def answerable(target: str, source: str) -> bool:
    """Whether the source holds the numbers of the target and half of its bigrams.

    A pair that is not answerable teaches the model to invent.
    """
    if any(number not in source for number in _NUMBER.findall(target)):
        return False
    grams = bigrams(target)
    return len(grams & bigrams(source)) >= 0.5 * len(grams)


def windows(units: Sequence[str], rng: random.Random, low: int, high: int) -> Iterator[list[str]]:
    """Cut consecutive sentences into windows of ``low`` to ``high`` characters."""
    current: list[str] = []
    wanted, size = rng.randint(low, high), 0
    for unit in units:
        if size + len(unit) > wanted and len(current) >= 3:
            yield current
            current, size, wanted = [], 0, rng.randint(low, high)
        if len(unit) <= high:
            current.append(unit)
            size += len(unit)
    if len(current) >= 3 and size >= 100:
        yield current


def gap_sentence(window: Sequence[str], rng: random.Random, origin: str) -> Pair | None:
    """The most central sentence of the window as the gist of the window."""
    grams = [bigrams(unit) for unit in window]
    shared = Counter(gram for own in grams for gram in own)
    best, best_score = -1, 0.0
    for index, unit in enumerate(window):
        if not 18 <= len(unit) <= 85 or unit[-1] not in "。！？!?." or not grams[index]:
            continue
        overlap = sum(shared[gram] > 1 for gram in grams[index])
        score = overlap / (len(grams[index]) ** 0.75) * (1.15 if index == 0 else 1.0)
        if score > best_score:
            best, best_score = index, score
    if best < 0 or best_score < 0.5:
        return None
    target = trimmed(window[best])
    rest = "".join(unit for index, unit in enumerate(window) if index != best)
    source = rest if rng.random() < 0.5 and answerable(target, rest) else "".join(window)
    return Pair("gist", source, target, f"{origin}:gap")


def window_pairs(
    units: Sequence[str], rng: random.Random, origin: str, fuser: Fuser
) -> Iterator[Pair]:
    """Gists, headings and briefs of the windows of a text."""
    for _ in range(_PASSES.get(origin, 1)):
        for window in windows(units, rng, 180, 600):
            if rng.random() > _WINDOW_SHARE.get(origin, 1.0):
                continue
            source, draw = "".join(window), rng.random()
            if draw < _FUSED:
                gist = fuser.gist(source, rng.randint(34, 60))
                pair = Pair("gist", source, gist, f"{origin}:joined") if gist else None
            elif draw < _GAP:
                pair = gap_sentence(window, rng, origin)
            else:
                heading = fuser.heading(source)
                pair = Pair("heading", source, heading, f"{origin}:clause") if heading else None
            if pair:
                yield pair
        for window in windows(units, rng, 650, 1100):
            if rng.random() < _WINDOW_SHARE.get(origin, 1.0) * 3 / _LONG_EVERY:
                yield from long_pair(window, rng, origin, fuser)


def long_pair(
    window: Sequence[str], rng: random.Random, origin: str, fuser: Fuser
) -> Iterator[Pair]:
    """The brief of a long window: a joined gist for each of its two to four parts."""
    count = rng.choice((2, 3, 3, 4))
    size = -(-len(window) // count)
    parts = ["".join(window[at : at + size]) for at in range(0, len(window), size)]
    gists = [fuser.gist(part, rng.randint(100, 160) // len(parts)) for part in parts]
    if len(window) >= 2 * count and all(gists):
        brief = "".join(gist for gist in gists if gist)
        yield Pair("brief", "".join(window), brief, f"{origin}:joined")


def broadcast_pairs(row: dict[str, Any], rng: random.Random, fuser: Fuser) -> Iterator[Pair]:
    """Title, brief, lead and gap-sentence pairs of one broadcast item."""
    paragraphs = [plain(_STATION.sub("", p)) for p in row["paragraphs"]]
    body = "\n".join(p for p in paragraphs if p)
    units = sentences(body)
    if len(body) < 120 or len(units) < 3:
        return
    limit = rng.randint(220, 600)
    head = _cut(units, limit)
    title = _COLUMN.sub(
        "", plain(row["title"].replace(" ", "，") if rng.random() < 0.5 else row["title"])
    )
    if 6 <= len(title) <= 30 and answerable(title, head):
        yield Pair("heading", head, title, "broadcast:title")
    brief = plain(row.get("brief") or "")
    grams = bigrams(brief)
    if (
        len(brief) >= 25
        and answerable(brief, body)
        and len(grams & bigrams(body)) >= 0.6 * len(grams)
    ):
        count = len(sentences(brief))
        longer = _cut(units, max(limit, 4 * len(brief)))
        if count == 1 and len(brief) <= 90:
            yield Pair("gist", longer, brief, "broadcast:brief")
        elif len(brief) <= 200 and brief not in body:
            yield Pair("brief", longer, brief, "broadcast:brief")
    lead, rest = units[0], units[1:]
    if 25 <= len(lead) <= 80 and lead[-1] == "。":
        follow = _cut(rest, limit)
        if len(follow) >= 100 and len(bigrams(lead) & bigrams(follow)) >= 0.3 * len(bigrams(lead)):
            masked = rng.random() < 0.6 and answerable(trimmed(lead), follow)
            source = follow if masked else lead + follow
            yield Pair("gist", source, trimmed(lead), "broadcast:lead")
    yield from window_pairs(units, rng, "broadcast", fuser)


def article_pairs(
    row: dict[str, Any], rng: random.Random, origin: str, fuser: Fuser
) -> Iterator[Pair]:
    """Title and gap-sentence pairs of an article; heading pairs of a report."""
    lines = [_MARKUP.sub("", plain(line)) for line in row["text"].splitlines()]
    lines = [line for line in lines if line]
    units = [u for line in lines for u in sentences(line) if len(u) >= 6 or u[-1] in "。！？"]
    title = plain(row.get("title") or "")
    if origin == "article" and 6 <= len(title) <= 28 and len(units) > 5:
        yield Pair("heading", _cut(units, rng.randint(250, 600)), title, f"{origin}:title")
    if origin != "law":
        yield from _heading_pairs(lines, rng, origin)
    yield from window_pairs(units, rng, origin, fuser)


def _heading_pairs(lines: Sequence[str], rng: random.Random, origin: str) -> Iterator[Pair]:
    for index, line in enumerate(lines[:-1]):
        heading = _REPORT_HEADING.sub("", line)
        if not 4 <= len(heading) <= 26 or line[-1] in "。！？；，：:.,;!?":
            continue
        body: list[str] = []
        for following in lines[index + 1 : index + 12]:
            if len(following) <= 26 and following[-1] not in "。！？；":
                break
            body.extend(sentences(following))
        source = _cut(body, rng.randint(220, 600))
        grams = bigrams(heading)
        if len(source) >= 120 and len(grams & bigrams(source)) >= 0.34 * len(grams):
            yield Pair("heading", source, heading, f"{origin}:heading")


def written_pairs(folder: Path, part: str) -> Iterator[Pair]:
    """The references written by reading; ``part`` is ``train`` or ``dev``.

    ``folder`` holds ``gists_PART.jsonl`` and ``briefs_PART.jsonl``, or either.
    """
    for row in _rows_of(folder / f"gists_{part}.jsonl"):
        source = plain(row["text"])
        yield Pair("gist", source, plain(row["gist"]), "written:gist")
        yield Pair("heading", source, plain(row["title"]), "written:title")
    for row in _rows_of(folder / f"briefs_{part}.jsonl"):
        source = plain(row["text"])
        yield Pair("brief", source, plain(row["brief"]), "written:brief")
        yield Pair("gist", source, plain(row["thesis"]), "written:thesis")
        yield Pair("heading", source, plain(row["title"]), "written:title")


def verbatim(pair: Pair) -> float:
    """How much a gist copies: the share of its runs of four characters that its source has.

    0 for other tasks. Punctuation does not count.
    """
    if pair.origin != "written:gist":
        return 0.0
    source, target = ("".join(filter(str.isalnum, text)) for text in (pair.source, pair.target))
    runs = [target[at : at + RUN] for at in range(len(target) - RUN + 1)]
    return sum(run in source for run in runs) / max(1, len(runs))


def _rows_of(path: Path) -> Iterator[dict[str, Any]]:
    return read_rows(path) if path.exists() else iter(())


def mined_pairs(
    folder: Path, fuser: Fuser, *, open_data: bool, seed: int, share: tuple[int, int]
) -> list[Pair]:
    """Mine the corpora under ``folder``; ``share`` = (k, n) takes every n-th row from the k-th."""
    sources = [
        ("government_reports", "report"),
        ("tech_articles", "article"),
        ("laws", "law"),
        ("wiki_passages", "wiki"),
    ]
    found: list[Pair] = []
    for name, origin in sources:
        for number, row in _every(folder / f"{name}.jsonl.zst", share):
            rng = random.Random(f"{seed}:{name}:{number}")
            found.extend(article_pairs(row, rng, origin, fuser))
    if not open_data:
        for number, row in _every(folder / "news_broadcast.jsonl.zst", share):
            if row["date"] < HELD_OUT_FROM:
                rng = random.Random(f"{seed}:broadcast:{number}")
                found.extend(broadcast_pairs(row, rng, fuser))
    return [pair for pair in found if len(pair.source) >= 60 and len(pair.target) >= 5]


def _every(path: Path, share: tuple[int, int]) -> Iterator[tuple[int, dict[str, Any]]]:
    if not path.exists():
        return
    for number, row in enumerate(read_rows(path)):
        if number % share[1] == share[0]:
            yield number, row


def _cut(units: Sequence[str], limit: int) -> str:
    kept: list[str] = []
    size = 0
    for unit in units:
        if kept and size + len(unit) > limit:
            break
        kept.append(unit)
        size += len(unit)
    return "".join(kept)[: limit + 200]
