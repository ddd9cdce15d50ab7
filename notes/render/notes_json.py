"""A notebook as ``notes.json``, schema ``study-notes/1``.

``start`` and ``end`` are always characters of the text as it was read, before the
repairs (``source.sha256`` is the hash of that text in UTF-8), half open. The ``text``
beside them is that of the repaired source; where no repair lies inside, it is
exactly ``text[start:end]`` of the original. ``paragraph`` counts within the essay.
Keys always come in the same order; a key without a value is empty, not absent. The
JSON Schema of the file is ``notes/data/notes.schema.json``.

The last key, ``rebuild``, holds what the notes rest on, one line an entry: with it the
file gives every other format (``notes.render.from_json``).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from notes.render.json_places import JsonPlaces
from notes.render.names import file_name, note_names
from notes.render.rebuild import essays_of, rebuild
from notes.render.shown import (
    accepted_thesis,
    bare_title,
    characters,
    extracted,
    summary_text,
)
from notes.values import Essay, Notebook, Overview, Repair, Repaired, StudyNote

SCHEMA = "study-notes/1"
_SURROGATE = re.compile("[\ud800-\udfff]")

Json = dict[str, Any]


def render_json(notebook: Notebook, names: Sequence[str] | None = None) -> str:
    """``notebook`` as JSON text with a line feed at the end.

    ``names`` are the file names of the notes when they differ from ``note_names``.
    """
    names = note_names(notebook) if names is None else names
    document = notebook.repaired.document
    places = {
        essay: JsonPlaces(notebook.repaired, essay, outline.sentences)
        for essay, outline in essays_of(notebook).items()
    }
    whole: Json = {
        "schema": SCHEMA,
        "generator": "study-notes",
        "source": {
            "path": document.source,
            "name": file_name(document.source),
            "format": document.format,
            "encoding": document.encoding,
            "characters": len(document.text),
            "sha256": hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest(),
        },
        "title": notebook.bundle.title,
        "created": notebook.created,
        "model": notebook.model,
        "claimed": notebook.bundle.claimed,
        "found": len(notebook.bundle.essays),
        "truncated": any(essay.cut_off for essay in notebook.bundle.essays),
        "warnings": warnings(notebook),
        "repairs": [_repair(repair) for repair in notebook.repaired.repairs],
        "essays": [
            _essay(notebook.repaired, note, name, places[note.essay])
            for note, name in zip(notebook.notes, names, strict=True)
        ],
        "overview": _overview(notebook, places),
    }
    text = _laid_out(whole, rebuild(notebook, places))
    # A lone surrogate cannot be written in UTF-8; its JSON escape can.
    return _SURROGATE.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def _laid_out(whole: Json, rest: Json) -> str:
    """The notes over many lines, for people; the rest in a line an entry, for programs."""

    def line(value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))

    head = json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False).removesuffix("\n}")
    lines = []
    for key, value in rest.items():
        if key in {"essays", "notes"} and value:
            entries = ",\n".join(f"      {line(one)}" for one in value)
            lines.append(f'    "{key}": [\n{entries}\n    ]')
        else:
            lines.append(f'    "{key}": {line(value)}')
    return head + ',\n  "rebuild": {\n' + ",\n".join(lines) + "\n  }\n}"


def warnings(notebook: Notebook) -> list[str]:
    """What the reader of the file and the chain warned of, each warning once."""
    return list(dict.fromkeys((*notebook.repaired.document.warnings, *notebook.warnings)))


def _repair(repair: Repair) -> Json:
    return {
        "start": repair.start,
        "end": repair.end,
        "damaged": repair.damaged,
        "repaired": repair.repaired,
        "kind": repair.kind,
        "certainty": repair.certainty,
    }


def _essay(repaired: Repaired, note: StudyNote, name: str, at: JsonPlaces) -> Json:
    essay = note.essay
    there = repaired.offsets.to_source(essay.span)
    thesis = accepted_thesis(note)
    return {
        "ordinal": essay.ordinal,
        "file": name,
        "label": essay.label,
        "title": bare_title(note),
        "title_proposed": note.title_proposed,
        "kind": note.kind,
        "kind_reasons": list(note.kind_reasons),
        "start": there.start,
        "end": there.end,
        "characters": characters(essay.text),
        "cut_off": essay.cut_off,
        "thesis": thesis.text if thesis is not None else "",
        "thesis_point": at.point(thesis) if thesis is not None else None,
        "summary": summary_text(note),
        "summary_points": at.points(note.summary),
        "points": at.points(note.points),
        "outline": [
            {
                "level": entry.level,
                "heading": entry.heading,
                "proposed": entry.proposed,
                "sources": at.places(entry.sources),
            }
            for entry in note.entries
        ],
        "claims": at.points(note.claims),
        "measures": at.points(note.measures),
        "practice": at.points(note.practice),
        "quotes": [
            {"text": quote.text, "repaired": quote.repaired, "source": at.place(quote.source)}
            for quote in note.quotes
        ],
        "figures": [
            {
                "value": figure.value,
                "normal": figure.normal,
                "about": figure.about,
                "source": at.place(figure.source),
            }
            for figure in note.figures
        ],
        "terms": [
            {
                "term": term.term,
                "gloss": term.gloss,
                "weight": round(term.weight, 6),
                "source": at.place(term.source) if term.source is not None else None,
            }
            for term in note.terms
        ],
        "questions": [
            {"text": question.text, "sources": at.places(question.sources)}
            for question in note.questions
        ],
        "audit": _audit(note, at),
    }


def _audit(note: StudyNote, at: JsonPlaces) -> Json:
    audit = note.audit
    return {
        "extracted": extracted(note),
        "verified": audit.verified,
        "replaced": audit.replaced,
        "refused": audit.refused,
        "weak": audit.weak,
        "coverage": round(audit.coverage, 4),
        "read": round(audit.read, 4),
        "repairs": dict(audit.repairs),
        "lost": audit.lost,
        "refusals": [at.point(refusal) for refusal in audit.refusals],
    }


def _overview(notebook: Notebook, places: Mapping[Essay, JsonPlaces]) -> Json:
    overview: Overview = notebook.overview
    at = {essay.ordinal: of for essay, of in reversed(list(places.items()))}
    return {
        "themes": [{"term": one.term, "essays": list(one.essays)} for one in overview.themes],
        "unique": [{"essay": ordinal, "terms": list(words)} for ordinal, words in overview.unique],
        "twins": [
            {"essays": list(one.essays), "similarity": round(one.similarity, 4)}
            for one in overview.twins
        ],
        "repeats": [
            {
                "first": one.first,
                "second": one.second,
                "similarity": round(one.similarity, 4),
                "first_source": at[one.first].place(one.first_sentence),
                "second_source": at[one.second].place(one.second_sentence),
            }
            for one in overview.repeats
        ],
        "figures": [
            {
                "about": one.about,
                "agree": one.agree,
                "values": [{"essay": ordinal, "value": value} for ordinal, value in one.values],
            }
            for one in overview.figures
        ],
    }
