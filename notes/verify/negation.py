"""Negation and modality of a statement must be those of its source.

For every predicate of an aligned clause the same predicate is looked up in the
source window: 稳固 said of what the source calls 不稳固, 可以 for 必须, 允许 for
禁止 are findings. The words alone would pass every test of overlap.
"""

from __future__ import annotations

from collections.abc import Iterator

from notes.values import Finding
from notes.verify import context
from notes.verify.align import Aligned
from notes.verify.parsed import Parsed, Token
from notes.verify.polarity import Mark, modals, negations, stance
from notes.verify.source import Place, Scope

NEAR = 0.85
"""Source places that fit at least this share of the best one count as the place."""
GAP = 8
"""Characters between a narrow negation and what it still negates."""
_CLAUSE_ENDS = "，；：。！？…\n"
_NEGATIVE_HINTS = (
    *"不没未无非禁缺欠难弱拒勿莫少停亏失低",
    *("严防", "防止", "杜绝", "避免", "反对", "滞后", "短板", "空白"),
)
"""Signs that a source sentence says something negative in words of its own."""


def check(statement: Parsed, aligned: tuple[Aligned, ...], scope: Scope) -> list[Finding]:
    """Findings ``negation`` and ``modality`` about the predicates of ``statement``."""
    findings: list[Finding] = []
    numbers = {t.start: i for i, t in enumerate(statement.tokens)}
    for clause in aligned:
        text = clause.window.text if clause.window else ""
        for token in statement.tokens_in(clause.span):
            if token.content and len(token.text) >= 2 and token.tag[:1] in "va":
                findings.extend(_turned(statement, numbers[token.start], clause))
        said = clause.span.within(statement.text)
        findings.extend(_inserted(statement, clause, text, scope.text))
        findings.extend(_deleted(said, clause.places))
        findings.extend(_remodalled(said, text))
    return list(dict.fromkeys(findings))


def _turned(statement: Parsed, number: int, clause: Aligned) -> Iterator[Finding]:
    """A content word whose best places in the source all have the other stance."""
    token = statement.tokens[number]
    here = stance(statement, number)
    if here.negated is None:
        return
    places = _occurrences(statement, token, clause.places)
    stances = [stance(place.parsed, n) for place, n in places]
    if not stances:
        return
    allowed = here.modal == "may" and not here.negated
    if all(s.negated is not None and s.negated != here.negated for s in stances):
        yield Finding("negation", token.text)
    elif (allowed and all(s.negated is not False for s in stances)) or (
        here.modal and all(s.modal and s.modal != here.modal for s in stances)
    ):
        yield Finding("modality", token.text)


def _occurrences(
    statement: Parsed, token: Token, places: tuple[Place, ...]
) -> list[tuple[Place, int]]:
    """Where the source window has this word, the places that fit best only."""
    found = [
        (place, number)
        for place in places
        for number, other in enumerate(place.parsed.tokens)
        if other.text == token.text
    ]
    if len(found) < 2:
        return found
    words = context.around(statement, token.start, token.end)
    fits = []
    for place, number in found:
        other = place.parsed.tokens[number]
        fits.append(context.fit(words, context.rings(place.parsed, other.start, other.end)))
    top = max(fits)
    return [at for at, fit in zip(found, fits, strict=True) if fit >= NEAR * top]


def _inserted(statement: Parsed, clause: Aligned, source: str, whole: str) -> Iterator[Finding]:
    """A negation that the source does not have before these words."""
    said = clause.span.within(statement.text)
    for mark in negations(said):
        after = said[mark.end : mark.end + 2]
        licensed = mark.text in whole if mark.kind == "wide" else mark.text + after[:1] in whole
        if not after or licensed:
            continue
        end = clause.span.start + mark.end
        ahead = (t for t in clause.tokens if end <= t.start <= end + GAP and len(t.text) >= 2)
        known = next((w for w in (after, *(t.text for t in ahead)) if w in source), "")
        if len(known) >= 2:
            if not any(_negated(source, at) for at in _all(source, known)):
                yield Finding("negation", mark.text + after)
        elif not any(hint in source for hint in _NEGATIVE_HINTS):
            yield Finding("negation", mark.text + after)


def _deleted(said: str, places: tuple[Place, ...]) -> Iterator[Finding]:
    """Words that the source has only behind a negation and the statement has without it."""
    whole = "\n".join(p.parsed.text for p in places)
    for place in places:
        source = place.parsed.text
        nouns = {t.start for t in place.parsed.tokens if t.tag[:1] == "n"}
        for mark in negations(source):
            after = source[mark.end : mark.end + 2]
            if len(after) < 2 or not after.isalnum():
                after = source[mark.end : mark.end + 1]
            before = source[mark.start - 1 : mark.start].strip(_CLAUSE_ENDS)
            joined = before + after
            if len(joined) < 2 or joined in whole.replace(mark.text + after, ""):
                continue
            if before and joined in said:
                yield Finding("negation", joined)
            elif mark.end not in nouns and _bared(said, after, whole):
                yield Finding("negation", after)


def _bared(said: str, after: str, whole: str) -> bool:
    """Whether ``said`` affirms every time what ``whole`` always negates."""
    if len(after) < 2 or after.startswith(_MODAL_HEADS) or after not in said:
        return False
    if any(_negated(said, at) for at in _all(said, after)):
        return False
    return all(_negated(whole, at) for at in _all(whole, after))


_MODAL_HEADS = ("能", "会", "要", "可", "应")


def _negated(text: str, at: int) -> bool:
    """Whether a negation in the clause of ``at`` reaches it."""
    start = at
    while start > 0 and text[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    return any(
        mark.kind == "wide" or at - start - mark.end <= GAP for mark in negations(text[start:at])
    )


def _remodalled(said: str, source: str) -> Iterator[Finding]:
    """必须 for 可以 and the like, directly before the same words."""
    for mark in modals(said):
        after = said[mark.end : mark.end + 2]
        if len(after) < 2:
            continue
        kinds = [_modal_before(source, at) for at in _all(source, after)]
        if kinds and all(k and k.kind != mark.kind for k in kinds):
            yield Finding("modality", mark.text + after)


def _modal_before(text: str, at: int) -> Mark | None:
    start = max(0, at - 4)
    found = [m for m in modals(text[start:at]) if start + m.end >= at - 1]
    return found[-1] if found else None


def _all(text: str, part: str) -> Iterator[int]:
    at = text.find(part) if part else -1
    while at >= 0:
        yield at
        at = text.find(part, at + 1)
