"""Hard wraps: rejoined where a text was broken at a fixed width, and nowhere else."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.reading.text import read_text
from notes.reading.wraps import join_wraps

PARAGRAPHS = [
    (
        "同志们，今天请大家来，主要是谈一谈怎样把社区的图书角办好。前一阵我到几个小区转了转，看到有的书架"
        "落了灰，有的借阅本子停在去年春天，心里不是滋味。书放在那里没有人看，就等于没有放。"
    ),
    "一、先把情况摸清楚",
    (
        "摸情况不能坐在办公室里摸。要到居民家里去，到广场上去，问一问老人想看什么，问一问孩子缺什么，把需要"
        "记在本子上，把缺口算在账上，三个月以后再回头看一遍，看哪些变了，哪些没有变。"
    ),
    "二、再把办法想周全",
    (
        "办法要从群众中来。城东的三个小区共有2460户，去年借书的只有310人次，平均每8户才有1人次，这个数字说明"
        "我们的开放时间不合适：上班的人下班了，门也关了。把开放时间推迟两个小时，事情就会好办得多。"
    ),
    "最后，希望大家把这件小事当成大事来做，做一件成一件。",
]


def wrap(paragraphs: list[str], width: int, indent: str = "", blank: str = "") -> str:
    """``paragraphs`` broken every ``width`` columns; no line begins with a comma or stop."""
    lines: list[str] = []
    for paragraph in paragraphs:
        line, columns = "", 0
        for char in indent + paragraph:
            size = 1 if char.isascii() else 2
            if columns + size > width and char not in "，。、；：！？”":
                lines.append(line)
                line, columns = "", 0
            line += char
            columns += size
        lines.append(line)
        if blank:
            lines.append("")
    return "\n".join(lines)


@pytest.mark.parametrize("width", [56, 60, 64, 70, 76, 80])
@pytest.mark.parametrize("indent", ["", "　　"])
@pytest.mark.parametrize("blank", ["", "blank"])
def test_wrapped_text_is_rejoined(width: int, indent: str, blank: str) -> None:
    """Paragraphs and headings come back as they were before the wrapping."""
    text = wrap(PARAGRAPHS * 3, width, indent, blank)
    joined, count = join_wraps(text)
    lines = [line for line in joined.split("\n") if line]
    expected = [indent + paragraph for paragraph in PARAGRAPHS * 3]
    assert count > 0
    if indent or blank:
        assert lines == expected
    else:
        # Without indents a full line that ends a sentence may end its paragraph too.
        assert "".join(lines) == "".join(expected)
        assert len(lines) <= len(expected) + 6
        assert {"一、先把情况摸清楚", "二、再把办法想周全"} <= set(lines)


def test_lines_of_equal_count_are_rejoined() -> None:
    """A text cut every 35 characters, digits or not, is rejoined too."""
    body = (PARAGRAPHS[0] + PARAGRAPHS[4]) * 4
    text = "\n".join(body[at : at + 35] for at in range(0, len(body), 35))
    assert join_wraps(text)[0].count("\n") <= 3


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "\n\n".join(PARAGRAPHS),
        "春风吹过旧城墙\n细雨落在新田上\n老人扶着门框笑\n孩子追着燕子忙",
        "\n".join(f"关于开展第{n}季度社区读书活动情况的学习体会材料" for n in "一二三四五六"),
        "\n".join(f"{n}、坚持把每个月的读书交流会开在居民的院子里，办出味道" for n in range(1, 9)),
        "今天的会议开得很好，大家都发了言，讲了真话，讲了实话。\n" * 6,
        "一行",
        "",
        "\n\n",
    ],
    ids=["lines", "spaced", "verse", "titles", "list", "sentences", "one", "empty", "blank"],
)
def test_other_texts_are_left_alone(text: str) -> None:
    """Paragraphs of one line, verse, titles, lists and sentences are no wraps."""
    assert join_wraps(text) == (text, 0)


def test_a_list_item_begins_a_line() -> None:
    """A numbered line is never joined to the line before it, however full that is."""
    text = (
        wrap(PARAGRAPHS[:1] * 3, 60) + "\n1.第一件事是把书架擦干净，把借阅的本子重新钉好，挂在门边"
    )
    assert "\n1.第一件事" in join_wraps(text)[0]
    decimal = wrap([PARAGRAPHS[0].replace("心里", "比上月多了1.5倍心里")] * 3, 60)
    assert "1.5倍" in join_wraps(decimal)[0].replace("\n", "")


def test_latin_words_keep_a_space() -> None:
    """Words on both sides of a wrap do not run together."""
    line = "这个项目由志愿者团队负责，用的是开放的工具，名字叫做open"
    text = "\n".join([line, "library，大家可以到大厅的电脑上试一试，看看合不合用，再"] * 4)
    assert "open library" in join_wraps(text)[0]


def test_the_reader_says_how_many_line_ends_it_took_out() -> None:
    """Rejoining is declared in the warnings; nothing is declared where nothing was done."""
    wrapped = read_text(wrap(PARAGRAPHS, 60).encode(), "a.txt")
    assert any("断行" in warning for warning in wrapped.warnings)
    assert read_text("\n".join(PARAGRAPHS).encode(), "a.txt").warnings == ()


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="学习，。\n 一、a1　“”", max_size=400))
def test_only_line_ends_and_spaces_change(text: str) -> None:
    """Whatever comes in, no character but white space is lost or moved."""
    joined, count = join_wraps(text)
    assert "".join(joined.split()) == "".join(text.split())
    assert joined.count("\n") == text.count("\n") - count


def test_time_is_linear() -> None:
    """A megabyte of wrapped text, and one of awkward lines, take well under two seconds."""
    for text in (wrap(PARAGRAPHS * 1200, 70), "一" * 500_000, "\n " * 300_000, "”" * 300_000):
        start = time.process_time()
        join_wraps(text)
        assert time.process_time() - start < 2
