"""Essays, their titles and the claimed count."""

from __future__ import annotations

import pytest

from notes.repair import repair
from notes.structure.bundle import split_bundle
from notes.values import Document, Mark
from tests.structure.building import BOOKS, CARE, GRAIN, bundle_of

BODIES = (CARE, GRAIN, BOOKS)


@pytest.mark.parametrize(
    "labels",
    [
        ("篇一", "篇二", "篇三"),
        ("篇一：", "篇二：", "篇三："),
        ("第一篇", "第二篇", "第三篇"),
        ("第1篇", "第2篇", "第3篇"),
        ("【篇一】", "【篇二】", "【篇三】"),
        ("【第一篇】", "【第二篇】", "【第三篇】"),
        ("（篇1）", "（篇2）", "（篇3）"),
        ("范文一", "范文二", "范文三"),
        ("体会1", "体会2", "体会3"),
        ("学习心得体会（一）", "学习心得体会（二）", "学习心得体会（三）"),
        ("社区工作心得体会篇1", "社区工作心得体会篇2", "社区工作心得体会篇3"),
        ("（一）", "（二）", "（三）"),
        ("走访心得体会之一", "走访心得体会之二", "走访心得体会之三"),
        ("研讨发言材料 1", "研讨发言材料 2", "研讨发言材料 3"),
        ("第一篇：", "第二篇：", "第三篇："),
        ("**篇一**", "**篇二**", "**篇三**"),
        ("## 篇一", "## 篇二", "## 篇三"),
    ],
)
def test_labels_on_their_own_lines_divide(labels: tuple[str, ...]) -> None:
    """Every form of label that sites use divides the essays, and is no part of them."""
    text = "\n".join(f"{label}\n{body}" for label, body in zip(labels, BODIES, strict=True))
    bundle = bundle_of(text)
    assert [e.text for e in bundle.essays] == list(BODIES)
    assert [e.ordinal for e in bundle.essays] == [1, 2, 3]
    assert all(e.label and e.label[-1] not in "：\n" for e in bundle.essays)


def test_labels_glued_into_running_text_divide() -> None:
    """A scrape without line breaks still has 篇二 after a full stop."""
    bundle = bundle_of(f"(3篇)社区工作心得体会篇一,共三篇{CARE}篇二{GRAIN}篇三{BOOKS}")
    assert [e.text for e in bundle.essays] == list(BODIES)
    assert bundle.claimed == 3
    assert bundle.title == "(3篇)社区工作心得体会"


def test_span_and_text_agree() -> None:
    """``text`` is the range of the repaired text that ``span`` names."""
    repaired = repair(Document("x.txt", f"篇一\n{CARE}\n篇二\n{GRAIN}"))
    for essay in split_bundle(repaired).essays:
        assert repaired.text[essay.span.start : essay.span.end] == essay.text


@pytest.mark.parametrize(
    ("head", "claimed"),
    [
        ("社区工作心得体会（五篇）", 5),
        ("【三篇】社区工作发言材料", 3),
        ("社区工作札记，共4篇", 4),
        ("(12篇)社区工作心得", 12),
        ("社区工作札记", None),
    ],
)
def test_the_claimed_count_is_read(head: str, claimed: int | None) -> None:
    """What the document says of itself stands beside what was found."""
    bundle = bundle_of(f"{head}\n篇一\n{CARE}\n篇二\n{GRAIN}")
    assert bundle.claimed == claimed
    assert len(bundle.essays) == 2
    assert bundle.title


def test_a_lone_label_at_the_start_is_a_label() -> None:
    """An excerpt of a bundle holds one essay with its label."""
    bundle = bundle_of(f"篇四{CARE}")
    assert [(e.label, e.text) for e in bundle.essays] == [("篇四", CARE)]


@pytest.mark.parametrize(
    "text",
    [
        f"{CARE}这是第一篇文章，后来还有第二篇。{GRAIN}",
        f"我读完第一篇，又读第二篇，感想很多。{CARE}",
        f"{CARE}上篇一直讲的是修路，下篇二十页讲的是修渠。{GRAIN}",
    ],
)
def test_talk_about_pieces_is_no_label(text: str) -> None:
    """A document without labels is one essay."""
    assert len(bundle_of(text).essays) == 1


def test_a_table_of_contents_is_passed_over() -> None:
    """Labels without a body behind them do not divide."""
    text = f"篇一\n篇二\n篇一\n{CARE}\n篇二\n{GRAIN}"
    assert [e.text for e in bundle_of(text).essays] == [CARE, GRAIN]


def test_level_one_headings_of_a_word_file_divide() -> None:
    """Several essays in one file, each under its own heading style."""
    titles = ("学习社区工作法的心得体会", "走访四个小区的体会", "办好图书室的感想")
    text, marks = "", []
    for title, body in zip(titles, BODIES, strict=True):
        marks.append(Mark(len(text), len(text) + len(title), "heading", 1))
        text += f"{title}\n{body * 2}\n"
    bundle = bundle_of(text, tuple(marks))
    assert [e.title for e in bundle.essays] == list(titles)
    assert [e.text for e in bundle.essays] == [body * 2 for body in BODIES]


def test_level_one_headings_that_are_sections_do_not_divide() -> None:
    """Numbered headings belong to one essay."""
    names = ("一、走访", "二、办理", "三、回访")
    text, marks = "社区工作报告\n", [Mark(0, 6, "title")]
    for name, body in zip(names, BODIES, strict=True):
        marks.append(Mark(len(text), len(text) + len(name), "heading", 1))
        text += f"{name}\n{body * 2}\n"
    bundle = bundle_of(text, tuple(marks))
    assert len(bundle.essays) == 1
    assert bundle.essays[0].title == "社区工作报告"
    assert [m.kind for m in bundle.essays[0].marks] == ["heading"] * 3


def test_rules_divide() -> None:
    """A line of dashes between two long parts divides them."""
    text = f"走访记\n{CARE * 2}\n\n---\n\n晒场记\n{GRAIN * 2}"
    assert [e.title for e in bundle_of(text).essays] == ["走访记", "晒场记"]


def test_a_rule_under_a_short_part_does_not_divide() -> None:
    """Front matter and signatures are no essays."""
    assert len(bundle_of(f"{CARE * 2}\n---\n东桥街道").essays) == 1


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("用心办好老人食堂\n", "用心办好老人食堂"),
        ("用心办好老人食堂\n——在街道工作会上的发言\n", "用心办好老人食堂——在街道工作会上的发言"),
        ("用心办好老人食堂\n（2024年3月5日）\n", "用心办好老人食堂"),
        ("# 用心办好老人食堂\n\n", "用心办好老人食堂"),
        ("【用心办好老人食堂】", "用心办好老人食堂"),
        ("", ""),
        ("同志们：\n", ""),
        ("各位代表，大家好！\n", ""),
    ],
)
def test_titles(head: str, title: str) -> None:
    """A title on its own line or in brackets is found; a salutation is none."""
    essay = bundle_of(f"{head}{CARE}\n{GRAIN}").essays[0]
    assert essay.title == title
    assert essay.text.startswith(CARE if title else (head + CARE).strip())


@pytest.mark.parametrize(
    ("title", "rest"),
    [
        ("把实事办到群众心坎上的着力点", "当前，基层治理正处在爬坡过坎的时候，各项工作千头万绪，"),
        ("理解社区食堂的意义", "办好社区食堂，是街道回应老人需求的重要举措，"),
        ("办好乡村图书室的几点思考", "乡村图书室是农家孩子看世界的窗口，"),
        ("走好服务群众的最后一步", "习近平总书记在考察时指出，群众的事要放在心上，"),
    ],
)
def test_glued_titles_are_cut_off(title: str, rest: str) -> None:
    """A title that ran into the first sentence ends where the sentence begins anew."""
    bundle = bundle_of(f"篇一{title}{rest}{CARE}篇二{GRAIN}")
    assert bundle.essays[0].title == title
    assert bundle.essays[0].text.startswith(rest)


@pytest.mark.parametrize(
    "start",
    [
        "细节者成，粗疏者败。",
        "近日，街道召开会议，部署冬季走访。",
        "社区的变化看得见摸得着的进步，给老人带来了方便。",
        "通过这次走访我深受触动，也学到了办法。",
        "在这个人人都忙的年头，能坐下来听老人说话的干部不多。",
    ],
)
def test_a_missing_title_stays_missing(start: str) -> None:
    """The first sentence of an essay is not its title."""
    bundle = bundle_of(f"篇一{start}{CARE}篇二{GRAIN}")
    assert bundle.essays[0].title == ""
    assert bundle.essays[0].text.startswith(start)


def test_a_text_that_breaks_off_is_marked() -> None:
    """The last essay of a truncated bundle says so; a signed one does not."""
    cut = bundle_of(f"篇一\n{CARE}\n篇二\n{GRAIN}这些变化说明了一个道理，只要把账算明白，随着")
    assert [e.cut_off for e in cut.essays] == [False, True]
    signed = bundle_of(f"篇一\n{CARE}\n东桥街道办事处\n2024年3月5日\n篇二\n{GRAIN}")
    assert [e.cut_off for e in signed.essays] == [False, False]


def test_an_empty_document_is_an_empty_essay() -> None:
    """Nothing is made up and nothing fails."""
    bundle = bundle_of("")
    assert [e.text for e in bundle.essays] == [""]


TITLES = ("从细处见作风", "把粮仓建好", "图书室里的灯")
LONG = (CARE + GRAIN, GRAIN + BOOKS, BOOKS + CARE)


@pytest.mark.parametrize("mark", ["{}、", "{}.", "（{}）"])
def test_numbered_titles_over_headings_that_start_anew_divide(mark: str) -> None:
    """Each title is numbered and has its own 一、二、 below it."""
    numbers = "123" if mark == "{}." else "一二三"
    text = "\n".join(
        f"{mark.format(n)}{title}\n一、办好食堂\n{body}\n二、修好路\n{body}"
        for n, title, body in zip(numbers, TITLES, LONG, strict=True)
    )
    bundle = bundle_of(text)
    assert [e.title for e in bundle.essays] == list(TITLES)
    assert all(e.text.startswith("一、办好食堂") for e in bundle.essays)


def test_titles_before_headings_that_start_anew_divide() -> None:
    """No label at all: a title of the genre, an introduction, and 一、 again."""
    titles = [f"{title}——学习体会" for title in TITLES]
    text = "\n".join(
        f"{title}\n{body}\n一、食堂\n{body}\n二、修路\n{body}\n东桥街道办事处\n2024年3月"
        for title, body in zip(titles, LONG, strict=True)
    )
    assert [e.title for e in bundle_of(text).essays] == titles


def test_titles_of_the_genre_divide_without_headings() -> None:
    """A collection that writes only titles over its essays."""
    titles = ["走访学习心得体会", "粮仓建设心得体会", "图书室交流发言"]
    text = "\n".join(f"{title}\n{body}" for title, body in zip(titles, LONG, strict=True))
    assert [e.title for e in bundle_of(text).essays] == titles


@pytest.mark.parametrize(
    "heads",
    [
        ["第一部分 {}", "第二部分 {}", "第三部分 {}"],
        ["{}", "{}", "{}"],
        ["一、{}\n（一）回顾", "二、{}\n（一）回顾", "三、{}\n（一）回顾"],
    ],
)
def test_parts_of_one_report_do_not_divide(heads: list[str]) -> None:
    """Parts begin their numbering anew, and are parts all the same."""
    text = "东桥街道工作报告\n" + "\n".join(
        f"{head.format(title)}\n一、办\n{body}\n二、修\n{body}"
        if "（" not in head
        else f"{head.format(title)}\n{body}\n（二）打算\n{body}"
        for head, title, body in zip(heads, TITLES, LONG, strict=True)
    )
    assert len(bundle_of(text).essays) == 1


def test_a_subheading_of_the_genre_does_not_divide() -> None:
    """“我的体会” in the middle of an essay is a heading of it."""
    text = f"走访的路\n{LONG[0]}\n我的学习体会\n{LONG[1]}\n今后的打算\n{LONG[2]}"
    assert len(bundle_of(text).essays) == 1


@pytest.mark.parametrize("rule", ["---", "* * *", "- - -", "***", "======", "————"])
def test_every_form_of_rule_divides(rule: str) -> None:
    """Markdown, typed and drawn rules."""
    text = f"\n{rule}\n".join(LONG)
    assert [e.text for e in bundle_of(text).essays] == list(LONG)


def test_a_word_file_of_headings_divides_where_they_are_titles() -> None:
    """Essays under one heading style, sections under the next: the upper one divides."""
    text, marks = "", []
    for title, body in zip(TITLES, LONG, strict=True):
        for line, level in ((title, 1), ("一、食堂", 2), (body, 0), ("二、修路", 2), (body, 0)):
            if level:
                marks.append(Mark(len(text), len(text) + len(line), "heading", level))
            text += line + "\n"
    bundle = bundle_of(text, tuple(marks))
    assert [e.title for e in bundle.essays] == list(TITLES)
