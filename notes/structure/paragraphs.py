"""Paragraphs: real line breaks, and restored ones where a scrape lost them.

A paragraph of more than ``LONGEST`` characters is cut before the parts of an
enumeration and before sentences that open a new thought, else where it gets too long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.structure.sentences import sentence_spans
from notes.values import Span

LONGEST = 400
_ENOUGH = 180
_SHORT = 60

_PART = re.compile(
    r"[一二三四五六七八九十]是|第[一二三四五六七八九十][，、：]|首先|其次|再次|最后|一方面|另一方面|此外，|总之"
)
_OPENER = re.compile(
    r"当前|当今|目前|近年来|今年|去年|过去|同时，|此外|另外|因此|总之|由此|可以说|与此同时|在.{2,14}[中下上]，|"
    r"随着|对于|从.{1,8}看，|我们要|要|必须|今天|今后|下一步|作为|面对|习近平总书记|实践证明|未来"
)


def paragraph_spans(text: str, start: int, end: int) -> list[Span]:
    """The paragraphs of ``text[start:end]`` without white space around them."""
    spans: list[Span] = []
    for line in re.finditer(r"[^\n]+", text[start:end]):
        content = line.group()
        if not content.strip():
            continue
        low = start + line.start() + len(content) - len(content.lstrip())
        high = start + line.start() + len(content.rstrip())
        spans.extend(_restored(text, Span(low, high)))
    return spans


def _restored(text: str, line: Span) -> Iterator[Span]:
    if len(line) <= LONGEST:
        yield line
        return
    sentences = [
        Span(line.start + s.start, line.start + s.end) for s in sentence_spans(line.within(text))
    ]
    begin, last = line.start, line.start
    for sentence in sentences:
        if sentence.start > begin and _begins_anew(text, begin, sentence, last):
            yield Span(begin, last)
            begin = sentence.start
        last = sentence.end
    yield Span(begin, line.end)


def _begins_anew(text: str, begin: int, sentence: Span, last: int) -> bool:
    so_far = last - begin
    if sentence.end - begin > LONGEST:
        return True
    if _PART.match(text, sentence.start):
        return so_far >= _SHORT
    return so_far >= _ENOUGH and bool(_OPENER.match(text, sentence.start))
