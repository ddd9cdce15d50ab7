"""The engine for few sources: everything in this process, with the model beside it.

With one thread, or where torch is loaded here already, or where the loader keeps the model
for later runs, the model is here as well. Sources are taken in small windows, so that the
model sees the passages of several at once.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from time import perf_counter
from typing import TypeVar

from notes.batch.beside import Beside
from notes.batch.caches import forget
from notes.batch.model import Loader, independent, stays
from notes.batch.outcome import Done, Failed, failure, late
from notes.batch.plan import Job
from notes.batch.stages import Begun, Task, begin, complete, warm
from notes.errors import ModelError, SettingsError
from notes.summarize.protocol import Request, Summarizer, trusts_fusion

WINDOW_REQUESTS, WINDOW_FILES = 96, 12
"""A window ends with the file that brings it to so many requests, or after so many files."""

Note = Callable[[Job, str], None]
"""Is told which stage a job has come to."""

T = TypeVar("T")


def _mute(_job: Job, _stage: str) -> None:
    """Tell nobody."""


class TimeUpError(BaseException):
    """A source took longer than it may; no ``except Exception`` on the way may keep it."""


class Here:
    """Runs jobs in this process, with ``threads`` for the model.

    ``seconds`` is the limit for each half of the work on a source (0: none).
    """

    def __init__(
        self,
        task: Task,
        loader: Loader,
        *,
        threads: int = 1,
        seconds: float = 0,
        note: Note = _mute,
    ) -> None:
        self.task, self.loader, self.threads = task, loader, threads
        self.seconds, self.note = seconds, note
        self._summarizer: Summarizer | None = None
        self._beside: Beside | None = None

    def run(self, jobs: Iterable[Job]) -> Generator[Done | Failed, None, None]:
        """Yield what became of each job. Raises ``ModelError`` and ``SettingsError``."""
        if self.threads > 1 and "torch" not in sys.modules and not stays(self.loader):
            self._beside = Beside(self.loader, self.threads)
        try:
            yield from self._run(jobs)
        finally:
            if self._beside:
                self._beside.stop()

    def _run(self, jobs: Iterable[Job]) -> Generator[Done | Failed, None, None]:
        warm(self.task)
        window: list[tuple[Job, Begun | Failed]] = []
        asked = 0
        for job in jobs:
            self.note(job, "read")
            begun = self._guarded(job, partial(begin, job, self.task))
            window.append((job, begun))
            asked += len(begun.draft.requests) if isinstance(begun, Begun) else 0
            if asked >= WINDOW_REQUESTS or len(window) >= WINDOW_FILES:
                yield from self._finish(window)
                window, asked = [], 0
        yield from self._finish(window)

    def _finish(self, window: list[tuple[Job, Begun | Failed]]) -> Iterator[Done | Failed]:
        """Ask the model about a window and yield its outcomes, in their order."""
        good = [(job, begun) for job, begun in window if isinstance(begun, Begun)]
        answered: Iterator[tuple[list[str], float] | ModelError] = iter(())
        if good:
            summarizer = self._load(good[0])
            self.note(good[0][0], "model")
            answered = iter(answers_of(summarizer, [begun.draft.requests for _, begun in good]))
        for job, begun in window:
            answers = next(answered) if isinstance(begun, Begun) else None
            if isinstance(begun, Failed):
                yield begun
            elif isinstance(answers, ModelError):
                yield failure(job, answers)
            elif answers is not None:
                yield self._complete(job, begun, answers)

    def _complete(self, job: Job, begun: Begun, answers: tuple[list[str], float]) -> Done | Failed:
        self.note(job, "verify and merge")
        texts, seconds = answers
        fusion = trusts_fusion(self._summarizer)
        work = partial(complete, job, self.task, begun.draft, texts, fusion=fusion)
        made = self._guarded(job, work)
        forget()
        if isinstance(made, Failed):
            return made
        spent = {**begun.seconds, "model": seconds, **made.seconds}
        return Done(job, replace(made, seconds=spent))

    def _load(self, first: tuple[Job, Begun]) -> Summarizer:
        if self._summarizer is None:
            job, begun = first
            self.note(job, "load model")
            began = perf_counter()
            self._summarizer = (
                self._beside.wait() if self._beside else self.loader.load(self.threads)
            )
            begun.seconds["load model"] = perf_counter() - began
        return self._summarizer

    def _guarded(self, job: Job, work: Callable[[], T]) -> T | Failed:
        try:
            with time_limit(self.seconds):
                return work()
        except TimeUpError:
            return late(job, self.seconds)
        except SettingsError:
            raise
        except Exception as error:  # noqa: BLE001 - one source must not end the run
            return failure(job, error)


def answers_of(
    summarizer: Summarizer, asked: Sequence[Sequence[Request]]
) -> list[tuple[list[str], float] | ModelError]:
    """Beside the sources: the answers to their requests and the seconds, or the error.

    All are asked at once where each answer rests on its request alone, else source by
    source; so are they where the model fails, to find the source that it fails for.
    """
    if len(asked) > 1 and independent(summarizer):
        flat = [request for requests in asked for request in requests]
        began = perf_counter()
        try:
            answers = iter(summarizer.write(flat))
        except ModelError:
            pass
        else:
            share = (perf_counter() - began) / max(len(flat), 1)
            return [([next(answers) for _ in one], share * len(one)) for one in asked]
    found: list[tuple[list[str], float] | ModelError] = []
    for requests in asked:
        began = perf_counter()
        try:
            found.append((summarizer.write(requests), perf_counter() - began))
        except ModelError as error:
            found.append(error)
    return found


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise ``TimeUpError`` in the body after so many seconds (0: never).

    It needs a signal: on Windows, and outside the main thread, there is no limit. A library
    that does not return to Python is not interrupted.
    """
    usable = hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()
    if not seconds or not usable:
        yield
        return

    def up(*_: object) -> None:
        raise TimeUpError

    before = signal.signal(signal.SIGALRM, up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
