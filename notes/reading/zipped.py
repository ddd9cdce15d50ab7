"""Reading an entry of a zip archive in bounded memory, for archives and Word documents."""

from __future__ import annotations

import struct
import zipfile
import zlib

BROKEN: tuple[type[Exception], ...] = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    KeyError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    IndexError,
    OverflowError,
)
"""What ``zipfile`` raises for damaged archives, one way or the other."""


def read_entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The unpacked bytes of an entry, never more than its stated size.

    ``ZipFile.read`` unpacks everything there is before it looks at the stated size: an
    entry that states 1 kB and unpacks to gigabytes would take gigabytes. Raises one of
    ``BROKEN``.
    """
    with archive.open(info) as entry:
        return entry.read(info.file_size + 1)
