"""Watches a folder: new and changed documents get their notes.

Each pass is an ordinary run over the folder, so journal, duplicates and edited notes are
treated as there. What the file system reports only wakes the watcher up; what changed it
sees by comparing sizes and times. A file is read when it has held still for a while, lest
half a copy be read; one that failed is tried again when it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic, time

from notes.batch.console import Console
from notes.batch.discover import Discovery, discover
from notes.batch.local import Options, run_batch
from notes.batch.model import CheckpointLoader, Loader
from notes.batch.report import write_report
from notes.batch.result import BatchResult, BatchRow
from notes.errors import (
    INTERRUPTED,
    OK,
    TERMINATED,
    MissingFileError,
    NotesError,
    OutputError,
    SettingsError,
)
from notes.settings import Settings
from notes.summarize.checkpoint import find
from notes.summarize.protocol import Summarizer

RETRY = 15.0
"""Seconds until a pass that could not write is tried again."""
RESCAN = 30.0
"""Seconds after which the folder is looked through even if the system told nothing."""
AGAIN = 600.0
"""Seconds after which a pass also tries again what failed and did not change."""

Signature = tuple[int, int]
"""Size in bytes and time of change in nanoseconds."""


@dataclass(frozen=True, slots=True)
class Watching:
    """How a folder is watched: seconds that a file must hold still, and whether by polling.

    Polling also sees changes on network drives, of which the system is not told.
    """

    settle: float = 2.0
    poll: bool = False


def watch_folder(  # noqa: PLR0913 - the whole of a run meets here
    folder: Path,
    output: Path,
    settings: Settings,
    console: Console,
    options: Options,
    watching: Watching | None = None,
    loader: Loader | None = None,
    ticks: Iterable[bool] | None = None,
    today: Callable[[], str] | None = None,
) -> int:
    """Write notes for what is in ``folder`` and for what comes into it, until Ctrl-C.

    ``ticks`` say again and again whether something may have changed; by default they come
    from the file system. ``today`` gives the date for the notes of each pass, by default that
    of ``settings``. Returns the exit code: 0, or 130 where a pass was cut off. Raises
    ``MissingFileError``, ``SettingsError`` and ``ModelError``, and ``OutputError`` of the
    first pass; later ones are told and tried again.
    """
    watching = watching or Watching()
    if not folder.is_dir():
        raise MissingFileError(folder, "没有这个文件夹，请检查路径。")
    loader = _Kept(loader or CheckpointLoader(find(settings.model)))
    news = _News(quiet=console.quiet, json_events=console.json_events)
    state = _State(folder, output, watching.settle, options)
    try:
        for changed in ticks or _ticks(folder, watching):
            state.dirty |= changed
            ready = state.ready()
            if not ready:
                continue
            if today:
                settings = replace(settings, created=today())
            try:
                result = run_batch([folder], output, settings, news, state.options(), loader)
            except OutputError as error:
                if not state.rows:
                    raise
                console.say(f"错误：{error}")
                state.wait()
                continue
            console.summary(replace(result, rows=news.take()))
            if result.exit_code in {INTERRUPTED, TERMINATED}:
                return result.exit_code
            if result.stopped:
                # The disk is full or gone: what could not be written is tried again.
                state.wait()
                continue
            state.settle(ready, result)
            _report(state.whole(result), console)
    except KeyboardInterrupt:
        pass
    console.say("已停止看管；再运行同一命令会接着做。")
    return OK


class _News(Console):
    """Tells of a source only what was not told before."""

    def __init__(self, *, quiet: bool, json_events: bool) -> None:
        super().__init__(quiet=quiet, json_events=json_events)
        self._told: dict[str, tuple[str, str]] = {}
        self._new: list[BatchRow] = []

    def row(self, row: BatchRow, detail: str = "") -> None:
        """Report what became of a source, unless it is as it was."""
        known = self._told.get(row.source)
        told = ("written" if row.status == "unchanged" else row.status, row.reason)
        self._told[row.source] = told
        if row.status == "written" or known != told:
            self._new.append(row)
            super().row(row, detail)

    def take(self) -> tuple[BatchRow, ...]:
        """The rows that were reported since the last call."""
        new, self._new = tuple(self._new), []
        return new


class _Kept:
    """A loader that keeps the model it has loaded for the passes to come."""

    stays = True

    def __init__(self, inner: Loader) -> None:
        self.inner = inner
        self._model: Summarizer | None = None

    def __reduce__(self) -> tuple[type[_Kept], tuple[Loader]]:
        return _Kept, (self.inner,)

    @property
    def name(self) -> str:
        return self.inner.name

    @property
    def identity(self) -> str:
        return self.inner.identity

    @property
    def light(self) -> bool:
        return self.inner.light

    def load(self, threads: int) -> Summarizer:
        if self._model is None:
            self._model = self.inner.load(threads)
        return self._model


class _State:
    """Which files are done, which have not come to rest, and which failed as they are."""

    def __init__(self, folder: Path, output: Path, settle: float, options: Options) -> None:
        self.folder, self.output, self.pause = folder, output, settle
        self._options = options
        self.rows: dict[str, BatchRow] = {}
        self.dirty = True
        self._after = 0.0
        self._done: dict[Path, Signature] = {}
        self._moving: dict[Path, tuple[Signature, float]] = {}
        self._failed: dict[str, tuple[Path, float]] = {}

    def ready(self) -> dict[Path, Signature]:
        """The new and changed files that hold still; empty while there is nothing to do."""
        if not self.dirty or monotonic() < self._after:
            return {}
        now = self._snapshot()
        self._done = {path: sign for path, sign in self._done.items() if path in now}
        moving: dict[Path, tuple[Signature, float]] = {}
        for path, sign in now.items():
            if self._done.get(path) == sign:
                continue
            before = self._moving.get(path)
            moving[path] = before if before and before[0] == sign else (sign, self._since(sign))
        self._moving = moving
        self.dirty = bool(moving)
        limit = monotonic() - self.pause
        return {path: sign for path, (sign, since) in moving.items() if since <= limit}

    def _since(self, sign: Signature) -> float:
        """Since when a file of this signature holds still: what is old by its time does."""
        age = time() - sign[1] / 1e9
        return monotonic() - (self.pause if age > self.pause else 0.0)

    def options(self) -> Options:
        """The options of a pass: without what is still moving, and what failed as it is."""
        out = [path for path in self._moving if not self._rests(path)]
        out += [Path(source) for source, one in self._failed.items() if self._stays(*one)]
        filters = replace(self._options.filters, ignored=frozenset(out))
        return replace(self._options, filters=filters)

    def settle(self, ready: dict[Path, Signature], result: BatchResult) -> None:
        """Note that ``ready`` is done, as ``result`` says."""
        seen = {_file_of(Path(row.source)) for row in result.rows}
        done = {path: sign for path, sign in ready.items() if path in seen}
        self._done.update(done)
        self._moving = {path: one for path, one in self._moving.items() if path not in done}
        self.dirty = bool(self._moving)
        self.rows.update((row.source, row) for row in result.rows)
        for row in result.rows:
            self._failed.pop(row.source, None)
            if row.status == "failed":
                self._failed[row.source] = (_file_of(Path(row.source)), monotonic())

    def wait(self) -> None:
        """Try again after a while."""
        self.dirty, self._after = True, monotonic() + RETRY

    def whole(self, result: BatchResult) -> BatchResult:
        """``result`` with the rows of the sources that earlier passes dealt with."""
        there = {str(path) for path in self._done}
        rows = [
            row
            for source, row in sorted(self.rows.items())
            if row.status != "failed" or str(_file_of(Path(source))) in there
        ]
        return replace(result, rows=tuple(rows))

    def _stays(self, path: Path, since: float) -> bool:
        """Whether a file that failed since then would fail again."""
        recent = monotonic() - since < AGAIN
        return recent and path in self._done and path not in self._moving

    def _rests(self, path: Path) -> bool:
        return self._moving[path][1] <= monotonic() - self.pause

    def _snapshot(self) -> dict[Path, Signature]:
        filters = self._options.filters
        hidden = replace(filters, without=(*filters.without, self.output))
        found = discover([self.folder], hidden)
        signs = {}
        for path in _files(found):
            try:
                status = path.stat()
            except OSError:
                continue
            signs[path] = (status.st_size, status.st_mtime_ns)
        return signs


def _files(found: Discovery) -> Iterator[Path]:
    """The files on disk behind what was found: of documents in archives, the archive."""
    for path in dict.fromkeys([*found.files, *(Path(error.path) for error in found.errors)]):
        file = _file_of(path)
        if file.is_file():
            yield file


def _file_of(path: Path) -> Path:
    return next((one for one in (path, *path.parents) if one.is_file()), path)


def _ticks(folder: Path, watching: Watching) -> Iterator[bool]:
    """Whether something changed below ``folder``, at least every half of the settling time."""
    from watchfiles import watch

    yield True
    looked = monotonic() - RESCAN
    pause = max(50, int(watching.settle * 500))
    try:
        for changes in watch(
            folder,
            watch_filter=None,
            step=50,
            debounce=pause,
            rust_timeout=pause,
            yield_on_timeout=True,
            force_polling=watching.poll or None,
        ):
            # Also when nothing was told: what came before the notices began, or too fast.
            due = monotonic() - looked >= RESCAN
            if due:
                looked = monotonic()
            yield bool(changes) or due
    except OSError as error:
        # Too many folders for the system's notices, or the folder was moved away.
        if not folder.is_dir():
            raise MissingFileError(folder, "文件夹不见了，请检查路径后再运行。") from error
        raise SettingsError(
            f"{folder}: 系统的文件通知用不了（{error}），请加上 --poll 再运行。"
        ) from error


def _report(result: BatchResult, console: Console) -> None:
    try:
        write_report(result)
    except NotesError as error:
        console.say(f"错误：{error}")
