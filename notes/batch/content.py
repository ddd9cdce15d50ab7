"""The hash of what a source holds, by which changes and duplicates are known."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from notes.batch.remote import fetch, is_remote
from notes.reading import ARCHIVES, SIZE_LIMIT, read


def content_hash(path: Path) -> str:
    """The SHA-256 of the bytes of a source, which may lie in an archive.

    Raises ``InputError`` as ``notes.reading.read`` does.
    """
    if is_remote(path):
        return hashlib.sha256(fetch(path)).hexdigest()
    if any(parent.suffix.lower() in ARCHIVES for parent in path.parents):
        from notes.reading.archive import archive_of, load_member

        archive = archive_of(path)
        if archive is not None:
            return hashlib.sha256(load_member(path, archive)).hexdigest()
    try:
        found = path.stat()
        # A pipe would block for ever.
        if stat.S_ISREG(found.st_mode) and found.st_size <= SIZE_LIMIT:
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        pass
    # The reader knows the sentence for what is wrong.
    return hashlib.sha256(read(path).text.encode("utf-8", "surrogatepass")).hexdigest()
