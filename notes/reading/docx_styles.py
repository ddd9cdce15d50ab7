"""What the styles of a Word document say of its paragraphs: headings, titles, hidden text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from notes.reading.docx_package import W

BODY_LEVEL = 9
"""``w:outlineLvl`` of body text; 0 to 8 are headings."""

_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])\Z", re.IGNORECASE)
_TITLES = frozenset({"title", "标题", "大标题", "主标题", "文章标题"})
_CONTENTS = re.compile(r"(?:toc|目录)\s*[1-9]\Z|table of figures\Z", re.IGNORECASE)
_NUMBER = re.compile(r"-?[0-9]{1,9}\Z")
_CHAIN_LIMIT = 30
_OFF = frozenset({"0", "false", "off", "none"})


def is_on(element: ET.Element | None) -> bool:
    """Whether a toggle such as ``w:vanish`` is present and not switched off."""
    return element is not None and element.get(f"{W}val", "1") not in _OFF


def number_of(element: ET.Element | None) -> int | None:
    """The ``w:val`` of ``element`` as a number; ``None`` where it is absent or no number."""
    value = element.get(f"{W}val", "") if element is not None else ""
    return int(value) if _NUMBER.match(value) else None


class Styles:
    """The styles part, asked by style id. Chains of ``basedOn`` are followed once each."""

    def __init__(self, root: ET.Element | None) -> None:
        self._styles: dict[str, ET.Element] = {}
        self.default = ""
        for style in root.iter(f"{W}style") if root is not None else ():
            key = style.get(f"{W}styleId", "")
            self._styles.setdefault(key, style)
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default", "0") not in _OFF:
                self.default = self.default or key

    def chain(self, key: str) -> Iterator[ET.Element]:
        """The style ``key`` and those it is based on, nearest first."""
        seen: set[str] = set()
        while key in self._styles and key not in seen and len(seen) < _CHAIN_LIMIT:
            seen.add(key)
            style = self._styles[key]
            yield style
            based = style.find(f"{W}basedOn")
            key = based.get(f"{W}val", "") if based is not None else ""

    def names(self, key: str) -> Iterator[str]:
        """The names along the chain; a style without a name goes by its id."""
        for style in self.chain(key):
            name = style.find(f"{W}name")
            value = name.get(f"{W}val", "") if name is not None else ""
            yield (value or style.get(f"{W}styleId", "")).strip()

    def outline_level(self, key: str) -> int | None:
        """Heading level of the style from 0, ``BODY_LEVEL`` or more for body text."""
        for style, name in zip(self.chain(key), self.names(key), strict=True):
            level = number_of(style.find(f"{W}pPr/{W}outlineLvl"))
            if level is not None:
                return level
            heading = _HEADING.match(name)
            if heading:
                return int(heading.group(1)) - 1
        return None

    def is_title(self, key: str) -> bool:
        """Whether the style is that of the document's title."""
        return any(name.lower() in _TITLES for name in self.names(key))

    def is_contents(self, key: str) -> bool:
        """Whether the style is that of a line in a table of contents."""
        return any(_CONTENTS.match(name) for name in self.names(key))

    def hides(self, key: str) -> bool:
        """Whether text in the style is hidden."""
        for style in self.chain(key):
            vanish = style.find(f"{W}rPr/{W}vanish")
            if vanish is not None:
                return is_on(vanish)
        return False

    def numbering(self, key: str) -> tuple[int, int | None] | None:
        """Numbering that the style gives: list id and level (``None``: by the list itself)."""
        for style in self.chain(key):
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is not None:
                number = number_of(properties.find(f"{W}numId"))
                if number is not None:
                    return number, number_of(properties.find(f"{W}ilvl"))
        return None
