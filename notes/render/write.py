"""Notes on disk: whole files or none, and never over what is not ours.

A file is ours when its front matter says so and it was not changed since
(``front_matter.untouched``), ``notes.json`` when it begins with our schema. Any
other file of the wanted name stays, and the new one is written beside it as
``01-标题-2.md``. Untouched notes of an earlier run that are no longer written are
removed, so that an essay that changed its title does not stand there twice.
"""

from __future__ import annotations

import errno
import os
import re
import uuid
from collections.abc import Callable
from pathlib import Path

from notes.errors import OutputError
from notes.render.front_matter import untouched
from notes.render.markdown import render_index, render_note
from notes.render.names import beside, note_names
from notes.render.notes_json import SCHEMA, render_json
from notes.values import Notebook

_NOTE_NAME = re.compile(r"[0-9]{2,}-.*\.md")
_JSON_HEAD = f'{{\n  "schema": "{SCHEMA.partition("/")[0]}/'
_REASONS = {
    errno.ENOSPC: "磁盘已满，请清出空间后重试",
    errno.EDQUOT: "磁盘配额已用完，请清出空间后重试",
    errno.EROFS: "所在磁盘只读，请用 -o 另选输出文件夹",
    errno.EACCES: "没有写入权限，请用 -o 另选输出文件夹",
    errno.EPERM: "没有写入权限，请用 -o 另选输出文件夹",
    errno.ENAMETOOLONG: "路径过长，请用 -o 选一个更短的输出文件夹",
    errno.EEXIST: "该名称已被一个文件占用，请用 -o 另选输出文件夹",
    errno.ENOTDIR: "上级路径中有一处是文件而非文件夹，请用 -o 另选输出文件夹",
}
# Windows: the file name or extension is too long.
_WINDOWS_TOO_LONG = 206


def write_notebook(notebook: Notebook, folder: Path) -> tuple[Path, ...]:
    """Write the notes, the overview and ``notes.json`` into ``folder``; return their paths.

    The folder is made when it is missing. Files are UTF-8 with line feeds, each
    written beside its name and then moved into place. Raises ``OutputError``.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken: set[str] = set()
        names = tuple(_free(folder, name, _our_note, taken) for name in note_names(notebook))
        index = _free(folder, "index.md", _our_note, taken)
        record = _free(folder, "notes.json", _our_json, taken)
        written = [
            _replace(folder / name, render_note(notebook, note, names, index))
            for note, name in zip(notebook.notes, names, strict=True)
        ]
        written.append(_replace(folder / index, render_index(notebook, names)))
        written.append(_replace(folder / record, render_json(notebook, names)))
        _remove_stale(folder, {path.name for path in written})
    except OSError as error:
        raise OutputError(_sentence(error, folder)) from error
    return tuple(written)


def _free(folder: Path, name: str, ours: Callable[[str], bool], taken: set[str]) -> str:
    """``name``, or the first variant of it that neither a foreign file nor this run holds."""
    number, candidate = 1, name
    while candidate.casefold() in taken or not _may_write(folder / candidate, ours):
        number += 1
        candidate = beside(name, number)
    taken.add(candidate.casefold())
    return candidate


def _may_write(path: Path, ours: Callable[[str], bool]) -> bool:
    return not os.path.lexists(path) or _is(path, ours)


def _is(path: Path, ours: Callable[[str], bool]) -> bool:
    """Whether ``path`` is a readable regular file that is ``ours``."""
    if path.is_symlink() or not path.is_file():
        return False
    try:
        return ours(path.read_bytes().decode("utf-8"))
    except (OSError, UnicodeDecodeError):
        return False


def _our_note(text: str) -> bool:
    return untouched(text)


def _our_json(text: str) -> bool:
    return text.replace("\r\n", "\n").startswith(_JSON_HEAD)


def _replace(path: Path, text: str) -> Path:
    temporary = path.with_name(f".notes-{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def _remove_stale(folder: Path, written: set[str]) -> None:
    for path in sorted(folder.iterdir()):
        if path.name in written or not _NOTE_NAME.fullmatch(path.name):
            continue
        if _is(path, _our_note):
            path.unlink()


def _sentence(error: OSError, folder: Path) -> str:
    if getattr(error, "winerror", None) == _WINDOWS_TOO_LONG:
        reason = _REASONS[errno.ENAMETOOLONG]
    else:
        reason = _REASONS.get(error.errno or 0, "")
    if not reason:
        reason = f"系统报告“{error.strerror or error}”，请检查该位置或用 -o 另选输出文件夹"
    return f"{folder}: 无法写入笔记，{reason}。"
