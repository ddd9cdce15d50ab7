"""The one sentence of the essay that carries it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes.extract.demand import Ground, service
from notes.extract.overlap import bigrams
from notes.values import Essay, Point, Term

SHORTEST, LONGEST = 14, 60
_POINTING = re.compile(r"(?:这|那|它|其|该|此|以上|上述|如下|以下|他|她)")
_DIGIT = re.compile(r"\d")
_VERDICT = re.compile(
    r"(?:关键|本质|根本|核心|必然|首要|内在要求|重要着力点|必须|归根结底|唯有|只有)"
)


def thesis(
    essay: Essay, points: Sequence[Point], demand: Ground, terms: Sequence[Term] = ()
) -> Point | None:
    """Return the point that best stands for the whole essay, or ``None`` without points.

    It is the one that serves most of the essay's matter for its length, that holds
    the words of the title and the first key terms, and that passes judgement.
    """
    fitting = [p for p in points if SHORTEST <= len(p.text) <= LONGEST] or list(points)
    if not fitting:
        return None
    rows = service([point.text for point in fitting], demand)
    central = rows @ demand.weights
    total = float(demand.weights.sum()) or 1.0
    wanted = bigrams(essay.title)
    named = [term.term for term in terms[:5]]

    def worth(at: int) -> float:
        text = fitting[at].text
        value = 6.0 * float(central[at]) / total + 0.25 * fitting[at].score
        value += 1.2 * len(wanted & bigrams(text)) / len(wanted) if wanted else 0.0
        value += 0.3 * sum(term in text for term in named)
        value += 0.4 * bool(_VERDICT.search(text)) - 0.8 * bool(_POINTING.match(text))
        value -= 1.0 * bool(_DIGIT.search(text))
        value -= 0.01 * max(0, len(text) - 40)
        return value

    best = max(range(len(fitting)), key=lambda at: (worth(at), -at))
    return fitting[best]
