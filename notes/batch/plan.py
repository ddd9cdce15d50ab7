"""What a run has to do: each source is new, unchanged, a duplicate, or cannot be used.

Sources are told by their path relative to the output folder, so that another working
folder, or moving both, makes no difference.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from notes.batch.content import content_hash
from notes.batch.discover import Discovery
from notes.batch.journal import Entry
from notes.batch.remote import is_remote, url_of
from notes.batch.result import BatchRow
from notes.errors import InputError
from notes.render.names import folder_names
from notes.render.write import digest


@dataclass(frozen=True, slots=True)
class Job:
    """A source whose notes are to be written into ``output / folder``.

    ``number`` is its place in the order of discovery, ``known`` the recorded hashes of the
    files that stand in the folder.
    """

    number: int
    path: Path
    key: str
    sha256: str
    folder: str
    known: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """The jobs, and the rows of what needs no work, by number.

    ``copies`` maps the numbers of duplicates to that of the source they repeat.
    """

    jobs: tuple[Job, ...]
    rows: Mapping[int, BatchRow]
    copies: Mapping[int, int]
    total: int


def make_plan(
    found: Discovery,
    output: Path,
    entries: Mapping[str, Entry],
    fingerprint: str,
    *,
    fresh: bool = False,
) -> Plan:
    """Compare what was found with the journal's ``entries`` and the files in ``output``.

    A source is unchanged when its content, the ``fingerprint`` and all files of its notes
    are those of the journal; with ``fresh`` none is. Nothing is raised: a source that
    cannot be read has a row that says so.
    """
    keys = [key_of(path, output) for path in found.files]
    present = set(keys)
    # Where the sources lie in the output folder, notes do not go into folders of sources.
    own = {key.partition("/")[0] for key in keys if "/" in key and not key.startswith("../")}
    folders = folder_names(
        [str(path) for path in found.files],
        [entries[key].folder if key in entries else "" for key in keys],
        [*(entry.folder for key, entry in entries.items() if key not in present), *sorted(own)],
    )
    jobs: list[Job] = []
    rows: dict[int, BatchRow] = {}
    copies: dict[int, int] = {}
    first: dict[tuple[str, str], int] = {}
    for number, (path, key, folder) in enumerate(zip(found.files, keys, folders, strict=True)):
        try:
            sha256 = content_hash(path)
        except InputError as error:
            rows[number] = BatchRow(str(path), "failed", str(error))
            continue
        original = first.setdefault((sha256, path.suffix.lower()), number)
        if original != number:
            copies[number] = original
            continue
        entry = entries.get(key)
        if entry and not fresh and _holds(entry, sha256, fingerprint, output):
            rows[number] = unchanged(entry, path, output)
        else:
            jobs.append(Job(number, path, key, sha256, folder, entry.known() if entry else {}))
    return Plan(tuple(jobs), rows, copies, len(found.files))


def key_of(path: Path, output: Path) -> str:
    """The name of a source in the journal of ``output``."""
    if is_remote(path):
        return url_of(path)
    real = os.path.realpath(path)
    try:
        relative = os.path.relpath(real, os.path.realpath(output))
    except ValueError:  # another drive on Windows
        relative = real
    return relative.replace(os.sep, "/")


def unchanged(entry: Entry, path: Path, output: Path) -> BatchRow:
    """The row of a source whose notes still hold."""
    folder = output / entry.folder
    outputs = tuple(folder / name for name in entry.outputs)
    return BatchRow(str(path), "unchanged", folder=folder, outputs=outputs, facts=entry.facts)


def of_copy(path: Path, original: BatchRow) -> BatchRow:
    """The row of a duplicate: what failed for the one has failed for the other."""
    if original.status == "failed":
        reason = f"{path}: 内容与 {original.source} 完全相同，而后者没有做成（{original.reason}）"
        return BatchRow(str(path), "failed", reason, duplicate_of=original.source)
    reason = f"{path}: 内容与 {original.source} 完全相同，笔记只写一份。"
    return BatchRow(
        str(path), "duplicate", reason, folder=original.folder, duplicate_of=original.source
    )


def _holds(entry: Entry, sha256: str, fingerprint: str, output: Path) -> bool:
    if entry.failed or (entry.sha256, entry.fingerprint) != (sha256, fingerprint):
        return False
    folder = output / entry.folder
    return bool(entry.outputs) and all(
        digest(folder / name) == recorded for name, recorded in entry.outputs.items()
    )
