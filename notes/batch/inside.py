"""What every child process does: settle in, take orders, say what became of them.

A child speaks with the engine over one pipe, in turns: it says that it is ready, gets an
order, answers, gets the next. It ends with its orders (``None`` or a closed pipe), with
the engine's process, and at SIGTERM; Ctrl-C does not reach it, as it has a process
group of its own.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from typing import Any, NoReturn

from notes.errors import NotesError


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


def enter() -> None:
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


def next_order(pipe: Connection) -> Any:
    """The next order; ``None`` when there is no more."""
    try:
        return pipe.recv()
    except (EOFError, OSError):
        return None
