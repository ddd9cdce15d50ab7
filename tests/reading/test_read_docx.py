"""Word documents: everything a reader of the page sees, nothing that it does not show."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.enum.text import WD_BREAK

from notes.reading.docx import read_docx
from notes.reading.numerals import write_number
from notes.values import Document

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Word = Callable[..., bytes]


def para(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def styled(text: str, style: str) -> str:
    return para(text, f'<w:pStyle w:val="{style}"/>')


def style(key: str, name: str, inner: str = "", kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{key}"><w:name w:val="{name}"/>{inner}</w:style>'


def row(*cells: str, properties: str = "") -> str:
    inner = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def numbered(text: str, level: int = 0, number: int = 1) -> str:
    return para(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def level(at: int, form: str, text: str, extra: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def lists(
    *levels: str, numbers: str = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
) -> str:
    return f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{numbers}'


def marked(document: Document, kind: str) -> list[tuple[int, str]]:
    return [
        (mark.level, document.text[mark.start : mark.end])
        for mark in document.marks
        if mark.kind == kind
    ]


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def test_a_document_written_by_python_docx() -> None:
    """Title, headings, paragraphs, tables, tabs and breaks come in order, with marks."""
    source = docx.Document()
    source.add_heading("读书会发言", 0)
    source.add_heading("怎样开头", 1)
    source.add_paragraph("第一段。")
    paragraph = source.add_paragraph("甲\t乙")
    paragraph.add_run().add_break()
    paragraph.add_run("换行后")
    table = source.add_table(2, 2)
    for at, text in enumerate(("项目", "户数", "走访", "23")):
        table.cell(at // 2, at % 2).text = text
    source.add_heading("怎样结尾", 2)
    paragraph = source.add_paragraph("页前。")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    source.add_paragraph("页后。")
    source.sections[0].header.paragraphs[0].text = "内部资料"
    source.sections[0].footer.paragraphs[0].text = "第1页"
    document = read_docx(saved(source), "稿.docx")
    assert document.text == (
        "读书会发言\n怎样开头\n第一段。\n甲\t乙\n换行后\n项目\t户数\n走访\t23\n"
        "怎样结尾\n页前。\n页后。"
    )
    assert marked(document, "title") == [(0, "读书会发言")]
    assert marked(document, "heading") == [(1, "怎样开头"), (2, "怎样结尾")]
    assert marked(document, "table") == [(0, "项目\t户数\n走访\t23")]
    pages = [mark.start for mark in document.marks if mark.kind == "page"]
    assert pages == [document.text.index("页前。") + 3]
    assert (document.format, document.warnings) == ("docx", ())


def test_headings_by_chinese_names_outline_levels_and_inheritance(word: Word) -> None:
    """A heading is one by the name of its style, by outline level, or by what it is based on."""
    styles = (
        style("a1", "标题 2")
        + style("a2", "我的", '<w:basedOn w:val="a1"/>')
        + style("a3", "级", '<w:pPr><w:outlineLvl w:val="2"/></w:pPr>')
        + style("a4", "heading 1", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>')
        + style("b1", "环", '<w:basedOn w:val="b2"/>')
        + style("b2", "环二", '<w:basedOn w:val="b1"/>')
    )
    body = (
        styled("甲", "a1") + styled("乙", "a2") + styled("丙", "a3") + styled("丁", "a4")
        + styled("戊", "b1") + para("己", '<w:outlineLvl w:val="0"/>') + styled("庚", "没有")
    )  # fmt: skip
    document = read_docx(word(body, styles=styles), "a.docx")
    assert marked(document, "heading") == [(2, "甲"), (2, "乙"), (3, "丙"), (1, "己")]


def test_generated_numbering_is_written_out(word: Word) -> None:
    """一、（一）1. are text on the page, so they are text here; levels restart."""
    numbering = lists(
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "japaneseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimal", "%3.%4", "<w:isLgl/>"),
        level(4, "bullet", ""),
    )
    body = (
        numbered("起") + numbered("甲", 1) + numbered("乙", 1) + numbered("子", 2)
        + numbered("丑", 2) + numbered("细", 3) + numbered("点", 4) + numbered("承")
        + numbered("丙", 1) + para("无号") + numbered("转") + numbered("寅", 2)
    )  # fmt: skip
    document = read_docx(word(body, numbering=numbering), "a.docx")
    assert document.text.split("\n") == [
        "一、起", "（一）甲", "（二）乙", "1. 子", "2. 丑", "2.1 细", "点", "二、承",
        "（一）丙", "无号", "三、转", "1. 寅",
    ]  # fmt: skip
    assert marked(document, "list")[:4] == [(1, "一、"), (2, "（一）"), (2, "（二）"), (3, "1.")]


def test_numbering_starts_overrides_and_lists_that_go_on(word: Word) -> None:
    """Lists of one definition count on; a start override begins anew; numId 0 switches off."""
    reference = '<w:abstractNumId w:val="0"/>'
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbers = (
        f'<w:num w:numId="1">{reference}</w:num><w:num w:numId="2">{reference}</w:num>'
        f'<w:num w:numId="3">{reference}{override}</w:num>'
    )
    numbering = lists(level(0, "decimal", "%1）"), numbers=numbers)
    body = (
        numbered("甲") + numbered("乙", number=2) + numbered("丙", number=3)
        + numbered("丁", number=3) + numbered("戊", number=0) + numbered("己", number=9)
    )  # fmt: skip
    document = read_docx(word(body, numbering=numbering), "a.docx")
    assert document.text == "1）甲\n2）乙\n5）丙\n6）丁\n戊\n己"


def test_numbering_by_style(word: Word) -> None:
    """A heading style that carries the numbering gives heading and number; the mark has both."""
    styles = (
        '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/><w:pPr>'
        '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="h2"><w:name w:val="heading 2"/><w:pPr>'
        '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(
        level(0, "chineseCounting", "第%1部分 ", '<w:pStyle w:val="h1"/>'),
        level(1, "chineseCounting", "（%2）", '<w:pStyle w:val="h2"/>'),
    )
    body = styled("起", "h1") + styled("甲", "h2") + styled("承", "h1")
    document = read_docx(word(body, styles=styles, numbering=numbering), "a.docx")
    assert document.text == "第一部分 起\n（一）甲\n第二部分 承"
    assert marked(document, "heading") == [(1, "第一部分 起"), (2, "（一）甲"), (1, "第二部分 承")]
    assert marked(document, "list")[0] == (1, "第一部分")


def test_tracked_changes_are_accepted(word: Word) -> None:
    """Inserted text is in, deleted and moved-away text is out, also whole rows and marks."""
    body = (
        "<w:p><w:r><w:t>今天</w:t></w:r><w:del><w:r><w:delText>不</w:delText><w:t>不</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>大家</w:t></w:r></w:ins><w:r><w:t>都来了。</w:t></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>搬走</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>搬来</w:t></w:r></w:moveTo></w:p>"
        + para("前半，", "<w:rPr><w:del/></w:rPr>")
        + para("后半。")
        + "<w:tbl>"
        + row(para("删行"), para("甲"), properties="<w:del/>")
        + row(para("留行"), para("乙"))
        + "</w:tbl>"
    )
    document = read_docx(word(body), "a.docx")
    assert document.text == "今天大家都来了。\n搬来\n前半，后半。\n留行\t乙"


def test_text_boxes_once(word: Word) -> None:
    """A text box is stored twice, for new and old programs; it is read once."""
    box = "<w:txbxContent>" + para("框里的话。") + "</w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>段落。</w:t></w:r><w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>" + para("下段。")
        + "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='x'/>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip
    assert read_docx(word(body), "a.docx").text == "段落。\n框里的话。\n下段。\n框里的话。"


def test_hidden_text_contents_and_prompts_are_left_out(word: Word) -> None:
    """What the page does not show, or shows only as an aid, is not part of the text."""
    styles = style("t", "toc 1") + style("v", "藏", "<w:rPr><w:vanish/></w:rPr>", "character")
    body = (
        styled("目录行 1", "t")
        + '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        "</w:docPartObj></w:sdtPr><w:sdtContent>" + para("目录") + "</w:sdtContent></w:sdt>"
        "<w:p><w:r><w:t>看得见</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>的话。</w:t></w:r>'
        '<w:r><w:rPr><w:rStyle w:val="v"/></w:rPr><w:t>藏</w:t></w:r></w:p>'
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>单击输入</w:t></w:r>"
        "</w:sdtContent></w:sdt><w:sdt><w:sdtContent><w:r><w:t>填了的</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r></w:p>'
    )
    assert read_docx(word(body, styles=styles), "a.docx").text == "看得见的话。\n填了的"


def test_footnotes_follow_their_paragraph(word: Word) -> None:
    """A note stands in brackets where its paragraph ends; after a heading on a line of its own."""
    notes = (
        '<w:footnote w:id="0" w:type="separator">' + para("") + "</w:footnote>"
        '<w:footnote w:id="2">' + para(" 街道年报，") + para("第3页。") + "</w:footnote>"
    )
    ends = '<w:endnote w:id="2">' + para("见附表。") + "</w:endnote>"
    cite = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    end = '<w:r><w:endnoteReference w:id="2"/></w:r>'
    body = (
        f"<w:p><w:r><w:t>去年借书310人次</w:t></w:r>{cite}<w:r><w:t>。</w:t></w:r></w:p>"
        f'<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>小结</w:t></w:r>{end}</w:p>'
    )
    document = read_docx(word(body, footnotes=notes, endnotes=ends), "a.docx")
    assert document.text == "去年借书310人次。（注：街道年报，第3页。）\n小结\n（注：见附表。）"
    assert marked(document, "heading") == [(1, "小结")]


def test_a_form_with_the_essay_in_a_cell_keeps_its_paragraphs(word: Word) -> None:
    """Rows of data become lines; a big cell with an essay becomes paragraphs."""
    long = "我在窗口坐了一个月，记下了一百二十个问题，每一个都有名字。" * 5
    body = (
        "<w:tbl>"
        + row(para("姓名"), para("王一"))
        + row(para("体会"), styled("一", "h") + para(long) + para(long))
        + row(para("评语"), para("好") + para("继续"))
        + "</w:tbl>"
    )
    document = read_docx(word(body, styles=style("h", "heading 1")), "a.docx")
    assert document.text == f"姓名\t王一\n体会\n一\n{long}\n{long}\n评语\t好 继续"
    assert marked(document, "table") == [(0, "姓名\t王一"), (0, "评语\t好 继续")]
    assert marked(document, "heading") == [(1, "一")]


def test_page_breaks_are_noted_once(word: Word) -> None:
    """A page begins at a break, at a section and at a rendered break; twice the same is one."""
    body = (
        '<w:p><w:r><w:t>一</w:t><w:br w:type="page"/></w:r></w:p>'
        "<w:p><w:r><w:lastRenderedPageBreak/><w:t>二</w:t></w:r></w:p>"
        "<w:p><w:pPr><w:sectPr/></w:pPr><w:r><w:t>三</w:t></w:r></w:p>"
        + para("四", "<w:pageBreakBefore/>") + "<w:p><w:r><w:t>五上</w:t><w:lastRenderedPageBreak/>"
        "<w:t>五下</w:t></w:r></w:p>"
    )  # fmt: skip
    document = read_docx(word(body), "a.docx")
    assert document.text == "一\n二\n三\n四\n五上五下"
    assert [mark.start for mark in document.marks] == [1, 5, 10]


def test_small_things_inside_runs(word: Word) -> None:
    """Hyphens, symbols, ruby, hyperlinks, simple fields and line ends of the XML."""
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t><w:softHyphen/></w:r>"
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="x" w:char="2460"/></w:r>'
        "<w:hyperlink><w:r><w:t>链接</w:t></w:r></w:hyperlink>"
        "<w:r><w:ruby><w:rt><w:r><w:t>du</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>读</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r>"
        '<w:fldSimple w:instr="DATE"><w:r><w:t>5月</w:t></w:r></w:fldSimple>'
        "<w:r><w:t>a \n  b</w:t><w:cr/><w:t>下行</w:t></w:r></w:p>"
    )
    assert read_docx(word(body), "a.docx").text == "甲-乙①链接读5月a b\n下行"


def test_pictures_are_counted_not_read(word: Word) -> None:
    """The reader is told that pictures were not read."""
    picture = "<w:r><w:drawing><pic:pic/></w:drawing></w:r>"
    document = read_docx(word(f"<w:p>{picture}{picture}</w:p>" + para("文字。")), "a.docx")
    assert document.text == "文字。"
    assert document.warnings == ("文中有 2 张图片，图片里的文字没有读取。",)


def test_strict_open_xml_is_read(word: Word) -> None:
    """Files saved in the strict variant use another namespace for the same document."""
    data = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(word(para("文字。", '<w:outlineLvl w:val="0"/>')))) as old,
        zipfile.ZipFile(data, "w") as new,
    ):
        for name in old.namelist():
            strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
            new.writestr(name, old.read(name).decode().replace(MAIN, strict))
    document = read_docx(data.getvalue(), "a.docx")
    assert marked(document, "heading") == [(1, "文字。")]


@pytest.mark.parametrize("wrapper", ["customXml", "ins", "moveTo"])
def test_wrapped_paragraphs_are_read(word: Word, wrapper: str) -> None:
    """Paragraphs inside wrappers of the body are not lost."""
    control = f"<w:sdt><w:sdtContent>{para('控')}</w:sdtContent></w:sdt>"
    body = f"<w:{wrapper}>{para('里')}</w:{wrapper}>{control}"
    assert read_docx(word(body), "a.docx").text == "里\n控"


def test_numerals() -> None:
    """Generated numbers look as Word shows them."""
    expected = {
        ("chineseCountingThousand", 10): "十",
        ("japaneseCounting", 21): "二十一",
        ("chineseCountingThousand", 105): "一百零五",
        ("chineseCountingThousand", 1010): "一千零一十",
        ("ideographDigital", 20): "二〇",
        ("ideographTraditional", 3): "丙",
        ("chineseLegalSimplified", 12): "壹拾贰",
        ("decimalEnclosedCircle", 4): "④",
        ("decimalEnclosedCircle", 40): "40",
        ("upperRoman", 14): "XIV",
        ("lowerLetter", 28): "bb",
        ("decimalZero", 7): "07",
        ("decimalFullWidth", 12): "１２",
        ("nobodyKnows", 3): "3",
        ("chineseCounting", 0): "0",
        ("none", 3): "",
    }
    assert {key: write_number(key[1], key[0]) for key in expected} == expected
