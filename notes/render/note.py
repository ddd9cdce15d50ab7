"""One essay as a Markdown note: the order of the parts, front matter, 依据."""

from __future__ import annotations

from collections.abc import Sequence

from notes.render import parts, report
from notes.render.escape import clean, inline
from notes.render.flavors import Dialect
from notes.render.front_matter import sealed, tags
from notes.render.labels import KINDS
from notes.render.names import file_name
from notes.render.page import Look, Page
from notes.render.shown import bare_title, full_title
from notes.render.templates import note_template
from notes.values import Notebook, StudyNote

DEFAULT = Look()
_TAGGED_TERMS = 5


def render_note(
    notebook: Notebook,
    note: StudyNote,
    names: Sequence[str],
    index: str = "index.md",
    look: Look = DEFAULT,
) -> str:
    """The Markdown file of ``note``, with the parts and their order of the notes contract.

    ``names`` are the file names of all notes of the notebook (``note_names``), for
    the links to the neighbours; ``index`` is that of the overview. Statements that
    the checks refused are left out. The text ends in one line feed. Raises
    ``SettingsError`` where a template of ``look`` is broken.
    """
    page = Page(look, look.marks(notebook.repaired, note))
    written = _parts(notebook, note, names, index, page)
    if look.templates is not None and (found := note_template(look.templates)) is not None:
        body = found(notebook, note, page, written)
    else:
        body = "\n".join(
            [
                "# " + inline(full_title(note)),
                "",
                *(line for part in written.values() for line in part),
            ]
        )
    fields = [
        ("title", full_title(note)),
        ("source", file_name(notebook.repaired.document.source)),
        ("kind", KINDS[note.kind]),
        ("created", notebook.created),
    ]
    words = ["学习笔记", KINDS[note.kind], *(term.term for term in note.terms[:_TAGGED_TERMS])]
    lists = [("tags", tags(words)), ("aliases", _aliases(note))]
    return sealed(fields, lists, body)


def _parts(
    notebook: Notebook, note: StudyNote, names: Sequence[str], index: str, page: Page
) -> dict[str, list[str]]:
    """The parts in their order; 依据 is last because it lists what the others cite."""
    written = {
        "neighbours": [_neighbours(notebook, note, names, index, page.look.dialect), ""],
        "origin": report.origin(notebook, note, page.look.dialect),
        "thesis": parts.thesis(note, page),
        "summary": parts.summary(note, page),
        "points": parts.key_points(note, page),
        "outline": parts.outline(note, page),
        "arguments": parts.arguments(note, page),
        "practice": parts.practice(note, page),
        "quotes": parts.quotes(note, page),
        "figures": parts.figures(note, page),
        "terms": parts.terms(note, page),
        "questions": parts.questions(note, page),
        "audit": report.audit(note, page.look),
    }
    return written | {"evidence": page.look.part("evidence", page.marks.entries())}


def _aliases(note: StudyNote) -> list[str]:
    """Names under which Obsidian finds the note: its title, and that of the source if other."""
    return list(dict.fromkeys(filter(None, map(clean, (bare_title(note), note.essay.title)))))


def _neighbours(
    notebook: Notebook, note: StudyNote, names: Sequence[str], index: str, dialect: Dialect
) -> str:
    at = next((n for n, one in enumerate(notebook.notes) if one is note), None)
    links = [dialect.link("总览", index)]
    if at is not None and at > 0:
        links.append("上一篇：" + dialect.link(full_title(notebook.notes[at - 1]), names[at - 1]))
    if at is not None and at + 1 < len(names):
        links.append("下一篇：" + dialect.link(full_title(notebook.notes[at + 1]), names[at + 1]))
    return " · ".join(links)
