"""Headings that are part of a sentence: 一是, 第一，, 首先, 一方面."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes.structure.styled import Heading
from notes.values import Span
from notes.words import words

LEVEL = 5
LONGEST = 40

_CN = "一二三四五六七八九十"
_BEFORE = "。！？；：，、”\n"
# A sentence whose end was lost runs into 二是.
_BEHIND_TEXT = re.compile(rf"[{_CN[1:8]}]是(?<=[一-鿿]..)(?=[一-鿿])")
_MARK = re.compile(
    rf"[ \t　]*(?:([{_CN}])是(?![{_CN}否的])要?|第([{_CN}])[，、：]"
    r"|(首先|其次|再次|再者|最后)[，要是]?|(一方面|另一方面)[，要是]?)"
)
# Where a mark may be: asked first because it is quick.
_SIGN = re.compile(
    rf"[{_CN}第首其再最另](?:(?<=[{_CN}])(?:是|方面)|(?<=第)[{_CN}][，、：]|[先次者后]|一方面)"
)
# A first member right behind Chinese text ends the heading before it.
_FIRST_BEHIND = re.compile(
    rf"(?<=[一-鿿”》）])(?<![统唯同专单逐划其初无不之万惟归第])(?:一是(?![{_CN}否的])|第一[，：]|首先[，要是]|一方面[，要是])"
)
_SECONDS = {"一": "二是", "第": "第二", "首": "其次"}
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4, "一方面": 1, "另一方面": 2}
_CLAUSE_END = re.compile(r"[，,。！？；;：:\n]")


def with_run_ins(text: str, headings: Sequence[Heading]) -> list[Heading]:
    """``headings`` and the enumerations between them, in text order."""
    result: list[Heading] = []
    begin = 0
    for heading in headings:
        result.extend(_run_ins(text, begin, heading.span.start))
        result.append(heading)
        begin = heading.span.end
    result.extend(_run_ins(text, begin, len(text)))
    return result


def clause_end(text: str, start: int, end: int) -> int:
    """The end of the clause that begins at ``start``, at most ``LONGEST`` characters on."""
    limit = min(end, start + LONGEST)
    found = _CLAUSE_END.search(text, start, limit)
    return found.start() if found else limit


def hard_end(text: str, start: int, end: int) -> int:
    """Where an enumeration with a second member begins right behind ``text[start:…]``.

    No heading reaches over 一是; ``end`` where none follows within ``LONGEST`` characters.
    """
    for match in _FIRST_BEHIND.finditer(text, start + 2, min(end, start + LONGEST + 3)):
        second = "另一方面" if match.group()[:2] == "一方" else _SECONDS[match.group()[0]]
        if text.find(second, match.end(), end) >= 0:
            return match.start()
    return end


def _run_ins(text: str, begin: int, end: int) -> Iterator[Heading]:
    """Enumerations in a range that count up from one to at least two."""
    open_chains: dict[str, list[Heading]] = {}
    done: list[Heading] = []
    for match in _matches(text, begin, end):
        family, number = _family(match)
        start = match.end() - len(match.group().lstrip())
        heading = Heading(LEVEL, Span(start, clause_end(text, match.end(), end)), run_in=True)
        chain = open_chains.get(family, [])
        if number == 1:
            done.extend(chain if len(chain) > 1 else ())
            open_chains[family] = [heading]
        elif chain and len(chain) < number <= len(chain) + 2:
            chain.append(heading)
    for chain in open_chains.values():
        done.extend(chain if len(chain) > 1 else ())
    yield from _apart(done)


def _matches(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """Marks where a clause begins; the first may stand right behind a glued heading."""
    first = _MARK.match(text, begin, end)
    if first:
        yield first
        begin = first.end()
    for sign in _SIGN.finditer(text, begin, end):
        start = sign.start()
        while start > begin and text[start - 1] in " \t　":
            start -= 1
        if start < begin or not _begins_clause(text, start):
            continue
        match = _MARK.match(text, start, end)
        if match:
            begin = match.end()
            if match[3] != "最后" or _ends_a_list(text, match):
                yield match


def _begins_clause(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _BEFORE or bool(_BEHIND_TEXT.match(text, at))


def _ends_a_list(text: str, match: re.Match[str]) -> bool:
    """Whether 最后 is “lastly”: before a comma or a verb, not in 最后一茬, 最后三天."""
    if match.group()[-1] != "后":
        return True
    behind = words().tag(text[match.end() : match.end() + 8])
    return bool(behind) and behind[0].tag[0] in "vdpr"


def _family(match: re.Match[str]) -> tuple[str, int]:
    if match[1] or match[2]:
        return ("是" if match[1] else "第"), _CN.index(match[1] or match[2]) + 1
    return ("先" if match[3] else "面"), _ORDER[match[3] or match[4]]


def _apart(headings: Sequence[Heading]) -> Iterator[Heading]:
    end = -1
    for heading in sorted(headings, key=lambda h: h.span.start):
        if heading.span.start >= end:
            yield heading
            end = heading.span.end
