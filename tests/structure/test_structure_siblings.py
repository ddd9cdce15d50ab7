"""Ends of glued headings that only the siblings, or the words behind them, give away."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest

from notes.reading import read
from notes.repair import repair
from notes.structure.bundle import split_bundle
from notes.structure.glued import Cut
from notes.structure.outline import outline
from notes.structure.siblings import Ends, choose
from notes.values import Essay
from tests.structure.building import BOOKS, CARE, GRAIN, headings_of, outline_of

GATES = [
    ("看病太远的愁", f"买一盒降压药要坐两趟班车，来回就是大半天。{CARE}"),
    ("上学太散的愁", f"有的孩子天不亮就出门，冬天的路上结着冰。{GRAIN}"),
    ("养老太冷的愁", f"全村七十岁以上的老人有九十一位，子女大多在外。{BOOKS}"),
]
PAIRS = [
    ("渠要修到田头，水要流进地里", f"去年春旱，三个组的苗子黄了一半。{CARE}"),
    ("路要通到户外，车要开进村里", f"四月起，施工队沿着老路拓宽两米。{GRAIN}"),
    ("灯要亮到巷尾，人要走得放心", f"我们在巷口装了六十盏灯，夜里不再摸黑。{BOOKS}"),
    ("账要贴到墙外，话要说进心里", f"刘桂芳在村会上念了一遍开支，没有人再问。{CARE}"),
]
HABITS = [
    ("查隐患要勤，不能一阵紧一阵松", f"全镇排了三百多处老房子，登记造册。{CARE}"),
    ("改毛病要真，不能越改越糊涂", f"有的单位把整改写成了作文，问题还在原处。{GRAIN}"),
    ("管长远要严，不能只写在纸上", f"九月三日，安监站把责任牌挂到了每一栋楼。{BOOKS}"),
]
DATA = Path(__file__).resolve().parents[1] / "data" / "documents"
BUNDLE = Path(__file__).resolve().parents[2] / "examples" / "input" / "基层治理学习材料(6篇).txt"


@pytest.mark.parametrize("family", [GATES, PAIRS, HABITS], ids=["ending", "rhythm", "doubling"])
@pytest.mark.parametrize("marks", ["一、二、三、四、", "（一）（二）（三）（四）"])
def test_glued_siblings(family: list[tuple[str, str]], marks: str) -> None:
    """All headings of a family end where their authors ended them."""
    width = len(marks) // 4
    signs = [marks[i : i + width] for i in range(0, len(marks), width)]
    text = CARE + "".join(f"{s}{h}{body}" for s, (h, body) in zip(signs, family, strict=False))
    expected = [f"{s}{heading}" for s, (heading, _) in zip(signs, family, strict=False)]
    assert [heading for _, heading in headings_of(text)] == expected


def test_an_enumeration_ends_the_heading_before_it() -> None:
    """一是 right behind a heading is the first part of its text, not of the heading."""
    text = (
        f"{CARE}一、守好两条线，把食堂办得久一是守好卫生线。灶台天天擦。二是守好价格线。{GRAIN}"
        f"二、算好两本账，把粮仓管得细首先，算清进库的账。其次，算清出库的账。{BOOKS}"
    )
    found = [(s.level, s.heading) for s in outline_of(text).sections if s.level]
    assert found == [
        (1, "一、守好两条线，把食堂办得久"),
        (5, "一是守好卫生线"),
        (5, "二是守好价格线"),
        (1, "二、算好两本账，把粮仓管得细"),
        (5, "首先，算清进库的账"),
        (5, "其次，算清出库的账"),
    ]


@pytest.mark.parametrize(
    ("last", "number"),
    [("最后，问问收成。", 3), ("最后是问问收成。", 3), ("最后要问问收成。", 3),
     ("最后一茬菜卖给了谁、钱到没到手。", 2), ("最后三天没有下雨。", 2)],
)  # fmt: skip
def test_lastly_is_no_last_crop(last: str, number: int) -> None:
    """最后 heads a part before a comma or a verb, not before a number."""
    text = f"首先，看看菜地。其次，看看水渠。{last}"
    assert len([s for s in outline_of(text).sections if s.run_in]) == number


def test_likeness_outweighs_a_small_lead() -> None:
    """The same last words win over an end that scores a little better alone."""
    text = "数据的坎甲乙丙丁流程的坎戊己庚辛壬"
    first = [Cut(8, 1.0, False, (8,)), Cut(4, 0.0, False, (4,))]
    second = [Cut(14, 1.0, False, (6,)), Cut(12, 0.0, False, (4,))]
    chosen = choose(text, [Ends(1, -1, 0, first), Ends(1, -1, 8, second)])
    assert [cut.end for cut in chosen if cut] == [4, 12]


def test_items_without_an_end_stay_without() -> None:
    """Faint ends are no headings, also when there are several of one form."""
    faint = [[Cut(10 * i + 6, -2.0, False, (6,))] for i in range(3)]
    family = [Ends(1, -1, 10 * i, cuts) for i, cuts in enumerate(faint)]
    assert choose("甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙", family) == [None] * 3


def test_many_siblings_take_linear_time() -> None:
    """Thousands of glued headings take time in proportion."""
    cuts = [Cut(4, 1.0, False, (4,)), Cut(6, 0.5, False, (6,)), Cut(8, 0.2, False, (8,))]
    family = [Ends(1, -1, 0, cuts)] * 5000
    start = time.process_time()
    assert len(choose("甲乙丙丁戊己庚辛壬癸", family)) == 5000
    assert time.process_time() - start < 5.0


def _truth() -> tuple[list[str], list[str]]:
    """Titles and headings of the bundle before it was damaged, commas in full width."""
    clean = (DATA / "基层治理-clean.txt").read_text("utf-8").replace(",", "，")
    clean = clean.replace("(", "（").replace(")", "）")
    lines = [line for line in clean.splitlines() if line.strip()]
    titles = [b for a, b in pairwise(lines) if a.startswith("篇") and len(a) == 2 and len(b) < 40]
    headings = [line for line in lines if line[0] in "一二三（" and len(line) < 40]
    return titles, [h for h in headings if h not in titles]


def _essays() -> tuple[Essay, ...]:
    return split_bundle(repair(read(BUNDLE))).essays


def _same(found: str, wanted: str) -> bool:
    """Alike but for one misread character, which is another stage's matter."""
    found = found.replace("(", "（").replace(")", "）")
    return len(found) == len(wanted) and sum(a != b for a, b in zip(found, wanted, strict=True)) < 2


def test_the_example_bundle_has_all_its_titles() -> None:
    """Every title of the example is found, glued or not, and none is invented."""
    found = [essay.title for essay in _essays() if essay.title]
    wanted = _truth()[0]
    assert len(wanted) == 4
    assert [_same(a, b) for a, b in zip(found, wanted, strict=True)] == [True] * 4


def test_the_example_bundle_has_all_its_headings() -> None:
    """Every heading of the example ends where it ended before the damage."""
    sections = [s for essay in _essays() for s in outline(essay).sections]
    found = [s.heading for s in sections if s.level in {1, 2} and not s.run_in]
    wanted = _truth()[1]
    assert len(wanted) == 12
    assert [(a, b) for a, b in zip(found, wanted, strict=True) if not _same(a, b)] == []


def test_the_example_bundle_has_its_run_ins() -> None:
    """The enumerations of the example are whole: 再次 is the third, 最后一茬 is none."""
    by_essay = [
        [s.heading[:2] for s in outline(essay).sections if s.level == 5] for essay in _essays()
    ]
    two, three = ["一是", "二是"], ["一是", "二是", "三是"]
    assert by_essay == [two, ["首先", "其次", "再次"], three + two, [], three]
