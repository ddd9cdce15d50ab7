"""Whether a predicate is affirmed or negated, demanded or allowed, by the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from notes.verify.parsed import Parsed, Token

REACH = 5
"""How many function words may stand between a negation and its predicate."""


@dataclass(frozen=True, slots=True)
class Stance:
    """``negated`` is ``None`` where a wide negation earlier in the clause may reach or not."""

    negated: bool | None
    modal: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A negation or modal of a folded text; ``kind``: ``narrow``, ``wide``, ``must``, ``may``."""

    text: str
    kind: str
    start: int

    @property
    def end(self) -> int:
        """Where the word ends."""
        return self.start + len(self.text)


@lru_cache(maxsize=1)
def _kinds() -> dict[str, frozenset[str]]:
    text = resources.files("notes.data").joinpath("verify_negations.txt").read_text("utf-8")
    found: dict[str, frozenset[str]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            kind, *words = line.split()
            found[kind] = frozenset(words)
    return found


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = {w for kind in ("lexical", "double", "narrow", "wide") for w in _kinds()[kind]}
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))))


def negations(text: str) -> Iterator[Mark]:
    """The negations of folded ``text``; words like 不断 and 无论, that negate nothing, are not."""
    kinds = _kinds()
    for match in _pattern().finditer(text):
        word = match.group()
        if word in kinds["lexical"] or word in kinds["double"]:
            continue
        yield Mark(word, "wide" if word in kinds["wide"] else "narrow", match.start())


@lru_cache(maxsize=1)
def _modal_pattern() -> re.Pattern[str]:
    words = _kinds()["must"] | _kinds()["may"] | _kinds()["modal_not"]
    return re.compile("|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))))


def modals(text: str) -> Iterator[Mark]:
    """The modals of folded ``text``; 重要, 只要, 响应 hold none."""
    kinds = _kinds()
    for match in _modal_pattern().finditer(text):
        word = match.group()
        if word in kinds["modal_not"]:
            continue
        yield Mark(word, "must" if word in kinds["must"] else "may", match.start())


def stance(parsed: Parsed, number: int) -> Stance:
    """The stance towards token ``number`` of ``parsed``: read backwards to the clause's start."""
    kinds = _kinds()
    tokens = parsed.tokens
    clause = parsed.clause_at(tokens[number].start)
    negated: bool | None = False
    modal = ""
    for reach, token in enumerate(reversed(tokens[:number])):
        if token.start < clause.start or reach > REACH:
            break
        word = token.text
        # 防止出现 is one word to the segmentation.
        if word in kinds["narrow"] or word[:2] in kinds["wide"] or word in kinds["wide"]:
            negated = not negated
        if word in kinds["must"]:
            modal = modal or "must"
        elif word in kinds["may"]:
            modal = modal or "may"
        elif token.content:
            break
    if negated is False:
        negated = _reached(tokens, number, clause.start)
    return Stance(negated, modal)


def _reached(tokens: tuple[Token, ...], number: int, start: int) -> bool | None:
    """Whether a negation further back reaches the token.

    禁止 turns the first verb after it, with or without an adverbial between; whether it
    turns later ones, or 不 anything beyond its own verb, is open (``None``).
    """
    kinds = _kinds()
    for at in range(number - 1, -1, -1):
        if tokens[at].start < start:
            break
        if tokens[at].text[:2] in kinds["wide"]:
            first = not any(_verb(t) for t in tokens[at + 1 : number])
            return True if first and _verb(tokens[number]) else None
        if tokens[at].text in kinds["narrow"]:
            return None
    return False


def _verb(token: Token) -> bool:
    return token.tag[:1] == "v" and len(token.text) >= 2
