"""Beam search over many passages at once, under the decoding rules.

The search is the usual one (as ``generate`` of transformers does it): of the likeliest
continuations ``beams`` go on, those that end are kept with their mean log-probability, and a
passage is done when none that goes on could beat the kept ones. Rules are asked about a
continuation when its turn comes, not about the whole vocabulary.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes.summarize.engine import Decoding, Encoded, Engine
from notes.summarize.rules import SourceRules

if TYPE_CHECKING:
    import torch

LOOKED_AT = 24
"""Continuations of a passage looked at first; more only where the rules refuse most."""

MORE = 512


@dataclass(frozen=True, slots=True)
class Wording:
    """What a beam wrote: its tokens, whether it ended, its mean log-probability."""

    tokens: tuple[int, ...]
    ended: bool
    score: float


@dataclass(slots=True)
class _Search:
    """The search for one passage; row ``at`` of it has ``texts[at]`` and ``tokens[at]``."""

    rules: SourceRules | None
    limit: int
    beams: int
    end: int
    texts: list[str] = field(default_factory=list)
    tokens: list[tuple[int, ...]] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    found: list[Wording] = field(default_factory=list)
    origins: list[int] = field(default_factory=list)
    done: bool = False

    def __post_init__(self) -> None:
        self.texts, self.tokens = [""] * self.beams, [()] * self.beams
        # All rows begin alike, so only the first may go on.
        self.scores = [0.0] + [-1e9] * (self.beams - 1)

    def weights(self) -> list[float]:
        """The chance of each row beside that of the best one."""
        return [math.exp(score - self.scores[0]) for score in self.scores]

    def advance(
        self, ranked: Iterator[tuple[float, int]], size: int, pieces: Sequence[str]
    ) -> None:
        """Take the best continuations of ``ranked`` (chance by weight, row * ``size`` + token)."""
        texts, tokens, scores, origins = [], [], [], []
        best = self.scores[0]
        length = len(self.tokens[0]) + 1
        for rank, (chance, place) in enumerate(ranked):
            if not chance > 0:
                break
            row, token = divmod(place, size)
            score = best + math.log(chance)
            if token == self.end:
                if rank < self.beams and (not self.rules or self.rules.may_end(self.texts[row])):
                    self.found.append(Wording(self.tokens[row], True, score / length))
                continue
            piece = pieces[token]
            if self.rules and piece and not self.rules.allows(self.texts[row], piece):
                continue
            texts.append(self.texts[row] + piece)
            tokens.append((*self.tokens[row], token))
            scores.append(score)
            origins.append(row)
            if len(texts) == self.beams:
                break
        if not texts:
            self.done = True
            return
        missing = self.beams - len(texts)
        self.texts = texts + texts[:1] * missing
        self.tokens = tokens + tokens[:1] * missing
        self.scores = scores + [-1e9] * missing
        self.origins = origins + origins[:1] * missing
        self.found = sorted(self.found, key=lambda one: -one.score)[: self.beams]
        enough = len(self.found) == self.beams
        hopeless = enough and self.scores[0] / length <= self.found[-1].score
        self.done = hopeless or length >= self.limit

    def wordings(self) -> list[Wording]:
        """The ``beams`` best wordings, the ended ones first."""
        open_ones = [
            Wording(tokens, False, score / max(1, len(tokens)))
            for tokens, score in zip(self.tokens, self.scores, strict=True)
            if tokens and score > -1e8
        ]
        return [*self.found, *open_ones][: self.beams]


def search(  # noqa: PLR0913 - what a search is made of
    engine: Engine,
    sources: Sequence[Encoded],
    rules: Sequence[SourceRules | None],
    limits: Sequence[int],
    pieces: Sequence[str],
    beams: int,
) -> list[list[Wording]]:
    """The ``beams`` best wordings of each source, at most ``limits`` tokens long.

    ``rules`` are those of each source (``None``: no rules); ``pieces[i]`` is the text of
    token ``i``, empty for special tokens.
    """
    searches = [
        _Search(own, limit, beams, engine.end) for own, limit in zip(rules, limits, strict=True)
    ]
    decoding = Decoding(engine, sources, beams, max(limits))
    live = list(searches)
    last = [engine.start] * (len(live) * beams)
    while live:
        # Chances are multiplied and not their logarithms added: few of them are looked at.
        chances = decoding.step(last, [weight for one in live for weight in one.weights()])
        size = chances.shape[1]
        totals = chances.view(len(live), beams * size)
        best = totals.topk(min(LOOKED_AT, beams * size))
        for at, (one, values, places) in enumerate(
            zip(live, best.values.tolist(), best.indices.tolist(), strict=True)
        ):
            one.advance(_ranked(totals[at], values, places), size, pieces)
        kept = [at for at, one in enumerate(live) if not one.done]
        rows = [at * beams + origin for at in kept for origin in live[at].origins]
        live = [live[at] for at in kept]
        last = [tokens[-1] for one in live for tokens in one.tokens]
        if live:
            decoding.keep(rows, kept)
    return [one.wordings() for one in searches]


def _ranked(
    totals: torch.Tensor, values: list[float], places: list[int]
) -> Iterator[tuple[float, int]]:
    """Continuations from the likeliest on: those at hand, then more, then all."""
    yield from zip(values, places, strict=True)
    seen = len(values)
    for count in (min(MORE, len(totals)), len(totals)):
        if count > seen:
            more = totals.topk(count)
            yield from zip(more.values[seen:].tolist(), more.indices[seen:].tolist(), strict=True)
            seen = count
