"""ROUGE-1/2/L F1 (Lin 2004) on characters and on jieba words.

The usual package drops everything that is not Latin; here every letter and digit
of any script counts, punctuation does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from notes.words import words


def characters(text: str) -> list[str]:
    """Letters and digits, one by one."""
    return [c for c in text.lower() if c.isalnum()]


def tokens(text: str) -> list[str]:
    """Words by jieba, without punctuation."""
    return [w for w in words().cut(text.lower()) if any(c.isalnum() for c in w)]


def rouge_n(system: Sequence[str], reference: Sequence[str], n: int) -> float:
    """F1 of the n-grams of two token lists, 0..1."""
    ours, theirs = _grams(system, n), _grams(reference, n)
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def rouge_l(system: Sequence[str], reference: Sequence[str]) -> float:
    """F1 of the longest common subsequence of two token lists, 0..1."""
    row = [0] * (len(reference) + 1)
    for token in system:
        diagonal = 0
        for at, other in enumerate(reference, 1):
            above = row[at]
            row[at] = diagonal + 1 if token == other else max(above, row[at - 1])
            diagonal = above
    return _f1(row[-1], len(system), len(reference))


def scores(system: str, reference: str) -> dict[str, float]:
    """ROUGE-1/2/L in percent by characters (``R-1`` …) and by words (``R-1w`` …)."""
    result: dict[str, float] = {}
    for suffix, split in (("", characters), ("w", tokens)):
        ours, theirs = split(system), split(reference)
        result[f"R-1{suffix}"] = 100 * rouge_n(ours, theirs, 1)
        result[f"R-2{suffix}"] = 100 * rouge_n(ours, theirs, 2)
        result[f"R-L{suffix}"] = 100 * rouge_l(ours, theirs)
    return result


def mean(rows: Sequence[dict[str, float]]) -> dict[str, float]:
    """The mean of each figure over the rows, to one decimal."""
    return {key: round(sum(row[key] for row in rows) / len(rows), 1) for key in rows[0]}


def _grams(sequence: Sequence[str], n: int) -> Counter[tuple[str, ...]]:
    return Counter(tuple(sequence[i : i + n]) for i in range(len(sequence) - n + 1))


def _f1(common: int, ours: int, theirs: int) -> float:
    return 2 * common / (ours + theirs) if common else 0.0
