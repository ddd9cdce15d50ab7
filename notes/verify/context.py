"""Compare the words around a place in a statement with the words around a place in the source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from notes.values import Span
from notes.verify.align import presence
from notes.verify.parsed import Parsed, Token

_SEGMENT_ENDS = "，；：。！？、…"
Around = list[tuple[str, float]]


def segment(parsed: Parsed, start: int, end: int) -> Span:
    """The stretch between punctuation marks (、 too) that holds ``[start, end)``."""
    text = parsed.text
    while start > 0 and text[start - 1] not in _SEGMENT_ENDS:
        start -= 1
    while end < len(text) and text[end] not in _SEGMENT_ENDS:
        end += 1
    return Span(start, end)


def around(statement: Parsed, start: int, end: int, skip: Sequence[Span] = ()) -> Around:
    """The content words around ``[start, end)`` and their weights: near ones count most.

    Words in one of the ``skip`` ranges (other numbers, other names) say nothing
    about what this one belongs to.
    """
    near = segment(statement, start, end)
    clause = statement.clause_at(start)
    found: Around = []
    for token in statement.tokens:
        if not token.matter or start <= token.start < end or _inside(token, skip):
            continue
        if near.start <= token.start < near.end:
            weight = 3.0
        elif clause.start <= token.start < clause.end:
            weight = 1.5
        else:
            weight = 0.5 if token.start < clause.start else 0.25
        if not token.content:
            weight *= 0.4
        found.append((token.text, weight * len(token.text)))
    return found


def _inside(token: Token, spans: Sequence[Span]) -> bool:
    return any(s.start <= token.start < s.end for s in spans)


def fit(words: Around, rings: Sequence[tuple[str, float]]) -> float:
    """The weighted share of ``words`` found in ``rings``: (text, worth 0..1), nearest first."""
    total = sum(weight for _, weight in words)
    if not total:
        return 1.0
    gained = 0.0
    for word, weight in words:
        gained += weight * max((presence(word, text) * worth for text, worth in rings), default=0.0)
    return gained / total


@lru_cache(maxsize=8192)
def rings(parsed: Parsed, start: int, end: int) -> tuple[tuple[str, float], ...]:
    """Segment, clause, sentence up to here, whole sentence around a place of the source."""
    clause = parsed.clause_at(start)
    return (
        (segment(parsed, start, end).within(parsed.text), 1.0),
        (clause.within(parsed.text), 0.7),
        (parsed.text[: clause.end], 0.45),
        (parsed.text, 0.35),
    )
