"""Sentences worth quoting: rhythm, parallelism, contrast, metaphor, imperative.

They are taken character for character: whole sentences, less the words that only
introduce them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from notes.extract.grammar import serves
from notes.extract.leaning import leans
from notes.extract.lexicon import alternatives
from notes.extract.overlap import containment
from notes.values import Outline, Quote, Sentence
from notes.words import Words

FEWEST, MOST = 3, 6
SHORTEST, LONGEST = 9, 60
_PARTS = re.compile(r"[，,；;：:、]")
_END = re.compile(r"[。！!”]$")
_CONTRAST = re.compile(
    r"(?:只有|唯有).+才|不是.+(?:，|,)?而是|既.+(?:又|也|要)|没有.+就没有|越.+越|不仅.+(?:更|还|也)"
    r"|不在.+在|宁.+不|与其.+不如|无论.+都|愈.+愈|为.+所"
)
_FIRST_PERSON = re.compile(r"^(?:我代表|下面|以上|各位|同志们|谢谢|今天|现在)")
_DANGLING = re.compile(
    r"^(?:这|那|它|其|他|她|此|该|对此|为此|因此|所以|而且|但|然而|同时|此外|另外|其次|再次|二是|三是|四是|一是|而|[一二三四五六]要|首先|最后|当然|可是|不过|于是|后来|例如|比如|如，|又如|另一方面|一方面|第[一二三四五])"
)
_PREFIX = re.compile(
    r"^(?:[^，。：“”]{2,14}(?:消息|讯|电)(?:（[^（）]{1,20}）)?[：:])?"
    r"(?:(?:文章|会议|讲话|报告)(?:指出|强调|认为|提出|要求)[，：])?"
)
_REPORT = re.compile(
    r"^[^，。；：“”]{2,40}(?:指出|强调|提出|要求|认为|表示|明确|部署|印发|发布|显示)[，,：:]"
)
_EXAMPLE = re.compile(r"比如|例如|譬如|诸如|需要注意的是")
_NARRATES = re.compile(
    r"^(?:[一二三四五六七八九十\d]{1,3}月|前几天|昨天|那天|当时|当天|有一次|第二天|去年|今年|前年)"
    r"|我(?![们国党军])[^，。]{0,12}(?:了|过|着)"
)
"""What somebody did on some day is a story, not a line to remember."""
_DIGITS = re.compile(r"\d")


def quotes(
    outline: Outline,
    scores: Sequence[float],
    words: Words,
    repaired: Sequence[bool] = (),
    title: str = "",
) -> tuple[Quote, ...]:
    """Return up to ``MOST`` quotable sentences in the order of the text.

    ``scores`` lie beside ``outline.sentences``, as does ``repaired`` (whether a
    repair changed the sentence; empty: none). Where the ``title`` breaks off and runs on into
    the text, the first sentence is half of one and is not quoted; nor is one whose
    pronouns have their nouns elsewhere.
    """
    half = outline.sentences[:1] if runs_on(title) else ()
    ranked = sorted(
        (
            (quotability(line) + 0.25 * min(score, 2.0), line, sentence)
            for sentence, score in zip(outline.sentences, scores, strict=True)
            if _fit(line := _line(sentence)) and not sentence.broken and sentence not in half
        ),
        key=lambda found: (-found[0], found[2].index),
    )
    chosen: list[tuple[str, Sentence]] = []
    for worth, line, sentence in ranked:
        if len(chosen) == MOST or (worth < 1.0 and len(chosen) >= FEWEST) or worth < 0.5:
            break
        if leans(line, words):
            continue
        if all(containment(line, other) <= 0.5 for other, _ in chosen):
            chosen.append((line, sentence))
    return tuple(
        Quote(line, sentence, bool(repaired and repaired[sentence.index]))
        for line, sentence in sorted(chosen, key=lambda pair: pair[1].index)
    )


def runs_on(title: str) -> bool:
    """Whether a title ends inside a clause (…，为我国的发展)."""
    last = re.split(r"[，,]", title)[-1]
    return last != title and last.startswith("为") and not serves(last)


def _line(sentence: Sentence) -> str:
    """The sentence after the words that only introduce it (…消息：, 文章指出，)."""
    return _PREFIX.sub("", sentence.text)


def quotability(text: str) -> float:
    """Return how much a sentence sounds like a line to remember (about 0 to 4)."""
    parts = [part for part in _PARTS.split(text.rstrip("。！!")) if part]
    worth = 0.0
    worth += min(1.2, 0.6 * _parallel(parts))
    worth += 0.9 * bool(_CONTRAST.search(text))
    worth += 0.6 * bool(re.search(alternatives("images"), text))
    worth += 0.5 * bool(re.search(r"(?:必须|决不|绝不|务必|一定要|不能|就要|永远)", text))
    worth += 0.5 * bool(re.match(r"[^，。]{2,12}是[^，。]{4,}", text))
    worth += 0.4 * text.endswith(("！", "!"))
    worth += 0.5 * (len(text) <= 36)
    worth -= 0.8 * bool(_DIGITS.search(text)) + 0.7 * bool(_NARRATES.search(text))
    worth -= 0.15 * max(0, text.count("、") - 2)
    return worth - 0.5 * (len(text) > 50)


def _fit(text: str) -> bool:
    return (
        SHORTEST <= len(text) <= LONGEST
        and bool(_END.search(text))
        and text.count("“") == text.count("”")
        and not (_DANGLING.match(text) or _FIRST_PERSON.match(text) or _REPORT.match(text))
        and not (_EXAMPLE.search(text) or "？" in text)
    )


def _parallel(parts: Sequence[str]) -> int:
    """Count neighbouring parts of one length, or with a character in the same place."""
    count = 0
    for left, right in pairwise(parts):
        same_length = abs(len(left) - len(right)) <= 1 and len(left) >= 3
        same_place = sum(a == b for a, b in zip(left, right, strict=False))
        count += same_length and (same_place >= 1 or len(left) <= 10)
    return count
