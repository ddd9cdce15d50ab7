"""The overview of a notebook, ``index.md``: its essays side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from notes.render import comparison
from notes.render.escape import inline
from notes.render.front_matter import sealed, tags
from notes.render.labels import KINDS, claim, numeral, repair_counts, share
from notes.render.links import link, target
from notes.render.names import file_name
from notes.render.parts import part, statement
from notes.render.places import PlaceMarks
from notes.render.shown import accepted_thesis, characters, extracted, full_title
from notes.values import Notebook


def render_index(notebook: Notebook, names: Sequence[str]) -> str:
    """The Markdown overview of ``notebook``; ``names`` are the file names of its notes.

    The place marks of the table lead to the 依据 entries of the notes.
    """
    document = notebook.repaired.document
    title = notebook.bundle.title.strip() or file_name(document.source)
    body = [
        f"# {inline(title)}",
        "",
        *_origin(notebook),
        *_essays(notebook, names),
        *comparison.themes(notebook, names),
        *comparison.unique(notebook, names),
        *comparison.repeats(notebook, names),
        *comparison.figures(notebook, names),
        *_repairs(notebook),
        *_audit(notebook, names),
        *part("提示", [f"- {inline(one)}" for one in (*document.warnings, *notebook.warnings)]),
    ]
    fields = [
        ("title", title),
        ("source", file_name(document.source)),
        ("kind", "总览"),
        ("created", notebook.created),
    ]
    words = ["学习笔记", "总览", *(theme.term for theme in notebook.overview.themes[:5])]
    return sealed(fields, [("tags", tags(words)), ("aliases", [title])], "\n".join(body))


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


def _essays(notebook: Notebook, names: Sequence[str]) -> list[str]:
    rows = []
    for note, name in zip(notebook.notes, names, strict=True):
        thesis = accepted_thesis(note)
        marks = PlaceMarks(notebook.repaired, note, target(name))
        gist = statement(thesis, marks) if thesis is not None else "—"
        title = link(full_title(note), name)
        rows.append(f"| {note.essay.ordinal} | {title} | {KINDS[note.kind]} | {gist} |")
    head = ["| 序号 | 标题 | 体裁 | 一句话主旨 |", "| --- | --- | --- | --- |"]
    return part("篇目", [*head, *rows] if rows else [])


def _repairs(notebook: Notebook) -> list[str]:
    """修复汇总: of the whole document, also of what lies between the essays."""
    counts = Counter(repair.kind for repair in notebook.repaired.repairs)
    lost = counts.pop("lost_text", 0)
    lines = []
    if counts:
        kinds = repair_counts(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        lines.append(f"- 修复 {counts.total()} 处：{kinds}；逐处记录见 notes.json")
    if lost:
        lines.append(f"- 缺文 {lost} 处，所缺文字未作补写")
    return part("修复汇总", lines)


def _audit(notebook: Notebook, names: Sequence[str]) -> list[str]:
    rows = []
    total = [0] * 5
    for note, name in zip(notebook.notes, names, strict=True):
        of = note.audit
        counts = [extracted(note), of.verified, of.replaced, of.refused, of.weak]
        total = [before + count for before, count in zip(total, counts, strict=True)]
        rows.append(_row(link(str(note.essay.ordinal), name), counts, of.coverage))
    if not rows:
        return []
    if len(rows) > 1:
        weights = [characters(note.essay.text) for note in notebook.notes]
        covered = sum(
            note.audit.coverage * weight
            for note, weight in zip(notebook.notes, weights, strict=True)
        )
        rows.append(_row("合计", total, covered / max(sum(weights), 1)))
    head = [
        "| 篇 | 直接引自原文 | 模型句通过核验 | 被替换 | 被拒 | 待核 | 依据覆盖 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    return part("核验合计", [*head, *rows])


def _row(first: str, counts: Sequence[int], coverage: float) -> str:
    return f"| {first} | {' | '.join(map(str, counts))} | {share(coverage)} |"
