"""The lines of a ``notes.json`` that its source must bear, and what it says of its source."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notes.errors import DamagedFileError, UnknownFormatError
from notes.render.escape import clean
from notes.render.notes_json import SCHEMA
from notes.values import Claim, ClaimKind, WrittenNote


@dataclass(frozen=True, slots=True)
class Record:
    """The notes of a ``notes.json``; ``sha256`` is that of the text they were written of."""

    notes: tuple[WrittenNote, ...]
    sha256: str


def record(path: Path, text: str) -> Record:
    """Read the ``notes.json`` ``text`` of the file ``path``.

    Raises ``DamagedFileError`` (no JSON, or parts are missing) and ``UnknownFormatError``
    (JSON of another program or of another version).
    """
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DamagedFileError(path, "不是完整的 JSON，请重新运行 notes summarize。") from error
    schema = whole.get("schema") if isinstance(whole, dict) else None
    if schema != SCHEMA:
        raise UnknownFormatError(path, "不是本程序这一版写的 notes.json，请重新运行 summarize。")
    try:
        source = whole["source"]
        notes = tuple(_note(essay, str(source["name"])) for essay in whole["essays"])
        return Record(notes, str(source["sha256"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise DamagedFileError(path, "内容不完整，请重新运行 notes summarize。") from error


def _note(essay: dict[str, Any], source: str) -> WrittenNote:
    claims = (*_claims(essay), *_evidence(essay))
    return WrittenNote(
        titles=(clean(essay["title"]),),
        ordinal=int(essay["ordinal"]),
        source=clean(source),
        claims=claims,
        evidence=tuple(claim.text for claim in claims if claim.kind == "evidence"),
    )


def _claims(essay: dict[str, Any]) -> Iterator[Claim]:
    thesis = essay["thesis_point"]
    if thesis is not None:
        yield _claim("thesis_point", thesis, thesis["text"])
    for part in ("summary_points", "points", "claims", "measures", "practice"):
        for number, one in enumerate(essay[part]):
            yield _claim(f"{part}[{number}]", one, one["text"])
    for number, one in enumerate(essay["outline"]):
        if not one["proposed"]:
            yield _claim(f"outline[{number}]", one, one["heading"], "heading")
    for number, one in enumerate(essay["quotes"]):
        yield _claim(f"quotes[{number}]", one, one["text"], "quote")
    for number, one in enumerate(essay["figures"]):
        yield _claim(f"figures[{number}]", one, one["value"], "figure", one["about"])
    for number, one in enumerate(essay["terms"]):
        if one["gloss"]:
            yield _claim(f"terms[{number}]", one, one["gloss"])


def _claim(
    place: str, one: dict[str, Any], text: str, kind: ClaimKind = "statement", about: str = ""
) -> Claim:
    marks = tuple((int(source["paragraph"]), 0) for source in _sources(one))
    return Claim(0, place, clean(text), kind, clean(about), marks)


def _sources(one: dict[str, Any]) -> list[dict[str, Any]]:
    if "sources" in one:
        return list(one["sources"])
    return [] if one["source"] is None else [one["source"]]


def _evidence(essay: dict[str, Any]) -> Iterator[Claim]:
    """Every sentence that the record quotes of its source, once."""
    thesis = [essay["thesis_point"]] if essay["thesis_point"] else []
    parts = ("summary_points", "points", "claims", "measures", "practice", "quotes", "figures")
    held: Iterable[dict[str, Any]] = [*thesis, *(one for part in parts for one in essay[part])]
    quoted = {
        (clean(source["text"]), int(source["paragraph"])): None
        for one in held
        for source in _sources(one)
    }
    for text, paragraph in quoted:
        yield Claim(0, f"¶{paragraph}", text, "evidence", marks=((paragraph, 0),))
