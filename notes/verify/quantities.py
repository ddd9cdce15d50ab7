"""Find the quantities of a text: numbers with unit, bound and kind, normalised.

百分之六十二, 62% and 六成二 are one value; 1.1万亿元 and 11000亿元 are one value;
idioms (十分, 一系列, 三三两两, 一是, 一带一路) are no quantities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from importlib import resources
from typing import Literal

from notes.verify import numerals
from notes.verify.bounds import bounds

Kind = Literal["count", "percent", "ordinal", "year", "month", "day", "label"]

_HAN = "零〇○一二两三四五六七八九十百千万亿"
_NUMBER = re.compile(
    rf"\d+(?:\.\d+)?(?:[十百千]?[万亿]+|[十百千])?|[{_HAN}]+(?:点[零〇一二三四五六七八九]+[万亿]*)?"
)
_PERCENT_BEFORE = re.compile(r"(?:百分之|百分点之)$")
_FRACTION = re.compile(rf"([{_HAN}\d]+)分之([{_HAN}\d]+)")
_NOT_TENTHS = f"{_HAN}为立功果长员本就效绩都分"
_TENTHS = re.compile(rf"([{_HAN}\d]+)成([一二三四五六七八九半])?(?![{_NOT_TENTHS}])")
_ORDINAL_BEFORE = re.compile(r"第$")
_VAGUE_AFTER = re.compile(r"(?:多|余|来|几|数)")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of a text.

    ``value`` is exact and in the unit's own scale (62% is 62); ``unit`` is empty
    where the text gives none; ``bound`` is ``more`` (超过, 以上, 多), ``less``, ``near``,
    ``about`` or empty; ``start`` and ``end`` cover number, unit and bound marks
    that follow. A ``label`` (十四五, 三三两两 in a name) has no value, only its text.
    """

    text: str
    kind: Kind
    value: Fraction | None
    unit: str
    bound: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, Fraction | None, str]:
        """What must be equal in the source; labels compare by their text."""
        return (self.kind, self.value, self.unit if self.value is not None else self.text)


@lru_cache(maxsize=1)
def _unit_pattern() -> re.Pattern[str]:
    units = _lines("verify_units.txt")
    return re.compile("|".join(re.escape(u) for u in sorted(units, key=lambda u: (-len(u), u))))


@lru_cache(maxsize=1)
def _idiom_pattern() -> re.Pattern[str]:
    idioms = _lines("verify_number_idioms.txt")
    return re.compile("|".join(re.escape(i) for i in sorted(idioms, key=lambda i: (-len(i), i))))


def _lines(name: str) -> tuple[str, ...]:
    text = resources.files("notes.data").joinpath(name).read_text("utf-8")
    return tuple(w for line in text.splitlines() if not line.startswith("#") for w in line.split())


_SAME_UNIT = {
    "块": "元", "人次": "人次", "名": "人", "位": "人", "口人": "人", "%": "%", "公里": "千米",
    "月份": "月", "家": "家", "周年": "年",
}  # fmt: skip


def quantities(text: str) -> list[Quantity]:
    """The quantities of folded ``text`` in order; overlapping readings are not given."""
    taken = [False] * (len(text) + 1)
    for idiom in _idiom_pattern().finditer(text):
        if _inside_number(text, idiom.start(), idiom.end()):
            continue
        taken[idiom.start() : idiom.end()] = [True] * len(idiom.group())
    found: list[Quantity] = []
    for reader in (_fractions, _tenths, _numbers):
        for quantity in reader(text):
            if any(taken[quantity.start : quantity.end]):
                continue
            taken[quantity.start : quantity.end] = [True] * (quantity.end - quantity.start)
            found.append(quantity)
    found.sort(key=lambda q: q.start)
    return _share_units(text, found)


def _inside_number(text: str, start: int, end: int) -> bool:
    """Whether 万一 is a piece of 一万一千."""
    before, after = text[start - 1 : start], text[end : end + 1]
    opens = bool(before) and before in _HAN and text[start] in _HAN
    return opens or (bool(after) and after in _HAN and text[end - 1] in _HAN)


def _fractions(text: str) -> Iterator[Quantity]:
    for match in _FRACTION.finditer(text):
        below, above = numerals.value(match.group(1)), _number_at(text, match.start(2))
        top = numerals.value(above)
        if not below or top is None:
            continue
        end = match.start(2) + len(above)
        yield _percent(text, match.start(), end, 100 * top / below)


def _number_at(text: str, start: int) -> str:
    match = _NUMBER.match(text, start)
    return match.group() if match else ""


def _tenths(text: str) -> Iterator[Quantity]:
    for match in _TENTHS.finditer(text):
        whole = numerals.value(match.group(1))
        if whole is None or whole > 10:
            continue
        digit = match.group(2)
        part = Fraction(5) if digit == "半" else numerals.value(digit) if digit else Fraction(0)
        yield _percent(text, match.start(), match.end(), whole * 10 + (part or 0))


def _percent(text: str, start: int, end: int, value: Fraction) -> Quantity:
    tail, bound = bounds(text, start, end)
    return Quantity(text[start:tail], "percent", value, "%", bound, start, tail)


def _numbers(text: str) -> Iterator[Quantity]:
    for match in _NUMBER.finditer(text):
        number = match.group()
        start, end = match.span()
        if text[start - 1 : start].isascii() and text[start - 1 : start].isalpha():
            continue  # 5G's G comes after, but A4 and GB18030 are names
        after = text[end : end + 1]
        if after.isascii() and after.isalpha() and text[end : end + 2].lower() not in _LATIN_UNITS:
            continue  # 5G, 3D: names
        amount = numerals.value(number)
        ordinal = bool(_ORDINAL_BEFORE.search(text[:start][-1:]))
        vague = _VAGUE_AFTER.match(text, end)
        at = vague.end() if vague else end
        large = re.compile(r"[万亿]+").match(text, at) if vague else None
        if large and amount is not None:
            # 3千多万: the scale follows the vague mark.
            for char in large.group():
                amount *= 10**4 if char == "万" else 10**8
            at = large.end()
        unit_match = _unit_pattern().match(text, at)
        unit = unit_match.group() if unit_match else ""
        if not _is_quantity(number, unit, ordinal=ordinal, vague=bool(vague)):
            continue
        if vague and not unit and not number[-1].isdigit() and vague.group() in "来几数":
            at, vague = end, None
        stop = unit_match.end() if unit_match else at
        tail, bound = bounds(text, start, stop)
        bound = "more" if vague and vague.group() in "多余" else bound
        kind = _kind(amount, unit, ordinal=ordinal)
        begin = start - 1 if ordinal else start
        yield Quantity(
            text[begin:tail], kind, amount, _SAME_UNIT.get(unit, unit), bound, begin, tail
        )


_LATIN_UNITS = frozenset({"km", "kg", "mm", "cm", "gw", "kw", "mw", "tb", "gb", "mb", "nm", "tw"})


def _is_quantity(number: str, unit: str, *, ordinal: bool, vague: bool) -> bool:
    if number[0].isdigit() or ordinal:
        return True
    if len(number) == 1 or (number in {"千万", "百万", "万千"} and not unit):
        # 一个, 一次, 一项 are articles; 三农, 四风, 两岸 are names.
        return bool(unit) and (number != "一" or unit in {"倍", "年", "月", "日", "成", "%"})
    return bool(unit) or len(number) >= 3 or (vague and number[-1] in "十百千万亿")


def _kind(amount: Fraction | None, unit: str, *, ordinal: bool) -> Kind:
    if amount is None:
        return "label"
    if ordinal:
        return "ordinal"
    if unit == "年" and _YEAR.fullmatch(str(amount)):
        return "year"
    if unit in _DATE_UNITS and amount <= _DATE_UNITS[unit][1]:
        return _DATE_UNITS[unit][0]
    return "percent" if unit == "%" else "count"


_DATE_UNITS: dict[str, tuple[Kind, int]] = {
    "月": ("month", 12),
    "月份": ("month", 12),
    "日": ("day", 31),
}


def _share_units(text: str, found: list[Quantity]) -> list[Quantity]:
    """3至5年, 10—15%, 三、四月: a number before a range mark has the unit that follows."""
    result = list(found)
    for i in range(len(result) - 2, -1, -1):
        this, then = result[i], result[i + 1]
        between = text[this.end : then.start]
        if not this.unit and then.unit and this.kind == "count" and between in _RANGE:
            kind: Kind = then.kind if then.kind in {"percent", "month", "day"} else "count"
            result[i] = Quantity(
                this.text, kind, this.value, then.unit, this.bound, this.start, this.end
            )
    return result


_RANGE = frozenset({"至", "到", "-", "—", "~", "、", "–", "或"})
