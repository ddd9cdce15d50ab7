"""The official numbering of Chinese documents: 一、 （一） 1. （1）, and its sequence.

A mark counts where a line begins or where a sentence ended, and only in sequence:
二、 after 一、. Numbers that a sentence enumerates (一、二产业) are no marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LOWEST = 4
"""The lowest level with a number; level 5 is 一是, 首先."""

_CN = "一二三四五六七八九十"
_DIGITS = {c: i + 1 for i, c in enumerate(_CN)}
_FIRST = (
    rf"(?<![{_CN}第百千])(?:([{_CN}]{{1,3}})、|第([{_CN}]{{1,3}})(?:部分|章)[：:、　 ]?)"
    rf"(?![{_CN}]、|[{_CN}]产业)"
)
MARKERS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(_FIRST)),
    (2, re.compile(rf"[（(]([{_CN}]{{1,3}})[）)][、．.]?")),
    (3, re.compile(r"([0-9](?<![\d.．,，A-Za-z%/-][0-9])\d?)(?:[.．](?!\d)|、(?!\d))")),
    (4, re.compile(r"[（(](\d{1,2})[）)]")),
    (4, re.compile(r"([0-9](?<![\d（(A-Za-z.][0-9])\d?)[）)]")),
    (4, re.compile(r"([①-⑳])")),
)
_SENTENCE_END = "。！？!?…”’）)》】"
_WORDS_WITH_NUMERAL = frozenset("统唯同专单逐划其初无不之万惟归")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading mark at ``[start, end)``; ``at_line`` says that it begins a line."""

    level: int
    number: int
    start: int
    end: int
    at_line: bool


def numbered_marks(text: str) -> list[Numbered]:
    """The heading marks of ``text`` that count up, level by level.

    A higher mark restarts the lower ones. A mark inside a line needs a sibling; one
    that heads a short line of its own stands even out of sequence.
    """
    counters: dict[int, int] = {}
    kept: list[Numbered] = []
    for mark in sorted(_candidates(text), key=lambda found: (found.start, found.level)):
        if kept and mark.start < kept[-1].end:
            continue
        if not _in_sequence(mark, counters) and not (mark.at_line and _short_line(text, mark)):
            continue
        counters[mark.level] = mark.number
        for lower in range(mark.level + 1, LOWEST + 1):
            counters.pop(lower, None)
        kept.append(mark)
    return _with_siblings(text, kept)


def number_of(mark: str) -> int:
    """The value of 12, 十二, 一百零三 or ⑫; 0 where it is no number."""
    if mark.isdigit() and mark.isascii():
        return int(mark)
    if "①" <= mark <= "⑳":
        return ord(mark) - ord("①") + 1
    hundreds, hundred, rest = mark.rpartition("百") if "百" in mark else ("", "", mark)
    rest = rest.lstrip("零")
    tens, ten, units = rest.rpartition("十") if "十" in rest else ("", "", rest)
    if any(len(part) > 1 or (part and part not in _DIGITS) for part in (hundreds, tens, units)):
        return 0
    value = _DIGITS.get(hundreds, 1) * 100 if hundred else 0
    value += _DIGITS.get(tens, 1) * 10 if ten else 0
    return value + _DIGITS.get(units, 0)


def _candidates(text: str) -> Iterator[Numbered]:
    for level, pattern in MARKERS:
        for match in pattern.finditer(text):
            number = number_of(next(group for group in match.groups() if group))
            line = _begins_line(text, match.start())
            if number and (line or _may_follow(text, match.start(), level, number)):
                yield Numbered(level, number, match.start(), match.end(), at_line=line)


def _begins_line(text: str, at: int) -> bool:
    before = text[max(at - 12, 0) : at]
    line = before.rpartition("\n")[2]
    return not line.strip(" \t　#*>") and ("\n" in before or at <= 12)


def _may_follow(text: str, at: int, level: int, number: int) -> bool:
    """Whether a mark inside a line may begin a heading.

    After the end of a sentence, after a colon (the first only), or right behind
    Chinese text: a heading, or a sentence whose end was lost.
    """
    before = text[at - 1]
    if before in _SENTENCE_END:
        return True
    if before in "：:":
        return number == 1
    bracketed = level in {2, 4}
    if before in "，,":
        return bracketed and number > 1
    if not "一" <= before <= "鿿":
        return False
    return bracketed or (number > 1 and before not in _WORDS_WITH_NUMERAL)


def _in_sequence(mark: Numbered, counters: dict[int, int]) -> bool:
    expected = counters.get(mark.level, 0) + 1
    if mark.number == expected or (mark.number == 1 and mark.at_line):
        return True
    return mark.at_line and 1 < expected < mark.number <= expected + 2


def _short_line(text: str, mark: Numbered) -> bool:
    end = text.find("\n", mark.end)
    return 0 <= end - mark.start <= 40


def _with_siblings(text: str, kept: Sequence[Numbered]) -> list[Numbered]:
    """Drop a mark inside a line that has no sibling, and items that ； divides."""
    members: dict[int, int] = {}
    for mark in kept:
        members[mark.level] = members.get(mark.level, 0) + 1
    return [
        mark
        for mark in kept
        if mark.at_line or (members[mark.level] > 1 and text[mark.start - 1] not in "；;")
    ]


def level_of(heading: str) -> int | None:
    """The official level of a heading by its own mark, ``None`` without one."""
    return next((level for level, pattern in MARKERS if pattern.match(heading)), None)
