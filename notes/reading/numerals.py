"""Numbers as a word processor writes them in generated numbering (ECMA-376, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", ("", "拾", "佰", "仟"))
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", ("", "拾", "佰", "仟"))
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"


def chinese(number: int) -> str:
    """Counting in Chinese, below ten thousand: 十, 十二, 二十, 一百零五.

    >>> chinese(12), chinese(20), chinese(105)
    ('十二', '二十', '一百零五')
    """
    text = _with_units(number, "零" + _DIGITS[1:], _UNITS)
    return text[1:] if text.startswith("一十") else text


def write_number(number: int, form: str) -> str:
    """``number`` in the format that ``w:numFmt`` names; unknown formats give digits."""
    if form in {"bullet", "none"}:
        return ""
    writer = _FORMS.get(form)
    if writer is None or not 0 < number < 10_000:
        return str(number)
    return writer(number)


def _with_units(number: int, digits: str, units: tuple[str, ...]) -> str:
    if not 0 < number < 10_000:
        return str(number)
    text = str(number)
    parts: list[str] = []
    for place, digit in enumerate(text):
        unit = units[len(text) - 1 - place]
        if digit != "0":
            parts.append(digits[int(digit)] + unit)
        elif parts and parts[-1] != digits[0]:
            parts.append(digits[0])
    return "".join(parts).rstrip(digits[0])


def _roman(number: int) -> str:
    parts: list[str] = []
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        parts.append(sign * count)
    return "".join(parts)


def _letters(number: int) -> str:
    # Word goes on with aa, bb after z, not with aa, ab.
    count, at = divmod(number - 1, 26)
    return chr(ord("a") + at) * (count + 1)


def _series(first: str, last: int) -> Callable[[int], str]:
    """Consecutive Unicode characters for 1..last, digits after that."""
    return lambda number: chr(ord(first) + number - 1) if number <= last else str(number)


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)]


def _digital(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "koreanDigital2": _digital,
    "ideographDigital": _digital,
    "japaneseDigitalTenThousand": _digital,
    "taiwaneseDigital": _digital,
    "chineseLegalSimplified": lambda number: _with_units(number, *_LEGAL),
    "ideographLegalTraditional": lambda number: _with_units(number, *_LEGAL_TRADITIONAL),
    "japaneseLegal": lambda number: _with_units(number, *_LEGAL_TRADITIONAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "decimalEnclosedCircle": _series("①", 20),
    "decimalEnclosedCircleChinese": _series("①", 20),
    "decimalEnclosedParen": _series("⑴", 20),
    "decimalEnclosedFullstop": _series("⒈", 20),
    "ideographEnclosedCircle": _series("㊀", 10),
    "decimalFullWidth": lambda number: "".join(chr(ord(d) + 0xFEE0) for d in str(number)),
    "decimalFullWidth2": lambda number: "".join(chr(ord(d) + 0xFEE0) for d in str(number)),
    "numberInDash": lambda number: f"- {number} -",
}
