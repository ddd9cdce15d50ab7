"""Judge points against the essay they are about, all checks together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property

from notes.structure.sentences import sentence_spans
from notes.values import Checked, Essay, Finding, Outline, Point, Sentence, Verdict
from notes.verify import direction, names, negation, numbers, quotations, support, wellformed
from notes.verify.align import Aligned, align, gram_share
from notes.verify.normal import bigrams, clause_spans, fold, skeleton
from notes.verify.parsed import parse
from notes.verify.source import Index, Place, Scope, narrowed
from notes.words import Words

OWNED = 0.6
"""Least share of character pairs that another essay must hold to be tried as the owner."""
_EDGE = "，；：。！？…、 "


class Verifier:
    """The checks for one essay; the sentences are taken apart once for all points.

    ``others`` are the other essays of the bundle: an unsupported point that one of
    them supports is ``misattributed``, with a finding that gives that essay's ordinal.
    """

    def __init__(
        self,
        essay: Essay,
        outline: Outline,
        words: Words,
        *,
        others: Sequence[Essay] = (),
    ) -> None:
        self._essay = essay
        self._outline = outline
        self._words = words
        self._others = others
        self._index = Index(words)

    def check(self, point: Point) -> Checked:
        """Judge ``point`` against its sources, or the whole essay where it names none.

        The sources of the result are the sentences that the statement rests on;
        a refused point keeps its own.
        """
        sentences = point.sources or self._outline.sentences
        checked = judge(point, self._index.scope(sentences), self._words)
        if checked.accepted or not self._others:
            return checked
        owner = self._owner(point)
        if owner is None:
            return checked
        finding = Finding("misattributed", str(owner))
        return replace(checked, verdict="misattributed", findings=(*checked.findings, finding))

    def _owner(self, point: Point) -> int | None:
        """The ordinal of another essay that supports ``point``."""
        grams = bigrams(skeleton(fold(point.text)))
        for ordinal, scope in self._foreign:
            # Aligning with a whole essay costs; most of them share too little to try.
            if gram_share(grams, (scope.grams,)) < OWNED:
                continue
            if judge(point, scope, self._words).accepted:
                return ordinal
        return None

    @cached_property
    def _foreign(self) -> tuple[tuple[int, Scope], ...]:
        """The other essays, taken apart when the first point was refused."""
        found = []
        for essay in self._others:
            if essay.ordinal != self._essay.ordinal:
                sentences = tuple(
                    Sentence(i, span.within(essay.text), span, 0, 0)
                    for i, span in enumerate(sentence_spans(essay.text))
                )
                found.append((essay.ordinal, self._index.scope(sentences)))
        return tuple(found)


def judge(point: Point, scope: Scope, words: Words) -> Checked:
    """The verdict on ``point`` against the sentences of ``scope``."""
    whole = _verbatim(point.text, scope)
    if whole:
        return Checked(replace(point, sources=narrowed(whole)), "verbatim")
    statement = parse(point.text, words)
    form = wellformed.check(statement, scope) if point.origin == "model" else []
    aligned = align(statement, scope)
    number_findings, number_places = numbers.check(statement, scope)
    name_findings, name_places = names.check(statement, scope)
    quote_findings, quote_places = quotations.check(statement, scope)
    backing = support.check(statement, aligned, scope)
    findings = (
        *form,
        *number_findings,
        *name_findings,
        *quote_findings,
        *negation.check(statement, aligned, scope),
        *direction.check(statement, aligned, scope),
        *backing.findings,
    )
    if findings:
        return Checked(point, "unsupported", findings)
    places = _resting(aligned, (*number_places, *name_places, *quote_places))
    verdict: Verdict = "supported" if backing.sure else "weak"
    return Checked(replace(point, sources=narrowed(places) or point.sources), verdict)


def _resting(aligned: tuple[Aligned, ...], proven: tuple[Place, ...]) -> list[Place]:
    return [*(p for clause in aligned for p in clause.places), *proven]


def _verbatim(text: str, scope: Scope) -> tuple[Place, ...]:
    """The sentences in which ``text`` stands as whole clauses, character for character."""
    core = fold(text).strip(_EDGE)
    if not core or core not in scope.joined:
        return ()
    for window in scope.windows:
        parsed = [p.parsed for p in window.places]
        joined = "".join(p.text for p in parsed)
        at = joined.find(core)
        while at >= 0:
            if _whole_clauses(joined, at, at + len(core)):
                return window.places
            at = joined.find(core, at + 1)
    return ()


def _whole_clauses(text: str, start: int, end: int) -> bool:
    starts = {span.start for span in clause_spans(text)}
    ends = {span.end for span in clause_spans(text)}
    before = text[start - 1 : start]
    # What follows a colon may be what the words before it forbid.
    opened = start in starts and before != "："
    return (start == 0 or opened) and (end in ends or text[end - 1 : end] in "。！？…”》）")
