"""How long a run took, by stage, and how fast it was; told on the screen, not in the notes."""

from __future__ import annotations

from notes.batch.console import STAGES
from notes.batch.result import BatchResult


def timing(result: BatchResult) -> str:
    """One sentence about the sources that were written in this run; empty where there are none.

    Seconds of stages are added up over all processes, so they can exceed the whole.
    """
    written = result.of("written")
    if not written or result.seconds <= 0:
        return ""
    spent = dict.fromkeys(STAGES, 0.0)
    for row in written:
        for stage, seconds in row.seconds:
            spent[stage] = spent.get(stage, 0.0) + seconds
    characters = sum(row.facts.characters for row in written if row.facts)
    stages = "、".join(
        f"{STAGES.get(stage, stage)} {seconds:.1f} 秒"
        for stage, seconds in spent.items()
        if seconds
    )
    return (
        f"用时 {result.seconds:.1f} 秒，每分钟 {60 * len(written) / result.seconds:.0f} 个来源、"
        f"{60 * characters / result.seconds:.0f} 字；各阶段（各进程合计）：{stages}。"
    )
