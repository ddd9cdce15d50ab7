"""The parts of a note that speak of the note: 来源, the legend, 核验报告."""

from __future__ import annotations

from notes.render.escape import inline
from notes.render.flavors import Dialect
from notes.render.labels import KINDS, claim, repair_counts, share
from notes.render.names import file_name
from notes.render.page import Look
from notes.render.parts import BY_MODEL, WEAK
from notes.render.shown import characters, extracted, statements
from notes.values import Notebook, StudyNote


def origin(notebook: Notebook, note: StudyNote, dialect: Dialect) -> list[str]:
    """来源: the file, which essay of how many, characters, repairs, coverage; then the legend."""
    document, bundle, audit = notebook.repaired.document, notebook.bundle, note.audit
    repairs = sum(count for kind, count in audit.repairs if kind != "lost_text")
    ordinal = f"第 {note.essay.ordinal} 篇（{claim(bundle.claimed, len(bundle.essays))}）"
    facts = [
        f"{inline(file_name(document.source))} {ordinal}",
        KINDS[note.kind],
        f"{characters(note.essay.text)} 字",
        f"修复 {repairs} 处（{repair_counts(audit.repairs)}）" if repairs else "未作修复",
        f"依据覆盖 {share(audit.coverage)}",
    ]
    if note.essay.cut_off:
        facts.append("原文在本篇中断")
    return [f"**来源**：{' · '.join(facts)}", "", *_legend(note, dialect)]


def audit(note: StudyNote, look: Look) -> list[str]:
    """核验报告: what was checked, what was changed, what could not be read."""
    of = note.audit
    changed = repair_counts(of.repairs)
    counts = {
        "直接引自原文": extracted(note),
        "模型句通过核验": of.verified,
        "被替换": of.replaced,
        "被拒": of.refused,
        "待核": of.weak,
    }
    lines = [
        f"- 句子：{'，'.join(f'{name} {count}' for name, count in counts.items())}",
        f"- 修复：{changed or '无'}",
        f"- 依据：所据原句占全篇 {share(of.coverage)}；{_read(of.read)}",
    ]
    if of.lost:
        lines.append(f"- 缺文：{of.lost} 处{_broken(note)}，所缺文字未作补写")
    if note.essay.cut_off:
        lines.append("- 中断：原文在本篇未完处中断，其后内容不见于来源")
    if note.title_proposed and note.essay.title:
        lines.append(f"- 原题：{inline(note.essay.title)}（识别有误，难以辨读，标题为代拟）")
    if note.kind_reasons:
        reasons = "；".join(map(inline, note.kind_reasons))
        lines.append(f"- 体裁：{KINDS[note.kind]}（{reasons}）")
    foreign = sum(one.verdict == "misattributed" for one in of.refusals)
    if foreign:
        lines.append(f"- 张冠李戴：被拒的句子中有 {foreign} 句是同一材料里别篇的话")
    if of.refusals:
        lines.append("- 被拒的句子及理由见 notes.json")
    return look.part("audit", lines)


def _legend(note: StudyNote, dialect: Dialect) -> list[str]:
    """One line on the marks that this note uses."""
    shown = list(statements(note))
    words = ["脚注为所据的原句"] if dialect.footnotes else ["¶ 后为段号，点开见文末依据"]
    if any(one.point.origin == "model" for one in shown):
        words.append(f"{BY_MODEL}为模型选出或概括、并经核验，其余摘自原文")
    if any(one.verdict == "weak" for one in shown):
        words.append(f"{WEAK}为依据不足，请对照原文")
    return [f"*标记：{'；'.join(words)}。*", ""]


def _read(read: float) -> str:
    return "全文均已读入" if read >= 1.0 else f"读入全文的 {share(read)}，其余未作处理"


def _broken(note: StudyNote) -> str:
    paragraphs = sorted({one.paragraph for one in note.outline.sentences if one.broken})
    return f"（{'、'.join(f'¶{number}' for number in paragraphs)}）" if paragraphs else ""
