"""Whether a statement is a sentence or heading that can stand in notes at all.

A small model stutters (将将将), repeats a phrase, glues clauses without a verb and
stops in the middle of a phrase. These faults need no source to be seen, except
where the source itself repeats the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.values import Finding
from notes.verify.normal import skeleton
from notes.verify.parsed import Parsed, Token
from notes.verify.source import Scope

LONG = 18
"""From this many characters on a statement must have a predicate."""
_STUTTER = re.compile(r"([^\W\d])\1\1")
_ECHO = re.compile(r"([^\W\d]{2,12})\1")
_PAIRS = (("“", "”"), ("‘", "’"), ("《", "》"), ("（", "）"), ("【", "】"))
_BAD_OPENING = re.compile(
    r"^(?:[，、；：。！？）》”·%]|的|地(?=[^\w])|得(?!到|益|知)|了(?!解)|着(?!力|眼|重|手)"
    r"|和(?!谐|平|睦)|与(?!会|时|人)|及(?!时)|以及|并且|而且|从而|进而|但是|然而|却|而(?!立)|或者"
    r"|并(?!购|行|重|肩|举|存|联|网|轨))"
)
_BAD_END = frozenset(
    (
        *"的和与及并或、，：；（《“把将被对在向从由以于让使是第不更而地得其该这那各每所为",
        *(
            "以及",
            "为了",
            "通过",
            "关于",
            "对于",
            "更加",
            "进一步",
            "不断",
            "着力",
            "为",
            "并且",
            "而且",
            "有着",
        ),
    )
)
_CLOSING = re.compile(r"[。！？…”’》）】]+$")


def check(statement: Parsed, scope: Scope) -> list[Finding]:
    """Findings of kind ``form``; ``detail`` shows the place."""
    details = dict.fromkeys(
        (*_stutters(statement, scope), *_unbalanced(statement), *_edges(statement, scope))
    )
    return [Finding("form", d) for d in details]


def _stutters(statement: Parsed, scope: Scope) -> Iterator[str]:
    for match in _STUTTER.finditer(statement.text):
        if match.group() not in scope.text:
            yield match.group()
    for match in _ECHO.finditer(statement.text):
        if match.group() not in scope.text and not match.group().isdigit():
            yield match.group()
    yield from _repeats(statement, scope)


def _repeats(statement: Parsed, scope: Scope) -> Iterator[str]:
    """A run of four characters or more that comes twice, unless it is a term or the source's."""
    bare, at = statement.bare, 0
    seen: dict[str, int] = {}
    while at + 4 <= len(bare):
        gram = bare[at : at + 4]
        first = seen.setdefault(gram, at)
        if first + 4 <= at:
            length = 4
            while at + length < len(bare) and bare[first + length] == bare[at + length]:
                if first + length >= at:
                    break
                length += 1
            run = bare[at : at + length]
            plain = not any(c.isascii() for c in run)
            if plain and (length >= 8 or not _is_term(run, statement)) and not _twice(run, scope):
                yield run
            at += length
            continue
        at += 1


def _is_term(run: str, statement: Parsed) -> bool:
    """Whether ``run`` is a noun phrase: 新质生产力 may come twice, 推进改革 may not."""
    joined = ""
    for token in statement.tokens:
        word = skeleton(token.text)
        if token.tag[:1] in "nvajibl" and token.tag not in {"v", "vd", "vshi", "vyou"}:
            joined += word
        elif word:
            joined += "|"
    return run in joined


def _twice(run: str, scope: Scope) -> bool:
    return any(p.parsed.bare.count(run) > 1 for p in scope.places)


def _unbalanced(statement: Parsed) -> Iterator[str]:
    for opener, closer in _PAIRS:
        depth = 0
        for char in statement.text:
            depth += (char == opener) - (char == closer)
            if depth < 0:
                break
        if depth != 0:
            yield opener if depth > 0 else closer


def _edges(statement: Parsed, scope: Scope) -> Iterator[str]:
    text = statement.text
    if not statement.bare:
        yield text
        return
    if _BAD_OPENING.match(text):
        yield text[:6]
    core = _CLOSING.sub("", text)
    if _ends_badly(statement, core, scope) or _cut_word(statement, scope):
        yield core[-6:]
    long = len(statement.bare) >= LONG and not statement.quantities
    if long and not any(_predicate(t) for t in statement.tokens):
        yield text[:12]


def _ends_badly(statement: Parsed, core: str, scope: Scope) -> bool:
    words = [t for t in statement.tokens if t.start < len(core)]
    if not words or words[-1].text not in _BAD_END:
        return False
    # …是错误的 is whole, and so is what the source ends a clause with.
    said = len(words) > 2 and words[-2].tag[:1] == "a" and words[-3].text.endswith("是")
    if words[-1].text == "的" and said:
        return False
    tail = skeleton(core)[-3:]
    closed = any(tail + mark in scope.text + "\n" for mark in _CLAUSE_MARKS)
    return not (words[-1].text == "的" and closed)


_CLAUSE_MARKS = tuple("，；：。！？…”\n")


def _cut_word(statement: Parsed, scope: Scope) -> bool:
    """Whether the statement stops inside a word of the source (新质生产 for 新质生产力)."""
    last = next((t for t in reversed(statement.tokens) if t.text.isalnum()), None)
    if last is None or last.text in scope.tokens:
        return False
    tail = statement.bare[-4:]
    for place in scope.places:
        at = place.parsed.text.find(tail)
        if at >= 0:
            end = at + len(tail)
            cut = (t for t in place.parsed.tokens if t.start < end < t.end)
            # 犯罪 out of 犯罪分子 is a word of its own.
            return any(t.text[: end - t.start] != last.text for t in cut)
    return False


def _predicate(token: Token) -> bool:
    return (token.tag[:1] in "vaizl" and token.tag != "ad") or token.text in _MODAL_VERBS


_MODAL_VERBS = frozenset({"可以", "必须", "应当", "要", "须", "应", "无", "将", "为"})
