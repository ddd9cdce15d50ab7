"""Markdown: text without marks, headings and tables as marks."""

from __future__ import annotations

import time

import pytest

from notes.errors import UnreadableFileError
from notes.reading.markdown import SIZE_LIMIT, read_markdown
from notes.values import Document


def read(text: str) -> Document:
    return read_markdown(text.encode(), "稿.md")


def marked(document: Document, kind: str) -> list[tuple[int, str]]:
    return [
        (mark.level, document.text[mark.start : mark.end])
        for mark in document.marks
        if mark.kind == kind
    ]


def test_headings_are_marks_without_the_hashes() -> None:
    """Every heading, also #标题 without the space, is marked with its level."""
    document = read("# 读书**体会**\n\n正文第一段。\n\n##一、想法\n正文。\n\n小结\n----\n完。")
    assert document.text == "读书体会\n正文第一段。\n一、想法\n正文。\n小结\n完。"
    assert marked(document, "heading") == [(1, "读书体会"), (2, "一、想法"), (2, "小结")]
    assert document.format == "md"


def test_marks_of_emphasis_links_images_code_and_quotes_go() -> None:
    """What remains is the text that a rendered page shows."""
    document = read(
        "看**重点**、*强调*、~~旧~~、`代码`和[链接](http://a.cn)。\n\n> 引用一句。\n\n"
        "![图一](a.png)\n\n```\n原样 * 保留\n```\n<div>网页<br>标签</div>\n\n甲&nbsp;乙<!-- 藏 -->"
    )
    assert document.text == (
        "看重点、强调、旧、代码和链接。\n引用一句。\n图一\n原样 * 保留\n网页\n标签\n甲\xa0乙"
    )


def test_lists_keep_their_numbers() -> None:
    """Numbers stand as in the file, bullets go, nested items follow."""
    document = read("3. 走访\n4. 记录\n   - 家庭\n   - 商户\n\n- 汇总")
    assert document.text == "3. 走访\n4. 记录\n家庭\n商户\n汇总"


def test_tables_become_rows() -> None:
    """Cells are parted by tabs and the rows are marked."""
    document = read("前\n\n| 项目 | 户数 |\n|--|--:|\n| 走访 | 23 |\n\n后")
    assert document.text == "前\n项目\t户数\n走访\t23\n后"
    assert marked(document, "table") == [(0, "项目\t户数\n走访\t23")]


@pytest.mark.parametrize("quote", ["", '"', "'"])
def test_front_matter(quote: str) -> None:
    """The front matter goes; its title becomes the first line unless a heading says it."""
    front = f"---\ntitle: {quote}读书体会{quote}\ntags: [社区]\n---\n"
    document = read(front + "正文。")
    assert document.text == "读书体会\n正文。"
    assert marked(document, "title") == [(0, "读书体会")]
    assert read(front + "# 读书体会\n\n正文。").text == "读书体会\n正文。"


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    """Text between two rules stays."""
    assert read("---\n第一篇的话。\n\n---\n第二篇的话。").text == (
        "---\n第一篇的话。\n---\n第二篇的话。"
    )


def test_a_sentence_above_a_rule_is_no_heading() -> None:
    """A sentence, or a long line, underlined by a rule without a blank line stays text."""
    document = read("这是一句完整的话，写在分隔线上面。\n---\n下一篇。")
    assert document.text == "这是一句完整的话，写在分隔线上面。\n---\n下一篇。"
    assert document.marks == ()


def test_masks_hashtags_footnotes_and_indents_survive() -> None:
    """Text that only looks like Markdown is not lost."""
    text = (
        "***同志指出，要多走走。[^1]\n\n　　全角缩进。\n\n    四格缩进。\n\n#读书#\n\n"
        "[^1]: 街道年报"
    )
    assert read(text).text == (
        "***同志指出，要多走走。[^1]\n全角缩进。\n四格缩进。\n#读书#\n[^1]: 街道年报"
    )


def test_line_ends_and_encodings_are_those_of_text_files() -> None:
    """Markdown goes through the same decoding as plain text."""
    document = read_markdown("# 体会\r\n\r\n走访了二十三户居民。".encode("gb18030"), "稿.md")
    assert document.text == "体会\n走访了二十三户居民。"
    assert document.encoding == "gb18030"


def test_marks_fit_their_text() -> None:
    """Marks lie inside the text, in order, also after lists and tables."""
    document = read("1. # 甲\n2. ## 乙\n\n# 丙\n\n|a|\n|-|\n|b|\n\n### 丁")
    assert marked(document, "heading") == [(1, "甲"), (2, "乙"), (1, "丙"), (3, "丁")]
    assert document.text == "1. 甲\n2. 乙\n丙\na\nb\n丁"


def test_too_large_for_the_parser() -> None:
    """Beyond a few megabytes the parser would need gigabytes: refused with the next step."""
    with pytest.raises(UnreadableFileError, match=r"^稿.md: .*8 MB.*拆成几份"):
        read_markdown(b"# a\n" * (SIZE_LIMIT // 4 + 1), "稿.md")


@pytest.mark.parametrize("piece", ["<!-- ", "[", "*a ", "[a](", "> ", "`", "<", "| a ", "# 一 "])
def test_awkward_input_takes_linear_time(piece: str) -> None:
    """Marks that open again and again without closing do not stall the reader."""
    start = time.process_time()
    read(piece * 10_000)
    assert time.process_time() - start < 2
