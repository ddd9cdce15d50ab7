"""ZIP containers whose bytes depend on their content only (docx and apkg are such files)."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

# The earliest time that a ZIP entry can hold; the container has no date of its own.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


def fixed_zip(entries: Iterable[tuple[str, bytes]]) -> bytes:
    """A ZIP file of ``entries`` (name, content) in their order, without clock or file system."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in entries:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = _READABLE
            archive.writestr(info, content, compresslevel=9)
    return out.getvalue()
