"""Misread characters in terms, by the consensus of the document itself.

A character is suspect when the same surroundings hold another character almost
everywhere else in the text (新质▢产力: 生 sixty times, 皮 once) *and* it makes no
Chinese word in its place while the other one does. No guess comes from outside the
document; the dictionary only says what is good Chinese and must not be touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from notes.repair.edits import Draft, Edit
from notes.repair.lexicon import (
    FUNCTION,
    LONGEST_WORD,
    are_alike,
    code_points,
    has_look_alike,
    in_two_letter_word,
    is_covered,
    is_name,
    is_word,
)
from notes.repair.outliers import Codes, Flags, Outlier, outliers
from notes.values import Certainty

_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿两零〇第几")
_HAN_RUN = re.compile(r"[㐀-䶿一-鿿0-9A-Za-z]")

_MUCH = 8
_SURE = 5


def terms_by_consensus(draft: Draft) -> Iterator[Edit]:
    """Replace single misread characters by the one that the document uses there."""
    text = draft.text
    if not text:
        return
    points = code_points(text)
    suspects = [
        found
        for found in outliers(points, _needs(text, points))
        if found.support >= _MUCH or are_alike(text[found.at], found.wanted)
    ]
    used = _Uses(text)
    done = -1
    for suspect in sorted(suspects, key=lambda s: (s.at, -s.window, -s.support, s.wanted)):
        word = _broken_word(text, suspect, used) if suspect.at != done else ""
        if word:
            done = suspect.at
            sure = len(word) >= 3 and suspect.support >= _SURE
            certainty: Certainty = "sure" if sure else "likely"
            yield Edit(done, done + 1, suspect.wanted, "ocr_char", certainty)


class _Uses(dict[str, int]):
    """How often words stand in a text, each counted once."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def __missing__(self, word: str) -> int:
        self[word] = count = self._text.count(word)
        return count


def _needs(text: str, points: npt.NDArray[np.uint32]) -> Codes:
    """How often another character must stand in the place of each; 0 for good Chinese.

    In question are characters that are in no word of two and could be misread at all.
    What this passes is looked at again by ``_broken_word``; it only spares time.
    """
    misread = _may_be_misread()[np.minimum(points, 0xFFFF)]
    asked = np.flatnonzero(misread & ~in_two_letter_word(text))
    present = frozenset(text)
    alike = [
        ord(character)
        for character in {text[at] for at in asked.tolist()}
        if has_look_alike(character, present)
    ]
    needs = np.zeros(len(points), dtype=np.int64)
    needs[asked] = np.where(np.isin(points[asked], alike), 1, _MUCH)
    return needs


@lru_cache(maxsize=1)
def _may_be_misread() -> Flags:
    """A flag for each code point of the Basic Multilingual Plane."""
    flags = np.zeros(0x10000, dtype=bool)
    flags[0x3400:0xA000] = True
    flags[:0x80] = True
    function = {c for c in FUNCTION if not has_look_alike(c)}
    for character in function | {c for c in _NUMERALS if not c.isascii()}:
        flags[ord(character)] = False
    return flags


def _broken_word(text: str, suspect: Outlier, used: _Uses) -> str:
    """The word that the suspect character breaks, or "" where it may be meant."""
    at, wanted = suspect.at, suspect.wanted
    found = text[at]
    if not _HAN_RUN.match(found) or wanted in FUNCTION:
        return ""
    if found in FUNCTION and not (are_alike(found, wanted) and suspect.window == 4):
        return ""
    if wanted in _NUMERALS or (found in _NUMERALS and not found.isascii()):
        return ""
    if is_covered(text, at):
        return ""
    mended = text[:at][-LONGEST_WORD:] + wanted + text[at + 1 : at + LONGEST_WORD]
    middle = min(at, LONGEST_WORD)
    for length in range(LONGEST_WORD, 1, -1):
        for start in range(max(middle - length + 1, 0), middle + 1):
            word = mended[start : start + length]
            if len(word) == length and is_word(word) and not is_name(word):
                begin = at - middle + start
                orphaned = _is_orphaned(text, at, begin, begin + length)
                if orphaned and _is_convincing(text, suspect, word, used):
                    return word
    return ""


def _is_convincing(text: str, suspect: Outlier, word: str, used: _Uses) -> bool:
    """Whether the document vouches for ``word`` and the characters could be confused.

    That two words differ in one character is not enough: 稳市 beside 稳定 is a new
    coinage, 主销区 beside 主产区 the opposite. Convincing are a long word with much
    support, and characters of like shape with more context than the word itself.
    """
    if are_alike(text[suspect.at], suspect.wanted):
        enough = 3 if suspect.window == 3 else 2
        return max(len(word), suspect.window) >= 3 and used[word] >= enough
    return len(word) >= 3 and suspect.support >= _MUCH and used[word] >= _MUCH


def _is_orphaned(text: str, at: int, start: int, end: int) -> bool:
    """Whether the characters beside ``at`` belong to no other word.

    In a word of four or more characters a part of it (揭榜) may be a word of its own.
    """
    for neighbour in (at - 1, at + 1):
        if start <= neighbour < end and is_covered(text, neighbour, (start, end)):
            return False
    return True
