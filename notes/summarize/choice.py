"""Which of the wordings that a beam search ends with is taken."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

LENGTH_TOLERANCE = 0.2
"""A length asked for is met within this share."""


def agreement(wording: Sequence[int], source: Sequence[int], selected: Sequence[float]) -> float:
    """How well ``wording`` uses the tokens of ``source`` that the content selection expects.

    ``selected`` is the chance of each source token to be used (bottom-up attention, Gehrmann
    et al. 2018). A source token counts as used when it stands in a pair of neighbours that
    the wording has too, as in the training of the selection. The measure is the soft Dice
    coefficient of the used tokens and the expected ones, 0..1: twice the chances of the used
    tokens, by the number of used tokens and the sum of all chances.
    """
    pairs = set(pairwise(wording))
    used = [False] * len(source)
    for at, pair in enumerate(pairwise(source)):
        if pair in pairs:
            used[at] = used[at + 1] = True
    found = sum(chance for chance, own in zip(selected, used, strict=True) if own)
    return 2 * found / (sum(used) + sum(selected) or 1.0)


def choose(candidates: Sequence[tuple[str, float]], characters: int) -> str:
    """The text of the candidate of highest worth among those that fit; empty if there is none.

    ``candidates`` are texts and their worth; empty texts are passed over, and of equal worth
    the first is taken. One fits when its length is within ``LENGTH_TOLERANCE`` of
    ``characters``; where none fits all count.
    """
    whole = [one for one in candidates if one[0]]
    fitting = [
        one for one in whole if abs(len(one[0]) - characters) <= LENGTH_TOLERANCE * characters
    ]
    return max(fitting or whole, key=lambda one: one[1], default=("", 0.0))[0]
