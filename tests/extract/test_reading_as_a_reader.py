"""What a person who hands the notes in would be ashamed of, one rule a test."""

from __future__ import annotations

import pytest

from notes.extract.compress import forms
from notes.extract.figures import LONGEST_ABOUT, figures
from notes.extract.keywords import is_noun_phrase, is_specific
from notes.extract.quotes import runs_on
from tests.extract.texts import WORDS, found_in, read

PRACTICE = (
    "通过这次轮训，我深刻体会到，窗口服务是群众看政府的第一扇门。"
    "我国的政务大厅要数省城的那座最气派。"
    "大厅里的标语要挂得端正，各部门必须把流程公开。\n"
    "下一步，我打算每周到窗口坐班一天，把群众问得最多的十个问题写成一张纸。"
)
MEASURES = (
    "各位代表，今天讨论古树保护工作。\n"
    "古树保护是一场比耐心的长跑，也是一次对家底的清点。"
    "保护古树的重要性已成为全镇共识，古树档案建设成绩显著。"
    "要给每一棵古树挂牌建档，明确养护责任人。"
    "加快建设古树监测点，完善雷电防护设施。"
)


def _abouts(text: str) -> dict[str, str]:
    return {figure.value: figure.about for figure in figures(read(text)[1], WORDS)}


def test_no_form_stops_inside_a_list_or_a_construction() -> None:
    """继…后 and a list that goes on after a comma are kept whole or not used."""
    text = "新码头在上月正式启用，使港城成为继东湾、南浦，北礁之后第四个通航的城市。"
    assert all("继" not in form or "之后" in form for form in forms(text, WORDS))


def test_a_topic_is_not_cut_from_what_is_said_of_it() -> None:
    """Of 做X，做Y，是Z the first part alone says nothing."""
    text = "加快修复古城墙，培育夜间文化集市，是延续古城文脉的必然之举。"
    assert all("必然之举" in form for form in forms(text, WORDS))


def test_a_report_keeps_all_that_it_reports() -> None:
    """某某指出， stands with its whole quotation or not at all."""
    text = "县委书记在调研时指出，完善乡村客运网络，建设镇村物流站点，加快补齐出行短板。"
    made = forms(text, WORDS)
    assert all("补齐出行短板" in form for form in made if "指出" in form)
    assert made


def test_a_trait_keeps_its_subject() -> None:
    """潜力大 needs what has the potential."""
    text = "林下种植的中药材价格稳定，市场潜力大，更易获得农户认可。"
    assert not any(form.startswith(("市场潜力大", "更易")) for form in forms(text, WORDS))


def test_practice_is_the_work_of_the_writer() -> None:
    """A first person who means to act; 我国 and demands on others are left out."""
    found = found_in(PRACTICE, "reflection")
    assert any("每周到窗口坐班" in point.text for point in found.practice)
    assert not any("我国" in point.text or "标语" in point.text for point in found.practice)
    assert found.measures == ()


def test_measures_demand_and_do_not_tell() -> None:
    """A demand or a bare imperative; 是, 已成为 and 显著 tell how things are."""
    said = [point.text for point in found_in(MEASURES).measures]
    assert any("挂牌建档" in text for text in said)
    assert any("古树监测点" in text for text in said)
    assert not any("长跑" in t or "共识" in t or "显著" in t for t in said)


@pytest.mark.parametrize(
    ("text", "value", "about"),
    [
        ("2019年，渡口的老船工终于退休了。", "2019年", "渡口的老船工终于退休了"),
        ("去年村里的水费收缴率达到96%，同比增长8%。", "8%", "去年村里的水费收缴率同比增长"),
        ("3月5日至3月9日，全县举办茶艺比赛。", "3月5日至3月9日", "全县举办茶艺比赛"),
        ("他带回一个让人吃惊的数字：0.6米。", "0.6米", "他带回一个让人吃惊的数字"),
    ],
)
def test_what_a_figure_measures(text: str, value: str, about: str) -> None:
    """A date measures what follows, a change what the clause before names; a range is one."""
    assert _abouts(text)[value] == about
    assert list(_abouts(text)).count(value) == 1
    assert not any(other in value and other != value for other in _abouts(text))


def test_what_a_figure_measures_is_short() -> None:
    """No 所指 is empty or longer than its limit."""
    long = "由县水利局会同农业农村局和沿线九个乡镇共同实施的高标准灌溉渠系改造工程全长达到42公里。"
    assert all(0 < len(about) <= LONGEST_ABOUT for about in _abouts(long).values())
    assert _abouts(long)


def test_questions_are_grammatical() -> None:
    """No 怎样 before a statement, no 哪 inside an amount."""
    asked = [
        question.text
        for question in found_in(
            "培育古树资源起来需久久为功。热闹的是前排六七个观众。"
            "只有把根护住，才能让枝叶年年返青。护树不是一家的事，而是全村的事。"
        ).questions
    ]
    assert any(text.startswith("为什么") for text in asked)
    assert not any("起来需" in text or "哪七" in text for text in asked)


def test_quotes_are_whole_and_no_formula() -> None:
    """A sentence whose head went into the title is no quote, nor is 有关部门强调，…."""
    assert runs_on("水利兴则百业兴，为全县的明天")
    assert not runs_on("强化水利保障，为乡村振兴提供支撑")
    text = "有关部门反复强调，必须守住水源，必须管好水渠。水是庄稼的命，渠是水的路。"
    said = [quote.text for quote in found_in(text).quotes]
    assert said == ["水是庄稼的命，渠是水的路。"]


def test_the_thesis_names_the_matter_of_the_title() -> None:
    """A judgement on the title's matter wins over an aside about one section."""
    text = (
        "推进古树保护，是守住乡愁、留住文脉的必然之举。古树保护要靠大家。\n"
        "资金是保护工作的第一动力，也是一切工作的关键。资金管理要公开透明。\n"
        "古树保护没有旁观者，古树保护人人有责。"
    )
    best = found_in(text, title="推进古树保护的着力点").thesis
    assert best is not None
    assert "必然之举" in best.text


@pytest.mark.parametrize(
    ("text", "value", "about"),
    [
        ("一成半以上的渠水在路上漏掉了。", "一成半以上", "渠水在路上漏掉了"),
        ("将近三分之二的闸门换了新锁。", "将近三分之二", "闸门换了新锁"),
        ("每户每年水费不超过80元。", "不超过80元", "每户每年水费"),
        ("全年修了12处，其中不用返工的接近九成。", "接近九成", "不用返工的"),
        ("每名护渠员管两到三个村。", "两到三个村", "每名护渠员管"),
        ("护渠员早上四点半出门。", "四点半", "护渠员早上四点半出门"),
        ("全县按时完成“十五五”水利规划。", "“十五五”", "全县按时完成“十五五”水利规划"),
        ("60%的受访者认为，水价应当分档。", "60%", "受访者认为，水价应当分档"),
        (
            "全县蓄水量达2.1亿方，同比增长4%，全省占比达9.5%。",
            "9.5%",
            "全县蓄水量全省占比达",
        ),
    ],
)
def test_a_figure_is_whole_and_says_of_what(text: str, value: str, about: str) -> None:
    """Bounds, halves and ranges belong to the value; what it measures is named."""
    assert _abouts(text)[value].startswith(about)


def test_announcements_and_licences_hold_no_figures() -> None:
    """我讲三点意见 counts the speech and not its matter, nor does the law on copyright."""
    assert _abouts("下面我讲三点意见。依照著作权法第五条第一项，文件可以转载。") == {}


def test_figures_of_a_table_are_named_by_row_and_column() -> None:
    """Each cell says its row and its column; a table without heads gives nothing."""
    text = "年份\t渠长（里）\t闸门（座）\n2023年\t120\t14\n2024年\t165\t19\n"
    found = {(f.value, f.normal): f.about for f in figures(read(text)[1], WORDS)}
    assert found[("165", "165里")] == "2024年渠长（里）"
    assert found[("14", "14座")] == "2023年闸门（座）"
    assert figures(read("2023年\t120\t14\n2024年\t165\t19\n")[1], WORDS) == ()


def test_what_things_cost_and_titles_are_no_demands() -> None:
    """要跑五趟 tells, and a book title or a quoted word sets no mood."""
    text = (
        "过去办一张证要跑五趟。老乡说一句“我要用水”，闸门就开。突出表现为底数不清，责任不明。"
        "各村要把渠图挂上墙。《水事》杂志刊发了本县的长篇政绩报道。"
    )
    text += "在灌溉领域，技术不断取得突破，推动用水方式迈向新阶段。"
    extraction = found_in(text)
    assert [p.text for p in extraction.measures] == ["各村要把渠图挂上墙。"]
    assert not any("水事" in point.text for point in extraction.claims)


def test_a_gloss_defines_and_ends_where_the_definition_ends() -> None:
    """The next statement is no part of it, 的本质是 stays, a quotation is closed."""
    text = (
        "河长制是由各级负责人担任河长的管护制度，坚持河长制要靠群众。河长制见了实效。"
        "高质量发展的本质是让群众把日子过好。高质量发展要稳。"
        "秉持“护渠员是第一资源”的理念，各村都添了人手。护渠员要专职，护渠员要有待遇。"
    )
    glosses = {term.term: term.gloss for term in found_in(text).terms}
    assert (
        glosses.get("河长制", "由各级负责人担任河长的管护制度") == "由各级负责人担任河长的管护制度"
    )
    assert glosses["高质量发展"] == "本质是让群众把日子过好"
    assert all("”" not in gloss for gloss in glosses.values())


def test_a_term_is_a_name_outside_its_sentence() -> None:
    """Sayings in quotation marks, a modifier without its head and 全县 are no terms."""
    text = (
        "农业技术推广站管全县的渠。农业技术推广站定水价，农业技术推广站选渠长。全县看，全县学。"
        "有人说“不知道怎么分”，有人说“替别人干”。“不知道怎么分”的人多，“替别人干”的人少。"
        "水价公开，水价合理，水价稳定。渠长负责，渠长带头。重大水价问题要议，重大水价的事要公示。"
    )
    terms = {term.term for term in found_in(text).terms}
    assert not terms & {"不知道怎么分", "替别人干", "全县", "农业技术", "重大水价"}
    assert "水价" in terms


def test_questions_come_from_changes_and_from_the_essay() -> None:
    """Its own questions first, a change asks why; adverbs of zeal and 同样的七个 ask nothing."""
    text = (
        "为什么有的渠年年修、年年漏？答案在管护上。渠水利用率由2021年的46%提高到2023年的83%。"
        "每户都答同样的七个问题。要大力推行节水灌溉新技术。"
    )
    asked = [question.text for question in found_in(text).questions]
    assert "为什么有的渠年年修、年年漏？" in asked
    assert "渠水利用率为什么由2021年的46%提高到2023年的83%？" in asked
    assert not any("哪七" in text or "大力" in text for text in asked)
    text = "我体会最深的，首先是护渠经验不能照搬外乡。护渠资金必须按季公开。"
    asked = [question.text for question in found_in(text, "reflection").questions]
    assert "护渠经验为什么不能照搬外乡？" in asked
    assert "护渠资金为什么必须按季公开？" in asked


def test_the_thesis_claims() -> None:
    """A story, a detail of procedure or a day is no thesis where the essay makes a claim."""
    text = (
        "作为一名参加工作两年的护渠员，我听过不少护渠的课，护渠课上得最多的是老周。"
        "今后检查护渠，不搞打分，由群众说了算。"
        "护渠的力量来自群众，离不开一条条渠都有人管。"
        "七月三日，老周把护渠课开到了渠边。"
    )
    best = found_in(text, "reflection", title="护渠靠群众").thesis
    assert best is not None
    assert "离不开" in best.text


def test_terms_are_names_of_things() -> None:
    """Idioms, verb phrases and degrees are no terms; everyday words are no themes."""
    assert is_noun_phrase("高质量发展", WORDS)
    assert not any(is_noun_phrase(text, WORDS) for text in ("改变个人", "安全水平"))
    assert not any(map(is_specific, ("科技", "产业", "国家", "领域")))
