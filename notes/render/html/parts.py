"""The parts of a note in the order of the notes contract; one with nothing to say is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from notes.render.escape import clean
from notes.render.html.anchors import Anchors, Mark
from notes.render.html.audit import audit_part
from notes.render.html.mindmap import Branch, branches, mind_map
from notes.render.html.shapes import Group, Item, Line, Part, Row
from notes.render.shown import (
    accepted,
    accepted_thesis,
    broken,
    characters,
    running_text,
    summary_text,
)
from notes.values import Checked, Sentence, StudyNote


class Parts:
    """Makes the parts of one note; ``headings`` are the names of the parts."""

    def __init__(
        self, note: StudyNote, anchors: Anchors, ident: str, headings: Mapping[str, str]
    ) -> None:
        self._note = note
        self._anchors = anchors
        self._ident = ident
        self._headings = headings

    def all(self) -> Iterator[Part]:
        """The parts that have something to say, in their order."""
        note = self._note
        thesis = accepted_thesis(note)
        if thesis is not None:
            yield self._statements("thesis", [thesis])
        if summary := accepted(note.summary):
            part = self._statements("summary", summary, running=True)
            yield replace(part, note=f"{characters(summary_text(note))} 字")
        if points := accepted(note.points):
            yield self._statements("points", points, numbered=True)
        yield from self._outline()
        yield from self._arguments()
        yield from self._practice()
        yield from self._quotes()
        yield from self._figures()
        yield from self._terms()
        yield from self._questions()
        yield audit_part(note, self._anchors, self._empty("audit"))

    def _empty(self, key: str, name: str = "") -> Part:
        return Part(key, self._id(key), self._headings[name or key])

    def _id(self, key: str, number: int = 0) -> str:
        return f"{self._ident}-{key}-{number}" if number else f"{self._ident}-{key}"

    def _statements(
        self,
        key: str,
        points: Sequence[Checked],
        name: str = "",
        *,
        numbered: bool = False,
        running: bool = False,
    ) -> Part:
        group = Group(self._lines(key, points, running=running), numbered=numbered)
        return replace(self._empty(key, name), groups=(group,))

    def _lines(
        self, key: str, points: Iterable[Checked], *, running: bool = False
    ) -> tuple[Line, ...]:
        return tuple(
            self._line(point, self._id(key, number), running=running)
            for number, point in enumerate(points, 1)
        )

    def _line(self, point: Checked, ident: str, *, running: bool) -> Line:
        by_model = point.point.origin == "model"
        tags = []
        if by_model:
            tags.append("模型")
        elif broken(point):
            tags.append("此处原文有缺")
        if point.verdict == "weak":
            tags.append("待核")
        text = running_text(point) if by_model or running else point.text
        return Line(text, self._anchors.marks(point.point.sources), tuple(tags), ident)

    def _outline(self) -> Iterator[Part]:
        if self._note.entries:
            drawing = mind_map(self._note)
            yield replace(
                self._empty("outline"),
                items=tuple(map(self._item, branches(self._note.entries))),
                map=drawing,
                map_marks=tuple(self._anchors.marks(box.sources) for box in drawing.boxes),
            )

    def _item(self, one: Branch) -> Item:
        marks = self._anchors.marks(one.sources)
        return Item(one.text, marks, one.proposed, tuple(map(self._item, one.children)))

    def _arguments(self) -> Iterator[Part]:
        note = self._note
        claims, measures, steps = map(accepted, (note.claims, note.measures, note.practice))
        if note.kind == "reflection":
            if claims:
                yield self._statements("arguments", claims, "understanding")
            return
        named = (("claims", claims), ("measures", measures), ("steps", steps))
        groups = tuple(
            Group(self._lines(key, points), self._headings[key]) for key, points in named if points
        )
        if groups:
            yield replace(self._empty("arguments"), groups=groups)

    def _practice(self) -> Iterator[Part]:
        note = self._note
        points = accepted((*note.practice, *note.measures))
        if note.kind == "reflection" and points:
            prompts = ("联系我的岗位", "我的差距", "下一步我打算")
            yield replace(self._statements("practice", points), prompts=prompts)

    def _quotes(self) -> Iterator[Part]:
        lines = tuple(
            Line(
                quote.text,
                self._marks(quote.source),
                ("原文有修复",) if quote.repaired else (),
                self._id("quotes", number),
            )
            for number, quote in enumerate(self._note.quotes, 1)
        )
        if lines:
            yield replace(self._empty("quotes"), groups=(Group(lines),))

    def _figures(self) -> Iterator[Part]:
        rows = tuple(
            Row(one.value, one.normal, one.about, self._marks(one.source))
            for one in self._note.figures
        )
        if rows:
            yield replace(self._empty("figures"), note=f"{len(rows)} 项", rows=rows)

    def _terms(self) -> Iterator[Part]:
        named = [one for one in self._note.terms if clean(one.term)]
        terms = tuple(
            (one.term, Line(one.gloss, self._marks(one.source))) for one in named if one.gloss
        )
        others = tuple(one.term for one in named if not one.gloss)
        if named:
            yield replace(self._empty("terms"), terms=terms, others=others)

    def _questions(self) -> Iterator[Part]:
        lines = tuple(
            Line(one.text, self._anchors.marks(one.sources), (), self._id("questions", number))
            for number, one in enumerate(self._note.questions, 1)
        )
        if lines:
            yield replace(self._empty("questions"), groups=(Group(lines, numbered=True),))

    def _marks(self, source: Sentence | None) -> tuple[Mark, ...]:
        return self._anchors.marks([source] if source is not None else [])
