"""The journal of an output folder: what was done, of which content, by which settings.

It is a text file to which one line of JSON is added at a time, each on disk (fsync) before
the notes it tells of are moved into place. So it holds the truth after a SIGKILL or a loss
of power: a line that was cut off is passed over. A database would need locks and shared
memory that network drives and synchronized folders do not give; this file needs neither,
because one run at a time writes it (``lock``). Lines of one form::

    {"journal": "study-notes-journal/1"}
    {"run": 1, "created": "2026-01-05", "paths": [...], "fingerprint": "..."}
    {"item": "../讲话.docx", "sha256": "...", "fingerprint": "...", "status": "written", ...}
    {"end": 1}

The last line of an item holds. A run without its ``end`` was killed; the run after it goes
on with the same date.
"""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from notes.batch.result import Facts
from notes.errors import OutputError
from notes.render.names import file_name
from notes.render.write import output_error

JOURNAL = ".notes-journal.jsonl"
"""Name of the journal in the output folder."""

_SCHEMA = "study-notes-journal/1"
_VERSIONS = 4
"""So many earlier hashes of an output are remembered."""
_SLACK = 200
"""So many lines may be out of date before the journal is written anew."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What the journal says of one source.

    ``key`` is its path relative to the output folder. ``outputs`` maps the names of its
    files to their SHA-256, the files of the notes first; ``earlier`` holds the hashes that
    the names had before. ``failed`` entries keep the outputs of the version before.
    """

    key: str
    source: str
    sha256: str
    fingerprint: str
    failed: bool
    folder: str
    outputs: Mapping[str, str] = field(default_factory=dict)
    earlier: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facts: Facts | None = None
    error: str = ""

    def known(self) -> dict[str, tuple[str, ...]]:
        """By file name, every recorded hash: whoever bears one was not changed by hand."""
        known: dict[str, tuple[str, ...]] = {}
        for name in (*self.outputs, *self.earlier):
            latest = [self.outputs[name]] if name in self.outputs else []
            hashes = dict.fromkeys([*latest, *self.earlier.get(name, ())])
            known[name] = tuple(hashes)[:_VERSIONS]
        return known


class Journal:
    """The journal in ``output``, open for writing; use it as a context, under the lock.

    Raises ``OutputError`` when it cannot be read or written, or is of another version.
    """

    def __init__(self, output: Path) -> None:
        self.path = output / JOURNAL
        self.entries: dict[str, Entry] = {}
        self._runs = 0
        self._open_run: dict[str, Any] | None = None
        try:
            lines = self._load()
            if lines - len(self.entries) > _SLACK:
                self._compact()
            # Unbuffered: what a write could not take must not be tried again later.
            self._file = self.path.open("ab", buffering=0)
            if self._file.seek(0, os.SEEK_END) == 0:
                self._add({"journal": _SCHEMA})
            elif not self._ends_whole():
                self._put(b"\n")
        except OSError as error:
            raise output_error(error, self.path) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(
        self, created: str, paths: Sequence[str], fingerprint: str, *, fresh: bool
    ) -> tuple[int, str]:
        """Note the begin of a run; return its number and the date for its notes.

        The date is that of the run before where that one was killed and had the same
        ``paths`` and ``fingerprint``, unless ``fresh``.
        """
        last = self._open_run
        if (
            last
            and not fresh
            and (last["paths"], last["fingerprint"])
            == (
                list(paths),
                fingerprint,
            )
        ):
            created = str(last["created"])
        self._runs += 1
        run = {
            "run": self._runs,
            "created": created,
            "paths": list(paths),
            "fingerprint": fingerprint,
        }
        self._append(run)
        return self._runs, created

    def record(self, entry: Entry) -> None:
        """Note what became of a source; on disk when this returns."""
        self._append(_as_json(entry))
        self.entries[entry.key] = entry

    def end(self, run: int) -> None:
        """Note that the run came to its end."""
        self._append({"end": run})

    def _append(self, row: dict[str, Any]) -> None:
        try:
            self._add(row)
        except OSError as error:
            raise output_error(error, self.path) from error

    def _add(self, row: dict[str, Any]) -> None:
        self._put(_line(row))

    def _put(self, line: bytes) -> None:
        at = self._file.seek(0, os.SEEK_END)
        try:
            rest = memoryview(line)
            while rest:
                rest = rest[self._file.write(rest) :]
            os.fsync(self._file.fileno())
        except OSError:
            # A full disk: nothing of the line may stay, or the next one would be lost too.
            with suppress(OSError):
                self._file.truncate(at)
            raise

    def _ends_whole(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _load(self) -> int:
        lines = 0
        for row in _rows(self.path):
            lines += 1
            if "journal" in row and row["journal"] != _SCHEMA:
                raise OutputError(
                    f"{self.path}: 由另一版本的 study-notes 写成，请用 -o 另选输出文件夹，"
                    "或删去这个文件后重做。"
                )
            if "run" in row:
                self._runs, self._open_run = int(row["run"]), row
            elif "end" in row:
                self._open_run = None
            elif "item" in row:
                with suppress(KeyError, TypeError, ValueError, AttributeError):
                    entry = _from_json(row)
                    self.entries[entry.key] = entry
        return lines

    def _compact(self) -> None:
        temporary = self.path.with_name(f".notes-{uuid.uuid4().hex}.tmp")
        rows = [{"journal": _SCHEMA}, *map(_as_json, self.entries.values())]
        if self._open_run:
            rows.append(self._open_run)
        elif self._runs:
            rows.append({"run": self._runs, "created": "", "paths": [], "fingerprint": ""})
            rows.append({"end": self._runs})
        try:
            with temporary.open("xb") as file:
                file.writelines(map(_line, rows))
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(self.path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def folders_of(output: Path) -> tuple[str, ...]:
    """The folders in ``output`` that hold notes by its journal; nothing is raised."""
    try:
        rows = _rows(output / JOURNAL)
        return tuple(dict.fromkeys(_from_json(row).folder for row in rows if "item" in row))
    except (OSError, KeyError, TypeError, ValueError, AttributeError):
        return ()


def folder_versions(folder: Path) -> dict[str, tuple[str, ...]]:
    """The recorded hashes of the files in ``folder``, by the journal beside it, if there is one.

    Nothing is raised. ``Entry.known`` says what they are for.
    """
    known: dict[str, tuple[str, ...]] = {}
    with suppress(OSError, KeyError, TypeError, ValueError, AttributeError):
        for row in _rows(folder.parent / JOURNAL):
            if row.get("folder") == folder.name:
                known = _from_json(row).known()
    return known


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return []
    rows = []
    for line in lines:
        with suppress(ValueError, RecursionError):
            row = json.loads(line)
            if isinstance(row, dict):
                rows.append(row)
    return rows


def _line(row: Mapping[str, Any]) -> bytes:
    # Names of files may hold bytes that are no UTF-8; JSON escapes them.
    return json.dumps(row, ensure_ascii=True, separators=(",", ":")).encode() + b"\n"


def _as_json(entry: Entry) -> dict[str, Any]:
    return {
        "item": entry.key,
        "source": entry.source,
        "sha256": entry.sha256,
        "fingerprint": entry.fingerprint,
        "status": "failed" if entry.failed else "written",
        "folder": entry.folder,
        "outputs": dict(entry.outputs),
        "earlier": {name: list(hashes) for name, hashes in entry.earlier.items()},
        "facts": entry.facts.as_json() if entry.facts else None,
        "error": entry.error,
    }


def _from_json(row: Mapping[str, Any]) -> Entry:
    for name in (row["folder"], *row["outputs"], *row["earlier"]):
        if name in {"", ".", ".."} or file_name(name) != name:
            raise ValueError(name)
    return Entry(
        key=str(row["item"]),
        source=str(row["source"]),
        sha256=str(row["sha256"]),
        fingerprint=str(row["fingerprint"]),
        failed=row["status"] != "written",
        folder=str(row["folder"]),
        outputs={str(name): str(sha) for name, sha in row["outputs"].items()},
        earlier={str(name): tuple(hashes) for name, hashes in row["earlier"].items()},
        facts=Facts.from_json(row["facts"]) if row["facts"] else None,
        error=str(row["error"]),
    )
