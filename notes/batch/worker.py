"""What runs in the processes of the engine: the workers and the models.

Each speaks with the engine over one pipe, in turns: it says that it is ready, gets an
order, answers, gets the next. It ends with its orders (``None`` or a closed pipe), with
the engine's process, and at SIGTERM; Ctrl-C does not reach it, as it has a process
group of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from time import perf_counter
from typing import Any, NoReturn

from notes.batch.model import Loader, independent
from notes.batch.outcome import Done, Failed, failure
from notes.batch.parcel import packed, unpacked
from notes.batch.plan import Job
from notes.batch.stages import Task, begin, complete, forget, warm
from notes.errors import ModelError, NotesError, SettingsError
from notes.summarize.protocol import Request, Summarizer, trusts_fusion


@dataclass(frozen=True, slots=True)
class Begin:
    """Order to a worker: make the draft of a job."""

    job: Job


@dataclass(frozen=True, slots=True)
class Complete:
    """Order to a worker: make the files of a job, whose ``draft`` is packed."""

    job: Job
    draft: bytes
    answers: tuple[str, ...]
    fusion: bool


@dataclass(frozen=True, slots=True)
class Drafted:
    """Answer of a worker: the requests of a job and its draft, packed, for later."""

    job: Job
    requests: tuple[Request, ...]
    draft: bytes
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Ready:
    """First word of a process; a model says what is known of its answers."""

    fusion: bool = True
    independent: bool = True
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Broken:
    """Answer: the whole run is at fault (a setting, the model), not one source."""

    error: NotesError


@dataclass(frozen=True, slots=True)
class Answers:
    """Answer of a model: a text, or the reason why there is none, for each request."""

    texts: tuple[str | ModelError, ...]
    seconds: float


def work(pipe: Connection, task: Task) -> None:
    """Be a worker: ``Begin`` → ``Drafted``, ``Complete`` → ``Done``; or ``Failed``."""
    _enter()
    try:
        warm(task)
    except SettingsError as error:
        pipe.send(Broken(error))
        return
    pipe.send(Ready())
    while (order := _next(pipe)) is not None:
        pipe.send(_obey(order, task))
        forget()


def _obey(order: Begin | Complete, task: Task) -> Drafted | Done | Failed | Broken:
    job = order.job
    try:
        if isinstance(order, Begin):
            begun = begin(job, task)
            return Drafted(job, begun.draft.requests, packed(begun.draft), begun.seconds)
        draft = unpacked(order.draft)
        return Done(job, complete(job, task, draft, order.answers, fusion=order.fusion))
    except SettingsError as error:
        return Broken(error)
    except Exception as error:  # noqa: BLE001 - one source must not end the run
        return failure(job, error)


def summarize(pipe: Connection, loader: Loader, threads: int) -> None:
    """Be a model: a tuple of ``Request`` → ``Answers``."""
    _enter()
    began = perf_counter()
    try:
        model = loader.load(threads)
    except NotesError as error:
        pipe.send(Broken(error))
        return
    pipe.send(Ready(trusts_fusion(model), independent(model), perf_counter() - began))
    while (requests := _next(pipe)) is not None:
        began = perf_counter()
        pipe.send(Answers(tuple(_write(model, requests)), perf_counter() - began))
        forget()


def _write(model: Summarizer, requests: Sequence[Request]) -> Sequence[str | ModelError]:
    try:
        return model.write(requests)
    except ModelError as error:
        if len(requests) == 1 or not independent(model):
            return [error] * len(requests)
    # One by one, to find those that the model fails for.
    return [text for request in requests for text in _write(model, [request])]


def _enter() -> None:
    """Settle in as a child: end with the parent and by SIGTERM, be spared of Ctrl-C."""
    # Standard output is for the events of the parent alone; libraries may print.
    with suppress(OSError):
        os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    if hasattr(os, "setpgid"):
        with suppress(OSError):
            os.setpgid(0, 0)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _leave(*_: object) -> NoReturn:
    # An exception, so that converters which were started are stopped on the way out.
    sys.exit(1)


def _follow_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _next(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None
