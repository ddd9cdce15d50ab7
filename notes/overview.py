"""What a reader wants to know across the essays of a document.

Repeated sentences are found by shared shingles (Broder 1997): an index from hashed
character 5-grams to sentences, so the work grows with the text and not with the
square of it.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from notes.extract.keywords import is_noun_phrase, is_specific
from notes.extract.overlap import jaccard
from notes.values import Figure, FigureMatch, Overview, Repeat, Sentence, StudyNote, Theme, Twins
from notes.words import Words

MOST_THEMES = 8
SIMILAR = 0.6
SHINGLE = 5
_SHORTEST = 12
_CROWDED = 40
"""A shingle in more sentences than this is a set phrase and proposes no pair."""
_MOST_REPEATS = 60
_SHARED_MATTER = 0.6


def overview(notes: Sequence[StudyNote], words: Words, twins: tuple[Twins, ...] = ()) -> Overview:
    """Return common themes, terms of one essay only, repeated sentences and shared figures.

    ``twins`` are the essays that are nearly the same, as the structure room finds them.
    A theme is a specific key term of one essay that at least one other essay names too.
    ``words`` decides which words of a figure's clause say what it measures.
    """
    if len(notes) < 2:
        return Overview()
    return Overview(
        themes=_themes(notes, words),
        unique=_unique(notes, words),
        repeats=_repeats(notes),
        figures=_figures(notes, words),
        twins=twins,
    )


def _themes(notes: Sequence[StudyNote], words: Words) -> tuple[Theme, ...]:
    """The most telling terms of two essays or more; everyday words are no themes."""
    weights: dict[str, float] = {}
    for note in notes:
        for place, term in enumerate(note.terms):
            weights[term.term] = weights.get(term.term, 0.0) + 1.0 / (1 + place)
    common = [
        Theme(term, tuple(note.essay.ordinal for note in notes if term in note.essay.text))
        for term in weights
        if is_specific(term) and is_noun_phrase(term, words)
    ]
    ranked = sorted(
        (theme for theme in common if len(theme.essays) >= 2),
        key=lambda t: (-_specificity(t, weights[t.term]), t.term),
    )
    kept: list[Theme] = []
    for theme in ranked:
        if all(theme.term not in one.term and one.term not in theme.term for one in kept):
            kept.append(theme)
    return tuple(kept[:MOST_THEMES])


def _specificity(theme: Theme, weight: float) -> float:
    """How much a theme tells: central in its essays, in many of them, and not a short word."""
    return math.sqrt(weight) * len(theme.essays) * min(len(theme.term), 5)


def _unique(notes: Sequence[StudyNote], words: Words) -> tuple[tuple[int, tuple[str, ...]], ...]:
    found = []
    for note in notes:
        others = [other.essay.text for other in notes if other is not note]
        own = tuple(
            term.term
            for term in note.terms
            if is_specific(term.term)
            and is_noun_phrase(term.term, words)
            and not any(term.term in text for text in others)
        )
        if own:
            found.append((note.essay.ordinal, own))
    return tuple(found)


def _repeats(notes: Sequence[StudyNote]) -> tuple[Repeat, ...]:
    lines: list[tuple[int, Sentence]] = [
        (note.essay.ordinal, sentence)
        for note in notes
        for sentence in note.outline.sentences
        if len(sentence.text) >= _SHORTEST
    ]
    holders: dict[int, list[int]] = {}
    for at, (_, sentence) in enumerate(lines):
        for shingle in _shingles(sentence.text):
            holders.setdefault(shingle, []).append(at)
    shared: dict[tuple[int, int], int] = {}
    for shingle in sorted(holders):
        where = holders[shingle]
        if len(where) > _CROWDED:
            continue
        for left, right in combinations(where, 2):
            if lines[left][0] != lines[right][0]:
                shared[left, right] = shared.get((left, right), 0) + 1
    found: list[Repeat] = []
    for (left, right), count in sorted(shared.items()):
        if count < 3:
            continue
        likeness = jaccard(lines[left][1].text, lines[right][1].text)
        if likeness >= SIMILAR:
            (first, one), (second, two) = lines[left], lines[right]
            found.append(Repeat(first, second, one, two, round(likeness, 3)))
    return tuple(sorted(found, key=_strength)[:_MOST_REPEATS])


def _strength(repeat: Repeat) -> tuple[float, int, int, int]:
    return (
        -repeat.similarity,
        repeat.first,
        repeat.second,
        repeat.first_sentence.span.start,
    )


def _shingles(text: str) -> set[int]:
    plain = "".join(character for character in text if character.isalnum())
    return {
        zlib.crc32(plain[at : at + SHINGLE].encode("utf-8"))
        for at in range(len(plain) - SHINGLE + 1)
    }


@dataclass(slots=True)
class _Matter:
    """Figures of one unit whose clauses share most of their words."""

    words: frozenset[str]
    members: list[tuple[int, Figure]]


def _figures(notes: Sequence[StudyNote], words: Words) -> tuple[FigureMatch, ...]:
    """Figures whose clauses name the same matter in the same unit, in two essays or more."""
    groups: dict[tuple[str, str], list[_Matter]] = {}
    every: list[_Matter] = []
    for note in notes:
        for figure in note.figures:
            _join(groups, every, (note.essay.ordinal, figure), _matter(figure, words))
    found = []
    for group in every:
        if len({ordinal for ordinal, _ in group.members}) < 2:
            continue
        values = tuple(dict.fromkeys((o, figure.value) for o, figure in group.members))
        agree = len({figure.normal for _, figure in group.members}) == 1
        found.append(FigureMatch(group.members[0][1].about, values, agree))
    return tuple(found)


def _join(
    groups: dict[tuple[str, str], list[_Matter]],
    every: list[_Matter],
    member: tuple[int, Figure],
    matter: frozenset[str],
) -> None:
    """Put a figure with those of its unit that share most of its words, else alone."""
    if not matter:
        return
    unit = _unit(member[1].normal)
    for word in sorted(matter):
        for group in groups.get((unit, word), ()):
            if len(matter & group.words) / len(matter | group.words) >= _SHARED_MATTER:
                group.members.append(member)
                return
    alone = _Matter(matter, [member])
    every.append(alone)
    for word in matter:
        groups.setdefault((unit, word), []).append(alone)


def _matter(figure: Figure, words: Words) -> frozenset[str]:
    about = figure.about.replace(figure.value, "")
    return frozenset(w for w in words.cut(about) if len(w) > 1 and not words.is_stop(w))


def _unit(normal: str) -> str:
    return "".join(c for c in normal if not (c.isdigit() or c in ".,-约近超过达到左右"))
