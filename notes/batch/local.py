"""Runs the pipeline over files and folders on this machine, and goes on where it was cut off.

::

    discover ─▶ plan (journal, hashes) ─▶ engine (single | many) ─▶ journal, then the files
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import perf_counter
from typing import Literal

from notes.batch.console import Console
from notes.batch.discover import Discovery, Filters, discover
from notes.batch.fingerprint import fingerprint
from notes.batch.journal import folders_of
from notes.batch.many import Many
from notes.batch.mirror import Mirror
from notes.batch.model import CheckpointLoader, Loader
from notes.batch.plan import Job, key_of
from notes.batch.remote import is_remote
from notes.batch.report import write_report
from notes.batch.result import BatchResult, BatchRow
from notes.batch.run import Engine, Run
from notes.batch.single import Here
from notes.batch.stages import Task
from notes.batch.timing import timing
from notes.batch.weak import WeakLine
from notes.errors import FAILED, OK, PARTIAL, UNPROVEN, OutputError
from notes.reading import unknown_format
from notes.settings import Settings
from notes.summarize.checkpoint import find

FEW = 4
"""From so many sources on processes are started, unless the user names their number."""


@dataclass(frozen=True, slots=True)
class Options:
    """How a run is done; nothing here changes the notes.

    ``workers`` is the number of processor cores to use (``None``: all at hand),
    ``timeout`` the seconds for each half of the work on a source (0: no limit).
    ``fresh`` does everything again, ``force`` replaces notes that were edited by hand,
    ``strict`` names the weak points. ``engine`` is where it is done: on this machine, or on
    the Ray cluster at ``ray_address``.
    """

    workers: int | None = None
    timeout: float = 600
    fresh: bool = False
    force: bool = False
    strict: bool = False
    filters: Filters = field(default_factory=Filters)
    engine: Literal["local", "ray"] = "local"
    ray_address: str | None = None


def summarize_files(
    paths: Sequence[Path],
    output: Path,
    settings: Settings,
    console: Console,
    options: Options | None = None,
) -> int:
    """Write notes for all readable files under ``paths`` and return the exit code.

    Raises ``SettingsError`` or ``ModelError`` when no file could be done for that
    reason, and ``OutputError`` when the output folder cannot be used at all.
    """
    options = options or Options()
    if is_remote(output):
        return _summarize_to_url(paths, output, settings, console, options)
    result = run_batch(paths, output, settings, console, options)
    return _told(result, console, options)


def _summarize_to_url(
    paths: Sequence[Path], output: Path, settings: Settings, console: Console, options: Options
) -> int:
    """Work on a local mirror of ``output`` and send there what is finished."""
    mirror = Mirror(output)
    mirror.pull()
    result = run_batch(paths, mirror.folder, settings, console, options, published=mirror.push)
    code = _told(result, console, options, shown=output)
    mirror.finish()
    return code


def _told(
    result: BatchResult, console: Console, options: Options, *, shown: Path | None = None
) -> int:
    """Report what became of a run, as one on ``shown``; return the exit code of the command."""
    code = _reported(result, console)
    console.summary(replace(result, output=shown or result.output))
    if options.strict:
        console.weak(_weak(result))
    return result.exit_code or code


def _reported(result: BatchResult, console: Console) -> int:
    """Write the report where there was more than one source; 0, or the code of what failed."""
    if len(result.rows) < 2 or not result.output.is_dir():
        return OK
    try:
        write_report(result)
    except OutputError as error:
        console.say(f"错误：{error}")
        return error.exit_code
    told = timing(result)
    if told and not console.quiet:
        console.say(told)
    return OK


def run_batch(  # noqa: PLR0913 - the whole of a run meets here
    paths: Sequence[Path],
    output: Path,
    settings: Settings,
    console: Console,
    options: Options,
    loader: Loader | None = None,
    published: Callable[[str], None] = lambda _: None,
) -> BatchResult:
    """Do what ``summarize_files`` does, and return what became of each source.

    ``loader`` stands for the model, by default the one that ``settings`` name; ``published``
    is told of each folder of notes that is in place. Raises what
    ``summarize_files`` raises; where the run itself is cut short (Ctrl-C, a full disk) the
    result says so.
    """
    began = perf_counter()
    found = discover(paths, _beside_notes(options.filters, paths, output))
    loader = loader or CheckpointLoader(find(settings.model))
    workers = options.workers or cores()
    rows = _before(found, paths)
    console.expect(len(rows) + len(found.files))
    for row in rows:
        console.row(row)
    run = Run(output, console, fresh=options.fresh, settings=settings, published=published)
    if found.files:
        run.do(
            found,
            [key_of(path, output) for path in paths],
            fingerprint(settings, loader.identity),
            lambda created, jobs: _engine(
                jobs,
                Task(replace(settings, created=created), output, loader.name, force=options.force),
                loader,
                options,
                console,
            ),
        )
    rows = [*rows, *run.rows()]
    result = BatchResult(
        output=output,
        rows=tuple(rows),
        model=loader.name,
        created=run.created,
        workers=workers,
        seconds=perf_counter() - began,
        stopped=run.stopped,
    )
    return replace(result, exit_code=run.exit_code or _exit_code(result, strict=options.strict))


def cores() -> int:
    """How many processor cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _engine(
    jobs: Sequence[Job], task: Task, loader: Loader, options: Options, console: Console
) -> Engine:
    """Processes for many sources; for few, or one core, nothing is started."""
    workers = options.workers or cores()
    if options.engine == "ray":
        from notes.batch.ray_engine import RayEngine

        return RayEngine(
            task,
            loader,
            address=options.ray_address,
            workers=workers,
            seconds=options.timeout,
        )
    if workers == 1 or len(jobs) < (2 if options.workers else FEW):
        return Here(
            task,
            loader,
            threads=workers,
            seconds=options.timeout,
            note=lambda job, stage: console.stage(job.path, stage),
        )
    # The model takes six times the work of the rest, and small products gain little from
    # threads: a light model runs once a core, a heavy one once with all of them.
    models = min(workers, len(jobs)) if loader.light else 1
    return Many(
        task,
        loader,
        workers=min(max(2, -(-workers // 2)), len(jobs)),
        models=models,
        threads=workers // models,
        seconds=options.timeout,
    )


def _beside_notes(filters: Filters, paths: Sequence[Path], output: Path) -> Filters:
    """``filters`` that keep the notes of earlier runs from being read as sources.

    The output folder is not entered. Where the sources lie in that very folder, only the
    folders of notes are left out that its journal knows.
    """
    home = Path(os.path.realpath(output))
    inside = any(Path(os.path.realpath(path)).is_relative_to(home) for path in paths)
    without = [output / name for name in folders_of(output)] if inside else [output]
    return replace(filters, without=(*filters.without, *without))


def _before(found: Discovery, paths: Sequence[Path]) -> list[BatchRow]:
    """The rows of what discovery could not use or passed over."""
    rows = [BatchRow(error.path, "failed", str(error)) for error in found.errors]
    rows += [BatchRow(str(path), "skipped", str(unknown_format(path))) for path in found.skipped]
    rows += [
        BatchRow(str(path), "skipped", f"{path}: 文件大于 --max-size，没有读取。")
        for path in found.large
    ]
    if paths and not (found.files or found.errors):
        named = "、".join(map(str, paths))
        reason = f"{named}: 按 --include、--exclude、--max-size 筛选后没有要读的文件，请放宽条件。"
        rows.append(BatchRow(named, "failed", reason))
    return rows


def _weak(result: BatchResult) -> Iterator[WeakLine]:
    for row in result.of("written", "unchanged"):
        if row.facts is not None and row.folder is not None:
            for line in row.facts.weak_lines:
                yield replace(line, file=row.folder / line.file)


def _exit_code(result: BatchResult, *, strict: bool) -> int:
    if result.of("failed"):
        return PARTIAL if result.of("written", "unchanged") else FAILED
    return UNPROVEN if strict and any(True for _ in _weak(result)) else OK
