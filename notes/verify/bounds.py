"""What bounds a number: 超过, 不足, 近, 约 before it; 以上, 以下, 左右 after it."""

from __future__ import annotations

import re

_BEFORE_BOUND = {
    "more": "超过 超出 突破 多于 大于 高于 不少于 不低于 不小于 至少 最少 逾 超 破 达到或超过",
    "less": "不到 不足 少于 低于 小于 不超过 不高于 不多于 至多 最多 未满 不满",
    "near": "接近 将近 近",
    "about": "大约 约 大概",
}
_BOUND_WORDS = {word: kind for kind, words in _BEFORE_BOUND.items() for word in words.split()}
_BEFORE = re.compile("(?:" + "|".join(sorted(_BOUND_WORDS, key=lambda w: (-len(w), w))) + ")$")
_AFTER_BOUND = (
    (re.compile(r"(?:以上|之上|开外)"), "more"),
    (re.compile(r"(?:以下|以内|之内)"), "less"),
    (re.compile(r"(?:左右|上下)"), "about"),
)


def bounds(text: str, start: int, end: int) -> tuple[int, str]:
    """Where the quantity ends, marks like 以上 included, and what kind of bound it has."""
    for pattern, bound in _AFTER_BOUND:
        after = pattern.match(text, end)
        if after:
            return after.end(), bound
    before = _BEFORE.search(text[max(0, start - 5) : start])
    return end, _BOUND_WORDS[before.group()] if before else ""
