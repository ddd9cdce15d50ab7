"""A character that belongs to no word, and a look-alike with which it makes one.

Recognition reads 予盾 for 矛盾. That is mended when three things hold at once: neither
character is part of any word where it stands, a look-alike makes a common word of them
(or of a longer string), and the document itself uses that word several times. Without
the document's own use nothing is done: it would be a guess from outside.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from notes.repair.edits import Draft, Edit
from notes.repair.lexicon import (
    FUNCTION,
    characters_with_look_alikes,
    code_points,
    in_two_letter_word,
    is_covered,
    is_name,
    is_rare_alone,
    is_word,
    look_alikes,
)

LEAST_USES = 3
"""How often the document must have the word."""

_LONGEST = 4
_MOST_COMMON = 15_000
"""Characters that the dictionary has seen more often alone (请, 用) are words themselves."""

# Writers mix these up themselves, so a wrong one is not for us to change.
_WRITERS_OWN = frozenset("己已巳的地得做作象像账帐末未侯候")


def words_by_twin(draft: Draft) -> Iterator[Edit]:
    """Replace single characters by the look-alike that makes a word of the document."""
    text = draft.text
    if not text:
        return
    points = code_points(text)
    loose = ~in_two_letter_word(text) & _may_be_misread()[np.minimum(points, 0xFFFF)]
    uses: dict[str, int] = {}
    for at in np.flatnonzero(loose).tolist():
        before, after = text[max(at - 1, 0) : at], text[at + 1 : at + 2]
        for twin in look_alikes(text[at]):
            # Longer words hold a word of two at nearly every character.
            if not (is_word(before + twin) or is_word(twin + after)):
                continue
            word = _word_with(text, at, twin)
            if word and word not in uses:
                uses[word] = text.count(word)
            if word and uses[word] >= LEAST_USES:
                yield Edit(at, at + 1, twin, "ocr_char", "likely")
                break


@lru_cache(maxsize=1)
def _may_be_misread() -> npt.NDArray[np.bool_]:
    """A flag for each code point of the Basic Multilingual Plane."""
    flags = np.zeros(0x10000, dtype=bool)
    for character in characters_with_look_alikes() - FUNCTION - _WRITERS_OWN:
        flags[min(ord(character), 0xFFFF)] = is_rare_alone(character, _MOST_COMMON)
    return flags


def _word_with(text: str, at: int, twin: str) -> str:
    """The longest common word that ``twin`` makes at ``at`` of characters without a word."""
    for length in range(_LONGEST, 1, -1):
        for start in range(max(at - length + 1, 0), min(at, len(text) - length) + 1):
            word = text[start:at] + twin + text[at + 1 : start + length]
            if not is_word(word) or not FUNCTION.isdisjoint(word) or is_name(word):
                continue
            if is_covered(text, at):
                continue
            others = (i for i in range(start, start + length) if i != at)
            if length >= 4 or not any(is_covered(text, i) for i in others):
                return word
    return ""
