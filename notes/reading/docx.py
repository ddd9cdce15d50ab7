"""Word documents (.docx): what a reader of the printed page would read, in order.

In: body text, tables, text boxes (after the paragraph they hang on), footnotes and
endnotes (as （注：…） at the end of the paragraph that cites them), generated numbering
written out, tracked changes accepted. Out: headers, footers, comments, hidden text,
tables of contents, prompts of empty form fields. Pictures are counted in a warning.
Offsets refer to the text that results.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from xml.etree import ElementTree as ET

from notes.errors import DamagedFileError
from notes.reading.docx_blocks import Block, assemble, joined, rows_block, widened
from notes.reading.docx_inline import Inline, chosen, collect
from notes.reading.docx_numbering import Numbering
from notes.reading.docx_package import Package, W
from notes.reading.docx_styles import BODY_LEVEL, Styles, is_on, number_of
from notes.values import Document, Mark

LAYOUT_ROW = 200
"""A row with several paragraphs in a cell and more characters than this is a layout
(forms with the essay in one big cell), not a row of data: its cells become paragraphs."""

_NOTE_KINDS = ("footnotes", "endnotes")
_GONE = frozenset({W + "del", W + "moveFrom"})
_WRAPPERS = frozenset(W + name for name in ("ins", "moveTo", "customXml", "smartTag", "sdtContent"))
_ALTERNATES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def read_docx(data: bytes, source: str) -> Document:
    """The document in the bytes of a .docx file.

    Marks: ``heading`` (style or outline level, numbering included), ``title``, ``list``
    (generated numbers, level from 1), ``table``, ``page``. Raises ``DamagedFileError``
    for bytes that are no Word document or that are not safe to unpack.
    """
    package = Package(data, source)
    root = package.part(package.main)
    body = root.find(f"{W}body") if root is not None else None
    if body is None:
        raise DamagedFileError(source, "里面没有正文，不是 Word 文档，请用 Word 重新另存为 .docx。")
    reader = _Reader(package)
    text, marks = assemble(joined(reader.blocks(body)))
    return Document(source, text, marks, "docx", "utf-8", reader.warnings())


class _Reader:
    """Turns block content into ``Block``s; keeps the counters of the numbering."""

    def __init__(self, package: Package) -> None:
        self._styles = Styles(package.related("styles"))
        self._numbering = Numbering(package.related("numbering"), self._styles)
        self._notes = {
            (kind, note.get(f"{W}id", "")): note
            for kind in _NOTE_KINDS
            for note in package.related(kind) or ()
        }
        self._pictures = self._chunks = 0

    def warnings(self) -> tuple[str, ...]:
        """What was not read, in sentences."""
        found = []
        if self._pictures:
            found.append(f"文中有 {self._pictures} 张图片，图片里的文字没有读取。")
        if self._chunks:
            found.append(f"文中嵌入了 {self._chunks} 个外部文档，没有读取，请在 Word 里另存一次。")
        return tuple(found)

    def blocks(self, container: ET.Element) -> Iterator[Block]:
        """The blocks of ``container`` (body, cell, text box, note) in order."""
        for child in container:
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}sdt":
                yield from self._control(child)
            elif child.tag == _ALTERNATES:
                yield from self._alternates(child)
            elif child.tag == f"{W}altChunk":
                self._chunks += 1
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)

    def _control(self, control: ET.Element) -> Iterator[Block]:
        content = control.find(f"{W}sdtContent")
        properties = control.find(f"{W}sdtPr")
        if content is None or (properties is not None and _is_no_text(properties)):
            return
        yield from self.blocks(content)

    def _alternates(self, alternates: ET.Element) -> Iterator[Block]:
        for branch in chosen(alternates):
            found = list(self.blocks(branch))
            if found:
                yield from found
                return

    def _paragraph(self, paragraph: ET.Element) -> Iterator[Block]:
        properties = paragraph.find(f"{W}pPr")
        properties = properties if properties is not None else ET.Element(f"{W}pPr")
        style = properties.find(f"{W}pStyle")
        key = style.get(f"{W}val", "") if style is not None else self._styles.default
        if self._styles.is_contents(key):
            return
        inline = collect(paragraph, self._styles, key)
        self._pictures += inline.pictures
        merged = _mark_deleted(properties)
        text = inline.text.strip("\n")
        label = None
        if text.strip() or not merged:
            label = self._numbering.label(properties.find(f"{W}numPr"), key)
        role = self._role(properties, key) if text.strip() else None
        block = Block(text, (*_pages(inline, properties), *_role_marks(role, text)), merged)
        if label and text.strip():
            number, level = label
            listed = Mark(0, len(number.rstrip()), "list", level)
            block = widened(block.after(number), len(number))
            block = replace(block, marks=(listed, *block.marks))
        notes = [note for note in map(self._note, inline.notes) if note]
        if role is None and text.strip():
            block = replace(block, text=block.text + "".join(notes))
            notes = []
        if text.strip() or not inline.boxes:
            yield block
        yield from map(Block, notes)
        yield from chain.from_iterable(map(self.blocks, inline.boxes))

    def _role(self, properties: ET.Element, style: str) -> tuple[bool, int] | None:
        """Whether the paragraph is the title, else its heading level; ``None`` for body text."""
        level = number_of(properties.find(f"{W}outlineLvl"))
        if level is None:
            level = self._styles.outline_level(style)
        if level is not None and 0 <= level < BODY_LEVEL:
            return False, level + 1
        return (True, 0) if self._styles.is_title(style) else None

    def _note(self, reference: tuple[str, str]) -> str:
        note = self._notes.pop(reference, None)
        if note is None:
            return ""
        found = (collect(part, self._styles, "").text for part in note.iter(f"{W}p"))
        text = " ".join("".join(part.strip() for part in found).split())
        return f"（注：{text}）" if text else ""

    def _table(self, table: ET.Element) -> Iterator[Block]:
        rows: list[str] = []
        for row in _unwrapped(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                continue
            cells = [
                [block for block in self.blocks(cell) if block.text.strip()]
                for cell in _unwrapped(row, f"{W}tc")
                if cell.find(f"{W}tcPr/{W}cellDel") is None
            ]
            if not any(cells):
                continue
            if not _is_layout(cells):
                rows.append("\t".join(map(_cell_text, cells)).rstrip("\t"))
                continue
            yield from rows_block(rows)
            rows = []
            yield from chain.from_iterable(cells)
        yield from rows_block(rows)


def _is_no_text(properties: ET.Element) -> bool:
    """Whether a content control holds a table of contents or its own prompt only."""
    gallery = properties.find(f"{W}docPartObj/{W}docPartGallery")
    contents = gallery is not None and gallery.get(f"{W}val") == "Table of Contents"
    return contents or is_on(properties.find(f"{W}showingPlcHdr"))


def _mark_deleted(properties: ET.Element) -> bool:
    """Whether the paragraph mark was deleted: the next paragraph then goes on in this one."""
    mark = properties.find(f"{W}rPr")
    return mark is not None and any(child.tag in _GONE for child in mark)


def _pages(inline: Inline, properties: ET.Element) -> Iterator[Mark]:
    lead = len(inline.text) - len(inline.text.lstrip("\n"))
    length = len(inline.text.strip("\n"))
    if is_on(properties.find(f"{W}pageBreakBefore")):
        yield Mark(0, 0, "page")
    for page in inline.pages:
        at = min(max(page - lead, 0), length)
        yield Mark(at, at, "page")
    section = properties.find(f"{W}sectPr")
    if section is not None:
        kind = section.find(f"{W}type")
        if kind is None or kind.get(f"{W}val") != "continuous":
            yield Mark(length, length, "page")


def _role_marks(role: tuple[bool, int] | None, text: str) -> Iterator[Mark]:
    if role:
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        yield Mark(start, end, "title" if role[0] else "heading", role[1])


def _unwrapped(parent: ET.Element, tag: str) -> Iterator[ET.Element]:
    """Children with ``tag``, also through content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == f"{W}sdt" or child.tag in _WRAPPERS:
            yield from _unwrapped(child, tag)


def _is_layout(cells: list[list[Block]]) -> bool:
    if len(cells) == 1:
        return True
    size = sum(len(block.text) for cell in cells for block in cell)
    return size > LAYOUT_ROW and any(len(cell) > 1 for cell in cells)


def _cell_text(cell: list[Block]) -> str:
    return " ".join(" ".join(block.text.split()) for block in cell)
