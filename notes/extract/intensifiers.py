"""Adverbs such as 进一步 and 切实, which a shorter wording leaves out."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources


def without_intensifiers(text: str) -> str:
    """``text`` without the adverbs of ``notes/data/intensifiers.txt`` before a verb."""
    return _pattern().sub("", text)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    lines = resources.files("notes.data").joinpath("intensifiers.txt").read_text("utf-8")
    adverbs = [line for line in lines.splitlines() if line and not line.startswith("#")]
    longest_first = sorted(adverbs, key=lambda word: (-len(word), word))
    return re.compile(rf"(?:{'|'.join(longest_first)})(?=[\u4e00-\u9fff]{{2}})")
