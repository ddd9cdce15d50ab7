"""The few places of a Chinese text that hold Latin letters or other strange characters.

A rule about such characters need not look at the rest of the text. ``islands`` gives
ranges around them, so that ``pattern.finditer(text, *island)`` over all of them finds
what ``pattern.finditer(text)`` finds, many times faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BEFORE, BEHIND = 16, 32
"""Characters around a strange one that a rule may look at."""


def islands(text: str, strange: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Ranges around the matches of ``strange``, in order, those that touch taken together.

    A rule finds the same in them as in the whole text when each of its matches holds a
    match of ``strange``, begins at most ``BEFORE`` characters before the first such one
    and looks at most ``BEHIND`` characters beyond the last.
    """
    low = high = -1
    for match in strange.finditer(text):
        if match.start() - BEFORE > high:
            if high >= 0:
                yield low, high
            low = max(match.start() - BEFORE, 0)
        high = min(match.end() + BEHIND, len(text))
    if high >= 0:
        yield low, high
