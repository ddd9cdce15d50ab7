"""Which of the wordings that a beam search ends with is taken."""

from __future__ import annotations

from collections.abc import Sequence

LENGTH_TOLERANCE = 0.2
"""A length asked for is met within this share."""


def likeliest(candidates: Sequence[str], characters: int) -> str:
    """The first of ``candidates`` that fits; else the first; empty if there is none.

    ``candidates`` are in the order of their likelihood, which the model was taught to follow
    quality (ranking; Liu et al. 2022); empty ones are passed over. One fits when its length
    is within ``LENGTH_TOLERANCE`` of ``characters``.
    """
    whole = [text for text in candidates if text]
    fitting = [t for t in whole if abs(len(t) - characters) <= LENGTH_TOLERANCE * characters]
    return next(iter(fitting or whole), "")
