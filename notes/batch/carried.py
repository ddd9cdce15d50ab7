"""Files of notes on the way between machines that share no disk.

A worker elsewhere cannot look into the output folder, where hand-edited notes may stand that
must not be replaced. So the files of that one folder travel with the order, the worker
writes beside them as if it were there, and what it wrote travels back.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from notes.batch.plan import Job
from notes.batch.result import Facts
from notes.batch.stages import Made, Task, complete
from notes.pipeline import Draft
from notes.render.write import Staged, output_error

LARGEST = 16 << 20
"""A file in a folder of notes that is larger, in bytes, is no note; only its name travels."""

Standing = Mapping[str, bytes]
"""The files of a folder of notes by name."""


@dataclass(frozen=True, slots=True)
class Carried:
    """The files of a source as bytes, and what ``Made`` says of them.

    ``staged`` names places on the machine that wrote them, which are gone.
    """

    job: Job
    contents: tuple[bytes, ...]
    staged: Staged
    facts: Facts
    seconds: dict[str, float]


def standing(folder: Path) -> Standing:
    """The files in ``folder``; of what is no readable small file, the name and no bytes."""
    found: dict[str, bytes] = {}
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return found
    for path in paths:
        try:
            small = path.is_file() and not path.is_symlink() and path.stat().st_size <= LARGEST
            found[path.name] = path.read_bytes() if small else b""
        except OSError:
            found[path.name] = b""
    return found


def complete_away(  # noqa: PLR0913 - those of ``complete`` and what stands in the folder
    job: Job,
    task: Task,
    begun: Draft,
    answers: Sequence[str],
    there: Standing,
    *,
    fusion: bool,
) -> Carried:
    """Do what ``complete`` does, in a folder of this machine that looks like the real one.

    Raises ``OutputError``.
    """
    with TemporaryDirectory(prefix="study-notes-") as home:
        folder = Path(home) / job.folder
        try:
            if there:
                folder.mkdir()
            for name, content in there.items():
                (folder / name).write_bytes(content)
        except OSError as error:
            raise output_error(error, folder) from error
        made = complete(job, replace(task, output=Path(home)), begun, answers, fusion=fusion)
        contents = tuple((made.staged.place / name).read_bytes() for name in made.staged.names)
    return Carried(job, contents, made.staged, made.facts, made.seconds)


def land(carried: Carried, output: Path) -> Made:
    """Write the files aside in ``output``, as ``complete`` would have done.

    Raises ``OutputError``; nothing is left then.
    """
    from notes.render import write

    folder = output / carried.job.folder
    where = folder if folder.is_dir() else folder.parent
    place = where / f".notes-{uuid.uuid4().hex}.tmp"
    try:
        place.mkdir(parents=True)
        for name, content in zip(carried.staged.names, carried.contents, strict=True):
            write._write(place / name, content)
    except OSError as error:
        shutil.rmtree(place, ignore_errors=True)
        raise output_error(error, folder) from error
    staged = replace(carried.staged, folder=folder, place=place)
    return Made(staged, carried.facts, carried.seconds)
