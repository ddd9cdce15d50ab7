"""Which files a command line means: files as given, folders searched for documents.

Nothing is raised here: a path that cannot be used becomes an error beside the files
that can, so that one bad path does not stop the others.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path

from notes.batch.remote import files_below, is_remote
from notes.errors import (
    InputError,
    MissingFileError,
    SettingsError,
    UnknownFormatError,
    UnreadableFileError,
)
from notes.reading import (
    ARCHIVES,
    CONVERTIBLE,
    IMAGES,
    READABLE,
    documents_in,
    unknown_format,
)

_LOCK_PREFIXES = ("~$", ".~lock.")
_NUMBER = re.compile(r"([0-9]+|[一二三四五六七八九十百]+)")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([KMG]?)I?B?")
_DIGITS = {char: value for value, char in enumerate("一二三四五六七八九", 1)}
_UNITS = {"十": 10, "百": 100}


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files to read, in order, and what was wrong with the paths.

    ``skipped`` are documents in folders whose format cannot be read (.epub …), ``large``
    are those over the size that was asked for.
    """

    files: tuple[Path, ...]
    errors: tuple[InputError, ...]
    skipped: tuple[Path, ...] = ()
    large: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """Which of the files that are found are wanted.

    ``include`` and ``exclude`` are globs (``*讲话*.docx``, ``草稿/*``) for the name of a file,
    for its path within the folder that was given, or for a folder on that path; upper and
    lower case are the same and ``*`` crosses folders. ``size`` is the largest file, in bytes.
    ``without`` are folders that are not entered: the notes themselves; ``ignored`` are files
    and archives that are passed over.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    size: int | None = None
    without: tuple[Path, ...] = ()
    ignored: frozenset[Path] = frozenset()

    def want(self, path: Path, root: Path) -> bool:
        """Whether the globs want the file ``path``, found below the folder ``root``."""
        if path in self.ignored:
            return False
        whole = path.relative_to(root) if path.is_relative_to(root) else Path(path.name)
        names = [path.name, whole.as_posix(), *(p.as_posix() for p in whole.parents)]
        names = [name.casefold() for name in names if name != "."]

        def hit(globs: tuple[str, ...]) -> bool:
            return any(fnmatchcase(n, g.casefold().rstrip("/")) for g in globs for n in names)

        return (not self.include or hit(self.include)) and not hit(self.exclude)


def discover(paths: Sequence[Path], filters: Filters | None = None) -> Discovery:
    """Find the readable files that ``paths`` (files, archives or folders) stand for.

    Paths keep their order; a folder is searched to the bottom and gives its files in
    natural order (2 before 10, 二 before 十). Hidden files, hidden folders and lock files
    of word processors in a folder are passed over. Pictures count only when they are named
    themselves: in a folder they are mostly logos. A file that is named twice, also
    through links, is given once; loops of links end. ``filters`` hold for named files too.
    """
    search = _Search(filters or Filters())
    for path in paths:
        search.add(path)
    return Discovery(
        tuple(search.files), tuple(search.errors), tuple(search.skipped), tuple(search.large)
    )


def bytes_of(text: str) -> int:
    """Read a size such as ``800``, ``500KB`` or ``20 MB``. Raises ``SettingsError``.

    >>> bytes_of("1.5k"), bytes_of("20MB")
    (1536, 20971520)
    """
    found = _SIZE.fullmatch(text.strip().upper())
    if not found:
        raise SettingsError(f"--max-size {text}: 请给出 500KB、20MB 这样的大小。")
    return int(float(found[1]) * 1024 ** "BKMG".index(found[2] or "B"))


def natural_key(name: str) -> tuple[tuple[int, int, str], ...]:
    """Sort key under which numbers in names, Chinese ones too, count by their value.

    >>> sorted(["篇十.txt", "篇二.txt", "10.md", "9.md"], key=natural_key)
    ['9.md', '10.md', '篇二.txt', '篇十.txt']
    """
    parts = _NUMBER.split(name.casefold())
    key = [(0, _value(part), part) if at % 2 else (1, 0, part) for at, part in enumerate(parts)]
    return (*key, (2, 0, name))


def _value(number: str) -> int:
    if number.isascii():
        # Python refuses to convert thousands of digits.
        return int(number[:300])
    total = digit = 0
    for char in number:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


@dataclass(slots=True)
class _Search:
    filters: Filters
    files: list[Path] = field(default_factory=list)
    errors: list[InputError] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)
    large: list[Path] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, path: Path) -> None:
        if is_remote(path):
            self._add_remote(path)
            return
        try:
            path.stat()
        except PermissionError:
            self.errors.append(UnreadableFileError(path, "没有访问权限，请检查文件权限。"))
        except (OSError, ValueError):
            # Also a loop of links, a name that is too long or holds a NUL.
            self.errors.append(MissingFileError(path, "文件或文件夹不存在，请检查路径。"))
        else:
            if path.is_dir():
                self._add_folder(path)
            else:
                self._add_file(path)

    def _add_remote(self, root: Path) -> None:
        try:
            found = files_below(root)
        except InputError as error:
            self.errors.append(error)
            return
        files = sorted(found, key=lambda one: natural_key(one[0].as_posix()))
        before = len(self.files) + len(self.large) + len(self.skipped)
        for path, size in files:
            inside = path.relative_to(root).parts or (path.name,)
            hidden = any(part.startswith((".", *_LOCK_PREFIXES)) for part in inside)
            if hidden or not self.filters.want(path, root) or not self._is_new(path):
                continue
            suffix = path.suffix.lower()
            if suffix in READABLE:
                large = self.filters.size is not None and size > self.filters.size
                (self.large if large else self.files).append(path)
            elif suffix in CONVERTIBLE | ARCHIVES:
                self.skipped.append(path)
        readable = any(path.suffix.lower() in READABLE for path, _ in files)
        if not readable and before == len(self.files) + len(self.large) + len(self.skipped):
            self.errors.append(_nothing_in(root, Counter()))

    def _add_file(self, path: Path) -> None:
        if path.name.startswith(_LOCK_PREFIXES):
            message = "这是文档打开时的临时锁文件，不是文档，请给出文档本身。"
            self.errors.append(UnknownFormatError(path, message))
        elif path.suffix.lower() not in READABLE | ARCHIVES | IMAGES:
            self.errors.append(unknown_format(path))
        else:
            self._keep(path, path.parent)

    def _add_folder(self, folder: Path) -> None:
        found = 0
        other: Counter[str] = Counter()
        errors = len(self.errors)
        for path in self._walk(folder):
            suffix = path.suffix.lower()
            if suffix in READABLE | ARCHIVES:
                found += 1
                self._keep(path, folder)
            elif not self.filters.want(path, folder):
                continue
            elif suffix in CONVERTIBLE:
                other[suffix] += 1
                if self._is_new(path):
                    self.skipped.append(path)
        if not found and errors == len(self.errors):
            self.errors.append(_nothing_in(folder, other))

    def _keep(self, path: Path, root: Path) -> None:
        """Take a file, or the documents of an archive, once, if the filters want it."""
        if path.suffix.lower() not in ARCHIVES:
            if self.filters.want(path, root) and self._is_new(path):
                (self.large if self._is_large(path) else self.files).append(path)
            return
        if not self._is_new(path) or not self._want_archive(path, root):
            return
        documents, errors = documents_in(path)
        self.files.extend(one for one in documents if self.filters.want(one, root))
        self.errors.extend(errors)

    def _want_archive(self, path: Path, root: Path) -> bool:
        """``include`` is for the documents in it, not for the archive."""
        return replace(self.filters, include=()).want(path, root)

    def _is_large(self, path: Path) -> bool:
        try:
            return self.filters.size is not None and path.stat().st_size > self.filters.size
        except OSError:
            return False

    def _walk(self, folder: Path) -> Iterator[Path]:
        """The visible files under ``folder`` in natural order."""
        entered = {os.path.realpath(path) for path in self.filters.without}
        stack = [folder]
        while stack:
            path = stack.pop()
            if not _is_dir(path):
                yield path
                continue
            real = os.path.realpath(path)
            if real in entered:
                continue
            entered.add(real)
            try:
                names = sorted((child.name for child in path.iterdir()), key=natural_key)
            except OSError as error:
                reason = "没有访问权限" if isinstance(error, PermissionError) else error.strerror
                message = f"文件夹打不开（{reason}），请检查权限。"
                self.errors.append(UnreadableFileError(path, message))
                continue
            hidden = (".", *_LOCK_PREFIXES)
            stack.extend(path / name for name in reversed(names) if not name.startswith(hidden))

    def _is_new(self, path: Path) -> bool:
        real = os.path.normcase(os.path.realpath(path))
        if real in self.seen:
            return False
        self.seen.add(real)
        return True


def _is_dir(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False


def _nothing_in(folder: Path, other: Counter[str]) -> InputError:
    readable = " ".join(sorted(READABLE | ARCHIVES))
    message = f"文件夹里没有可读的文件（可读格式：{readable}）"
    if other:
        counts = "、".join(f"{count} 个 {suffix}" for suffix, count in sorted(other.items()))
        return InputError(folder, f"{message}，有 {counts}，请先另存为 .docx 或 .txt。")
    return InputError(folder, f"{message}，请检查路径。")
