"""What a statement says must be said by the source: its words, together, of the same subject.

Three questions, from coarse to fine: are the words in the passage at all, does one
sentence (or two neighbours) hold each clause, and does a source sentence say the
predicate of the subject that the clause names.
"""

from __future__ import annotations

from dataclasses import dataclass

from notes.values import Finding
from notes.verify.align import Aligned, coverage, gram_share
from notes.verify.fusion import fusions
from notes.verify.junction import junctions
from notes.verify.named import is_person
from notes.verify.parsed import Parsed, Token
from notes.verify.source import Place, Scope

WHOLE = 0.62
"""Least share of the content that the passage must hold for the statement to be kept."""
GRAMS = 0.2
"""Least share of the character pairs that the passage must hold."""
CLAUSE = 0.5
"""Least share of a clause that one window must hold."""
SPREAD = 0.25
"""How much more of the clause the passage must hold than its best window to call it scattered."""
SURE = 0.8
"""From this share on, of every clause in its window, a statement is ``supported``."""
LEAST_SAID = 4
"""Content characters that a predicate must have for its subject to be looked up."""
HELD = 0.6
"""Least share of the predicate that a sentence must hold to count as its source."""
NEAR = 0.85
"""Sentences that hold at least this share of what the best one holds count too."""
HALF = 0.5
"""Least share of the subject that must stand in the source of its predicate."""
TOPIC = 3
"""A subject that stands in so many sentences of the passage is its topic."""
SPAN = 3
"""Sentences for which a subject stays the subject without being named again."""
SHORT = 8
"""Content characters below which a clause is judged together with the whole only."""


@dataclass(frozen=True, slots=True)
class Support:
    """How far the source carries a statement: findings that refuse it, and whether it is sure."""

    findings: tuple[Finding, ...]
    sure: bool


def check(statement: Parsed, aligned: tuple[Aligned, ...], scope: Scope) -> Support:
    """Judge the support of ``statement`` by its ``aligned`` clauses."""
    content = [t for t in statement.tokens if t.content]
    whole = coverage(content, scope.text)
    grams = gram_share(statement.grams, (scope.grams,))
    missing = sorted({w for clause in aligned for w in clause.missing})
    findings = []
    if whole < WHOLE or grams < GRAMS:
        findings.append(Finding("support", "、".join(missing) or statement.text))
    for clause in aligned:
        size = sum(len(t.text) for t in clause.tokens)
        apart = clause.score < CLAUSE and clause.whole - clause.score > SPREAD
        if size >= SHORT and apart and not _enumerates(statement, clause, scope):
            findings.append(Finding("scattered", clause.span.within(statement.text)))
            continue
        subject = _foreign_subject(statement, clause, scope)
        if subject:
            findings.append(Finding("subject", subject))
    joints = list(junctions(statement, scope))
    findings.extend(Finding("junction", j.left.text + j.right.text) for j in joints if j.refuses)
    findings.extend(Finding("fusion", joint) for joint in fusions(statement, scope))
    sure = all(c.score >= SURE for c in aligned) and whole >= SURE and not joints
    return Support(tuple(findings), sure)


def _enumerates(statement: Parsed, clause: Aligned, scope: Scope) -> bool:
    """Whether the clause lists things (、和与), each of which some sentence holds."""
    items: list[list[Token]] = [[]]
    for token in statement.tokens_in(clause.span):
        if token.text in _JOINERS:
            items.append([])
        elif token.content:
            items[-1].append(token)
    return len(items) > 1 and all(
        max((coverage(item, w.text) for w in scope.windows), default=0.0) >= HELD for item in items
    )


_JOINERS = frozenset("、和与及并") | {"以及"}


def _foreign_subject(statement: Parsed, clause: Aligned, scope: Scope) -> str:
    """The subject of the clause where the source says its predicate of something else."""
    subject, predicate = _split(statement.tokens_in(clause.span))
    named = [t for t in subject if t.content and len(t.text) >= 2]
    said = [t for t in predicate if t.content or t.tag == "m"]
    if not named or not _is_noun_phrase(subject) or _size(said) < LEAST_SAID:
        return ""
    scores = [coverage(said, p.parsed.text) for p in scope.places]
    best = max(scores, default=0.0)
    if best < HELD or _is_topic(named, scope):
        return ""
    for number, place in enumerate(scope.places):
        if scores[number] < NEAR * best:
            continue
        if coverage(named, place.parsed.text) >= HALF:
            return ""
        mine = _own_subject(place, said) and not _speaks(named)
        if not mine and _continues(scope, number, named, said):
            return ""
    return "".join(t.text for t in subject)


def _size(tokens: list[Token]) -> int:
    return sum(len(t.text) for t in tokens)


def _is_noun_phrase(tokens: tuple[Token, ...]) -> bool:
    kinds = [t.tag[:1] for t in tokens]
    return bool(kinds) and kinds[-1] == "n" and all(k in "namqjublstx" for k in kinds)


def _is_topic(named: list[Token], scope: Scope) -> bool:
    """Whether the passage keeps speaking of this subject: it may act in any sentence."""
    held = [coverage(named, p.parsed.text) >= HALF for p in scope.places]
    return sum(held) >= TOPIC


def _split(tokens: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Subject and predicate: the first verb, modal or preposition parts them."""
    for number, token in enumerate(tokens):
        verb = token.tag[:1] in "vpd" and token.tag != "vn"
        if number and (verb or token.text in _MODALS):
            return tokens[:number], tokens[number:]
    return (), tokens


_MODALS = frozenset(
    {"不是", "可以", "要", "须", "应", "必须", "应当", "应该", "需", "需要", "将", "是", "为", "已"}
)


def _continues(scope: Scope, number: int, named: list[Token], said: list[Token]) -> bool:
    """Whether the sentence goes on about a subject that a sentence before it names.

    A person who speaks does so until another person is named; anything else is the
    subject for a few sentences, none of which has a subject of its own.
    """
    people = {t.text for t in named if is_person(t.text, t.tag)}
    for before in range(number - 1, -1, -1):
        place = scope.places[before]
        if coverage(named, place.parsed.text) >= HALF:
            return True
        if people:
            if any(n.kind == "person" and n.text not in people for n in place.parsed.names):
                return False
        elif number - before >= SPAN or _own_subject(place, said):
            return False
    return False


def _speaks(named: list[Token]) -> bool:
    """Whether the subject is a person: what a person says has subjects of its own."""
    return any(is_person(t.text, t.tag) for t in named)


def _own_subject(place: Place, said: list[Token]) -> bool:
    """Whether the clause that holds most of ``said`` opens with a subject of its own."""
    parsed = place.parsed
    if not parsed.clauses:
        return False
    clause = max(parsed.clauses, key=lambda c: coverage(said, c.within(parsed.text)))
    subject, predicate = _split(parsed.tokens_in(clause))
    return bool(predicate) and _is_noun_phrase(subject) and any(t.content for t in subject)
