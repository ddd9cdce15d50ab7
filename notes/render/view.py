"""What a Markdown template is given.

``note.md.j2`` gets the fields of ``note_view``, ``index.md.j2`` those of ``index_view``. Plain
texts are escaped where the template puts them in; marks, links and ``parts`` are Markdown.
``parts`` holds the parts as the program would write them, each with its heading, or empty:
a template that only changes their order consists of these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from notes.render.labels import KINDS, share
from notes.render.names import file_name
from notes.render.overview import gist
from notes.render.page import Look, Page
from notes.render.parts import statement
from notes.render.shown import accepted, accepted_thesis, characters, full_title, running_text
from notes.render.templates import Markdown
from notes.values import Checked, Notebook, Sentence, StudyNote


@dataclass(frozen=True, slots=True)
class Line:
    """A statement: plain ``text``, its place ``marks``, and both with labels as ``markdown``."""

    text: str
    marks: Markdown
    markdown: Markdown
    by_model: bool = False
    weak: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A quote, figure, term, question or line of the outline; fields that it lacks are empty.

    ``text`` is the quote, the value, the term, the question or the heading, ``about`` what the
    figure measures or the gloss of the term, ``level`` that of the outline.
    """

    text: str
    marks: Markdown
    about: str = ""
    level: int = 0
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An essay of the overview; ``thesis`` has its labels and marks."""

    ordinal: int
    title: str
    link: Markdown
    kind: str
    thesis: Markdown


def note_view(
    notebook: Notebook, note: StudyNote, page: Page, parts: Mapping[str, Markdown]
) -> dict[str, Any]:
    """The values for ``note.md.j2``."""
    thesis = accepted_thesis(note)

    def marks(sources: Iterable[Sentence | None]) -> Markdown:
        return Markdown(page.marks.mark([one for one in sources if one is not None]))

    return {
        **_common(notebook, page.look, parts),
        "title": full_title(note),
        "ordinal": note.essay.ordinal,
        "kind": KINDS[note.kind],
        "characters": characters(note.essay.text),
        "coverage": share(note.audit.coverage),
        "cut_off": note.essay.cut_off,
        "thesis": _line(thesis, page) if thesis is not None else None,
        "summary": _lines(note.summary, page),
        "points": _lines(note.points, page),
        "claims": _lines(note.claims, page),
        "measures": _lines(note.measures, page),
        "practice": _lines(note.practice, page),
        "quotes": [Entry(one.text, marks([one.source])) for one in note.quotes],
        "figures": [Entry(one.value, marks([one.source]), one.about) for one in note.figures],
        "terms": [Entry(one.term, marks([one.source]), one.gloss) for one in note.terms],
        "questions": [Entry(one.text, marks(one.sources)) for one in note.questions],
        "outline": [
            Entry(one.heading, marks(one.sources), "", one.level, one.proposed)
            for one in note.entries
        ],
    }


def index_view(
    notebook: Notebook,
    title: str,
    names: Sequence[str],
    look: Look,
    parts: Mapping[str, Markdown],
) -> dict[str, Any]:
    """The values for ``index.md.j2``."""
    cell = look.dialect.tables
    return {
        **_common(notebook, look, parts),
        "title": title,
        "essays": [
            Row(
                ordinal=note.essay.ordinal,
                title=full_title(note),
                link=Markdown(look.dialect.link(full_title(note), name, cell=cell)),
                kind=KINDS[note.kind],
                thesis=Markdown(gist(notebook, note, name, look)),
            )
            for note, name in zip(notebook.notes, names, strict=True)
        ],
    }


def _common(notebook: Notebook, look: Look, parts: Mapping[str, Markdown]) -> dict[str, Any]:
    return {
        "source": file_name(notebook.repaired.document.source),
        "claimed": notebook.bundle.claimed,
        "found": len(notebook.bundle.essays),
        "model": notebook.model,
        "created": notebook.created,
        "headings": dict(look.headings),
        "parts": dict(parts),
    }


def _lines(points: Iterable[Checked], page: Page) -> list[Line]:
    return [_line(point, page) for point in accepted(points)]


def _line(point: Checked, page: Page) -> Line:
    by_model = point.point.origin == "model"
    return Line(
        text=running_text(point) if by_model else point.text,
        marks=Markdown(page.marks.mark(point.point.sources)),
        markdown=Markdown(statement(point, page)),
        by_model=by_model,
        weak=point.verdict == "weak",
    )
