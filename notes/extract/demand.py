"""What the notes of an essay should cover, and how far a text covers it.

Every part of a sentence (between semicolons) and every heading that says something
is a demand. A text serves a demand by the share of the demand's bigrams that it
holds; from ``SATURATED`` on the demand is satisfied.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from notes.extract.overlap import bigrams
from notes.extract.places import stated_headings
from notes.values import Outline, Section, Sentence

if TYPE_CHECKING:
    from scipy import sparse

SATURATED = 0.53
LEAST = 0.2
"""A smaller share of a demand's bigrams serves it nothing."""
HEADING, HEADING_GROWTH, HEADING_MOST = 1.3, 0.15, 5.0
"""The score of a heading among the scores of sentences (most of them are 0.5 to 5): a first
amount, more for each sentence under it, and no more than the last."""
COMMON = 300
"""A bigram in more parts than this joins nothing: the matrix stays sparse."""
_PART = re.compile(r"[^；;。！？!?]+")
_SMALL = 6


@dataclass(frozen=True, slots=True)
class Ground:
    """The demands of an essay: the parts of its sentences, their bigrams, their weights.

    ``columns`` numbers the bigrams of the essay; ``parts`` is a matrix of bigrams by
    parts (ones), without the bigrams of more than ``COMMON`` parts; ``sizes`` are the
    numbers of bigrams of the parts. The last demands are ``headings``, by their texts.
    """

    columns: dict[str, int]
    parts: sparse.csr_array
    sizes: np.ndarray
    weights: np.ndarray
    headings: tuple[str, ...] = ()


def ground(outline: Outline, scores: Sequence[float]) -> Ground:
    """Return the demands of an essay; ``scores`` lie beside ``outline.sentences``.

    Headings that say something are demands too.
    """
    from scipy import sparse

    held: list[frozenset[str]] = []
    weights: list[float] = []
    headings: list[str] = []
    headed = heading_scores(outline)
    for sentence, score in [*zip(outline.sentences, scores, strict=True), *headed]:
        for part in _demands(sentence.text):
            if bigrams(part):
                held.append(bigrams(part))
                weights.append(score * min(1.0, len(held[-1]) / 12.0))
                headings.extend([part] * (sentence.index < 0))
    columns: dict[str, int] = {}
    for pairs in held:
        for pair in sorted(pairs):
            columns.setdefault(pair, len(columns))
    matrix = _matrix(held, columns)
    spread = np.asarray(matrix.sum(axis=0)).ravel()
    parts = sparse.csr_array(matrix.multiply((spread <= COMMON)[None, :])).T.tocsr()
    parts.eliminate_zeros()
    sizes = np.array([len(pairs) for pairs in held], dtype=float)
    return Ground(columns, parts, sizes, np.array(weights, dtype=float), tuple(headings))


def heading_scores(outline: Outline) -> list[tuple[Sentence, float]]:
    """Return the headings that state something; the more text under one, the more it says."""
    counts = Counter(sentence.section for sentence in outline.sentences)
    below = _below(outline)
    scored = []
    for heading in stated_headings(outline):
        under = sum(counts[section] for section in below[heading.section])
        scored.append((heading, min(HEADING_MOST, HEADING + HEADING_GROWTH * under)))
    return scored


def _below(outline: Outline) -> dict[int, list[int]]:
    """Which sections lie under each section, itself included."""
    below: dict[int, list[int]] = {}
    open_sections: list[Section] = []
    for section in outline.sections:
        while open_sections and open_sections[-1].level >= section.level:
            open_sections.pop()
        open_sections.append(section)
        for above in open_sections:
            below.setdefault(above.index, []).append(section.index)
    return below


def _matrix(held: Sequence[frozenset[str]], columns: dict[str, int]) -> sparse.csr_array:
    from scipy import sparse

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


def service(texts: Sequence[str], demand: Ground) -> sparse.csr_array:
    """Return how far each text (row) satisfies each demand (column), 0..1."""
    from scipy import sparse

    shared = sparse.coo_array(held_bigrams(texts, demand) @ demand.parts)
    share = shared.data / demand.sizes[shared.col]
    kept = share >= LEAST
    values = np.minimum(1.0, share[kept] / SATURATED)
    at = (shared.row[kept], shared.col[kept])
    return sparse.csr_array((values, at), shape=(len(texts), len(demand.sizes)))


def held_bigrams(texts: Sequence[str], demand: Ground) -> sparse.csr_array:
    """Return which text (row) holds which bigram of the essay (column), as ones."""
    return _matrix([bigrams(text) for text in texts], demand.columns)
