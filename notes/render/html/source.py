"""The whole text of the document for the page: blocks, anchors, and every repair shown.

Nothing of the original is left out: the text of all blocks with what was inserted
(``ins``) taken away is ``Document.text``, with what was taken out (``del``) taken away
it is ``Repaired.text``.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import Markup

from notes.render.html.anchors import Anchor, nested
from notes.render.html.inert import visible
from notes.render.html.segments import Repairs, Segment, segments
from notes.render.labels import REPAIRS
from notes.values import Repaired, RepairKind, Span

BlockKind = Literal["paragraph", "heading", "aside", "space"]

OF_FORM: frozenset[RepairKind] = frozenset({"half_width", "spaces", "line_break"})
"""Repairs of form, that leave the wording as it was and are shown quietly."""
_LOST = Markup('<span class="lost" data-note="此处原文有缺"></span>')
_SENTENCE = Markup('<span class="s" id="{}" data-place="{}" data-from="{}" data-to="{}">')
_END = Markup("</span>")


@dataclass(frozen=True, slots=True)
class Cut:
    """A range of ``Repaired.text`` to be shown as one block; ``number`` is its ¶, else 0."""

    kind: BlockKind
    span: Span
    number: int = 0
    level: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the source ready to be shown.

    ``aside`` is text outside the essays or taken out between paragraphs, ``space`` is
    white space between blocks. ``level`` is that of a heading, ``number`` the ¶.
    """

    kind: BlockKind
    html: Markup
    number: int = 0
    level: int = 0


class SourceText:
    """Writes ranges of the repaired text of one document as HTML."""

    def __init__(self, repaired: Repaired) -> None:
        self._before, self._after = repaired.document.text, repaired.text
        self._segments = segments(repaired)
        self._ends = [one.repaired.end for one in self._segments]
        self._removed = [one for one in self._segments if not len(one.repaired)]
        self._removed_at = [one.repaired.start for one in self._removed]
        self._repairs = Repairs(repaired)
        self._lost = sorted(self._here(at) for at in self._repairs.lost())

    def blocks(self, cuts: Sequence[Cut], anchors: Sequence[Anchor]) -> tuple[Block, ...]:
        """Show ``cuts``, which follow each other without gap, with the ``anchors`` inside them.

        Cuts that an anchor spans become one block, so that its passage stands whole. Text
        that was taken out at a border belongs to the later block, at the very end of the
        document to the last.
        """
        shown = []
        for cut in _joined(cuts, anchors):
            within = [
                one
                for one in anchors
                if cut.span.start <= one.span.start and one.span.end <= cut.span.end
                if one.span.start < cut.span.end
            ]
            html = self._html(cut.span, within)
            blank = not html.striptags().strip()
            kind = "aside" if cut.kind == "space" and not blank else cut.kind
            shown.append(Block(kind, html, cut.number, cut.level))
        return tuple(shown)

    def _html(self, span: Span, anchors: Sequence[Anchor]) -> Markup:
        """The text of ``span``: at each border what ends there, what is gone, what begins."""
        spans = nested([one.span for one in anchors])
        ranges = sorted(
            zip(spans, anchors, strict=True), key=lambda one: (one[0].start, -one[0].end)
        )
        borders = {span.start, span.end}.union(*((one.start, one.end) for one in spans))
        borders.update(at for at in self._lost if span.start < at <= span.end)
        at_end = span.end == len(self._after)
        borders.update(
            at for at in self._removed_at if span.start <= at < span.end + (1 if at_end else 0)
        )
        out: list[Markup] = []
        ordered = sorted(borders)
        for at, following in zip(ordered, [*ordered[1:], span.end], strict=True):
            if at > span.start:
                out.extend(_LOST for lost in self._lost if lost == at)
            out.extend(_END for of, _ in ranges if of.end == at > of.start)
            if at < span.end or at_end:
                out.extend(self._taken_out(at))
            for of, anchor in ranges:
                if of.start == at:
                    out.append(_start(anchor))
                    out.extend([_END] * (of.end == at))
            out.extend(self._between(at, following))
        return Markup("").join(out)

    def _between(self, start: int, end: int) -> Iterator[Markup]:
        at = bisect_right(self._ends, start)
        while start < end:
            piece = self._segments[at]
            at += 1
            if not len(piece.repaired):
                continue
            stop = min(piece.repaired.end, end)
            text = self._after[start:stop]
            if piece.changed:
                gone = self._original(piece) if piece.repaired.start == start else ""
                yield self._fix(piece, gone, text)
            else:
                yield visible(text)
            start = stop

    def _taken_out(self, at: int) -> Iterator[Markup]:
        first = bisect_left(self._removed_at, at)
        for piece in self._removed[first : bisect_right(self._removed_at, at)]:
            yield self._fix(piece, self._original(piece), "")

    def _fix(self, piece: Segment, gone: str, put: str) -> Markup:
        repair = self._repairs.of(piece.original)
        form = repair is not None and repair.kind in OF_FORM
        name = REPAIRS[repair.kind] if repair is not None else "修复"
        likely = repair is not None and repair.certainty == "likely"
        return Markup('<span class="fix {}" data-kind="{}{}">{}{}</span>').format(
            "form" if form else "word",
            name,
            "，可能" if likely else "",
            Markup("<del>{}</del>").format(visible(gone)) if gone else "",
            Markup("<ins>{}</ins>").format(visible(put)) if put else "",
        )

    def _original(self, piece: Segment) -> str:
        return piece.original.within(self._before)

    def _here(self, at: int) -> int:
        """The place of the repaired text for ``at`` of the original, the end of a piece."""
        for piece in self._segments:
            if at <= piece.original.end and (at > piece.original.start or at == 0):
                if piece.changed:
                    return piece.repaired.end
                return piece.repaired.start + at - piece.original.start
        return len(self._after)


def _start(anchor: Anchor) -> Markup:
    place = f"¶{anchor.paragraph} 第 {anchor.number} 句"
    return _SENTENCE.format(anchor.id, place, anchor.original.start, anchor.original.end)


def _joined(cuts: Sequence[Cut], anchors: Sequence[Anchor]) -> Iterator[Cut]:
    """The cuts, those joined that one anchor spans."""
    spans = sorted((one.span for one in anchors), key=lambda one: one.start)
    starts = [one.start for one in spans]
    held: Cut | None = None
    reach = 0
    for cut in cuts:
        if held is not None and reach > held.span.end:
            kind = held.kind if held.kind == cut.kind else "paragraph"
            held = replace(held, kind=kind, span=Span(held.span.start, cut.span.end))
        else:
            if held is not None:
                yield held
            held = cut
        inside = spans[bisect_left(starts, cut.span.start) : bisect_left(starts, cut.span.end)]
        reach = max([reach, *(one.end for one in inside)])
    if held is not None:
        yield held
