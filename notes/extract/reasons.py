"""The kinds of ``Reason`` that extraction and merging give, and what their values mean.

Form, by ``compress`` and ``tidy`` (``detail``: the words left out, or the subject put first):
    ``cut_mark``, ``cut_opener``, ``cut_aside``, ``cut_example``, ``cut_before``,
    ``cut_after``, ``cut_items``, ``subject``.
Weight, by ``salience``: ``salience`` is the score of the sentence, and its logarithm is the sum
    of the ``SIGNS`` that follow. ``stated_heading`` is the score of a heading that states.
Choice, by ``select`` and ``merge``: ``section_quota`` (which main section had to have a point),
    ``gist_first`` (a gist of the model, with this share of the best gain, went first),
    ``order`` (1: taken first), ``coverage`` (the weight of the essay's matter that it newly
    covers), ``form`` (factor for the form of words), ``heading`` (the share of a heading,
    ``detail``, that it newly covers), ``new_bigrams`` (how many, and the longest pieces),
    ``replaces`` (extracted points that a gist took the place of), ``completes`` (the list
    was filled up with it).
Part, by ``measures`` and ``thesis``: ``mood`` (the words that make it a claim or a demand),
    ``thesis`` (its whole worth as the thesis), and what that was made of: ``central``,
    ``title_words``, ``matter``, ``edge``, ``key_terms``, ``claims``, ``verdict``,
    ``own_words``, ``penalty``.
"""

from __future__ import annotations

from dataclasses import fields

from notes.extract.salience import Weights

SIGNS = frozenset(field.name for field in fields(Weights))
CUTS = (
    "cut_mark",
    "cut_opener",
    "cut_aside",
    "cut_example",
    "cut_before",
    "cut_after",
    "cut_items",
    "subject",
)
