"""One run at a time on an output folder.

The lock is the operating system's (flock, on Windows msvcrt), through filelock: it goes
with its process, also a killed one, so that no stale lock can stand in the way. On file
systems without such locks filelock falls back to a marker file that names its process.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from notes.errors import OutputError
from notes.render.write import output_error

LOCK = ".notes-journal.lock"
"""Name of the lock file in the output folder; it stays there, empty."""


@contextmanager
def locked(output: Path) -> Iterator[None]:
    """Hold the lock of the folder ``output``, which is made when it is missing.

    Raises ``OutputError`` when another run holds it or the folder cannot be written.
    """
    from filelock import FileLock, Timeout

    try:
        if os.path.lexists(output) and not output.is_dir():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(output))
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / LOCK, timeout=0)
        lock.acquire()
    except Timeout:
        raise OutputError(
            f"{output}: 另一个 notes 正在往这个文件夹里写笔记，请等它结束，或用 -o 另选输出文件夹。"
        ) from None
    except OSError as error:
        raise output_error(error, output) from error
    try:
        yield
    finally:
        lock.release()
