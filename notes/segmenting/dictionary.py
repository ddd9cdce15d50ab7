"""Which words stand at a place of a text, how often they were counted, what they are."""

from __future__ import annotations

import math
from bisect import bisect_left

import numpy as np
import numpy.typing as npt

from notes.segmenting.compiled import Tables

ROOT = 0


class Dictionary:
    """The compiled dictionary. A node is a beginning of words; ``ROOT`` is the empty one."""

    def __init__(self, tables: Tables) -> None:
        arrays = tables.arrays
        self._first = np.ascontiguousarray(arrays["first"]).data
        self._letter = np.ascontiguousarray(arrays["letter"]).data
        self._count = np.ascontiguousarray(arrays["count"]).data
        self._tag = np.ascontiguousarray(arrays["tag"]).data
        self._counts: list[int] = arrays["counts"].tolist()
        self._tags = tables.tags
        begin, end = self._first[ROOT], self._first[ROOT + 1]
        letters = arrays["letter"][begin:end].tolist()
        self._initial = dict(zip(letters, range(begin, end), strict=True))
        total = math.log(tables.total)
        # A node that is no word counts as one that was seen once, as in jieba.
        self._log = [math.log(count or 1) - total for count in self._counts]
        self._unknown = math.log(1) - total

    def node(self, text: str) -> int | None:
        """The node of ``text``, ``None`` where no word begins so."""
        node = ROOT
        for character in text:
            found = self._child(node, ord(character))
            if found is None:
                return None
            node = found
        return node

    def frequency(self, word: str) -> int:
        """How often ``word`` was counted; 0 for what is no word."""
        node = self.node(word)
        return self._counts[self._count[node]] if node else 0

    def tag(self, word: str) -> str:
        """The part of speech of ``word``, empty for what is no word."""
        node = self.node(word)
        return self._tags[self._tag[node]] if node else ""

    def tag_of(self, node: int) -> str:
        """The part of speech of the word at ``node``, empty where there is none."""
        return self._tags[self._tag[node]]

    def path(self, text: str) -> list[tuple[int, int]]:
        """The likeliest words of ``text``: where each ends, and its node (``ROOT``: unknown).

        The product of the chances of single words, from the end backwards, as in jieba;
        of equals the longer word is taken.
        """
        first, letter, count = self._first, self._letter, self._count
        counts, log, initial = self._counts, self._log, self._initial
        codes = list(map(ord, text))
        size = len(codes)
        best = [0.0] * (size + 1)
        taken: list[tuple[int, int]] = [(0, ROOT)] * size
        for begin in range(size - 1, -1, -1):
            node = initial.get(codes[begin], ROOT)
            chosen, end, chance = (begin + 1, node), begin + 1, None
            while node:
                number = count[node]
                if counts[number]:
                    value = log[number] + best[end]
                    if chance is None or value >= chance:
                        chance, chosen = value, (end, node)
                if end == size:
                    break
                code, low, high = codes[end], first[node], first[node + 1]
                at = bisect_left(letter, code, low, high) if low < high else high
                if at == high or letter[at] != code:
                    break
                node, end = at, end + 1
            best[begin] = self._unknown + best[begin + 1] if chance is None else chance
            taken[begin] = chosen
        path = []
        at = 0
        while at < size:
            path.append(taken[at])
            at = taken[at][0]
        return path

    def pairs(self, least: int) -> npt.NDArray[np.uint32]:
        """The words of two characters that were counted ``least`` times, ``(words, 2)``."""
        first = np.asarray(self._first)
        low, high = first[first[ROOT]], first[first[ROOT + 1]]
        begin, end = first[ROOT], first[ROOT + 1]
        parents = np.repeat(np.asarray(self._letter)[begin:end], np.diff(first[begin : end + 1]))
        often = np.array(self._counts)[np.asarray(self._count)[low:high]] >= least
        return np.stack([parents[often], np.asarray(self._letter)[low:high][often]], axis=1)

    def _child(self, node: int, code: int) -> int | None:
        if node == ROOT:
            return self._initial.get(code)
        high = self._first[node + 1]
        at = bisect_left(self._letter, code, self._first[node], high)
        return at if at < high and self._letter[at] == code else None
