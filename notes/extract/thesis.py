"""The one sentence of the essay that carries it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from notes.extract.demand import Ground, service
from notes.extract.overlap import bigrams
from notes.values import Essay, Point, Reason, Term

SHORTEST, LONGEST, LONGEST_WEIGHED = 14, 60, 72
_CLAIM_WORTH = 0.5
_POINTING = re.compile(r"(?:这|那|它|其|该|此|以上|上述|如下|以下|他|她)")
_DIGIT = re.compile(r"\d")
_VERDICT = re.compile(
    r"(?:关键|本质|根本|核心|必然|首要|内在要求|重要着力点|必须|归根结底|唯有|只有)"
)


_WEIGHED = re.compile(
    r"(?:是|就是)[^。；]{2,50}(?:必然之举|关键之举|必然要求|内在要求|迫切需要|迫切要求|必由之路|关键所在|根本之策"
    r"|重要着力点|首要任务)"
)
_CLAIMS = re.compile(
    r"(?<![都还但就只总要可正凡求])是(?!否)|必须|只有|唯有|才能|就能|才会|在于|关键在|离不开|意味着|有利于|有助于|决定着?"
    r"|不能|来自|源于|源自|能够|应当|就要|越.+越|没有.+就没有|成为|关乎|事关"
)
"""A thesis asserts: what is done, wished or praised is none."""
_DETAIL = re.compile(
    r"不[搞得许准]|^(?:做|作)为一|^(?:今后|下一步|前[几些]天|后来)|一律|每[年月周季天]|^由[^，]{2,12}(?:牵头|负责|组织)"
    r"|有[一二两三四五六七八九十\d]+[条个点件][^，]{0,4}：|^群众说"
)
_TELLS_OF_ME = re.compile(r"(?<![自忘])我(?![国党们军省市县区])[^，。]{0,8}(?:了|过|着|去|来|到)")
_LEARNT = re.compile(r"我[^，。]{0,6}(?:懂得|明白|体会|认识到|领悟)")
_DATED = re.compile(r"(?:[一二三四五六七八九十\d]{1,3}月|今年|去年|前年|昨天|前不久)")
_FORMAL = re.compile(
    r"(?:报告|汇报|通知|说明|总结)如下|第[一二三四五]个(?:故事|问题)|[几一二三四五]点(?:体会|要求|意见|建议)"
)


def thesis(
    essay: Essay, points: Sequence[Point], demand: Ground, terms: Sequence[Term] = ()
) -> Point | None:
    """Return the point that best stands for the whole essay, or ``None`` without points.

    It is the one that serves most of the essay's matter for its length, that holds
    the words of the title and the first key terms, and that passes judgement. Where the
    title names a key term, a sentence without it is an aside; one that weighs it (…是…的
    必然之举) or stands in the first or the last paragraph gains.
    """
    fitting = [p for p in points if _fits(p.text)] or list(points)
    if not fitting:
        return None
    rows = service([point.text for point in fitting], demand)
    central = rows @ demand.weights
    total = float(demand.weights.sum()) or 1.0
    wanted = bigrams(essay.title)
    named = [term.term for term in terms[:5]]
    matter = max((t.term for t in terms if t.term in essay.title), key=len, default="")
    last = max(point.sources[-1].paragraph for point in fitting if point.sources)

    def weighed(at: int) -> dict[str, float]:
        point, text = fitting[at], fitting[at].text
        on_matter = not matter or matter in text
        edge = 0.4 * (point.sources[0].paragraph == 1) + 0.2 * (point.sources[0].paragraph == last)
        return {
            "central": 6.0 * float(central[at]) / total + 0.25 * point.score,
            "title_words": 1.8 * len(wanted & bigrams(text)) / len(wanted) if wanted else 0.0,
            "matter": -0.6 * (not on_matter),
            "edge": edge * on_matter,
            "key_terms": 0.3 * sum(term in text for term in named),
            "claims": _CLAIM_WORTH * (1 if _CLAIMS.search(text) and not _is_story(text) else -1),
            "verdict": 0.8 * (on_matter and bool(_WEIGHED.search(text)))
            + 0.4 * bool(_VERDICT.search(text)),
            "own_words": 0.8 * bool(_LEARNT.search(text)),
            "penalty": -faults(text),
        }

    parts = [weighed(at) for at in range(len(fitting))]
    best = max(range(len(fitting)), key=lambda at: (sum(parts[at].values()), -at))
    made_of = [Reason(kind, value) for kind, value in parts[best].items() if value]
    why = (Reason("thesis", sum(parts[best].values())), *made_of)
    return replace(fitting[best], reasons=(*fitting[best].reasons, *why))


def _is_story(text: str) -> bool:
    """Whether the writer tells what he did, and not what he understood."""
    return bool(_TELLS_OF_ME.search(text)) and not _LEARNT.search(text)


def faults(text: str) -> float:
    """What speaks against a sentence as the thesis: it points, counts, dates, is too long."""
    return (
        2.0 * bool(_FORMAL.search(text))
        + 0.8 * bool(_POINTING.match(text))
        + 1.0 * bool(_DIGIT.search(text))
        + 0.1 * len(_DIGIT.findall(text))
        + 1.6 * bool(_DATED.match(text))
        + 0.6 * bool(_DETAIL.search(text))
        + 0.8 * _is_story(text)
        + 0.01 * max(0, len(text) - 40)
    )


def _fits(text: str) -> bool:
    """A sentence that weighs the matter (…是…的必然之举) may be longer than another."""
    limit = LONGEST_WEIGHED if _WEIGHED.search(text) else LONGEST
    return SHORTEST <= len(text) <= limit
