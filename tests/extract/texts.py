"""Original essays for the tests of extraction, and how to read them."""

from __future__ import annotations

from notes.extract.essay import Extraction, extract
from notes.structure.outline import outline
from notes.values import Checked, Essay, EssayKind, Outline, Span
from notes.words import words

WORDS = words()

SPEECH = (
    "同志们，今天我们研究社区养老服务工作。办好社区养老服务，是回应老人期盼、减轻家庭负担的民心工程。\n"
    "一、摸清底数，把需求找准\n"
    "全区现有六十岁以上老人4.2万人，占户籍人口的百分之二十三。"
    "需求摸底是做好养老服务的前提。各街道要用三个月时间逐户走访，建立老人档案，不漏一户、不漏一人。"
    "只有把老人的真实想法听进去，才能把钱花在刀刃上。\n"
    "二、建强阵地，把服务送近\n"
    "助餐点是老人最常去的地方。当前，全区已建成助餐点36个，比去年增加11个，"
    "但老旧小区仍有不少空白。今年要新建助餐点20个，改造日间照料中心8个，推动助餐、助浴、助医等服务进楼入户。"
    "服务半径每缩短一百米，老人的幸福感就增加一分。\n"
    "三、凝聚合力，把队伍带好\n"
    "养老服务不是民政一家的事，而是各部门共同的责任。要加强护理员培训，提高持证上岗率，完善津贴制度，"
    "让愿意干的人留得住、干得好。护理员的双手，就是老人晚年的依靠。"
    "例如，东桥街道请退休护士带徒弟，一年培训护理员120人次。\n"
    "养老服务关乎千家万户，必须一件事情接着一件事情办，一年接着一年干。谢谢大家！"
)

REFLECTION = (
    "参加读书班以来，我反复研读了关于调查研究的论述，也跟着老同志走了十几个村子。"
    "通过学习，我深刻认识到，调查研究是谋事之基、成事之道，没有调查就没有发言权。"
    "过去我习惯坐在办公室里看报表，以为数字齐了，情况就明了。"
    "到了柳河村才发现，报表上的灌溉渠早已淤塞，村民浇地要排队到半夜。"
    "这件事使我明白，脚下沾有多少泥土，心中就沉淀多少真情。\n"
    "调查研究不是走过场，而是解决问题的过程。听真话、察实情，要放下架子、扑下身子，"
    "多问几个为什么，多到矛盾集中的地方去。所谓解剖麻雀，就是把一个点看深看透，从中找到带普遍性的办法。\n"
    "下一步，我将结合农技推广岗位，每月至少住村三天，建立问题台账，做到件件有着落。"
    "作为一名青年干部，我要把论文写在田埂上，把本领练在庄稼地里。"
)


def essay_of(text: str, title: str = "") -> Essay:
    """An essay that is the whole of ``text``."""
    return Essay(1, "", title, Span(0, len(text)), text)


def read(text: str, title: str = "") -> tuple[Essay, Outline]:
    """An essay and its outline."""
    essay = essay_of(text, title)
    return essay, outline(essay)


def found_in(text: str, kind: EssayKind = "speech", title: str = "") -> Extraction:
    """All that extraction finds in ``text``."""
    essay, structure = read(text, title)
    return extract(essay, structure, WORDS, kind)


def accepted(extraction: Extraction) -> tuple[Checked, ...]:
    """The candidates as points that were checked and are word for word."""
    return tuple(Checked(point, "verbatim") for point in extraction.candidates)


def long_text(characters: int) -> str:
    """A text of at least ``characters`` characters in which no two sentences are alike."""
    places = ["东桥", "柳河", "北仓", "南园", "西岭", "石湾", "高坪", "青溪"]
    things = ["助餐点", "灌溉渠", "图书室", "卫生室", "晒谷场", "文化站", "充电桩", "老年学堂"]
    verbs = ["新建", "改造", "扩建", "修缮", "开放", "搬迁"]
    lines: list[str] = []
    size = number = 0
    while size < characters:
        place, thing = places[number % 8], things[(number // 8) % 8]
        line = (
            f"第{number}号台账记着，{place}街道{verbs[number % 6]}{thing}{number % 90 + 2}处，"
            f"惠及居民{number * 7 % 9000 + 100}人，"
            f"群众说这是解决{things[(number + 3) % 8]}难题的关键。"
        )
        if number % 9 == 8:
            line += "\n"
        lines.append(line)
        size += len(line)
        number += 1
    return "".join(lines)
