"""The sentences that a statement may rest on, taken apart once an essay."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from notes.values import Sentence
from notes.verify.normal import bigrams
from notes.verify.parsed import Parsed, parse
from notes.words import Words


@dataclass(frozen=True, slots=True)
class Place:
    """A source sentence and its parts."""

    sentence: Sentence
    parsed: Parsed


@dataclass(frozen=True, slots=True)
class Window:
    """One source sentence or two that are neighbours: what one clause may rest on."""

    places: tuple[Place, ...]
    text: str


class Index:
    """Parsed sentences of one essay, made when first asked for."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self._places: dict[tuple[int, int, str], Place] = {}
        self._scopes: dict[tuple[tuple[int, int, str], ...], Scope] = {}

    def place(self, sentence: Sentence) -> Place:
        """``sentence`` with its parts."""
        key = _key(sentence)
        found = self._places.get(key)
        if found is None:
            found = self._places[key] = Place(sentence, parse(sentence.text, self.words))
        return found

    def scope(self, sentences: Sequence[Sentence]) -> Scope:
        """The scope of ``sentences``; points of one passage share it."""
        key = tuple(_key(s) for s in sentences)
        found = self._scopes.get(key)
        if found is None:
            ordered = sorted({_key(s): s for s in sentences}.values(), key=lambda s: s.span.start)
            found = self._scopes[key] = Scope(tuple(self.place(s) for s in ordered))
        return found


def _key(sentence: Sentence) -> tuple[int, int, str]:
    return (sentence.index, sentence.span.start, sentence.text)


class Scope:
    """The sentences of one passage with what all checks ask of them."""

    def __init__(self, places: tuple[Place, ...]) -> None:
        self.places = places

    @cached_property
    def text(self) -> str:
        """The folded sentences, joined by a line end so that nothing matches across them."""
        return "\n".join(p.parsed.text for p in self.places)

    @cached_property
    def joined(self) -> str:
        """The folded sentences without joints: what two neighbours say together stands in it."""
        return "".join(p.parsed.text for p in self.places)

    @cached_property
    def bare(self) -> str:
        """The same without punctuation and without joints."""
        return "".join(p.parsed.bare for p in self.places)

    @cached_property
    def grams(self) -> frozenset[str]:
        """All character pairs."""
        return bigrams(self.bare)

    @cached_property
    def tokens(self) -> frozenset[str]:
        """All words."""
        return frozenset(t.text for p in self.places for t in p.parsed.tokens)

    @cached_property
    def windows(self) -> tuple[Window, ...]:
        """Every sentence and every two neighbours, in text order, singles first."""
        singles = [Window((p,), p.parsed.text) for p in self.places]
        pairs = [
            Window((a, b), a.parsed.text + "\n" + b.parsed.text)
            for a, b in zip(self.places, self.places[1:], strict=False)
            if b.sentence.index - a.sentence.index <= 1
        ]
        return (*singles, *pairs)


def narrowed(places: Iterable[Place]) -> tuple[Sentence, ...]:
    """The sentences of ``places`` in text order, each once."""
    found = {(_key(p.sentence)): p.sentence for p in places}
    return tuple(sorted(found.values(), key=lambda s: s.span.start))
