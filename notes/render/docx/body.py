"""The body of the document as it grows: headings with their numbers, lines, tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from notes.render.docx.elements import Element, element, mark, paragraph, run
from notes.render.docx.footnotes import Footnotes
from notes.render.docx.grid import WIDTH
from notes.render.docx.looks import HEADINGS, kept
from notes.render.docx.titles import title_runs
from notes.render.labels import numeral

_SHORT = 15
"""Rows of a table that is not broken across pages."""
Line = Sequence[Element]
"""The runs of one paragraph."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, its share (0..1) of the width, its style."""

    heading: str
    share: float
    style: str = "TableText"


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the contents say of a chapter, and the bookmark that they lead to."""

    bookmark: str
    label: str
    title: str


class Body:
    """Collects the blocks of the document in order; ``chapters``: essays are heading 1."""

    def __init__(self, *, chapters: bool) -> None:
        self.footnotes = Footnotes()
        self.blocks: list[Element] = []
        self.chapters: list[Chapter] = []
        self._shift = 1 if chapters else 0
        self._counts: list[int] = [0] * HEADINGS

    def add(self, style: str, *content: Element) -> None:
        """A paragraph in ``style``."""
        self.blocks.append(paragraph(style, *content))

    def chapter(self, label: str, title: str) -> None:
        """The title of an essay of a bundle, ``label`` (第一篇) on a line above it."""
        bookmark = f"_Toc{len(self.chapters) + 1:08d}"
        number = len(self.chapters)
        above = [run(label), mark("br")] if label else []
        self.add(
            "Heading1",
            element("bookmarkStart", id=number, name=bookmark),
            *above,
            *title_runs(title),
            element("bookmarkEnd", id=number),
        )
        self.chapters.append(Chapter(bookmark, label, title))
        self._counts = [0] * HEADINGS

    def heading(self, text: str, level: int = 1) -> None:
        """A numbered heading: 一、 at ``level`` 1, （一） at 2."""
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (HEADINGS - level)
        number = numeral(self._counts[level - 1])
        label = f"{number}、" if level == 1 else f"（{number}）"
        self.add(f"Heading{level + self._shift}", run(f"{label}{text}"))

    def numbered(self, lines: Iterable[Line]) -> None:
        """``lines`` as 1. 2. 3."""
        for number, line in enumerate(lines, 1):
            self.add("ListNumber", run(f"{number}."), *line)

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[Line]]) -> None:
        """A ruled table; its heading row stands again at the top of each page.

        A row of one cell spans all columns: the source of the rows below it. A short
        table stays on one page.
        """
        widths = [round(WIDTH * column.share) for column in columns]
        widths[-1] = WIDTH - sum(widths[:-1])
        short = len(rows) <= _SHORT

        def cells(row: Sequence[Line], styles: Sequence[str], *, keep: bool) -> list[Element]:
            if len(row) == 1:
                return [_cell(WIDTH, kept("TableSource"), row[0], len(columns))]
            named = [kept(style) if keep else style for style in styles]
            return [_cell(*one) for one in zip(widths, named, row, strict=True)]

        heading = [[run(column.heading)] for column in columns]
        head = cells(heading, ["TableHead"] * len(columns), keep=True)
        styles = [column.style for column in columns]
        body = [
            cells(row, styles, keep=short and number < len(rows))
            for number, row in enumerate(rows, 1)
        ]
        self.blocks.append(
            element(
                "tbl",
                element(
                    "tblPr",
                    element("tblStyle", val="TableGrid"),
                    element("tblW", w=WIDTH, type="dxa"),
                    element("tblLayout", type="fixed"),
                    element("tblLook", val="0020", firstRow=1, noHBand=1, noVBand=1),
                ),
                element("tblGrid", *(element("gridCol", w=width) for width in widths)),
                element("tr", element("trPr", element("cantSplit"), element("tblHeader")), *head),
                *(element("tr", element("trPr", element("cantSplit")), *row) for row in body),
            )
        )


def _cell(width: int, style: str, line: Line, columns: int = 1) -> Element:
    spans = [element("gridSpan", val=columns)] if columns > 1 else []
    properties = element("tcPr", element("tcW", w=width, type="dxa"), *spans)
    return element("tc", properties, paragraph(style, *line))
