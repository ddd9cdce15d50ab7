"""Reading: a path goes in, a ``Document`` comes out; one file a format.

Offsets in notes refer to ``Document.text``. What a reader does to the bytes before
(decoding, line ends made one, hard wraps rejoined, Markdown marks taken off,
numbering of a word processor written out) happens before any offset is counted.

Importing this package is cheap: each reader, and the library it needs, is imported
when the first file of its format is read.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from notes.errors import (
    EmptyDocumentError,
    InputError,
    MissingFileError,
    UnknownFormatError,
    UnreadableFileError,
)
from notes.values import Document

__all__ = [
    "ARCHIVES",
    "CONVERTIBLE",
    "IMAGES",
    "READABLE",
    "SIZE_LIMIT",
    "documents_in",
    "read",
    "unknown_format",
]

_PLAIN = frozenset({".txt", ".text"})
_MARKDOWN = frozenset({".md", ".markdown"})
_WORD = frozenset({".docx", ".docm", ".dotx"})
_PDF = frozenset({".pdf"})
_WEB = frozenset({".html", ".htm", ".xhtml"})
_OFFICE = frozenset({".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt"})

IMAGES: frozenset[str] = frozenset({".png", ".jpg", ".jpeg"})
"""Suffixes of pictures; ``read`` recognises their text, but a folder of documents also
holds logos and photographs, so they are read only where they are named."""

READABLE: frozenset[str] = _PLAIN | _MARKDOWN | _WORD | _PDF | _WEB | _OFFICE
"""Suffixes, in lower case, of the documents that ``read`` understands."""

_READERS: dict[frozenset[str], str] = {
    _PLAIN: "text:read_text",
    _MARKDOWN: "markdown:read_markdown",
    _WORD: "docx:read_docx",
    _PDF: "pdf:read_pdf",
    _WEB: "web:read_web",
    _OFFICE: "office:read_office",
    IMAGES: "recognition:read_image",
}

ARCHIVES: frozenset[str] = frozenset({".zip"})
"""Suffixes of the archives that ``documents_in`` understands."""

CONVERTIBLE: frozenset[str] = frozenset(
    {".ofd", ".mht", ".mhtml", ".epub", ".pages", ".ppt", ".pptx", ".xls", ".xlsx", ".caj"}
)
"""Suffixes of documents that other programs can save as a readable format."""

SIZE_LIMIT = 64 * 1024 * 1024
"""Largest file that is read, in bytes."""

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


def read(path: Path) -> Document:
    """Read the document at ``path``; ``source`` of the result is ``str(path)``.

    ``path`` may go on inside an archive (``材料.zip/第一篇.docx``), as ``documents_in``
    gives it. An archive itself is read where it holds one document only.

    Raises ``MissingFileError``, ``UnreadableFileError`` (a folder, no permission, over
    ``SIZE_LIMIT``), ``UnknownFormatError``, ``DamagedFileError`` or
    ``EmptyDocumentError``, never anything else for a bad file.
    """
    suffix = path.suffix.lower()
    archive = _archive_of(path)
    if archive is None:
        _check(path)
        if suffix in ARCHIVES:
            return read(_only_document(path))
    if suffix not in READABLE | IMAGES:
        raise unknown_format(path)
    data = _load_member(path, archive) if archive else _load(path)
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


def documents_in(archive: Path) -> tuple[tuple[Path, ...], tuple[InputError, ...]]:
    """The documents in an archive, as paths for ``read``, and the errors beside them.

    ``archive`` itself can be the cause of the only error; nothing is raised.
    """
    from notes.reading.archive import members

    try:
        _check(archive, limit=None)
        found = members(archive, READABLE)
    except InputError as error:
        return (), (error,)
    if not found.documents and not found.errors:
        readable = " ".join(sorted(READABLE))
        message = f"压缩包里没有可读的文档（可读格式：{readable}），请检查里面的文件。"
        return (), (EmptyDocumentError(archive, message),)
    return found.documents, found.errors


def _only_document(archive: Path) -> Path:
    documents, errors = documents_in(archive)
    if not documents:
        raise errors[0]
    if len(documents) > 1:
        raise UnknownFormatError(
            archive,
            f"压缩包里有 {len(documents)} 个文档，一次只能读一个，请用命令行处理，或先解压。",
        )
    return documents[0]


def _archive_of(path: Path) -> Path | None:
    """The archive that ``path`` goes on inside of; most paths name none."""
    if not any(parent.suffix.lower() in ARCHIVES for parent in path.parents):
        return None
    from notes.reading.archive import archive_of

    try:
        return archive_of(path)
    except (OSError, ValueError):
        return None


def _load_member(path: Path, archive: Path) -> bytes:
    from notes.reading.archive import load_member

    return load_member(path, archive)


def unknown_format(path: Path) -> UnknownFormatError:
    """The error for a file whose suffix has no reader; it says what to do next."""
    readable = " ".join(sorted(READABLE))
    suffix = path.suffix.lower()
    if suffix in CONVERTIBLE:
        message = (
            f"不能直接读取 {suffix} 文件，请用能打开它的程序另存为 .docx、.pdf 或 .txt"
            f"（可读格式：{readable}）。"
        )
    elif suffix:
        message = f"不认识 {suffix} 格式，可读格式：{readable}，请先转换。"
    else:
        message = f"文件名没有后缀，看不出格式，请加上后缀（可读格式：{readable}）。"
    return UnknownFormatError(path, message)


def _check(path: Path, limit: int | None = SIZE_LIMIT) -> None:
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
        raise UnreadableFileError(path, "这不是普通文件，请给出 .txt、.docx 这样的文档。")
    if limit is not None and found.st_size > limit:
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
    """Read with the reader of ``suffix``; its module is imported at the first file."""
    where = next(place for suffixes, place in _READERS.items() if suffix in suffixes)
    module, function = where.split(":")
    reader: Callable[[bytes, str], Document]
    reader = getattr(import_module(f"notes.reading.{module}"), function)
    return reader(data, source)
