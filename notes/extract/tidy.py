"""A sentence without what adds nothing to its claim: mark, opener, asides, examples."""

from __future__ import annotations

import re
from functools import lru_cache

from notes.extract.lexicon import alternatives
from notes.values import Reason

LEAST = 6
"""Fewest characters that may be left of a sentence."""

_MARK = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.]|\d{1,2}[.、)](?!\d)"
    r"|[一二三四五六七八九十]{1,2}(?:是|要|则)(?=要|必须|应|坚|加|推|以|在|把|对|[^一二三四五六七八九十，][^，]{2})"
    r"|第[一二三四五六七八九十]{1,2}[，,、：:]|其[一二三四五六][，,、：:])\s*"
)
_ASIDE = re.compile(r"（[^（）\d]{1,40}）|\([^()\d]{1,40}\)")
_EXAMPLE = re.compile(r"[，,](?:例如|比如|譬如|诸如|如)[^，,；;。：:“”《》]{2,60}(?=[；;。！!]|$)")
_EXAMPLE_HEAD = re.compile(r"^(?:例如|比如|譬如|如)[，,：:]")
_SEEN = re.compile(
    r"^(?:但|但是|同时|与此同时|我们|也|还|更|应该|应当|应|要|必须|需要|值得|清醒地?|深刻|进一步){1,6}"
    r"(?:看到|认识到|注意到|指出的是|注意的是|强调的是)(?:的是)?[，,：:]"
)
_ASSESSED = re.compile(
    r"^(?:更|最|尤其|特别)?[^，；：。“”不没未非]{2,6}(?<!为)的是[，,：:](?=[^，]{4})"
)
"""What its writer thinks of the claim that follows (可喜的是，)."""
_COMPARED = re.compile(
    r"^(?:[^，；：。“”不没未非]|不同){0,8}(?:差别|区别|不同|差异)(?:之处)?在于[，,：:](?=[^，]{4})"
)
"""That a comparison follows (二者的区别在于，); what it says stands by itself."""
_DATELINE = re.compile(r"^[^，。：“”]{2,14}(?:消息|讯|电)(?:（[^（）]{1,20}）)?[：:]")
_LEFT_ADVERB = re.compile(r"^(?:还|也|又|更)(?=要|应|须|必|需|注|得)")


@lru_cache(maxsize=4)
def _opener() -> re.Pattern[str]:
    listed = alternatives("openers")
    return re.compile(
        rf"^(?:(?:{listed})[，,：:]|(?:同时|此外|另外|因此|此外还|其次|再次|最后|当前|目前|但是|然而|不过|可是|但|而)(?=[^，,的、且是]))"
    )


def tidy(sentence: str) -> str:
    """Return the sentence without list mark, opener, asides and examples.

    The result is a subsequence of ``sentence`` and says the same.
    """
    return tidied(sentence)[0]


def tidied(sentence: str) -> tuple[str, tuple[Reason, ...]]:
    """Return ``tidy(sentence)`` and a reason for everything that it left out."""
    whole = sentence.strip()
    text = _DATELINE.sub("", _EXAMPLE_HEAD.sub("", _MARK.sub("", whole)))
    cuts = _cut("cut_mark", whole, text)
    bare = text
    for _ in range(4):
        shorter = _SEEN.sub("", _opener().sub("", text))
        shorter = _COMPARED.sub("", _ASSESSED.sub("", shorter)).lstrip("，, ")
        if shorter == text or len(shorter) < LEAST:
            break
        text = _LEFT_ADVERB.sub("", shorter)
    cuts += _cut("cut_opener", bare, text)
    asides = "".join(_ASIDE.findall(text))
    text = _ASIDE.sub("", text)
    cuts += (Reason("cut_aside", detail=asides),) * bool(asides)
    without = _EXAMPLE.sub("", text)
    if len(without) < LEAST or without == text:
        return text, cuts
    example = "".join(_EXAMPLE.findall(text)).strip("，,")
    return without, (*cuts, Reason("cut_example", detail=example))


def _cut(kind: str, before: str, after: str) -> tuple[Reason, ...]:
    """The words that ``before`` has in front of ``after``."""
    words = before.removesuffix(after).strip("，,：: ") if after else ""
    return (Reason(kind, detail=words),) * bool(words and before != after)
