"""The table of contents of a bundle: a TOC field that already holds its entries.

The entries are complete and lead to their essays in every program. They have no
page numbers until the reader has Word or LibreOffice update the table (F9): this
program does not lay out pages, and a wrong number would be worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence

from notes.render.docx.body import Chapter
from notes.render.docx.elements import Element, element, field, literal, paragraph, run

_STYLE = "TOC1"
_INSTRUCTION = 'TOC \\o "1-1" \\h \\z'


def contents(chapters: Sequence[Chapter]) -> Element:
    """The block of the contents: an entry for each of ``chapters``, in order."""
    code = field(_INSTRUCTION, "")
    entries = [paragraph(_STYLE, _link(one)) for one in chapters]
    if not entries:
        return paragraph("TOCHeading")
    entries[0] = paragraph(_STYLE, *code[:3], _link(chapters[0]))
    end = paragraph("BodyText", code[-1])
    gallery = element(
        "docPartObj",
        element("docPartGallery", val="Table of Contents"),
        element("docPartUnique"),
    )
    return element(
        "sdt",
        element("sdtPr", gallery),
        element("sdtContent", paragraph("TOCHeading", literal("目　录")), *entries, end),
    )


def _link(chapter: Chapter) -> Element:
    label = [run(chapter.label), literal("　")] if chapter.label else []
    return element("hyperlink", *label, run(chapter.title), anchor=chapter.bookmark, history=1)
