"""A notebook as one HTML page that needs nothing but itself.

The page holds its style, its script and the whole source text. Its content security
policy allows just that one style and that one script, by their hashes, and nothing
from anywhere else; it works from ``file://`` and, but for search, folding and the
panel, without its script.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from notes import __version__
from notes.render.headings import headings
from notes.render.html.across import across
from notes.render.html.anchors import Anchors, unique
from notes.render.html.cuts import essay_cuts
from notes.render.html.environment import PAGE, asset, environment, filled
from notes.render.html.source import Block, SourceText
from notes.render.html.view import essay_view
from notes.render.names import file_name
from notes.values import Essay, Notebook, StudyNote


@dataclass(frozen=True, slots=True)
class SourceView:
    """The text of one essay at the end of the page."""

    id: str
    ordinal: int
    title: str
    blocks: tuple[Block, ...]


def render_html(notebook: Notebook, *, templates: Path | None = None) -> str:
    """``notebook`` as the text of one self-contained HTML page, UTF-8, line feeds.

    The templates see ``title``, ``single`` (one essay, no overview), ``essays``
    (``shapes.EssayView``), ``across`` (``across.Across``), ``sources`` (``SourceView``),
    ``headings``, ``created``, ``generator``, and for the head ``policy``, ``style``,
    ``script``. ``templates`` is a folder whose files (``page.html.j2``, ``essay.html.j2``, …,
    ``page.css``, ``page.js``) take the place of the built-in ones of the same name; its
    ``headings.toml`` names the parts. Raises ``SettingsError`` where one is broken.
    """
    env = environment(templates)
    taken: set[str] = {"overview", "source", "top"}
    by_ordinal = {note.essay.ordinal: note for note in notebook.notes}
    anchors: dict[int, Anchors] = {}
    for essay in notebook.bundle.essays:
        anchors[essay.ordinal] = Anchors(notebook, essay, by_ordinal.get(essay.ordinal), taken)
    names = {essay.ordinal: unique(f"e{essay.ordinal}", taken) for essay in notebook.bundle.essays}
    named = headings(templates)
    views = tuple(
        essay_view(notebook, note, anchors[note.essay.ordinal], names[note.essay.ordinal], named)
        for note in notebook.notes
    )
    document = notebook.repaired.document
    single = len(views) == len(notebook.bundle.essays) == 1
    title = notebook.bundle.title.strip() or file_name(document.source)
    if single:
        title = views[0].title
    style, script = _inline(asset(env, "page.css")), _inline(asset(env, "page.js"))
    return filled(
        env,
        PAGE,
        {
            "title": title,
            "single": single,
            "headings": named,
            "policy": policy(style, script),
            "style": style,
            "script": script,
            "across": across(notebook, views, anchors),
            "essays": views,
            "sources": _sources(notebook, by_ordinal, anchors, names),
            "created": notebook.created,
            "generator": f"study-notes {__version__}",
        },
    )


def policy(style: str, script: str) -> str:
    """The content security policy (CSP level 3) that lets just these two act."""
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _inline(text: str) -> Markup:
    """The text of a style or script element as a parser will read it back."""
    return Markup(text.replace("\r\n", "\n").replace("\r", "\n"))  # noqa: S704 - our own file


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _sources(
    notebook: Notebook,
    notes: dict[int, StudyNote],
    anchors: dict[int, Anchors],
    names: dict[int, str],
) -> tuple[SourceView, ...]:
    text = SourceText(notebook.repaired)
    outlines = {ordinal: note.outline for ordinal, note in notes.items()}
    essays: tuple[Essay, ...] = notebook.bundle.essays
    return tuple(
        SourceView(
            f"{names[essay.ordinal]}-source",
            essay.ordinal,
            notes[essay.ordinal].title if essay.ordinal in notes else essay.title,
            text.blocks(cuts, anchors[essay.ordinal].all()),
        )
        for essay, cuts in zip(essays, essay_cuts(notebook, outlines), strict=True)
    )
