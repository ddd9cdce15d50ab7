"""The parts of a note that are taken word for word: terms, figures, quotes, questions, …."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.extract.entries import blocks
from notes.extract.figures import figures
from notes.extract.keywords import FEWEST, MOST, keywords
from notes.extract.numerals import normal, value
from notes.extract.overlap import bigrams, containment
from notes.extract.quotes import quotability
from notes.extract.titles import is_legible, propose
from tests.extract.texts import REFLECTION, SPEECH, WORDS, found_in, long_text, read

FIGURES = [
    ("全区老人占户籍人口的百分之二十三。", "百分之二十三", "23%"),
    ("利用率由此提高到87.5%。", "87.5%", "87.5%"),
    ("今年要新建助餐点20个。", "20个", "20个"),
    ("去年共投入3.6亿元改造老旧小区。", "3.6亿元", "3.6亿元"),
    ("2024年3月5日食堂正式开张。", "2024年3月5日", "2024年3月5日"),
    ("我们用了三个多月走访。", "三个多月", "3个多月"),
    ("有五千多年历史的古村落焕发新生。", "五千多年", "5000多年"),
    ("改造工程分三大片区推进。", "三大", "3大"),
    ("我市排名升至全国第八位。", "全国第八位", "全国第8位"),
    ("约400公里的管网已经更新。", "约400公里", "约400公里"),
    ("不到半年客流就翻了番。", "不到半年", "不到半年"),
    ("受益老人达1,250人次。", "1,250人次", "1250人次"),
    ("第二批设备已经进场。", "第二批", "第2批"),
    ("增速比去年提高两个百分点。", "两个百分点", "2个百分点"),
    ("2021至2023年连续三年下降。", "连续三年", "连续3年"),
    ("三分之二的村通了燃气。", "三分之二", "2/3"),
]


@pytest.mark.parametrize(("sentence", "written", "normalised"), FIGURES)
def test_figures_keep_their_wording_and_get_a_normal_form(
    sentence: str, written: str, normalised: str
) -> None:
    """A figure is shown as in the source and normalised beside it."""
    _, outline = read(sentence)
    found = {figure.value: figure for figure in figures(outline, WORDS)}
    assert any(written in shown or shown in written for shown in found), list(found)
    if written in found:
        assert found[written].normal == normalised
        assert found[written].source.text == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "一是要把需求找准，二是要把服务送近。",
        "这是一个难得的机会，也是一种责任。",
        "好作风不是一朝一夕养成的。",
        "要增强“四个意识”，做到知行合一。",
        "群众的心情十分急切。",
        "我们认真学习了党的二十大精神。",
        "关键零部件的供应统一由市里安排。",
    ],
)
def test_words_that_count_nothing_are_no_figures(sentence: str) -> None:
    """List marks, articles, idioms and slogans hold no figures."""
    assert figures(read(sentence)[1], WORDS) == ()


def test_a_figure_says_what_it_measures() -> None:
    """The clause around a figure is what it is about, without the figure at its edge."""
    _, outline = read("全区现有六十岁以上老人4.2万人，占户籍人口的百分之二十三。")
    about = {figure.value: figure.about for figure in figures(outline, WORDS)}
    assert about["百分之二十三"] == "占户籍人口的"
    assert "老人" in about["4.2万人"]


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("六十二", 62),
        ("一百零五", 105),
        ("两千", 2000),
        ("十", 10),
        ("三万五千", 35000),
        ("一亿二千万", 120000000),
        ("二〇二四", 2024),
        ("零", 0),
    ],
)
def test_numerals(numeral: str, number: int) -> None:
    """Chinese numerals are read as they are spoken."""
    assert value(numeral) == number


@given(st.integers(min_value=0, max_value=99_999_999))
def test_numerals_read_back_what_was_written(number: int) -> None:
    """Every whole number below a hundred million survives writing and reading."""
    assert value(_written(number)) == number


def _written(number: int) -> str:
    """The usual Chinese numeral of a number."""
    if number >= 10_000:
        low = number % 10_000
        joint = "零" if 0 < low < 1000 else ""
        return _written(number // 10_000) + "万" + joint + (_written(low) if low else "")
    text = ""
    gap = False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + name
            gap = False
        else:
            gap = True
    return text or "零"


def test_numerals_that_are_none() -> None:
    """What is no numeral gives nothing, and normalising leaves words alone."""
    assert value("许多") is None
    assert value("") is None
    assert normal("“十五五”开局之年") == "“十五五”开局之年"
    assert normal("数百款") == "数百款"


def test_quotes_are_whole_sentences_word_for_word() -> None:
    """A quotation is a sentence of the outline, and the ones with a ring come first."""
    for text in (SPEECH, REFLECTION):
        _, outline = read(text)
        whole = {sentence.text for sentence in outline.sentences}
        found = found_in(text).quotes
        assert 2 <= len(found) <= 6
        assert all(quote.source.text in whole for quote in found)
        assert all(quote.source.text.endswith(quote.text) for quote in found)
    assert quotability("脚下沾有多少泥土，心中就沉淀多少真情。") > quotability("会议室在二楼东侧。")
    assert quotability("只有把心贴近，才能把事办实。") > quotability("全区已建成助餐点36个。")


def test_key_terms_are_whole_and_glossed_from_the_text() -> None:
    """养老服务 is one term; a gloss is what the text itself says after 是 or 所谓…就是."""
    essay, outline = read(SPEECH)
    terms = keywords(essay, outline, WORDS)
    assert FEWEST <= len(terms) <= MOST
    assert "养老服务" in [term.term for term in terms][:3]
    for text in (SPEECH, REFLECTION):
        essay, outline = read(text)
        for term in keywords(essay, outline, WORDS):
            assert term.term in text.replace("\n", "")
            assert term.gloss in text
    glossed = {term.term: term.gloss for term in found_in(REFLECTION).terms}
    assert "谋事之基、成事之道" in glossed["调查研究"]


def test_claims_and_measures_differ() -> None:
    """A speech asserts and demands; no line stands in both parts."""
    extraction = found_in(SPEECH)
    claims = {point.text for point in extraction.claims}
    measures = {point.text for point in extraction.measures}
    assert any("前提" in text for text in claims)
    assert any(text.startswith(("今年要", "要", "推动", "各街道要")) for text in measures)
    assert not claims & measures


def test_reflections_understand_and_plan() -> None:
    """What the writer understood and what he will do are taken from the source."""
    extraction = found_in(REFLECTION, "reflection")
    assert any("谋事之基" in point.text or "明白" in point.text for point in extraction.claims)
    assert any("住村三天" in point.text for point in extraction.practice)
    assert found_in(SPEECH).practice == ()


def test_the_thesis_is_a_statement_about_the_title() -> None:
    """With a title the sentence that carries it wins."""
    extraction = found_in(SPEECH, title="办好社区养老服务")
    assert extraction.thesis is not None
    assert "养老服务" in extraction.thesis.text
    assert found_in("").thesis is None


def test_questions_name_the_matter_of_the_essay() -> None:
    """Each question ends with ？, shares words with the text and says where to look."""
    for text in (SPEECH, REFLECTION):
        found = found_in(text).questions
        assert 2 <= len(found) <= 5
        for question in found:
            assert question.text.endswith("？")
            assert question.sources
            held = bigrams(question.text)
            assert len(held & bigrams(text)) / len(held) >= 0.6
    texts = [question.text for question in found_in(SPEECH).questions]
    assert any(text.startswith("为什么只有") for text in texts)
    for at, one in enumerate(texts):
        assert all(containment(one, other) <= 0.6 for other in texts[:at])


def test_outline_entries_are_headings_or_marked_as_proposed() -> None:
    """Real headings stay as they are; an essay without them gets its moves, marked."""
    headed = found_in(SPEECH).entries
    assert [entry.heading for entry in headed] == [
        "一、摸清底数，把需求找准",
        "二、建强阵地，把服务送近",
        "三、凝聚合力，把队伍带好",
    ]
    assert not any(entry.proposed for entry in headed)
    moves = found_in(REFLECTION, "reflection").entries
    assert len(moves) >= 2
    assert all(entry.proposed and entry.sources for entry in moves)


def test_blocks_cover_the_text_in_order() -> None:
    """The moves of an essay are runs of its sentences, none lost, none twice."""
    for text in (REFLECTION, long_text(3000), "一句。"):
        _, outline = read(text)
        joined = [sentence.index for block in blocks(outline) for sentence in block]
        assert joined == [sentence.index for sentence in outline.sentences]
        assert len(blocks(outline)) <= 7


def test_a_proposed_title_comes_from_the_text() -> None:
    """A model's heading is taken only when the essay has its words; else the text's own."""
    essay, _ = read(SPEECH)
    extraction = found_in(SPEECH)
    terms, points = extraction.terms, extraction.candidates
    assert propose(essay, terms, points, ("办好社区养老服务", "发展低空经济")) == "办好社区养老服务"
    own = propose(essay, terms, points, ("发展低空经济的若干思考",))
    assert len(bigrams(own) & bigrams(SPEECH)) / len(bigrams(own)) > 0.8
    assert propose(read("春风")[0], (), ()) == "春风"


def test_an_empty_essay_gives_nothing() -> None:
    """No text, no parts, no failure."""
    extraction = found_in("")
    assert extraction.candidates == ()
    assert extraction.terms == ()
    assert extraction.questions == ()
    assert extraction.entries == ()


def test_a_title_lost_to_recognition_is_known() -> None:
    """Characters of a title that mean nothing beside this text: it cannot be read."""
    text = "村里的戏台修好了，老人们又唱起了皮影戏，孩子们也跟着学。"
    assert is_legible("让皮影戏在村里活起来", text, WORDS)
    assert is_legible("守住戏台，留住乡愁", text, WORDS)
    assert not is_legible("让皮鼹戏庄寸里舌起来", text, WORDS)
