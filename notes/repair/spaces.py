"""Spaces inside Chinese sentences: ``新 质 生产力``.

A space between two Chinese words is legitimate in titles, signatures and tables,
so only lines that are prose (long, with sentence marks) lose theirs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.repair.edits import Draft, Edit
from notes.repair.lexicon import is_word

_HAN = r"㐀-䶿一-鿿豈-﫿"
_LINE = re.compile(r"[^\n]+")
_BETWEEN = re.compile(rf"(?<=[{_HAN}])[ \t　\u00a0\u2002-\u200a]+(?=[{_HAN}])")
_AT_MARK = re.compile(
    rf"(?<=[{_HAN}])[ \t\u00a0]+(?=[、，。；：？！”’》）】])"
    rf"|(?<=[“‘《（【])[ \t\u00a0]+(?=[{_HAN}])"
)
_PROSE_MARK = re.compile(r"[，。；！？]")


def spaces(draft: Draft) -> Iterator[Edit]:
    """Remove spaces that stand inside a Chinese sentence or beside its punctuation."""
    text = draft.text
    tables = [(m.start, m.end) for m in draft.marks if m.kind in {"table", "heading", "title"}]
    for line in _LINE.finditer(text):
        start, end = line.span()
        content = line.group().strip()
        if (
            " " not in content
            and "　" not in content
            and "\t" not in content
            and "\u00a0" not in content
        ):
            continue
        if any(low < end and start < high for low, high in tables):
            continue
        if not _is_prose(content):
            continue
        for match in _AT_MARK.finditer(text, start, end):
            yield Edit(match.start(), match.end(), "", "spaces")
        gaps = [match.span() for match in _BETWEEN.finditer(text, start, end)]
        if any(_splits_word(text, low, high) for low, high in gaps):
            for low, high in gaps:
                if not _in_title(text, start, low):
                    yield Edit(low, high, "", "spaces", "likely")


def _splits_word(text: str, low: int, high: int) -> bool:
    """Whether a gap lies in a word: the word spans it, and a side of it is no word alone."""
    left, right = text[max(low - 3, 0) : low], text[high : high + 3]
    left, right = left.rpartition(" ")[2], right.partition(" ")[0]
    spans = any(
        is_word(left[-back:] + right[:ahead])
        for back in range(1, len(left) + 1)
        for ahead in range(1, len(right) + 1)
    )
    orphaned = not (is_word(left[-2:]) or is_word(left)) or not (
        is_word(right[:2]) or is_word(right)
    )
    return spans and orphaned


def _in_title(text: str, start: int, at: int) -> bool:
    """Whether a position lies inside 《…》, where a space divides two lines of a title."""
    return text.rfind("《", max(start, at - 60), at) > text.rfind("》", max(start, at - 60), at)


def _is_prose(line: str) -> bool:
    marks = len(_PROSE_MARK.findall(line))
    return marks >= 1 and len(line) >= 20 and (len(line) >= 40 or line[-1] in "。！？；，”")
