"""Sources that have a URL: object stores and other places that fsspec knows.

A URL that went through ``Path`` has lost a slash (``s3:/bucket/x``); such a path is how a
remote source is named in the whole program. ``file://`` names this machine's own disk.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from notes.errors import InputError, MissingFileError, SettingsError, UnreadableFileError
from notes.reading import SIZE_LIMIT, read
from notes.values import Document

_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+):/+(.*)", re.DOTALL)
_ROOTED = {"file", "local"}


def is_remote(path: Path) -> bool:
    """Whether ``path`` is a URL; a drive of Windows is one letter and none.

    >>> is_remote(Path("s3://bucket/x")), is_remote(Path("C:/x")), is_remote(Path("a/b"))
    (True, False, False)
    """
    return bool(_URL.fullmatch(path.as_posix()))


def url_of(path: Path) -> str:
    """The URL that ``path`` stands for.

    >>> url_of(Path("s3://bucket/讲话.txt")), url_of(Path("file:///srv/x"))
    ('s3://bucket/讲话.txt', 'file:///srv/x')
    """
    found = _URL.fullmatch(path.as_posix())
    if not found:
        raise ValueError(f"not a URL: {path}")
    scheme, rest = found.groups()
    return f"{scheme}://{'/' if scheme in _ROOTED else ''}{rest}"


def file_system(path: Path) -> tuple[Any, str]:
    """The fsspec file system of a remote path, and the path within it.

    Raises ``SettingsError`` where the library for it is not installed.
    """
    from fsspec.core import url_to_fs

    try:
        found: tuple[Any, str] = url_to_fs(url_of(path))
    except (ImportError, ValueError) as error:
        raise SettingsError(
            f"{url_of(path)}: 读写这种地址还缺一个库（{error}），请安装后再试，"
            "如 s3:// 要 pip install s3fs。"
        ) from error
    return found


def files_below(path: Path) -> list[tuple[Path, int]]:
    """The files at or below a remote path and their sizes in bytes, in the order of names.

    Raises ``InputError`` where it cannot be listed, and ``SettingsError``.
    """
    fs, root = file_system(path)
    try:
        found: dict[str, dict[str, Any]] = fs.find(root, detail=True)
    except Exception as error:  # each file system raises its own
        raise _unreachable(path, error) from error
    if not found:
        raise MissingFileError(path, "这个地址没有文件，请检查地址。")
    home = root.rstrip("/")
    files = []
    for name, info in sorted(found.items()):
        inside = name[len(home) :].lstrip("/")
        files.append((path / inside if inside else path, int(info.get("size") or 0)))
    return files


def fetch(path: Path) -> bytes:
    """The bytes of a remote file. Raises ``InputError`` and ``SettingsError``."""
    fs, name = file_system(path)
    try:
        with fs.open(name, "rb") as file:
            data: bytes = file.read(SIZE_LIMIT + 1)
    except FileNotFoundError:
        raise MissingFileError(path, "文件不存在，请检查地址。") from None
    except Exception as error:  # each file system raises its own
        raise _unreachable(path, error) from error
    return data


def read_remote(path: Path) -> Document:
    """Read a remote document as ``notes.reading.read`` reads a file, and raise what it does."""
    data = fetch(path)
    with TemporaryDirectory(prefix="study-notes-") as home:
        copy = Path(home) / path.name
        copy.write_bytes(data)
        try:
            return replace(read(copy), source=str(path))
        except InputError as error:
            raise type(error)(path, error.message) from error


def _unreachable(path: Path, error: Exception) -> InputError:
    told = str(error).strip().partition("\n")[0] or type(error).__name__
    return UnreadableFileError(path, f"取不到（{told}），请检查地址、网络和权限。")
