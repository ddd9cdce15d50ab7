"""From checked sentences to the summary and the key points of a note.

Extractive points and model gists meet here. Where both say the same the better
wording stays (faithful first, then shorter); different claims both stay. What a
note then takes is a choice under a budget (``extract.select``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notes.extract.demand import Ground
from notes.extract.overlap import bigrams, containment
from notes.extract.places import main_sections
from notes.extract.select import COST_POWER, Wish, picks
from notes.extract.worth import stands
from notes.values import Checked, Outline, Point, Reason

SAME_CLAIM = 0.55
"""A gist says what an extracted point says when it holds this much of its bigrams."""
WHOLE_CLAIM = 0.6
"""An extracted point says all that a gist says when it holds this much of its bigrams:
more, since a gist may join two sentences that the point knows one of."""
SHORTEST_SUMMARY, LONGEST_SUMMARY = 120, 260
SHARE = 0.15
"""The usual length of a digest against its text."""
FEWEST_POINTS, USUAL_MOST, MOST_POINTS = 5, 9, 120
_USUAL_POINT = 30
_POWERS = (COST_POWER, 0.6, 0.45, 0.3)
"""How much a point's length counts against it, tried in this order."""
_FAITHFUL = {
    "verbatim": 0,
    "supported": 0,
    "weak": 1,
    "unsupported": 2,
    "misattributed": 2,
}


def merge(extracted: Sequence[Checked], modelled: Sequence[Checked]) -> tuple[Checked, ...]:
    """Return the accepted points of both lists, a claim that both make once.

    Of two points with a source sentence in common, where one says what the
    other says and is the better wording (more faithful, else
    shorter), the better stays and takes over the sources of the other. Forms of one
    sentence in ``extracted`` are alternatives and stay side by side; a gist in the very
    words of one of them marks it as the model's choice.
    """
    kept: dict[int, Checked] = {
        at: checked for at, checked in enumerate(extracted) if checked.accepted
    }
    by_sentence: dict[int, list[int]] = {}
    for at, checked in kept.items():
        for sentence in checked.point.sources:
            by_sentence.setdefault(sentence.index, []).append(at)
    survivors: list[Checked] = []
    for gist in modelled:
        if not gist.accepted:
            continue
        beside = {at for s in gist.point.sources for at in by_sentence.get(s.index, ())}
        twins = [(at, kept[at]) for at in sorted(beside & kept.keys())]
        same = next((at for at, twin in twins if twin.text == gist.text), None)
        if same is not None:
            kept[same] = replace(kept[same], point=replace(kept[same].point, origin="model"))
            continue
        if any(_covers(twin, gist, WHOLE_CLAIM) and _better(twin, gist) for _, twin in twins):
            continue
        worse = [
            at for at, twin in twins if _covers(gist, twin, SAME_CLAIM) and _better(gist, twin)
        ]
        joined = _with_sources(gist, [kept.pop(at) for at in worse])
        if worse:
            joined = _because(joined, Reason("replaces", len(worse)))
        if all(containment(joined.text, other.text) <= 0.8 for other in survivors[-8:]):
            survivors.append(joined)
    return tuple(sorted((*survivors, *kept.values()), key=_place))


def summarize(
    pool: Sequence[Checked], demand: Ground, outline: Outline, length: int
) -> tuple[Checked, ...]:
    """Return the sentences of the summary in the order of the text.

    ``length`` is in characters; the sentences together have at most ``length`` and,
    where the essay has enough to say, at least 90 % of it. Each main section has a
    sentence while the length allows about thirty characters for each.
    """
    whole = [checked for checked in pool if stands(checked.point)]
    groups = main_sections(outline)
    quota = groups if len(groups) * 30 <= length else ()
    return _chosen(whole or pool, demand, Wish(length, quota=quota))


def choose_points(
    pool: Sequence[Checked],
    demand: Ground,
    outline: Outline,
    count: int | None = None,
    said: Sequence[str] = (),
) -> tuple[Checked, ...]:
    """Return the key points in the order of the text, at least one a main section.

    ``count`` is the greatest number (``None``: by the size of the essay, see
    ``usual_count``). ``said`` is what the summary says already; a point adds to it.
    No two points share more than 60 % of their bigrams, and a point is more than a bare
    heading, which the outline has.
    """
    size = sum(len(sentence.text) for sentence in outline.sentences)
    groups = main_sections(outline)
    most = max(count if count is not None else usual_count(size), 1)
    if count is None:
        most = max(most, len(groups))
    budget = max(int(SHARE * size) - sum(map(len, said)), _USUAL_POINT * most)
    whole = [checked for checked in pool if stands(checked.point)]
    body = _substance(whole or pool, groups)
    chosen = _fullest(body, demand, Wish(budget, most, groups, tuple(said)))
    return _completed(chosen, body, demand, groups, most)


def _completed(
    chosen: tuple[Checked, ...],
    pool: Sequence[Checked],
    demand: Ground,
    groups: Sequence[tuple[int, ...]],
    most: int,
) -> tuple[Checked, ...]:
    """The points with what the summary took away from them.

    A main section without a point gets one and a short list is filled up, even where
    the summary says it too: the list must be complete for who reads it alone.
    """
    filled = {checked.point.section for checked in chosen}
    empty = tuple(group for group in groups if not filled & set(group))
    missing = min(most - len(chosen), max(len(empty), FEWEST_POINTS - len(chosen)))
    if missing <= 0:
        return chosen
    told = tuple(checked.text for checked in chosen)
    found = _chosen(pool, demand, Wish(2 * _USUAL_POINT * missing, missing, empty, told))
    more = tuple(_because(checked, Reason("completes")) for checked in found)
    return tuple(sorted((*chosen, *more), key=_place))


def _substance(pool: Sequence[Checked], groups: Sequence[Sequence[int]]) -> Sequence[Checked]:
    """The pool without bare headings, where their main section says something itself.

    The outline of the note has the headings already.
    """
    group_of = {section: at for at, group in enumerate(groups) for section in group}
    body = [c for c in pool if any(s.index >= 0 for s in c.point.sources)]
    filled = {group_of.get(c.point.section) for c in body}
    kept = {id(c) for c in body}
    return [c for c in pool if id(c) in kept or group_of.get(c.point.section) not in filled]


def usual_count(size: int) -> int:
    """Return how many points an essay of ``size`` characters has unless the user says otherwise."""
    if size <= 4000:
        return max(FEWEST_POINTS, min(USUAL_MOST, round(size / 200)))
    return min(MOST_POINTS, USUAL_MOST + round((size - 4000) / 260))


def usual_length(size: int) -> int:
    """Return the length of the summary of an essay of ``size`` characters."""
    return max(SHORTEST_SUMMARY, min(LONGEST_SUMMARY, round(SHARE * size)))


def _chosen(pool: Sequence[Checked], demand: Ground, wish: Wish) -> tuple[Checked, ...]:
    points: list[Point] = [checked.point for checked in pool]
    return tuple(_because(pool[one.index], *one.reasons) for one in picks(points, demand, wish))


def _because(checked: Checked, *reasons: Reason) -> Checked:
    """The point with these reasons after those it has."""
    point = checked.point
    return replace(checked, point=replace(point, reasons=(*point.reasons, *reasons)))


def _fullest(pool: Sequence[Checked], demand: Ground, wish: Wish) -> tuple[Checked, ...]:
    """Choose so that a limited number of points uses the budget: longer ones if need be."""
    best: tuple[Checked, ...] = ()
    for power in _POWERS:
        best = _chosen(pool, demand, replace(wish, power=power))
        if len(best) < (wish.most or 0) or sum(len(c.text) for c in best) >= 0.85 * wish.budget:
            break
    return best


def _covers(first: Checked, second: Checked, share: float) -> bool:
    """Whether ``first`` says what ``second`` says: it holds ``share`` of its bigrams."""
    held = bigrams(second.text)
    return len(held & bigrams(first.text)) > share * len(held)


def _better(first: Checked, second: Checked) -> bool:
    """Whether ``first`` is the better wording: more faithful, else shorter."""
    left = (_FAITHFUL[first.verdict], len(first.text))
    right = (_FAITHFUL[second.verdict], len(second.text))
    return left < right


def _with_sources(checked: Checked, others: Sequence[Checked]) -> Checked:
    known = {sentence.index: sentence for sentence in checked.point.sources}
    for other in others:
        known.update({sentence.index: sentence for sentence in other.point.sources})
    sources = tuple(known[index] for index in sorted(known))
    return replace(checked, point=replace(checked.point, sources=sources))


def _place(checked: Checked) -> tuple[int, str]:
    first = min((s.span.start for s in checked.point.sources), default=0)
    return (first, checked.text)
