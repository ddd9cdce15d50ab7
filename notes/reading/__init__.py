"""Reading: a path goes in, a ``Document`` comes out; one file a format.

Offsets in notes refer to ``Document.text``. What a reader does to the bytes before
(decoding, line ends made one, hard wraps rejoined, Markdown marks taken off,
numbering of a word processor written out) happens before any offset is counted.

Importing this package is cheap: each reader, and the library it needs, is imported
when the first file of its format is read.
"""

from __future__ import annotations

import stat
from pathlib import Path

from notes.errors import (
    EmptyDocumentError,
    InputError,
    MissingFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from notes.values import Document

__all__ = ["CONVERTIBLE", "READABLE", "SIZE_LIMIT", "read", "unknown_format"]

_PLAIN = frozenset({".txt", ".text"})
_MARKDOWN = frozenset({".md", ".markdown"})
_WORD = frozenset({".docx"})

READABLE: frozenset[str] = _PLAIN | _MARKDOWN | _WORD
"""Suffixes, in lower case, of the files that ``read`` understands."""

CONVERTIBLE: frozenset[str] = frozenset(
    {".doc", ".docm", ".dot", ".dotx", ".wps", ".wpt", ".rtf", ".odt", ".pdf", ".htm", ".html"}
)
"""Suffixes of documents that other programs can save as a readable format."""

SIZE_LIMIT = 64 * 1024 * 1024
"""Largest file that is read, in bytes."""

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


def read(path: Path) -> Document:
    """Read the document at ``path``; ``source`` of the result is ``str(path)``.

    Raises ``MissingFileError``, ``UnreadableFileError`` (a folder, no permission, over
    ``SIZE_LIMIT``), ``UnknownFormatError``, ``DamagedFileError`` or
    ``EmptyDocumentError``, never anything else for a bad file.
    """
    _check(path)
    suffix = path.suffix.lower()
    if suffix not in READABLE:
        raise unknown_format(path)
    data = _load(path)
    if not data:
        raise EmptyDocumentError(path, "文件是空的（0 字节），请检查它是否保存或下载完整。")
    document = _parse(data, str(path), suffix)
    if not document.text.translate(_INVISIBLE).strip():
        images = any("图片" in warning for warning in document.warnings)
        raise EmptyDocumentError(
            path,
            "文件里只有图片，没有可读的文字，请先做文字识别（OCR）再保存为 .docx 或 .txt。"
            if images
            else "文件里没有文字，请检查它是否保存完整。",
        )
    return document


def unknown_format(path: Path) -> UnknownFormatError:
    """The error for a file whose suffix has no reader; it says what to do next."""
    readable = " ".join(sorted(READABLE))
    suffix = path.suffix.lower()
    if suffix in CONVERTIBLE:
        message = (
            f"不能直接读取 {suffix} 文件，请用 Word、WPS 或 LibreOffice 打开并另存为 .docx 或 .txt"
            f"（可读格式：{readable}）。"
        )
    elif suffix:
        message = f"不认识 {suffix} 格式，可读格式：{readable}，请先转换。"
    else:
        message = f"文件名没有后缀，看不出格式，请加上后缀（可读格式：{readable}）。"
    return UnknownFormatError(path, message)


def _check(path: Path) -> None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise MissingFileError(path, "文件不存在，请检查路径。") from None
    except ValueError:
        raise MissingFileError(repr(str(path)), "路径里有不允许的字符，请检查路径。") from None
    except OSError as error:
        raise _unreadable(path, error) from error
    if stat.S_ISDIR(found.st_mode):
        raise UnreadableFileError(path, "这是文件夹，不是文件，请给出里面的文件。")
    # A named pipe would block for ever.
    if not stat.S_ISREG(found.st_mode):
        raise UnreadableFileError(path, "这不是普通文件，请给出 .txt、.md 或 .docx 文件。")
    if found.st_size > SIZE_LIMIT:
        raise _too_large(path, found.st_size)


def _load(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read()
    except FileNotFoundError:
        raise MissingFileError(path, "文件不存在，请检查路径。") from None
    except OSError as error:
        raise _unreadable(path, error) from error
    if len(data) > SIZE_LIMIT:
        raise _too_large(path, len(data))
    return data


def _too_large(path: Path, size: int) -> InputError:
    return UnreadableFileError(
        path,
        f"文件有 {size / 2**20:.0f} MB，超过 {SIZE_LIMIT // 2**20} MB 的上限，"
        "请拆成几份，或去掉图片后另存。",
    )


def _unreadable(path: Path, error: OSError) -> InputError:
    if isinstance(error, PermissionError):
        return UnreadableFileError(path, "没有读取权限，请检查文件权限或先关闭占用它的程序。")
    reason = error.strerror or type(error).__name__
    return UnreadableFileError(path, f"文件打不开（{reason}），请检查路径和磁盘。")


def _parse(data: bytes, source: str, suffix: str) -> Document:
    if suffix in _WORD:
        from notes.reading.docx import read_docx

        return read_docx(data, source)
    if suffix in _MARKDOWN:
        from notes.reading.markdown import read_markdown

        return read_markdown(data, source)
    from notes.reading.text import read_text

    return read_text(data, source)
