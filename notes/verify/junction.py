"""Where two words of a statement meet that no source sentence holds together.

A small summarizer runs half of one sentence into half of another. Each half is in
the source; only the joint is not. Faithful fusions have such joints too, so most of
them make a statement weak; a verb before an object that stands in another part of
the passage refuses it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from notes.verify.align import presence
from notes.verify.parsed import Parsed, Token
from notes.verify.source import Place, Scope

HALF = 0.5
_JOINERS = frozenset("、和与及并，；：。“”《》—") | {"以及", "时", "后", "中"}


@dataclass(frozen=True, slots=True)
class Junction:
    """Two neighbouring words; ``far``: not even two neighbouring sentences hold them."""

    left: Token
    right: Token
    far: bool

    @property
    def refuses(self) -> bool:
        """Whether a verb was given an object from elsewhere."""
        return self.far and self.left.tag == "v" and self.right.tag[:1] in "nvb"


def junctions(statement: Parsed, scope: Scope) -> Iterator[Junction]:
    """The joints of ``statement`` that its source does not have."""
    for clause in statement.clauses:
        left: Token | None = None
        for token in statement.tokens_in(clause):
            if token.text in _JOINERS:
                left = None
            elif token.content:
                if left is not None:
                    yield from _joint(left, token, scope)
                left = token


def _joint(left: Token, right: Token, scope: Scope) -> Iterator[Junction]:
    here = [_holds(left, p) for p in scope.places]
    there = [_holds(right, p) for p in scope.places]
    # A word that the passage lacks was put in; that is judged by the support check.
    if not any(here) or not any(there):
        return
    if any(a and b for a, b in zip(here, there, strict=True)):
        return
    crossed = zip(pairwise(here), pairwise(there), strict=True)
    near = any((a[0] and b[1]) or (a[1] and b[0]) for a, b in crossed)
    yield Junction(left, right, not near)


def _holds(token: Token, place: Place) -> bool:
    return presence(token.text, place.parsed.text) >= HALF
