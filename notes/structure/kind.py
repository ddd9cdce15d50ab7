"""What kind of text an essay is: speech, reflection, commentary, report or narrative."""

from __future__ import annotations

import re
from dataclasses import dataclass

from notes.values import Essay, EssayKind, Outline

_ORDER: tuple[EssayKind, ...] = ("speech", "reflection", "commentary", "report", "narrative")


@dataclass(frozen=True, slots=True)
class _Sign:
    kind: EssayKind
    reason: str
    pattern: re.Pattern[str]
    weight: float
    most: float
    place: str = "text"


_SIGNS: tuple[_Sign, ...] = (
    _Sign(
        "speech",
        "称呼听众",
        re.compile(
            r"同志们|各位(?:代表|领导|同志|来宾|同事|委员|嘉宾|老师|朋友|同学)|大家好|尊敬的"
        ),
        2.0,
        5.0,
    ),
    _Sign(
        "speech",
        "讲话用语",
        re.compile(
            r"我讲[几三四五两]点|讲[几三四五两]点意见|我[就再]讲|下面，?我|今天我们(?:召开|在这里|聚)|我的发言|发言完毕|谢谢大家|我代表|汇报如下|交流如下|表态发言"
        ),
        2.5,
        6.0,
    ),
    _Sign(
        "speech",
        "题为讲话",
        re.compile(r"讲话|发言|致辞|演讲|(?<![的堂次])党课|表态"),
        4.0,
        4.0,
        "title",
    ),
    _Sign(
        "reflection",
        "题为心得",
        re.compile(r"心得|体会|感悟|感想|读后感|观后感|有感|收获"),
        6.0,
        6.0,
        "title",
    ),
    _Sign(
        "reflection",
        "谈自己的认识",
        re.compile(
            r"心得|体会到|感悟|深受(?:启发|教育|触动|鼓舞)|受益匪浅|让我|使我|我(?:深刻|深深|充分)?(?:认识|体会|感受|懂得|明白|觉得|想到|意识)|我(?:将|要|会)|本人|作为一名"
        ),
        1.5,
        7.0,
    ),
    _Sign(
        "reflection",
        "学习体会的用语",
        re.compile(
            r"深刻(?:认识|领会|领悟|体会|理解)|深入学习领会|学习领会|通过(?:这次|此次|本次)?(?:的)?学习|认识到|联系实际|对照(?:检查|自身|自己)|学以致用"
        ),
        2.0,
        5.0,
    ),
    _Sign(
        "reflection",
        "以“我们”直抒胸臆",
        re.compile(
            r"我们(?:身上|都|每个人|每一个人|做任何|必须要记住|的生活|的梦想|应该|青年|学生)|我的|个人命运|复兴中国"
        ),
        1.0,
        4.0,
    ),
    _Sign(
        "commentary",
        "评论的笔法",
        re.compile(
            r"既(?:是|要)[^。]{2,20}，?[也更又](?:是|要)|不仅[^。]{2,60}(?:更|也|还)|关键(?:在|之举)|殊不知|需要注意的是|不能急功近利|究竟|何以|事实上|可以说|换言之|正所谓|必然(?:要求|之举|选择)|宝贵机遇|久久为功"
        ),
        0.8,
        4.0,
    ),
    _Sign(
        "commentary",
        "对事说理",
        re.compile(
            r"要厘清|片面|误区|有的地方|一些地方|不少地方|有人(?:说|认为)|当务之急|重中之重|着力点|不是[^。，]{2,20}，?而是"
        ),
        0.8,
        2.4,
    ),
    _Sign(
        "report",
        "引用数据与资料",
        re.compile(
            r"报告显示|数据显示|统计(?:数据|显示|局)|同比|占比|增长\d|达到?\d|百分点|\d(?:\.\d+)?[%％]"
        ),
        0.35,
        4.0,
    ),
    _Sign(
        "report",
        "报告或报道的用语",
        re.compile(
            r"政府工作|工作报告|工作回顾|主要(?:目标|任务|做法|成效)|调研|课题|本文|研究(?:表明|发现|认为)|具体来看|存在(?:三|以下|的)?[^。]{0,6}(?:问题|短板)|记者|消息（|新闻联播|新华社|央视网|文章(?:强调|指出)|请予审议"
        ),
        1.3,
        6.5,
    ),
    _Sign(
        "report",
        "题为报告或报道",
        re.compile(r"报告|调研|综述|公报|通报|汇报|研究|杂志发表|】"),
        3.0,
        3.0,
        "title",
    ),
    _Sign(
        "narrative",
        "叙事",
        re.compile(
            r"那天|那年|小时候|有一次|记得|他说|她说|父亲|母亲|爷爷|奶奶|走进|望着|清晨|傍晚|村里"
        ),
        1.0,
        6.0,
    ),
)


def kind(essay: Essay, outline: Outline) -> tuple[EssayKind, tuple[str, ...]]:
    """The kind of ``essay`` and the reasons for it in Chinese.

    Signs are counted for a thousand characters, each up to a limit, so that one
    frequent word cannot decide; without any sign a text that argues is a commentary.
    """
    scores: dict[EssayKind, float] = dict.fromkeys(_ORDER, 0.0)
    reasons: dict[EssayKind, list[tuple[float, str]]] = {name: [] for name in _ORDER}
    thousands = max(len(essay.text) / 1000, 1.0)
    for sign in _SIGNS:
        place = essay.title + essay.label if sign.place == "title" else essay.text
        hits = [match.group() for match in sign.pattern.finditer(place)]
        if not hits:
            continue
        amount = len(hits) if sign.place == "title" else len(hits) / thousands
        score = min(sign.weight * amount, sign.most)
        scores[sign.kind] += score
        shown = "、".join(dict.fromkeys(hits[:3]))
        reasons[sign.kind].append((score, f"{sign.reason}：{shown}"))
    _add_structure(outline, scores, reasons)
    scores["commentary"] += 1.0
    best = max(_ORDER, key=lambda name: (scores[name], -_ORDER.index(name)))
    told = [reason for _, reason in sorted(reasons[best], key=lambda r: -r[0])]
    return best, tuple(told or ["没有讲话、心得、报告或叙事的标志，按说理文处理"])


def _add_structure(
    outline: Outline,
    scores: dict[EssayKind, float],
    reasons: dict[EssayKind, list[tuple[float, str]]],
) -> None:
    """Two levels of headings over many paragraphs belong to a report or a study."""
    levels = {section.level for section in outline.sections if not section.run_in}
    if {1, 2} <= levels:
        scores["report"] += 1.5
        reasons["report"].append((1.5, "有两级以上标题"))
