"""A child process that takes one order at a time, and how it is started, watched, stopped."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

from notes.batch.inside import Ready

GRACE = 1.0
"""Seconds that a process has to end by itself."""


class Child:
    """A process that runs ``target(pipe, *arguments)``.

    It is started fresh (spawn): a fork would copy locks and threads of the libraries.
    ``order`` is what it is working on, ``ready`` its first word once it came.
    """

    def __init__(self, target: Callable[..., None], *arguments: Any) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe: Connection
        self.pipe, other = context.Pipe()
        self._process = context.Process(target=target, args=(other, *arguments), daemon=True)
        with _spared():
            self._process.start()
        other.close()
        self.ready: Ready | None = None
        self.order: Any = None
        self.since = monotonic()

    @property
    def idle(self) -> bool:
        """Whether it waits for an order."""
        return self.ready is not None and self.order is None

    @property
    def exitcode(self) -> int | None:
        """How it ended: negative for a signal."""
        self._process.join(GRACE)
        return self._process.exitcode

    def give(self, order: Any, message: Any) -> None:
        """Send ``message``, which stands for ``order``; it must be idle.

        Should it have died, that shows when its answer is read.
        """
        self.order, self.since = order, monotonic()
        with suppress(OSError):
            self.pipe.send(message)

    def receive(self) -> Any:
        """What it says. Raises ``EOFError`` where it has ended."""
        try:
            word = self.pipe.recv()
        except OSError:
            raise EOFError from None
        if isinstance(word, Ready):
            self.ready = word
        else:
            self.order = None
        return word

    def terminate(self) -> None:
        """Ask it to end; one that only waits has nothing to bring to an end and is killed."""
        if self.idle:
            self._kill()
        elif self._process.is_alive():
            self._process.terminate()

    def stop(self) -> None:
        """End it, and what it started, at the latest after ``GRACE`` seconds."""
        self.terminate()
        self._process.join(GRACE)
        if self._process.is_alive():
            self._kill()
        self.pipe.close()

    def _kill(self) -> None:
        pid = self._process.pid
        if hasattr(os, "killpg") and pid is not None and self._process.is_alive():
            with suppress(OSError):
                # Only where it became the leader of a group: never our own group.
                if os.getpgid(pid) == pid:
                    os.killpg(pid, signal.SIGKILL)
        self._process.kill()
        self._process.join(GRACE)


@contextmanager
def _spared() -> Iterator[None]:
    """Start a process that Ctrl-C does not reach, also while it still imports its libraries.

    A signal that is ignored stays ignored in the new program.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
