"""Find the persons, places and organisations of a segmented text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Protocol

_KINDS = {"nr": "person", "ns": "place", "nt": "organisation"}


class Token(Protocol):
    """What is read of a word."""

    @property
    def text(self) -> str:
        """The word."""

    @property
    def tag(self) -> str:
        """Its part of speech."""

    @property
    def start(self) -> int:
        """Where it begins."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name and where it stands in a folded text."""

    text: str
    kind: str
    start: int
    end: int


def names_of(tokens: Sequence[Token]) -> tuple[Name, ...]:
    """Persons, places and organisations of a text by part of speech.

    A person's name that the segmentation parted (陈 + 海生) is put together.
    """
    found: list[Name] = []
    for number, token in enumerate(tokens):
        kind = _KINDS.get(token.tag[:2])
        if kind is None or (found and token.start < found[-1].end):
            continue
        text = token.text
        if len(text) == 1:
            given = tokens[number + 1].text if number + 1 < len(tokens) else ""
            if kind != "person" or text not in surnames() or not 1 <= len(given) <= 2:
                continue
            if not given.isalpha() or tokens[number + 1].tag[:1] not in "nazgb":
                continue
            text += given
        if text in ordinary() or (kind == "person" and not is_person(text, token.tag)):
            continue
        found.append(Name(text, kind, token.start, token.start + len(text)))
    return tuple(found)


@lru_cache(maxsize=2)
def _listed(kind: str) -> frozenset[str]:
    text = resources.files("notes.data").joinpath("verify_surnames.txt").read_text("utf-8")
    lines = (line.split() for line in text.splitlines() if not line.startswith("#"))
    return frozenset(word for line in lines if line and line[0] == kind for word in line[1:])


def surnames() -> frozenset[str]:
    """Characters that open a person's name."""
    return _listed("surnames")


def ordinary() -> frozenset[str]:
    """Ordinary words that a tagger takes for names."""
    return _listed("words")


def is_person(text: str, tag: str) -> bool:
    """A surname and one or two characters, two surnames and more, or a known foreign name."""
    if not tag.startswith("nr") or len(text) < 2 or text in ordinary():
        return False
    short = len(text) <= 3 or text[:2] in surnames()
    return tag == "nrt" or (text[0] in surnames() and short)
