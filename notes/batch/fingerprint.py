"""What the notes of a source depend on besides its content, as one short text.

Notes are redone when it changes: another setting, another version of the program (its own
files are hashed, so that a development version counts as well), another model, or another
content of a dictionary. The date is not part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import notes
from notes.settings import Settings
from notes.summarize.checkpoint import Checkpoint

WHOLE = 64 << 20
"""Files of a model up to this size are hashed whole, in bytes; of larger ones, samples."""

_SAMPLES, _SAMPLE = 64, 1 << 20
_MODEL_FILES = ("*.safetensors", "*config.json", "*token*", "*vocab*", "merges.txt", "*.model")
_PROGRAM_FILES = {".py", ".txt", ".tsv", ".json", ".toml", ".j2", ".css", ".js"}
_LEFT_OUT = {"created", "model"}


def fingerprint(settings: Settings, model: str) -> str:
    """The fingerprint of notes made with ``settings`` by ``model``, 32 hex digits.

    ``model`` is what ``of_model`` gives. Files and folders that the settings name count by
    content. Nothing is raised for what cannot be read: whoever uses it will say so.
    """
    parts = [f"program {program()}", f"model {model}"]
    parts += [
        f"{field.name} {_value(getattr(settings, field.name))}"
        for field in fields(settings)
        if field.name not in _LEFT_OUT
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def of_model(checkpoint: Checkpoint) -> str:
    """The name and the content of a model; of one that is no local folder, the name alone."""
    if not checkpoint.local:
        return f"{checkpoint.name} hub"
    folder = Path(checkpoint.location)
    files = {path for pattern in _MODEL_FILES for path in folder.glob(pattern)}
    return f"{checkpoint.name} {_of_files(folder, sorted(files))}"


@cache
def program() -> str:
    """The version and the hash of the program's own files (2 MB, some milliseconds)."""
    home = Path(notes.__file__).parent
    files = sorted(
        path
        for path in home.rglob("*")
        if path.suffix in _PROGRAM_FILES and path.relative_to(home).parts[0] != "models"
    )
    return f"{notes.__version__} {_of_files(home, files)}"


def _value(value: Any) -> str:
    if isinstance(value, Path):
        if value.is_dir():
            return _of_files(value, sorted(path for path in value.rglob("*") if path.is_file()))
        return _of_files(value.parent, [value])
    return repr(value)


def _of_files(home: Path, files: list[Path]) -> str:
    whole = hashlib.sha256()
    for path in files:
        whole.update(f"{path.relative_to(home).as_posix()}\n".encode("utf-8", "surrogateescape"))
        for part in _parts(path):
            whole.update(part)
    return whole.hexdigest()


def _parts(path: Path) -> Iterator[bytes]:
    """The size of a file and its bytes, or evenly spread samples of a very large one."""
    try:
        size = path.stat().st_size
        yield f"{size}\n".encode()
        with path.open("rb") as file:
            if size <= WHOLE:
                yield file.read()
                return
            for number in range(_SAMPLES):
                file.seek(number * (size - _SAMPLE) // (_SAMPLES - 1))
                yield file.read(_SAMPLE)
    except OSError:
        yield b"unreadable"
