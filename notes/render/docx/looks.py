"""The paragraph styles: every look has a name, no paragraph is formatted by hand.

A document of one essay has its title in ``Title`` and the parts 一、（一）1. in the
headings 1 to 3. In a bundle the essays are chapters: their titles are heading 1, in
the type of a title, and the parts move down by one. So the outline levels are right
in both, and 一、 is 黑体, （一） 楷体, 1. bold 仿宋 in both (GB/T 9704, 7.3.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from notes.render.docx.fonts import FANGSONG, HEI, KAI, SONG, SONG_TITLE, Font
from notes.render.docx.grid import BODY_SIZE, LINE

TITLE_SIZE = 22.0
"""二号."""
FOUR = 14.0
"""四号."""
OUTLINE_LEVELS = 5
HEADINGS = 4


@dataclass(frozen=True, slots=True)
class Look:
    """A paragraph style. Indents count characters, sizes points, lines and gaps twentieths.

    ``id`` stands in the document, ``name`` is what Word shows or, for its own styles,
    translates. ``outline`` is the outline level from 0; ``stop`` sets a right tab
    with that leader.
    """

    id: str
    name: str
    font: Font = FANGSONG
    size: float = BODY_SIZE
    bold: bool = False
    line: int = LINE
    before: int = 0
    after: int = 0
    align: str = "both"
    first: int = 0
    left: int = 0
    right: int = 0
    outline: int | None = None
    keep: bool = False
    new_page: bool = False
    stop: str = ""
    following: str = ""


TITLE = Look(
    "Title",
    "Title",
    font=SONG_TITLE,
    size=TITLE_SIZE,
    line=700,
    after=LINE // 2,
    align="center",
    keep=True,
    following="Subtitle",
)
_BODY = Look("BodyText", "Body Text", first=2)
_CELL = Look("TableText", "表格文字", size=10.5, line=340, align="left")
_CELLS = (
    _CELL,
    replace(_CELL, id="TableHead", name="表格标题行", font=HEI, align="center"),
    replace(_CELL, id="TableNumber", name="表格数字", align="center"),
    replace(_CELL, id="TableSource", name="表格出处", font=KAI),
)
_FOOTER = Look("Footer", "footer", font=SONG, size=FOUR, line=400, align="left")


def kept(style: str) -> str:
    """The id of the table style that keeps its row on one page with the next row."""
    return f"{style}Kept"


def looks(*, bundle: bool) -> tuple[Look, ...]:
    """The paragraph styles of a document of one essay or of a ``bundle``."""
    return (
        TITLE,
        Look("Subtitle", "Subtitle", font=KAI, align="center", keep=True, following="BodyText"),
        *_headings(bundle=bundle),
        _BODY,
        replace(_BODY, id="ListNumber", name="List Number"),
        replace(_BODY, id="Quote", name="Quote", font=KAI),
        replace(
            _BODY,
            id="Origin",
            name="来源说明",
            font=KAI,
            size=FOUR,
            line=480,
            before=LINE // 2,
            after=LINE // 4,
        ),
        Look("FillIn", "填写栏", first=2, align="left", stop="underscore"),
        *(
            Look(f"Outline{level}", f"提纲 {level}", left=2 * level, align="left")
            for level in range(1, OUTLINE_LEVELS + 1)
        ),
        *_CELLS,
        *(replace(one, id=kept(one.id), name=f"{one.name}（同页）", keep=True) for one in _CELLS),
        Look("FootnoteText", "footnote text", SONG, 9, line=250),
        _FOOTER,
        replace(_FOOTER, id="FooterOdd", name="单页页码", align="right", right=1),
        replace(_FOOTER, id="FooterEven", name="双页页码", left=1),
        replace(TITLE, id="TOCHeading", name="TOC Heading", before=LINE, following=""),
        Look("TOC1", "toc 1", align="left", stop="dot"),
    )


def _headings(*, bundle: bool) -> Iterable[Look]:
    parts = [
        Look("", "", font=HEI, first=2, keep=True),
        Look("", "", font=KAI, first=2, keep=True),
        Look("", "", bold=True, first=2, keep=True),
        Look("", "", first=2, keep=True),
    ]
    chapter = replace(TITLE, new_page=True)
    for level, look in enumerate([chapter, *parts] if bundle else parts):
        if level < HEADINGS:
            number = level + 1
            yield replace(
                look,
                id=f"Heading{number}",
                name=f"heading {number}",
                outline=level,
                following=look.following or "BodyText",
            )
