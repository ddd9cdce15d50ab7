"""Garbled titles of essays, mended by the sentence of the body that they quote.

Titles are set in large ornamental type, which recognition reads worst, and the body
often says the same words again. A title is mended by such a passage when they agree
in most places, differ in short runs only, and at least one run is no Chinese at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes.repair.edits import Draft, Edit
from notes.repair.lexicon import is_word

SHORTEST, LONGEST = 10, 30
"""Characters of a title that can be compared with a passage."""

_LABEL = re.compile(
    r"(?:^|(?<=[。！？!?”）\n]))[ \t　]*(?:篇|第)[一二三四五六七八九十\d]{1,3}篇?[：:、\s]*",
    re.MULTILINE,
)
_HAN = re.compile(r"[一-鿿]{10,}")
_ANCHOR = 5
_MOST_PLACES = 60
_AGREEMENT = 0.65
_LONGEST_RUN = 2


def garbled_titles(draft: Draft) -> Iterator[Edit]:
    """Mend the words behind a label that the body repeats in good Chinese."""
    text = draft.text
    for label in _LABEL.finditer(text):
        title = _HAN.match(text, label.end(), label.end() + LONGEST)
        if title and _may_be_garbled(title.group()):
            yield from _mended(text, title.start(), title.group())


def _may_be_garbled(title: str) -> bool:
    """Whether two characters of a title are in no word, so that a search is worth its time."""
    return any(
        not _touches_word(title[: at + 2 * _LONGEST_RUN], at, at + _LONGEST_RUN)
        for at in range(len(title) - _LONGEST_RUN)
    )


def _mended(text: str, start: int, title: str) -> Iterator[Edit]:
    best: tuple[int, str] = (0, "")
    for passage in _passages(text, start, title):
        length, gain = _aligned(title, passage)
        if length and gain > best[0] and _is_convincing(title[:length], passage[:length]):
            best = (gain, passage[:length])
    for low, high in _runs(title, best[1]):
        yield Edit(start + low, start + high, best[1][low:high], "ocr_char", "likely")


def _passages(text: str, start: int, title: str) -> Iterator[str]:
    """The places of the text that share five characters with the title, laid beside it."""
    seen: set[int] = set()
    for offset in range(len(title) - _ANCHOR + 1):
        anchor = title[offset : offset + _ANCHOR]
        at = text.find(anchor)
        for _ in range(_MOST_PLACES):
            if at < 0:
                break
            begin = at - offset
            if begin >= 0 and abs(begin - start) >= len(title) and begin not in seen:
                seen.add(begin)
                yield text[begin : begin + len(title)]
            at = text.find(anchor, at + 1)


def _aligned(title: str, passage: str) -> tuple[int, int]:
    """The length up to which the two agree best, ending in two equal characters."""
    score, best, length = 0, 0, 0
    for at, (one, other) in enumerate(zip(title, passage, strict=False), start=1):
        score += 1 if one == other else -1
        ends_equal = at >= 2 and title[at - 2 : at] == passage[at - 2 : at]
        if at >= SHORTEST and ends_equal and score >= best:
            best, length = score, at
    return length, best


def _runs(title: str, passage: str) -> list[tuple[int, int]]:
    """The ranges in which the two differ."""
    runs: list[tuple[int, int]] = []
    for at, (one, other) in enumerate(zip(title, passage, strict=False)):
        if one == other:
            continue
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        else:
            runs.append((at, at + 1))
    return runs


def _is_convincing(title: str, passage: str) -> bool:
    runs = _runs(title, passage)
    if not runs or not _HAN.fullmatch(passage):
        return False
    differing = sum(high - low for low, high in runs)
    if differing > (1 - _AGREEMENT) * len(title):
        return False
    if any(high - low > _LONGEST_RUN for low, high in runs):
        return False
    return any(_is_gibberish(title, passage, run) for run in runs)


def _is_gibberish(title: str, passage: str, run: Sequence[int]) -> bool:
    """Whether a run is part of no word, while the passage has a word there."""
    low, high = run
    return (
        high - low == _LONGEST_RUN
        and not _touches_word(title, low, high)
        and is_word(passage[low:high])
    )


def _touches_word(text: str, low: int, high: int) -> bool:
    return any(
        is_word(text[start:end])
        for start in range(max(low - 3, 0), high)
        for end in range(max(start + 2, low + 1), min(high + 4, len(text) + 1))
    )
