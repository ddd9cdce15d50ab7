"""One run on an output folder: the journal is kept, files come into place, rows are collected.

What became of a source is in the journal before its files are in their place, and whether
they are is seen later by their hashes; so a run may be killed at any moment.
"""

from __future__ import annotations

import shutil
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from notes.batch.console import Console
from notes.batch.discover import Discovery
from notes.batch.journal import Entry, Journal
from notes.batch.lock import locked
from notes.batch.outcome import Done, Failed, failure
from notes.batch.plan import Job, Plan, make_plan, of_copy
from notes.batch.result import BatchRow
from notes.errors import INTERRUPTED, TERMINATED, OutputError
from notes.render.write import publish, sweep
from notes.settings import Settings

FUTILE = 3
"""After so many sources in a row that could not be written the run is given up."""


class Engine(Protocol):
    """Does jobs, here, in processes, or on other machines."""

    def run(self, jobs: Iterable[Job]) -> Generator[Done | Failed, None, None]:
        """Yield what became of each job, in any order; nothing is left running once closed.

        The files of a ``Done`` are written aside and wait for ``publish``. Raises
        ``ModelError`` and ``SettingsError`` where they concern the whole run.
        """
        ...


class _Cut(BaseException):
    """The run is to end now: ``sentence`` and ``code`` for the user."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.sentence, self.code = sentence, code


class Run:
    """A run of ``settings`` on the folder ``output``.

    ``published`` is told of each folder whose files have come into place; it may raise
    ``OutputError``. ``created`` is the date that its notes bear; ``stopped`` and
    ``exit_code`` say why it ended early, if it did.
    """

    def __init__(
        self,
        output: Path,
        console: Console,
        *,
        fresh: bool,
        settings: Settings,
        published: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.published = published
        self.output, self.console, self.fresh = output, console, fresh
        self.created = settings.created
        self.stopped = ""
        self.exit_code = 0
        self._rows: dict[int, BatchRow] = {}
        self._futile = 0

    def rows(self) -> list[BatchRow]:
        """The rows of the sources that were dealt with, in the order of discovery."""
        return [self._rows[number] for number in sorted(self._rows)]

    def do(
        self,
        found: Discovery,
        paths: Sequence[str],
        fingerprint: str,
        engine: Callable[[str, Sequence[Job]], Engine],
    ) -> None:
        """Do all that is to be done for the files in ``found``.

        ``paths`` are the keys of what the user named; ``engine`` gets the date of the notes
        and the jobs. Raises ``OutputError`` where the folder cannot be used or another run
        holds it, and what the engine raises.
        """
        with locked(self.output), Journal(self.output) as journal:
            sweep(self.output)
            try:
                with _cut_by_signals():
                    self._do(journal, found, paths, fingerprint, engine)
            except (_Cut, KeyboardInterrupt) as cut:
                sweep(self.output)
                self._stop(found, cut)

    def _do(
        self,
        journal: Journal,
        found: Discovery,
        paths: Sequence[str],
        fingerprint: str,
        engine: Callable[[str, Sequence[Job]], Engine],
    ) -> None:
        number, self.created = journal.begin(self.created, paths, fingerprint, fresh=self.fresh)
        with self.console.working(len(found.files)):
            plan = make_plan(found, self.output, journal.entries, fingerprint, fresh=self.fresh)
            for at, row in plan.rows.items():
                self._keep(at, row)
            if plan.jobs:
                with closing(engine(self.created, plan.jobs).run(plan.jobs)) as outcomes:
                    for outcome in outcomes:
                        self._settle(outcome, journal, fingerprint)
            self._copies(plan, found)
        journal.end(number)

    def _copies(self, plan: Plan, found: Discovery) -> None:
        for at, original in plan.copies.items():
            self._keep(at, of_copy(found.files[at], self._rows[original]))

    def _keep(self, number: int, row: BatchRow, detail: str = "") -> None:
        self._rows[number] = row
        self.console.row(row, detail)

    def _settle(self, outcome: Done | Failed, journal: Journal, fingerprint: str) -> None:
        """Put the files of a source in their place, or note why there are none."""
        job = outcome.job
        if isinstance(outcome, Done):
            try:
                row = self._put(outcome, journal, fingerprint)
            except OutputError as error:
                shutil.rmtree(outcome.made.staged.place, ignore_errors=True)
                outcome = failure(job, error)
            else:
                self._keep(job.number, row)
                self._futile = 0
                return
        # Files of a version that was recorded may be in place already.
        last = journal.entries.get(job.key)
        job = replace(job, known=last.known() if last else job.known)
        entry = _entry(job, fingerprint, failed=True, error=outcome.reason)
        # A journal that cannot be written leaves the source to be tried again, as it is.
        with suppress(OutputError):
            journal.record(entry)
        row = BatchRow(
            str(job.path), "failed", outcome.reason, seconds=tuple(outcome.seconds.items())
        )
        self._keep(job.number, row, outcome.detail)
        self._futile = self._futile + 1 if outcome.output else 0
        if self._futile >= FUTILE:
            raise _Cut(
                f"{self.output}: 接连 {FUTILE} 个来源的笔记写不出去，不再往下做；"
                "已写成的都是完整的，问题解决后再运行同一命令会接着做。",
                OutputError.exit_code,
            )

    def _put(self, done: Done, journal: Journal, fingerprint: str) -> BatchRow:
        job, made = done.job, done.made
        staged = made.staged
        outputs = dict(zip(staged.names, staged.hashes, strict=True))
        entry = _entry(job, fingerprint, outputs=outputs, facts=made.facts)
        journal.record(entry)
        paths = publish(staged)
        self.published(job.folder)
        return BatchRow(
            str(job.path),
            "written",
            folder=staged.folder,
            outputs=paths,
            facts=made.facts,
            seconds=tuple(made.seconds.items()),
        )

    def _stop(self, found: Discovery, cut: BaseException) -> None:
        if isinstance(cut, _Cut):
            self.stopped, self.exit_code = cut.sentence, cut.code
            return
        left = len(found.files) - len(self._rows)
        self.stopped = (
            f"已按 Ctrl-C 中断，还有 {left} 个来源没有做；已写成的都是完整的，"
            "再运行同一命令会接着做。"
        )
        self.exit_code = INTERRUPTED


def _entry(job: Job, fingerprint: str, **more: object) -> Entry:
    return Entry(
        key=job.key,
        source=str(job.path),
        sha256=job.sha256,
        fingerprint=fingerprint,
        folder=job.folder,
        earlier=job.known,
        failed=bool(more.pop("failed", False)),
        **more,  # type: ignore[arg-type]
    )


@contextmanager
def _cut_by_signals() -> Iterator[None]:
    """End the run in order when the system asks for it (SIGTERM)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def cut(*_: object) -> None:
        raise _Cut("收到终止信号，已停下；已写成的都是完整的，再运行同一命令会接着做。", TERMINATED)

    before = signal.signal(signal.SIGTERM, cut)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
