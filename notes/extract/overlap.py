"""How much two texts share, counted in character bigrams.

Chinese has no spaces, and bigrams of characters are the smallest unit that
survives both rewording and segmentation errors. Marks and spaces do not count;
the per cent sign does, because 5% is not 5.
"""

from __future__ import annotations

import re
from functools import lru_cache

_MARKS = re.compile(r"[^\w%]")
_BETWEEN = re.compile(r"[^\w%]+")


@lru_cache(maxsize=32768)
def bigrams(text: str) -> frozenset[str]:
    """Return the character bigrams of ``text`` without marks, in lower case."""
    plain = _MARKS.sub("", text.lower())
    return frozenset(plain[at : at + 2] for at in range(len(plain) - 1))


def containment(first: str, second: str) -> float:
    """Return the share (0..1) of the smaller text's bigrams that the other one has."""
    left, right = bigrams(first), bigrams(second)
    smaller = min(len(left), len(right))
    return len(left & right) / smaller if smaller else 0.0


def jaccard(first: str, second: str) -> float:
    """Return the bigrams in common over the bigrams of both (0..1)."""
    left, right = bigrams(first), bigrams(second)
    union = len(left | right)
    return len(left & right) / union if union else 0.0


def runs(text: str, pairs: frozenset[str]) -> tuple[str, ...]:
    """Return the longest pieces of ``text``, in its order, whose bigrams are all in ``pairs``."""
    found: list[str] = []
    for piece in _BETWEEN.split(text):
        start = 0
        for at in range(1, len(piece) + 1):
            if at == len(piece) or piece[at - 1 : at + 1].lower() not in pairs:
                if at - start > 1:
                    found.append(piece[start:at])
                start = at
    return tuple(found)


def is_subsequence(part: str, whole: str) -> bool:
    """Whether the characters of ``part`` stand in ``whole`` in the same order."""
    rest = iter(whole)
    return all(character in rest for character in part)
