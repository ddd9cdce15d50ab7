"""Decoding rules: what a summary may only take from its source.

Numbers (also in Chinese characters), Latin words, 《》 titles and names are copied whole or
not at all, and nothing is said twice. The rules act while the text is written, so that the
beam looks for another wording instead of an invented figure. They need a vocabulary whose
pieces are substrings of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes.words import Words

_SIGN = "0-9A-Za-z〇零一二两三四五六七八九十百千万亿"

RUN = re.compile(rf"[{_SIGN}]+(?:(?:\.|点|%|分之)[{_SIGN}]+)*%?")
"""A number or a Latin word as one unit: 2035, 7.0, 52.3%, C919, 5G, 百分之十五点三, 3万亿."""

_OPEN_RUN = re.compile(rf"[{_SIGN}]+(?:(?:\.|点|%|分之)[{_SIGN}]+)*(?:\.|点|%|分之?)?\Z")
_TITLE = re.compile(r"《[^《》]+》")
_NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nt"}

REPEATED = 4
"""So many characters in a row may stand once."""


class SourceRules:
    """Which piece may follow a text that is written about ``source``.

    ``foreign`` are pieces that may not stand at all (see ``foreign_pieces``).
    """

    def __init__(self, source: str, foreign: frozenset[str] = frozenset()) -> None:
        self.source = source
        self.foreign = foreign
        self.runs = frozenset(RUN.findall(source))
        self.begun = frozenset(run[:size] for run in self.runs for size in range(1, len(run) + 1))
        self.titles = tuple(sorted(set(_TITLE.findall(source))))

    def allows(self, text: str, piece: str) -> bool:
        """Whether ``piece`` may follow ``text``, which itself was allowed."""
        return (
            piece not in self.foreign
            and not self._stutters(text, piece)
            and not repeats(text, piece)
            and self._numbers(text, piece)
            and self._titles(text + piece, len(text))
        )

    def may_end(self, text: str) -> bool:
        """Whether ``text`` may end here: no number and no title is half written."""
        found = _OPEN_RUN.search(text)
        whole = found is None or self._ends_well(found.group())
        return whole and text.rfind("《") <= text.rfind("》")

    def _stutters(self, text: str, piece: str) -> bool:
        digits = piece.isascii() and piece.isalnum()
        return not digits and text.endswith(piece) and piece * 2 not in self.source

    def _numbers(self, text: str, piece: str) -> bool:
        found = _OPEN_RUN.search(text)
        start = found.start() if found else len(text)
        after = text[start:] + piece
        tail = _OPEN_RUN.search(after)
        if tail is not None:
            if tail.group() not in self.begun and not self._ends_well(tail.group()):
                return False
            after = after[: tail.start()]
        return all(run in self.runs for run in RUN.findall(after))

    def _ends_well(self, tail: str) -> bool:
        """Whether the open run is whole, perhaps with the first sign of a word after it."""
        return all(run in self.runs for run in RUN.findall(tail))

    def _titles(self, text: str, start: int) -> bool:
        opened = text.rfind("《", 0, start)
        at = opened if opened > text.rfind("》", 0, start) else text.find("《", start)
        while at >= 0:
            end = text.find("》", at)
            part = text[at : end + 1] if end >= 0 else text[at:]
            if not any(title.startswith(part) for title in self.titles):
                return False
            at = text.find("《", max(at + 1, start)) if end < 0 else text.find("《", end)
        return True


def repeats(text: str, piece: str) -> bool:
    """Whether ``piece`` after ``text`` makes ``REPEATED`` characters stand twice."""
    whole = text + piece
    first = max(len(text) - REPEATED + 1, 0)
    return any(
        whole.find(whole[at : at + REPEATED]) < at for at in range(first, len(whole) - REPEATED + 1)
    )


def foreign_pieces(pieces: Sequence[str], source: str) -> frozenset[str]:
    """Those of ``pieces`` (names the dictionary knows) that ``source`` lacks."""
    return frozenset(piece for piece in pieces if piece not in source)


def name_pieces(pieces: Sequence[str], words: Words) -> list[str]:
    """The pieces that the dictionary knows as names of persons, places and bodies."""
    return [p for p in pieces if len(p) > 1 and words.usual_tag(p) in _NAME_TAGS]


def foreign_names(text: str, source: str, words: Words) -> list[str]:
    """The names of persons, places and bodies in ``text`` that ``source`` lacks.

    Names composed of several pieces are seen only here, in the finished text.
    """
    return [
        word.text
        for word in words.tag(text)
        if len(word.text) > 1 and word.tag in _NAME_TAGS and word.text not in source
    ]
