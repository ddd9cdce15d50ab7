"""A text taken apart once for all checks: folded form, words with offsets, clauses, quantities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from notes.values import Span
from notes.verify.named import Name, names_of
from notes.verify.normal import bigrams, clause_spans, fold, skeleton
from notes.verify.quantities import Quantity, quantities
from notes.words import Words


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a folded text and where it begins there.

    ``matter`` says that it is no function word; ``content`` that it is no frame
    word (指出, 加强) either.
    """

    text: str
    tag: str
    start: int
    matter: bool
    content: bool

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True, eq=False)
class Parsed:
    """A folded text with its tokens, clauses, quantities, names and character pairs.

    Compared by identity, so that what is derived from one can be cached by it.
    """

    text: str
    bare: str
    tokens: tuple[Token, ...]
    clauses: tuple[Span, ...]
    quantities: tuple[Quantity, ...]
    names: tuple[Name, ...]
    grams: frozenset[str]

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that begin in ``span``."""
        return tuple(t for t in self.tokens if span.start <= t.start < span.end)

    def clause_at(self, position: int) -> Span:
        """The clause that holds ``position``; an empty range where none does."""
        for span in self.clauses:
            if span.start <= position < span.end:
                return span
        return Span(position, position)


@lru_cache(maxsize=4096)
def parse(text: str, words: Words) -> Parsed:
    """Take ``text`` apart; the sentences of an essay are looked at for several others."""
    folded = fold(text)
    tokens: list[Token] = []
    at = 0
    for word in words.tag(folded):
        matter = _is_matter(word.text, word.tag, words)
        content = matter and word.text not in frame_words()
        tokens.append(Token(word.text, word.tag, at, matter, content))
        at += len(word.text)
    bare = skeleton(folded)
    return Parsed(
        folded,
        bare,
        tuple(tokens),
        tuple(clause_spans(folded)),
        tuple(quantities(folded)),
        names_of(tokens),
        bigrams(bare),
    )


# Prepositions, conjunctions, particles, pronouns, adverbs, numerals, measure words, punctuation.
_FUNCTION_TAGS = ("p", "c", "u", "r", "d", "m", "q", "x", "w", "y", "e", "o", "f")


def _is_matter(word: str, tag: str, words: Words) -> bool:
    if words.is_stop(word):
        return False
    return tag == "eng" or not tag.startswith(_FUNCTION_TAGS)


@lru_cache(maxsize=1)
def frame_words() -> frozenset[str]:
    """Words that frame a statement (指出, 要求, 加强) and prove nothing about its matter."""
    text = resources.files("notes.data").joinpath("verify_frame_words.txt").read_text("utf-8")
    return frozenset(
        w for line in text.splitlines() if not line.startswith("#") for w in line.split()
    )
