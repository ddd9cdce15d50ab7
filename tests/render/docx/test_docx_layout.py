"""The layout of the Word document by GB/T 9704-2012, all of it in styles."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from notes.render.docx import render_docx
from notes.render.docx.grid import LINE, LINES, WIDTH, character
from notes.values import Notebook
from tests.render.docx.unpack import W, parts, single, style, styles, text, value

docx = pytest.importorskip("docx")


def test_everything_is_formatted_by_namedstyles(notebook: Notebook) -> None:
    """No paragraph and no run carries formatting of its own; every style is defined."""
    document = parts(render_docx(notebook))
    known = set(styles(document))
    used = 0
    for name, root in document.items():
        if not name.startswith("word/") or name == "word/styles.xml":
            continue
        for properties in root.iter(f"{W}pPr", f"{W}rPr"):
            (only,) = properties
            assert only.tag in {f"{W}pStyle", f"{W}rStyle"}
            assert only.get(f"{W}val") in known
            used += 1
        for table in root.iter(f"{W}tblStyle"):
            assert table.get(f"{W}val") in known
    assert used > 100


@pytest.mark.parametrize("bundle", [False, True])
def test_the_fonts_are_those_of_the_standard(notebook: Notebook, *, bundle: bool) -> None:
    """二号小标宋 centred; 三号仿宋; 一、黑体, （一）楷体, 1. bold 仿宋; outline levels from 0."""
    document = parts(render_docx(notebook if bundle else single(notebook)))
    looks = styles(document)

    def font(name: str) -> tuple[str | None, str | None, bool]:
        look = looks[name]
        bold = look.find(f"{W}rPr/{W}b") is not None
        return value(look, "rPr/rFonts", "eastAsia"), value(look, "rPr/sz"), bold

    assert font("Title") == ("方正小标宋简体", "44", False)
    assert value(looks["Title"], "pPr/jc") == "center"
    assert font("BodyText") == font("Normal") == ("仿宋_GB2312", "32", False)
    headings = [f"Heading{level}" for level in range(1, 5)]
    expected: list[tuple[str | None, str | None, bool]] = [
        ("黑体", "32", False),
        ("楷体_GB2312", "32", False),
        ("仿宋_GB2312", "32", True),
        ("仿宋_GB2312", "32", False),
    ]
    if bundle:
        expected = [("方正小标宋简体", "44", False), *expected[:-1]]
    assert [font(one) for one in headings] == expected
    levels = [value(looks[one], "pPr/outlineLvl") for one in headings]
    assert levels == ["0", "1", "2", "3"]
    assert [value(looks[one], "name") for one in headings] == [
        f"heading {level}" for level in range(1, 5)
    ]


def test_no_theme_font_stands_before_ours(notebook: Notebook) -> None:
    """Every font of every style is named for all scripts, and there is no theme to override it."""
    document = parts(render_docx(notebook))
    assert not [name for name in document if "theme" in name]
    known = {one.get(f"{W}name") for one in document["word/fontTable.xml"].findall(f"{W}font")}
    fonts = list(document["word/styles.xml"].iter(f"{W}rFonts"))
    assert len(fonts) > 10
    for one in fonts:
        names = {key: value for key, value in one.attrib.items() if not key.endswith("hint")}
        assert set(names) == {f"{W}{key}" for key in ("ascii", "hAnsi", "eastAsia", "cs")}
        assert len(set(names.values())) == 1
        assert set(names.values()) <= known


def test_each_font_has_substitutes(notebook: Notebook) -> None:
    """仿宋 for 仿宋_GB2312 and so on, in the font table, as Word looks for them."""
    table = parts(render_docx(notebook))["word/fontTable.xml"]
    names = {
        one.get(f"{W}name"): (value(one, "altName") or "").split(",")
        for one in table.findall(f"{W}font")
    }
    assert "仿宋" in names["仿宋_GB2312"]
    assert "楷体" in names["楷体_GB2312"]
    assert "SimHei" in names["黑体"]
    assert "宋体" in names["方正小标宋简体"]


def test_the_page_is_that_of_the_standard(notebook: Notebook) -> None:
    """A4, 37/26/35/28 mm, a grid of 22 lines of 28 characters that fits into the type area."""
    opened = docx.Document(io.BytesIO(render_docx(notebook)))
    (section,) = opened.sections
    millimetres = [
        round(one.mm)
        for one in (
            section.page_width,
            section.page_height,
            section.top_margin,
            section.right_margin,
            section.bottom_margin,
            section.left_margin,
        )
    ]
    assert millimetres == [210, 297, 37, 26, 35, 28]
    grid = parts(render_docx(notebook))["word/document.xml"].find(f".//{W}docGrid")
    assert grid.get(f"{W}type") == "linesAndChars"
    assert int(grid.get(f"{W}linePitch")) == LINE
    assert -1000 < int(grid.get(f"{W}charSpace")) < -700
    height = (297 - 37 - 35) / 25.4 * 72 * 20
    assert LINES * LINE <= height < (LINES + 1) * LINE
    assert 28 * character(16) <= WIDTH < 29 * character(16)
    assert 28.5 < LINE / 20 < 29


def test_the_body_is_indented_by_two_characters(notebook: Notebook) -> None:
    """In characters, for Word and WPS, and in twips, for what does not know characters."""
    look = styles(parts(render_docx(notebook)))["BodyText"]
    assert value(look, "pPr/ind", "firstLineChars") == "200"
    assert value(look, "pPr/ind", "firstLine") == str(2 * character(16))
    assert value(look, "pPr/spacing", "lineRule") == "exact"


def test_page_numbers_stand_outside(notebook: Notebook) -> None:
    """— 1 — in 四号宋体, right on odd and left on even pages, one character from the edge."""
    document = parts(render_docx(notebook))
    kinds = {}
    relations = {
        one.get("Id"): f"word/{one.get('Target')}"
        for one in document["word/_rels/document.xml.rels"]
    }
    office = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    for one in document["word/document.xml"].iter(f"{W}footerReference"):
        footer = document[relations[one.get(f"{office}id")]]
        (paragraph,) = footer
        kinds[one.get(f"{W}type")] = style(paragraph)
        assert text(footer) == "— 1 —"
        assert [code.text for code in footer.iter(f"{W}instrText")] == [" PAGE "]
    assert kinds == {"default": "FooterOdd", "even": "FooterEven"}
    assert document["word/settings.xml"].find(f"{W}evenAndOddHeaders") is not None
    looks = styles(document)
    for name, side, indent in (("FooterOdd", "right", "right"), ("FooterEven", "left", "left")):
        assert value(looks[name], "pPr/jc") == side
        assert value(looks[name], "pPr/ind", f"{indent}Chars") == "100"
        assert value(looks[name], "rPr/rFonts", "eastAsia") == "宋体"
        assert value(looks[name], "rPr/sz") == "28"


def test_tables_repeat_their_heading_and_fill_the_page(notebook: Notebook) -> None:
    """Each table has one heading row that is repeated, rows that stay whole, and full width."""
    tables = list(parts(render_docx(notebook))["word/document.xml"].iter(f"{W}tbl"))
    assert len(tables) == 4
    for table in tables:
        head, *rows = table.findall(f"{W}tr")
        assert head.find(f"{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}tblHeader") is None for row in rows)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in (head, *rows))
        grid = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
        assert sum(grid) == WIDTH
        for row in (head, *rows):
            assert sum(int(one.get(f"{W}w")) for one in row.iter(f"{W}tcW")) == WIDTH
            spans = [int(value(one, "tcPr/gridSpan") or 1) for one in row.findall(f"{W}tc")]
            assert sum(spans) == len(grid)


def test_a_short_table_stays_on_one_page_and_a_long_one_may_break(notebook: Notebook) -> None:
    """Rows of a short table keep with the next, but not the last; those of a long one do not."""
    first = notebook.notes[0]
    for count, keeps in ((2, [True, True, False]), (40, [True, *[False] * 40])):
        figures = first.figures[:1] * count
        one = replace(notebook, notes=(replace(first, figures=figures),))
        document = parts(render_docx(one))
        looks = styles(document)
        (table,) = document["word/document.xml"].iter(f"{W}tbl")
        rows = [row for row in table.findall(f"{W}tr") if len(row.findall(f"{W}tc")) == 2]
        kept = [
            looks[style(next(row.iter(f"{W}p")))].find(f"{W}pPr/{W}keepNext") is not None
            for row in rows
        ]
        assert kept == keeps
