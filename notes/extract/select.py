"""Choosing points under a budget of characters: weighted coverage without repetition.

The objective is facility location with saturation, monotone and submodular (Lin
and Bilmes, ACL 2011): each demand of the essay is satisfied by its best point::

    f(S) = sum_i w_i * max_{p in S} min(1, share(p, i) / SATURATED)

Points are taken greedily by gain per cost (length to the power ``COST_POWER``) times
the worth of the point's form, with lazily updated gains. For f alone such a greedy
choice reaches at least 1 - 1/sqrt(e) of the optimum when the better of it and the
best single point is taken (Lin and Bilmes, NAACL 2010); the worth, the quota (each main
section gets its best point first) and the rule that no two points share more than
``REPEATED`` of their bigrams come on top, and no bound is claimed for the whole.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from notes.extract.compress import SHORTEST, shapes
from notes.extract.demand import Ground, heading_scores, held_bigrams, service
from notes.extract.overlap import bigrams, runs
from notes.extract.places import is_courtesy, place, without_mark
from notes.extract.worth import worth
from notes.values import Outline, Point, Reason
from notes.words import Words

if TYPE_CHECKING:
    from scipy import sparse

REPEATED = 0.6
COST_POWER = 0.75
GIST = 0.8
HEADED = 0.5
"""From this share on a point is said to serve a heading."""
_SHOWN_RUNS = 3
"""Longest pieces of new wording that a reason shows."""


def candidates(
    outline: Outline,
    words: Words,
    scores: Sequence[float],
    per_sentence: int = 14,
    *,
    why: Sequence[tuple[Reason, ...]] = (),
) -> tuple[Point, ...]:
    """Return extractive points: the forms of every sentence that can stand alone.

    A heading that makes a statement (加快…, X是Y) is a point too. ``why`` lies beside the
    ``scores`` and says what they are made of (``salience.signs``); points carry it.
    """
    found: list[Point] = [
        Point(f"{statement}。", (heading,), "extract", heading.section, score, _stated(score))
        for heading, score in heading_scores(outline)
        if len(statement := without_mark(heading.text)) >= SHORTEST
    ]
    for at, (sentence, score) in enumerate(zip(outline.sentences, scores, strict=True)):
        # A tab stands between the cells of a table: a row is data, not a statement.
        if sentence.broken or "\t" in sentence.text or is_courtesy(sentence.text):
            continue
        salient = (Reason("salience", score), *(why[at] if why else ()))
        found.extend(
            Point(
                form.text, (sentence,), "extract", sentence.section, score, (*form.cuts, *salient)
            )
            for form in shapes(sentence.text, words)[-per_sentence:]
        )
    return tuple(found)


def _stated(score: float) -> tuple[Reason, ...]:
    return (Reason("stated_heading", score),)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of a choice.

    ``budget`` is in characters, ``most`` the greatest number of points (``None``: any).
    ``quota`` lists the groups of section numbers (a main section and what is under it)
    that must each have a point while the budget lasts. ``said`` are texts that the note
    has already: what they serve is satisfied and they are not repeated. ``power`` says how
    much the length of a point counts against it (0: not at all, 1: in full).
    """

    budget: int
    most: int | None = None
    quota: tuple[tuple[int, ...], ...] = ()
    said: tuple[str, ...] = ()
    power: float = COST_POWER


@dataclass(frozen=True, slots=True)
class Pick:
    """A chosen point: its index among the points, and why the choice took it."""

    index: int
    reasons: tuple[Reason, ...]


def choose(points: Sequence[Point], demand: Ground, wish: Wish) -> tuple[int, ...]:
    """Return the indices of the chosen points in the order of the text."""
    return tuple(pick.index for pick in picks(points, demand, wish))


def picks(points: Sequence[Point], demand: Ground, wish: Wish) -> tuple[Pick, ...]:
    """Return the chosen points in the order of the text, each with what decided for it."""
    chosen = _Choice(points, demand, wish)
    for number, sections in enumerate(wish.quota):
        inside = [at for at, point in enumerate(points) if point.section in sections]
        chosen.take_best(inside, (Reason("section_quota", number + 1.0),))
    chosen.fill()
    ordered = sorted(chosen.picked, key=lambda at: place(points[at]))
    return tuple(Pick(at, chosen.why[at]) for at in ordered)


class _Choice:
    """The greedy choice: what is picked, what is served, what is left to spend."""

    def __init__(self, points: Sequence[Point], demand: Ground, wish: Wish) -> None:
        texts = [point.text for point in points]
        self.costs = np.array([len(text) for text in texts], dtype=float)
        self.left = wish.budget
        self.power = wish.power
        self.most = len(points) if wish.most is None else wish.most
        self.gists = [point.origin == "model" for point in points]
        self.worth = np.array([worth(point) for point in points], dtype=float)
        self.weights = demand.weights
        self.rows = service(texts, demand)
        self.held = held_bigrams(texts, demand)
        self.sizes = np.array([max(len(bigrams(text)), 1) for text in texts], dtype=float)
        self.served = np.zeros(len(demand.weights))
        self.free = np.ones(len(points), dtype=bool)
        self.picked: list[int] = []
        self.why: dict[int, tuple[Reason, ...]] = {}
        self.texts = texts
        self.headings = demand.headings
        self.told = frozenset[str]().union(*map(bigrams, wish.said))
        said = service(wish.said, demand)
        held = held_bigrams(wish.said, demand)
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
        """Return the weight of the demands that ``at`` would newly satisfy, per cost."""
        inside = slice(self.rows.indptr[at], self.rows.indptr[at + 1])
        where = self.rows.indices[inside]
        more = np.maximum(self.rows.data[inside] - self.served[where], 0.0)
        cost = float(self.costs[at] ** self.power)
        return float(more @ self.weights[where]) * float(self.worth[at]) / cost

    def fits(self, at: int) -> bool:
        """Whether point ``at`` is still free and affordable."""
        room = len(self.picked) < self.most and self.costs[at] <= self.left
        return bool(room and self.free[at])

    def take(self, at: int, first: tuple[Reason, ...] = ()) -> None:
        """Pick point ``at``; ``first`` are reasons that come before those of its worth."""
        self.picked.append(at)
        self.why[at] = (*first, *self._reasons(at))
        self.told |= bigrams(self.texts[at])
        self.left -= int(self.costs[at])
        self._serve(self.rows, at)
        self._block(self.held, at, int(self.sizes[at]))

    def _reasons(self, at: int) -> tuple[Reason, ...]:
        """What point ``at`` would newly give: weight of demands, a heading, words; its form."""
        inside = slice(self.rows.indptr[at], self.rows.indptr[at + 1])
        where = self.rows.indices[inside]
        more = np.maximum(self.rows.data[inside] - self.served[where], 0.0)
        found = [
            Reason("order", len(self.picked)),
            Reason("coverage", float(more @ self.weights[where])),
            Reason("form", float(self.worth[at])),
        ]
        first = len(self.weights) - len(self.headings)
        headed = [(float(m), int(w) - first) for m, w in zip(more, where, strict=True)]
        share, heading = max((one for one in headed if one[1] >= 0), default=(0.0, 0))
        if share >= HEADED:
            found.append(Reason("heading", share, self.headings[heading]))
        fresh = bigrams(self.texts[at]) - self.told
        longest = sorted(runs(self.texts[at], fresh), key=lambda run: -len(run))[:_SHOWN_RUNS]
        return (*found, Reason("new_bigrams", len(fresh), "、".join(longest)))

    def take_best(self, among: Sequence[int], first: tuple[Reason, ...] = ()) -> None:
        """Pick the best of these points that fits, if one does.

        A gist of the model that is at least ``GIST`` times as good as the best goes
        first: it speaks for its whole passage.
        """
        gains = {at: self.gain(at) for at in among if self.fits(at)}
        if not gains:
            return
        best = max(gains, key=lambda at: (gains[at], -at))
        gists = [at for at in gains if self.gists[at] and gains[at] >= GIST * gains[best]]
        taken = max(gists, key=lambda at: (gains[at], -at), default=best)
        preferred = Reason("gist_first", gains[taken] / (gains[best] or 1.0))
        self.take(taken, (*first, preferred) if taken != best else first)

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
