"""Headings that the file format marked: Word styles and Markdown ``#`` lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notes.structure.numbering import level_of
from notes.values import Mark, Span

_HASHES = re.compile(r"^[ \t]{0,3}(#{1,6})[ \t]+(?=\S)", re.MULTILINE)
_MARKUP = re.compile(r"^[#*\s　]+|[#*\s　]+$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading at ``span`` of the text; a ``run_in`` one is a part of a sentence."""

    level: int
    span: Span
    run_in: bool = False

    def within(self, text: str) -> str:
        """The heading as it stands, without signs of a markup language and final stop."""
        return _MARKUP.sub("", self.span.within(text)).rstrip("。：:")


def trimmed(text: str, start: int, end: int) -> Span:
    """The range without the white space at its ends."""
    piece = text[start:end]
    begin = start + len(piece) - len(piece.lstrip())
    return Span(begin, max(begin, start + len(piece.rstrip())))


def styled_headings(text: str, marks: Sequence[Mark]) -> list[Heading]:
    """The headings that ``marks`` or ``#`` lines give, with official levels."""
    found = {m.start: (Span(m.start, m.end), m.level) for m in marks if m.kind == "heading"}
    covered = sorted(span.end for span, _ in found.values())
    for match in _HASHES.finditer(text):
        end = text.find("\n", match.start())
        span = Span(match.start(), end if end >= 0 else len(text))
        if span.end not in covered:
            found.setdefault(span.start, (span, len(match[1])))
    spans = [found[start] for start in sorted(found)]
    levels = _official_levels(text, spans)
    headings: list[Heading] = []
    for span, level in spans:
        apart = not headings or headings[-1].span.end <= span.start
        if apart and _MARKUP.sub("", span.within(text)):
            headings.append(Heading(levels[level], trimmed(text, span.start, span.end)))
    return headings


def _official_levels(text: str, spans: Sequence[tuple[Span, int]]) -> dict[int, int]:
    """Official level of each style level: by the number of its headings, else by rank."""
    ranked = enumerate(sorted({level for _, level in spans}), start=1)
    levels = {level: min(rank, 4) for rank, level in ranked}
    for span, level in reversed(spans):
        official = level_of(_MARKUP.sub("", span.within(text)))
        if official:
            levels[level] = official
    return levels
