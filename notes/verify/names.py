"""Names in a statement must stand in the source, whole, and belong to what is said of them.

Persons, places and organisations by part of speech, 《》 titles, Latin words. A
name glued from two, or cut short, is a word that the source lacks. A name that
stands in the passage but beside another matter is found by comparing the words
around it with those around every name of its kind.
"""

from __future__ import annotations

import re
from itertools import pairwise

from notes.values import Finding, Span
from notes.verify import context
from notes.verify.align import abbreviates, presence
from notes.verify.named import Name, is_person
from notes.verify.normal import skeleton
from notes.verify.parsed import Parsed
from notes.verify.source import Place, Scope

RIVAL = 0.55
"""A place with this name must fit at least this share of what the best place fits."""
_TITLE = re.compile(r"《([^《》]*)》")
_LATIN = re.compile(r"(?=[A-Za-z0-9.+\-]*[A-Za-z])[A-Za-z0-9](?:[A-Za-z0-9.+\-]*[A-Za-z0-9+])?")
_COMMON = frozenset({"中国", "我国", "国家", "全国", "国务院", "党中央", "中央", "中共中央"})
"""Names that speeches mention at every turn: their place proves nothing."""


def check(statement: Parsed, scope: Scope) -> tuple[list[Finding], list[Place]]:
    """Findings about the names of ``statement``, and the sentences its good names rest on."""
    findings = [*_titles(statement, scope), *_latin(statement, scope), *_glued(statement, scope)]
    places: list[Place] = []
    names = statement.names
    taken = [Span(*m.span()) for m in _TITLE.finditer(statement.text)]
    for name in names:
        if any(s.start <= name.start < s.end for s in taken):
            continue
        if not _stands(name, scope):
            findings.append(Finding(name.kind, name.text))
            continue
        problem, place = _belongs(statement, name, names, scope)
        if problem:
            findings.append(Finding(problem, name.text))
        elif place:
            places.append(place)
    return findings, places


def _titles(statement: Parsed, scope: Scope) -> list[Finding]:
    known = {skeleton(m.group(1)) for m in _TITLE.finditer(scope.text)}
    found = []
    for match in _TITLE.finditer(statement.text):
        title = skeleton(match.group(1))
        if title in known:
            continue
        inside = any(title in other for other in known)
        if inside or title not in scope.bare:
            found.append(Finding("title", match.group()))
    return found


def _latin(statement: Parsed, scope: Scope) -> list[Finding]:
    known = {m.group().lower() for m in _LATIN.finditer(scope.text)}
    words = (m.group() for m in _LATIN.finditer(statement.text))
    return [Finding("latin", w) for w in words if w.lower() not in known]


def _glued(statement: Parsed, scope: Scope) -> list[Finding]:
    """Two persons side by side that do not stand side by side in the source."""
    found = []
    for left, right in pairwise(statement.tokens):
        both = is_person(left.text, left.tag) and is_person(right.text, right.tag)
        if both and left.text + right.text not in scope.text:
            found.append(Finding("person", left.text + right.text))
    return found


def _stands(name: Name, scope: Scope) -> bool:
    if name.text in scope.text:
        return True
    if name.kind == "person":
        return False
    return abbreviates(name.text, scope.text) or presence(name.text, scope.text) == 1.0


def _belongs(
    statement: Parsed, name: Name, names: tuple[Name, ...], scope: Scope
) -> tuple[str, Place | None]:
    own: list[tuple[float, Place]] = []
    rival = 0.0
    others = [Span(n.start, n.end) for n in names]
    words = context.around(statement, name.start, name.end, others)
    for number, place in enumerate(scope.places):
        for other in place.parsed.names:
            if other.kind != name.kind:
                continue
            fit = context.fit(words, _rings(scope, number, other))
            if other.text in name.text or name.text in other.text:
                own.append((fit, place))
            elif other.text not in _COMMON:
                rival = max(rival, fit)
    if not own:
        return "", next((p for p in scope.places if name.text in p.parsed.text), None)
    best, where = max(own, key=lambda pair: pair[0])
    if words and name.text not in _COMMON and best < RIVAL * rival:
        return f"{name.kind}_context", None
    return "", where


def _rings(scope: Scope, number: int, name: Name) -> list[tuple[str, float]]:
    """A name governs what follows it, up to the next name of its kind."""
    parsed = scope.places[number].parsed
    later = [n.start for n in parsed.names if n.kind == name.kind and n.start >= name.end]
    clause = parsed.clause_at(name.start)
    stop = max(min(later, default=len(parsed.text)), clause.end)
    governed = parsed.text[name.end : stop]
    found = [(clause.within(parsed.text), 1.0), (governed, 0.9), (parsed.text, 0.5)]
    if not later:
        for place in scope.places[number + 1 :]:
            if any(n.kind == name.kind for n in place.parsed.names):
                break
            found.append((place.parsed.text, 0.7))
    return found
