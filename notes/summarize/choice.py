"""Which of the wordings that a beam search ends with is taken.

Minimum Bayes risk (Kumar & Byrne 2004): the one that the others agree with most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

LENGTH_TOLERANCE = 0.2
"""A length asked for is met within this share."""


def choose(candidates: Sequence[str], characters: int) -> str:
    """The candidate with the highest mean bigram F1 against the others; empty if there is none.

    ``candidates`` are in the order of their likelihood, which breaks ties; empty ones
    are passed over. Those whose length is within ``LENGTH_TOLERANCE`` of
    ``characters`` are preferred.
    """
    whole = list(dict.fromkeys(text for text in candidates if text))
    fitting = [
        text for text in whole if abs(len(text) - characters) <= LENGTH_TOLERANCE * characters
    ]
    grams = {text: Counter(pairwise(text)) for text in whole}

    def agreement(text: str) -> float:
        return sum(_f1(grams[text], grams[other]) for other in whole if other != text)

    return max(fitting or whole, key=agreement, default="")


def _f1(first: Counter[tuple[str, str]], second: Counter[tuple[str, str]]) -> float:
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 0.0
