"""What is done with one source: its draft before the model, its files after it.

Both stages are plain functions of values that can be sent to another process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from notes.batch.plan import Job
from notes.batch.remote import is_remote, read_remote
from notes.batch.result import Facts
from notes.pipeline import Draft, draft, finish
from notes.reading import read
from notes.render.write import Staged, stage
from notes.settings import Settings
from notes.values import Document

_TRIAL = (
    "在全镇会议上的讲话\n一、要把会开短。会议比去年少了4成,时间省下来办实事。\n二、要到群众家里去。"
)


@dataclass(frozen=True, slots=True)
class Task:
    """What holds for all sources of a run; ``model`` is the name that the notes give for it."""

    settings: Settings
    output: Path
    model: str
    force: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A source before the model; ``seconds`` by stage."""

    draft: Draft
    seconds: dict[str, float]


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a source, written but not yet in their place, and what they tell."""

    staged: Staged
    facts: Facts
    seconds: dict[str, float]


@dataclass(slots=True)
class Clock:
    """Keeps how long each stage took."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage; stages of one name add up."""
        began = perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began


def warm(task: Task) -> None:
    """Load dictionaries and tables by a trial, lest their seconds count for the first source.

    Raises ``SettingsError``.
    """
    trial = draft(Document("", _TRIAL), task.settings)
    finish(trial, [""] * len(trial.requests), task.settings)


def begin(job: Job, task: Task) -> Begun:
    """Read the source of ``job`` and do all that needs no model.

    Raises ``InputError`` and ``SettingsError``.
    """
    clock = Clock()
    with clock.stage("read"):
        document = read_remote(job.path) if is_remote(job.path) else read(job.path)
    with clock.stage("structure"):
        begun = draft(document, task.settings)
    return Begun(begun, clock.seconds)


def complete(job: Job, task: Task, begun: Draft, answers: Sequence[str], *, fusion: bool) -> Made:
    """Make the notes of ``job`` with the model's ``answers`` and write them aside.

    Raises ``OutputError``.
    """
    clock = Clock()
    with clock.stage("verify and merge"):
        notebook = finish(begun, answers, task.settings, model=task.model, fusion=fusion)
    with clock.stage("write"):
        folder = task.output / job.folder
        staged = stage(
            notebook,
            folder,
            rendering=task.settings.rendering,
            known=job.known,
            force=task.force,
        )
    return Made(staged, Facts.of(notebook, staged.notes), clock.seconds)
