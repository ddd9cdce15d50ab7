"""Paragraphs of a Word document as values, and how they become one text with marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from notes.values import Mark


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a run of table rows; marks are relative to its own text."""

    text: str
    marks: tuple[Mark, ...] = ()
    goes_on: bool = False

    def after(self, text: str) -> Block:
        """This block with ``text`` before it."""
        return replace(self, text=text + self.text, marks=_moved(self.marks, len(text)))


def widened(block: Block, prefix: int) -> Block:
    """Let the heading mark that begins after a number of ``prefix`` characters include it."""
    return replace(
        block,
        marks=tuple(
            replace(mark, start=0)
            if mark.kind in {"heading", "title"} and mark.start >= prefix
            else mark
            for mark in block.marks
        ),
    )


def rows_block(rows: Sequence[str]) -> Iterator[Block]:
    """A block of the ``rows`` of a table with its mark; nothing for no rows."""
    if rows:
        text = "\n".join(rows)
        yield Block(text, (Mark(0, len(text), "table"),))


def _moved(marks: tuple[Mark, ...], by: int) -> tuple[Mark, ...]:
    return tuple(replace(mark, start=mark.start + by, end=mark.end + by) for mark in marks)


def joined(blocks: Iterator[Block]) -> Iterator[Block]:
    """Blocks whose paragraph mark was deleted, joined with the block that follows."""
    open_text: list[Block] = []
    for block in blocks:
        open_text.append(block)
        if not block.goes_on:
            yield _concatenated(open_text)
            open_text = []
    if open_text:
        yield _concatenated(open_text)


def _concatenated(blocks: list[Block]) -> Block:
    if len(blocks) == 1:
        return blocks[0]
    text = ""
    marks: list[Mark] = []
    for block in blocks:
        marks.extend(_moved(block.marks, len(text)))
        text += block.text
    return Block(text, tuple(marks))


def assemble(blocks: Iterator[Block]) -> tuple[str, tuple[Mark, ...]]:
    """The text with one line a block, of several blank lines one, and the marks in it."""
    lines: list[str] = []
    marks: list[Mark] = []
    length = 0
    for block in blocks:
        blank = not block.text.strip()
        at = length
        if not blank or (lines and lines[-1]):
            lines.append("" if blank else block.text)
            length += len(lines[-1]) + 1
        elif lines:
            at -= 1
        marks.extend(_moved(block.marks, at))
    text = "\n".join(lines).rstrip("\n")
    inside = (
        replace(mark, start=min(mark.start, len(text)), end=min(mark.end, len(text)))
        for mark in marks
    )
    ordered = sorted(inside, key=lambda mark: (mark.start, mark.end, mark.kind))
    return text, tuple(_without_repeated_pages(ordered, text))


def _without_repeated_pages(marks: list[Mark], text: str) -> Iterator[Mark]:
    """Word notes a break where it was set and again where it was last rendered."""
    page = 0
    for mark in marks:
        if mark.kind != "page":
            yield mark
        elif text[page : mark.start].strip():
            page = mark.start
            yield mark
