"""The parts of a note that speak of the essay: each function gives the lines of one part.

A part with nothing to say gives no lines. The order of the calls, which is that
of the notes contract, stands in ``notes.render.note``.
"""

from __future__ import annotations

from collections.abc import Sequence

from notes.render.escape import clean, inline
from notes.render.page import Page
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
THESIS = "thesis"
"""The block id of 一句话主旨."""
_BLANK = "_" * 12


def statement(point: Checked, page: Page) -> str:
    """One checked statement with its labels and place marks; an extract stays as it is."""
    by_model = point.point.origin == "model"
    text = running_text(point) if by_model else point.text
    label = BY_MODEL if by_model else BROKEN * broken(point)
    if point.verdict == "weak":
        label += WEAK
    return f"{inline(text)}{label}{page.marks.mark(point.point.sources)}"


def thesis(note: StudyNote, page: Page) -> list[str]:
    """一句话主旨."""
    point = accepted_thesis(note)
    if point is None:
        return []
    line = statement(point, page) + page.look.dialect.block(THESIS)
    return page.look.part("thesis", [line])


def summary(note: StudyNote, page: Page) -> list[str]:
    """内容摘要, set off from the rest."""
    points = accepted(note.summary)
    if not points:
        return []
    text = " ".join(statement(point, page) for point in points)
    length = characters(summary_text(note))
    return page.look.part("summary", page.look.dialect.callout(f"摘要（{length} 字）", text))


def key_points(note: StudyNote, page: Page) -> list[str]:
    """核心要点."""
    block = page.look.dialect.block
    lines = [
        f"{number}. {statement(point, page)}{block(f'p{number}')}"
        for number, point in enumerate(accepted(note.points), 1)
    ]
    return page.look.part("points", lines)


def outline(note: StudyNote, page: Page) -> list[str]:
    """层级提纲: nested without gaps, however the levels of the source jump."""
    lines: list[str] = []
    above: list[int] = []
    for entry in note.entries:
        while above and above[-1] >= entry.level:
            above.pop()
        lines.append(f"{'  ' * len(above)}- {_heading(entry)}{page.marks.mark(entry.sources)}")
        above.append(entry.level)
    return page.look.part("outline", lines)


def arguments(note: StudyNote, page: Page) -> list[str]:
    """分论点与举措, or 认识与体会 for a reflection."""
    claims = _bullets(note.claims, page)
    if note.kind == "reflection":
        return page.look.part("understanding", claims)
    part = page.look.part
    measures = part("measures", _bullets(note.measures, page), 3)
    steps = part("steps", _bullets(note.practice, page), 3)
    return part("arguments", [*part("claims", claims, 3), *measures, *steps][:-1])


def practice(note: StudyNote, page: Page) -> list[str]:
    """联系实际与下一步打算 of a reflection: what the source says, then room for the reader."""
    if note.kind != "reflection":
        return []
    lines = _bullets((*note.practice, *note.measures), page)
    if not lines:
        return []
    prompts = ["联系我的岗位", "我的差距", "下一步我打算"]
    room = [line for prompt in prompts for line in ("", f"{prompt}：{_BLANK}")]
    return page.look.part("practice", [*lines, *room])


def quotes(note: StudyNote, page: Page) -> list[str]:
    """金句摘录: verbatim, a repaired one says so."""
    lines: list[str] = []
    for number, quote in enumerate(note.quotes, 1):
        label = "（原文有修复）" if quote.repaired else ""
        mark = page.marks.mark([quote.source]) + page.look.dialect.block(f"q{number}")
        lines.extend([f"> {inline(quote.text)}{label}{mark}", ""])
    return page.look.part("quotes", lines[:-1])


def figures(note: StudyNote, page: Page) -> list[str]:
    """数据与事实: values as the source writes them."""
    rows = [
        [inline(one.value), inline(one.about), page.marks.mark([one.source])]
        for one in note.figures
    ]
    return page.look.part("figures", page.look.dialect.table(["数据", "所指", "出处"], rows))


def terms(note: StudyNote, page: Page) -> list[str]:
    """关键词: those that the source explains one by one, the others in one line."""
    lines = [
        f"- **{inline(one.term)}** — {inline(one.gloss)}"
        f"{page.marks.mark([one.source]) if one.source is not None else ''}"
        for one in note.terms
        if one.gloss and clean(one.term)
    ]
    plain = [inline(one.term) for one in note.terms if not one.gloss and clean(one.term)]
    if plain:
        lines.append(f"- {'另有：' if lines else ''}{'、'.join(plain)}")
    return page.look.part("terms", lines)


def questions(note: StudyNote, page: Page) -> list[str]:
    """思考题, each with where to look."""
    lines = []
    for number, one in enumerate(note.questions, 1):
        where = page.marks.mark(one.sources)
        lines.append(f"{number}. {inline(one.text)}{f'（见{where}）' if where else ''}")
    return page.look.part("questions", lines)


def _bullets(points: Sequence[Checked], page: Page) -> list[str]:
    return [f"- {statement(point, page)}" for point in accepted(points)]


def _heading(entry: OutlineEntry) -> str:
    heading = inline(entry.heading)
    return heading + PROPOSED if entry.proposed and not heading.endswith(PROPOSED) else heading
