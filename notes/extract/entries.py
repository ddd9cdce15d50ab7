"""The outline as a reader sees it: the essay's headings, or its moves where it has none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from notes.extract.overlap import bigrams, containment
from notes.extract.places import heading_sentence
from notes.values import Outline, OutlineEntry, Point, Sentence

FEWEST_MOVES, MOST_MOVES = 3, 7
_MOVE = 260
"""About this many characters make one move of an essay without headings."""
_LONGEST = 32
_TAIL = re.compile(r"[。！!；;，,：:]+$")


def entries(outline: Outline, points: Sequence[Point]) -> tuple[OutlineEntry, ...]:
    """Return the outline of an essay; ``points`` are ``select.candidates``.

    Headings stay as the source has them. Without two headings the essay's moves
    are proposed: groups of paragraphs, or of sentences where the text changes its words, each
    named by its best short statement.
    """
    headed = [section for section in outline.sections if section.level and section.heading]
    if len([section for section in headed if not section.run_in]) >= 2 or len(headed) >= 4:
        return tuple(
            OutlineEntry(
                section.level,
                _TAIL.sub("", section.heading),
                (heading_sentence(outline, section),),
            )
            for section in headed
        )
    return _moves(outline, points)


def _moves(outline: Outline, points: Sequence[Point]) -> tuple[OutlineEntry, ...]:
    found: list[OutlineEntry] = []
    for block in blocks(outline):
        inside = {sentence.index for sentence in block}
        here = [p for p in points if p.sources[0].index in inside and len(p.text) <= _LONGEST]
        fresh = [p for p in here if all(containment(p.text, old.heading) <= 0.6 for old in found)]
        if fresh:
            best = max(fresh, key=lambda p: (_worth(p, block), -p.sources[0].index, p.text))
            found.append(OutlineEntry(1, _TAIL.sub("", best.text), best.sources, proposed=True))
    return tuple(found)


def _worth(point: Point, block: Sequence[Sentence]) -> float:
    early = 0.6 if point.sources[0].index == block[0].index else 0.0
    return point.score + early - abs(len(point.text) - 20) / 40.0


def blocks(outline: Outline) -> tuple[tuple[Sentence, ...], ...]:
    """Return the sentences in three to seven runs that belong together.

    Paragraph ends are the natural borders; in a text of one paragraph the border
    lies where the two sides share the fewest words (Hearst 1997).
    """
    sentences = outline.sentences
    if not sentences:
        return ()
    size = sum(len(sentence.text) for sentence in sentences)
    wanted = max(FEWEST_MOVES, min(MOST_MOVES, round(size / _MOVE)))
    wanted = min(wanted, len(sentences))
    gaps = _gaps(sentences)
    least = size / wanted / 2
    borders: list[int] = []
    for at in sorted(gaps, key=lambda at: (gaps[at], at)):
        if len(borders) == wanted - 1:
            break
        if all(_between(sentences, at, other) >= least for other in (*borders, 0, len(sentences))):
            borders.append(at)
    cuts = [0, *sorted(borders), len(sentences)]
    return tuple(sentences[a:b] for a, b in pairwise(cuts))


def _gaps(sentences: Sequence[Sentence]) -> dict[int, float]:
    """How strongly the text holds together before each sentence (paragraph ends: less)."""
    gaps: dict[int, float] = {}
    for at in range(1, len(sentences)):
        left: set[str] = set()
        right: set[str] = set()
        for sentence in sentences[max(0, at - 3) : at]:
            left |= bigrams(sentence.text)
        for sentence in sentences[at : at + 3]:
            right |= bigrams(sentence.text)
        smaller = min(len(left), len(right)) or 1
        new_paragraph = sentences[at].paragraph != sentences[at - 1].paragraph
        gaps[at] = len(left & right) / smaller - 0.5 * new_paragraph
    return gaps


def _between(sentences: Sequence[Sentence], first: int, second: int) -> int:
    low, high = sorted((first, second))
    return sentences[high - 1].span.end - sentences[low].span.start if high > low else 0
