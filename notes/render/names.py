r"""File and folder names that every file system accepts, from titles and sources.

Windows is the narrowest: no ``< > : " / \ | ? *``, no control characters, no
trailing dot or space, no device names, upper and lower case are the same; Linux
counts bytes (255 a name; the limit here leaves room for the rest of the path).
Characters that would break a link in Markdown or Obsidian (``# ^ [ ] %``) go too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from notes.render.escape import clean
from notes.render.shown import bare_title
from notes.values import Notebook

BYTES = 120
"""Longest name in bytes of UTF-8, extension included."""
UNNAMED = "未命名"
# Where a full-width twin exists it keeps the title readable.
_WIDE = str.maketrans('<>:"|?*#^[]%', "＜＞：＂｜？＊＃＾［］％")
_SEPARATORS = re.compile(r"[\\/\s]+")
_DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?=\.|\Z)")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]{1,5}\Z")


def file_name(source: str) -> str:
    """The last part of the path ``source``, written with either kind of slash."""
    return re.split(r"[\\/]", source.rstrip("\\/"))[-1] or source


def note_names(notebook: Notebook) -> tuple[str, ...]:
    """The file names ``01-标题.md`` of the notes, in their order; unique and deterministic."""
    ordinals = [note.essay.ordinal for note in notebook.notes]
    width = max([2, *(len(str(ordinal)) for ordinal in ordinals)])
    stems = [
        f"{ordinal:0{width}d}-{bare_title(note)}"
        for ordinal, note in zip(ordinals, notebook.notes, strict=True)
    ]
    return _distinct(stems, ".md")


def folder_name(source: str) -> str:
    """The folder for the notes of ``source``: its file name without the extension."""
    return folder_names([source])[0]


def folder_names(
    sources: Sequence[str], kept: Sequence[str] = (), taken: Iterable[str] = ()
) -> tuple[str, ...]:
    """One folder for each of the ``sources`` of a run; sources of one stem get different ones.

    ``kept``, where given, stands beside the sources: the folder that a source has from an
    earlier run, or an empty text. ``taken`` are folders of sources that are not in this run.
    """
    stems = [_EXTENSION.sub("", file_name(source)) for source in sources]
    return _distinct(stems, "", kept, taken)


def beside(name: str, number: int) -> str:
    """``name`` with ``-number`` before its extension, still within the limit."""
    extension = _EXTENSION.search(name)
    ending = extension.group() if extension else ""
    return _safe(name.removesuffix(ending), f"-{number}{ending}")


def _distinct(
    stems: Sequence[str], ending: str, kept: Sequence[str] = (), held: Iterable[str] = ()
) -> tuple[str, ...]:
    names: list[str] = []
    taken = {_key(name) for name in (*held, *kept) if name}
    # The first number that may be free: thousands of equal stems take no quadratic time.
    last: dict[str, int] = {}
    for stem, own in zip_longest(stems, kept[: len(stems)], fillvalue=""):
        name, number = own or _safe(stem, ending), 1
        if not own and _key(name) in taken:
            first = _key(name)
            number = last.get(first, 1)
            while _key(name) in taken:
                number += 1
                name = _safe(stem, f"-{number}{ending}")
            last[first] = number
        taken.add(_key(name))
        names.append(name)
    return tuple(names)


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _safe(stem: str, ending: str) -> str:
    stem = unicodedata.normalize("NFC", clean(stem)).translate(_WIDE)
    stem = _SEPARATORS.sub("-", stem).strip(".- ")
    if _DEVICE.match(stem):
        stem = f"_{stem}"
    room = BYTES - len(ending.encode())
    stem = stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore").rstrip(".- ")
    return f"{stem or UNNAMED}{ending}"
