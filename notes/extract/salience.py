"""How central each sentence is: TextRank together with what the genre gives away.

Speeches and reflections put their claims where readers expect them (first sentences
of sections, headings, definitions, 关键在于…, the last paragraph), so position,
headings, title and cue words add to the graph (Edmundson 1969). Plain TextRank
stays in ``textrank`` as a baseline.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import lru_cache

from notes.extract.lexicon import entries
from notes.extract.overlap import bigrams
from notes.values import Essay, Outline, Sentence

_DEFINITION = re.compile(
    r"^[^，。：；]{2,14}(?:，)?(?:是|就是|指|本质上是|核心在|意味着)[^，。]{4,}"
)
_DIGITS = re.compile(r"\d")
_PRONOUN = re.compile(r"^(?:这|那|它|其|他|她|此|该)")


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each sign counts; chosen on development documents, see the ablation table."""

    rank: float = 1.0
    essay_start: float = 0.6
    section_start: float = 0.8
    paragraph_start: float = 0.4
    essay_end: float = 0.4
    heading: float = 1.0
    title: float = 0.8
    cue: float = 0.5
    definition: float = 0.8
    figures: float = 0.2
    pronoun: float = -0.3


DEFAULT = Weights()


def scores(
    essay: Essay,
    outline: Outline,
    ranks: tuple[float, ...],
    weights: Weights = DEFAULT,
) -> tuple[float, ...]:
    """Return a positive score for every sentence, beside ``outline.sentences``.

    ``ranks`` is ``textrank.rank(outline, words)``.
    """
    signs = features(essay, outline, ranks)
    return tuple(math.log1p(math.exp(_weigh(sign, weights) - 1.0)) + 0.05 for sign in signs)


def features(essay: Essay, outline: Outline, ranks: tuple[float, ...]) -> list[dict[str, float]]:
    """Return the signs of every sentence, mostly in 0..1, named as in ``Weights``."""
    first_in_section: set[int] = set()
    first_in_paragraph: set[int] = set()
    seen: set[tuple[str, int]] = set()
    for sentence in outline.sentences:
        for kind, number, into in (
            ("section", sentence.section, first_in_section),
            ("paragraph", sentence.paragraph, first_in_paragraph),
        ):
            if (kind, number) not in seen:
                seen.add((kind, number))
                into.add(sentence.index)
    headings = {section.index: section.heading for section in outline.sections}
    found = []
    for sentence, rank in zip(outline.sentences, ranks, strict=True):
        found.append(
            {
                "rank": min(rank, 2.5) / 2.0,
                **_position(sentence, essay),
                "section_start": float(sentence.index in first_in_section),
                "paragraph_start": float(sentence.index in first_in_paragraph),
                "heading": _share(headings.get(sentence.section, ""), sentence.text),
                "title": _share(essay.title, sentence.text),
                "cue": _cue(sentence.text),
                "definition": float(bool(_DEFINITION.match(sentence.text))),
                "figures": float(bool(_DIGITS.search(sentence.text))),
                "pronoun": float(bool(_PRONOUN.match(sentence.text))),
            }
        )
    return found


def _weigh(signs: dict[str, float], weights: Weights) -> float:
    return sum(float(getattr(weights, name)) * value for name, value in signs.items())


def _position(sentence: Sentence, essay: Essay) -> dict[str, float]:
    before = sentence.span.start
    after = len(essay.text) - sentence.span.end
    return {"essay_start": math.exp(-before / 150.0), "essay_end": math.exp(-after / 100.0)}


def _share(heading: str, text: str) -> float:
    wanted = bigrams(heading)
    return len(wanted & bigrams(text)) / len(wanted) if wanted else 0.0


@lru_cache(maxsize=1)
def _cues() -> tuple[tuple[str, float], ...]:
    pairs = (line.split() for line in entries("cues"))
    return tuple((word, float(weight)) for word, weight in pairs)


def _cue(text: str) -> float:
    total = sum(weight for word, weight in _cues() if word in text)
    return max(-1.5, min(1.5, total))
