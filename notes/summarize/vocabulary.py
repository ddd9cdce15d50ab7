"""Special tokens of the embedded model: task prefixes and length buckets.

The encoder input is ``<task> <length> text </s>``. Lengths are bucketed on a
geometric scale, so that any asked length is within 12 % of a bucket.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left

from notes.summarize.protocol import TASKS, Task

PAD, EOS, UNKNOWN = "<pad>", "</s>", "<unk>"
LENGTHS: tuple[int, ...] = (8, 10, 12, 15, 18, 22, 27, 33, 41, 50, 62, 76, 94, 116, 143, 176)
ANY_LENGTH = "<length:any>"

PREFIX = 2
"""Tokens before the text: the task and the length."""

_SPACE, _FULL_WIDTH = re.compile(r"\s+"), re.compile("[＂-～]")

SPECIAL_TOKENS: tuple[str, ...] = (
    PAD,
    EOS,
    UNKNOWN,
    *(f"<{task}>" for task in TASKS),
    ANY_LENGTH,
    *(f"<length:{length}>" for length in LENGTHS),
)


def length_token(characters: int) -> str:
    """The token of the bucket nearest to ``characters`` on a logarithmic scale."""
    at = bisect_left(LENGTHS, characters)
    if at == 0:
        return f"<length:{LENGTHS[0]}>"
    if at == len(LENGTHS):
        return f"<length:{LENGTHS[-1]}>"
    low, high = LENGTHS[at - 1], LENGTHS[at]
    return f"<length:{low if characters * characters < low * high else high}>"


def task_token(task: Task) -> str:
    """The prefix token of ``task``."""
    return f"<{task}>"


def plain(text: str) -> str:
    """The text as the model reads it: no white space, Latin and digits half-width.

    Chinese punctuation is kept, so this is not NFKC. A tab between the cells of a
    table becomes 、, lest the numbers of two cells run into one.
    """
    whole = _SPACE.sub("", text.strip().replace("\t", "、"))
    return _FULL_WIDTH.sub(_narrow, whole)


def _narrow(found: re.Match[str]) -> str:
    char = found.group()
    return unicodedata.normalize("NFKC", char) if char.isalnum() or char == "％" else char
