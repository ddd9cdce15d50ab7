"""What a run shows: a progress bar and a table for people, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table

from notes.batch.result import BatchResult, BatchRow
from notes.batch.weak import WeakLine

STAGES = {
    "read": "读取",
    "structure": "修复与结构",
    "load model": "装载模型",
    "model": "模型摘要",
    "verify and merge": "核验与成文",
    "write": "写出",
}
"""The stages of a run, as the JSON events name them and as people read them."""

_LONGEST_TABLE = 60
"""With more sources than this the table gives way to the counts."""
_MOST_SKIPPED = 20
_COUNTS = {
    "written": "写成",
    "unchanged": "未变",
    "duplicate": "重复",
    "skipped": "跳过",
    "failed": "失败",
}


@dataclass(slots=True)
class Console:
    """Progress and messages on standard error, data on standard output."""

    quiet: bool = False
    verbose: bool = False
    json_events: bool = False
    _progress: Progress | None = None
    _total: int = 0
    _done: int = 0
    _essays: int = 0
    _characters: int = 0
    _details: list[str] = field(default_factory=list)

    def expect(self, total: int) -> None:
        """Say how many rows there will be."""
        self._total = total

    @contextmanager
    def working(self, total: int) -> Iterator[None]:
        """Show a progress bar over ``total`` sources when standard error is a terminal."""
        shown = sys.stderr.isatty() and not self.quiet
        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[speed]}"),
            TimeElapsedColumn(),
            TextColumn("剩余"),
            TimeRemainingColumn(),
            console=RichConsole(stderr=True),
            disable=not shown,
            # The speed of a model run is uneven; a long memory gives a steady estimate.
            speed_estimate_period=600,
        )
        with progress:
            self._progress = progress
            progress.add_task("写笔记", total=total, speed="")
            try:
                yield
            finally:
                self._progress = None

    def stage(self, source: Path, name: str) -> None:
        """Say what is being done with ``source``."""
        if self._progress and self._progress.tasks:
            self._progress.update(
                self._progress.tasks[0].id, description=f"{source.name} {STAGES[name]}"
            )

    def row(self, row: BatchRow, detail: str = "") -> None:
        """Report what became of a source; ``detail`` is shown when much is to be told."""
        self._done += 1
        if row.status == "written" and row.facts:
            self._essays += row.facts.essays
            self._characters += row.facts.characters
        self._advance()
        if detail:
            self._details.append(detail)
        if self.json_events:
            _emit(_event(row) | {"done": self._done, "total": self._total})

    def _advance(self) -> None:
        if not (self._progress and self._progress.tasks):
            return
        task = self._progress.tasks[0]
        speed = f"{self._essays} 篇"
        if task.elapsed and self._characters:
            speed += f" {self._characters / task.elapsed:.0f} 字/秒"
        self._progress.update(task.id, advance=1, speed=speed)

    @staticmethod
    def say(sentence: str) -> None:
        """Put ``sentence`` on standard error, also when only errors are wanted."""
        screen = RichConsole(stderr=True, highlight=False)
        screen.print(sentence, markup=False, soft_wrap=True)

    def weak(self, lines: Iterable[WeakLine]) -> None:
        """Name the weak points on standard error, also when only errors are wanted."""
        screen = RichConsole(stderr=True, highlight=False)
        named = list(lines)
        for line in named:
            marks = "".join(f" ¶{number}" for number in line.paragraphs)
            screen.print(f"待核：{line.file}：{line.text}{marks}", markup=False, soft_wrap=True)
            if self.json_events:
                _emit(
                    {
                        "event": "weak",
                        "file": str(line.file),
                        "text": line.text,
                        "paragraphs": list(line.paragraphs),
                    }
                )
        if named:
            screen.print(f"共 {len(named)} 句依据不足（--strict），笔记已照写，请对照原文。")

    def summary(self, result: BatchResult) -> None:
        """The closing table, then what was passed over and every error, on standard error."""
        screen = RichConsole(stderr=True, highlight=False, soft_wrap=False)
        done, failed = result.of("written", "unchanged"), result.of("failed")
        if not self.quiet:
            if done:
                screen.print(_table(result, done))
            for row in result.of("duplicate"):
                screen.print(f"重复：{row.reason}", markup=False, soft_wrap=True)
            self._skipped(screen, result.of("skipped"))
        if self.verbose:
            for row in result.of("written"):
                spent = dict(row.seconds)
                stages = (
                    f"{name} {spent[key]:.2f} 秒" for key, name in STAGES.items() if key in spent
                )
                screen.print(f"{row.source}：{'，'.join(stages)}", markup=False, soft_wrap=True)
        for row in failed:
            screen.print(f"错误：{row.reason}", markup=False, soft_wrap=True)
        for detail in self._details if self.verbose else ():
            screen.print(detail, markup=False, soft_wrap=True)
        if result.stopped:
            screen.print(f"错误：{result.stopped}", markup=False, soft_wrap=True)
        if (failed and done) or (len(result.rows) > 1 and not self.quiet):
            screen.print(_closing(result), markup=False, soft_wrap=True)

    @staticmethod
    def _skipped(screen: RichConsole, rows: tuple[BatchRow, ...]) -> None:
        for row in rows[:_MOST_SKIPPED]:
            screen.print(f"跳过：{row.reason}", markup=False, soft_wrap=True)
        if len(rows) > _MOST_SKIPPED:
            screen.print(f"跳过：另有 {len(rows) - _MOST_SKIPPED} 个文件不在此列出。")


def _table(result: BatchResult, rows: tuple[BatchRow, ...]) -> Table | str:
    if len(rows) > _LONGEST_TABLE:
        essays = sum(row.facts.essays for row in rows if row.facts)
        characters = sum(row.facts.characters for row in rows if row.facts)
        return (
            f"学习笔记已写到 {result.output}：{len(rows)} 个来源，{essays} 篇，"
            f"原文 {characters} 字，用时 {result.seconds:.0f} 秒。"
        )
    table = Table(title=f"学习笔记已写到 {result.output}", title_justify="left")
    for heading in ("来源", "篇", "原称", "字数", "修复", "文件夹"):
        table.add_column(heading, overflow="fold")
    old = any(row.status == "unchanged" for row in rows)
    if old:
        table.add_column("")
    for row in rows:
        facts = row.facts
        claimed = None if facts is None else facts.claimed
        table.add_row(
            Path(row.source).name,
            str(facts.essays) if facts else "",
            "" if claimed is None else str(claimed),
            str(facts.characters) if facts else "",
            str(sum(count for _, count in facts.repairs)) if facts else "",
            row.folder.name if row.folder else "",
            *(["未变" if row.status == "unchanged" else ""] if old else []),
        )
    return table


def _closing(result: BatchResult) -> str:
    counts = [(name, len(result.of(status))) for status, name in _COUNTS.items()]  # type: ignore[arg-type]
    told = "，".join(f"{name} {count}" for name, count in counts if count)
    return f"来源 {len(result.rows)} 个：{told}。" + "失败的原因如上。" * bool(result.of("failed"))


def _event(row: BatchRow) -> dict[str, Any]:
    event: dict[str, Any] = {"event": row.status, "source": row.source}
    if row.status in {"written", "unchanged"}:
        facts = row.facts
        event |= {"folder": str(row.folder), "files": [str(path) for path in row.outputs]}
        if facts:
            event |= {
                "essays": facts.essays,
                "claimed": facts.claimed,
                "characters": facts.characters,
                "repairs": dict(facts.repairs),
                "refused": facts.refused,
                "weak": facts.weak,
            }
        event["seconds"] = {stage: round(spent, 3) for stage, spent in row.seconds}
    elif row.status == "failed":
        event["error"] = row.reason
    else:
        event["reason"] = row.reason
        if row.duplicate_of:
            event["duplicate_of"] = row.duplicate_of
    return event


def _emit(event: dict[str, Any]) -> None:
    # Names of files may hold bytes that are no text.
    text = json.dumps(event, ensure_ascii=False).encode("utf-8", "replace").decode()
    print(text, flush=True)  # noqa: T201
