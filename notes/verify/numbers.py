"""Every number of a statement must stand in the source with its unit and measure the same.

A value alone proves little: 增长5% and 赤字率4% swapped are both in the passage.
So each mention is compared by the words around it with all mentions of the same
kind in the source; the best place must be one with this very value.
"""

from __future__ import annotations

from dataclasses import dataclass

from notes.values import Finding, Span
from notes.verify import context
from notes.verify.parsed import Parsed
from notes.verify.quantities import Quantity
from notes.verify.source import Place, Scope

RIVAL = 0.8
"""A place with this value must fit at least this share of what the best place fits."""
RANGE = 3
"""Characters between the two ends of a range."""
LEAST = 0.2
"""Least share of the words around the number that the source place must have around it."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A quantity and where it stands in the source."""

    quantity: Quantity
    place: Place


def check(statement: Parsed, scope: Scope) -> tuple[list[Finding], list[Place]]:
    """Findings about the numbers of ``statement``, and the sentences its good numbers rest on."""
    findings: list[Finding] = []
    places: list[Place] = []
    if not statement.quantities:
        return findings, places
    mentions = [Mention(q, p) for p in scope.places for q in p.parsed.quantities]
    for quantity in statement.quantities:
        problem, place = _examine(statement, quantity, mentions, scope)
        if problem:
            findings.append(Finding(problem, quantity.text))
        elif place:
            places.append(place)
    return findings, places


def _examine(
    statement: Parsed, quantity: Quantity, mentions: list[Mention], scope: Scope
) -> tuple[str, Place | None]:
    if quantity.kind == "label":
        holder = next((p for p in scope.places if quantity.text in p.parsed.text), None)
        return ("" if holder else "number"), holder
    same = [m for m in mentions if _same_value(quantity, m.quantity)]
    if not same:
        return "number", None
    agreeing = [m for m in same if _same_bound(quantity, m.quantity)]
    if not agreeing:
        return "number_bound", None
    rivals = [m for m in mentions if _comparable(quantity, m.quantity)]
    others = [Span(q.start, q.end) for q in statement.quantities]
    around = context.around(statement, quantity.start, quantity.end, others)
    fits = {id(m): _fit(around, m, scope) for m in (*agreeing, *rivals)}
    best = max(agreeing, key=lambda m: fits[id(m)])
    top = max((fits[id(m)] for m in rivals), default=0.0)
    fit = fits[id(best)]
    if around and (fit < LEAST or fit < RIVAL * top):
        return "number_context", None
    return "", best.place


def _same_value(a: Quantity, b: Quantity) -> bool:
    if a.kind != b.kind and {a.kind, b.kind} != {"count", "year"}:
        return False
    return a.value == b.value and a.unit == b.unit


def _same_bound(a: Quantity, b: Quantity) -> bool:
    # 约 may be left out or come from 左右; 超, 近, 不足, 以上 may not be lost or added.
    loose = {"", "about"}
    return a.bound == b.bound or {a.bound, b.bound} <= loose


def _comparable(a: Quantity, b: Quantity) -> bool:
    return a.kind == b.kind and a.unit == b.unit and b.value is not None


def _fit(around: context.Around, mention: Mention, scope: Scope) -> float:
    quantity, parsed = mention.quantity, mention.place.parsed
    rings = list(context.rings(parsed, quantity.start, quantity.end))
    if _frames(parsed, quantity):
        # 五年来, 2023年: said of all that follows, up to the next time.
        # The two ends of 15日至19日 frame the same matter.
        after = (q for q in parsed.quantities if q.start > quantity.end + RANGE)
        later = [q.start for q in after if _frames(parsed, q)]
        rings.append((parsed.text[quantity.end : min(later, default=len(parsed.text))], 0.9))
        if later:
            return context.fit(around, rings)
        at = scope.places.index(mention.place)
        for place in scope.places[at + 1 :]:
            if any(_frames(place.parsed, q) for q in place.parsed.quantities):
                break
            rings.append((place.parsed.text, 0.6))
    return context.fit(around, rings)


def _frames(parsed: Parsed, quantity: Quantity) -> bool:
    """Whether the quantity is a time that frames what follows."""
    if quantity.kind in {"year", "month", "day"}:
        return True
    after = parsed.text[quantity.end : quantity.end + 2]
    return quantity.unit in _TIMES and after[:1] in tuple("来间里前后内以，")


_TIMES = frozenset({"年", "个月", "天", "大", "届", "月", "日", "周", "年代", "世纪"})
