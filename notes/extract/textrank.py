"""TextRank over the sentences of an essay (Mihalcea and Tarau, EMNLP 2004).

Two sentences are joined by the words they share, and the weight is the number of
shared words over the sum of the logarithms of the two lengths, as in the paper.
The graph is one sparse product; words that stand in very many sentences carry
no news and would make the graph dense, so they are left out of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from notes.values import Outline
from notes.words import Words

if TYPE_CHECKING:
    from scipy import sparse

DAMPING = 0.85
TOLERANCE = 1e-7
ROUNDS = 200
COMMON = 400
"""A word in more sentences than this does not join them: the graph stays near linear."""


def rank(
    outline: Outline, words: Words, damping: float = DAMPING, tolerance: float = TOLERANCE
) -> tuple[float, ...]:
    """Return the TextRank of every sentence, beside ``outline.sentences``; the mean is 1."""
    from scipy import sparse

    matrix = word_matrix(outline, words)
    count = matrix.shape[0]
    if count == 0:
        return ()
    lengths = np.asarray(matrix.sum(axis=1)).ravel()
    graph = sparse.csr_array(matrix @ matrix.T)
    rows, columns = np.repeat(np.arange(count), np.diff(graph.indptr)), graph.indices
    logs = np.log(np.maximum(lengths, 1.0))
    scale = logs[rows] + logs[columns]
    kept = (rows != columns) & (scale > 0)
    graph.data = np.where(kept, graph.data / np.where(kept, scale, 1.0), 0.0)
    graph.eliminate_zeros()
    graph.sort_indices()
    return tuple(float(value) for value in power_iteration(graph, damping, tolerance))


def word_matrix(outline: Outline, words: Words) -> sparse.csr_array:
    """Return which sentence (row) holds which content word (column), as ones."""
    from scipy import sparse

    index: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    for row, sentence in enumerate(outline.sentences):
        content = {word: None for word in words.cut(sentence.text) if not words.is_stop(word)}
        for word in content:
            rows.append(row)
            columns.append(index.setdefault(word, len(index)))
    shape = (len(outline.sentences), max(len(index), 1))
    matrix = sparse.csr_array((np.ones(len(rows)), (rows, columns)), shape=shape)
    spread = np.asarray(matrix.sum(axis=0)).ravel()
    return sparse.csr_array(matrix[:, np.flatnonzero(spread <= COMMON)])


def power_iteration(graph: sparse.csr_array, damping: float, tolerance: float) -> np.ndarray:
    """Return the stationary weights of a walk on a symmetric weighted graph; the mean is 1.

    The indices of ``graph`` are sorted: the order in which a row is summed is then its own.

    A row without edges gives its weight to all rows, as in PageRank.
    """
    from scipy import sparse

    count = graph.shape[0]
    totals = np.asarray(graph.sum(axis=1)).ravel()
    lonely = totals == 0
    # The graph is its own mirror image, so its rows can be read as columns.
    step = sparse.csr_array(graph)
    step.data = step.data * (1.0 / np.where(lonely, 1.0, totals))[step.indices]
    weights = np.ones(count)
    for _ in range(ROUNDS):
        spread = weights[lonely].sum() / count
        following = (1 - damping) + damping * (step @ weights + spread)
        moved = float(np.abs(following - weights).sum())
        weights = following
        if moved < tolerance * count:
            break
    return weights
