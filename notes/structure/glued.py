"""Where a heading or a title ends that was glued to the sentence behind it.

Scraped text loses its line breaks: ``一、整合人才资源，推动能力跃升人才是…``. No single
sign tells where the heading stops, so every word boundary in reach is weighed by the
signs of ``notes.structure.evidence``: what speaks for a new start behind it, for a
finished phrase before it, and against a cut.

The weights are those of a conditional logit over the boundaries of a heading and “no
end here” (McFadden 1974), fitted on headings of government reports that were glued to
their paragraphs and on titles glued to passages, with and without a title.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notes.structure.evidence import clauses, evidence, stop_evidence
from notes.structure.joints import Joint, fine_words, may_cut
from notes.words import Word, words

LONGEST = 46
"""Characters up to which a heading is looked for; official headings rarely pass 40."""
SHORTEST = 4
CERTAIN = 20.0
"""The score of an end that needs no weighing: the line or the next heading ends it."""

_READ_ON = 60
_CONTEXT = 50_000
_STOPS = "。！？!?；;"
_NO_HEADING_END = -1.5
_NO_TITLE_END = 1.4
_WEIGHTS = {
    "again2": 1.0,
    "again3": 0.8,
    "again4": 1.8,
    "attribute": 0.3,
    "bound": -0.7,
    "clauses3": -0.5,
    "closed": 1.1,
    "complete": 0.5,
    "compound": 0.3,
    "copula": 1.2,
    "counted": 0.8,
    "dangling": 0.1,
    "doubled": 1.5,
    "ends": 0.4,
    "familiar": 1.2,
    "frame": 2.6,
    "framed": -0.4,
    "framed_verb": 0.4,
    "in_frame": -3.0,
    "long": -1.6,
    "mentions": 0.5,
    "name": 1.0,
    "object": -2.9,
    "phrase": -1.2,
    "rest_short": -0.3,
    "rhythm0": 1.1,
    "rhythm1": -0.6,
    "rhythm2": -0.7,
    "second": 0.1,
    "short": -1.9,
    "starts": 0.7,
    "stop": 0.7,
    "stop_long": 0.5,
    "stop_opener": 0.5,
    "strong": 1.6,
    "stub": -1.3,
    "time": 0.1,
    "time_subject": 1.7,
    "tiny": -1.6,
    "together": -1.3,
    "uneven": -0.8,
    "very_long": 0.1,
    "weak": 0.8,
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a heading may end; ``stop`` says that a sentence ends there as well.

    ``score`` is the log odds against “the heading does not end here at all”.
    """

    end: int
    score: float
    stop: bool
    clauses: tuple[int, ...]


def cuts(
    text: str, start: int, limit: int, *, title: bool = False, inner: bool = True
) -> list[Cut]:
    """Weigh the places between ``start`` and ``limit`` where a phrase may end, best first.

    ``limit`` is a certain boundary (line end or the next heading mark). ``title`` says
    that there may be no heading at all, and that a sentence is none. Without ``inner``
    only the ends of the sentence and of the line are looked at.
    """
    base = _NO_TITLE_END if title else _NO_HEADING_END
    found = [
        Cut(end, _weigh(signs) - base, stop, clauses(text[start:end]))
        for end, stop, signs in weighed(text, start, limit, title=title, inner=inner)
    ]
    stops = any(c in _STOPS for c in text[start : min(limit, start + LONGEST + 1) - 1])
    if limit - start <= LONGEST and not stops:
        stop = limit > start and text[limit - 1] in _STOPS
        found.append(Cut(limit, CERTAIN, stop, clauses(text[start:limit])))
    return sorted(found, key=lambda cut: (-cut.score, cut.end))


def weighed(
    text: str, start: int, limit: int, *, title: bool = False, inner: bool = True
) -> list[tuple[int, bool, dict[str, float]]]:
    """Possible ends, whether a sentence ends there, and the signs that speak for each."""
    window = text[start : min(limit, start + LONGEST + _READ_ON)]
    stop = next((i for i, c in enumerate(window) if c in _STOPS), -1)
    sentence = window[:stop] if stop >= 0 else window
    ends: list[tuple[int, bool, dict[str, float]]] = []
    if inner:
        tokens = fine_words(words().tag(window))
        context = text[max(start - _CONTEXT, 0) : start + _CONTEXT]
        ends = [(start + at, False, signs) for at, signs in _inner(sentence, tokens, context)]
    if 0 <= stop < LONGEST and not title:
        ends.append((start + stop + 1, True, stop_evidence(sentence, window[stop + 1 :])))
    return ends


def _inner(
    sentence: str, tokens: Sequence[Word], context: str
) -> Iterator[tuple[int, dict[str, float]]]:
    """Word boundaries inside the first sentence."""
    at = 0
    for index, token in enumerate(tokens[:-1]):
        at += len(token.text)
        if at > min(LONGEST, len(sentence) - 3):
            return
        if at < SHORTEST:
            continue
        joint = Joint(tokens, index, sentence[:at], sentence[at:], context)
        if may_cut(joint):
            yield at, evidence(joint)


def _weigh(signs: dict[str, float]) -> float:
    return sum(_WEIGHTS.get(name, 0.0) * value for name, value in signs.items())
