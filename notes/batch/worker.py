"""The process of a worker: it makes drafts of sources, and of drafts and answers the files."""

from __future__ import annotations

from dataclasses import dataclass
from multiprocessing.connection import Connection

from notes.batch.caches import forget
from notes.batch.inside import Broken, Ready, enter, next_order
from notes.batch.outcome import Done, Failed, failure
from notes.batch.parcel import packed, unpacked
from notes.batch.plan import Job
from notes.batch.stages import Task, begin, complete, warm
from notes.errors import SettingsError
from notes.summarize.protocol import Request


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


def work(pipe: Connection, task: Task) -> None:
    """Be a worker: ``Begin`` → ``Drafted``, ``Complete`` → ``Done``; or ``Failed``."""
    enter()
    try:
        warm(task)
    except SettingsError as error:
        pipe.send(Broken(error))
        return
    pipe.send(Ready())
    while (order := next_order(pipe)) is not None:
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
