"""The engine for more than one machine: the stages of a run as a Ray Data pipeline.

::

    jobs ─▶ draft (tasks) ─▶ model (actors, on GPUs where there are some) ─▶ finish (tasks)
                                                                              │
    journal, files in place ◀─ this process, as with the local engine ◀───────┘

Ray does again what was lost with a machine. Blocks are small, so that little is. A block
whose processes die again and again is given up by Ray; its sources are then tried one by
one, and the one that kills its process has failed. Documentation: https://docs.ray.io/en/latest/data/
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import warnings
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from notes.batch.carried import Carried, land, standing
from notes.batch.fingerprint import program
from notes.batch.inside import Broken
from notes.batch.model import Loader
from notes.batch.outcome import Done, Failed, failure
from notes.batch.parcel import packed, unpacked
from notes.batch.plan import Job
from notes.batch.ray_stages import (
    Away,
    Model,
    Order,
    draft_block,
    finish_block,
    table,
)
from notes.batch.stages import Task
from notes.errors import OutputError, SettingsError

BLOCK, BATCH = 16, 16
"""Most sources of a block, and of one call of a model."""

TRIES = 3
"""So often Ray does a block again whose process or machine was lost."""

STARTS = 3
"""So often a node is started on this machine, where none is at hand."""

_SPREAD = 4
"""So many blocks a core at least, where there are sources enough."""


class RayEngine:
    """Runs jobs on the Ray cluster at ``address``, or on one of ``workers`` cores made here.

    ``seconds`` is the limit for each half of the work on a source (0: none). Sources must
    have the same path on all machines, or a URL; the output is written by this process.
    """

    def __init__(
        self,
        task: Task,
        loader: Loader,
        *,
        address: str | None = None,
        workers: int = 1,
        seconds: float = 0,
    ) -> None:
        self.task, self.loader = task, loader
        self.address, self.workers = address, workers
        self.away = Away(task, os.getcwd(), seconds, program())  # noqa: PTH109 - travels as text

    def run(self, jobs: Iterable[Job]) -> Generator[Done | Failed, None, None]:
        """Yield what became of each job. Raises ``ModelError`` and ``SettingsError``."""
        left = {job.number: job for job in jobs}
        total = len(left)
        with _connected(self.address, self.workers) as ray:
            cores = int(ray.cluster_resources().get("CPU", 1))
            size = max(1, min(BLOCK, len(left) // (cores * _SPREAD)))
            for block in (size, 1):
                if left:
                    yield from self._pass(ray, left, block)
        if total > 1 and len(left) == total:
            raise SettingsError(
                "--engine ray: 集群里的机器一个来源也没有做成，请确认每台都装有同一版 study-notes，"
                "并看得到这些文件。"
            )
        for job in left.values():
            yield Failed(
                job,
                f"{job.path}: 处理它的进程一再意外结束，可能内存不足或文件有问题，请检查后再试。",
            )

    def _pass(self, ray: Any, left: dict[int, Job], block: int) -> Iterator[Done | Failed]:
        """Send what is ``left`` through the stages, so many sources a block."""
        for rows in self._stages(ray, list(left.values()), block).iter_batches(
            batch_size=None, batch_format="pyarrow", prefetch_batches=1
        ):
            for number, word in zip(
                rows.column("number").to_pylist(), rows.column("word").to_pylist(), strict=True
            ):
                job = left.pop(number, None)
                if job is not None:
                    yield self._heard(job, unpacked(word))

    def _heard(self, job: Job, word: object) -> Done | Failed:
        if isinstance(word, Broken):
            raise word.error
        if isinstance(word, Carried):
            try:
                return Done(job, land(word, self.task.output))
            except OutputError as error:
                return failure(job, error)
        assert isinstance(word, Failed)  # noqa: S101 - the last stage gives nothing else
        return word

    def _stages(self, ray: Any, jobs: list[Job], block: int) -> Any:
        resources = ray.cluster_resources()
        cores, gpus = resources.get("CPU", 1), int(resources.get("GPU", 0))
        gpus = gpus if getattr(self.loader, "gpu", False) else 0
        models = gpus or max(1, int(cores))
        # Each core keeps room for a task beside its actor: whichever machine is lost, what
        # is left can do all stages. The model takes about six times the work of the rest.
        task = {
            "num_cpus": 0.25,
            "compute": ray.data.TaskPoolStrategy(max(1, int(cores // 3))),
            "batch_size": None,
            "max_retries": TRIES,
        }
        stage: dict[str, Any] = {"batch_format": "pyarrow"}
        orders = [self._orders(jobs[at : at + block]) for at in range(0, len(jobs), block)]
        with warnings.catch_warnings():
            # Ray would try a task without end whose process dies. Until 2.63 that can be
            # said here, with a warning that it cannot in 2.64.
            warnings.simplefilter("ignore")
            return (
                ray.data.from_arrow(orders)
                .map_batches(draft_block, fn_args=(self.away,), **task, **stage)
                .map_batches(
                    Model,
                    fn_constructor_args=(self.loader, self.loader.identity, self.away),
                    compute=ray.data.ActorPoolStrategy(min_size=1, max_size=models),
                    batch_size=min(BATCH, block),
                    num_cpus=0.75,
                    num_gpus=1 if gpus else None,
                    max_restarts=-1,
                    max_task_retries=TRIES,
                    **stage,
                )
                .map_batches(finish_block, fn_args=(self.away,), **task, **stage)
            )

    def _orders(self, jobs: list[Job]) -> Any:
        words = [packed(Order(job, standing(self.task.output / job.folder))) for job in jobs]
        return table([job.number for job in jobs], words)


@contextmanager
def _connected(address: str | None, workers: int) -> Iterator[Any]:
    """Ray, connected and quiet; on the way out it is left as it was found.

    Raises ``SettingsError`` where it is not installed or does not answer.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")
    # Its own messages on our standard error; they are in the session folder of Ray as well.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
        import ray.data
    except ImportError:
        raise SettingsError(
            "--engine ray: 没有安装 Ray，请运行 pip install 'study-notes[ray]' 后再试。"
        ) from None
    ours = not ray.is_initialized()
    if ours:
        _connect(ray, address, workers)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.max_errored_blocks = -1
    # What fails is told by our own sentences; its log is in the session folder of Ray.
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    try:
        yield ray
    finally:
        if ours:
            ray.shutdown()


def _connect(ray: Any, address: str | None, workers: int) -> None:
    place: dict[str, Any] = {"address": address}
    if not address and not os.environ.get("RAY_ADDRESS"):
        place = {"address": "local", "num_cpus": workers, "include_dashboard": False}
    main = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM) if main else None
    try:
        _start(ray, place)
    except Exception as error:  # of a node that does not start Ray raises this very class
        told = str(error).strip().partition("\n")[0]
        raise SettingsError(
            f"--ray-address {address or 'local'}: 连不上 Ray 集群（{told}），请检查地址，"
            "并确认集群在运行、各处 Ray 版本相同。"
        ) from error
    finally:
        if main and before is not None:
            # Ray sets its own; the run has one that ends it in order.
            signal.signal(signal.SIGTERM, before)


def _start(ray: Any, place: dict[str, Any]) -> None:
    """Connect; a node that is to start here gets a second and third chance.

    Ray gives it half a minute, which is short on a machine that does much else.
    """
    for left in reversed(range(STARTS if place["address"] == "local" else 1)):
        try:
            with _hushed():
                ray.init(**place, log_to_driver=False, logging_level=logging.ERROR)
        except Exception:
            ray.shutdown()
            if not left:
                raise
        else:
            return


@contextmanager
def _hushed() -> Iterator[None]:
    """Keep what native code says off standard error; what is wrong comes as an exception."""
    try:
        kept = os.dup(2)
    except OSError:
        yield
        return
    try:
        with Path(os.devnull).open("wb") as nothing:
            os.dup2(nothing.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
