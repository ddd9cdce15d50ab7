"""The parts of one essay's note, in the order of the notes contract.

Each function writes one part, or nothing where there is nothing to say. The
running text has no marks of places: they stand in the footnotes.
"""

from __future__ import annotations

from collections.abc import Sequence

from notes.render.citing import Citations
from notes.render.docx import audit
from notes.render.docx.body import Body, Column, Line
from notes.render.docx.cited import Cited
from notes.render.docx.elements import Element, mark, run
from notes.render.docx.looks import OUTLINE_LEVELS
from notes.render.escape import clean
from notes.render.labels import KINDS
from notes.render.parts import BROKEN, BY_MODEL, WEAK
from notes.render.shown import (
    PROPOSED,
    accepted,
    accepted_thesis,
    broken,
    characters,
    running_text,
    summary_text,
)
from notes.values import Checked, Notebook, OutlineEntry, Sentence, StudyNote

_PROMPTS = ("联系我的岗位：", "我的差距：", "下一步我打算：")
_LABEL = "Label"


def write_essay(body: Body, notebook: Notebook, note: StudyNote) -> None:
    """All parts of ``note`` below its title."""
    writer = _Writer(body, Citations(notebook.repaired, note))
    audit.origin(body, notebook, note)
    _thesis(writer, note)
    _summary(writer, note)
    _key_points(writer, note)
    _outline(writer, note)
    _arguments(writer, note)
    _practice(writer, note)
    _quotes(writer, note)
    _figures(writer, note)
    _terms(writer, note)
    _questions(writer, note)
    audit.report(body, notebook, note)


def labels(point: Checked) -> str:
    """What stands behind a statement: worded by the model, broken, only weakly supported."""
    label = BY_MODEL if point.point.origin == "model" else BROKEN * broken(point)
    return label + WEAK * (point.verdict == "weak")


class _Writer:
    """A body, the citations of the essay, and the forms of line that its parts share."""

    def __init__(self, body: Body, citations: Citations) -> None:
        self.body = body
        self.cited = Cited(citations, body.footnotes)

    def line(self, point: Checked) -> list[Element]:
        """One checked statement with its labels and its footnote."""
        text, label = running_text(point), labels(point)
        return [
            run(text),
            *([run(label, _LABEL)] if label else []),
            *self.cited.cite(point.point.sources, text),
        ]

    def numbered(self, points: Sequence[Checked]) -> None:
        self.body.numbered(self.line(point) for point in points)


def _thesis(to: _Writer, note: StudyNote) -> None:
    point = accepted_thesis(note)
    if point is not None:
        to.body.heading("一句话主旨")
        to.body.add("BodyText", *to.line(point))


def _summary(to: _Writer, note: StudyNote) -> None:
    points = accepted(note.summary)
    if points:
        to.body.heading(f"内容摘要（{characters(summary_text(note))}字）")
        to.body.add("BodyText", *(one for point in points for one in to.line(point)))


def _key_points(to: _Writer, note: StudyNote) -> None:
    points = accepted(note.points)
    if points:
        to.body.heading("核心要点")
        to.numbered(points)


def _outline(to: _Writer, note: StudyNote) -> None:
    """层级提纲: indented without gaps, however the levels of the source jump."""
    if note.entries:
        to.body.heading("层级提纲")
    above: list[int] = []
    for entry in note.entries:
        while above and above[-1] >= entry.level:
            above.pop()
        above.append(entry.level)
        level = min(len(above), OUTLINE_LEVELS)
        heading = _heading(entry)
        to.body.add(f"Outline{level}", run(heading), *to.cited.cite(entry.sources, heading))


def _heading(entry: OutlineEntry) -> str:
    heading = clean(entry.heading)
    return heading + PROPOSED if entry.proposed and not heading.endswith(PROPOSED) else heading


def _arguments(to: _Writer, note: StudyNote) -> None:
    """分论点与举措, or 认识与体会 for a reflection."""
    claims = accepted(note.claims)
    if note.kind == "reflection":
        if claims:
            to.body.heading("认识与体会")
            to.numbered(claims)
        return
    parts = {
        "主要论点": claims,
        "具体举措": accepted(note.measures),
        "下一步打算": accepted(note.practice),
    }
    if any(parts.values()):
        to.body.heading("分论点与举措")
    for heading, points in parts.items():
        if points:
            to.body.heading(heading, 2)
            to.numbered(points)


def _practice(to: _Writer, note: StudyNote) -> None:
    """联系实际与下一步打算 of a reflection: what the source says, then room for the reader."""
    points = accepted((*note.practice, *note.measures)) if note.kind == "reflection" else ()
    if not points:
        return
    to.body.heading("联系实际与下一步打算")
    to.numbered(points)
    for prompt in _PROMPTS:
        to.body.add("FillIn", run(prompt), mark("tab"))


def _quotes(to: _Writer, note: StudyNote) -> None:
    if note.quotes:
        to.body.heading("金句摘录")
    for quote in note.quotes:
        label = [run("（原文有修复）", _LABEL)] if quote.repaired else []
        to.body.add("Quote", run(quote.text), *label, *to.cited.cite([quote.source], quote.text))


def _figures(to: _Writer, note: StudyNote) -> None:
    """数据与事实: values as the source writes them, below the sentence that has them.

    The sentences stand in the table: footnotes in a table that crosses pages make
    LibreOffice leave most of each page empty.
    """
    rows: list[list[Line]] = []
    cited: Sentence | None = None
    for one in note.figures:
        if one.source != cited:
            cited = one.source
            rows.append([[run(to.cited.row(cited))]])
        rows.append([[run(one.value)], [run(one.about)]])
    if rows:
        to.body.heading("数据与事实")
        to.body.table((Column("数据", 0.3, "TableNumber"), Column("所指", 0.7)), rows)


def _terms(to: _Writer, note: StudyNote) -> None:
    """关键词: those that the source explains one by one, the others in one line."""
    known = [one for one in note.terms if clean(one.term)]
    plain = [clean(one.term) for one in known if not one.gloss]
    if not known:
        return
    to.body.heading("关键词")
    for one in known:
        if one.gloss:
            cited = to.cited.cite([one.source] if one.source is not None else [], one.gloss)
            gloss = f"：{clean(one.gloss).rstrip('。')}。"
            to.body.add("BodyText", run(one.term, "Strong"), run(gloss), *cited)
    if plain:
        other = "另有：" if len(plain) < len(known) else ""
        to.body.add("BodyText", run(f"{other}{'、'.join(plain)}。"))


def _questions(to: _Writer, note: StudyNote) -> None:
    """思考题; the footnote says where to look."""
    if note.questions:
        to.body.heading("思考题")
        to.body.numbered(
            [run(clean(one.text)), *to.cited.cite(one.sources)] for one in note.questions
        )


def subtitle(note: StudyNote) -> str:
    """What the document is, below its title: （学习笔记·讲话发言）."""
    return f"（学习笔记·{KINDS[note.kind]}）"
