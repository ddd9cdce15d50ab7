"""One mark of a pair got lost: put back where the document has the same words whole.

``“人造太阳稳定运行`` gets its closing mark when “人造太阳” stands elsewhere in the
document; where it does not, the end of the quotation is a guess and nothing is done.
The same holds for 《》. A title that lost both marks is mended only behind a verb of
publication (印发, 发布 …), since writers leave the marks out on purpose elsewhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from notes.repair.edits import Draft, Edit
from notes.values import Certainty

LONGEST_QUOTE, LONGEST_TITLE = 20, 50
"""Characters between the marks of the pairs that are learned from the document."""

_LEAST_BARE = 8
_LINE = re.compile(r"[^\n]+")
_ISSUED = re.compile(
    r"[印发出颁公](?:(?<=印)发|(?<=发)布|(?<=出)台|(?<=颁)布|(?<=公)布)[了的]?(?=[一-鿿])"
)
_DOCUMENT = re.compile(
    r"(?:法|条例|规划|方案|意见|报告|纲要|办法|决定|通知|计划|规定|白皮书|宣言|细则|公约|准则|标准|指南)$"
)


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two marks, what may stand between them, and the shortest content that proves a loss."""

    opener: str
    closer: str
    whole: re.Pattern[str]
    least: int


_PAIRS = (
    _Pair("“", "”", re.compile(rf"“([^“”。！？\n]{{1,{LONGEST_QUOTE}}})”"), 2),
    _Pair("《", "》", re.compile(rf"《([^《》。\n]{{2,{LONGEST_TITLE}}})》"), 3),
)


def lost_partners(draft: Draft) -> Iterator[Edit]:
    """Give lone marks their partners, and published documents their 《》."""
    text = draft.text
    for pair in _PAIRS:
        if pair.opener not in text and pair.closer not in text:
            continue
        whole = Counter(match[1] for match in pair.whole.finditer(text))
        if whole:
            yield from _lone_marks(text, pair, whole)
            if pair.opener == "《":
                yield from _bare_titles(text, whole)


def _lone_marks(text: str, pair: _Pair, whole: Counter[str]) -> Iterator[Edit]:
    marks = re.compile(f"[{pair.opener}{pair.closer}]")
    longest = max(map(len, whole))
    for line in _LINE.finditer(text):
        if text.count(pair.opener, *line.span()) == text.count(pair.closer, *line.span()):
            continue
        lone: list[int] = []
        for mark in marks.finditer(text, *line.span()):
            at = mark.start()
            if mark.group() == pair.opener:
                lone.append(at)
            elif lone and text[lone[-1]] == pair.opener:
                lone.pop()
            else:
                lone.append(at)
        for at in lone:
            if text[at] == pair.opener and not _goes_on(text, at, line.end(), pair):
                yield from _closed(text, at, whole, pair, longest)
            elif text[at] == pair.closer and not _began(text, at, line.start(), pair):
                yield from _opened(text, at, whole, pair, longest)


def _goes_on(text: str, at: int, end: int, pair: _Pair) -> bool:
    """Whether the quotation may run over the end of the line into the next."""
    if any(mark in text[at + 1 : end] for mark in (pair.opener, pair.closer)):
        return False
    behind = re.compile(f"[{pair.opener}{pair.closer}]").search(text, end)
    if behind is None:
        return False
    begins_line = not text[text.rfind("\n", end, behind.start()) + 1 : behind.start()].strip()
    return behind.group() == pair.closer or begins_line


def _began(text: str, at: int, start: int, pair: _Pair) -> bool:
    """Whether the quotation may have begun in a line before."""
    if any(mark in text[start:at] for mark in (pair.opener, pair.closer)):
        return False
    opened = max(text.rfind(pair.opener, 0, start), -1)
    return opened >= 0 and opened > text.rfind(pair.closer, 0, start)


def _closed(text: str, at: int, whole: Counter[str], pair: _Pair, longest: int) -> Iterator[Edit]:
    for length in range(min(longest, len(text) - at - 1), pair.least - 1, -1):
        content = text[at + 1 : at + 1 + length]
        if content in whole:
            end = at + 1 + length
            yield Edit(
                end - 1, end, text[end - 1] + pair.closer, "quotation", _trust(content, whole)
            )
            return


def _opened(text: str, at: int, whole: Counter[str], pair: _Pair, longest: int) -> Iterator[Edit]:
    for length in range(min(longest, at), pair.least - 1, -1):
        content = text[at - length : at]
        if content in whole:
            start = at - length
            yield Edit(
                start, start + 1, pair.opener + text[start], "quotation", _trust(content, whole)
            )
            return


def _trust(content: str, whole: Counter[str]) -> Certainty:
    return "sure" if whole[content] >= 2 or len(content) >= 4 else "likely"


def _bare_titles(text: str, whole: Counter[str]) -> Iterator[Edit]:
    titles = {t for t in whole if len(t) >= _LEAST_BARE and _DOCUMENT.search(t)}
    if not titles:
        return
    lengths = sorted({len(title) for title in titles}, reverse=True)
    for verb in _ISSUED.finditer(text):
        at = verb.end()
        for length in lengths:
            if text[at : at + length] in titles:
                title = text[at : at + length]
                yield Edit(at, at + length, f"《{title}》", "quotation", "likely")
                break
