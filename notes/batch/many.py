"""The engine for many sources: worker processes, and models fed by all of them.

::

    jobs ─▶ worker: read, draft ─▶ waiting requests ─▶ model (batches across sources)
                                                        │
    outcome ◀─ worker: verify, merge, write aside ◀─────┘

One loop in this process hands out orders and collects answers; it computes nothing and
loads neither torch nor jieba. Each process has one order at a time, so a crash or a time
limit is known to belong to one source. What waits for a model is bounded by requests and
bytes; nothing of a finished source is kept.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from multiprocessing import connection
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from notes.batch.inside import Broken, Ready
from notes.batch.model import Loader
from notes.batch.modelling import Answers, never_ready, summarize
from notes.batch.outcome import Done, Failed, crashed, failure, late
from notes.batch.plan import Job
from notes.batch.process import Child
from notes.batch.stages import Task
from notes.batch.waiting import Asked, Slot, Waiting
from notes.batch.worker import Begin, Complete, Drafted, work
from notes.errors import NotesError
from notes.summarize.protocol import Request

MOST_REQUESTS, MOST_BYTES = 384, 64 << 20
"""No further source is begun while so much waits for the models."""

STARTS = 3
"""So often a process may end before it is ready, until the run is given up."""


class Many:
    """Runs jobs in ``workers`` processes and ``models`` more for the model.

    Each model computes with ``threads``. ``seconds`` is the limit for each half of a
    worker's work on a source (0: none); waiting for the model does not count. ``worker`` is
    what runs in the worker processes.
    """

    def __init__(  # noqa: PLR0913 - the measures of an engine
        self,
        task: Task,
        loader: Loader,
        *,
        workers: int,
        models: int = 1,
        threads: int = 1,
        seconds: float = 0,
        worker: Callable[[Connection, Task], None] = work,
    ) -> None:
        self.task, self.loader, self.seconds = task, loader, seconds
        self.sizes = (workers, models, threads)
        self.worker = worker
        self._workers: list[Child] = []
        self._models: list[Child] = []
        self._todo: Iterator[Job] = iter(())
        self._next: Job | None = None
        self._answered: deque[Asked] = deque()
        self._waiting = Waiting()
        self._unready: Counter[bool] = Counter()
        self._fusion = True

    def run(self, jobs: Iterable[Job]) -> Generator[Done | Failed, None, None]:
        """Yield what became of each job, in the order in which they come to an end.

        Raises ``ModelError`` and ``SettingsError``. All processes are ended when the
        iterator is closed.
        """
        self._todo = iter(jobs)
        self._next = next(self._todo, None)
        workers, models, _ = self.sizes
        try:
            self._models = [self._model() for _ in range(models)]
            self._workers = [Child(self.worker, self.task) for _ in range(workers)]
            while self._hand_out():
                yield from self._collect()
        finally:
            self.close()

    def close(self) -> None:
        """End all processes at once."""
        children = [*self._workers, *self._models]
        for child in children:
            child.terminate()
        for child in children:
            child.stop()
        self._workers, self._models = [], []

    def _model(self) -> Child:
        return Child(summarize, self.loader, self.sizes[2])

    def _hand_out(self) -> bool:
        """Give an order to whoever is idle; whether there is anything left to wait for."""
        for worker in self._workers:
            if worker.idle:
                self._order(worker)
        for model in self._models:
            if model.idle and model.ready:
                batch = self._waiting.take(mixed=model.ready.independent)
                if batch:
                    model.give(batch, tuple(batch.values()))
        return bool(
            self._next or self._answered or self._waiting.sources or self._busy(self._workers)
        )

    def _order(self, worker: Child) -> None:
        if self._answered:
            asked = self._answered.popleft()
            texts = tuple(text or "" for text in asked.answers)
            worker.give(asked, Complete(asked.job, asked.draft, texts, self._fusion))
        elif self._next and len(self._waiting) < MOST_REQUESTS and self._waiting.load < MOST_BYTES:
            worker.give(self._next, Begin(self._next))
            self._next = next(self._todo, None)

    @staticmethod
    def _busy(children: Iterable[Child]) -> bool:
        return any(child.order is not None for child in children)

    def _collect(self) -> Iterator[Done | Failed]:
        """Wait for the next words and deal with them."""
        pipes: dict[Any, tuple[list[Child], Child]] = {
            child.pipe: (children, child)
            for children in (self._workers, self._models)
            for child in children
        }
        for pipe in connection.wait(list(pipes), self._patience()):
            children, child = pipes[pipe]
            order = child.order
            try:
                word = child.receive()
            except EOFError:
                yield from self._replace(children, child)
            else:
                if isinstance(word, Ready):
                    self._unready[children is self._models] = 0
                yield from self._heed(word, order)
        yield from self._end_late()

    def _heed(self, word: object, order: Any) -> Iterator[Done | Failed]:
        if isinstance(word, Broken):
            raise word.error
        if isinstance(word, Drafted):
            self._waiting.add(word)
            if not word.requests:
                self._answered.append(self._waiting.sources.pop(word.job.number))
        elif isinstance(word, Answers):
            for one in self._waiting.answer(order, word.texts, word.seconds):
                if isinstance(one, Asked):
                    self._answered.append(one)
                else:
                    yield failure(*one)
        elif isinstance(word, Done):
            yield _with_seconds(word, order)
        elif isinstance(word, Failed):
            yield word
        else:
            self._fusion = all(model.ready.fusion for model in self._models if model.ready)

    def _patience(self) -> float | None:
        """Seconds until the first worker is late."""
        busy = [worker.since for worker in self._workers if worker.order is not None]
        if not self.seconds or not busy:
            return None
        return max(0.0, min(busy) + self.seconds - monotonic())

    def _end_late(self) -> Iterator[Failed]:
        for at, worker in enumerate(self._workers):
            order = worker.order
            if self.seconds and order is not None and monotonic() - worker.since >= self.seconds:
                worker.stop()
                self._workers[at] = Child(self.worker, self.task)
                yield late(_job(order), self.seconds)

    def _replace(self, children: list[Child], child: Child) -> Iterator[Failed]:
        """Start another process for one that ended; its source has failed."""
        order, exitcode = child.order, child.exitcode
        child.stop()
        is_model = children is self._models
        if child.ready is None:
            self._unready[is_model] += 1
            if self._unready[is_model] >= STARTS:
                raise never_ready(exitcode) if is_model else _not_started(exitcode)
        if is_model:
            children[children.index(child)] = self._model()
            if order is not None:
                yield from self._after_model_crash(order, exitcode)
            return
        children[children.index(child)] = Child(self.worker, self.task)
        if order is not None:
            yield crashed(_job(order), exitcode)

    def _after_model_crash(
        self, batch: dict[Slot, Request], exitcode: int | None
    ) -> Iterator[Failed]:
        """Find the source that a model crashes on; it fails once it is alone in a batch."""
        first, *others = {number for number, _ in batch}
        asked = self._waiting.sources.get(first)
        if others:
            self._waiting.put_back(batch)
        elif asked is not None:
            self._waiting.drop(first)
            yield crashed(asked.job, exitcode)


def _job(order: Job | Asked) -> Job:
    return order.job if isinstance(order, Asked) else order


def _with_seconds(done: Done, order: Any) -> Done:
    if isinstance(order, Asked):
        done.made.seconds.update({**order.seconds, **done.made.seconds})
    return done


def _not_started(exitcode: int | None) -> NotesError:
    return NotesError(f"工作进程一再启动不了（退出码 {exitcode}），请用 --workers 1 再试。")
