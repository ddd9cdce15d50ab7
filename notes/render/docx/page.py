"""The page of GB/T 9704-2012: size, margins, grid of 22 by 28, page numbers — 1 —."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.shared import Mm, Twips

from notes.render.docx.elements import Element, element, field, literal, paragraph
from notes.render.docx.grid import CHARACTER_SPACE, LINE, MARGINS, PAGE

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import _Footer

_FOOTER_EDGE = 1417
"""From the edge of the paper to the page number: its dash lies 7 mm below the type area."""


def lay_out(document: Document) -> None:
    """Give the only section of ``document`` its page; its body must be empty or written."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    top, right, bottom, left = map(Mm, MARGINS)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = section.header_distance = Twips(_FOOTER_EDGE)
    section.gutter = Mm(0)
    _number(section.footer, "FooterOdd")
    _number(section.even_page_footer, "FooterEven")
    properties = section._sectPr  # python-docx has no door to grid and footnotes
    grid = properties.find(element("docGrid").tag)
    if grid is not None:
        properties.remove(grid)
    properties.append(
        element("docGrid", type="linesAndChars", linePitch=LINE, charSpace=CHARACTER_SPACE)
    )
    references = len(properties.findall(element("footerReference").tag))
    properties.insert(
        references,
        element(
            "footnotePr",
            element("numFmt", val="decimalEnclosedCircleChinese"),
            element("numRestart", val="eachPage"),
        ),
    )


def _number(footer: _Footer, style: str) -> None:
    footer.is_linked_to_previous = False
    root: Element = footer._element
    for child in list(root):
        root.remove(child)
    root.append(paragraph(style, literal("— "), *field("PAGE", "1"), literal(" —")))
