"""One essay for the page: its head and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from notes.render.html.anchors import Anchors
from notes.render.html.parts import Parts
from notes.render.html.shapes import EssayView
from notes.render.labels import KINDS, claim, numeral, repair_counts, share
from notes.render.names import file_name
from notes.render.shown import bare_title, characters, statements
from notes.values import Notebook, StudyNote


def essay_view(
    notebook: Notebook, note: StudyNote, anchors: Anchors, ident: str, headings: Mapping[str, str]
) -> EssayView:
    """What the page shows of ``note`` under the id ``ident``."""
    return EssayView(
        id=ident,
        source_id=f"{ident}-source",
        ordinal=note.essay.ordinal,
        label=f"第{numeral(note.essay.ordinal)}篇",
        title=bare_title(note),
        proposed=note.title_proposed,
        kind=KINDS[note.kind],
        facts=tuple(_facts(notebook, note)),
        legend=tuple(_legend(note)),
        parts=tuple(Parts(note, anchors, ident, headings).all()),
    )


def _facts(notebook: Notebook, note: StudyNote) -> Iterator[str]:
    """来源: the file, which essay of how many, characters, repairs, coverage."""
    bundle, audit = notebook.bundle, note.audit
    repairs = sum(count for kind, count in audit.repairs if kind != "lost_text")
    count = claim(bundle.claimed, len(bundle.essays))
    name = file_name(notebook.repaired.document.source)
    alone = len(bundle.essays) == 1 and bundle.claimed in {None, 1}
    yield name if alone else f"{name} 第 {note.essay.ordinal} 篇（{count}）"
    yield KINDS[note.kind]
    yield f"{characters(note.essay.text)} 字"
    yield f"修复 {repairs} 处（{repair_counts(audit.repairs)}）" if repairs else "未作修复"
    yield f"依据覆盖 {share(audit.coverage)}"
    if note.essay.cut_off:
        yield "原文在本篇中断"


def _legend(note: StudyNote) -> Iterator[str]:
    """The tags that this note uses."""
    shown = list(statements(note))
    if any(one.point.origin == "model" for one in shown):
        yield "模型"
    if any(one.verdict == "weak" for one in shown):
        yield "待核"
