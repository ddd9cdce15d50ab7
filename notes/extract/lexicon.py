"""Cue words of the genre, read once from ``notes/data``."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=32)
def entries(name: str) -> tuple[str, ...]:
    """Return the entries of ``notes/data/NAME.txt``, one a line, comments left out."""
    text = resources.files("notes.data").joinpath(f"{name}.txt").read_text("utf-8")
    return tuple(
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


@lru_cache(maxsize=32)
def alternatives(name: str) -> str:
    """Return the entries as a regular expression alternative, longest first."""
    longest_first = sorted(entries(name), key=lambda entry: (-len(entry), entry))
    return "|".join(re.escape(entry) for entry in longest_first)


@lru_cache(maxsize=32)
def starts_with(name: str) -> re.Pattern[str]:
    """Return a pattern for a text that begins with one of the entries."""
    return re.compile(f"(?:{alternatives(name)})")


@lru_cache(maxsize=32)
def listed(name: str) -> frozenset[str]:
    """Return the entries of ``notes/data/NAME.txt`` as a set."""
    return frozenset(entries(name))


@lru_cache(maxsize=32)
def group(name: str) -> frozenset[str]:
    """Return the words that ``notes/data/clause_words.txt`` gives after ``NAME:``.

    Raises ``KeyError`` when there is no such group.
    """
    for line in entries("clause_words"):
        head, _, words = line.partition(":")
        if head == name:
            return frozenset(words.split())
    raise KeyError(name)
