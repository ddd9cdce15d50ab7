"""Choosing points under a budget of characters: weighted coverage without repetition.

The objective is a monotone submodular function, facility location with
saturation (Lin and Bilmes, ACL 2011): every part of a sentence (between semicolons) is a
demand with the weight of its sentence, a point serves a demand by the share of the
part's bigrams that it holds, and a demand is satisfied by its best point::

    f(S) = sum_i w_i * min(1, max_{p in S} share(p, i) / SATURATED)

Greedy choice by gain per cost, with lazily updated gains, reaches at least
1 - 1/sqrt(e) of the optimum when the better of it and the best single point is
taken (Lin and Bilmes, NAACL 2010). Before the greedy phase each main section gets
its best point (the quota), and no point joins that shares more than
``REPEATED`` of its bigrams with one already chosen.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from notes.extract.compress import SHORTEST, forms
from notes.extract.overlap import bigrams
from notes.extract.places import place, stated_headings, without_mark
from notes.values import Outline, Point
from notes.words import Words

SATURATED = 0.75
REPEATED = 0.6
COST_POWER = 0.6
HEADING = 2.0
"""The weight of a heading among the scores of sentences (most of them are 0.5 to 3)."""
LEAST = 0.2
"""A smaller share of a part's bigrams serves it nothing."""
COMMON = 300
"""A bigram in more parts than this joins nothing: the matrix stays sparse."""
_PART = re.compile(r"[^；;。！？!?]+")
_SMALL = 6


@dataclass(frozen=True, slots=True)
class Ground:
    """The demands of an essay: the parts of its sentences, their bigrams, their weights.

    ``columns`` numbers the bigrams of the essay; ``parts`` is a matrix of bigrams by
    parts (ones), without the bigrams of more than ``COMMON`` parts; ``sizes`` are the
    numbers of bigrams of the parts.
    """

    columns: dict[str, int]
    parts: sparse.csr_array
    sizes: np.ndarray
    weights: np.ndarray


def ground(outline: Outline, scores: Sequence[float]) -> Ground:
    """Return the demands of an essay; ``scores`` lie beside ``outline.sentences``.

    Headings that say something are demands too.
    """
    held: list[frozenset[str]] = []
    weights: list[float] = []
    headed = [(sentence, HEADING) for sentence in stated_headings(outline)]
    for sentence, score in [*zip(outline.sentences, scores, strict=True), *headed]:
        for part in _demands(sentence.text):
            if bigrams(part):
                held.append(bigrams(part))
                weights.append(score * min(1.0, len(held[-1]) / 12.0))
    columns: dict[str, int] = {}
    for pairs in held:
        for pair in sorted(pairs):
            columns.setdefault(pair, len(columns))
    matrix = _matrix(held, columns)
    spread = np.asarray(matrix.sum(axis=0)).ravel()
    parts = sparse.csr_array(matrix.multiply((spread <= COMMON)[None, :])).T.tocsr()
    parts.eliminate_zeros()
    sizes = np.array([len(pairs) for pairs in held], dtype=float)
    return Ground(columns, parts, sizes, np.array(weights, dtype=float))


def _matrix(held: Sequence[frozenset[str]], columns: dict[str, int]) -> sparse.csr_array:
    rows: list[int] = []
    where: list[int] = []
    for row, pairs in enumerate(held):
        known = [columns[pair] for pair in pairs if pair in columns]
        where.extend(sorted(known))
        rows.extend([row] * len(known))
    shape = (len(held), max(len(columns), 1))
    return sparse.csr_array((np.ones(len(rows), dtype=np.float32), (rows, where)), shape=shape)


def _demands(text: str) -> list[str]:
    """The parts of a sentence between semicolons."""
    return [part for part in _PART.findall(text) if len(part) >= _SMALL]


def candidates(
    outline: Outline, words: Words, scores: Sequence[float], per_sentence: int = 8
) -> tuple[Point, ...]:
    """Return extractive points: the forms of every sentence that can stand alone.

    A heading that makes a statement (加快…, X是Y) is a point too.
    """
    found: list[Point] = [
        Point(f"{statement}。", (sentence,), "extract", sentence.section, HEADING)
        for sentence in stated_headings(outline)
        if len(statement := without_mark(sentence.text)) >= SHORTEST
    ]
    for sentence, score in zip(outline.sentences, scores, strict=True):
        if sentence.broken:
            continue
        found.extend(
            Point(form, (sentence,), "extract", sentence.section, score)
            for form in forms(sentence.text, words)[-per_sentence:]
        )
    return tuple(found)


def service(texts: Sequence[str], demand: Ground) -> sparse.csr_array:
    """Return how far each text (row) satisfies each demand (column), 0..1."""
    shared = sparse.coo_array(_held(texts, demand) @ demand.parts)
    share = shared.data / demand.sizes[shared.col]
    kept = share >= LEAST
    values = np.minimum(1.0, share[kept] / SATURATED)
    at = (shared.row[kept], shared.col[kept])
    return sparse.csr_array((values, at), shape=(len(texts), len(demand.sizes)))


def _held(texts: Sequence[str], demand: Ground) -> sparse.csr_array:
    return _matrix([bigrams(text) for text in texts], demand.columns)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a choice.

    ``budget`` is in characters, ``most`` the greatest number of points (``None``: any).
    ``quota`` lists the groups of section numbers (a main section and what is under it)
    that must each have a point while the budget lasts. ``said`` are texts that the note
    has already: what they serve is satisfied and they are not repeated.
    """

    budget: int
    most: int | None = None
    quota: tuple[tuple[int, ...], ...] = ()
    said: tuple[str, ...] = ()


def choose(points: Sequence[Point], demand: Ground, wish: Wish) -> tuple[int, ...]:
    """Return the indices of the chosen points in the order of the text."""
    chosen = _Choice(points, demand, wish)
    for sections in wish.quota:
        inside = [at for at, point in enumerate(points) if point.section in sections]
        chosen.take_best(inside)
    chosen.fill()
    return tuple(sorted(chosen.picked, key=lambda at: place(points[at])))


class _Choice:
    """The greedy choice: what is picked, what is served, what is left to spend."""

    def __init__(self, points: Sequence[Point], demand: Ground, wish: Wish) -> None:
        texts = [point.text for point in points]
        self.costs = np.array([len(text) for text in texts], dtype=float)
        self.left = wish.budget
        self.most = len(points) if wish.most is None else wish.most
        self.weights = demand.weights
        self.rows = service(texts, demand)
        self.held = _held(texts, demand)
        self.sizes = np.array([max(len(bigrams(text)), 1) for text in texts], dtype=float)
        self.served = np.zeros(len(demand.weights))
        self.free = np.ones(len(points), dtype=bool)
        self.picked: list[int] = []
        said = service(wish.said, demand)
        held = _held(wish.said, demand)
        for row, text in enumerate(wish.said):
            self._serve(said, row)
            self._block(held, row, len(bigrams(text)))

    def _serve(self, rows: sparse.csr_array, row: int) -> None:
        inside = slice(rows.indptr[row], rows.indptr[row + 1])
        where = rows.indices[inside]
        self.served[where] = np.maximum(self.served[where], rows.data[inside])

    def _block(self, held: sparse.csr_array, row: int, size: int) -> None:
        """Rule out the points that share too much with what is said already."""
        word = np.zeros(held.shape[1], dtype=np.float32)
        word[held.indices[held.indptr[row] : held.indptr[row + 1]]] = 1.0
        shared = self.held @ word
        self.free &= shared / np.minimum(self.sizes, max(size, 1)) <= REPEATED

    def gain(self, at: int) -> float:
        """Return the weight of the demands that point ``at`` would newly satisfy, per cost."""
        inside = slice(self.rows.indptr[at], self.rows.indptr[at + 1])
        where = self.rows.indices[inside]
        more = np.maximum(self.rows.data[inside] - self.served[where], 0.0)
        return float(more @ self.weights[where]) / float(self.costs[at] ** COST_POWER)

    def fits(self, at: int) -> bool:
        """Whether point ``at`` is still free and affordable."""
        room = len(self.picked) < self.most and self.costs[at] <= self.left
        return bool(room and self.free[at])

    def take(self, at: int) -> None:
        """Pick point ``at``."""
        self.picked.append(at)
        self.left -= int(self.costs[at])
        self._serve(self.rows, at)
        self._block(self.held, at, int(self.sizes[at]))

    def take_best(self, among: Sequence[int]) -> None:
        """Pick the best of these points that fits, if one does."""
        fitting = [at for at in among if self.fits(at)]
        if fitting:
            self.take(max(fitting, key=lambda at: (self.gain(at), -at)))

    def fill(self) -> None:
        """Take the best gain per cost until nothing fits; gains only shrink, so lazily."""
        heap = [(-self.gain(at), at) for at in range(len(self.costs))]
        heapq.heapify(heap)
        while heap and self.left >= SHORTEST and len(self.picked) < self.most:
            stale, at = heapq.heappop(heap)
            if stale >= 0 or not self.fits(at):
                continue
            fresh = -self.gain(at)
            if heap and fresh > heap[0][0]:
                heapq.heappush(heap, (fresh, at))
            else:
                self.take(at)
