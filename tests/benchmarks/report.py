"""What was measured, as a Markdown page and as JSON."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.benchmarks.growth import exponent
from tests.benchmarks.measure import Failed, Figures
from tests.benchmarks.modelling import BEAMS


@dataclass(slots=True)
class Results:
    """All figures of a run; ``missing`` says which contestants are not installed."""

    quick: bool
    machine: Figures = field(default_factory=dict)
    extraction: dict[str, dict[int, Figures | Failed]] = field(default_factory=dict)
    writing: dict[str, Figures | Failed] = field(default_factory=dict)
    engine: Figures = field(default_factory=dict)
    programs: dict[str, Figures] = field(default_factory=dict)
    characters: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def as_json(results: Results) -> dict[str, Any]:
    """Everything, with exponents and ratios."""
    return {
        "quick": results.quick,
        "python": platform.python_version(),
        "processor": processor(),
        "machine": results.machine,
        "extraction": {
            name: {
                "sizes": {str(n): _plain(one) for n, one in sizes.items()},
                "exponent": exponent(_seconds(sizes)),
            }
            for name, sizes in results.extraction.items()
        },
        "writing": {name: _plain(one) for name, one in results.writing.items()},
        "engine": {**results.engine, **shares(results)},
        "programs": results.programs,
        "characters": results.characters,
        "missing": results.missing,
    }


def as_markdown(results: Results) -> str:
    """The tables."""
    parts = [f"# Benchmarks{' (quick)' if results.quick else ''}", _about(results)]
    if results.extraction:
        parts += ["## Extraction: segmentation, TextRank, keywords", _extraction(results)]
    if results.writing:
        parts += [f"## Model: a sentence for each passage, {BEAMS} beams", _writing(results)]
    if results.engine:
        parts += ["## The limit", _limit(results)]
    if results.programs:
        parts += ["## The program, cold process", _programs(results)]
    if results.missing:
        parts.append(f"Not installed, not measured: {', '.join(results.missing)}.")
    return "\n\n".join(parts) + "\n"


def processor() -> str:
    """The name of the processor."""
    try:
        with open("/proc/cpuinfo", encoding="utf-8") as file:  # noqa: PTH123 - Linux only
            names = [line.partition(":")[2].strip() for line in file if "model name" in line]
    except OSError:
        names = []
    return names[0] if names else platform.processor() or platform.machine()


def shares(results: Results) -> Figures:
    """Our encoder and decoder as shares of what the machine can do."""
    machine, engine = results.machine, results.engine
    if not machine or not engine:
        return {}
    return {
        "encoder_share_fp32": engine["encoder_gflops"] / machine["fp32_gflops"],
        "encoder_share_bf16": engine["encoder_gflops"] / machine["bf16_gflops"],
        "decoder_share_fp32": engine["decoder_gflops"] / machine["fp32_gflops"],
        "decoder_share_bf16": engine["decoder_gflops"] / machine["bf16_gflops"],
        "decoder_share_memory": engine["decoder_gb_s"] / machine["copy_gb_s"],
    }


def _about(results: Results) -> str:
    lines = [f"{processor()}, Python {platform.python_version()}."]
    if results.machine:
        m = results.machine
        lines.append(
            f"{m['cores']:.0f} threads; matrix products {m['fp32_gflops']:.0f} GFLOP/s (fp32), "
            f"{m['bf16_gflops']:.0f} (bf16); memory {m['copy_gb_s']:.1f} GB/s (copy)."
        )
    lines.append("Each figure is from a process of its own; × says how much slower than ours.")
    return " ".join(lines)


def _extraction(results: Results) -> str:
    sizes = sorted({size for found in results.extraction.values() for size in found})
    head = ["", *(f"{size:,} chars" for size in sizes), "peak MB", "grows as"]
    rows = []
    for name, found in results.extraction.items():
        cells = [_cell(found[n], results.extraction["ours"].get(n)) for n in sizes]
        memory = [one["mb"] for one in found.values() if isinstance(one, dict)]
        grows = exponent(_seconds(found))
        rows.append(
            [
                name,
                *cells,
                f"{max(memory):.0f}" if memory else "–",
                f"n^{grows:.2f}" if grows is not None else "–",
            ]
        )
    note = (
        "Seconds of CPU (all run on one core), dictionaries loaded before. "
        "jieba gives key terms only, sumy sentences only."
    )
    return f"{table(head, rows)}\n\n{note}"


def _writing(results: Results) -> str:
    ours = results.writing.get("ours")
    head = ["", "characters/s", "passages' ms", "ours is faster by", "written", "peak MB"]
    rows = []
    for name, one in results.writing.items():
        if isinstance(one, Failed):
            rows.append([name, one.why, "–", "–", "–", "–"])
            continue
        speed = one["characters"] / one["seconds"]
        ratio = "–"
        if isinstance(ours, dict) and one is not ours:
            ratio = f"{ours['characters'] / ours['seconds'] / speed:.1f} ×"
        passages = one.get("passages", 1.0)
        rows.append(
            [
                name,
                f"{speed:,.0f}",
                f"{1000 * one['seconds'] / passages:.0f}",
                ratio,
                f"{one['written']:.0f} chars",
                f"{one['mb']:.0f}",
            ]
        )
    return table(head, rows)


def _limit(results: Results) -> str:
    engine, share = results.engine, shares(results)
    rows = [
        [
            "encoder, passages together",
            f"{engine['encoder_gflops']:.1f} GFLOP/s",
            f"{engine['encoder_tokens_s']:,.0f} tokens/s",
            _percents(share, "encoder_share"),
        ],
        [
            f"decoder, 32 passages of {BEAMS} beams",
            f"{engine['decoder_gflops']:.1f} GFLOP/s",
            f"{engine['decoder_rows_s']:,.0f} tokens/s",
            _percents(share, "decoder_share"),
        ],
    ]
    note = f"Tokens that only fill the encoder's batch: {100 * engine['encoder_padding']:.1f} %."
    return f"{table(['', 'rate', 'tokens', 'share of the limit'], rows)}\n\n{note}"


def _percents(share: Figures, key: str) -> str:
    found = [
        f"{100 * share[f'{key}_{of}']:.0f} % of {of}"
        for of in ("fp32", "bf16")
        if f"{key}_{of}" in share
    ]
    return ", ".join(found) or "–"


def _programs(results: Results) -> str:
    rows = []
    for name, one in results.programs.items():
        size = results.characters.get(name)
        speed = f"{60 * size / one['cpu']:,.0f}" if size else "–"
        rows.append([name, f"{one['seconds']:.2f}", f"{one['cpu']:.2f}", f"{one['mb']:.0f}", speed])
    head = ["", "wall s", "CPU s", "peak MB", "characters a minute of CPU"]
    return table(head, rows)


def _cell(one: Figures | Failed, ours: Figures | Failed | None) -> str:
    base = ours["cpu"] if isinstance(ours, dict) else None
    if isinstance(one, Failed):
        if one.over is None:
            return one.why
        least = f" (> {one.over / base:.0f} ×)" if base else ""
        return f"> {one.over:.0f} s{least}"
    ratio = f" ({one['cpu'] / base:.1f} ×)" if base and one is not ours else ""
    return f"{one['cpu']:.3f} s{ratio}"


def _seconds(sizes: Mapping[int, Figures | Failed]) -> dict[int, float]:
    return {n: one["cpu"] for n, one in sizes.items() if isinstance(one, dict)}


def _plain(one: Figures | Failed) -> dict[str, Any]:
    return one if isinstance(one, dict) else {"failed": one.why, "over": one.over}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; figures stand to the right."""
    lines = ["| " + " | ".join(head) + " |", "|---" + "|---:" * (len(head) - 1) + "|"]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in rows)])
