"""The original and the repaired text laid side by side, piece by piece.

Both texts of a document are cut into the same pieces: what was left as it stood and
what a repair changed. Read in order, the original sides give ``Document.text`` and
the repaired sides ``Repaired.text``, so that a page that shows all pieces hides nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from notes.values import Repair, Repaired, Span


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of both texts; ``repaired`` and ``original`` are equal text unless ``changed``."""

    repaired: Span
    original: Span
    changed: bool


def segments(repaired: Repaired) -> tuple[Segment, ...]:
    """Cut both texts of ``repaired`` into pieces that cover them without gap or overlap.

    What the offset map passes over (text that a repair took out) is a piece whose
    repaired side is empty.
    """
    return tuple(_joined(_pieces(repaired)))


class Repairs:
    """Finds the repair that changed a piece."""

    def __init__(self, repaired: Repaired) -> None:
        self._all = sorted(repaired.repairs, key=lambda one: (one.start, one.end))
        self._starts = [one.start for one in self._all]
        self._exact = {(one.start, one.end): one for one in reversed(self._all)}

    def of(self, original: Span) -> Repair | None:
        """The repair of just this range of the original, else the last one that touches it."""
        found = self._exact.get((original.start, original.end))
        if found is not None and found.kind != "lost_text":
            return found
        at = bisect_right(self._starts, max(original.end - 1, original.start)) - 1
        while at >= 0 and original.start - self._starts[at] <= _LONGEST:
            one = self._all[at]
            if one.kind != "lost_text" and one.end >= original.start:
                return one
            at -= 1
        return None

    def lost(self) -> tuple[int, ...]:
        """The places of the original, in order, after which text is missing."""
        return tuple(sorted(one.end for one in self._all if one.kind == "lost_text"))


_LONGEST = 4000
"""How far before a piece the repair that covers it may begin, in characters."""


def _pieces(repaired: Repaired) -> Iterator[Segment]:
    before, after = repaired.document.text, repaired.text
    offsets = repaired.offsets
    if not offsets.there:
        same = before == after
        yield Segment(Span(0, len(after)), Span(0, len(before)), not same)
        return
    at = Span(0, 0)
    here, there = 0, 0
    for number, (start, source) in enumerate(zip(offsets.here, offsets.there, strict=True)):
        following = number + 1 < len(offsets.here)
        here = max(start, at.end)
        end = max(offsets.here[number + 1] if following else len(after), here)
        if source.start > there:
            yield Segment(Span(here, here), Span(there, source.start), changed=True)
        begin, there = max(source.start, there), max(source.end, there)
        at = Span(here, end)
        original = Span(begin, there)
        same = at.within(after) == original.within(before)
        yield Segment(at, original, not same)
    if there < len(before):
        yield Segment(Span(at.end, at.end), Span(there, len(before)), changed=True)


def _joined(pieces: Iterator[Segment]) -> Iterator[Segment]:
    """Neighbours that are unchanged as one; empty pieces left out."""
    held: Segment | None = None
    for piece in pieces:
        if not len(piece.repaired) and not len(piece.original):
            continue
        if held is None or held.changed or piece.changed:
            if held is not None:
                yield held
            held = piece
        else:
            held = Segment(
                Span(held.repaired.start, piece.repaired.end),
                Span(held.original.start, piece.original.end),
                changed=False,
            )
    if held is not None:
        yield held
