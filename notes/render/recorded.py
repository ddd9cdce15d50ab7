"""The lines of a ``notes.json`` that its source must bear, and what it says of its source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from notes.render.escape import clean
from notes.render.json_file import Json, opened, sources
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
    return opened(path, text, _record)


def _record(whole: Json) -> Record:
    source = whole["source"]
    notes = tuple(_note(essay, str(source["name"])) for essay in whole["essays"])
    return Record(notes, str(source["sha256"]))


def _note(essay: Json, source: str) -> WrittenNote:
    claims = (*_claims(essay), *_evidence(essay))
    return WrittenNote(
        titles=(clean(essay["title"]),),
        ordinal=int(essay["ordinal"]),
        source=clean(source),
        claims=claims,
        evidence=tuple(claim.text for claim in claims if claim.kind == "evidence"),
    )


def _claims(essay: Json) -> Iterator[Claim]:
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
    place: str, one: Json, text: str, kind: ClaimKind = "statement", about: str = ""
) -> Claim:
    marks = tuple((int(source["paragraph"]), 0) for source in sources(one))
    return Claim(0, place, clean(text), kind, clean(about), marks)


def _evidence(essay: Json) -> Iterator[Claim]:
    """Every sentence that the record quotes of its source, once."""
    thesis = [essay["thesis_point"]] if essay["thesis_point"] else []
    parts = ("summary_points", "points", "claims", "measures", "practice", "quotes", "figures")
    held: Iterable[Json] = [*thesis, *(one for part in parts for one in essay[part])]
    quoted = {
        (clean(source["text"]), int(source["paragraph"])): None
        for one in held
        for source in sources(one)
    }
    for text, paragraph in quoted:
        yield Claim(0, f"¶{paragraph}", text, "evidence", marks=((paragraph, 0),))
