"""The overview of a notebook, ``index.md``: its essays side by side."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from notes.render import comparison
from notes.render.escape import inline
from notes.render.front_matter import sealed, tags
from notes.render.labels import KINDS, claim, numeral, repair_counts, share
from notes.render.links import target
from notes.render.names import file_name
from notes.render.notes_json import warnings
from notes.render.page import Look, Page
from notes.render.parts import THESIS, statement
from notes.render.places import PlaceMarks
from notes.render.shown import accepted_thesis, characters, extracted, full_title
from notes.render.templates import index_template
from notes.values import Notebook, Repaired, Sentence, StudyNote

DEFAULT = Look()
_NO_ANCHOR = re.compile(r"[^\w\- ]")
"""What the anchor of a heading on GitHub leaves out."""


def render_index(notebook: Notebook, names: Sequence[str], look: Look = DEFAULT) -> str:
    """The Markdown overview of ``notebook``; ``names`` are the file names of its notes.

    The place marks of the theses lead to the notes. Raises ``SettingsError`` where a
    template of ``look`` is broken.
    """
    document = notebook.repaired.document
    title = notebook.bundle.title.strip() or file_name(document.source)
    written = {
        "origin": _origin(notebook),
        "essays": _essays(notebook, names, look),
        "themes": comparison.themes(notebook, names, look),
        "unique": comparison.unique(notebook, names, look),
        "repeats": comparison.repeats(notebook, names, look),
        "differences": comparison.figures(notebook, names, look),
        "repairs": _repairs(notebook, look),
        "audits": _audit(notebook, names, look),
        "hints": look.part("hints", [f"- {inline(one)}" for one in warnings(notebook)]),
    }
    if look.templates is not None and (found := index_template(look.templates)) is not None:
        body = found(notebook, title, names, look, written)
    else:
        lines = [f"# {inline(title)}", "", *(line for part in written.values() for line in part)]
        body = "\n".join(lines)
    fields = [
        ("title", title),
        ("source", file_name(document.source)),
        ("kind", "总览"),
        ("created", notebook.created),
    ]
    words = ["学习笔记", "总览", *(theme.term for theme in notebook.overview.themes[:5])]
    return sealed(fields, [("tags", tags(words)), ("aliases", [title])], body)


def _origin(notebook: Notebook) -> list[str]:
    """来源 and the count; what breaks off is named."""
    document, bundle = notebook.repaired.document, notebook.bundle
    count = claim(bundle.claimed, len(bundle.essays))
    cut = [f"第{numeral(one.ordinal)}篇在原文中断" for one in bundle.essays if one.cut_off]
    facts = [
        f"**来源**：{inline(file_name(document.source))}",
        f"{inline(document.format)}，{inline(document.encoding)}",
        f"{characters(document.text)} 字",
        "；".join([count, *cut]),
    ]
    if notebook.model:
        facts.append(f"模型 {inline(notebook.model)}")
    return [" · ".join(facts), ""]


def _essays(notebook: Notebook, names: Sequence[str], look: Look) -> list[str]:
    rows = [
        [
            str(note.essay.ordinal),
            look.dialect.link(full_title(note), name, cell=look.dialect.tables),
            KINDS[note.kind],
            gist(notebook, note, name, look),
        ]
        for note, name in zip(notebook.notes, names, strict=True)
    ]
    head = ["序号", "标题", "体裁", "一句话主旨"]
    return look.part("essays", look.dialect.table(head, rows))


def gist(notebook: Notebook, note: StudyNote, name: str, look: Look) -> str:
    """一句话主旨 of ``note``, whose file is ``name``, for a cell of the table."""
    thesis = accepted_thesis(note)
    if thesis is None:
        return "—"
    if not look.dialect.footnotes:
        marks = PlaceMarks(notebook.repaired, note, target(name))
    else:
        marks = _Away(notebook.repaired, note, name, look)
    return statement(thesis, Page(look, marks))


class _Away(PlaceMarks):
    """Marks that lead to the thesis in the note: its footnotes are not within reach here."""

    def __init__(self, repaired: Repaired, note: StudyNote, file: str, look: Look) -> None:
        super().__init__(repaired, note)
        self._name, self._look = file, look

    def mark(self, sources: Iterable[Sentence]) -> str:
        paragraphs = dict.fromkeys(paragraph for paragraph, _ in self._cite(sources))
        return "".join(f" {self._link(f'¶{number}')}" for number in paragraphs)

    def _link(self, text: str) -> str:
        if self._look.dialect.wikilinks:
            return self._look.dialect.link(text, self._name, cell=True, block=THESIS)
        heading = _NO_ANCHOR.sub("", self._look.headings["thesis"]).replace(" ", "-").lower()
        return f"[{text}]({target(self._name)}#{heading})"


def _repairs(notebook: Notebook, look: Look) -> list[str]:
    """修复汇总: of the whole document, also of what lies between the essays."""
    counts = Counter(repair.kind for repair in notebook.repaired.repairs)
    lost = counts.pop("lost_text", 0)
    lines = []
    if counts:
        kinds = repair_counts(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        lines.append(f"- 修复 {counts.total()} 处：{kinds}；逐处记录见 notes.json")
    if lost:
        lines.append(f"- 缺文 {lost} 处，所缺文字未作补写")
    return look.part("repairs", lines)


def _audit(notebook: Notebook, names: Sequence[str], look: Look) -> list[str]:
    rows = []
    total = [0] * 5
    for note, name in zip(notebook.notes, names, strict=True):
        of = note.audit
        counts = [extracted(note), of.verified, of.replaced, of.refused, of.weak]
        total = [before + count for before, count in zip(total, counts, strict=True)]
        link = look.dialect.link(str(note.essay.ordinal), name, cell=look.dialect.tables)
        rows.append([link, *map(str, counts), share(of.coverage)])
    if len(rows) > 1:
        weights = [characters(note.essay.text) for note in notebook.notes]
        covered = sum(
            note.audit.coverage * weight
            for note, weight in zip(notebook.notes, weights, strict=True)
        )
        rows.append(["合计", *map(str, total), share(covered / max(sum(weights), 1))])
    head = ["篇", "直接引自原文", "模型句通过核验", "被替换", "被拒", "待核", "依据覆盖"]
    return look.part("audits", look.dialect.table(head, rows))
