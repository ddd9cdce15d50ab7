"""One form for text that is compared: width, white space, punctuation and quotation marks.

The folded form of clean text is the text itself, so a word segmentation of the
source can be shared with the stages before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from notes.values import Span

_WIDE = {",": "，", ":": "：", ";": "；", "?": "？", "!": "！", "(": "（", ")": "）"}
_MARKS = str.maketrans(
    {"「": "“", "」": "”", "『": "‘", "』": "’", "〝": "“", "〞": "”", "⋯": "…"}
    | {"〈": "《", "〉": "》", "﹪": "%", "％": "%", "．": ".", "－": "-", "～": "~", "／": "/"}
    | {"＋": "+", "·": "·", "•": "·", "・": "·"}
)
_WIDER = str.maketrans(_WIDE)
_FULL_WIDTH = re.compile("[！-～]")
_NO_LETTER = re.compile(r"[^\w%]+|_+")
_SPACE = re.compile(r"[\s\u3000\u200b\ufeff\xad]+")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_CLAUSE_END = re.compile(r"[，；：。！？…]+|——+")


def fold(text: str) -> str:
    """Return ``text`` in the one form: half-width letters and digits, full-width punctuation.

    White space goes (one space stays between Latin words), thousands separators go,
    straight double quotation marks become paired ones in turn. Folding twice
    changes nothing.
    """
    text = _FULL_WIDTH.sub(_narrow, text).translate(_MARKS)
    text = _THOUSANDS.sub("", _SPACE.sub(_keep_latin_gap, text))
    if '"' in text:
        pieces = text.split('"')
        text = pieces[0] + "".join(
            ("“" if i % 2 == 0 else "”") + piece for i, piece in enumerate(pieces[1:])
        )
    return text.translate(_WIDER)


def _narrow(found: re.Match[str]) -> str:
    narrow = unicodedata.normalize("NFKC", found.group())
    return narrow if narrow.isalnum() else found.group()


def _keep_latin_gap(gap: re.Match[str]) -> str:
    before = gap.string[gap.start() - 1 : gap.start()]
    after = gap.string[gap.end() : gap.end() + 1]
    return " " if _latin(before) and _latin(after) else ""


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def skeleton(text: str) -> str:
    """The letters, digits and characters of ``text`` without any punctuation."""
    return _NO_LETTER.sub("", text)


def clause_spans(text: str) -> Iterator[Span]:
    """The clauses of folded ``text``: runs between ，；：。！？… and dashes."""
    start = 0
    for mark in _CLAUSE_END.finditer(text):
        if mark.start() > start:
            yield Span(start, mark.start())
        start = mark.end()
    if start < len(text):
        yield Span(start, len(text))


def bigrams(text: str) -> frozenset[str]:
    """The character pairs of ``text``."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))
