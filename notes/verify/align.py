"""Align the clauses of a statement with the source sentences that say the same.

Containment of words and of character pairs, the overlap family that
Grusky et al. (2018, "Newsroom": extractive fragment coverage) and the PARENT
score (Dhingra et al. 2019) measure faithfulness by, taken clause by clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from notes.values import Span
from notes.verify.normal import bigrams, skeleton
from notes.verify.parsed import Parsed, Token
from notes.verify.source import Place, Scope, Window

MANY = 16
"""Sentences of a scope from which on only the likeliest are aligned."""
ABBREVIATION_SPAN = 7
"""民企 may stand for 民营企业: characters in order, at most this many apart in all."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A clause of a statement and the window of the source that covers it best.

    ``score`` is the share (0..1) of the clause's content, weighted by length, that
    the window holds; ``whole`` is the share that the whole scope holds; ``missing``
    are content words that the scope lacks.
    """

    span: Span
    tokens: tuple[Token, ...]
    window: Window | None
    score: float
    whole: float
    missing: tuple[str, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """The source sentences of the window."""
        return self.window.places if self.window else ()


def align(statement: Parsed, scope: Scope) -> tuple[Aligned, ...]:
    """Each clause of ``statement`` with its best window in ``scope``."""
    return tuple(_align_clause(statement, span, scope) for span in statement.clauses)


def _align_clause(statement: Parsed, span: Span, scope: Scope) -> Aligned:
    content = tuple(t for t in statement.tokens_in(span) if t.content)
    grams = bigrams(skeleton(span.within(statement.text)))
    best: Window | None = None
    best_score, best_rank = 0.0, (-1.0, 0.0)
    for window in _candidates(content, scope):
        score = coverage(content, window.text)
        overlap = gram_share(grams, (p.parsed.grams for p in window.places))
        # A pair must earn its second sentence; equal windows: more shared pairs, then first.
        rank = (score - 0.08 * (len(window.places) - 1) + 0.5 * overlap, overlap)
        if rank > best_rank:
            best, best_score, best_rank = window, score, rank
    missing = tuple(t.text for t in content if presence(t.text, scope.text) < 0.5)
    whole = coverage(content, scope.text)
    return Aligned(span, content, best, best_score, whole, missing)


def _candidates(content: Sequence[Token], scope: Scope) -> Iterable[Window]:
    """All windows of a passage; of a whole essay those around the sentences that hold most."""
    if len(scope.places) <= MANY:
        return scope.windows
    scores = [coverage(content, p.parsed.text) for p in scope.places]
    first = sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:MANY]
    kept = {id(scope.places[i]) for i in first}
    return [w for w in scope.windows if any(id(p) in kept for p in w.places)]


def coverage(tokens: Sequence[Token], text: str) -> float:
    """The share of ``tokens``, weighted by length, that ``text`` holds; 1.0 for no tokens."""
    total = sum(len(t.text) for t in tokens)
    if not total:
        return 1.0
    return sum(len(t.text) * presence(t.text, text) for t in tokens) / total


def gram_share(grams: frozenset[str], sources: Iterable[frozenset[str]]) -> float:
    """The share of ``grams`` that some of ``sources`` holds; 1.0 for no pairs."""
    if not grams:
        return 1.0
    return len(grams & frozenset().union(*sources)) / len(grams)


@lru_cache(maxsize=1 << 16)
def presence(word: str, text: str) -> float:
    """How far ``text`` holds ``word`` (0..1): itself, a synonym, its parts, its abbreviation."""
    if word in text or (word[0].isascii() and word.lower() in text.lower()):
        return 1.0
    if any(other in text for other in synonyms().get(word, ())):
        return 1.0
    if len(word) >= 3:
        pairs = bigrams(word)
        share = sum(p in text for p in pairs) / len(pairs)
        return share if share >= 0.5 else 0.7 * abbreviates(word, text)
    if len(word) == 2:
        return 0.7 * abbreviates(word, text)
    return 0.0


def abbreviates(word: str, text: str) -> bool:
    """Whether the characters of ``word`` stand in order close together in ``text``."""
    start = text.find(word[0])
    limit = ABBREVIATION_SPAN * max(1, len(word) - 1)
    while start >= 0:
        at, end = start, start + limit
        for char in word[1:]:
            at = text.find(char, at + 1, end)
            if at < 0:
                break
        else:
            return "\n" not in text[start:at] and "，" not in text[start:at]
        start = text.find(word[0], start + 1)
    return False


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[str, ...]]:
    """Words that may stand for one another: the lines of ``verify_synonyms.txt``."""
    text = resources.files("notes.data").joinpath("verify_synonyms.txt").read_text("utf-8")
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        group = () if line.startswith("#") else tuple(line.split())
        for word in group:
            found[word] = (*found.get(word, ()), *(w for w in group if w != word))
    return found
