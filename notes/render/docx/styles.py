"""``styles.xml``: the looks of ``looks`` and a few of characters and tables, for Word."""

from __future__ import annotations

from collections.abc import Iterable

from notes.render.docx.elements import Element, element
from notes.render.docx.fonts import FANGSONG, KAI, named
from notes.render.docx.grid import BODY_SIZE, TIGHTER, WIDTH, character
from notes.render.docx.looks import FOUR, Look, looks


def style_sheet(*, bundle: bool) -> Element:
    """The root of ``styles.xml``."""
    return element(
        "styles",
        element(
            "docDefaults",
            element("rPrDefault", element("rPr", named(FANGSONG), *_sized(BODY_SIZE), _language())),
            element("pPrDefault"),
        ),
        _paragraph_style(Look("Normal", "Normal"), default=True),
        *(_paragraph_style(look) for look in looks(bundle=bundle)),
        element("style", _name("Default Paragraph Font"), type="character", default=1, styleId="D"),
        _character_style("Strong", "Strong", element("b")),
        _character_style("Label", "说明标记", named(KAI), *_sized(FOUR)),
        _character_style(
            "FootnoteReference", "footnote reference", element("vertAlign", val="superscript")
        ),
        _plain_table(),
        _ruled_table(),
    )


def _paragraph_style(look: Look, *, default: bool = False) -> Element:
    attributes = {"default": 1} if default else {}
    builtin = not any("\u4e00" <= letter <= "\u9fff" for letter in look.name)
    custom = {} if builtin else {"customStyle": 1}
    return element(
        "style",
        _name(look.name),
        *([] if default else [element("basedOn", val="Normal")]),
        *([element("next", val=look.following)] if look.following else []),
        element("qFormat"),
        element("pPr", *_paragraph_properties(look)),
        element(
            "rPr",
            named(look.font),
            *([element("b"), element("bCs")] if look.bold else []),
            *_sized(look.size),
        ),
        type="paragraph",
        styleId=look.id,
        **attributes,
        **custom,
    )


def _paragraph_properties(look: Look) -> Iterable[Element]:
    """In the order of CT_PPr, which Word insists on."""
    if look.keep:
        yield from (element("keepNext"), element("keepLines"))
    if look.new_page:
        yield element("pageBreakBefore")
    if look.stop:
        yield element("tabs", element("tab", val="right", leader=look.stop, pos=WIDTH))
    yield element("snapToGrid", val=0)  # exact lines are on the line grid by themselves
    yield element("spacing", before=look.before, after=look.after, line=look.line, lineRule="exact")
    if indents := _indents(look):
        yield element("ind", **indents)
    yield element("jc", val=look.align)
    if look.outline is not None:
        yield element("outlineLvl", val=look.outline)


def _indents(look: Look) -> dict[str, int]:
    """Each indent twice: in characters for Word and WPS, in twips for readers without them."""
    sides = {"left": look.left, "right": look.right, "firstLine": look.first}
    found: dict[str, int] = {}
    for side, count in sides.items():
        if count:
            found[f"{side}Chars"] = 100 * count
            found[side] = count * character(look.size)
    return found


def _character_style(identity: str, name: str, *properties: Element) -> Element:
    custom = {"customStyle": 1} if identity == "Label" else {}
    return element(
        "style",
        _name(name),
        element("basedOn", val="D"),
        element("rPr", *properties),
        type="character",
        styleId=identity,
        **custom,
    )


def _plain_table() -> Element:
    return element(
        "style",
        _name("Normal Table"),
        element("tblPr", element("tblInd", w=0, type="dxa"), _cell_margins()),
        type="table",
        default=1,
        styleId="TableNormal",
    )


def _ruled_table() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    rules = [element(side, val="single", sz=4, space=0, color="auto") for side in sides]
    return element(
        "style",
        _name("Table Grid"),
        element("basedOn", val="TableNormal"),
        element("tblPr", element("tblBorders", *rules), _cell_margins()),
        type="table",
        styleId="TableGrid",
    )


def _cell_margins() -> Element:
    widths = {"top": 28, "left": 85, "bottom": 28, "right": 85}
    sides = [element(side, w=width, type="dxa") for side, width in widths.items()]
    return element("tblCellMar", *sides)


def _name(name: str) -> Element:
    return element("name", val=name)


def _sized(size: float) -> list[Element]:
    half_points = round(size * 2)
    tighter = [element("spacing", val=TIGHTER if size == BODY_SIZE else 0)]
    return [*tighter, element("sz", val=half_points), element("szCs", val=half_points)]


def _language() -> Element:
    return element("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
