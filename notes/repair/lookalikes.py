"""Characters that recognition confuses: I, l, O in numbers, l for I in capitals, O for 。.

Each rule needs a place where the character as it stands cannot be meant: letters
inside a number with a unit, a small l inside an abbreviation in capitals, a single
O between two Chinese sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources

from notes.repair.edits import Draft, Edit
from notes.repair.islands import islands

_HAN = r"㐀-䶿一-鿿豈-﫿"
_UNIT = (
    r"(?:[百千]?[万亿]|[万亿]?[元人次个家项件吨户亩里]|%|％|年|月|日|公里|平方|"
    r"世纪|周年|小时|分钟|公斤|公顷|个百分点|多[万亿个])"
)
_NUMBER = re.compile(
    rf"(?<![A-Za-z0-9.])(?=[IlO|]{{0,8}}\d|[IlO|]{{2}})[\dIlO|.]{{2,9}}(?={_UNIT})"
)
_DIGITS = str.maketrans("IlO|", "1101")
_MONTH = re.compile(r"H(?<=年H)(?=月\d)")
_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9])(?=[A-Zl]*[A-Z])[A-Z][A-Zl]*l[A-Z]+(?![A-Za-z0-9])")
_ALUMINIUM = re.compile(r"Al[A-Z]")
_AI = re.compile(
    r"(?<![A-Za-z0-9])Al(?=[ ]?(?:技术|芯片|框架|模型|大模型|算法|算力|应用|产业|赋能|时代|智能|"
    r"助手|系统|平台|工具|服务|终端|手机|治理|安全|伦理|领域|人才|企业|研发|创新|开发|驱动|生成|教育|医疗|\+))"
    r"|(?<=生成式)Al(?![A-Za-z0-9])|(?<=人工智能[（(])Al(?=[）)])"
)
_STOP = re.compile(rf"[OＯ○](?<=[{_HAN}].)(?=[{_HAN}])")
_NUMERALS = "〇一二三四五六七八九十零"
_BLOOD = "型形字元环圈"
_PERCENT_STOP = re.compile(rf"沆(?<=\d沆)(?=[{_HAN}]|$)", re.MULTILINE)
_LATIN = re.compile(r"[A-Za-z|][A-Za-z|]*")
_TOKEN = re.compile(r"(?<![A-Za-z0-9_./-])[A-Za-z]{4,12}(?![A-Za-z0-9_./-])")


def lookalikes(draft: Draft) -> Iterator[Edit]:
    """Put back digits, capitals and stops that were read as something of the same shape."""
    text = draft.text
    latin = list(islands(text, _LATIN))
    for match in _within(_NUMBER, text, latin):
        mended = match.group().translate(_DIGITS)
        if mended != match.group() and mended.count(".") <= 1 and mended[0] not in "0.":
            yield Edit(match.start(), match.end(), mended, "ocr_char")
    for match in _within(_MONTH, text, latin):
        yield Edit(match.start(), match.end(), "11", "ocr_char", "likely")
    for match in _within(_ABBREVIATION, text, latin):
        if len(match.group()) >= 3 and not _ALUMINIUM.match(match.group()):
            yield Edit(match.start(), match.end(), match.group().replace("l", "I"), "ocr_char")
    for match in _within(_AI, text, latin):
        yield Edit(match.start(), match.end(), "AI", "ocr_char")
    for match in _PERCENT_STOP.finditer(text):
        yield Edit(match.start(), match.end(), "%。", "ocr_char", "likely")
    yield from _stops(text)
    for match in _within(_TOKEN, text, latin):
        known = _known_names().get(match.group().lower())
        if known and match.group() != known and _has_broken_case(match.group()):
            yield Edit(match.start(), match.end(), known, "ocr_char")


def _within(
    pattern: re.Pattern[str], text: str, ranges: Iterable[tuple[int, int]]
) -> Iterator[re.Match[str]]:
    for low, high in ranges:
        yield from pattern.finditer(text, low, high)


def _stops(text: str) -> Iterator[Edit]:
    """``交流O参与`` → ``交流。参与``, ``二O二五`` → ``二〇二五``; ``O型血`` stays."""
    for match in _STOP.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        if before in _NUMERALS and after in _NUMERALS:
            yield Edit(match.start(), match.end(), "〇", "ocr_char")
        elif after not in _BLOOD and before not in _NUMERALS and match.group() != "○":
            yield Edit(match.start(), match.end(), "。", "ocr_char")


def _has_broken_case(token: str) -> bool:
    return not (token.islower() or token.isupper() or token.istitle())


@lru_cache(maxsize=1)
def _known_names() -> dict[str, str]:
    text = resources.files("notes.data").joinpath("latin_names.txt").read_text("utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return {name.lower(): name for name in names}
