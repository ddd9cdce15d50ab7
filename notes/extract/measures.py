"""What the essay claims, what it wants done, what its writer understood and will do.

Speeches argue (claims) and demand (measures); reflections understand (claims of
another kind) and turn to practice. Each part is a choice among the compressed
sentences of the right mood.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes.extract.lexicon import alternatives
from notes.extract.overlap import containment
from notes.extract.places import place
from notes.values import EssayKind, Point

MOST = 8
LONGEST = 60
REPEATED = 0.6
_DEMAND = re.compile(
    r"^(?:[^，]{0,12}(?:(?<![重主必首紧需])要|必须|应当|应该|(?<![相适对响])应|务必|不能|不得|决不|绝不)"
    r"(?![求素件点闻塞对说用届邀义害领有])"
    rf"|(?:{alternatives('demands')}))"
)
_VERDICT = re.compile(r"^[^，要必]{2,40}，?(?:不仅)?(?:是|有利于|意义重大)")
_ASSERTION = re.compile(
    r"(?:是[^，]{0,40}(?:关键|根本|基础|核心|本质|前提|保证|保障|动力|要求|任务|途径|之路|之举|支撑|标志|因素|力量|优势|灵魂|生命|法宝|源泉|重点|着力点|抓手|目标|载体|内容|选择|主体|资源|体现|基石|活水|尺子|政绩|问题|过程|生产力)"
    r"|关键在|核心在|根本在|在于|离不开|取决于|决定|意味着|只有.+才|没有.+就没有|不是.+而是|有利于|有助于|关乎|关系到|成为)"
)
_UNDERSTOOD = re.compile(
    r"(?:认识到|体会到|感受到|领会到|意识到|懂得|明白|领悟|感悟|启示|启发|深感|深知|体会是|理解到|收获|触动|让我|使我|我感到|我认为|我觉得|我理解|反思)"
)
_PRACTICE = re.compile(
    r"(?:下一步|今后|接下来|未来工作|工作中，?我|我将|我要|我会|我们将|联系实际|结合(?:自身|本职|岗位|工作|实际|单位|我)"
    r"|作为(?:一名|一个|基层|党员|机关|干部|青年)|本职(?:工作|岗位)|立足岗位|从自身做起|从我做起|身体力行|学以致用|知行合一|我所在|我们单位|我局|我县|我市|我镇|我校|我院|本单位|落实到行动|落到实处)"
)


def claims(points: Sequence[Point], kind: EssayKind, most: int = MOST) -> tuple[Point, ...]:
    """Return what the essay asserts (of a reflection: what the writer understood).

    ``points`` are ``select.candidates``. A reflection without such sentences gives
    its assertions.
    """
    if kind == "reflection":
        found = _pick(points, _UNDERSTOOD, most)
        if len(found) >= 2:
            return found
    return _pick([p for p in points if not _DEMAND.match(p.text)], _ASSERTION, most)


def measures(points: Sequence[Point], most: int = MOST) -> tuple[Point, ...]:
    """Return what the essay wants done (要…, 必须…, 加快…)."""
    demands = [p for p in points if not _VERDICT.search(p.text)]
    return _pick(demands, _DEMAND, most)


def practice(points: Sequence[Point], most: int = MOST) -> tuple[Point, ...]:
    """Return what the source says of the writer's own work and of the next steps."""
    return _pick(points, _PRACTICE, most)


def _pick(points: Sequence[Point], mood: re.Pattern[str], most: int) -> tuple[Point, ...]:
    """The best point of each sentence in this mood, no two alike, in the order of the text."""
    fitting = [p for p in points if len(p.text) <= LONGEST and mood.search(p.text)]
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
