"""One essay as a Markdown note: the order of the parts, front matter, 依据."""

from __future__ import annotations

from collections.abc import Sequence

from notes.render import parts, report
from notes.render.escape import clean, inline
from notes.render.front_matter import sealed, tags
from notes.render.labels import KINDS
from notes.render.links import link
from notes.render.names import file_name
from notes.render.places import PlaceMarks
from notes.render.shown import bare_title, full_title
from notes.values import Notebook, StudyNote

_TAGGED_TERMS = 5


def render_note(
    notebook: Notebook, note: StudyNote, names: Sequence[str], index: str = "index.md"
) -> str:
    """The Markdown file of ``note``, with the parts and their order of the notes contract.

    ``names`` are the file names of all notes of the notebook (``note_names``), for
    the links to the neighbours; ``index`` is that of the overview. Statements that
    the checks refused are left out. The text ends in one line feed.
    """
    marks = PlaceMarks(notebook.repaired, note)
    body = [
        f"# {inline(full_title(note))}",
        "",
        _neighbours(notebook, note, names, index),
        "",
        *report.origin(notebook, note),
        *parts.thesis(note, marks),
        *parts.summary(note, marks),
        *parts.key_points(note, marks),
        *parts.outline(note, marks),
        *parts.arguments(note, marks),
        *parts.practice(note, marks),
        *parts.quotes(note, marks),
        *parts.figures(note, marks),
        *parts.terms(note, marks),
        *parts.questions(note, marks),
        *report.audit(note),
    ]
    body += parts.part("依据", marks.entries())
    fields = [
        ("title", full_title(note)),
        ("source", file_name(notebook.repaired.document.source)),
        ("kind", KINDS[note.kind]),
        ("created", notebook.created),
    ]
    words = ["学习笔记", KINDS[note.kind], *(term.term for term in note.terms[:_TAGGED_TERMS])]
    lists = [("tags", tags(words)), ("aliases", _aliases(note))]
    return sealed(fields, lists, "\n".join(body))


def _aliases(note: StudyNote) -> list[str]:
    """Names under which Obsidian finds the note: its title, and that of the source if other."""
    return list(dict.fromkeys(filter(None, map(clean, (bare_title(note), note.essay.title)))))


def _neighbours(notebook: Notebook, note: StudyNote, names: Sequence[str], index: str) -> str:
    at = next((n for n, one in enumerate(notebook.notes) if one is note), None)
    links = [link("总览", index)]
    if at is not None and at > 0:
        links.append("上一篇：" + link(full_title(notebook.notes[at - 1]), names[at - 1]))
    if at is not None and at + 1 < len(names):
        links.append("下一篇：" + link(full_title(notebook.notes[at + 1]), names[at + 1]))
    return " · ".join(links)
