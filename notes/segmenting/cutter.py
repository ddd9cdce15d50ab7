"""Text into words with parts of speech: what ``jieba.posseg.cut`` gives, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from notes.segmenting.compiled import Tables
from notes.segmenting.dictionary import ROOT, Dictionary
from notes.segmenting.hidden import Hidden
from notes.segmenting.word import Word

_BLOCK = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&\._]+)")
_SPACE = re.compile(r"(\r\n|\s)")
_HAN = re.compile(r"([\u4E00-\u9FD5]+)")
_LATIN = re.compile(r"([\.0-9]+|[a-zA-Z0-9]+)")
_NUMBER = re.compile(r"[\.0-9]+")
_LETTERS = re.compile(r"[a-zA-Z0-9]+")
_REMEMBERED = 16_384


class Cutter:
    """Cuts with the dictionary and, where it has no word, with the hidden Markov model."""

    def __init__(self, tables: Tables) -> None:
        self.dictionary = Dictionary(tables)
        self._hidden = Hidden(tables)
        self._of_node: dict[int, Word] = {}
        self._recognized = lru_cache(_REMEMBERED)(self._recognize)
        self._modelled = lru_cache(_REMEMBERED)(self._by_model)

    def cut(self, text: str) -> Iterator[Word]:
        """The words of ``text`` with parts of speech; joined they give ``text`` back."""
        for number, block in enumerate(_BLOCK.split(text)):
            if number % 2:
                yield from self._block(block)
            elif block:
                for run in _SPACE.split(block):
                    if run == "\r\n":
                        yield Word(run, "x")
                    else:
                        yield from (Word(character, "x") for character in run)

    def _block(self, block: str) -> Iterator[Word]:
        """Words of the dictionary as they are; runs of single characters looked at again."""
        at = 0
        loose: list[tuple[int, int]] = []
        for end, node in self.dictionary.path(block):
            if end - at == 1:
                loose.append((at, node))
            else:
                if loose:
                    yield from self._singles(block, loose)
                    loose = []
                yield self._word(block[at:end], node)
            at = end
        if loose:
            yield from self._singles(block, loose)

    def _singles(self, block: str, loose: list[tuple[int, int]]) -> Iterator[Word]:
        text = block[loose[0][0] : loose[-1][0] + 1]
        found = self._recognized(text) if len(text) > 1 else None
        if found is None:
            yield from (self._word(block[at], node) for at, node in loose)
        else:
            yield from found

    def _word(self, text: str, node: int) -> Word:
        if node == ROOT:
            return Word(text, "x")
        found = self._of_node.get(node)
        if found is None:
            found = self._of_node[node] = Word(text, self.dictionary.tag_of(node) or "x")
        return found

    def _recognize(self, text: str) -> tuple[Word, ...] | None:
        """The words of a run of single characters; ``None`` where they make a known word.

        jieba then leaves them single, since their path was likelier than that word.
        """
        if self.dictionary.frequency(text):
            return None
        return tuple(self._recognized_parts(text))

    def _by_model(self, run: str) -> tuple[Word, ...]:
        return tuple(Word(word, tag) for word, tag in self._hidden.cut(run))

    def _recognized_parts(self, text: str) -> Iterator[Word]:
        for number, block in enumerate(_HAN.split(text)):
            if number % 2:
                yield from self._modelled(block)
                continue
            for part in _LATIN.split(block):
                if _NUMBER.match(part):
                    yield Word(part, "m")
                elif _LETTERS.match(part):
                    yield Word(part, "eng")
                elif part:
                    yield Word(part, "x")
