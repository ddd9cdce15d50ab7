"""A notebook as a Word document, laid out by GB/T 9704-2012 (党政机关公文格式).

``document`` puts the file together; ``essay``, ``overview`` and ``contents`` write
its parts into a ``body``; ``looks``, ``fonts``, ``page`` and ``settings`` hold the
layout, all of it in named styles; ``footnotes`` carries the citations. Only
``render_docx`` is meant for other rooms; it loads python-docx when it is called.
"""

from __future__ import annotations

from notes.values import Notebook

__all__ = ["render_docx"]


def render_docx(notebook: Notebook) -> bytes:
    """The .docx file of ``notebook``: one essay as a note, several with overview and contents.

    The bytes depend on the notebook only; dates are those of ``notebook.created``.
    Text of the source stands in the document as text: control, zero-width and
    bidirectional characters are taken away, nothing of it becomes a field or a link.
    """
    from notes.render.docx.document import build

    return build(notebook)
