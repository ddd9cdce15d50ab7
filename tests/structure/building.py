"""Essays and documents for the structure tests, from original text."""

from __future__ import annotations

from notes.repair import repair
from notes.structure.bundle import split_bundle
from notes.structure.outline import outline
from notes.values import Bundle, Document, Essay, Mark, Outline, Span

CARE = (
    "我们走访了东桥街道的四个小区，记下了三百多条意见，其中一半说的是菜咸、路滑、排队久。"
    "街道把意见分成三类，逐条写上责任人与完成日子。冬天到来之前，楼道的扶手全部换成了木质的。"
    "办事的窗口少了，跑腿的干部多了，群众的脸色也就不一样了。"
)
GRAIN = (
    "粮仓旁的晒场去年还是泥地，今年浇上了水泥，秋收时节再不用抢天气。合作社添了两台烘干机，"
    "一天能处理四十吨稻谷，损耗比往年少了一成。账算明白了，种粮的人心里就踏实，荒着的坡地也有人来问价。"
)
BOOKS = (
    "山里的孩子周末能到村图书室看书，管理员是回乡的大学生。她把借书卡做成了树叶的样子，"
    "一年下来墙上长出了一棵大树。文化的种子不会一夜开花，但只要有人浇水，总会有发芽的那天。"
)


def essay_of(text: str, title: str = "", marks: tuple[Mark, ...] = ()) -> Essay:
    """An essay that is the whole of ``text``."""
    return Essay(1, "", title, Span(0, len(text)), text, marks)


def outline_of(text: str, marks: tuple[Mark, ...] = ()) -> Outline:
    """The outline of ``text``."""
    return outline(essay_of(text, marks=marks))


def headings_of(text: str, marks: tuple[Mark, ...] = ()) -> list[tuple[int, str]]:
    """Level and heading of the sections that are no run-ins."""
    sections = outline_of(text, marks).sections
    return [(s.level, s.heading) for s in sections if s.level and not s.run_in]


def bundle_of(text: str, marks: tuple[Mark, ...] = ()) -> Bundle:
    """The bundle of a document with ``text``."""
    return split_bundle(repair(Document("x.txt", text, marks)))
