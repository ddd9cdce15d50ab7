"""Seals on files that are no Markdown: whether anybody changed them since they were written.

A sealed file holds the hash of all the rest of it, where no reader stumbles over it: a page
in a comment after its end, a Word file in the core property ``identifier`` (Office Open XML,
ECMA-376 part 2), an Anki package in the comment of its ZIP container. Who edits the file and
saves it breaks the seal; such a file belongs to the user and is never written over.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable

from notes.render.fixed_zip import fixed_zip

_MARK = "study-notes"
_PAGE = re.compile(rb"<!-- study-notes ([0-9a-f]{64}) -->\n\Z")
_GENERATOR = re.compile(rb'<meta name="generator" content="study-notes\b')
_CORE = "docProps/core.xml"
_CORE_END = b"</cp:coreProperties>"
_IDENTIFIER = re.compile(rb"<dc:identifier>study-notes ([0-9a-f]{64})</dc:identifier>")
_ZIP_COMMENT = re.compile(rb"study-notes ([0-9a-f]{64})")
_LARGEST = 256 << 20
"""A container that would unpack to more bytes than this is not ours."""
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_NO_COMMENT = struct.pack("<H", 0)


def seal_page(content: bytes) -> bytes:
    """An HTML page with its seal."""
    content = content.rstrip(b"\n") + b"\n"
    return content + f"<!-- {_MARK} {_digest([content])} -->\n".encode()


def page_is_whole(content: bytes) -> bool:
    """Whether ``content`` is a page of ``seal_page`` that nobody changed."""
    found = _PAGE.search(content)
    return found is not None and _digest([content[: found.start()]]).encode() == found[1]


def seal_word(content: bytes) -> bytes:
    """A Word file with its seal; one without core properties stays as it is."""
    entries = _entries(content)
    if entries is None or not entries.get(_CORE, b"").rstrip().endswith(_CORE_END):
        return content
    seal = f"<dc:identifier>{_MARK} {_of_entries(entries)}</dc:identifier>".encode()
    entries[_CORE] = entries[_CORE].rstrip().removesuffix(_CORE_END) + seal + _CORE_END
    return fixed_zip(entries.items())


def word_is_whole(content: bytes) -> bool:
    """Whether ``content`` is a Word file of ``seal_word`` that nobody changed."""
    entries = _entries(content)
    found = _IDENTIFIER.search(entries.get(_CORE, b"")) if entries else None
    if entries is None or found is None:
        return False
    entries[_CORE] = entries[_CORE].replace(found[0], b"")
    return _of_entries(entries).encode() == found[1]


def seal_package(content: bytes) -> bytes:
    """A ZIP container without a comment, with its seal."""
    if not content.endswith(_NO_COMMENT):
        return content
    comment = f"{_MARK} {_digest([content])}".encode()
    return content.removesuffix(_NO_COMMENT) + struct.pack("<H", len(comment)) + comment


def package_is_whole(content: bytes) -> bool:
    """Whether ``content`` is a container of ``seal_package`` that nobody changed."""
    found = _ZIP_COMMENT.search(content[-len(_MARK) - 65 :])
    if found is None or not content.endswith(found[0]):
        return False
    bare = content[: -len(found[0]) - len(_NO_COMMENT)] + _NO_COMMENT
    return _digest([bare]).encode() == found[1]


def is_whole(content: bytes) -> bool:
    """Whether ``content`` is a sealed file of any kind that nobody changed."""
    if content.startswith(b"PK"):
        return package_is_whole(content) or word_is_whole(content)
    return page_is_whole(content)


def was_ours(content: bytes) -> bool:
    """Whether ``content`` was once a sealed page or Word file, also where somebody changed it."""
    if content.startswith(b"PK"):
        return bool(_IDENTIFIER.search((_entries(content) or {}).get(_CORE, b"")))
    return _GENERATOR.search(content[:4096]) is not None


def _entries(content: bytes) -> dict[str, bytes] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _LARGEST:
                return None
            return {name: archive.read(name) for name in archive.namelist()}
    except _DAMAGED:
        return None


def _of_entries(entries: dict[str, bytes]) -> str:
    parts = (part for name, body in entries.items() for part in (name.encode(), body))
    return _digest(parts)


def _digest(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(struct.pack("<Q", len(part)) + part)
    return whole.hexdigest()
