"""A model that costs nothing and answers the same always, and workers that come to grief.

Everything here must be importable by name: other processes run it.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from notes.batch import worker
from notes.batch.plan import Job
from notes.batch.stages import Begun, Task
from notes.batch.stages import begin as real_begin
from notes.errors import ModelError
from notes.summarize.protocol import Request, Summarizer


@dataclass(frozen=True)
class FakeSummarizer:
    """Answers with the first sentence; a passage with ``poison`` ends or fails it."""

    fusion: bool = False
    independent: bool = True
    poison: str = ""
    deadly: bool = False
    pause: float = 0.0
    log: Path | None = None

    def write(self, requests: Sequence[Request]) -> list[str]:
        time.sleep(self.pause)
        if self.log:
            with self.log.open("a", encoding="utf-8") as file:
                file.write(f"{len(requests)}\n")
        if self.poison and any(self.poison in request.text for request in requests):
            if self.deadly:
                os.kill(os.getpid(), signal.SIGKILL)
            raise ModelError("模型运行失败（试验），请换一个模型再试。")
        return [request.text.partition("。")[0][:40] + "。" for request in requests]


@dataclass(frozen=True)
class FakeLoader:
    """Loads ``summarizer``, or says why it cannot."""

    summarizer: FakeSummarizer = FakeSummarizer()
    name: str = "fake"
    identity: str = "fake 1"
    broken: bool = False
    light: bool = True

    def load(self, threads: int) -> Summarizer:
        assert threads >= 1
        if self.broken:
            raise ModelError("试验用的模型装载失败，请换一个模型文件夹。")
        return self.summarizer


def fragile_work(pipe: Connection, task: Task) -> None:
    """A worker that dies of files named 崩溃, and never ends with files named 死循环."""

    def begin(job: Job, task: Task) -> Begun:
        if "崩溃" in job.path.name:
            os.kill(os.getpid(), signal.SIGSEGV)
        if "死循环" in job.path.name:
            while True:
                time.sleep(0.01)
        if "出错" in job.path.name:
            raise KeyError("没有料到")
        return real_begin(job, task)

    worker.begin = begin  # type: ignore[attr-defined]
    worker.work(pipe, task)
