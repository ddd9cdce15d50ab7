"""The child process of ``notes.reading.isolation``: bytes come in, one line of JSON goes out.

Run as ``python -m notes.reading.child TASK SOURCE`` with the file on standard input.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from notes.errors import InputError
from notes.values import Document

MEMORY_LIMIT = {"pdf": 3 << 29, "pdf-ocr": 8 << 30, "image": 8 << 30}
"""Largest address space of the child by task, in bytes, where the system can set it."""


def main(task: str, source: str) -> None:
    """Do ``task`` with the bytes on standard input and answer on standard output."""
    # Libraries may print; the answer must stand alone.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    _bound_memory(MEMORY_LIMIT[task])
    with out:
        json.dump(perform(task, sys.stdin.buffer.read(), source), out)


def perform(task: str, data: bytes, source: str) -> dict[str, Any]:
    """The answer for ``task``: a document, an error, or the number of scanned pages."""
    from notes.reading.pdf import PagesAreImagesError

    try:
        return _answer(_read(task, data, source))
    except PagesAreImagesError as scan:
        return {"scanned": scan.pages}
    except InputError as error:
        return {"error": [type(error).__name__, error.message]}
    except (MemoryError, RecursionError):
        return {"error": ["DamagedFileError", "内容太大或嵌套太深，读不了，请另存为 .docx。"]}


def _read(task: str, data: bytes, source: str) -> Document:
    if task == "pdf":
        from notes.reading.pdf import extract_pdf

        return extract_pdf(data, source)
    from notes.reading.recognition import recognize_image, recognize_pdf

    return recognize_pdf(data, source) if task == "pdf-ocr" else recognize_image(data, source)


def _answer(document: Document) -> dict[str, Any]:
    return {
        "text": document.text,
        "marks": [(mark.start, mark.end, mark.kind, mark.level) for mark in document.marks],
        "format": document.format,
        "warnings": document.warnings,
    }


def _bound_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
