"""What stands inside one paragraph of a Word document, changes accepted, hidden text out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from notes.reading.docx_package import W
from notes.reading.docx_styles import Styles, is_on
from notes.reading.text import normal_line_ends

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_PICTURES = frozenset(
    {
        "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic",
        "{urn:schemas-microsoft-com:vml}imagedata",
    }
)
# Deleted and moved-away text, properties, the reading aid of ruby, tracked old properties.
_SKIPPED = frozenset(
    W + name for name in ("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "instrText")
)
_PLAIN = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
}
# Inside w:t a line end of the XML is a space like any other.
_XML_BREAK = re.compile(r"[ \t]*[\r\n]\s*")
_PRIVATE = 0xE000


@dataclass(slots=True)
class Inline:
    """Text of a paragraph, where pages begin in it, and what hangs on it."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    pages: list[int] = field(default_factory=list)
    boxes: list[ET.Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    pictures: int = 0

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self.parts)

    def add(self, text: str) -> None:
        """Add ``text`` at the end."""
        self.parts.append(text)
        self.length += len(text)

    def weight(self) -> int:
        """Grows with everything that is found."""
        return self.length + len(self.boxes) + len(self.notes) + self.pictures


def collect(paragraph: ET.Element, styles: Styles, style: str) -> Inline:
    """What is visible in ``paragraph``, whose paragraph style has the id ``style``."""
    walker = _Walker(styles, hidden=styles.hides(style))
    walker.walk(paragraph)
    return walker.found


def chosen(alternates: ET.Element) -> list[ET.Element]:
    """The branches of ``mc:AlternateContent`` to try in turn: the same content, twice."""
    return [*alternates.findall(f"{_MC}Choice"), *alternates.findall(f"{_MC}Fallback")]


class _Walker:
    def __init__(self, styles: Styles, *, hidden: bool) -> None:
        self.found = Inline()
        self._styles = styles
        self._hidden = hidden
        self._handlers: dict[str, Callable[[ET.Element], None]] = {
            W + "r": self._run,
            W + "t": self._text,
            _MATH + "t": self._text,
            W + "br": self._break,
            W + "sym": self._symbol,
            W + "sdt": self._control,
            W + "lastRenderedPageBreak": self._page,
            W + "txbxContent": self.found.boxes.append,
            W + "footnoteReference": lambda note: self._note("footnotes", note),
            W + "endnoteReference": lambda note: self._note("endnotes", note),
            _MC + "AlternateContent": self._alternates,
        }

    def walk(self, element: ET.Element) -> None:
        for child in element:
            tag = child.tag
            handler = self._handlers.get(tag)
            if handler:
                handler(child)
            elif tag in _PLAIN:
                self.found.add(_PLAIN[tag])
            elif tag not in _SKIPPED:
                self.found.pictures += tag in _PICTURES
                self.walk(child)

    def _run(self, run: ET.Element) -> None:
        if not self._is_hidden(run.find(f"{W}rPr")):
            self.walk(run)

    def _is_hidden(self, properties: ET.Element | None) -> bool:
        if properties is None:
            return self._hidden
        vanish = properties.find(f"{W}vanish")
        if vanish is not None:
            return is_on(vanish)
        style = properties.find(f"{W}rStyle")
        if style is not None and self._styles.hides(style.get(f"{W}val", "")):
            return True
        return self._hidden

    def _text(self, element: ET.Element) -> None:
        self.found.add(_XML_BREAK.sub(" ", normal_line_ends(element.text or "")))

    def _break(self, element: ET.Element) -> None:
        page = element.get(f"{W}type") == "page"
        if not page or self.found.length:
            self.found.add("\n")
        if page:
            self._page(element)

    def _page(self, _: ET.Element) -> None:
        self.found.pages.append(self.found.length)

    def _symbol(self, element: ET.Element) -> None:
        # Symbol fonts put their signs at private code points that mean nothing outside.
        try:
            code = int(element.get(f"{W}char", ""), 16)
        except ValueError:
            return
        if 0x20 <= code < 0xD800 or _PRIVATE + 0x1900 <= code < 0xFFFE:
            self.found.add(chr(code))

    def _control(self, element: ET.Element) -> None:
        """A content control; one that still shows its prompt (单击此处输入) holds no text."""
        content = element.find(f"{W}sdtContent")
        if content is not None and not is_on(element.find(f"{W}sdtPr/{W}showingPlcHdr")):
            self.walk(content)

    def _note(self, kind: str, element: ET.Element) -> None:
        self.found.notes.append((kind, element.get(f"{W}id", "")))

    def _alternates(self, element: ET.Element) -> None:
        before = self.found.weight()
        for branch in chosen(element):
            self.walk(branch)
            if self.found.weight() > before:
                return
