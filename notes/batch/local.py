"""Runs the pipeline over files and folders, one after the other, on this machine.

A file that fails costs itself only: its error is kept for the end and the others
are done. The model is loaded once, and only when there is something to summarize.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from notes.batch.console import Console, Written
from notes.batch.discover import discover
from notes.errors import FAILED, OK, PARTIAL, NotesError
from notes.pipeline import Draft, draft, finish
from notes.reading import read
from notes.render.names import folder_names
from notes.render.write import write_notebook
from notes.settings import Settings
from notes.summarize.checkpoint import find
from notes.summarize.protocol import Summarizer
from notes.values import Notebook


def summarize_files(
    paths: Sequence[Path], output: Path, settings: Settings, console: Console
) -> int:
    """Write notes for all readable files under ``paths`` and return the exit code.

    Raises ``SettingsError`` or ``ModelError`` when no file could be done for that
    reason, and ``OutputError`` when the output folder cannot be written at all.
    """
    found = discover(paths)
    errors: list[NotesError] = list(found.errors)
    for error in found.errors:
        console.failed(error, error.path)
    written: list[Written] = []
    loader = _Loader(settings)
    folders = folder_names([str(path) for path in found.files])
    with console.working(len(found.files)):
        for path, folder in zip(found.files, folders, strict=True):
            try:
                notebook, seconds = _notebook(path, settings, loader, console)
                began = perf_counter()
                files = write_notebook(notebook, output / folder)
                seconds["write"] = perf_counter() - began
            except NotesError as error:
                if not hasattr(error, "path"):
                    raise
                errors.append(error)
                console.failed(error, str(path))
                continue
            row = _row(path, output / folder, files, notebook, seconds)
            written.append(row)
            console.done(row, notebook)
    console.summary(written, errors, output)
    if errors:
        return PARTIAL if written else FAILED
    return OK


class _Loader:
    """Loads the model at its first use and keeps it."""

    def __init__(self, settings: Settings) -> None:
        self._checkpoint = find(settings.model)
        self._summarizer: Summarizer | None = None

    @property
    def name(self) -> str:
        return self._checkpoint.name

    def summarizer(self) -> Summarizer:
        if self._summarizer is None:
            from notes.summarize.seq2seq import load

            self._summarizer = load(self._checkpoint)
        return self._summarizer


def _notebook(
    path: Path, settings: Settings, loader: _Loader, console: Console
) -> tuple[Notebook, dict[str, float]]:
    clock = [perf_counter()]

    def lap() -> float:
        clock.append(perf_counter())
        return clock[-1] - clock[-2]

    seconds: dict[str, float] = {}
    console.stage(str(path), "读取")
    document = read(path)
    seconds["read"] = lap()
    console.stage(str(path), "修复与结构")
    outlined: Draft = draft(document, settings)
    seconds["structure"] = lap()
    console.stage(str(path), "装载模型")
    summarizer = loader.summarizer()
    seconds["load model"] = lap()
    console.stage(str(path), "模型摘要")
    answers = summarizer.write(outlined.requests)
    seconds["model"] = lap()
    console.stage(str(path), "核验与成文")
    notebook = finish(outlined, answers, settings, model=loader.name)
    seconds["verify and merge"] = lap()
    return notebook, seconds


def _row(
    path: Path,
    folder: Path,
    files: tuple[Path, ...],
    notebook: Notebook,
    seconds: dict[str, float],
) -> Written:
    return Written(
        source=str(path),
        folder=folder,
        files=files,
        essays=len(notebook.notes),
        claimed=notebook.bundle.claimed,
        characters=len(notebook.repaired.document.text),
        repairs=len(notebook.repaired.repairs),
        seconds=seconds,
    )
