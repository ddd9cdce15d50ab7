"""Headings, paragraphs and sentences."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.values import Mark
from tests.structure.building import BOOKS, CARE, GRAIN, headings_of, outline_of

ALPHABET = "一二三、（）()1234.是首先其次方面要办好食堂。，；：\n“”《》# 　生产的"


def test_all_official_levels_on_their_own_lines() -> None:
    """一、 （一） 1. （1） are levels 1 to 4, however the brackets are written."""
    text = (
        f"一、办好食堂\n（一）把饭做热\n1.换炉灶\n{CARE}\n2.添蒸箱\n{GRAIN}\n(二)把路修平\n{BOOKS}\n"
        f"二、办好图书室\n1、选好书\n（1）童书\n{CARE}\n（2）农书\n{GRAIN}\n"
    )
    assert headings_of(text) == [
        (1, "一、办好食堂"),
        (2, "（一）把饭做热"),
        (3, "1.换炉灶"),
        (3, "2.添蒸箱"),
        (2, "(二)把路修平"),
        (1, "二、办好图书室"),
        (3, "1、选好书"),
        (4, "（1）童书"),
        (4, "（2）农书"),
    ]


def test_a_heading_and_its_paragraph_on_one_line() -> None:
    """With the line breaks kept, the heading is the first sentence of its line."""
    text = f"{BOOKS}\n一、把实事办到群众心里。{CARE}\n二、把账算到群众手里。{GRAIN}\n"
    assert headings_of(text) == [(1, "一、把实事办到群众心里"), (1, "二、把账算到群众手里")]
    assert any(s.text.startswith("我们走访了") for s in outline_of(text).sentences)


def test_glued_headings_with_clauses_of_one_length() -> None:
    """The rhythm of the siblings tells where a heading ends."""
    text = (
        f"{BOOKS}一、用好老人食堂，办成暖心实事处理好味道和价钱的关系。{CARE}"
        f"二、管好乡村粮仓，算清种粮细账粮仓是一个村子的底气，也是农民的指望。{GRAIN}"
        f"三、建好山村书屋，留住孩子目光书屋是孩子看世界的窗口。{BOOKS}"
    )
    assert headings_of(text) == [
        (1, "一、用好老人食堂，办成暖心实事"),
        (1, "二、管好乡村粮仓，算清种粮细账"),
        (1, "三、建好山村书屋，留住孩子目光"),
    ]


def test_glued_headings_before_openers_and_repeated_subjects() -> None:
    """从…看, 当前 and a subject that comes again begin a sentence."""
    text = (
        f"{BOOKS}一、社区食堂的由来与变化(一)社区食堂的由来从历史看，社区食堂起于老人的一句话。{CARE}"
        f"(二)社区食堂的主要特点社区食堂的本钱是信任，是一餐一饭攒下来的。{GRAIN}"
        f"二、社区食堂的四点不足当前，食堂还有做得不够的地方。{BOOKS}"
    )
    assert headings_of(text) == [
        (1, "一、社区食堂的由来与变化"),
        (2, "(一)社区食堂的由来"),
        (2, "(二)社区食堂的主要特点"),
        (1, "二、社区食堂的四点不足"),
    ]


def test_glued_headings_that_are_sentences() -> None:
    """A short first sentence behind a mark is the heading."""
    text = (
        f"要做好三件事：一、要把食堂办成实事。当前，老人最盼的是一口热饭。{CARE}"
        f"二、要把粮仓管成样板。{GRAIN}三、加强书屋管理，留住山里的孩子。{BOOKS}"
    )
    assert [h for _, h in headings_of(text)] == [
        "一、要把食堂办成实事",
        "二、要把粮仓管成样板",
        "三、加强书屋管理，留住山里的孩子",
    ]


@pytest.mark.parametrize(
    "text",
    [
        f"推动一、二、三产业融合，是这几年的老话。{CARE}",
        f"意见统一、步调一致。{CARE}办法不二、目标专一。{GRAIN}",
        f"全年用电3.5万度，比2.8万度多。{CARE}第1、2小组负责。",
        f"{CARE}见附件（1），共（12）页。",
        f"时间是上午9.30分，地点是101室。{GRAIN}",
        f"{CARE}\n东桥街道\n2024年3月5日",
    ],
)
def test_numbers_that_are_no_headings(text: str) -> None:
    """Enumerations, decimals, references and dates are text."""
    assert headings_of(text) == []


def test_long_numbered_items_are_run_in() -> None:
    """An item without a heading of its own keeps its sentence whole."""
    item = (
        "各科室要把走访中记下的意见逐条登记造册，明确到人，限定到天，办完一件销号一件，"
        "对确实一时办不了的要当面把缘由讲清楚，不许敷衍了事。"
    )
    text = "\n".join(f"{i}.{item}{GRAIN}" for i in (1, 2, 3))
    outline = outline_of(text)
    assert [(s.level, s.run_in) for s in outline.sections] == [(3, True)] * 3
    assert outline.sentences[0].text == f"1.{item}"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一是走访，摸清底数。二是登记。三是办理。", ["一是走访", "二是登记", "三是办理"]),
        ("首先，把饭做热。其次，把路修平。", ["首先，把饭做热", "其次，把路修平"]),
        ("一方面，菜要便宜；另一方面，味道好。", ["一方面，菜要便宜", "另一方面，味道好"]),
        ("第一，把饭做热。第二，把路修平。", ["第一，把饭做热", "第二，把路修平"]),
        ("有三条：一是人少，二是灶旧，三是路坏。", ["一是人少", "二是灶旧", "三是路坏"]),
    ],
)  # fmt: skip
def test_enumerations_are_run_in_sections(text: str, parts: list[str]) -> None:
    """一是, 首先, 一方面, 第一 are level 5 and part of their sentences."""
    outline = outline_of(text)
    found = [s for s in outline.sections if s.run_in]
    assert [s.heading for s in found] == parts
    assert all(s.level == 5 for s in found)
    assert "".join(s.text for s in outline.sentences) == text


@pytest.mark.parametrize(
    "text",
    [
        "一是一，二是二，办事要清楚。",
        "首先要感谢大家。",
        "这一方面的工作不少。",
        "他第一，我第二。",
    ],
)
def test_lone_words_are_no_enumeration(text: str) -> None:
    """One member makes no list."""
    assert not [s for s in outline_of(text).sections if s.run_in]


def test_marks_of_the_format_win() -> None:
    """A heading style makes any line a heading; its level follows the numbers in it."""
    lines = ["办好食堂", CARE, "一、热饭", GRAIN, "二、平路", BOOKS, "办好书屋", CARE]
    text, marks = "", []
    for line in lines:
        if len(line) < 20:
            level = 2 if "、" in line else 1
            marks.append(Mark(len(text), len(text) + len(line), "heading", level))
        text += line + "\n"
    assert [h for _, h in headings_of(text, tuple(marks))] == [
        "办好食堂",
        "一、热饭",
        "二、平路",
        "办好书屋",
    ]


def test_markdown_headings_without_marks() -> None:
    """``#`` lines are headings also when a reader left them in the text."""
    text = f"## 办好食堂\n\n{CARE}\n\n### 热饭\n\n{GRAIN}\n"
    assert headings_of(text) == [(1, "办好食堂"), (2, "热饭")]


def test_plain_lines_between_paragraphs() -> None:
    """Several short lines without a final mark are headings; one alone is not."""
    text = f"走访摸底\n{CARE}\n分类办理\n{GRAIN}\n回访问效\n{BOOKS}"
    assert headings_of(text) == [(1, "走访摸底"), (1, "分类办理"), (1, "回访问效")]
    assert headings_of(f"{CARE}\n分类办理\n{GRAIN}") == []


def test_paragraphs_are_real_lines() -> None:
    """Line breaks are kept, numbers count from one, headings are no paragraphs."""
    outline = outline_of(f"一、办好食堂\n　　{CARE}\n\n　　{GRAIN}\n二、办好书屋\n{BOOKS}")
    assert [p.number for p in outline.paragraphs] == [1, 2, 3]
    assert [len(p.span) for p in outline.paragraphs] == [len(CARE), len(GRAIN), len(BOOKS)]


def test_lost_paragraphs_are_restored() -> None:
    """A line of thousands of characters becomes paragraphs of at most about 400."""
    text = (CARE + "一是" + GRAIN + "二是" + BOOKS + "当前，" + CARE) * 6
    outline = outline_of(text)
    assert max(len(p.span) for p in outline.paragraphs) <= 400
    starts = [text[p.span.start : p.span.start + 2] for p in outline.paragraphs]
    assert "一是" in starts


def test_a_sentence_that_breaks_off_is_marked() -> None:
    """Only the sentence without an end is broken."""
    text = f"{CARE}街道把意见逐条记下，催生基层治理内部的"
    outline = outline_of(text)
    assert [s.broken for s in outline.sentences][-2:] == [False, True]


@given(st.text(alphabet=ALPHABET, max_size=300))
@settings(max_examples=200, deadline=None)
def test_every_character_is_in_one_sentence_or_heading(text: str) -> None:
    """Nothing is lost and nothing is said twice; all spans hold what they name."""
    outline = outline_of(text)
    owners = [0] * len(text)
    for sentence in outline.sentences:
        assert text[sentence.span.start : sentence.span.end] == sentence.text
        assert sentence.text == sentence.text.strip()
        for at in range(sentence.span.start, sentence.span.end):
            owners[at] += 1
    for section in outline.sections:
        if section.level and not section.run_in:
            for at in range(section.heading_span.start, section.heading_span.end):
                owners[at] += 1
    assert all(n == 1 or (n == 0 and c.isspace()) for n, c in zip(owners, text, strict=True))
    assert [s.index for s in outline.sentences] == list(range(len(outline.sentences)))
    assert [s.index for s in outline.sections] == list(range(len(outline.sections)))
    for sentence in outline.sentences:
        assert 0 <= sentence.section < len(outline.sections)
        paragraph = outline.paragraphs[sentence.paragraph - 1]
        assert paragraph.span.start <= sentence.span.start
        assert sentence.span.end <= paragraph.span.end


@given(st.text(alphabet=ALPHABET, max_size=300))
@settings(max_examples=100, deadline=None)
def test_sections_follow_one_another(text: str) -> None:
    """Section bodies are in order and do not overlap."""
    sections = outline_of(text).sections
    for earlier, later in pairwise(sections):
        assert earlier.span.end <= later.heading_span.start <= later.heading_span.end
        assert later.span.start <= later.span.end


@pytest.mark.parametrize(
    "unit", ["一、", "一是", "（一）", "1.", "。", "，", "\n", "一、办\n", "首先，", "篇一", "# "]
)
def test_no_input_makes_structure_slow(unit: str) -> None:
    """100,000 characters of one kind take little time."""
    outline_of("暖机，先装词典。一、办好食堂社区食堂是好事。二、修好路面。")
    text = unit * (100_000 // len(unit))
    start = time.process_time()
    outline_of(text)
    assert time.process_time() - start < 3.0
