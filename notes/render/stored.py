"""Notes that were written earlier, read back from ``notes.json`` for the reading view.

Only what the view shows is read, and every text is cleaned on the way: a stored file may
come from anywhere, and control characters would speak to the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from notes.errors import MissingFileError, UnknownFormatError
from notes.render.escape import clean
from notes.render.front_matter import untouched
from notes.render.json_file import NEXT, RECORD, opened, sources, text_of
from notes.values import Reason


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a stored note, the paragraphs it rests on, and why it was chosen.

    ``reasons`` is ``None`` where the file was written before reasons were kept.
    """

    text: str
    paragraphs: tuple[int, ...]
    origin: str = ""
    verdict: str = ""
    sources: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A term, figure or question: its text, what is said of it, the paragraphs."""

    text: str
    about: str
    paragraphs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StoredEssay:
    """The note of one essay as the view shows it; ``file`` is its Markdown file."""

    ordinal: int
    file: str
    title: str
    kind: str
    characters: int
    cut_off: bool
    thesis: Line | None
    summary: tuple[Line, ...]
    points: tuple[Line, ...]
    quotes: tuple[Entry, ...]
    terms: tuple[Entry, ...]
    figures: tuple[Entry, ...]
    questions: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Stored:
    """The notes of one source as they were written."""

    source: str
    created: str
    model: str
    claimed: int | None
    essays: tuple[StoredEssay, ...]


def find(path: Path) -> Path:
    """Return the file to show for ``path``: a ``notes.json``, or a Markdown file.

    A folder stands for the ``notes.json`` in it. A note that nobody changed stands for the
    ``notes.json`` beside it when that names the note; a changed one is shown as it is.
    Raises ``MissingFileError`` and ``UnknownFormatError``.
    """
    if not path.exists():
        raise MissingFileError(path, f"没有这个文件，{NEXT}。")
    if path.is_dir():
        if (path / RECORD).is_file():
            return path / RECORD
        raise MissingFileError(path, f"这个文件夹里没有 {RECORD}{_inside(path)}，{NEXT}。")
    if path.suffix.lower() not in {".json", ".md"}:
        raise UnknownFormatError(path, f"不是笔记，{NEXT}；要写笔记请用 notes summarize。")
    beside = path.with_name(RECORD)
    if path.suffix.lower() == ".md" and beside.is_file() and untouched(text_of(path)):
        return beside
    return path


def _inside(folder: Path) -> str:
    below = sorted(child.parent.name for child in folder.glob(f"*/{RECORD}"))
    return f"（在 {'、'.join(below[:5])}{' 等' * (len(below) > 5)} 里）" if below else ""


def load(path: Path) -> Stored:
    """Read a ``notes.json``. Raises what ``json_file`` says: unreadable, damaged, not ours."""
    return opened(path, text_of(path), _stored)


def _stored(whole: dict[str, Any]) -> Stored:
    claimed = whole["claimed"]
    return Stored(
        source=clean(whole["source"]["name"]),
        created=clean(whole["created"]),
        model=clean(whole["model"]),
        claimed=None if claimed is None else int(claimed),
        essays=tuple(_essay(essay) for essay in whole["essays"]),
    )


def _essay(essay: dict[str, Any]) -> StoredEssay:
    thesis = essay["thesis_point"]
    return StoredEssay(
        ordinal=int(essay["ordinal"]),
        file=clean(essay["file"]),
        title=clean(essay["title"]) + "（拟）" * bool(essay["title_proposed"]),
        kind=clean(essay["kind"]),
        characters=int(essay["characters"]),
        cut_off=bool(essay["cut_off"]),
        thesis=None if thesis is None else _line(thesis),
        summary=tuple(_line(one) for one in essay["summary_points"]),
        points=tuple(_line(one) for one in essay["points"]),
        quotes=_entries(essay["quotes"], "text", ""),
        terms=_entries(essay["terms"], "term", "gloss"),
        figures=_entries(essay["figures"], "value", "about"),
        questions=_entries(essay["questions"], "text", ""),
    )


def _line(point: dict[str, Any]) -> Line:
    reasons = point.get("reasons")
    return Line(
        text=clean(point["text"]),
        paragraphs=_paragraphs(point["sources"]),
        origin=clean(point["origin"]),
        verdict=clean(point["verdict"]),
        sources=tuple(clean(source["text"]) for source in point["sources"]),
        reasons=None if reasons is None else tuple(_reason(reason) for reason in reasons),
    )


def _reason(reason: dict[str, Any]) -> Reason:
    return Reason(clean(reason["kind"]), float(reason["value"]), clean(reason["detail"]))


def _entries(found: Iterable[dict[str, Any]], text: str, about: str) -> tuple[Entry, ...]:
    return tuple(
        Entry(clean(one[text]), clean(one[about]) if about else "", _paragraphs(sources(one)))
        for one in found
    )


def _paragraphs(sources: Iterable[dict[str, Any]]) -> tuple[int, ...]:
    return tuple(sorted({int(source["paragraph"]) for source in sources}))
