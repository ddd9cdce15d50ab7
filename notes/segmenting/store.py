"""Keeps compiled tables in the user's private cache folder.

The name of a file says what it was made of, so a new jieba, another user dictionary or
another form of the tables makes a new file. Only a file that the user owns and nobody
else may write is read; it holds arrays (safetensors), nothing that could run.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import struct
from collections.abc import Sequence
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import NamedTemporaryFile

from notes.segmenting.compiled import Entry, Tables, compile_tables

FORM = "1"
"""Changes with the form of the tables."""

KEPT = 8
"""Files that stay in the folder: one for each of the last dictionaries."""

_SOURCES = ("__init__.py", "dict.txt", "posseg/prob_emit.py", "posseg/char_state_tab.py")


def tables(entries: Sequence[Entry]) -> Tables:
    """The tables of jieba with ``entries`` added: from the cache folder, else compiled.

    Where the folder cannot be used, the tables are compiled anew each time.
    """
    folder = cache_folder()
    name = f"words-{_key(entries)}.safetensors"
    if folder is not None:
        with suppress(OSError, ValueError, KeyError):
            return _decoded(_private_bytes(folder / name))
    made = compile_tables(entries)
    if folder is not None:
        with suppress(OSError):
            _write(folder / name, _encoded(made))
            _prune(folder)
    return made


def cache_folder() -> Path | None:
    """The private folder, made where it is missing; ``None`` where there can be none.

    ``NOTES_CACHE`` names another one; empty, it switches the cache off.
    """
    named = os.environ.get("NOTES_CACHE")
    if named == "":
        return None
    if named is None:
        from platformdirs import user_cache_path

        folder = user_cache_path("study-notes", appauthor=False)
    else:
        folder = Path(named)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_private(os.lstat(folder), stat.S_ISDIR) else None
    except OSError:
        return None


def _is_private(found: os.stat_result, is_kind: object) -> bool:
    assert callable(is_kind)  # noqa: S101 - one of the tests of the module stat
    if not is_kind(found.st_mode):
        return False
    if os.name == "nt":  # a profile folder of Windows is private by its own rules
        return True
    return found.st_uid == os.geteuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _private_bytes(path: Path) -> bytes:
    with path.open("rb") as file:
        if not _is_private(os.fstat(file.fileno()), stat.S_ISREG):
            raise OSError(f"{path} is not ours")
        return file.read()


def _key(entries: Sequence[Entry]) -> str:
    """A digest of all that the tables are made of; jieba itself is not imported."""
    spec = find_spec("jieba")
    homes = spec.submodule_search_locations if spec else None
    parts: list[object] = [FORM, list(entries)]
    for source in _SOURCES:
        found = (Path(homes[0]) / source).stat() if homes else None
        parts.append((source, found.st_size, found.st_mtime_ns) if found else source)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:24]


def _encoded(made: Tables) -> bytes:
    from safetensors.numpy import save

    about = {"total": made.total, "tags": made.tags, "states": made.states}
    return save(made.arrays, {"tables": json.dumps(about, ensure_ascii=False)})


def _decoded(data: bytes) -> Tables:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        arrays = load(data)
        size = struct.unpack("<Q", data[:8])[0]
        about = json.loads(json.loads(data[8 : 8 + size])["__metadata__"]["tables"])
    except (SafetensorError, struct.error) as error:
        raise ValueError("not a file of tables") from error
    return Tables(arrays, about["total"], tuple(about["tags"]), tuple(about["states"]))


def _write(path: Path, data: bytes) -> None:
    """Write a file in one step: a reader sees all of it or none."""
    with NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(data)
    try:
        Path(file.name).replace(path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise


def _prune(folder: Path) -> None:
    files = sorted(folder.glob("words-*.safetensors"), key=lambda p: -p.stat().st_mtime)
    for path in files[KEPT:]:
        path.unlink(missing_ok=True)
