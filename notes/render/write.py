"""Notes on disk: whole sets of files or none, and never over what is not ours.

All files of a notebook are first written into a hidden folder of their own (``stage``)
and then moved into place (``publish``), so that nobody ever sees half a file; a folder
that is new appears with all its files at once.

A file may be replaced when nobody changed it since it was written: its hash is one that
the journal of the batch recorded (``known``), or its front matter or its seal says so
(``formats.sealed``), or, of a file that the journal does not know, ``notes.json``
begins with our schema. Any other file of the wanted name stays, and the new one is
written beside it as ``01-标题-2.md``. With ``force`` our own files are replaced also where
somebody changed them; files of others stay even then. Untouched notes of an earlier run
that are no longer written are removed, so that an essay that changed its title does not
stand there twice.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import stat
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from notes.errors import OutputError
from notes.render.formats import render, sealed
from notes.render.names import beside
from notes.settings import Rendering
from notes.values import Notebook

Known = Mapping[str, Sequence[str]]
"""File names of a folder and the SHA-256 of each version that was recorded for them."""

DEFAULT = Rendering()
_NOTE_NAME = re.compile(r"[0-9]{2,}-.*\.md")
_STAGE_PREFIX, _STAGE_SUFFIX = ".notes-", ".tmp"
_REASONS = {
    errno.ENOSPC: "磁盘已满，请清出空间后重试",
    errno.EDQUOT: "磁盘配额已用完，请清出空间后重试",
    errno.EFBIG: "超过单个文件大小的上限，请清出空间或换一个磁盘后重试",
    errno.EROFS: "所在磁盘只读，请用 -o 另选输出文件夹",
    errno.EACCES: "没有写入权限，请用 -o 另选输出文件夹",
    errno.EPERM: "没有写入权限，请用 -o 另选输出文件夹",
    errno.ENAMETOOLONG: "路径过长，请用 -o 选一个更短的输出文件夹",
    errno.EEXIST: "该名称已被一个文件占用，请用 -o 另选输出文件夹",
    errno.ENOTDIR: "上级路径中有一处是文件而非文件夹，请用 -o 另选输出文件夹",
}
# Windows: the file name or extension is too long.
_WINDOWS_TOO_LONG = 206


@dataclass(frozen=True, slots=True)
class Staged:
    """The files of a notebook, written into ``place`` and waiting to be moved to ``folder``.

    ``names`` begin with those of the notes, in their order; ``hashes`` are the SHA-256 of
    the files beside them. ``notes`` says, beside the notes, which file each stands in, also
    where no file holds just that note.
    """

    folder: Path
    place: Path
    names: tuple[str, ...]
    hashes: tuple[str, ...]
    notes: tuple[str, ...] = ()
    renews: bool = True
    """Whether notes in Markdown are among the files, so that others of them are stale."""


def write_notebook(
    notebook: Notebook,
    folder: Path,
    *,
    rendering: Rendering = DEFAULT,
    known: Known | None = None,
    force: bool = False,
) -> tuple[Path, ...]:
    """Write the files of ``notebook`` into ``folder``; return their paths.

    They are those of the formats of ``rendering``, by default the notes, the overview and
    ``notes.json``. The folder is made when it is missing. Texts are UTF-8 with line feeds.
    Raises ``SettingsError`` (a template is broken) and ``OutputError``; the files that were
    there before are then still whole.
    """
    return publish(stage(notebook, folder, rendering=rendering, known=known, force=force))


def stage(
    notebook: Notebook,
    folder: Path,
    *,
    rendering: Rendering = DEFAULT,
    known: Known | None = None,
    force: bool = False,
) -> Staged:
    """Write all files of ``notebook`` into a hidden folder on the disk of ``folder``.

    Raises ``OutputError``; nothing is left then.
    """
    with _reported(folder):
        if os.path.lexists(folder) and not folder.is_dir():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
        names = _Names(folder, known or {}, force=force)
        rendered = render(notebook, rendering, names.free)
        files = rendered.files
        # Inside a folder that is there: it can be a disk of its own.
        where = folder if folder.is_dir() else folder.parent
        place = where / f"{_STAGE_PREFIX}{uuid.uuid4().hex}{_STAGE_SUFFIX}"
        try:
            place.mkdir(parents=True)
            for name, content in files:
                _write(place / name, content)
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
    return Staged(
        folder,
        place,
        tuple(name for name, _ in files),
        tuple(hashlib.sha256(content).hexdigest() for _, content in files),
        rendered.notes,
        "md" in rendering.formats,
    )


def publish(staged: Staged) -> tuple[Path, ...]:
    """Move the files of ``staged`` into their folder; return their paths.

    Raises ``OutputError``. Each file is then either the old or the new one, and whole.
    """
    folder, place = staged.folder, staged.place
    try:
        with _reported(folder):
            if not _moved_whole(place, folder):
                for name in staged.names:
                    (place / name).replace(folder / name)
                if staged.renews:
                    _remove_stale(folder, set(staged.names))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    return tuple(folder / name for name in staged.names)


def sweep(output: Path) -> None:
    """Remove what a killed run left half written in ``output`` and the folders in it.

    To be called while no other run writes there.
    """
    for folder in (output, *_folders(output)):
        for path in folder.glob(f"{_STAGE_PREFIX}*{_STAGE_SUFFIX}"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)


def digest(path: Path) -> str | None:
    """The SHA-256 of the regular file at ``path``; ``None`` where there is none to be read."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return None
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def output_error(error: OSError, folder: Path) -> OutputError:
    """``error``, met while writing to ``folder``, as a sentence for the user."""
    if getattr(error, "winerror", None) == _WINDOWS_TOO_LONG:
        reason = _REASONS[errno.ENAMETOOLONG]
    else:
        reason = _REASONS.get(error.errno or 0, "")
    if not reason:
        reason = f"系统报告“{error.strerror or error}”，请检查该位置或用 -o 另选输出文件夹"
    return OutputError(f"{folder}: 无法写入笔记，{reason}。")


class _Names:
    """Chooses the names of the files of one folder."""

    def __init__(self, folder: Path, known: Known, *, force: bool) -> None:
        self._folder, self._known, self._force = folder, known, force
        self._taken: set[str] = set()

    def free(self, name: str, ours: Callable[[bytes], bool], mine: Callable[[bytes], bool]) -> str:
        """``name``, or the first variant of it that neither another's file nor this run holds.

        ``ours`` says whether a file is one that nobody changed, ``mine`` whether it was
        once written by this program.
        """
        number, candidate = 1, name
        while candidate.casefold() in self._taken or not self._may_write(candidate, ours, mine):
            number += 1
            candidate = beside(name, number)
        self._taken.add(candidate.casefold())
        return candidate

    def _may_write(
        self, name: str, ours: Callable[[bytes], bool], mine: Callable[[bytes], bool]
    ) -> bool:
        path = self._folder / name
        if not os.path.lexists(path):
            return True
        if path.is_symlink() or not path.is_file():
            return False
        try:
            content = path.read_bytes()
        except OSError:
            return False
        versions = self._known.get(name, ())
        if hashlib.sha256(content).hexdigest() in versions or sealed(content):
            return True
        if self._force and (versions or mine(content)):
            return True
        return not versions and ours(content)


def _write(path: Path, content: bytes) -> None:
    # Also in the hidden folder a file that bears its name is whole.
    part = path.with_name(".part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _moved_whole(place: Path, folder: Path) -> bool:
    """Whether ``place`` could become ``folder``, which is only tried where there is none."""
    if os.path.lexists(folder):
        return False
    place.rename(folder)
    return True


def _remove_stale(folder: Path, written: set[str]) -> None:
    for path in sorted(folder.iterdir()):
        if path.name in written or not _NOTE_NAME.fullmatch(path.name):
            continue
        if path.is_symlink() or not path.is_file():
            continue
        try:
            stale = sealed(path.read_bytes())
        except OSError:
            continue
        if stale:
            path.unlink()


def _folders(output: Path) -> list[Path]:
    try:
        return sorted(path for path in output.iterdir() if path.is_dir() and not path.is_symlink())
    except OSError:
        return []


@contextmanager
def _reported(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise output_error(error, folder) from error
