"""All that extraction finds in one essay, in one value."""

from __future__ import annotations

from dataclasses import dataclass

from notes.extract import measures as moods
from notes.extract.demand import Ground, ground
from notes.extract.entries import entries
from notes.extract.figures import figures
from notes.extract.keywords import keywords
from notes.extract.questions import questions
from notes.extract.quotes import quotes
from notes.extract.salience import signs, total
from notes.extract.select import candidates
from notes.extract.textrank import rank
from notes.extract.thesis import thesis
from notes.values import (
    Essay,
    EssayKind,
    Figure,
    Outline,
    OutlineEntry,
    Point,
    Question,
    Quote,
    Term,
)
from notes.words import Words


@dataclass(frozen=True, slots=True)
class Extraction:
    """What ``extract`` found.

    ``ranks`` and ``scores`` lie beside ``outline.sentences``. ``candidates`` are all
    statements that the notes may use and ``demand`` is what they should cover: both go to
    ``notes.merge``. ``thesis``, ``claims``, ``measures`` and ``practice`` are chosen
    points, still unchecked; of a reflection the demands on others are left out and its
    writer's own ``practice`` is given.
    """

    ranks: tuple[float, ...]
    scores: tuple[float, ...]
    demand: Ground
    candidates: tuple[Point, ...]
    thesis: Point | None
    claims: tuple[Point, ...]
    measures: tuple[Point, ...]
    practice: tuple[Point, ...]
    entries: tuple[OutlineEntry, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    terms: tuple[Term, ...]
    questions: tuple[Question, ...]


def extract(
    essay: Essay,
    outline: Outline,
    words: Words,
    kind: EssayKind,
    repaired: tuple[bool, ...] = (),
) -> Extraction:
    """Return everything that can be taken from ``essay`` word for word.

    ``repaired`` says beside ``outline.sentences`` which of them a repair changed
    (empty: none); quotes carry it on.
    """
    ranks = rank(outline, words)
    why = signs(essay, outline, ranks)
    weights = total(why)
    demand = ground(outline, weights)
    points = candidates(outline, words, weights, why=why)
    terms = keywords(essay, outline, words)
    numbers = figures(outline, words)
    return Extraction(
        ranks=ranks,
        scores=weights,
        demand=demand,
        candidates=points,
        thesis=thesis(essay, points, demand, terms),
        claims=moods.claims(points, kind),
        measures=moods.measures(points) if kind != "reflection" else (),
        practice=moods.practice(points) if kind == "reflection" else (),
        entries=entries(outline, points),
        quotes=quotes(outline, weights, words, repaired, title=essay.title),
        figures=numbers,
        terms=terms,
        questions=questions(outline, points, terms, numbers),
    )
