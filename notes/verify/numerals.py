"""Chinese and Arabic numerals as exact numbers: 1.1万亿, 二〇二四, 三百二十, 两千五.

Own code because the maintained converter refuses what speeches are full of
(1.1万亿, 六成二, 百分之六十二) and guesses where this must refuse (十四五).
"""

from __future__ import annotations

import re
from fractions import Fraction

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_MIXED = re.compile(r"(\d+(?:\.\d+)?)([十百千]?[万亿]*|[十百千])")


def value(text: str) -> Fraction | None:
    """The number that ``text`` writes, or ``None`` where it is not one number.

    >>> value("1.1万亿") == value("11000亿") == value("一万一千亿")
    True
    >>> value("十四五") is None
    True
    """
    if not text:
        return None
    mixed = _MIXED.fullmatch(text)
    if mixed:
        number = Fraction(mixed.group(1))
        for char in mixed.group(2):
            number *= _SMALL.get(char) or _LARGE[char]
        return number
    if "点" in text:
        return _decimal(text)
    if all(c in _DIGITS for c in text):
        return _positional(text)
    return _spoken(text)


def _decimal(text: str) -> Fraction | None:
    whole, _, rest = text.partition("点")
    digits = rest.rstrip("万亿")
    left = value(whole)
    if left is None or not digits or not all(c in _DIGITS for c in digits):
        return None
    number = left + Fraction(int("".join(str(_DIGITS[c]) for c in digits)), 10 ** len(digits))
    for char in rest[len(digits) :]:
        number *= _LARGE[char]
    return number


def _positional(text: str) -> Fraction | None:
    """二〇二四: digits one by one; two or three bare ones (三四) are an estimate, no number."""
    if len(text) > 1 and "两" in text:
        return None
    if len(text) == 1 or len(text) >= 4 or "〇" in text or "零" in text:
        return Fraction(int("".join(str(_DIGITS[c]) for c in text)))
    return None


def _spoken(text: str) -> Fraction | None:
    total, section, digit, smallest = 0, 0, -1, 10**4
    for char in text:
        if char in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[char]
        elif char in _SMALL:
            unit = _SMALL[char]
            if unit >= smallest or digit == 0:
                return None
            section += (1 if digit < 0 else digit) * unit
            smallest, digit = unit, -1
        elif char in _LARGE:
            section += max(digit, 0)
            if total and _LARGE[char] > 10**4:
                total, section = (total + section) * _LARGE[char], 0
            else:
                total, section = total + max(section, 1) * _LARGE[char], 0
            smallest, digit = 10**4, -1
        else:
            return None
    if digit > 0:
        # 两千五 is 2500, 二十五 is 25, 一百零五 is 105.
        last = text[-2]
        scale = 1 if last in "十零〇" else (_SMALL.get(last) or _LARGE.get(last) or 10) // 10
        section += digit * scale
    return Fraction(total + section)
