"""Pseudo-gists: the clauses of a passage that a person would keep, joined to one sentence.

Which clauses those are is learned from the written gists: a logistic regression over
position, length, centrality and cue words tells clauses whose words a gist uses from
the others (as in the trainable sentence extraction of Kupiec et al. 1995, one level
down). The targets it makes of unlabelled passages teach a model to leave out, to jump
and to join before it has read the few written gists.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from segments import OPENER, bigrams

from notes.extract.intensifiers import without_intensifiers
from notes.structure.sentences import sentence_spans

Array = npt.NDArray[np.float64]

KEPT_SHARE = 0.4
"""Share of a clause's bigrams that the gist must hold for the clause to count as kept."""

_CLAUSE = re.compile(r"[^，；：。！？]+[，；：。！？]?")
_CUES = [
    re.compile(cue)
    for cue in (
        r"^(?:要|必须|应当?|需要|须)",
        r"关键|核心|根本|重点|首先|主要",
        r"是",
        r"\d",
        r"例如|比如|如：",
        r"指出|强调|表示|认为|介绍|说",
        r"今天|昨天|日前|近日|上午|下午",
        r"[“”]",
        r"实现|推动|促进|加快|提高|加强|建设|发展",
        r"我",
        r"以来|期间|中，?$",
        r"不|没有|未",
        r"会议|总书记|国务院|中央",
        r"^(?:在|对|从|为|随着|通过|根据|按照)",
    )
]
_LINK = re.compile(
    r"^(?:同时|当前|目前|此外|另外|因此|所以|但是?|而且?|并且?|近日|日前|其中|也|还|就|更|既)，?(?=..)"
)
_MODAL = re.compile(r"^(?:我们)?(?:要|必须|应当?|需要|须|将|已)?")
_ENDS = "，；：。！？"


@dataclass(frozen=True, slots=True)
class Clause:
    """``text`` is clause ``place`` of the ``size`` clauses of sentence ``sentence``."""

    sentence: int
    place: int
    size: int
    text: str


def clauses(text: str) -> list[Clause]:
    """The clauses of ``text``, split at commas inside the sentences that ``notes`` finds."""
    found: list[Clause] = []
    for number, span in enumerate(sentence_spans(text)):
        parts = _CLAUSE.findall(span.within(text))
        found += [Clause(number, place, len(parts), part) for place, part in enumerate(parts)]
    return found


def features(parts: Sequence[Clause]) -> tuple[Array, list[set[str]]]:
    """Features ``(clauses, features)`` and the bigrams of each clause."""
    grams = [bigrams(part.text) for part in parts]
    per_sentence: dict[int, set[str]] = {}
    for part, own in zip(parts, grams, strict=True):
        per_sentence.setdefault(part.sentence, set()).update(own)
    shared = Counter(gram for own in per_sentence.values() for gram in own)
    first, last = per_sentence[parts[0].sentence], parts[-1].sentence
    rows = []
    for part, own in zip(parts, grams, strict=True):
        count, length = max(1, len(own)), len(part.text)
        rows.append(
            [
                1,
                part.sentence == 0,
                part.sentence == 1,
                part.sentence == last,
                part.sentence / (last + 1),
                part.place == 0,
                part.place == part.size - 1,
                part.size == 1,
                part.place / part.size,
                length < 6,
                length < 9,
                length > 22,
                length > 30,
                length / 20,
                sum(shared[gram] > 1 for gram in own) / count,
                sum(shared[gram] - 1 for gram in own) / count,
                len(own & first) / count if part.sentence else 0,
                part.text.endswith("："),
                part.text.count("、") > 1,
                *(bool(cue.search(part.text)) for cue in _CUES),
            ]
        )
    return np.array(rows, dtype=np.float64), grams


@dataclass(frozen=True, slots=True)
class Fuser:
    """Makes pseudo-gists and pseudo-headings with the ``weights`` of the features."""

    weights: Array

    @classmethod
    def fit(cls, written: Iterable[tuple[str, str]]) -> Fuser:
        """Learn the weights from (passage, gist) pairs, by Newton's method."""
        rows, kept = [], []
        for passage, gist in written:
            found, grams = features(clauses(passage))
            target = bigrams(gist)
            rows.append(found)
            kept += [len(own & target) >= KEPT_SHARE * max(1, len(own)) for own in grams]
        x, y = np.concatenate(rows), np.array(kept, dtype=np.float64)
        weights = np.zeros(x.shape[1])
        ridge = 0.1 * np.eye(x.shape[1])
        for _ in range(12):
            chance = 1 / (1 + np.exp(-x @ weights))
            slope = x.T @ (chance - y) + ridge @ weights
            curve = (x * (chance * (1 - chance))[:, None]).T @ x + ridge
            weights -= np.linalg.solve(curve, slope)
        return cls(weights)

    def gist(self, text: str, length: int) -> str | None:
        """The clauses worth keeping, in order, in about ``length`` characters."""
        parts = clauses(text)
        if not parts:
            return None
        found, grams = features(parts)
        worth = found @ self.weights
        left = {index for index, part in enumerate(parts) if len(part.text) >= 5}
        chosen: list[int] = []
        have: set[str] = set()
        size = 0

        def gain(index: int) -> float:
            beside = any(
                other in chosen and parts[other].sentence == parts[index].sentence
                for other in (index - 1, index + 1)
            )
            known = len(grams[index] & have) / max(1, len(grams[index]))
            return float(worth[index]) - 4 * known + 0.5 * beside

        while left and size < length:
            best = max(sorted(left), key=gain)
            left.discard(best)
            if size + len(parts[best].text) <= length + 14:
                chosen.append(best)
                have |= grams[best]
                size += len(parts[best].text)
        kept = [shortened(parts[index].text) for index in sorted(chosen)]
        joined = "，".join(part for part in kept if part)
        return joined + "。" if len(joined) >= 15 else None

    def heading(self, text: str) -> str | None:
        """The clause of 6 to 18 characters that is worth most, without its modal verb."""
        parts = clauses(text)
        if not parts:
            return None
        worth = features(parts)[0] @ self.weights
        for index in np.argsort(-worth)[:6]:
            core = _MODAL.sub("", shortened(parts[index].text), count=1)
            if 6 <= len(core) <= 18 and core[-1].isalnum():
                return core
        return None


def shortened(clause: str) -> str:
    """The clause without end mark, opener, linking word and intensifiers."""
    core = clause.rstrip(_ENDS)
    core = OPENER.sub("", core, count=1) or core
    core = _LINK.sub("", core, count=1)
    return without_intensifiers(core)
