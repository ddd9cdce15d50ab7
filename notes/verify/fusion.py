"""Two halves of a clause that come from two sentences and meet where neither sentence ends.

A clause is taken apart into the longest fragments that it copies from the source (the
extractive fragments of Grusky et al. 2018, "Newsroom"). Shortening leaves fragments of one
sentence in its order, also when words were left out between them; a subject taken up again
leaves the second fragment at the beginning of a clause of its sentence. What breaks off
inside a clause of one sentence and goes on inside a clause of another was said by neither.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from notes.values import Span
from notes.verify.normal import skeleton
from notes.verify.parsed import Parsed
from notes.verify.source import Scope

LEAST = 2
"""Characters from which on a run that the source has too is a fragment."""
LEFT, RIGHT = 4, 3
"""Characters that the fragments at a joint must have: shorter ones stand anywhere."""
GAP = 12
"""Characters that shortening may leave out between two words of one sentence."""
OPENING = 24
"""Characters in which the words that may open a clause are looked for."""
_OPEN = re.compile(
    r"(?:^|[，；：。！？…“”《》、]|——)(?:[这那]些?|我们|他们|我|他|她|它|其|全国|各地|同时|"
    r"要|将|须|应|应当|必须|可以|已|已经|也|还|就|都|又|更|并|再|则|不断|进一步|切实|着力|和|与|而|但)*$"
)
_CLOSED = re.compile(r"[，；：。！？…“”《》、]|——|$")
_MARKS = frozenset("“”《》（）")
_JOINERS = frozenset("、和与及并或等") | _MARKS
_ITEM_ENDS = frozenset("，；：。！？…、和与及并或等的“”《》（）") | {""}
_COPULAS = frozenset({"是", "为", "成为", "作为", "就是", "也是"})
_MODALS = frozenset({"要", "须", "应", "必须", "应当", "需", "将", "是", "可以"})
_NOMINAL = "namqjublstx"
Places = tuple[tuple[int, int], ...]
"""Positions in the sentences of a scope: (number of the sentence, character)."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of a statement, from ``start`` on, and where its source has it."""

    text: str
    start: int
    found: Places

    @property
    def end(self) -> int:
        """Where the run ends in the statement."""
        return self.start + len(self.text)

    @property
    def sentences(self) -> set[int]:
        """The numbers of the sentences that have it."""
        return {number for number, _ in self.found}


@dataclass(frozen=True, slots=True)
class Seam:
    """Where two halves may meet: in the statement, in the left's and in the right's sentences."""

    at: int
    ends: Places
    starts: Places


def fusions(statement: Parsed, scope: Scope) -> Iterator[str]:
    """The fused joints of ``statement``, each as the two runs that meet there."""
    texts = [place.parsed.text for place in scope.places]
    if len(texts) < 2:
        return
    for clause in statement.clauses:
        for left, right in pairwise(_fragments(statement.text, clause, texts)):
            if left.end == right.start and _apart(left, right, texts):
                seams = list(_seams(statement, left, right, texts))
                if not any(
                    # A run all of whose words the other's sentence has is no half of its own.
                    not left.start < seam.at < right.end or _sound(seam, statement, clause, texts)
                    for seam in seams
                ):
                    yield left.text + right.text


def _fragments(text: str, clause: Span, sources: Sequence[str]) -> list[Fragment]:
    """The longest runs of a clause, from left to right, that some source has too."""
    found: list[Fragment] = []
    at = clause.start
    while at < clause.end:
        size, holders = 0, list(range(len(sources)))
        for end in range(at + 1, clause.end + 1):
            still = [n for n in holders if text[at:end] in sources[n]]
            if not still:
                break
            size, holders = end - at, still
        if size >= LEAST:
            run = text[at : at + size]
            places = tuple((n, place) for n in holders for place in _places(run, sources[n]))
            found.append(Fragment(run, at, places))
        at += max(size, 1)
    return found


def _places(run: str, source: str) -> Iterator[int]:
    """Where ``run`` stands in ``source``, one place behind the other."""
    place = source.find(run)
    while place >= 0:
        yield place
        place = source.find(run, place + len(run))


def _apart(left: Fragment, right: Fragment, texts: Sequence[str]) -> bool:
    """Whether no sentence has both runs, each long enough to tell."""
    if len(skeleton(left.text)) < LEFT or len(skeleton(right.text)) < RIGHT:
        return False
    return not any(right.text in texts[n] for n in left.sentences) and not any(
        left.text in texts[n] for n in right.sentences
    )


def _seams(
    statement: Parsed, left: Fragment, right: Fragment, texts: Sequence[str]
) -> Iterator[Seam]:
    """The seam between the runs, and those before or behind words that both sentences have."""
    ends = tuple((n, at + len(left.text)) for n, at in left.found)
    yield Seam(right.start, ends, right.found)
    starts = right.found
    for word in reversed(statement.tokens_in(Span(left.start, left.end))):
        same = _COPULAS if word.text in _COPULAS else (word.text,)
        found = (
            (n, max(texts[n].rfind(one, max(0, at - GAP), at) for one in same)) for n, at in starts
        )
        starts = tuple((n, at) for n, at in found if at >= 0)
        if not starts:
            break
        yield Seam(word.start, _moved(left, word.start), starts)
    for word in statement.tokens_in(Span(right.start, right.end)):
        found = ((n, texts[n].find(word.text, at, at + GAP + len(word.text))) for n, at in ends)
        ends = tuple((n, at + len(word.text)) for n, at in found if at >= 0)
        if not ends:
            break
        yield Seam(word.end, ends, _moved(right, word.end))


def _moved(run: Fragment, position: int) -> Places:
    return tuple((n, at + position - run.start) for n, at in run.found)


def _sound(seam: Seam, statement: Parsed, clause: Span, texts: Sequence[str]) -> bool:
    """Whether the halves may meet here: one is whole, or they are subject and predicate."""
    # 甲、乙 of two lists is a list again: one that breaks off inside a phrase is not.
    before, behind = statement.text[seam.at - 1], statement.text[seam.at]
    if before in _JOINERS or behind in _MARKS:
        return True
    if behind in _JOINERS:
        return any(texts[n][at : at + 1] in _ITEM_ENDS for n, at in seam.ends)
    return (
        _parts_subject(statement, clause, seam.at)
        or any(_CLOSED.match(texts[n], at) for n, at in seam.ends)
        or any(_OPEN.search(texts[n][max(0, at - OPENING) : at]) for n, at in seam.starts)
    )


def _parts_subject(statement: Parsed, clause: Span, seam: int) -> bool:
    """Whether the subject of the clause stands before ``seam`` and its predicate behind.

    Whom the source says it of is for the support check.
    """
    subject = list(statement.tokens_in(Span(clause.start, seam)))
    said = statement.tokens_in(Span(seam, clause.end))
    while len(subject) > 1 and (subject[-1].text in _MODALS or subject[-1].tag[:1] == "d"):
        subject.pop()
    if not subject or not said or said[0].start != seam:
        return False
    whole = subject[-1].tag[:1] == "n" and all(t.tag[:1] in _NOMINAL for t in subject)
    return whole and (said[0].tag[:1] in "vpd" or said[0].text in _MODALS)
