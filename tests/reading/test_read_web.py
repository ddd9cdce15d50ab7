"""Web pages: the main content in page order, whole, without what surrounds it."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from notes.errors import DamagedFileError, EmptyDocumentError, UnreadableFileError
from notes.reading import read
from notes.reading.web import SIZE_LIMIT, read_web
from notes.values import Document

PARAGRAPHS = [
    "图书角开了三个月，借书的人多了起来。我们走访了二十三户居民，把需要记在本子上，把缺口算在账上。",
    "前一阵到几个小区转了转，看到有的书架落了灰，有的借阅本子停在去年春天，心里不是滋味。",
    "办法要从群众中来。城东的三个小区共有2460户，去年借书的只有310人次，平均每8户才有1人次。",
]
BEFORE = '<nav><a href="/">首页</a><a href="/a">范文大全</a></nav>'
AFTER = (
    '<div class="related"><h3>相关推荐</h3><ul><li><a href="1">读书活动总结</a></li>'
    '<li><a href="2">社区工作汇报</a></li></ul></div><footer>版权所有 站长统计</footer>'
)


def page(content: str, title: str = "办好图书角的体会-某某文库", charset: str = "utf-8") -> str:
    return (
        f'<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}</title>'
        f"<style>p {{color: red}}</style><script>var a = '<p>脚本里的字</p>';</script></head><body>"
        f'{BEFORE}<div class="main">{content}</div>{AFTER}</body></html>'
    )


def web(text: str, codec: str = "utf-8") -> Document:
    return read_web(text.encode(codec), "页.html")


def marked(document: Document, kind: str) -> list[tuple[int, str]]:
    return [
        (mark.level, document.text[mark.start : mark.end])
        for mark in document.marks
        if mark.kind == kind
    ]


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def test_an_article_among_navigation() -> None:
    """Headings and paragraphs are kept in their order; menus, links and scripts are not."""
    document = web(
        page(
            f"<h1>办好图书角的体会</h1><div><h2>一、把情况摸清楚</h2>{paragraphs(*PARAGRAPHS[:2])}"
            f"<h2>二、把办法想周全</h2>{paragraphs('短段落。', PARAGRAPHS[2])}</div>"
        )
    )
    assert document.text.split("\n") == [
        "办好图书角的体会", "一、把情况摸清楚", *PARAGRAPHS[:2], "二、把办法想周全", "短段落。",
        PARAGRAPHS[2],
    ]  # fmt: skip
    assert marked(document, "heading") == [
        (1, "办好图书角的体会"), (2, "一、把情况摸清楚"), (2, "二、把办法想周全"),
    ]  # fmt: skip
    assert document.format == "html"


def test_the_title_of_the_page_stands_in_for_a_missing_heading() -> None:
    """Without h1 the title is taken, the name of the site taken off."""
    document = web(page(paragraphs(*PARAGRAPHS)))
    assert document.text.split("\n") == ["办好图书角的体会", *PARAGRAPHS]
    assert marked(document, "title") == [(0, "办好图书角的体会")]


@pytest.mark.parametrize("tag", ["<br>", "<br/><br/>"])
def test_paragraphs_made_of_line_breaks(tag: str) -> None:
    """Lines parted by br are paragraphs; none is lost at the beginning or the end."""
    lines = [*PARAGRAPHS, "短句一行。", *PARAGRAPHS]
    assert web(f"<div>{tag.join(lines)}</div>").text.split("\n") == lines
    assert web(page(tag.join(lines), title="")).text.split("\n") == lines


def test_a_page_saved_by_a_word_processor() -> None:
    """No container, spans around everything, conditional comments: all of the text."""
    body = "".join(f"<p class=MsoNormal><span>{text}</span></p>" for text in PARAGRAPHS)
    document = web(f"<html><body><!--[if gte mso 9]><xml>x</xml><![endif]-->{body}</body></html>")
    assert document.text.split("\n") == PARAGRAPHS


def test_lists_and_tables() -> None:
    """Numbers of lists are written out, rows of data become lines, layouts paragraphs."""
    document = web(
        f"<body>{paragraphs(*PARAGRAPHS)}"
        "<ol start=3><li>推迟两个小时。</li><li>搬到院子里。</li></ol>"
        "<ul><li>不编号的一项。</li></ul>"
        "<table><tr><th>小区</th><th>户数</th></tr><tr><td>城东</td><td>2460</td></tr></table>"
        f"<table><tr><td>{paragraphs(*PARAGRAPHS * 2)}</td><td>{PARAGRAPHS[1]}</td></tr></table>"
    )
    lines = document.text.split("\n")
    assert lines[3:6] == ["3. 推迟两个小时。", "4. 搬到院子里。", "不编号的一项。"]
    assert lines[6:8] == ["小区\t户数", "城东\t2460"]
    assert lines[8:] == [*PARAGRAPHS * 2, PARAGRAPHS[1]]
    assert marked(document, "table") == [(0, "小区\t户数\n城东\t2460")]


def test_a_signature_at_the_end_stays() -> None:
    """Short lines beside the content, such as name and date, belong to it."""
    text = web(
        page(f"<div>{paragraphs('各位邻居：', *PARAGRAPHS, '王某某', '三月五日')}</div>")
    ).text
    assert text.split("\n")[1:] == ["各位邻居：", *PARAGRAPHS, "王某某", "三月五日"]


def test_hidden_text_is_no_text() -> None:
    """What a browser does not show is not read."""
    hidden = '<p style="color:red; DISPLAY : none">藏起来的。</p><p hidden>也藏起来的。</p>'
    assert "藏" not in web(f"<body>{paragraphs(*PARAGRAPHS)}{hidden}</body>").text


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("utf-8", "utf-8"),
        ("gb2312", "gb18030"),
        ("GBK", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("", "gb18030"),
        ("no-such-name", "utf-8"),
        ("hex", "utf-8"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("utf-8", "utf-8-sig"),
    ],
)
def test_encodings_named_rightly_wrongly_and_not_at_all(charset: str, codec: str) -> None:
    """The page's own word on its encoding is believed only as far as it is true."""
    document = web(page(paragraphs(*PARAGRAPHS), charset=charset), codec)
    assert document.text.split("\n")[1:] == PARAGRAPHS


def test_big5() -> None:
    """A page in traditional characters."""
    text = "圖書角開了三個月，借書的人多了起來，我們走訪了二十三戶居民，把需要記在本子上。"
    head = '<html><head><meta http-equiv=Content-Type content="text/html; charset=big5"></head>'
    assert web(f"{head}<body>{paragraphs(text, text)}</body></html>", "big5").text.endswith(text)


def test_nothing_in_it(tmp_path: Path) -> None:
    """A page without content, and no page at all: one sentence with the name."""
    path = tmp_path / "空.html"
    for content in ("<html></html>", "<script>1</script>", "<!-- -->", "<br>"):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(EmptyDocumentError, match=r"空.html: [^。]*。\Z"):
            read(path)
    path.write_bytes(b"MIME-Version: 1.0\r\n\r\n--x")
    with pytest.raises(DamagedFileError, match=r"另存为 \.html"):
        read(path)
    path.write_bytes(bytes(range(256)) * 9)
    with pytest.raises(DamagedFileError):
        read(path)


def test_entities_are_expanded_once_and_fetch_nothing(tmp_path: Path) -> None:
    """Declared entities do not multiply, and no file is read through one."""
    secret = tmp_path / "secret.txt"
    secret.write_text("不该出现的字", encoding="utf-8")
    laughs = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
    text = (
        '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY l0 "哈">'
        f'<!ENTITY s SYSTEM "{secret.as_uri()}">{laughs}]>'
        f"<html><body>{paragraphs(*PARAGRAPHS)}<p>&l9;&s;&amp;lt;</p></body></html>"
    )
    document = web(text)
    assert PARAGRAPHS[0] in document.text
    assert "不该出现的字" not in document.text
    assert len(document.text) < 2 * len(text)


def test_too_large_and_too_deep() -> None:
    """Beyond the limits there is one sentence, not a text cut short without a word."""
    with pytest.raises(UnreadableFileError, match="太大"):
        read_web(b"<p>" + b"a" * SIZE_LIMIT, "页.html")
    with pytest.raises(UnreadableFileError, match="太大"):
        read_web(b"<b>" * 500_000, "页.html")
    with pytest.raises(DamagedFileError, match="嵌套"):
        web("<div>" * 5000 + "好" + "</div>" * 5000)


@pytest.mark.parametrize(
    "piece", ["<a href='", "<!--", "<p ", "&#", "<table><td>", "<li>", "]]>", "<![CDATA[", "<"]
)
def test_awkward_input_takes_linear_time(piece: str) -> None:
    """Marks that open again and again without closing do not stall the reader."""
    start = time.process_time()
    with suppress(DamagedFileError, EmptyDocumentError):
        web(piece * 20_000)
    assert time.process_time() - start < 3
