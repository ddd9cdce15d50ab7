"""What a report says of a batch: the counts, and tables of what needs the reader's eye.

It tells the state of the folder, not the course of the run: what an earlier run has done
and this one left as it was counts as done. So a run that was killed and went on gives the
same report as one that was not. How long it took is told on the screen (``timing``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from notes.batch.result import BatchResult, BatchRow, Facts
from notes.render.labels import REPAIRS

MOST_ROWS = 5000
"""Longest table; what is left out is counted below it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, and the file within the output folder that it leads to."""

    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A part of the report; ``more`` rows were left out."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Report:
    """The whole: ``counts`` are pairs of a label and a number or sentence."""

    created: str
    counts: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]


def view(result: BatchResult) -> Report:
    """The report of ``result``; parts with nothing to say are left out."""
    done = result.of("written", "unchanged")
    tables = (
        _table("没有做成的", ("来源", "原因"), _reasons(result.of("failed"))),
        _table("待核的句子", ("笔记", "句子", "段"), _weak(done, result.output)),
        _table("篇数与原称不符", ("来源", "原称", "实得"), _claims(done, result.output)),
        _table("读取时的提醒", ("来源", "提醒"), _warnings(done, result.output)),
        _table("内容重复，只写一份的", ("来源", "与它相同"), _copies(result.of("duplicate"))),
        _table("跳过的", ("来源", "原因"), _reasons(result.of("skipped"))),
        _table("写成笔记的", _DONE, _done(done, result.output)),
    )
    return Report(result.created, _counts(result), tuple(table for table in tables if table.rows))


_DONE = ("来源", "篇", "原文字数", "修复", "模型句成立", "换成原文", "拦下", "待核")


def _counts(result: BatchResult) -> tuple[tuple[str, str], ...]:
    done = result.of("written", "unchanged")
    facts = [row.facts for row in done if row.facts]
    repairs: Counter[str] = Counter()
    for one in facts:
        repairs.update(dict(one.repairs))
    states = (
        ("写成笔记", len(done)),
        ("没有做成", len(result.of("failed"))),
        ("内容重复", len(result.of("duplicate"))),
        ("跳过", len(result.of("skipped"))),
    )
    lost = repairs.pop("lost_text", 0)
    kinds = "、".join(
        f"{REPAIRS.get(kind, kind)} {count}"  # type: ignore[call-overload]
        for kind, count in sorted(repairs.items(), key=lambda pair: (-pair[1], pair[0]))
    )
    counts = [
        ("来源", f"{len(result.rows)} 个"),
        *((name, f"{count} 个") for name, count in states if count),
        ("篇数", f"{sum(one.essays for one in facts)} 篇"),
        ("原文", f"{sum(one.characters for one in facts)} 字"),
        ("修复", f"{sum(repairs.values())} 处（{kinds}）" if kinds else "0 处"),
        ("缺文", f"{lost} 处，原文如此，没有补" if lost else ""),
        ("核验", _checks(facts)),
        ("模型", result.model),
        ("没有做完", result.stopped),
    ]
    return tuple((name, text) for name, text in counts if text)


def _checks(facts: Sequence[Facts]) -> str:
    return (
        f"模型的句子成立 {sum(one.verified for one in facts)} 句，"
        f"拦下 {sum(one.refused for one in facts)} 句"
        f"（其中换成原文 {sum(one.replaced for one in facts)} 句），"
        f"待核 {sum(one.weak for one in facts)} 句"
    )


def _table(title: str, headings: tuple[str, ...], rows: Iterable[Sequence[Cell]]) -> Table:
    every = [tuple(row) for row in rows]
    return Table(title, headings, tuple(every[:MOST_ROWS]), max(0, len(every) - MOST_ROWS))


def _reasons(rows: Iterable[BatchRow]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        yield Cell(row.source), Cell(row.reason.removeprefix(f"{row.source}: "))


def _copies(rows: Iterable[BatchRow]) -> Iterable[Sequence[Cell]]:
    for row in rows:
        yield Cell(row.source), Cell(row.duplicate_of)


def _warnings(rows: Iterable[BatchRow], output: Path) -> Iterable[Sequence[Cell]]:
    for row in rows:
        for warning in row.facts.warnings if row.facts else ():
            yield _source(row, output), Cell(warning)


def _claims(rows: Iterable[BatchRow], output: Path) -> Iterable[Sequence[Cell]]:
    for row in rows:
        facts = row.facts
        if facts and facts.claimed is not None and facts.claimed != facts.essays:
            yield _source(row, output), Cell(str(facts.claimed)), Cell(str(facts.essays))


def _weak(rows: Iterable[BatchRow], output: Path) -> Iterable[Sequence[Cell]]:
    for row in rows:
        for line in row.facts.weak_lines if row.facts else ():
            name = line.file.name
            file = _within(row.folder / name, output) if row.folder else ""
            places = " ".join(f"¶{number}" for number in line.paragraphs)
            yield (
                Cell(f"{row.folder.name if row.folder else ''}/{name}", file),
                Cell(line.text),
                Cell(places),
            )


def _done(rows: Iterable[BatchRow], output: Path) -> Iterable[Sequence[Cell]]:
    for row in rows:
        facts = row.facts
        numbers: tuple[int, ...] = ()
        if facts:
            repairs = sum(count for kind, count in facts.repairs if kind != "lost_text")
            numbers = (facts.essays, facts.characters, repairs, facts.verified, facts.replaced)
            numbers += (facts.refused, facts.weak)
        yield _source(row, output), *(Cell(str(number)) for number in numbers)


def _source(row: BatchRow, output: Path) -> Cell:
    """The source, leading to its overview or the first of its files."""
    names = [path for path in row.outputs if path.name.startswith("index")] or list(row.outputs)
    return Cell(row.source, _within(names[0], output) if names else "")


def _within(path: Path, output: Path) -> str:
    return path.relative_to(output).as_posix() if path.is_relative_to(output) else ""
