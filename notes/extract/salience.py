"""How central each sentence is: TextRank together with what the genre gives away.

Speeches and reflections put their claims where readers expect them (the words of the
title, X是Y, figures, short sentences) and decorate the rest (lists, quotations, set
phrases), so such signs add to the graph (Edmundson 1969). Plain TextRank stays in
``textrank`` as a baseline. The weights were found by a stochastic search on the development
documents, leave-one-out; the ablation table is in ``tests/score_gold.py``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields

from notes.extract.lexicon import alternatives
from notes.extract.overlap import bigrams, runs
from notes.extract.places import is_courtesy
from notes.extract.worth import COPULA, DIGIT, MODAL
from notes.values import Essay, Outline, Reason, Sentence

_CONDITION = re.compile(r"只有|唯有|不是.{0,40}而是|才能")
_SHORT = 40


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign adds to the logarithm of a sentence's score."""

    rank: float = 0.5
    title: float = 0.65
    paragraph_start: float = 0.15
    paragraph_end: float = 0.15
    copula: float = 0.1
    demanding: float = -0.2
    figures: float = 0.25
    listing: float = -0.2
    short: float = 0.2
    quoting: float = -0.1
    flourish: float = -0.05
    condition: float = 0.5
    cue: float = 0.1
    courtesy: float = -2.0


DEFAULT = Weights()


def scores(
    essay: Essay, outline: Outline, ranks: tuple[float, ...], weights: Weights = DEFAULT
) -> tuple[float, ...]:
    """Return a positive score for every sentence, beside ``outline.sentences``.

    ``ranks`` is ``textrank.rank(outline, words)``.
    """
    return total(signs(essay, outline, ranks, weights))


def total(found: Sequence[Sequence[Reason]]) -> tuple[float, ...]:
    """Return the scores that the ``signs`` of every sentence give together."""
    return tuple(math.exp(sum(reason.value for reason in reasons)) for reasons in found)


def signs(
    essay: Essay, outline: Outline, ranks: tuple[float, ...], weights: Weights = DEFAULT
) -> tuple[tuple[Reason, ...], ...]:
    """Return, beside ``outline.sentences``, what each sign adds to the logarithm of the score.

    The kinds are the names of ``Weights``; signs that add nothing are left out. Where a
    sign is about words (the title, a cue), ``detail`` holds those of the sentence.
    """
    names = [field.name for field in fields(Weights)]
    wanted = bigrams(essay.title)
    return tuple(
        tuple(
            Reason(name, added, _words(name, sentence.text, wanted))
            for name in names
            if (added := float(getattr(weights, name)) * found[name])
        )
        for sentence, found in zip(outline.sentences, features(essay, outline, ranks), strict=True)
    )


def _words(name: str, text: str, wanted: frozenset[str]) -> str:
    """The words of the sentence that a sign is about."""
    if name == "title":
        return "、".join(runs(text, wanted))
    patterns = {"cue": alternatives("cues"), "flourish": alternatives("flourishes")}
    found = re.search(patterns[name], text) if name in patterns else None
    return found.group() if found else ""


def features(essay: Essay, outline: Outline, ranks: tuple[float, ...]) -> list[dict[str, float]]:
    """Return the signs of every sentence, mostly in 0..1, named as in ``Weights``."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for sentence in outline.sentences:
        first.setdefault(sentence.paragraph, sentence.index)
        last[sentence.paragraph] = sentence.index
    flourish = re.compile(alternatives("flourishes"))
    cue = re.compile(alternatives("cues"))
    wanted = bigrams(essay.title)
    return [
        {
            "rank": min(rank, 2.5) / 2,
            "title": _share(wanted, sentence),
            "paragraph_start": float(first[sentence.paragraph] == sentence.index),
            "paragraph_end": float(last[sentence.paragraph] == sentence.index),
            "copula": float(bool(COPULA.search(sentence.text))),
            "demanding": float(bool(MODAL.search(sentence.text))),
            "figures": float(bool(DIGIT.search(sentence.text))),
            "listing": min(sentence.text.count("、"), 4) / 4,
            "short": float(len(sentence.text) < _SHORT),
            "quoting": float("“" in sentence.text),
            "flourish": float(bool(flourish.search(sentence.text))),
            "condition": float(bool(_CONDITION.search(sentence.text))),
            "cue": float(bool(cue.search(sentence.text))),
            "courtesy": float(is_courtesy(sentence.text)),
        }
        for sentence, rank in zip(outline.sentences, ranks, strict=True)
    ]


def _share(wanted: frozenset[str], sentence: Sentence) -> float:
    return len(wanted & bigrams(sentence.text)) / len(wanted) if wanted else 0.0
