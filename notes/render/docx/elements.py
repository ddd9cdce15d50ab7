"""WordprocessingML elements (ECMA-376 part 1), written in one line each.

Text of the source goes in through ``run`` only, which cleans it: XML 1.0 has no control
characters, and hidden ones must not reach the page.
"""

from __future__ import annotations

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from notes.render.escape import clean

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
Element = Any
"""An lxml element; lxml carries no types."""


def element(name: str, /, *children: Element, **attributes: str | int) -> Element:
    """``<w:name w:key="value">children</w:name>``."""
    made = etree.Element(f"{{{W}}}{name}", nsmap={"w": W})
    for key, value in attributes.items():
        made.set(f"{{{W}}}{key}", str(value))
    made.extend(children)
    return made


def run(text: str, style: str = "") -> Element:
    """A run of clean ``text`` in the character style ``style``."""
    return literal(clean(text), style)


def literal(text: str, style: str = "") -> Element:
    """A run of ``text`` as it is, blanks too; never for text of the source."""
    shown = element("t")
    shown.text = text
    shown.set(_SPACE, "preserve")
    return element("r", *_style(style), shown)


def mark(name: str, /, style: str = "", **attributes: str | int) -> Element:
    """A run that holds one empty element, such as a tab, a line break or a field mark."""
    return element("r", *_style(style), element(name, **attributes))


def field(instruction: str, shown: str) -> list[Element]:
    """The runs of a field with the result ``shown``; ``instruction`` is never of the source."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set(_SPACE, "preserve")
    return [
        mark("fldChar", fldCharType="begin"),
        element("r", code),
        mark("fldChar", fldCharType="separate"),
        *([run(shown)] if shown else []),
        mark("fldChar", fldCharType="end"),
    ]


def paragraph(style: str, *content: Element) -> Element:
    """A paragraph in the paragraph style ``style``."""
    return element("p", element("pPr", element("pStyle", val=style)), *content)


def xml(root: Element) -> bytes:
    """``root`` as the bytes of a part."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _style(style: str) -> list[Element]:
    return [element("rPr", element("rStyle", val=style))] if style else []
