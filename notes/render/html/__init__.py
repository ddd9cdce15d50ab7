"""A notebook as a self-contained HTML page.

``page`` puts it together; ``view``, ``parts`` and ``audit`` say what is shown of an essay
(as ``shapes``), ``across`` what of all of them; ``segments``, ``cuts``, ``source`` and
``anchors`` show the source with its repairs and the ids that marks lead to, ``mindmap``
lays the outline out, ``inert`` and ``environment`` keep text of the source from acting.
``templates/`` holds the looks.
"""

from __future__ import annotations

from notes.render.html.page import render_html

__all__ = ["render_html"]
