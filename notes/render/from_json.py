"""A notebook read back from its ``notes.json``, whole, without model and source.

The inverse of ``notes.render.notes_json``: every format written of the value that is read
here is, byte for byte, what the run itself would have written. Scores, weights and the
values of reasons come back as they stand in the file, rounded; no format shows more of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import isfinite
from pathlib import Path
from typing import Any, get_args

from notes.errors import DamagedFileError, MissingFileError, UnknownFormatError
from notes.render.json_file import NEXT, RECORD, Json, opened, text_of
from notes.values import (
    Audit,
    Bundle,
    Certainty,
    Checked,
    Document,
    Essay,
    EssayKind,
    Figure,
    FigureMatch,
    Finding,
    Mark,
    Notebook,
    OffsetMap,
    Origin,
    Outline,
    OutlineEntry,
    Overview,
    Paragraph,
    Point,
    Question,
    Quote,
    Reason,
    Repair,
    Repaired,
    RepairKind,
    Repeat,
    Section,
    Sentence,
    Span,
    StudyNote,
    Term,
    Theme,
    Twins,
    Verdict,
)


def read_notebook(path: Path) -> Notebook:
    """The notebook of a ``notes.json``, or of the folder that holds one.

    Raises ``MissingFileError``, ``UnreadableFileError``, ``DamagedFileError`` (no JSON, parts
    are missing, or the source text in it was changed) and ``UnknownFormatError`` (written by
    another program, or by a version that did not keep the source).
    """
    if path.is_dir() and (path / RECORD).is_file():
        path /= RECORD
    if not path.exists() or path.is_dir():
        raise MissingFileError(path, f"没有这个文件，{NEXT}。")
    return opened(path, text_of(path), lambda whole: _notebook(path, whole))


def _notebook(path: Path, whole: Json) -> Notebook:
    if "rebuild" not in whole:
        raise UnknownFormatError(
            path, "由较早的版本写成，没有存下原文，请先用 notes summarize 重新写一遍。"
        )
    rest = whole["rebuild"]
    text = _text(rest["text"])
    if (
        hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        != (whole["source"]["sha256"])
    ):
        raise DamagedFileError(path, "里面的原文被改动过，请重新运行 notes summarize。")
    repaired = _repaired(whole, rest, text)
    essays = [_Essay(one, repaired.text) for one in rest["essays"]]
    bundled = essays[: _int(rest["bundle"])]
    notes = tuple(
        _note(one, more, essays[_at(more["essay"], essays)])
        for one, more in zip(whole["essays"], rest["notes"], strict=True)
    )
    similarities = [_number(one) for one in rest["similarities"]]
    return Notebook(
        repaired=repaired,
        bundle=Bundle(
            tuple(one.essay for one in bundled),
            None if whole["claimed"] is None else _int(whole["claimed"]),
            _text(whole["title"]),
        ),
        notes=notes,
        overview=_overview(whole["overview"], similarities, essays),
        model=_text(whole["model"]),
        created=_text(whole["created"]),
        warnings=_texts(rest["warnings"]),
    )


def _repaired(whole: Json, rest: Json, text: str) -> Repaired:
    source = whole["source"]
    document = Document(
        source=_text(source["path"]),
        text=text,
        marks=_marks(rest["marks"], len(text)),
        format=_text(source["format"]),
        encoding=_text(source["encoding"]),
        warnings=_texts(rest["source_warnings"]),
    )
    there, copied, pieces = [], [], []
    for start, end, *changed in rest["pieces"]:
        span = _span(start, end, len(text))
        there.append(span)
        copied.append(not changed)
        pieces.append(_text(changed[0]) if changed else span.within(text))
    starts = tuple(accumulate(map(len, pieces[:-1]), initial=0))
    # Without pieces nothing was changed, which the map says of itself.
    now = "".join(pieces) if pieces else text
    return Repaired(
        document=document,
        text=now,
        marks=_marks(rest["repaired_marks"], len(now)),
        repairs=tuple(_repair(one) for one in whole["repairs"]),
        offsets=OffsetMap(starts, tuple(there), tuple(copied)),
    )


def _repair(one: Json) -> Repair:
    return Repair(
        _int(one["start"]),
        _int(one["end"]),
        _text(one["damaged"]),
        _text(one["repaired"]),
        _one_of(one["kind"], RepairKind),
        _one_of(one["certainty"], Certainty),
    )


class _Essay:
    """An essay, its outline, and its sentences by the position that the places name."""

    def __init__(self, one: Json, text: str) -> None:
        span = _span(one["start"], one["end"], len(text))
        body = span.within(text)
        size = len(body)
        self.essay = Essay(
            ordinal=_int(one["ordinal"]),
            label=_text(one["label"]),
            title=_text(one["title"]),
            span=span,
            text=body,
            marks=_marks(one["marks"], size),
            cut_off=bool(one["cut_off"]),
        )
        sentences = tuple(_sentence(row, body) for row in one["sentences"])
        self.outline = Outline(
            tuple(
                Paragraph(_int(number), _span(start, end, size))
                for number, start, end in one["paragraphs"]
            ),
            tuple(_section(row, size) for row in one["sections"]),
            sentences,
        )
        self._sentences = (*sentences, *(_sentence(row, body) for row in one["others"]))

    def at(self, place: Json) -> Sentence:
        """The sentence at ``place``."""
        return self._sentences[_at(place["sentence"], self._sentences)]

    def all(self, places: Iterable[Json]) -> tuple[Sentence, ...]:
        """The sentences at ``places``."""
        return tuple(self.at(place) for place in places)

    def point(self, one: Json) -> Checked:
        """A checked statement."""
        reasons = tuple(
            Reason(_text(r["kind"]), _number(r["value"]), _text(r["detail"]))
            for r in one["reasons"]
        )
        point = Point(
            text=_text(one["text"]),
            sources=self.all(one["sources"]),
            origin=_one_of(one["origin"], Origin),
            section=_int(one["section"]),
            score=_number(one["score"]),
            reasons=reasons,
        )
        findings = tuple(Finding(_text(f["kind"]), _text(f["detail"])) for f in one["findings"])
        return Checked(point, _one_of(one["verdict"], Verdict), findings)

    def points(self, found: Iterable[Json]) -> tuple[Checked, ...]:
        """Checked statements."""
        return tuple(self.point(one) for one in found)


def _section(row: Sequence[Any], size: int) -> Section:
    level, heading, head_start, head_end, start, end, run_in, index = row
    return Section(
        index=_int(index),
        level=_int(level),
        heading=_text(heading),
        heading_span=_span(head_start, head_end, size),
        span=_span(start, end, size),
        run_in=bool(run_in),
    )


def _sentence(row: Sequence[Any], body: str) -> Sentence:
    start, end, paragraph, section, broken, index, *text = row
    span = _span(start, end, len(body))
    return Sentence(
        index=_int(index),
        text=_text(text[0]) if text else span.within(body),
        span=span,
        paragraph=_int(paragraph),
        section=_int(section),
        broken=bool(broken),
    )


def _note(one: Json, more: Json, of: _Essay) -> StudyNote:
    thesis = one["thesis_point"]
    return StudyNote(
        essay=of.essay,
        outline=of.outline,
        title=_text(more["title"]),
        title_proposed=bool(one["title_proposed"]),
        kind=_one_of(one["kind"], EssayKind),
        kind_reasons=_texts(one["kind_reasons"]),
        thesis=None if thesis is None else of.point(thesis),
        summary=of.points(one["summary_points"]),
        points=of.points(one["points"]),
        entries=tuple(
            OutlineEntry(
                _int(entry["level"]),
                _text(entry["heading"]),
                of.all(entry["sources"]),
                bool(entry["proposed"]),
            )
            for entry in one["outline"]
        ),
        claims=of.points(one["claims"]),
        measures=of.points(one["measures"]),
        practice=of.points(one["practice"]),
        quotes=tuple(
            Quote(_text(quote["text"]), of.at(quote["source"]), bool(quote["repaired"]))
            for quote in one["quotes"]
        ),
        figures=tuple(
            Figure(
                _text(figure["value"]),
                _text(figure["normal"]),
                _text(figure["about"]),
                of.at(figure["source"]),
            )
            for figure in one["figures"]
        ),
        terms=tuple(
            Term(
                _text(term["term"]),
                _text(term["gloss"]),
                None if term["source"] is None else of.at(term["source"]),
                _number(term["weight"]),
            )
            for term in one["terms"]
        ),
        questions=tuple(
            Question(_text(question["text"]), of.all(question["sources"]))
            for question in one["questions"]
        ),
        audit=_audit(one["audit"], more, of),
    )


def _audit(one: Json, more: Json, of: _Essay) -> Audit:
    return Audit(
        verified=_int(one["verified"]),
        replaced=_int(one["replaced"]),
        refused=_int(one["refused"]),
        weak=_int(one["weak"]),
        coverage=_number(more["coverage"]),
        read=_number(more["read"]),
        repairs=tuple(
            (_one_of(kind, RepairKind), _int(count)) for kind, count in one["repairs"].items()
        ),
        lost=_int(one["lost"]),
        refusals=of.points(one["refusals"]),
    )


def _overview(one: Json, similarities: Sequence[float], essays: Sequence[_Essay]) -> Overview:
    by_ordinal = {of.essay.ordinal: of for of in reversed(essays)}
    twins, repeats = one["twins"], one["repeats"]
    alike = iter(similarities)
    if len(similarities) != len(twins) + len(repeats):
        raise ValueError("similarities")
    return Overview(
        themes=tuple(Theme(_text(t["term"]), _ints(t["essays"])) for t in one["themes"]),
        unique=tuple((_int(u["essay"]), _texts(u["terms"])) for u in one["unique"]),
        twins=tuple(Twins(_ints(twin["essays"]), next(alike)) for twin in twins),
        repeats=tuple(
            Repeat(
                _int(repeat["first"]),
                _int(repeat["second"]),
                by_ordinal[repeat["first"]].at(repeat["first_source"]),
                by_ordinal[repeat["second"]].at(repeat["second_source"]),
                next(alike),
            )
            for repeat in repeats
        ),
        figures=tuple(
            FigureMatch(
                _text(match["about"]),
                tuple((_int(said["essay"]), _text(said["value"])) for said in match["values"]),
                bool(match["agree"]),
            )
            for match in one["figures"]
        ),
    )


def _marks(rows: Iterable[Sequence[Any]], size: int) -> tuple[Mark, ...]:
    found = []
    for start, end, kind, level in rows:
        if kind not in {"heading", "title", "list", "table", "page"}:
            raise ValueError(kind)
        span = _span(start, end, size)
        found.append(Mark(span.start, span.end, kind, _int(level)))
    return tuple(found)


def _span(start: Any, end: Any, size: int) -> Span:
    span = Span(_int(start), _int(end))
    if span.end > size:
        raise ValueError(f"{end} > {size}")
    return span


def _at(position: Any, values: Sequence[object]) -> int:
    at = _int(position)
    if not 0 <= at < len(values):
        raise IndexError(at)
    return at


def _int(value: Any) -> int:
    if type(value) is not int:
        raise TypeError(value)
    return value


def _number(value: Any) -> float:
    """``value``, not as a float where it is whole: it is written again as it stood."""
    if type(value) not in {int, float} or not isfinite(value):
        raise TypeError(value)
    return value  # type: ignore[no-any-return]


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _texts(values: Iterable[Any]) -> tuple[str, ...]:
    return tuple(_text(value) for value in values)


def _ints(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(_int(value) for value in values)


def _one_of(value: Any, choices: Any) -> Any:
    if value not in get_args(choices):
        raise ValueError(value)
    return value
