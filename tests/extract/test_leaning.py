"""Statements that need words said elsewhere are not taken."""

from __future__ import annotations

import pytest

from notes.extract.compress import forms
from notes.extract.leaning import leans
from tests.extract.texts import WORDS, found_in

LEANING = (
    "他最大的愿望是有人接过那口箱子。",
    "家里存着两箱皮影，他想找个徒弟。",
    "提高其抗旱能力，保证夏收。",
    "围绕这一目标，全镇修渠三十里。",
    "这件事使大家改了主意。",
    "关键在把水管好。",
    "主要原因是渠道年久失修。",
    "上述做法值得推广。",
)
STANDING = (
    "老支书把渠图交给年轻人，他只留下一把尺子。",
    "水库蓄满了春水，其灌溉面积达到三万亩。",
    "在这个人人都有手机的年代，广播站仍有听众。",
    "特点是投入少，关键在管护勤，本质是群众自治。",
    "这些年渠水没有断过。",
    "其他村也修了渠。",
    "渠长说：“他们信得过我。”",
)


@pytest.mark.parametrize("statement", LEANING)
def test_a_word_without_its_noun_leans(statement: str) -> None:
    """A pronoun, a pointer or a relation needs what it is about in the same statement."""
    assert leans(statement, WORDS)


@pytest.mark.parametrize("statement", STANDING)
def test_a_word_with_its_noun_stands(statement: str) -> None:
    """The noun before it, a modifier, a row of relations or quotation marks are enough."""
    assert not leans(statement, WORDS)


def test_no_form_and_no_quote_leans() -> None:
    """Compression keeps the noun with its pronoun or gives the clause up."""
    sentence = "护渠员老周今年六十岁，守着两座闸门，他最大的愿望，是有人来接班。"
    made = forms(sentence, WORDS)
    assert made
    assert all("老周" in form or "他" not in form for form in made)
    text = "渠是庄稼的命，水是渠的魂。他们没有问工钱，只问哪段渠最险。"
    assert [quote.text for quote in found_in(text).quotes] == ["渠是庄稼的命，水是渠的魂。"]


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("小额纠纷三天办结，大额纠纷七天办结，到期没有结果的，由上一级接手。", "没有结果的。"),
        ("今年预期目标为一百里，既是群众所盼，也有财力支撑。", "所盼。"),
        ("提价一成，目的在于通过价格杠杆，改善用水习惯。", "杠杆。"),
        ("让一座小城的人都愿意节水，需要制度，需要耐心。", "需要耐心。"),
    ],
)
def test_no_form_stops_before_its_second_half(sentence: str, wrong: str) -> None:
    """的-topics, 既…也, 在于通过… and a row of 需要 are not cut."""
    cut = [f for f in forms(sentence, WORDS) if f.endswith(wrong) and f != sentence]
    assert [f for f in cut if wrong != "需要耐心。" or f == wrong] == []


def test_a_row_of_names_is_no_statement() -> None:
    """A list of things, or from…to…, says nothing of them."""
    assert forms("乡村食堂、社区书屋、农家戏台。", WORDS) == ()
    assert forms("从山脚的泵站，到山顶的蓄水池。", WORDS) == ()


def test_openers_that_only_assess_go() -> None:
    """可喜的是，and 可是 add nothing to the claim; the list mark goes before any word."""
    assert forms("可喜的是，全村的水渠都通了清水。", WORDS)[0] == "全村的水渠都通了清水。"
    assert forms("可是上个月有三座闸门没有人守。", WORDS)[0] == "上个月有三座闸门没有人守。"
    assert forms("二是发放一张渠图给每个护渠员。", WORDS)[0].startswith("发放")
