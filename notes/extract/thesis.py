"""The one sentence of the essay that carries it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes.extract.demand import Ground, service
from notes.extract.overlap import bigrams
from notes.values import Essay, Point, Term

SHORTEST, LONGEST, LONGEST_WEIGHED = 14, 60, 72
_POINTING = re.compile(r"(?:这|那|它|其|该|此|以上|上述|如下|以下|他|她)")
_DIGIT = re.compile(r"\d")
_VERDICT = re.compile(
    r"(?:关键|本质|根本|核心|必然|首要|内在要求|重要着力点|必须|归根结底|唯有|只有)"
)


_WEIGHED = re.compile(
    r"(?:是|就是)[^。；]{2,50}(?:必然之举|关键之举|必然要求|内在要求|迫切需要|迫切要求|必由之路|关键所在|根本之策"
    r"|重要着力点|首要任务)"
)
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

    def worth(at: int) -> float:
        text = fitting[at].text
        value = 6.0 * float(central[at]) / total + 0.25 * fitting[at].score
        value += 1.8 * len(wanted & bigrams(text)) / len(wanted) if wanted else 0.0
        on_matter = not matter or matter in text
        value += 0.8 * (on_matter and bool(_WEIGHED.search(text))) - 0.6 * (not on_matter)
        paragraph = fitting[at].sources[0].paragraph
        value += 0.4 * on_matter * (paragraph == 1) + 0.2 * on_matter * (paragraph == last)
        value -= 2.0 * bool(_FORMAL.search(text))
        value += 0.3 * sum(term in text for term in named)
        value += 0.4 * bool(_VERDICT.search(text)) - 0.8 * bool(_POINTING.match(text))
        value -= 1.0 * bool(_DIGIT.search(text)) + 0.1 * len(_DIGIT.findall(text))
        value += 0.8 * bool(_LEARNT.search(text)) - 1.0 * bool(_DATED.match(text))
        value -= 0.01 * max(0, len(text) - 40)
        return value

    best = max(range(len(fitting)), key=lambda at: (worth(at), -at))
    return fitting[best]


def _fits(text: str) -> bool:
    """A sentence that weighs the matter (…是…的必然之举) may be longer than another."""
    limit = LONGEST_WEIGHED if _WEIGHED.search(text) else LONGEST
    return SHORTEST <= len(text) <= limit
