"""Quotation marks: straight pairs, and a closing mark that was read as an opening one.

A mark without any partner is left as it is: where the other one stood is a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notes.repair.edits import Draft, Edit

LONGEST_TURNED = 40
"""Longest quotation, in characters, whose wrong mark is turned round."""

_LINE = re.compile(r"[^\n]+")
_CURLY = re.compile(r"[“”]")
_STRAIGHT = re.compile(r'"')
_HAN = re.compile(r"[一-鿿]")
_STOP_INSIDE = re.compile(r"[。！？\n]")


@dataclass(frozen=True, slots=True)
class _Mark:
    at: int
    opens: bool


def quotation(draft: Draft) -> Iterator[Edit]:
    """Mend the quotation marks of each line on its own."""
    text = draft.text
    if not any(mark in text for mark in '“”"'):
        return
    for line in _LINE.finditer(text):
        start, end = line.span()
        yield from _straight_pairs(text, start, end)
        marks = [_Mark(m.start(), m.group() == "“") for m in _CURLY.finditer(text, start, end)]
        yield from _turned(text, marks)


def _straight_pairs(text: str, start: int, end: int) -> Iterator[Edit]:
    marks = [match.start() for match in _STRAIGHT.finditer(text, start, end)]
    if not marks or len(marks) % 2 or not _HAN.search(text, start, end):
        return
    for index, at in enumerate(marks):
        yield Edit(at, at + 1, "”" if index % 2 else "“", "quotation")


def _turned(text: str, marks: Sequence[_Mark]) -> Iterator[Edit]:
    """``“地图“`` and ``”地图”`` where the marks around them are whole."""
    index = 0
    while index + 1 < len(marks):
        first, second = marks[index], marks[index + 1]
        if first.opens and not second.opens:
            index += 2
            continue
        if first.opens == second.opens and _one_quotation(text, marks, index):
            wrong = second if first.opens else first
            yield Edit(wrong.at, wrong.at + 1, "”" if first.opens else "“", "quotation")
            index += 2
            continue
        index += 1


def _one_quotation(text: str, marks: Sequence[_Mark], index: int) -> bool:
    """Whether two equal marks hold one quotation: the next mark must not claim the second."""
    first, second = marks[index], marks[index + 1]
    short = 1 < second.at - first.at <= LONGEST_TURNED
    if not short or _STOP_INSIDE.search(text, first.at + 1, second.at):
        return False
    follower = marks[index + 2] if index + 2 < len(marks) else None
    if first.opens:
        return follower is None or follower.opens
    before = marks[index - 1] if index else None
    return before is None or not before.opens
