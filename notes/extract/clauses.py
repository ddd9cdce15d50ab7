"""The clauses of a sentence and which of them can open or close a statement.

A clause ends at ，；： or at the sentence's end, never inside quotation marks,
brackets or book titles. Whether a run of clauses is a statement of its own is
decided by the words at its edges (the lists in ``notes/data``) and by jieba's parts
of speech; where in doubt the answer is no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from notes.extract.grammar import (
    awaits_noun,
    describes,
    ends_in_means,
    first_words,
    gives_noun,
    has_predicate,
    is_adjunct,
    is_bare,
    is_nominal,
    is_purpose,
    is_unserved,
    subject_of,
)
from notes.extract.lexicon import group, listed
from notes.words import Word, Words

_OPENING = dict(zip("“‘「『《（(【[", "”’」』》）)】]", strict=True))
_STOPS = "，,；;：:。！？!?…"
_LONGEST_PAIR = 120
_ATTRIBUTION = re.compile(
    r"(?:指出|强调|提出|认为|表示|要求|显示|表明|证明|说|讲到|谈到|看到|认识到|体会到|明白|知道|懂得)$"
)
_BOTH = frozenset(["既是", "既要", "既有", "既能", "既可", "既可以", "既不", "既然", "既在"])
_PHRASE = re.compile(r"(?:一道|一样|一起|之际|之前|以前|来说|而言|来看|以来)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause ``text[start:end]`` of a sentence; ``mark`` is the character after it.

    ``part`` counts the parts between semicolons. ``opens``: a statement can begin
    here; ``closes``: it can end here; ``frees``: the next clause can stand without
    this one. ``subject`` is the length of the noun phrase that its verb belongs to
    (0: none), ``head`` the length including the modal words after it (要, 必须).
    ``predicates``: it begins with 是 and says something of the clauses before it.
    ``bare`` clauses begin with a verb, an adverb or a preposition; ``describes``: one that
    tells of its subject and does not demand; ``modal`` clauses begin with a modal word;
    ``denies`` says that the verb is negated or reports another's words.
    """

    start: int
    end: int
    mark: str
    part: int
    opens: bool
    closes: bool
    frees: bool
    subject: int
    head: int
    predicates: bool
    bare: bool
    describes: bool
    modal: bool
    denies: bool


def clauses(text: str, words: Words) -> tuple[Clause, ...]:
    """Return the clauses of the sentence ``text`` in order, their edges judged by ``words``."""
    ranges = _ranges(text)
    tokens = _tokens_by_range(ranges, words.tag(text))
    found: list[Clause] = []
    part = 0
    for (start, end, mark), inside in zip(ranges, tokens, strict=True):
        found.append(_clause(text[start:end], start, mark, part, inside))
        part += mark in ("；", ";")
    return _linked(found, tokens)


def _clause(body: str, start: int, mark: str, part: int, inside: list[Word]) -> Clause:
    first = first_words(inside)
    subject = subject_of(inside)
    unserved = is_unserved(inside)
    adjunct = is_adjunct(inside, subject.length) or unserved
    attribution = bool(_ATTRIBUTION.search(body)) and mark in ("，", ",", "：", ":")
    opener = body in listed("openers")
    verbal = not (opener or _PHRASE.search(body)) and has_predicate(inside)
    announces = mark in ("：", ":")
    waiting = is_nominal(inside) or ends_in_means(inside)
    return Clause(
        start=start,
        end=start + len(body),
        mark=mark,
        part=part,
        opens=not (first & listed("continuations") or opener or is_purpose(inside)),
        closes=verbal and not (adjunct or attribution or announces or waiting),
        frees=opener
        or attribution
        or (adjunct and not unserved)
        or (verbal and not (announces or waiting)),
        subject=0 if attribution else subject.length,
        head=subject.head,
        predicates="是" in first,
        bare=is_bare(inside),
        describes=describes(inside),
        modal=bool(first & (group("modals") | group("denials"))),
        denies=subject.denies or any(word.text in group("reporting") for word in inside),
    )


def _linked(found: list[Clause], tokens: list[list[Word]]) -> tuple[Clause, ...]:
    """Tie clauses that need each other: topic and predicate, condition and consequence."""
    kept = list(found)
    begin = 0
    for end in range(1, len(found) + 1):
        if end == len(found) or found[end].part != found[begin].part:
            kept[begin:end] = _tied(found[begin:end], tokens[begin:end])
            begin = end
    return tuple(kept)


def _tied(found: list[Clause], tokens: list[list[Word]]) -> list[Clause]:
    """Tie the clauses of one part of a sentence.

    ``framed`` is the clause where a condition or a contrast began that the rest of the
    part belongs to: nothing opens after it, and nothing closes between it and its answer.
    """
    kept = _with_nouns(found, tokens)
    framed: int | None = None
    for at in range(len(found)):
        first = first_words(tokens[at])
        if at:
            if _completes(found, tokens, at):
                kept[at - 1] = replace(kept[at - 1], closes=False)
                kept[at] = replace(kept[at], opens=False)
            if framed is None and first & group("consequences"):
                framed = 0
                kept[1:at] = [replace(clause, opens=False) for clause in kept[1:at]]
            if framed is not None and first & listed("second_halves"):
                kept[framed:at] = [replace(clause, closes=False) for clause in kept[framed:at]]
            repeats = first & group("modals") & first_words(tokens[at - 1])
            leads = kept[at - 1].opens or not repeats
            if framed is not None or not found[at - 1].frees or not leads:
                kept[at] = replace(kept[at], opens=False)
        if framed is None and any(_frames(word.text) for word in tokens[at]):
            framed = at
            kept[at] = replace(kept[at], closes=False)
    return kept


def _frames(word: str) -> bool:
    """Whether the word asks for a second half; 既是 and 既要 are one word to the tagger."""
    return word in listed("frames") or word in _BOTH


def _with_nouns(found: list[Clause], tokens: list[list[Word]]) -> list[Clause]:
    """Keep 是 and the noun that ends its predicate together, over clauses if need be."""
    kept = list(found)
    for at, inside in enumerate(tokens):
        if not awaits_noun(inside):
            continue
        end = next((k for k in range(at + 1, len(tokens)) if gives_noun(tokens[k])), None)
        for between in range(at, end if end is not None else at):
            kept[between] = replace(kept[between], closes=False)
            kept[between + 1] = replace(kept[between + 1], opens=False)
    return kept


def _completes(found: list[Clause], tokens: list[list[Word]], at: int) -> bool:
    """Whether clause ``at`` is what the clause before it is waiting for.

    It is its predicate (…，是…), its second half (…，就…), or what a topic asks for
    (加快发展，要…; the topic is the first clause of the part that says something).
    """
    first = first_words(tokens[at])
    topic = not found[at - 1].subject and (at == 1 or not found[at - 2].closes)
    return bool(
        first & group("predicates")
        or first & listed("frames")
        or (topic and first & group("modals"))
        or any(word.text in group("answers") for word in tokens[at][1:5])
    )


def _ranges(text: str) -> list[tuple[int, int, str]]:
    ranges: list[tuple[int, int, str]] = []
    waiting: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if waiting and character == waiting[-1]:
            waiting.pop()
        elif character in _OPENING and _closed_later(text, at):
            waiting.append(_OPENING[character])
        elif not waiting and character in _STOPS and not _inside_number(text, at):
            if text[start:at].strip():
                ranges.append((start, at, character))
            start = at + 1
    if text[start:].strip("”’」』）)】 "):
        ranges.append((start, len(text), ""))
    return ranges


def _closed_later(text: str, at: int) -> bool:
    return text.find(_OPENING[text[at]], at + 1, at + 1 + _LONGEST_PAIR) > 0


def _inside_number(text: str, at: int) -> bool:
    """1,000 and 10:30 hold no clause end."""
    return text[at] in ",:：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _tokens_by_range(
    ranges: list[tuple[int, int, str]], tagged: Sequence[Word]
) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in ranges]
    position = 0
    at = 0
    for word in tagged:
        while at < len(ranges) and position >= ranges[at][1]:
            at += 1
        if at < len(ranges) and position >= ranges[at][0]:
            found[at].append(word)
        position += len(word.text)
    # A word across a clause end can leave a clause without words of its own.
    return [inside or [Word("…", "x")] for inside in found]
