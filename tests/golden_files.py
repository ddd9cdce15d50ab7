"""What a written file says, for comparison: two builds of zlib or SQLite may pack it otherwise."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path


def content(path: Path) -> dict[str, str]:
    """The texts in ``path`` by name: the parts of a Word file, the notes of an Anki package."""
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}
    if path.suffix == ".apkg":
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return _collection(archive.read("collection.anki2"))
    return {path.name: path.read_text("utf-8")}


def _collection(database: bytes) -> dict[str, str]:
    with closing(sqlite3.connect(":memory:")) as collection:
        collection.deserialize(database)
        rows = collection.execute("select guid, mid, mod, tags, flds from notes order by id")
        found = {str(row[0]): repr(row[1:]) for row in rows}
        decks, models = collection.execute("select decks, models from col").fetchone()
        return {"decks": decks, "models": models, **found}
