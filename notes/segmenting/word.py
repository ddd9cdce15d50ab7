"""A word of a text."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its part of speech in the ICTCLAS tag set (n, v, nr, ns, nt, m, …)."""

    text: str
    tag: str
