"""What the document says of itself: 来源 below the title, 核验报告 at the end of a note."""

from __future__ import annotations

from collections.abc import Iterable

from notes.render.docx.body import Body
from notes.render.docx.elements import run
from notes.render.escape import clean
from notes.render.labels import KINDS, claim, repair_counts, share
from notes.render.names import file_name
from notes.render.parts import BY_MODEL, WEAK
from notes.render.shown import characters, extracted, statements
from notes.values import Notebook, RepairKind, StudyNote


def origin(body: Body, notebook: Notebook, note: StudyNote) -> None:
    """来源 of one essay, then the marks that this note uses."""
    document, bundle, of = notebook.repaired.document, notebook.bundle, note.audit
    repairs = sum(count for kind, count in of.repairs if kind != "lost_text")
    count = claim(bundle.claimed, len(bundle.essays)).replace(" ", "")
    facts = [
        f"来源：{clean(file_name(document.source))}第{note.essay.ordinal}篇（{count}）",
        f"体裁：{KINDS[note.kind]}",
        f"篇幅：{characters(note.essay.text)}字",
        f"修复{repairs}处（{changed(of.repairs)}）" if repairs else "未作修复",
        f"依据覆盖{share(of.coverage)}",
    ]
    if note.essay.cut_off:
        facts.append("原文在本篇中断")
    body.add("Origin", run(f"{'；'.join(facts)}。{_legend(note)}"))


def report(body: Body, notebook: Notebook, note: StudyNote) -> None:
    """核验报告: what was checked, what was changed, what could not be read."""
    of = note.audit
    counts = {
        "直接引自原文": extracted(note),
        "模型句通过核验": of.verified,
        "被替换": of.replaced,
        "被拒": of.refused,
        "待核": of.weak,
    }
    lines = [
        f"句子：{'，'.join(f'{name}{count}' for name, count in counts.items())}。",
        f"修复：{changed(of.repairs) or '无'}。",
        f"依据：所据原句占全篇{share(of.coverage)}；{_read(of.read)}。",
    ]
    if of.lost:
        lines.append(f"缺文：{of.lost}处{_broken(note)}，所缺文字未作补写。")
    if note.essay.cut_off:
        lines.append("中断：原文在本篇未完处中断，其后内容不见于来源。")
    if note.title_proposed and note.essay.title:
        lines.append(f"原题：{clean(note.essay.title)}（识别有误，难以辨读，标题为代拟）。")
    if note.kind_reasons:
        lines.append(f"体裁：{KINDS[note.kind]}（{'；'.join(map(clean, note.kind_reasons))}）。")
    foreign = sum(one.verdict == "misattributed" for one in of.refusals)
    if foreign:
        lines.append(f"张冠李戴：被拒的句子中有{foreign}句是同一材料里别篇的话。")
    if of.refusals:
        lines.append("被拒的句子及理由见notes.json。")
    if len(notebook.notes) == 1:
        lines += [f"提示：{one}" for one in warnings(notebook)]
    body.heading("核验报告")
    body.numbered([run(line)] for line in lines)


def changed(counts: Iterable[tuple[RepairKind, int]]) -> str:
    """Repairs by kind, without blanks between words and numbers, as printed Chinese is set."""
    return repair_counts(counts).replace(" ", "")


def warnings(notebook: Notebook) -> list[str]:
    """What reading and note taking warned of, each once."""
    said = (*notebook.repaired.document.warnings, *notebook.warnings)
    return list(dict.fromkeys(map(clean, said)))


def _legend(note: StudyNote) -> str:
    shown = list(statements(note))
    words = ["脚注所注为原文的段次和句次"]
    if any(one.point.origin == "model" for one in shown):
        words.append(f"{BY_MODEL}为模型选出或概括、并经核验，其余摘自原文")
    if any(one.verdict == "weak" for one in shown):
        words.append(f"{WEAK}为依据不足，请对照原文")
    return f"{'；'.join(words)}。"


def _read(read: float) -> str:
    return "全文均已读入" if read >= 1.0 else f"读入全文的{share(read)}，其余未作处理"


def _broken(note: StudyNote) -> str:
    paragraphs = sorted({one.paragraph for one in note.outline.sentences if one.broken})
    return f"（{'、'.join(f'第{number}段' for number in paragraphs)}）" if paragraphs else ""
