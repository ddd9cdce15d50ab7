"""Places where text is missing: marked, never mended.

Three signs are strong enough: a list mark (二是, （二）, 二、) that stands right behind
an unfinished clause although its predecessor came before, a paragraph that breaks off
before the line of a heading or label, and a document that stops without the end of a
sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.values import Span

_NUMERALS = "一二三四五六七八九十"
_MARKS = {
    "run_in": re.compile(r"([一二三四五六七八九十])是(?![一不否的])"),
    "bracket": re.compile(r"[（(]([一二三四五六七八九十])[）)]"),
    "stop": re.compile(
        r"(?<![一二三四五六七八九十第百千])([一二三四五六七八九十])、(?![一二三四五六七八九十])"
    ),
}
_CLAUSE = re.compile(r"[，。；：！？、,;:!?\n]")
_FINAL = re.compile(r"[。！？!?…；;：:][”’」』》）)】\"'*_]*\s*$")
_OPEN = re.compile(r"[一-鿿，,、]")
_PROSE = re.compile(r"[，。；]")
_NEW_LINE = re.compile(
    r"\n[ \t　\n]{0,12}(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)]"
    r"|[【]?(?:第[一二三四五六七八九十\d]{1,3}篇|篇[一二三四五六七八九十\d]))"
)
_LONGEST_LEAD = 12
_HEADING = 40
_LEAST_LINE = 60
"""Characters of a line that is no heading, signature or date."""


def lost_text(text: str) -> list[Span]:
    """The ends of clauses behind which text is missing, in order."""
    spans = {span.end: span for span in (*_broken_off(text), *_cut_lines(text))}
    return [spans[end] for end in sorted(spans)]


def _broken_off(text: str) -> Iterator[Span]:
    for name, pattern in _MARKS.items():
        expected = 1
        for match in pattern.finditer(text):
            number = _NUMERALS.index(match[1]) + 1
            if number == 1:
                expected = 2
            elif number == expected:
                expected += 1
                if _is_unfinished(text, match.start(), name):
                    yield _lead(text, match.start())


def _is_unfinished(text: str, at: int, name: str) -> bool:
    before = text[max(at - 200, 0) : at]
    if not before or before[-1].isspace():
        return False
    if before[-1] in "，,":
        return name != "run_in"
    if not "一" <= before[-1] <= "鿿":
        return False
    # A heading right before a heading ends without a mark as well.
    clause = _CLAUSE.split(before)[-1]
    sentence = re.split(r"[。！？\n]", before)[-1]
    headed = _MARKS["stop"].search(sentence) or _MARKS["bracket"].search(sentence)
    return len(clause) >= 4 and not (headed and len(sentence) <= _HEADING)


def _lead(text: str, at: int) -> Span:
    """The last words before ``at``, from the mark before them on."""
    clause = _CLAUSE.split(text[max(at - _LONGEST_LEAD, 0) : at - 1])[-1]
    return Span(at - 1 - len(clause), at)


def _cut_lines(text: str) -> Iterator[Span]:
    """The ends of prose lines before a heading, a label or the end that end no sentence."""
    ends = [match.start() for match in _NEW_LINE.finditer(text)]
    for end in [*ends, len(text)]:
        stop = len(text[max(end - 300, 0) : end].rstrip()) + max(end - 300, 0)
        begin = text.rfind("\n", 0, stop) + 1
        if stop - begin < _LEAST_LINE or _FINAL.search(text, stop - 8, stop):
            continue
        if end == len(text):
            breaks_off = bool(_PROSE.search(text, begin, stop))
        else:
            breaks_off = "。" in text[begin:stop] and bool(_OPEN.match(text, stop - 1))
        if breaks_off:
            yield _lead(text, stop)
