"""Half-width punctuation inside Chinese: ``,`` → ``，``, ``(一)`` → ``（一）``.

Numbers, Latin, addresses and Markdown links keep theirs: a mark is changed only
beside a Chinese character, and never between two digits or letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.repair.edits import Draft, Edit

_FULL = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！"}
_HAN = r"㐀-䶿一-鿿豈-﫿"
_CHINESE = re.compile(rf"[{_HAN}“”‘’「」『』《》（）【】、，。；：？！…—％·]")
_ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[!-~]+|www\.[!-~]+|[\w.+-]{1,64}@[!-~]{1,80}", re.ASCII
)
_MARK = re.compile(r"[,:;?!]")
_STOP = re.compile(rf"(?<=[{_HAN}”’》）】])\.(?![.\w]*[A-Za-z0-9.])", re.ASCII)
# Marks that are typed as several: 等..., 说--, <<办法>>.
_TYPED = re.compile(rf"\.\.\.\.*(?=[{_HAN}“‘（《，。！？；]|$)|--(?=[{_HAN}“‘《])", re.MULTILINE)
_TITLE = re.compile(rf"<<(?=[^<>\n]{{0,50}}[{_HAN}])[^<>\n]{{2,50}}>>")
_BRACKETS = re.compile(r"[()]|\n")
_LONGEST = 200


def half_width(draft: Draft) -> Iterator[Edit]:
    """Give Chinese text its own punctuation."""
    text = draft.text
    if not any(mark in text for mark in ",:;?!.(-<"):
        return
    kept = _Ranges([(m.start(), m.end()) for m in _ADDRESS.finditer(text)])
    for match in _MARK.finditer(text):
        at = match.start()
        if at not in kept and _inside_chinese(text, at):
            yield Edit(at, at + 1, _FULL[match.group()], "half_width")
    for match in _STOP.finditer(text):
        if match.start() not in kept:
            yield Edit(match.start(), match.end(), "。", "half_width")
    yield from _typed(text)
    for at in _chinese_brackets(text):
        if at not in kept:
            yield Edit(at, at + 1, "（" if text[at] == "(" else "）", "half_width")


def _typed(text: str) -> Iterator[Edit]:
    """Marks that a keyboard gives in pieces, behind Chinese text."""
    for match in _TYPED.finditer(text):
        if match.start() and _CHINESE.match(text[match.start() - 1]):
            full = "……" if match.group()[0] == "." else "——"
            yield Edit(match.start(), match.end(), full, "half_width")
    for match in _TITLE.finditer(text):
        yield Edit(match.start(), match.start() + 2, "《", "half_width")
        yield Edit(match.end() - 2, match.end(), "》", "half_width")


class _Ranges:
    """Positions inside sorted ranges, asked for in rising or any order."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._inside = {at for start, end in ranges for at in range(start, end)}

    def __contains__(self, at: int) -> bool:
        return at in self._inside


def _inside_chinese(text: str, at: int) -> bool:
    before = text[at - 1] if at else "\n"
    after = text[at + 1] if at + 1 < len(text) else "\n"
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return False
    if _CHINESE.match(before):
        return True
    # 20%,超过 and C919,航程: the Chinese text goes on behind the mark.
    return bool(_CHINESE.match(after)) and not before.isspace() and before not in ".-#*>[]`|"


def _chinese_brackets(text: str) -> Iterator[int]:
    """Brackets whose inside or neighbours are Chinese, in pairs within a line."""
    stack: list[int] = []
    for match in _BRACKETS.finditer(text):
        mark, at = match.group(), match.start()
        if mark == "\n":
            stack.clear()
        elif mark == "(":
            stack.append(at)
        elif stack:
            opened = stack.pop()
            if at - opened <= _LONGEST and _is_chinese_pair(text, opened, at):
                yield opened
                yield at


def _is_chinese_pair(text: str, opened: int, closed: int) -> bool:
    before = text[opened - 1] if opened else ""
    after = text[closed + 1 : closed + 2]
    if before == "]" or not text[opened + 1 : closed].strip():
        return False
    return bool(
        _CHINESE.match(before) or _CHINESE.match(after) or _CHINESE.search(text, opened + 1, closed)
    )
