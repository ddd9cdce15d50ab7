"""Reads files that native libraries open (PDF, images) in a child process with bounds.

Such a library works on bytes that nobody has checked. In a child, a crash, an endless
loop or gigabytes of memory cost one file and one sentence, not the run. The child is
``notes.reading.child``; it answers with one line of JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import notes
from notes import errors
from notes.errors import DamagedFileError, InputError
from notes.values import Document, Mark

Task = Literal["pdf", "pdf-ocr", "image"]

PDF_SECONDS = 120
"""Longest time for the text layer of a file (2,000 full pages take about 30 s)."""

_CRASHED = "读取时出错中断，文件可能已损坏，请用阅读器打开后另存再试。"


class ScannedError(Exception):
    """The file holds pictures of pages; ``pages`` says how many."""

    def __init__(self, pages: int) -> None:
        super().__init__(pages)
        self.pages = pages


def read_isolated(task: Task, data: bytes, source: str, seconds: float) -> Document:
    """The document that ``task`` makes of ``data``, in a child process.

    Raises what the task raises (``InputError``), ``ScannedError`` for a PDF without text,
    and ``DamagedFileError`` where the child crashes or takes longer than ``seconds``.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own module, arguments checked by type
            # -P: a folder that holds documents must not be searched for modules.
            [sys.executable, "-P", "-m", "notes.reading.child", task, source],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            env=_environment(),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise DamagedFileError(
            source, f"{seconds:.0f} 秒内没有读完，内容太复杂，请拆成几份或另存为 .docx。"
        ) from None
    except (OSError, ValueError):
        # No child can be started here (a frozen program, no processes left).
        from notes.reading.child import perform

        return answered(perform(task, data, source), source)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise DamagedFileError(source, _CRASHED) from None
    return answered(answer, source)


def answered(answer: dict[str, Any], source: str) -> Document:
    """The document in the answer of a child, or the error in it, raised."""
    if "scanned" in answer:
        raise ScannedError(answer["scanned"])
    if "error" in answer:
        kind, message = answer["error"]
        found: type[InputError] = getattr(errors, kind)
        raise found(source, message)
    return Document(
        source,
        answer["text"],
        tuple(Mark(*mark) for mark in answer["marks"]),
        answer["format"],
        "utf-8",
        tuple(answer["warnings"]),
    )


def _environment() -> dict[str, str]:
    """This process's environment, in which the child finds this very package."""
    home = str(Path(notes.__file__).parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONIOENCODING": "utf-8"}
