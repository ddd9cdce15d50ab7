"""The parts of a note that speak of the essay: each function gives the lines of one part.

A part with nothing to say gives no lines. The order of the calls, which is that
of the notes contract, stands in ``notes.render.note``.
"""

from __future__ import annotations

from collections.abc import Sequence

from notes.render.escape import clean, inline
from notes.render.places import PlaceMarks
from notes.render.shown import (
    PROPOSED,
    accepted,
    accepted_thesis,
    broken,
    characters,
    running_text,
    summary_text,
)
from notes.values import Checked, OutlineEntry, StudyNote

BY_MODEL = "〔模型〕"
"""Follows a statement that the model worded."""
WEAK = "〔待核〕"
"""Follows a statement that its sources bear only in part."""
BROKEN = "（此处原文有缺）"
"""Follows a sentence in which the source lost text."""
_BLANK = "_" * 12


def part(heading: str, lines: Sequence[str], level: int = 2) -> list[str]:
    """``lines`` under ``heading``; nothing when there are none."""
    return [f"{'#' * level} {heading}", "", *lines, ""] if lines else []


def statement(point: Checked, marks: PlaceMarks) -> str:
    """One checked statement with its labels and place marks; an extract stays as it is."""
    by_model = point.point.origin == "model"
    text = running_text(point) if by_model else point.text
    label = BY_MODEL if by_model else BROKEN * broken(point)
    if point.verdict == "weak":
        label += WEAK
    return f"{inline(text)}{label}{marks.mark(point.point.sources)}"


def thesis(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """一句话主旨."""
    point = accepted_thesis(note)
    return part("一句话主旨", [statement(point, marks)] if point is not None else [])


def summary(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """内容摘要, as an Obsidian callout; elsewhere it is a block quote."""
    points = accepted(note.summary)
    if not points:
        return []
    text = " ".join(statement(point, marks) for point in points)
    length = characters(summary_text(note))
    return part("内容摘要", [f"> [!abstract] 摘要（{length} 字）", f"> {text}"])


def key_points(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """核心要点."""
    return part("核心要点", _numbered(note.points, marks))


def outline(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """层级提纲: nested without gaps, however the levels of the source jump."""
    lines: list[str] = []
    above: list[int] = []
    for entry in note.entries:
        while above and above[-1] >= entry.level:
            above.pop()
        lines.append(f"{'  ' * len(above)}- {_heading(entry)}{marks.mark(entry.sources)}")
        above.append(entry.level)
    return part("层级提纲", lines)


def arguments(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """分论点与举措, or 认识与体会 for a reflection."""
    claims = _bullets(note.claims, marks)
    if note.kind == "reflection":
        return part("认识与体会", claims)
    measures = part("具体举措", _bullets(note.measures, marks), 3)
    practice = part("下一步打算", _bullets(note.practice, marks), 3)
    lines = [*part("主要论点", claims, 3), *measures, *practice]
    return part("分论点与举措", lines[:-1])


def practice(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """联系实际与下一步打算 of a reflection: what the source says, then room for the reader."""
    if note.kind != "reflection":
        return []
    lines = _bullets((*note.practice, *note.measures), marks)
    if not lines:
        return []
    prompts = ["联系我的岗位", "我的差距", "下一步我打算"]
    room = [line for prompt in prompts for line in ("", f"{prompt}：{_BLANK}")]
    return part("联系实际与下一步打算", [*lines, *room])


def quotes(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """金句摘录: verbatim, a repaired one says so."""
    lines: list[str] = []
    for quote in note.quotes:
        label = "（原文有修复）" if quote.repaired else ""
        lines.extend([f"> {inline(quote.text)}{label}{marks.mark([quote.source])}", ""])
    return part("金句摘录", lines[:-1])


def figures(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """数据与事实: values as the source writes them."""
    rows = [
        f"| {inline(one.value)} | {inline(one.about)} |{marks.mark([one.source])} |"
        for one in note.figures
    ]
    head = ["| 数据 | 所指 | 出处 |", "| --- | --- | --- |"]
    return part("数据与事实", [*head, *rows] if rows else [])


def terms(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """关键词: those that the source explains one by one, the others in one line."""
    lines = [
        f"- **{inline(one.term)}** — {inline(one.gloss)}"
        f"{marks.mark([one.source]) if one.source is not None else ''}"
        for one in note.terms
        if one.gloss and clean(one.term)
    ]
    plain = [inline(one.term) for one in note.terms if not one.gloss and clean(one.term)]
    if plain:
        lines.append(f"- {'另有：' if lines else ''}{'、'.join(plain)}")
    return part("关键词", lines)


def questions(note: StudyNote, marks: PlaceMarks) -> list[str]:
    """思考题, each with where to look."""
    lines = []
    for number, one in enumerate(note.questions, 1):
        where = marks.mark(one.sources)
        lines.append(f"{number}. {inline(one.text)}{f'（见{where}）' if where else ''}")
    return part("思考题", lines)


def _numbered(points: Sequence[Checked], marks: PlaceMarks) -> list[str]:
    return [
        f"{number}. {statement(point, marks)}" for number, point in enumerate(accepted(points), 1)
    ]


def _bullets(points: Sequence[Checked], marks: PlaceMarks) -> list[str]:
    return [f"- {statement(point, marks)}" for point in accepted(points)]


def _heading(entry: OutlineEntry) -> str:
    heading = inline(entry.heading)
    return heading + PROPOSED if entry.proposed and not heading.endswith(PROPOSED) else heading
