"""Runs the pipeline over files and folders, one after the other, on this machine.

A file that fails costs itself only: its error is kept for the end and the others
are done. The model is loaded once, and only when there is something to summarize.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from notes.batch.console import Console, Written
from notes.batch.discover import discover
from notes.batch.weak import WeakLine, weak_lines
from notes.errors import FAILED, OK, PARTIAL, UNPROVEN, NotesError
from notes.pipeline import draft, finish
from notes.reading import read
from notes.render.names import folder_names
from notes.render.write import write_notebook
from notes.settings import Settings
from notes.summarize.checkpoint import find
from notes.summarize.protocol import Summarizer, trusts_fusion
from notes.values import Notebook


def summarize_files(
    paths: Sequence[Path],
    output: Path,
    settings: Settings,
    console: Console,
    *,
    strict: bool = False,
) -> int:
    """Write notes for all readable files under ``paths`` and return the exit code.

    With ``strict`` the weak points of the notes are named, and where all files could be
    done they make it ``UNPROVEN``.

    Raises ``SettingsError`` or ``ModelError`` when no file could be done for that
    reason, and ``OutputError`` when the output folder cannot be written at all.
    """
    found = discover(paths)
    errors: list[NotesError] = list(found.errors)
    for error in found.errors:
        console.failed(error, error.path)
    written: list[Written] = []
    weak: list[WeakLine] = []
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
            weak.extend(weak_lines(notebook, files) if strict else ())
    console.summary(written, errors, output)
    console.weak(weak)
    if errors:
        return PARTIAL if written else FAILED
    return UNPROVEN if weak else OK


@dataclass
class _Clock:
    """Tells the console which stage a source is in and keeps how long each took."""

    source: str
    console: Console
    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.console.stage(self.source, name)
        began = perf_counter()
        yield
        self.seconds[name] = perf_counter() - began


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
            from notes.summarize.loading import load

            self._summarizer = load(self._checkpoint)
        return self._summarizer


def _notebook(
    path: Path, settings: Settings, loader: _Loader, console: Console
) -> tuple[Notebook, dict[str, float]]:
    clock = _Clock(str(path), console)
    with clock.stage("read"):
        document = read(path)
    with clock.stage("structure"):
        begun = draft(document, settings)
    with clock.stage("load model"):
        summarizer = loader.summarizer()
    with clock.stage("model"):
        answers = summarizer.write(begun.requests)
    with clock.stage("verify and merge"):
        notebook = finish(
            begun, answers, settings, model=loader.name, fusion=trusts_fusion(summarizer)
        )
    return notebook, clock.seconds


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
