"""The process of a model: requests in, answers out. It imports nothing that reads or writes."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from time import perf_counter

from notes.batch.caches import forget
from notes.batch.inside import Broken, Ready, enter, next_order
from notes.batch.model import Loader, independent
from notes.errors import ModelError, NotesError
from notes.summarize.protocol import Request, Summarizer, trusts_fusion


@dataclass(frozen=True, slots=True)
class Answers:
    """Answer of a model: a text, or the reason why there is none, for each request."""

    texts: tuple[str | ModelError, ...]
    seconds: float


def summarize(pipe: Connection, loader: Loader, threads: int) -> None:
    """Be a model: a tuple of ``Request`` → ``Answers``."""
    enter()
    began = perf_counter()
    try:
        model = loader.load(threads)
    except NotesError as error:
        pipe.send(Broken(error))
        return
    # What was loaded stays; looking through it again and again only takes time.
    gc.freeze()
    pipe.send(Ready(trusts_fusion(model), independent(model), perf_counter() - began))
    while (requests := next_order(pipe)) is not None:
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


def never_ready(exitcode: int | None) -> ModelError:
    """The error of a model whose process ends again and again before it can answer."""
    return ModelError(
        f"模型进程一再意外结束（退出码 {exitcode}），可能内存不足，请换一个小一些的模型，"
        "或用 --workers 1 再试。"
    )
