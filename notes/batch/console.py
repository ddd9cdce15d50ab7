"""What a run shows: a progress bar and a table for people, JSON lines for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console as RichConsole
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from notes.batch.weak import WeakLine
from notes.errors import NotesError
from notes.values import Notebook

STAGES = {
    "read": "读取",
    "structure": "修复与结构",
    "load model": "装载模型",
    "model": "模型摘要",
    "verify and merge": "核验与成文",
    "write": "写出",
}
"""The stages of a run, as the JSON events name them and as people read them."""


@dataclass(slots=True)
class Written:
    """The notes of one source and where they are."""

    source: str
    folder: Path
    files: tuple[Path, ...]
    essays: int
    claimed: int | None
    characters: int
    repairs: int
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(slots=True)
class Console:
    """Progress and messages on standard error, data on standard output."""

    quiet: bool = False
    verbose: bool = False
    json_events: bool = False
    _progress: Progress | None = None

    @contextmanager
    def working(self, total: int) -> Iterator[None]:
        """Show a progress bar over ``total`` files when standard error is a terminal."""
        shown = sys.stderr.isatty() and not self.quiet
        progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=RichConsole(stderr=True),
            disable=not shown,
        )
        with progress:
            self._progress = progress
            progress.add_task("写笔记", total=total)
            yield
        self._progress = None

    def stage(self, source: str, name: str) -> None:
        """Say what is being done with ``source``."""
        if self._progress and self._progress.tasks:
            self._progress.update(
                self._progress.tasks[0].id, description=f"{Path(source).name} {STAGES[name]}"
            )

    def done(self, written: Written, notebook: Notebook) -> None:
        """Report the finished notes of one source."""
        if self._progress and self._progress.tasks:
            self._progress.advance(self._progress.tasks[0].id)
        if self.json_events:
            event = {
                "event": "written",
                "source": written.source,
                "folder": str(written.folder),
                "files": [str(path) for path in written.files],
                "essays": written.essays,
                "claimed": written.claimed,
                "refused": sum(note.audit.refused for note in notebook.notes),
                "seconds": {k: round(v, 3) for k, v in written.seconds.items()},
            }
            print(json.dumps(event, ensure_ascii=False), flush=True)  # noqa: T201

    def failed(self, error: NotesError, source: str = "") -> None:
        """Report a source that gave no notes."""
        if self._progress and self._progress.tasks and source:
            self._progress.advance(self._progress.tasks[0].id)
        if self.json_events:
            event = {"event": "failed", "source": source, "error": str(error)}
            print(json.dumps(event, ensure_ascii=False), flush=True)  # noqa: T201

    def weak(self, lines: Sequence[WeakLine]) -> None:
        """Name the weak points on standard error, also when only errors are wanted."""
        screen = RichConsole(stderr=True, highlight=False)
        for line in lines:
            marks = "".join(f" ¶{number}" for number in line.paragraphs)
            screen.print(f"待核：{line.file}：{line.text}{marks}", markup=False, soft_wrap=True)
            if self.json_events:
                event = {
                    "event": "weak",
                    "file": str(line.file),
                    "text": line.text,
                    "paragraphs": list(line.paragraphs),
                }
                print(json.dumps(event, ensure_ascii=False), flush=True)  # noqa: T201
        if lines:
            screen.print(f"共 {len(lines)} 句依据不足（--strict），笔记已照写，请对照原文。")

    def summary(
        self, written: Sequence[Written], errors: Sequence[NotesError], output: Path
    ) -> None:
        """The closing table, then every error, all on standard error."""
        screen = RichConsole(stderr=True, highlight=False, soft_wrap=False)
        if written and not self.quiet:
            table = Table(title=f"学习笔记已写到 {output}", title_justify="left")
            for heading in ("来源", "篇", "原称", "字数", "修复", "文件夹"):
                table.add_column(heading, overflow="fold")
            for row in written:
                table.add_row(
                    Path(row.source).name,
                    str(row.essays),
                    "" if row.claimed is None else str(row.claimed),
                    str(row.characters),
                    str(row.repairs),
                    row.folder.name,
                )
            screen.print(table)
        if self.verbose:
            for row in written:
                stages = "，".join(f"{STAGES[k]} {v:.2f} 秒" for k, v in row.seconds.items())
                screen.print(f"{row.source}：{stages}", markup=False)
        for error in errors:
            screen.print(f"错误：{error}", markup=False, soft_wrap=True)
        if errors and written:
            screen.print(f"完成 {len(written)} 个来源，{len(errors)} 个失败，原因如上。")
