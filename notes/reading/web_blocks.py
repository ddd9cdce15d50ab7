"""The blocks of a web page in page order: paragraphs, headings, list items, table rows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["text", "heading", "row"]

DEPTH_LIMIT = 400
"""Deepest nesting of elements that is followed; pages of editors stay below 60."""

_SKIPPED = re.compile(
    r"script|style|noscript|template|svg|math|head|iframe|object|embed|canvas|"
    r"audio|video|map|button|select|option|textarea|input|datalist|dialog"
)
_SURROUNDINGS = frozenset({"nav", "aside", "footer", "menu"})
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|center|dd|details|div|dl|dt|"
    r"fieldset|figcaption|figure|footer|form|h1|h2|h3|h4|h5|h6|header|hr|"
    r"html|legend|li|main|menu|nav|ol|p|pre|section|summary|table|tbody|td|"
    r"tfoot|th|thead|tr|ul"
)
_CELLS = frozenset({"td", "th"})
_HEADING = re.compile(r"h([1-6])")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f\u00a0]+")
_PAGE_DEPTH = 3

LAYOUT_ROW = 200
"""A row with several paragraphs in a cell and more characters than this is a layout."""


@dataclass(frozen=True, slots=True)
class WebBlock:
    """A block of text; ``level`` of a heading from 1, ``linked`` the share of it in links.

    ``element`` numbers the innermost block element: lines parted by ``<br>`` share it;
    ``parent`` the one around it, 0 for the page itself.
    """

    text: str
    kind: Kind = "text"
    level: int = 0
    linked: float = 0.0
    surrounding: bool = False
    element: int = 0
    parent: int = 0


def web_blocks(root: Any) -> list[WebBlock]:
    """The visible blocks under ``root``, an element of ``lxml.html``, in page order."""
    walk = _Walk()
    walk.start(root)
    # A stack of our own: recursion would end at a page that nests a thousand tags.
    stack: list[tuple[Any, Iterator[Any]]] = [(root, iter(root))]
    while stack:
        element, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            walk.end(element.tag)
            if stack:
                walk.add(element.tail)
        elif not _is_shown(child) or len(stack) > DEPTH_LIMIT:
            walk.add(child.tail)
        else:
            walk.start(child)
            stack.append((child, iter(child)))
    walk.flush()
    return walk.blocks


def _is_shown(element: Any) -> bool:
    if not isinstance(element.tag, str) or _SKIPPED.fullmatch(element.tag):
        return False
    return element.get("hidden") is None and not _HIDDEN.search(element.get("style", "")[:500])


@dataclass(slots=True)
class _Walk:
    """The text since the last block ended, and the elements that it stands in."""

    blocks: list[WebBlock] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0
    surroundings: int = 0
    preformatted: int = 0
    level: int = 0
    label: str = ""
    # One number a list that is open: the last item's, or -1 where items have none.
    lists: list[int] = field(default_factory=list)
    # One row a table that is open, of cells of blocks.
    rows: list[list[list[WebBlock]]] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)
    elements: int = 0

    def start(self, element: Any) -> None:
        """Enter an element."""
        tag = element.tag
        if tag == "br":
            self.parts.append("\n")
        elif _BLOCKS.fullmatch(tag):
            self.flush()
            self.elements += 1
            self.inside.append(self.elements)
        self._count(tag, 1)
        heading = _HEADING.fullmatch(tag)
        if heading:
            self.level = int(heading[1])
        elif tag in {"ol", "ul"}:
            self.lists.append(_first_number(element) - 1 if tag == "ol" else -1)
        elif tag == "li" and self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            self.label = f"{self.lists[-1]}. "
        elif tag == "tr":
            self.rows.append([])
        elif tag in _CELLS and self.rows:
            self.rows[-1].append([])
        self.add(element.text)

    def end(self, tag: str) -> None:
        """Leave an element."""
        if _BLOCKS.fullmatch(tag):
            self.flush()
            self.inside.pop()
        self._count(tag, -1)
        if _HEADING.fullmatch(tag):
            self.level = 0
        elif tag in {"ol", "ul"} and self.lists:
            self.lists.pop()
        elif tag == "li":
            self.label = ""
        elif tag == "tr" and self.rows:
            for block in _row(self.rows.pop()):
                self._put(block)

    def add(self, text: str | None) -> None:
        """Add text at the place where the walk is."""
        if text:
            self.parts.append(text if self.preformatted else _SPACE.sub(" ", text))
            if self.links:
                self.linked += len("".join(text.split()))

    def flush(self) -> None:
        """End the block: its text becomes one block a line, one in all for a heading."""
        text = "".join(self.parts)
        share = min(self.linked / max(len("".join(text.split())), 1), 1.0)
        self.parts, self.linked = [], 0
        lines = ["".join(map(str.strip, text.split("\n")))] if self.level else text.split("\n")
        kind: Kind = "heading" if self.level else "text"
        # The outermost two are html and body.
        element = self.inside[-1] if self.inside else 0
        parent = self.inside[-2] if len(self.inside) > _PAGE_DEPTH else 0
        for line in lines:
            if line.strip():
                shown, self.label = self.label + line.strip(" \t"), ""
                near = self.surroundings > 0
                self._put(WebBlock(shown, kind, self.level, share, near, element, parent))

    def _put(self, block: WebBlock) -> None:
        if not self.rows:
            self.blocks.append(block)
        elif self.rows[-1]:
            self.rows[-1][-1].append(block)
        else:
            self.rows[-1].append([block])

    def _count(self, tag: str, by: int) -> None:
        self.links += by * (tag == "a")
        self.surroundings += by * (tag in _SURROUNDINGS)
        self.preformatted += by * (tag == "pre")


def _first_number(element: Any) -> int:
    start = element.get("start", "1")
    return int(start) if start.isdecimal() and len(start) < 6 else 1


def _row(cells: list[list[WebBlock]]) -> list[WebBlock]:
    """A row of data as one block; the cells of a layout as they are."""
    within = [block for cell in cells for block in cell]
    size = sum(len(block.text) for block in within)
    crowded = any(len(cell) > 1 for cell in cells) and size > LAYOUT_ROW
    if len(cells) < 2 or crowded or any(block.kind != "text" for block in within):
        return within
    text = "\t".join(" ".join(block.text for block in cell) for cell in cells).rstrip("\t")
    if not text.strip():
        return []
    linked = sum(block.linked * len(block.text) for block in within) / max(size, 1)
    surrounding = all(block.surrounding for block in within)
    return [WebBlock(text, "row", 0, linked, surrounding)]
