"""Misread characters in terms, by the consensus of the document itself.

A character is suspect when the same surroundings hold another character almost
everywhere else in the text (新质▢产力: 生 sixty times, 皮 once) *and* it makes no
Chinese word in its place while the other one does. No guess comes from outside the
document; the dictionary only says what is good Chinese and must not be touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from notes.repair.edits import Draft, Edit
from notes.repair.lexicon import are_alike, is_name, is_word
from notes.values import Certainty

_LONGEST_WORD = 6
_FUNCTION = frozenset(
    "的了是在和与或等也都不有为以之其而且及于就把被对从向将使让要能会可这那此该各每某我你他她它们个着过地得上中下大小新老多少前后"
)
_NUMERALS = frozenset("0123456789一二三四五六七八九十百千万亿两零〇第几")
_HAN_RUN = re.compile(r"[㐀-䶿一-鿿0-9A-Za-z]")

_MOST_RARE = 2
_MUCH = 8
_SURE = 5

_Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Window:
    """A window: its length, how often and in what share the usual character must stand in it."""

    length: int
    least: int
    share: float


_WINDOWS = (_Window(4, 2, 0.6), _Window(3, 3, 0.7), _Window(2, 3, 0.75))


@dataclass(frozen=True, slots=True)
class _Grams:
    """A text as dense character numbers of ``bits`` bits; ``han`` says which are Chinese."""

    codes: _Codes
    han: npt.NDArray[np.bool_]
    bits: int


@dataclass(frozen=True, slots=True)
class _Suspect:
    at: int
    wanted: str
    support: int
    window: int


def terms_by_consensus(draft: Draft) -> Iterator[Edit]:
    """Replace single misread characters by the one that the document uses there."""
    text = draft.text
    ranked = sorted(_suspects(text), key=lambda s: (s.at, -s.window, -s.support, s.wanted))
    done = -1
    for suspect in ranked:
        word = _broken_word(text, suspect) if suspect.at != done else ""
        if word:
            done = suspect.at
            sure = len(word) >= 3 and suspect.support >= _SURE
            certainty: Certainty = "sure" if sure else "likely"
            yield Edit(done, done + 1, suspect.wanted, "ocr_char", certainty)


def _suspects(text: str) -> Iterator[_Suspect]:
    raw = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    alphabet, dense = np.unique(raw, return_inverse=True)
    grams = _Grams(
        dense.astype(np.int64),
        (alphabet >= 0x3400) & (alphabet <= 0x9FFF),
        max(int(len(alphabet) - 1).bit_length(), 1),
    )
    # Windows are packed into 63 bits; a text of more than 32,768 different characters is none.
    if grams.bits * max(window.length for window in _WINDOWS) > 63:
        return
    for window in _WINDOWS:
        for hole in range(window.length):
            for at, wanted, support in _outliers(grams, window, hole):
                usual = chr(int(alphabet[wanted]))
                if support >= _MUCH or are_alike(text[at], usual):
                    yield _Suspect(at, usual, support, window.length)


def _outliers(grams: _Grams, window: _Window, hole: int) -> Iterator[tuple[int, int, int]]:
    """Positions whose character is rare among all windows with the same surroundings.

    Gives the position, the usual character there and how often it stands there.
    """
    count = len(grams.codes) - window.length + 1
    if count <= window.least:
        return
    key: _Codes = np.zeros(count, dtype=np.int64)
    valid = np.ones(count, dtype=bool)
    for offset in range(window.length):
        if offset != hole:
            piece = grams.codes[offset : offset + count]
            key = (key << grams.bits) | piece
            valid &= grams.han[piece]
    packed = ((key << grams.bits) | grams.codes[hole : hole + count])[valid]
    if len(packed) == 0:
        return
    pairs, tally = np.unique(packed, return_counts=True)
    edges = np.flatnonzero(np.r_[True, np.diff(pairs >> grams.bits) != 0])
    top = np.maximum.reduceat(tally, edges)
    good = (top >= window.least) & (top >= window.share * np.add.reduceat(tally, edges))
    group = np.repeat(np.arange(len(edges)), np.diff(np.r_[edges, len(pairs)]))
    rare = np.flatnonzero((tally <= _MOST_RARE) & good[group] & (tally * 2 <= top[group]))
    if len(rare) == 0:
        return
    places = np.flatnonzero(valid)
    slot = np.searchsorted(pairs[rare], packed)
    slot[slot == len(rare)] = 0
    rows = np.flatnonzero(pairs[rare][slot] == packed)
    tops = np.flatnonzero(tally == top[group])
    winner = tops[np.searchsorted(group[tops], group[rare[slot[rows]]])]
    wanted = pairs[winner] & ((1 << grams.bits) - 1)
    kept = grams.han[wanted]
    yield from zip(
        (places[rows][kept] + hole).tolist(),
        wanted[kept].tolist(),
        tally[winner][kept].tolist(),
        strict=True,
    )


def _broken_word(text: str, suspect: _Suspect) -> str:
    """The word that the suspect character breaks, or "" where it may be meant."""
    at, wanted = suspect.at, suspect.wanted
    found = text[at]
    if not _HAN_RUN.match(found) or wanted in _FUNCTION:
        return ""
    if found in _FUNCTION and not (are_alike(found, wanted) and suspect.window == 4):
        return ""
    if wanted in _NUMERALS or (found in _NUMERALS and not found.isascii()):
        return ""
    if _covered(text, at):
        return ""
    mended = text[:at][-_LONGEST_WORD:] + wanted + text[at + 1 : at + _LONGEST_WORD]
    middle = min(at, _LONGEST_WORD)
    for length in range(_LONGEST_WORD, 1, -1):
        for start in range(max(middle - length + 1, 0), middle + 1):
            word = mended[start : start + length]
            if len(word) == length and is_word(word) and not is_name(word):
                begin = at - middle + start
                convincing = _is_convincing(text, suspect, word)
                if convincing and _is_orphaned(text, at, begin, begin + length):
                    return word
    return ""


def _is_convincing(text: str, suspect: _Suspect, word: str) -> bool:
    """Whether the document vouches for ``word`` and the characters could be confused.

    That two words differ in one character is not enough: 稳市 beside 稳定 is a new
    coinage, 主销区 beside 主产区 the opposite. Convincing are a long word with much
    support, and characters of like shape with more context than the word itself.
    """
    used = text.count(word)
    if are_alike(text[suspect.at], suspect.wanted):
        return used >= (3 if suspect.window == 3 else 2) and max(len(word), suspect.window) >= 3
    return len(word) >= 3 and min(used, suspect.support) >= _MUCH


def _is_orphaned(text: str, at: int, start: int, end: int) -> bool:
    """Whether the characters beside ``at`` belong to no other word.

    In a word of four or more characters a part of it (揭榜) may be a word of its own.
    """
    for neighbour in (at - 1, at + 1):
        if start <= neighbour < end and _covered(text, neighbour, (start, end)):
            return False
    return True


def _covered(text: str, at: int, within: tuple[int, int] | None = None) -> bool:
    """Whether a dictionary word of two or more characters covers position ``at``.

    With ``within``, parts of a long word at that range do not count.
    """
    for length in range(2, _LONGEST_WORD):
        for start in range(max(at - length + 1, 0), at + 1):
            if start + length > len(text):
                break
            inside = within and within[0] <= start and start + length <= within[1]
            if inside and within and within[1] - within[0] >= 4:
                continue
            if is_word(text[start : start + length]):
                return True
    return False
