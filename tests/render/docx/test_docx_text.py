"""What the Word document says: its parts, their order, the overview of a bundle."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from notes.render.docx import render_docx
from notes.values import FigureMatch, Notebook, Term, Twins
from tests.render.docx.unpack import W, paragraphs, parts, single, style, text, value

docx = pytest.importorskip("docx")


def test_the_parts_stand_in_the_order_of_the_contract(notebook: Notebook) -> None:
    """Title, origin, then the parts that have something to say, numbered without gaps."""
    document = parts(render_docx(single(notebook)))
    shown = paragraphs(document)
    assert shown[:3] == [
        ("Title", "让夜校亮起来"),
        ("Subtitle", "（学习笔记·讲话发言）"),
        ("Subtitle", "2025年3月1日"),
    ]
    assert shown[3][0] == "Origin"
    assert [one for name, one in shown if name == "Heading1"] == [
        "一、一句话主旨",
        "二、内容摘要（48字）",
        "三、核心要点",
        "四、层级提纲",
        "五、分论点与举措",
        "六、金句摘录",
        "七、数据与事实",
        "八、关键词",
        "九、思考题",
        "十、核验报告",
    ]
    assert [one for name, one in shown if name == "Heading2"] == [
        "（一）主要论点",
        "（二）具体举措",
    ]
    assert ("ListNumber", "1.夜校是社区的第二间教室。") in shown


def test_what_the_checks_refused_is_not_printed(notebook: Notebook) -> None:
    """A refused statement stands nowhere, neither in the text nor in a footnote."""
    document = parts(render_docx(notebook))
    assert "五百场" not in "".join(map(text, document.values()))


def test_labels_follow_the_statements_they_are_about(notebook: Notebook) -> None:
    """〔模型〕 and 〔待核〕 as in the other formats, in a style of their own."""
    document = parts(render_docx(single(notebook)))
    lines = [one for _, one in paragraphs(document)]
    assert "3.让居民定课表。〔模型〕〔待核〕" in lines
    labels = [
        text(one)
        for one in document["word/document.xml"].iter(f"{W}r")
        if value(one, "rPr/rStyle") == "Label"
    ]
    assert "〔模型〕〔待核〕" in labels


def test_empty_parts_are_left_out(notebook: Notebook) -> None:
    """A note without figures, terms, questions and quotes has no headings for them."""
    bare = replace(
        notebook.notes[0], figures=(), terms=(), questions=(), quotes=(), entries=(), thesis=None
    )
    document = parts(render_docx(replace(notebook, notes=(bare,))))
    headings = [one for name, one in paragraphs(document) if name == "Heading1"]
    assert headings == ["一、内容摘要（48字）", "二、核心要点", "三、分论点与举措", "四、核验报告"]


def test_terms_without_letters_are_left_out(notebook: Notebook) -> None:
    """A term of invisible characters makes no empty line."""
    first = replace(notebook.notes[0], terms=(Term("\u200b", "无字"), Term("夜校")))
    lines = [one for _, one in paragraphs(parts(render_docx(replace(notebook, notes=(first,)))))]
    assert "夜校。" in lines
    assert "：无字" not in lines


def test_figures_stand_below_their_sentence(notebook: Notebook) -> None:
    """The sentence once, then its values; a footnote in a long table would break its pages."""
    body = parts(render_docx(single(notebook)))["word/document.xml"]
    (table,) = body.iter(f"{W}tbl")
    rows = [[text(cell) for cell in row.findall(f"{W}tc")] for row in table.findall(f"{W}tr")]
    assert rows == [
        ["数据", "所指"],
        ["第1段第2句：去年全区开课三百一十二场，到课率百分之八十六。"],
        ["三百一十二场", "全区开课"],
        ["百分之八十六", "到课率"],
    ]
    assert not list(table.iter(f"{W}footnoteReference"))


def test_a_notebook_without_notes_is_a_document(notebook: Notebook) -> None:
    """Nothing to say is said in a file that opens."""
    document = render_docx(replace(notebook, notes=()))
    assert docx.Document(io.BytesIO(document)).paragraphs[0].text == "社区夜校研讨发言与心得"


def test_a_bundle_has_overview_contents_and_chapters(notebook: Notebook) -> None:
    """Essays are chapters of outline level 1, their parts begin with 一、 again."""
    shown = paragraphs(parts(render_docx(notebook)))
    assert shown[0] == ("Title", "社区夜校研讨发言与心得")
    chapters = [one for name, one in shown if name == "Heading1"]
    assert chapters == ["总览", "第一篇\n让夜校亮起来", "第二篇\n到夜校去听课（拟）"]
    headings = [one for name, one in shown if name == "Heading2"]
    assert [one[:2] for one in headings].count("一、") == len(chapters)
    assert "一、篇目" in headings
    assert "四、重复与近似" in headings
    assert ("FillIn", "我的差距：") in shown


def test_the_contents_name_and_reach_every_chapter(notebook: Notebook) -> None:
    """Entries stand in the file, each a link to the bookmark of its heading; none is updated."""
    document = parts(render_docx(notebook))
    body = document["word/document.xml"]
    links = {one.get(f"{W}anchor"): text(one) for one in body.iter(f"{W}hyperlink")}
    assert list(links.values()) == ["总览", "第一篇　让夜校亮起来", "第二篇　到夜校去听课（拟）"]
    for anchor, title in links.items():
        (mark,) = (one for one in body.iter(f"{W}bookmarkStart") if one.get(f"{W}name") == anchor)
        heading = mark.getparent()
        assert style(heading) == "Heading1"
        assert text(heading).replace("\n", "　") == title
    assert document["word/settings.xml"].find(f"{W}updateFields") is None
    assert not list(body.iter(f"{W}simpleField"))


def test_one_essay_has_no_contents(notebook: Notebook) -> None:
    """A note of a few pages needs no table of contents and no overview."""
    shown = paragraphs(parts(render_docx(single(notebook))))
    assert not [one for name, one in shown if name.startswith("TOC")]
    assert "总览" not in [one for _, one in shown]


def test_the_overview_compares_the_essays(notebook: Notebook) -> None:
    """Twins, repeats, figures that differ, counts and warnings stand in the overview."""
    overview = replace(
        notebook.overview,
        twins=(Twins((1, 2), 0.97),),
        figures=(*notebook.overview.figures, FigureMatch("到课率", ((1, "86%"), (2, "86%")), True)),
    )
    lines = [one for _, one in paragraphs(parts(render_docx(replace(notebook, overview=overview))))]
    assert "1.第一、二篇近乎相同，相似度97%。" in lines
    assert (
        "2.第一篇与第二篇重复1处：夜校是社区的第二间教室（第一篇第1段第1句、第二篇第1段第2句）。"
        in lines
    )
    assert "第一篇312场；第二篇三百场" in lines
    assert [one for one in lines if one in {"一致", "不一致"}] == ["不一致", "一致"]
    assert "1.文末似有缺页" in lines


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("让夜校 亮起来", "让夜校 亮起来"),
        (
            "让夜校的灯为每一位居民亮起来　让课表由居民自己来定",
            "让夜校的灯为每一位居民亮起来\n让课表由居民自己来定",
        ),
        (
            "（10篇）关于办好社区夜校的研讨发言材料、学习心得",
            "（10篇）关于办好社区夜校的研讨发言材料、\n学习心得",
        ),
        ("亮" * 30, "亮" * 30),
        ("", "未命名"),
    ],
)
def test_a_long_title_breaks_where_its_sense_allows(
    notebook: Notebook, title: str, shown: str
) -> None:
    """At a space or after punctuation; a short one stays on its line."""
    first = replace(notebook.notes[0], title=title)
    assert paragraphs(parts(render_docx(replace(notebook, notes=(first,)))))[0][1] == shown
