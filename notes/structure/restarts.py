"""Essays told apart by their numbering and titles where no label divides them.

Three forms: titles that are numbered themselves while the headings below start anew
(``二、标题`` and then ``一、``), titles without a number before each new ``一、``, and titles
that name their genre (…心得体会) over essays without headings. Parts of one document
(第二部分, 附件) start anew as well and are no essays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from notes.structure.numbering import MARKERS, number_of
from notes.structure.titles import is_title_line

LEAST_ESSAY = 150
"""Characters that an essay has at least."""

ESSAY_WORDS = re.compile(
    r"心得|体会|发言|讲话|感悟|感想|学习|研讨|材料|致辞|演讲|随笔|读后感|观后感"
)
_GENRE = re.compile(
    r"(?:心得|体会|感悟|感想|读后感|观后感|发言稿?|发言材料|讲话稿?|演讲稿?|致辞|随笔)[：:）)》]?$"
)
_LINE = re.compile(r"[^\n]+")
_PART = re.compile(r"第.{1,3}[部章节编]|附[件录表]|目\s*录|[上中下]篇|\d{4}年.{0,6}月|[（(]|\d{4}")
_LEAST_TITLE = 5

Piece = tuple[int, int, int, str]
"""Start of the label, start and end of what follows it, and the label."""


@dataclass(frozen=True, slots=True)
class _Head:
    """A numbered line: the level of its mark, its number and the place of the mark."""

    level: int
    number: int
    start: int
    end: int


def restarted(text: str, claimed: int | None) -> list[Piece]:
    """The essays of ``text``, which says to hold ``claimed``; none where one essay is likelier."""
    heads = _heads(text)
    for level in (1, 3, 2):
        outer = _numbered_titles(heads, level)
        if outer and text[outer[0].start] != "第":
            labels = [(h.start, h.end, text[h.start : h.end].strip("、.．")) for h in outer]
            return _pieces(text, labels)
    titles = _titles_before_restarts(text, heads) or _genre_titles(text, claimed)
    named = sum(bool(ESSAY_WORDS.search(_line_at(text, at))) for at in titles)
    if claimed == len(titles) or named * 2 >= len(titles) > 1:
        return _pieces(text, [(at, at, "") for at in titles])
    return []


def _heads(text: str) -> list[_Head]:
    heads = []
    for line in _LINE.finditer(text):
        content = line.group()
        start = line.start() + len(content) - len(content.lstrip(" \t　#*"))
        for level, pattern in MARKERS[:3]:
            match = pattern.match(text, start, line.end())
            number = number_of(next(g for g in match.groups() if g)) if match else 0
            if match and number:
                heads.append(_Head(level, number, start, match.end()))
                break
    return heads


def _numbered_titles(heads: Sequence[_Head], level: int) -> list[_Head]:
    """Marks that count up through the text while 一、 starts anew right behind each."""
    outer = [
        one
        for one, after in pairwise(heads)
        if one.level == level and after.level == 1 and after.number == 1
    ]
    inner = sum(head.level == 1 and head.number == 1 for head in heads) - (level == 1)
    counts_up = [head.number for head in outer] == list(range(1, len(outer) + 1))
    if len(outer) < 2 or not counts_up or inner != len(outer) or outer[0] is not heads[0]:
        return []
    return outer


def _titles_before_restarts(text: str, heads: Sequence[_Head]) -> list[int]:
    """The places of title lines, one before each 一、 that starts anew; none if one lacks it."""
    top = [head for head in heads if head.level == 1]
    firsts = [at for at, head in enumerate(top) if head.number == 1]
    if len(firsts) < 2 or any(b - a < 2 for a, b in pairwise(firsts)):
        return []
    titles = []
    for at in firsts:
        floor = top[at - 1].end if at else 0
        lines = [
            line.start()
            for line in _LINE.finditer(text, floor, top[at].start)
            if (line.start() == 0 or text[line.start() - 1] == "\n") and _may_be_title(line.group())
        ]
        if not lines:
            return []
        titles.append(lines[-1] if at else lines[0])
    return titles


def _genre_titles(text: str, claimed: int | None) -> list[int]:
    """Title lines that end in the name of a genre, when the first line is one of them."""
    lines = [line for line in _LINE.finditer(text) if line.group().strip()]
    found = [
        line.start()
        for line in lines
        if _may_be_title(line.group()) and _GENRE.search(line.group().strip())
    ]
    heads = bool(lines) and found[:1] == [lines[0].start()]
    return found if len(found) >= 2 and (heads or claimed == len(found)) else []


def _may_be_title(line: str) -> bool:
    bare = line.strip(" \t　#*")
    return len(bare) >= _LEAST_TITLE and is_title_line(bare) and not _PART.match(bare)


def _line_at(text: str, at: int) -> str:
    return text[at : at + 60].partition("\n")[0]


def _pieces(text: str, labels: Sequence[tuple[int, int, str]]) -> list[Piece]:
    ends = [start for start, _, _ in labels[1:]] + [len(text)]
    pieces = [(a, b, end, label) for (a, b, label), end in zip(labels, ends, strict=True)]
    long_enough = all(len(text[b:end].strip()) >= LEAST_ESSAY for _, b, end, _ in pieces)
    return pieces if long_enough else []
