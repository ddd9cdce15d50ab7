"""A notebook as Markdown: the doors of the modules that write it.

``note`` writes one essay, ``overview`` the index, ``parts`` and ``comparison``
their parts in the dialect of ``flavors``, ``places`` the marks and 依据,
``templates`` and ``view`` let users write them otherwise, ``escape`` and ``front_matter`` keep
text of the source from acting as markup.
"""

from __future__ import annotations

from notes.render.note import render_note
from notes.render.overview import render_index

__all__ = ["render_index", "render_note"]
