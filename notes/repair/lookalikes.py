"""Characters that recognition confuses: I, l, O in numbers, l for I in capitals, O for 。.

Each rule needs a place where the character as it stands cannot be meant: letters
inside a number with a unit, a small l inside an abbreviation in capitals, a single
O between two Chinese sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources

from notes.repair.edits import Draft, Edit

_HAN = r"㐀-䶿一-鿿豈-﫿"
_UNIT = (
    r"(?:[百千]?[万亿]|[万亿]?[元人次个家项件吨户亩里]|%|％|年|月|日|公里|平方|个百分点|多[万亿个])"
)
_NUMBER = re.compile(rf"(?<![A-Za-z0-9.])(?=[IlO|]*\d|[IlO|]{{2,}})[\dIlO|.]{{2,9}}(?={_UNIT})")
_DIGITS = str.maketrans("IlO|", "1101")
_MONTH = re.compile(r"(?<=年)H(?=月\d)")
_ABBREVIATION = re.compile(r"(?<![A-Za-z0-9])(?=[A-Zl]*[A-Z])[A-Z][A-Zl]*l[A-Z]+(?![A-Za-z0-9])")
_ALUMINIUM = re.compile(r"Al[A-Z]")
_AI = re.compile(
    r"(?<![A-Za-z0-9])Al(?=[ ]?(?:技术|芯片|框架|模型|大模型|算法|算力|应用|产业|赋能|时代|智能|"
    r"助手|系统|平台|工具|服务|终端|手机|治理|安全|伦理|领域|人才|企业|研发|创新|开发|驱动|生成|教育|医疗|\+))"
    r"|(?<=生成式)Al(?![A-Za-z0-9])|(?<=人工智能[（(])Al(?=[）)])"
)
_STOP = re.compile(rf"(?<=[{_HAN}])[OＯ○](?=[{_HAN}])")
_NUMERALS = "〇一二三四五六七八九十零"
_BLOOD = "型形字元环圈"
_PERCENT_STOP = re.compile(rf"(?<=\d)沆(?=[{_HAN}]|$)", re.MULTILINE)
_TOKEN = re.compile(r"(?<![A-Za-z0-9_./-])[A-Za-z]{4,12}(?![A-Za-z0-9_./-])")


def lookalikes(draft: Draft) -> Iterator[Edit]:
    """Put back digits, capitals and stops that were read as something of the same shape."""
    text = draft.text
    for match in _NUMBER.finditer(text):
        mended = match.group().translate(_DIGITS)
        if mended != match.group() and mended.count(".") <= 1 and mended[0] not in "0.":
            yield Edit(match.start(), match.end(), mended, "ocr_char")
    for match in _MONTH.finditer(text):
        yield Edit(match.start(), match.end(), "11", "ocr_char", "likely")
    for match in _ABBREVIATION.finditer(text):
        if len(match.group()) >= 3 and not _ALUMINIUM.match(match.group()):
            yield Edit(match.start(), match.end(), match.group().replace("l", "I"), "ocr_char")
    for match in _AI.finditer(text):
        yield Edit(match.start(), match.end(), "AI", "ocr_char")
    for match in _PERCENT_STOP.finditer(text):
        yield Edit(match.start(), match.end(), "%。", "ocr_char", "likely")
    yield from _stops(text)
    yield from _names(text)


def _stops(text: str) -> Iterator[Edit]:
    """``交流O参与`` → ``交流。参与``, ``二O二五`` → ``二〇二五``; ``O型血`` stays."""
    for match in _STOP.finditer(text):
        before, after = text[match.start() - 1], text[match.end()]
        if before in _NUMERALS and after in _NUMERALS:
            yield Edit(match.start(), match.end(), "〇", "ocr_char")
        elif after not in _BLOOD and before not in _NUMERALS and match.group() != "○":
            yield Edit(match.start(), match.end(), "。", "ocr_char")


def _names(text: str) -> Iterator[Edit]:
    names = _known_names()
    for match in _TOKEN.finditer(text):
        token = match.group()
        known = names.get(token.lower())
        if known and token != known and _has_broken_case(token):
            yield Edit(match.start(), match.end(), known, "ocr_char")


def _has_broken_case(token: str) -> bool:
    return not (token.islower() or token.isupper() or token.istitle())


@lru_cache(maxsize=1)
def _known_names() -> dict[str, str]:
    text = resources.files("notes.data").joinpath("latin_names.txt").read_text("utf-8")
    names = [line.strip() for line in text.splitlines() if line.strip() and line[0] != "#"]
    return {name.lower(): name for name in names}
