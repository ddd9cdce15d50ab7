"""An independent reader of finished notes: finds what they say and the source does not.

Plain string logic, on purpose without any code of ``notes``: numbers, 《》 titles,
“” quotations and Latin words of a note must stand in the source (the repaired
text). It is used on everything that the pipeline writes.
"""

from __future__ import annotations

import re
import unicodedata

_ARABIC = re.compile(r"[0-9]+(?:\.[0-9]+)?%?")
_HAN_RUN = re.compile(
    r"[零〇一二两三四五六七八九十百千万亿]{2,}|[二三四五六七八九](?=[个项条年月日次倍成])"
)
_SCALES_ONLY = re.compile(r"[十百千万亿]+")
_TITLE = re.compile(r"《[^《》]+》")
_QUOTE = re.compile(r"“([^“”]+)”")
_LATIN = re.compile(r"[A-Za-z]+")
_PUNCTUATION = re.compile(r"[\s，。、；：！？“”‘’\"'（）()《》…—,.;:!?-]")


def unsupported(source: str, note: str) -> list[str]:
    """The numbers, titles, quotations and Latin words of ``note`` that ``source`` lacks."""
    source, note = _plain(source), _plain(note)
    return [
        *(n for n in _ARABIC.findall(note) if not _has_number(source, n)),
        *(n for n in _HAN_RUN.findall(note) if not _has_han_number(source, n)),
        *(t for t in _TITLE.findall(note) if t not in source),
        *(f"“{q}”" for q in _QUOTE.findall(note) if not _has_quotation(source, q)),
        *(w for w in _LATIN.findall(note) if w.lower() not in source.lower()),
    ]


CONTAINED = 0.8
"""Least share of the character pairs of every clause that the cited text must hold."""


def contains(cited: str, claim: str) -> bool:
    """Whether ``cited`` says ``claim``: clause by clause its pairs, and all that can be told."""
    held = _pairs(cited)
    clauses = [_pairs(clause) for clause in re.split(r"[，；：。！？…,;:!?]", claim)]
    told = all(len(pairs & held) >= CONTAINED * len(pairs) for pairs in clauses)
    return told and not unsupported(cited, claim)


def _pairs(text: str) -> set[str]:
    bare = _PUNCTUATION.sub("", unicodedata.normalize("NFKC", text))
    return {bare[at : at + 2] for at in range(len(bare) - 1)}


def _plain(text: str) -> str:
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    text = re.sub(r'"([^"]*)"', r"“\1”", text)
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text)


def _has_number(source: str, number: str) -> bool:
    if number in _ARABIC.findall(source):
        return True
    digits = number.rstrip("%")
    if "." in digits or int(digits) > 9999:
        return False
    spoken = _in_han(int(digits))
    if number.endswith("%"):
        return f"百分之{spoken}" in source or (spoken.endswith("十") and spoken[0] + "成" in source)
    return bool(
        re.search(rf"(?<![一二三四五六七八九十百千]){spoken}(?![一二三四五六七八九十百千])", source)
    )


def _has_han_number(source: str, number: str) -> bool:
    if number in source or _SCALES_ONLY.fullmatch(number):
        return True
    return any(_in_han(int(n)) == number for n in re.findall(r"(?<![\d.])\d{1,4}(?![\d.])", source))


def _has_quotation(source: str, quoted: str) -> bool:
    return _PUNCTUATION.sub("", quoted) in _PUNCTUATION.sub("", source)


def _in_han(number: int) -> str:
    if number < 10:
        return "零一二三四五六七八九"[number]
    text, zero = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return text.removeprefix("一") if 10 <= number < 20 else text
