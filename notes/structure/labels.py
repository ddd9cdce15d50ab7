"""Labels that divide a bundle: 篇一, 第1篇, 【篇一】, 范文一, 体会1, （一）."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from notes.structure.numbering import number_of

_CN = "一二三四五六七八九十"
_N = rf"(\d{{1,3}}|[{_CN}]{{1,3}}|[{_CN}]?百[{_CN}零]{{0,3}})"
_KINDS = (
    "学习心得体会|心得体会|学习体会|学习心得|研讨发言材料|研讨发言稿|研讨发言|交流发言|发言材料|发言提纲|发言稿|"
    "讲话稿|演讲稿|讲话|发言|范文|例文|样本|模板|参考|心得|体会|感悟|材料|文章|总结|汇报|讲稿|党课"
)
_TAIL = r"[ \t　]*[：:、．.]?[ \t　*]*"
_START = r"(?:^[ \t　#*]*|(?<=[。！？!?…”）》】]))"

_BRACKETED = rf"{_START}[【\[（(](?:第{_N}篇|篇{_N}|(?:{_KINDS}){_N})[】\]）)]{_TAIL}"
_PIECE = rf"{_START}(?<!上)(?<!下)篇{_N}(?![篇年月日个]){_TAIL}"
_ORDINAL = rf"{_START}第{_N}篇(?!章|文章|论文|小说|日记|报道|作文|课文|稿){_TAIL}"
_NAMED = (
    rf"^[ \t　#*【]*[^\n。，！？；]{{0,30}}?(?:{_KINDS})[篇之]?[ ]?[（(]?{_N}[）)】]?"
    r"(?:[：:][^\n]{0,40})?[ \t　*】]*$"
)
_PREFIXED = rf"^[ \t　#*]*[^\n。，！？；]{{2,40}}?[ \t　]*(?:篇{_N}|第{_N}篇)[：:]?[ \t　*]*$"
_ROUND = rf"^[ \t　#*]*[（(]{_N}[）)][ \t　*]*$"
# Each family and what its labels all hold: asked first because it is quick.
_FAMILIES = tuple(
    (re.compile(pattern, re.MULTILINE), re.compile(needed))
    for pattern, needed in (
        (_BRACKETED, rf"[【\[（(](?:第{_N}篇|篇{_N}|(?:{_KINDS}){_N})"),
        (_PIECE, "篇"),
        (_ORDINAL, "篇"),
        (_NAMED, rf"(?:{_KINDS})[篇之]?[ ]?[（(]?{_N}"),
        (_PREFIXED, "篇"),
        (_ROUND, rf"[（(]{_N}[）)][ \t　*]*(?:\n|\Z)"),
    )
)
LEAST_BODY = 80
"""Characters that an essay has at least; labels that stand closer are a table of contents."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label at ``[start, end)`` of the text and the number in it."""

    start: int
    end: int
    number: int
    text: str


def find_labels(text: str) -> list[Label]:
    """The labels of one family that count up from one, or a lone label at the very start.

    The family with the most labels wins. Labels of a table of contents (nothing
    between them) are passed over in favour of the ones that stand before a body.
    """
    best: list[Label] = []
    for pattern, needed in _FAMILIES:
        if not needed.search(text):
            continue
        chain = _chain(text, list(_found(pattern, text)))
        if len(chain) > len(best):
            best = chain
    if len(best) >= 2:
        return best
    return [label for label in best if not text[: label.start].strip()]


def _found(pattern: re.Pattern[str], text: str) -> Iterator[Label]:
    """The labels, each followed by the shorter readings of its number.

    In 篇五一堂党课 the title begins with a numeral: 篇五一 is offered, then 篇五.
    """
    for match in pattern.finditer(text):
        group = next(at for at, found in enumerate(match.groups(), 1) if found)
        begin, end = match.span(group)
        longest = match.end()
        stops = [end, *range(end - 1, begin, -1)] if longest == end else [end]
        for stop in stops:
            number = number_of(text[begin:stop])
            label_end = longest if stop == end else stop
            if number:
                content = text[match.start() : label_end].strip(" \t\n\u3000：:、.．#*")
                yield Label(match.start(), label_end, number, content)


def _chain(text: str, labels: Sequence[Label]) -> list[Label]:
    """The longest run of rising labels with a body behind each."""
    starts = sorted({label.start for label in labels})
    following = dict(zip_longest(starts, starts[1:]))
    bodied = [label for label in labels if _has_body(text, label, following[label.start])]
    chain: list[Label] = []
    best: list[Label] = []
    for label in bodied:
        again = chain and chain[-1].start == label.start
        if not again and chain and chain[-1].number < label.number <= chain[-1].number + 3:
            chain.append(label)
        elif not again and (not chain or label.number == 1):
            chain = [label]
        if len(chain) > len(best):
            best = list(chain)
    return best


def _has_body(text: str, label: Label, following: int | None) -> bool:
    end = len(text) if following is None else following
    return len(text[label.end : min(end, label.end + 400)].strip()) >= LEAST_BODY
