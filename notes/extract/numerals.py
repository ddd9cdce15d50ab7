"""Chinese numerals to digits: 六十二 is 62, 二〇二四 is 2024, 1.4万亿 stays what it is.

The package ``cn2an`` does this, but its wheel (0.5.24) also installs top-level
folders named ``build``, ``example`` and ``src`` into site-packages, which shadow other
projects; and it has no answer for 五千多 or 十五五. These few lines do what the notes need.
"""

from __future__ import annotations

import re

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "O": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}
_RUNS = {"万": 10**4, "亿": 10**8}
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+")
_PERCENT = re.compile(
    r"百分之([零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?|\d+(?:\.\d+)?)"
)
_FRACTION = re.compile(r"([一二三四五六七八九十\d]+)分之([一二三四五六七八九十\d]+)")
_FULL = str.maketrans("０１２３４５６７８９％．－～", "0123456789%.-~")


def value(numeral: str) -> int | None:
    """Return the whole number that ``numeral`` writes, or ``None`` when it writes none."""
    if not numeral or not _NUMERAL.fullmatch(numeral):
        return None
    if not any(character in _PLACES or character in _RUNS for character in numeral):
        return int("".join(str(_DIGITS[character]) for character in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _DIGITS:
            digit = _DIGITS[character]
        elif character in _PLACES:
            section += (digit or 1) * _PLACES[character]
            digit = 0
        else:
            section = (section + digit) * _RUNS[character]
            total = total + section if section else max(total, 1) * _RUNS[character]
            section = digit = 0
    return total + section + digit


def normal(written: str) -> str:
    """Return ``written`` with digits for Chinese numerals, % for 百分之, no separators.

    Numerals that digits would blur (万, 亿 after digits, 几, 数) stay as they are.
    """
    text = written.translate(_FULL)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    text = _PERCENT.sub(lambda found: f"{_decimal(found.group(1))}%", text)
    text = _FRACTION.sub(_as_ratio, text)
    text = re.sub(r"(\d{4}年?)[—–至到~]+(\d{4}年)", r"\1-\2", text)
    return text if text.startswith("“") else _NUMERAL.sub(lambda found: _digits(found, text), text)


def _digits(found: re.Match[str], text: str) -> str:
    numeral = found.group()
    before = text[found.start() - 1 : found.start()]
    if text.startswith("分点", found.end()) or numeral[0] in "百千万亿":
        return numeral
    if before.isdigit() or before in {"数", "几", "多", "余", "上", "成"}:
        return numeral
    amount = value(numeral)
    return numeral if amount is None else str(amount)


def _as_ratio(found: re.Match[str]) -> str:
    below, above = (n if n.isdigit() else str(value(n)) for n in found.groups())
    return f"{above}/{below}"


def _decimal(numeral: str) -> str:
    if numeral[0].isdigit():
        return numeral
    whole, _, fraction = numeral.partition("点")
    decimals = "".join(str(_DIGITS[character]) for character in fraction)
    return f"{value(whole)}.{decimals}" if decimals else str(value(whole))
