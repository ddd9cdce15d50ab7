"""A ``notes.json`` opened: the one place that parses it and says what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from notes.errors import DamagedFileError, UnknownFormatError, UnreadableFileError
from notes.render.escape import clean
from notes.render.notes_json import SCHEMA

RECORD = "notes.json"
"""Name of the file."""
NEXT = "请给出 notes.json、它所在的文件夹，或其中一篇 .md 笔记"
"""The next step for a reader who gave another file."""
_FAMILY = SCHEMA.partition("/")[0]

Json = dict[str, Any]
T = TypeVar("T")


def text_of(path: Path) -> str:
    """The text of ``path``. Raises ``UnreadableFileError`` and ``DamagedFileError``."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise UnreadableFileError(path, f"打不开，请检查读取权限后再试，或者{NEXT}。") from error
    except UnicodeDecodeError as error:
        raise DamagedFileError(path, f"不是 UTF-8 文本，不是本程序写的笔记，{NEXT}。") from error


def opened(path: Path, text: str, build: Callable[[Json], T]) -> T:
    """What ``build`` makes of the JSON ``text`` of the file ``path``.

    ``build`` may rest on all keys and types of the schema: a ``KeyError``, ``TypeError``,
    ``ValueError``, ``AttributeError`` or ``IndexError`` of it says that the file is damaged.
    Raises ``DamagedFileError`` (no JSON, or parts are missing) and ``UnknownFormatError``
    (JSON of another program or of another version).
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedFileError(path, "不是完整的 JSON，请重新运行 notes summarize。") from error
    schema = whole.get("schema") if isinstance(whole, dict) else None
    if not isinstance(schema, str) or schema.partition("/")[0] != _FAMILY:
        raise UnknownFormatError(path, f"不是本程序写的 {RECORD}，{NEXT}。")
    if schema != SCHEMA:
        raise UnknownFormatError(path, f"由另一版本写成（{clean(schema)}），请重新 summarize。")
    try:
        return build(whole)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise DamagedFileError(path, "内容不完整，请重新运行 notes summarize。") from error


def sources(one: Json) -> list[Json]:
    """The places of an entry, which has a list of them, one, or none."""
    if "sources" in one:
        return list(one["sources"])
    return [] if one["source"] is None else [one["source"]]
