"""What the essay claims, what it wants done, what its writer understood and will do.

Speeches argue (claims) and demand (measures); reflections understand (claims of
another kind) and turn to practice. Each part is a choice among the compressed
sentences of the right mood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from notes.extract.compress import tidy
from notes.extract.lexicon import alternatives
from notes.extract.overlap import containment
from notes.extract.places import place
from notes.values import EssayKind, Point, Reason

MOST = 8
LONGEST = 60
REPEATED = 0.6
_MODAL = (
    r"(?:(?<![重主必首紧需只还])要|必须|应当|应该|(?<![相适对响效反供呼])应|务必|需要|(?<![无必])须|不能|不得|决不|绝不)"
    r"(?![求素件点闻塞对说用届邀义害领有])"
)
_DEMAND = re.compile(rf"^(?:[^，]{{0,24}}{_MODAL}|[^，]{{2,24}}，(?:就|还|更|都)?{_MODAL})")
_IMPERATIVE = re.compile(
    rf"^(?:积极|全面|大力|切实|深入|着力|持续|继续|进一步|协同|有效|不断|坚决|认真|扎实|更好|充分|聚力)?"
    rf"(?:{alternatives('demands')})(?![型力性者链家界圈之]|表现)"
)
_DEMANDS = re.compile(rf"{_MODAL}|{_IMPERATIVE.pattern}")
_TELLS = re.compile(
    r"(?<![但还就只总于可正凡])是(?!否)|需(?![求要])|起来|正(?=主动|在|以|加快|处)|已经?(?!建)|显著|意味着|难以|较难|不足|不[够高强清深畅]|表现为|面临|尚|必将|越来越|成绩|将(?=越|不断|会|更|进入|成为)"
    r"|(?<!更)成为(?!.{0,4}(?:自觉|常态))|(?<=[^不])了(?!解)|有助于|有利于|意义重大|能够|具有|需要(?=[^，]{0,20}(?:共同|支持))"
)
"""What a statement has and a bare imperative has not."""
_NAMED = re.compile(r"《[^》]*》|“[^”]{1,12}”")
_COSTS = re.compile(
    r"(?<![主重必首紧需])要(?:花|跑|填|排队|坐|等(?!同)|传(?!承|播|递|达|授))[^，]{0,8}[\d一二三四五六七八九十两几]"
    r"|要坐[^，]{1,6}(?:车|船)"
)
"""要 that tells what something costs (要跑五趟), not what shall be done."""
_SETTING = re.compile(r"^(?:在|以|通过|围绕|针对|为|面向|对|按照|根据|依托|坚持|从|把|将|让)")
_FIELD = re.compile(r"^在[^，]{2,20}，")
"""Where something happens (在粮食领域，): it may be told or demanded alike."""
_SAYS = re.compile(r"(?:指出|强调|提出|要求|认为)[，：]$")
_VERDICT = re.compile(r"^[^，要必]{2,40}，?(?:不仅)?(?:是|有利于|意义重大)")
_ASSERTION = re.compile(
    r"(?:是[^，]{0,40}(?:关键|根本|基础|核心|本质|前提|保证|保障|动力|要求|任务|途径|之路|之举|支撑|标志|因素|力量|优势|灵魂|生命|法宝|源泉|重点|着力点|抓手|目标|载体|内容|选择|主体|资源|体现|基石|活水|尺子|政绩|问题|过程|生产力)"
    r"|关键在|核心在|根本在|在于|离不开|取决于|(?<![研究、会])决定(?:了|着)?(?![、，：])|意味着|只有(?![\d一二三四五六七八九十两几]).+才|没有.+就没有|不是.+而是|有利于|有助于|关乎|关系到|成为)"
)
_UNDERSTOOD = re.compile(
    r"(?:我体会|认识到|体会到|感受到|领会到|意识到|懂得|明白|领悟|感悟|启示|启发|深感|深知|体会是|理解到|收获|触动|让我|使我|我感到|我认为|我觉得|我理解|反思)"
)
_UNIT = r"我们?(?:校|镇|局|村|院|县|乡|所|站|办|处|科|班|街道|社区|单位|部门|支部|岗位|车间|公司)"
_ACTOR = (
    rf"(?:本人|本单位|{_UNIT}|(?<![自无忘叫让请要给])我(?![国党省军方市区家])(?:们(?![国党的]))?)"
)
_INTENT = (
    r"(?:下一步|今后|接下来|打算|计划|准备|决心|力争|争取|立足|结合|想(?![起到的])|愿意|将(?![来军])"
    rf"|给自己立下|带头|{_MODAL})"
)
_OWN = re.compile(
    rf"{_ACTOR}[^，。；：]{{0,4}}{_INTENT}|{_UNIT}|作为一?[名个][^，。]{{2,20}}，(?:我|要|就)"
    r"|从我做起|从自身做起|^(?:下一步|今后|接下来|在今后)|(?:我|本人)的?(?:工作|岗位|本职)"
)
_LONGEST_PRACTICE = 90


def claims(points: Sequence[Point], kind: EssayKind, most: int = MOST) -> tuple[Point, ...]:
    """Return what the essay asserts (of a reflection: what the writer understood).

    ``points`` are ``select.candidates``. A reflection without such sentences gives
    its assertions.
    """
    if kind == "reflection":
        found = _pick(points, _UNDERSTOOD, most)
        if len(found) >= 2:
            return found
    asserted = _pick([p for p in points if not is_measure(p)], _ASSERTION, most)
    return asserted or (_pick(points, _UNDERSTOOD, most) if kind == "reflection" else ())


def measures(points: Sequence[Point], most: int = MOST) -> tuple[Point, ...]:
    """Return what the essay wants done: a demand (要…, 必须…) or a bare imperative (加快…).

    A bare imperative that goes on to tell how things are (…是…, …已成为…) is none.
    """
    return _pick([p for p in points if is_measure(p)], _DEMANDS, most)


def _without_names(text: str) -> str:
    """The text with titles and short quotations blanked: their words set no mood."""
    return _NAMED.sub(lambda found: "○" * len(found.group()), text)


def is_measure(point: Point) -> bool:
    """Whether the point demands something: it has a modal word or is a bare imperative."""
    text = _without_names(point.text)
    if _DEMAND.match(text):
        return not (_VERDICT.search(text) or _COSTS.search(text))
    imperative = bool(_IMPERATIVE.match(text)) and not _TELLS.search(text)
    return imperative and not _tail_of_telling(point)


def _tail_of_telling(point: Point) -> bool:
    """Whether the words before the point in its sentence tell how things are.

    「…取得突破，推动…迈向新阶段」 reports; 「要打牢基础，推动…」 and 「完善…，推动…」 demand.
    """
    sentence = tidy(point.sources[0].text)
    before = sentence[: max(sentence.find(point.text[:6]), 0)].rpartition("；")[2]
    before = _FIELD.sub("", before)
    opens = _IMPERATIVE.match(before) or _SETTING.match(before) or _SAYS.search(before)
    return bool(before) and not (opens or re.search(_MODAL, before))


def practice(points: Sequence[Point], most: int = MOST) -> tuple[Point, ...]:
    """Return what the writer did or will do: a first person (我, 本人, 我校) who means to act.

    我国 and 我党 are no first persons.
    """
    own = [p for p in points if not _UNDERSTOOD.search(p.text)]
    return _pick(own, _OWN, most, _LONGEST_PRACTICE)


def _pick(
    points: Sequence[Point], mood: re.Pattern[str], most: int, longest: int = LONGEST
) -> tuple[Point, ...]:
    """The best point of each sentence in this mood, no two alike, in the order of the text."""
    fitting = [
        replace(p, reasons=(*p.reasons, Reason("mood", detail=found.group())))
        for p in points
        if len(p.text) <= longest and (found := mood.search(_without_names(p.text)))
    ]
    fullest: dict[int, Point] = {}
    for point in fitting:
        held = fullest.get(point.sources[0].index)
        if held is None or _fullness(point) > _fullness(held):
            fullest[point.sources[0].index] = point
    chosen: list[Point] = []
    ranked = sorted(fullest.values(), key=lambda p: (-p.score, p.sources[0].index))
    for point in ranked:
        if len(chosen) == most:
            break
        if all(containment(point.text, other.text) <= REPEATED for other in chosen):
            chosen.append(point)
    return tuple(sorted(chosen, key=place))


def _fullness(point: Point) -> float:
    """Prefer about forty characters: a whole claim, but still a point."""
    return -abs(len(point.text) - 40)
