"""What an engine says of a job: it was made, or it failed for a reason."""

from __future__ import annotations

import errno
import traceback
from dataclasses import dataclass, field

from notes.batch.plan import Job
from notes.batch.stages import Made
from notes.errors import InputError, NotesError, OutputError

_LOCAL = {errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG}


@dataclass(frozen=True, slots=True)
class Done:
    """The files of a source, ready to be moved into place."""

    job: Job
    made: Made


@dataclass(frozen=True, slots=True)
class Failed:
    """A source without notes.

    ``reason`` is a sentence that names the source; ``detail`` is a traceback where the
    program itself is at fault; ``output`` says that the disk is, or the output folder.
    """

    job: Job
    reason: str
    detail: str = ""
    output: bool = False
    seconds: dict[str, float] = field(default_factory=dict)


def failure(job: Job, error: Exception) -> Failed:
    """What ``error``, met while working on ``job``, means for it."""
    if isinstance(error, InputError):
        return Failed(job, str(error))
    if isinstance(error, OutputError):
        return Failed(job, f"{job.path}: 笔记没有写成（{error}）", output=not _is_local(error))
    if isinstance(error, NotesError):
        return Failed(job, f"{job.path}: {error}")
    if isinstance(error, MemoryError):
        return Failed(job, f"{job.path}: 内存不足，请关闭别的程序、减少 --workers 或拆开文件再试。")
    if isinstance(error, RecursionError):
        return Failed(job, f"{job.path}: 内容嵌套太深，处理不了，请另存为 .txt 再试。")
    told = "".join(traceback.format_exception(error))
    name = type(error).__name__
    return Failed(
        job, f"{job.path}: 程序内部出错（{name}: {error}），请把这份文件报给作者。", detail=told
    )


def _is_local(error: OutputError) -> bool:
    """Whether only the place of this one source is at fault."""
    cause = error.__cause__
    return isinstance(cause, OSError) and cause.errno in _LOCAL


def late(job: Job, limit: float) -> Failed:
    """The failure of a source that took longer than ``--timeout``."""
    return Failed(job, f"{job.path}: {limit:g} 秒内没有做完，请拆成几份，或用 --timeout 放宽时限。")


def crashed(job: Job, exitcode: int | None) -> Failed:
    """The failure of a source whose worker process ended by itself."""
    return Failed(
        job,
        f"{job.path}: 处理它的工作进程意外结束（{_cause(exitcode)}），请检查或另存这份文件后再试。",
    )


def _cause(exitcode: int | None) -> str:
    if exitcode is None or exitcode >= 0:
        return f"退出码 {exitcode}"
    if exitcode == -9:
        return "被系统终止，可能是内存不足"
    return f"信号 {-exitcode}"
