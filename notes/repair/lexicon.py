"""What is good Chinese, by the dictionary of the segmenter."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from notes.words import words

LEAST_FREQUENCY = 3
"""Dictionary words that are rarer than this are too odd to protect or to restore."""


@lru_cache(maxsize=65536)
def is_word(text: str) -> bool:
    """Whether ``text`` is a word of two or more characters in the dictionary."""
    return len(text) >= 2 and words().frequency(text) >= LEAST_FREQUENCY


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether the dictionary knows ``text`` as the name of a person, place or body."""
    tagged = words().tag(text)
    return len(tagged) == 1 and tagged[0].tag in {"nr", "nrt", "nrfg", "ns", "nt", "nz"}


def are_alike(first: str, second: str) -> bool:
    """Whether two characters are easily taken for each other by their shape."""
    return second in _look_alikes().get(first, frozenset())


@lru_cache(maxsize=1)
def _look_alikes() -> dict[str, frozenset[str]]:
    text = resources.files("notes.data").joinpath("look_alikes.txt").read_text("utf-8")
    groups = [line for line in text.splitlines() if line and not line.startswith("#")]
    alike: dict[str, set[str]] = {}
    for group in groups:
        for character in group:
            alike.setdefault(character, set()).update(set(group) - {character})
    return {character: frozenset(others) for character, others in alike.items()}
