"""What the machines of a Ray cluster do: stages over tables of (number, word).

A *word* is a packed value of our own (``parcel.py``), on its way between processes of one run: an
``Order``, then ``Begun`` work, then ``Answered`` work, then ``Carried`` files, or at any
stage a ``Failed`` or ``Broken``, which the later stages pass on.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from notes.batch.caches import forget
from notes.batch.carried import Carried, Standing, complete_away
from notes.batch.device import to_gpu
from notes.batch.fingerprint import program
from notes.batch.inside import Broken
from notes.batch.model import Loader
from notes.batch.outcome import Failed, failure, late
from notes.batch.parcel import packed, unpacked
from notes.batch.plan import Job
from notes.batch.single import TimeUpError, answers_of, time_limit
from notes.batch.stages import Begun, Task, begin, warm
from notes.errors import ModelError, NotesError, SettingsError
from notes.summarize.protocol import Summarizer, trusts_fusion

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Order:
    """A job and the files that stand in its folder."""

    job: Job
    there: Standing


@dataclass(frozen=True, slots=True)
class Away:
    """What all machines must know.

    ``cwd`` is where relative paths begin, ``seconds`` the limit for each half of the work on
    a source, ``program`` the version of the driver.
    """

    task: Task
    cwd: str
    seconds: float
    program: str


@dataclass(frozen=True, slots=True)
class Drafted:
    """An order whose draft is made."""

    order: Order
    begun: Begun


@dataclass(frozen=True, slots=True)
class Answered:
    """An order whose requests are answered."""

    order: Order
    begun: Begun
    answers: tuple[str, ...]
    fusion: bool


def table(numbers: list[int], words: list[bytes]) -> pa.Table:
    """The rows of a block: the number of a job and its word."""
    import pyarrow as pa

    columns = {"number": pa.array(numbers, pa.int64()), "word": pa.array(words, pa.large_binary())}
    return pa.table(columns)


def words_of(rows: pa.Table) -> list[Any]:
    """The words of a block."""
    return [unpacked(word) for word in rows.column("word").to_pylist()]


def draft_block(rows: pa.Table, away: Away) -> pa.Table:
    """``Order`` → ``Drafted``: read the sources and do all that needs no model."""
    problem = _settled(away)
    words = [
        problem or _guarded(order.job, away, partial(_draft, order, away))
        for order in words_of(rows)
    ]
    return table(rows.column("number").to_pylist(), list(map(packed, words)))


def finish_block(rows: pa.Table, away: Away) -> pa.Table:
    """``Answered`` → ``Carried``: verify, merge and render."""
    _settled(away)
    words = [
        _guarded(word.order.job, away, partial(_finish, word, away))
        if isinstance(word, Answered)
        else word
        for word in words_of(rows)
    ]
    forget()
    return table(rows.column("number").to_pylist(), list(map(packed, words)))


class Model:
    """``Drafted`` → ``Answered``: an actor that loads the model once and keeps it."""

    def __init__(self, loader: Loader, identity: str, away: Away) -> None:
        self._loader, self._identity, self._away = loader, identity, away
        self._model: Summarizer | None = None
        self._broken: Broken | None = None

    def __call__(self, rows: pa.Table) -> pa.Table:
        """Answer the requests of all sources of a block together."""
        _settled(self._away)
        words = words_of(rows)
        drafted = [word for word in words if isinstance(word, Drafted)]
        if drafted:
            answers = iter(self._answers(drafted))
            words = [next(answers) if isinstance(word, Drafted) else word for word in words]
            forget()
        return table(rows.column("number").to_pylist(), list(map(packed, words)))

    def _answers(self, drafted: list[Drafted]) -> list[Answered | Failed | Broken]:
        began = perf_counter()
        loaded = self._model is not None
        try:
            model = self._load()
        except NotesError as error:
            return [Broken(error)] * len(drafted)
        if not loaded:
            drafted[0].begun.seconds["load model"] = perf_counter() - began
        fusion = trusts_fusion(model)
        words: list[Answered | Failed | Broken] = []
        asked = answers_of(model, [word.begun.draft.requests for word in drafted])
        for word, answers in zip(drafted, asked, strict=True):
            if isinstance(answers, ModelError):
                words.append(failure(word.order.job, answers))
                continue
            word.begun.seconds["model"] = answers[1]
            words.append(Answered(word.order, word.begun, tuple(answers[0]), fusion))
        return words

    def _load(self) -> Summarizer:
        if self._model is None:
            if self._loader.identity != self._identity:
                raise ModelError(
                    f"{self._loader.name}: 集群中有一台机器上的模型与本机的不同，"
                    "请各处放同一个模型后再试。"
                )
            self._model = self._loader.load(1)
            if getattr(self._loader, "gpu", False):
                to_gpu(self._model)
        return self._model


def _draft(order: Order, away: Away) -> Drafted:
    return Drafted(order, begin(order.job, away.task))


def _finish(word: Answered, away: Away) -> Carried:
    job, begun = word.order.job, word.begun
    carried = complete_away(
        job, away.task, begun.draft, word.answers, word.order.there, fusion=word.fusion
    )
    carried.seconds.update({**begun.seconds, **carried.seconds})
    return carried


def _guarded(job: Job, away: Away, work: Callable[[], object]) -> object:
    try:
        with time_limit(away.seconds):
            return work()
    except TimeUpError:
        return late(job, away.seconds)
    except SettingsError as error:
        return Broken(error)
    except Exception as error:  # noqa: BLE001 - one source must not end the run
        return failure(job, error)


@cache
def _settled(away: Away) -> Broken | None:
    """Make this process like the driver: same working folder, same program, tables loaded."""
    with suppress(OSError):
        os.chdir(away.cwd)
    if program() != away.program:
        return Broken(
            SettingsError(
                "集群中有一台机器上的 study-notes 与本机的版本不同，请各处装同一版后再试。"
            )
        )
    try:
        warm(away.task)
    except NotesError as error:
        return Broken(error)
    return None
