"""Shows what was understood of a document, and which models are at hand; loads no model."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from rich.console import Console
from rich.markup import escape
from rich.tree import Tree

from notes.batch.discover import discover
from notes.errors import FAILED, OK, PARTIAL, InputError
from notes.pipeline import Understood, understand
from notes.reading import read
from notes.render.labels import KINDS, REPAIRS
from notes.summarize.checkpoint import DEFAULT_MODEL, at_hand, shelves


def inspect_files(paths: Sequence[Path], out: TextIO, *, json_lines: bool) -> int:
    """Print essays, outline and repairs of every file; return the exit code."""
    found = discover(paths)
    errors: list[InputError] = list(found.errors)
    shown = 0
    screen = Console(file=out, highlight=False)
    for path in found.files:
        try:
            understood = understand(read(path))
        except InputError as unreadable:
            errors.append(unreadable)
            continue
        shown += 1
        if json_lines:
            out.write(json.dumps(_as_json(understood), ensure_ascii=False) + "\n")
        else:
            screen.print(_as_tree(understood))
    messages = Console(stderr=True, highlight=False)
    for error in errors:
        messages.print(f"错误：{error}", markup=False, soft_wrap=True)
    if errors:
        return PARTIAL if shown else FAILED
    return OK


def list_models(out: TextIO) -> None:
    """Print the models on the shelves, the default first, with size and folder."""
    screen = Console(file=out, highlight=False, soft_wrap=True)
    models = at_hand()
    for model in models:
        weights = sum(p.stat().st_size for p in Path(model.location).glob("*.safetensors"))
        label = "（默认）" if model.name == DEFAULT_MODEL else ""
        screen.print(f"{model.name}{label}  {weights / 1e6:.1f} MB  {model.location}", markup=False)
    if not models:
        places = "、".join(str(shelf) for shelf in shelves()) or "程序文件夹"
        screen.print(f"在 {places} 没有找到模型；可用 --model 指定模型文件夹。", markup=False)


def _as_tree(understood: Understood) -> Tree:
    repaired, bundle = understood.repaired, understood.bundle
    document = repaired.document
    claimed = f"，原称 {bundle.claimed} 篇" if bundle.claimed is not None else ""
    tree = Tree(
        escape(
            f"{document.source}：{document.format}，{document.encoding}，"
            f"{len(document.text)} 字，{len(bundle.essays)} 篇{claimed}"
        )
    )
    for warning in document.warnings:
        tree.add(escape(f"注意：{warning}"))
    counts = Counter(repair.kind for repair in repaired.repairs)
    if counts:
        parts = "，".join(f"{REPAIRS[kind]} {count}" for kind, count in counts.most_common())
        tree.add(escape(f"修复：{parts}"))
    for essay, outline, (kind, reasons) in understood.essays:
        cut = "，原文在此中断" if essay.cut_off else ""
        branch = tree.add(
            escape(
                f"{essay.label or essay.ordinal} {essay.title or '（无题）'}"
                f"〔{KINDS[kind]}，{len(essay.text)} 字，{len(outline.sentences)} 句{cut}〕"
            )
        )
        if reasons:
            branch.add(escape("体裁依据：" + "；".join(reasons)))
        for section in outline.sections:
            if section.heading:
                branch.add(escape("　" * (section.level - 1) + section.heading))
    return tree


def _as_json(understood: Understood) -> dict[str, Any]:
    repaired, bundle = understood.repaired, understood.bundle
    return {
        "source": repaired.document.source,
        "format": repaired.document.format,
        "encoding": repaired.document.encoding,
        "characters": len(repaired.document.text),
        "claimed": bundle.claimed,
        "repairs": [
            {
                "start": r.start,
                "end": r.end,
                "damaged": r.damaged,
                "repaired": r.repaired,
                "kind": r.kind,
                "certainty": r.certainty,
            }
            for r in repaired.repairs
        ],
        "essays": [
            {
                "ordinal": essay.ordinal,
                "title": essay.title,
                "kind": kind,
                "reasons": list(reasons),
                "characters": len(essay.text),
                "sentences": len(outline.sentences),
                "cut_off": essay.cut_off,
                "outline": [
                    {"level": s.level, "heading": s.heading} for s in outline.sections if s.heading
                ],
            }
            for essay, outline, (kind, reasons) in understood.essays
        ],
    }
