"""The part ``rebuild`` of ``notes.json``: what a notebook holds besides its notes.

Source text, marks, repaired text and the structure of the essays, in short rows; with
the notes above it, it gives the whole ``Notebook`` back (``notes.render.from_json``), so
that any format can be written from the file alone. The rows, in the order of the fields:

* mark: start, end, kind, level;
* piece of the repaired text: start and end in the original, where it was copied from,
  and, where it was changed, what it reads now;
* paragraph: number, start, end;
* section: level, heading, start and end of the heading, start and end of the body, 1 for
  a run-in heading, index;
* sentence: start, end, paragraph, section, 1 where text was lost, index, and its text
  where that is not simply the characters from start to end.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from notes.render.json_places import JsonPlaces
from notes.values import Essay, Mark, Notebook, Outline, Repaired, Section, Sentence

Json = dict[str, Any]
Row = list[Any]

EMPTY = Outline((), (), ())


def essays_of(notebook: Notebook) -> dict[Essay, Outline]:
    """Every essay of the notebook once, those of the bundle first, with its outline."""
    found = dict.fromkeys(notebook.bundle.essays, EMPTY)
    return found | {note.essay: note.outline for note in notebook.notes}


def rebuild(notebook: Notebook, places: Mapping[Essay, JsonPlaces]) -> Json:
    """The part ``rebuild``; ``places`` are those of ``essays_of``, used for all notes before."""
    essays = essays_of(notebook)
    order = {essay: number for number, essay in enumerate(essays)}
    document, overview = notebook.repaired.document, notebook.overview
    return {
        "text": document.text,
        "marks": _marks(document.marks),
        "pieces": _pieces(notebook.repaired),
        "repaired_marks": _marks(notebook.repaired.marks),
        "source_warnings": list(document.warnings),
        "warnings": list(notebook.warnings),
        "bundle": len(notebook.bundle.essays),
        "essays": [
            _essay(essay, outline, places[essay].others) for essay, outline in essays.items()
        ],
        "notes": [
            {
                "essay": order[note.essay],
                "title": note.title,
                "coverage": note.audit.coverage,
                "read": note.audit.read,
            }
            for note in notebook.notes
        ],
        "similarities": [
            *(one.similarity for one in overview.twins),
            *(one.similarity for one in overview.repeats),
        ],
    }


def _marks(marks: tuple[Mark, ...]) -> list[Row]:
    return [[one.start, one.end, one.kind, one.level] for one in marks]


def _pieces(repaired: Repaired) -> list[Row]:
    here, there, copied = repaired.offsets.here, repaired.offsets.there, repaired.offsets.copied
    ends = [*here[1:], len(repaired.text)]
    return [
        [span.start, span.end, *([] if is_copy else [repaired.text[start:end]])]
        for start, end, span, is_copy in zip(here, ends, there, copied, strict=False)
    ]


def _essay(essay: Essay, outline: Outline, others: list[Sentence]) -> Json:
    return {
        "ordinal": essay.ordinal,
        "label": essay.label,
        "title": essay.title,
        "start": essay.span.start,
        "end": essay.span.end,
        "cut_off": essay.cut_off,
        "marks": _marks(essay.marks),
        "paragraphs": [[p.number, p.span.start, p.span.end] for p in outline.paragraphs],
        "sections": [_section(one) for one in outline.sections],
        "sentences": [_sentence(one, essay) for one in outline.sentences],
        "others": [_sentence(one, essay) for one in others],
    }


def _section(one: Section) -> Row:
    head, body = one.heading_span, one.span
    row = [one.level, one.heading, head.start, head.end, body.start, body.end]
    return [*row, int(one.run_in), one.index]


def _sentence(one: Sentence, essay: Essay) -> Row:
    row = [one.span.start, one.span.end, one.paragraph, one.section, int(one.broken), one.index]
    return row if one.span.within(essay.text) == one.text else [*row, one.text]
