"""核验报告 for the page, with the sentences that were refused and why."""

from __future__ import annotations

from dataclasses import replace

from notes.render.findings import told
from notes.render.html.anchors import Anchors
from notes.render.html.shapes import Line, Part, Refusal
from notes.render.labels import KINDS, repair_counts, share
from notes.render.shown import extracted
from notes.values import StudyNote


def audit_part(note: StudyNote, anchors: Anchors, empty: Part) -> Part:
    """Fill ``empty``: what was checked, changed and refused, and what could not be read."""
    of = note.audit
    counts = {
        "直接引自原文": extracted(note),
        "模型句通过核验": of.verified,
        "被替换": of.replaced,
        "被拒": of.refused,
        "待核": of.weak,
    }
    read = "全文均已读入" if of.read >= 1.0 else f"读入全文的 {share(of.read)}，其余未作处理"
    said = [
        ("句子", "，".join(f"{name} {count}" for name, count in counts.items())),
        ("修复", repair_counts(of.repairs) or "无"),
        ("依据", f"所据原句占全篇 {share(of.coverage)}；{read}"),
    ]
    if of.lost:
        where = sorted({one.paragraph for one in note.outline.sentences if one.broken})
        named = f"（{'、'.join(f'¶{number}' for number in where)}）" if where else ""
        said.append(("缺文", f"{of.lost} 处{named}，所缺文字未作补写"))
    if note.essay.cut_off:
        said.append(("中断", "原文在本篇未完处中断，其后内容不见于来源"))
    if note.title_proposed and note.essay.title:
        said.append(("原题", f"{note.essay.title}（识别有误，难以辨读，标题为代拟）"))
    reasons = f"（{'；'.join(note.kind_reasons)}）" if note.kind_reasons else ""
    said.append(("体裁", f"{KINDS[note.kind]}{reasons}"))
    refusals = tuple(
        Refusal(
            one.text,
            "；".join(map(told, one.findings)) or "依据不足，换成了原文的句子",
            anchors.marks(one.point.sources),
        )
        for one in of.refusals
    )
    terms = tuple((name, Line(text)) for name, text in said)
    return replace(empty, terms=terms, refusals=refusals)
