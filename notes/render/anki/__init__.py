"""A notebook as an Anki package: cards for terms, questions, figures and quotes.

``cards`` chooses and words them, ``fields`` makes text inert, ``note_types`` holds
their forms and looks, ``package`` writes the file with genanki. Only ``render_anki``
is meant for other rooms; it loads genanki when it is called.
"""

from __future__ import annotations

from notes.values import Notebook

__all__ = ["render_anki"]


def render_anki(notebook: Notebook) -> bytes:
    """The .apkg file of ``notebook``; one deck an essay, below a deck of the source.

    The bytes depend on the notebook only. A card keeps its identity (GUID) from run to
    run as long as the source keeps its name and the essay its place and title: so
    importing again updates cards and never doubles them. Anki takes the change when
    ``notebook.created`` is later than at the import before; for a second run on one day
    the reader chooses 更新笔记：始终 while importing.
    """
    from notes.render.anki.package import build

    return build(notebook)
