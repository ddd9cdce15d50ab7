"""Each check refuses the error it is made for and passes what is faithful."""

from __future__ import annotations

import pytest

from tests.verify.judging import judge, kinds

TOWN = (
    "去年，石桥镇农民人均收入增长7.4%，村集体负债下降3.1%。全镇新修水渠48公里，受益农户超过6000户。"
    "镇长孙立平说：“水到不了田头，什么都是空话。”2023年5月，镇里印发《石桥镇用水管理办法》，"
    "严禁私自截水，浇地用水可以分期缴费，工业用水必须一次缴清。青山村的水泵房还没有建成，管网并不牢固。"
    "白云村建起三座水塔，安装了IC卡水表。驻村干部要经常下田，听取农户意见。"
)


@pytest.mark.parametrize(
    "statement",
    [
        "去年石桥镇农民人均收入增长7.4%，村集体负债下降3.1%",
        "全镇新修水渠48公里，受益农户超过六千户",
        "2023年5月，镇里印发《石桥镇用水管理办法》，严禁私自截水",
        "孙立平说：“水到不了田头，什么都是空话。”",
        "浇地用水可以分期缴费，工业用水必须一次缴清",
        "青山村的水泵房没有建成，管网不牢固",
        "白云村建起三座水塔，安装IC卡水表",
        "驻村干部要经常下田听取农户意见",
        "全镇新修水渠四十八公里",
    ],
)
def test_faithful_compressions_pass(statement: str) -> None:
    """A shorter sentence in the source's words is accepted."""
    checked = judge(TOWN, statement)
    assert checked.accepted, checked.findings


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("去年石桥镇农民人均收入增长7.9%", "number"),
        ("去年石桥镇农民人均收入增长3.1%", "number_context"),
        ("全镇新修水渠48亩", "number"),
        ("受益农户不足6000户", "number_bound"),
        ("受益农户6000户", "number_bound"),
        ("2022年5月，镇里印发《石桥镇用水管理办法》", "number"),
        ("白云村建起第三座水塔", "number"),
        ("去年石桥镇农民人均收入增长74%", "number"),
        ("镇长孙立民说，水到不了田头，什么都是空话", "person"),
        ("镇长陈海生说，水到不了田头，什么都是空话", "person"),
        ("2023年5月，镇里印发《石桥镇用水办法》", "title"),
        ("2023年5月，镇里印发《石桥镇》", "title"),
        ("白云村安装了RFID卡水表", "latin"),
        ("孙立平说：“水到不了地头，什么都是空话。”", "quotation"),
        ("青山村的水泵房建成，管网不牢固", "negation"),
        ("青山村的管网牢固", "negation"),
        ("全镇不再新修水渠48公里", "negation"),
        ("浇地用水必须分期缴费", "modality"),
        ("工业用水可以一次缴清", "modality"),
        ("可以私自截水，浇地用水分期缴费", "negation"),
        ("去年石桥镇农民人均收入下降7.4%", "direction"),
        ("全镇新建光伏电站，推广电动农机", "support"),
        ("孙立平建起三座水塔，安装IC卡水表", "subject"),
    ],
)
def test_each_error_is_refused_for_its_reason(statement: str, kind: str) -> None:
    """A changed number, name, title, quotation, negation, modal, direction or subject is found."""
    assert kind in kinds(TOWN, statement)
    assert judge(TOWN, statement).verdict == "unsupported"


@pytest.mark.parametrize(
    "statement",
    [
        "将将将全镇新修水渠",
        "全镇新修水渠全镇新修水渠",
        "全镇新修水渠，驻村干部要经常下田，驻村干部要经常下田",
        "和全镇新修水渠48公里",
        "全镇新修水渠和",
        "青山村的",
        "镇里印发《石桥镇用水管理办法",
        "孙立平说“水到不了田头",
        "，全镇新修水渠",
        "",
    ],
)
def test_malformed_sentences_are_refused(statement: str) -> None:
    """Stutters, repeats, dangling ends and open marks are no notes."""
    assert "form" in kinds(TOWN, statement)


def test_a_term_may_come_twice() -> None:
    """A noun phrase repeated in one sentence is no stutter."""
    text = "培育新质生产力要有人才。新质生产力的特点是创新。"
    assert "form" not in kinds(text, "培育新质生产力要有人才，新质生产力的特点是创新")


def test_a_negation_taken_from_the_start_of_a_clause_is_no_verbatim_text() -> None:
    """不得改变用途 cut to 改变用途 is a substring and still refused."""
    text = "各村要守住耕地，不得擅自改变用途，违者严肃处理。"
    assert judge(text, "擅自改变用途，违者严肃处理").verdict == "unsupported"


def test_double_negation_is_affirmation() -> None:
    """不得不 forbids nothing."""
    text = "由于缺水，农户不得不改种旱稻。"
    assert judge(text, "由于缺水，农户不得不改种旱稻").verdict == "verbatim"


def test_words_with_a_negating_character_are_no_negations() -> None:
    """不断, 无论 and 未来 negate nothing."""
    text = "镇里不断完善管护制度，无论大小水渠都有专人负责，着眼未来培养水管员。"
    assert judge(text, "镇里完善管护制度，水渠都有专人负责").accepted


def test_swapped_places_are_found() -> None:
    """Two villages of one passage may not trade what is said of them."""
    text = "杭州建成三座水塔，推广节水灌溉。苏州关停两家纸厂，清理河道淤泥。"
    assert judge(text, "杭州建成三座水塔").accepted
    assert "place_context" in kinds(text, "苏州建成三座水塔，推广节水灌溉")
