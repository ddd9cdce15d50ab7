"""Where things stand: headings as sources, sections as groups, text order."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from notes.extract.lexicon import alternatives
from notes.values import Outline, Point, Section, Sentence

_MARK = re.compile(
    r"^\s*(?:#+\s*)?(?:第[一二三四五六七八九十百\d]+[章节部分]{1,2}[、：:\s]*"
    r"|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}[、.．]|\d{1,2}(?:\.\d{1,2})*[.．、)）]?)\s*"
)
_STOP = re.compile(r"[。：:；;，,\s]+$")
_STATES = re.compile(
    rf"^(?:要|必须|应|不断|大力|全面|深入|积极|切实|着力|持续|进一步|牢牢|坚决|始终|更好|充分|扎实|认真|努力|有效|协同)?"
    rf"(?:{alternatives('demands')})|是|(?<![重主必首紧需])要(?![求素点义害闻领])|必须|离不开|在于|决定|引领"
)


def heading_sentence(outline: Outline, section: Section) -> Sentence:
    """Return the heading of ``section`` as a source; its index is negative.

    Headings are not among ``outline.sentences``, but a point may rest on one.
    """
    starts = [paragraph.span.start for paragraph in outline.paragraphs]
    at = max(bisect_right(starts, section.heading_span.start) - 1, 0)
    number = outline.paragraphs[at].number if outline.paragraphs else 1
    return Sentence(
        -1 - section.index, section.heading, section.heading_span, number, section.index
    )


def without_mark(heading: str) -> str:
    """Return the heading without its number and without the stop after it."""
    return _STOP.sub("", _MARK.sub("", heading))


def stated_headings(outline: Outline) -> tuple[Sentence, ...]:
    """Return the headings that make a statement (加快…, X是Y), as sources.

    Names of matters (新质生产力的内涵) are not statements, and a run-in heading is a
    part of its sentence.
    """
    return tuple(
        heading_sentence(outline, section)
        for section in outline.sections
        if section.heading and not section.run_in and _STATES.search(without_mark(section.heading))
    )


def is_courtesy(text: str) -> bool:
    """Whether the sentence greets, thanks or belongs to the form of the document."""
    return bool(_courtesies().search(text))


@lru_cache(maxsize=1)
def _courtesies() -> re.Pattern[str]:
    return re.compile(alternatives("courtesies"))


def main_sections(outline: Outline) -> tuple[tuple[int, ...], ...]:
    """Return the groups of section numbers that belong to one main heading each.

    A main section is one of the highest heading level of the essay, together with
    the deeper sections that follow it; text before the first heading is a group too
    when it holds a sentence. An essay without headings gives one group.
    """
    filled = {s.section for s in outline.sentences if not is_courtesy(s.text)}
    levels = [section.level for section in outline.sections if section.level and not section.run_in]
    top = min(levels, default=0)
    groups: list[list[int]] = []
    for section in outline.sections:
        if not groups or (0 < section.level <= top and not section.run_in):
            groups.append([])
        groups[-1].append(section.index)
    return tuple(tuple(group) for group in groups if filled.intersection(group))


def place(point: Point) -> tuple[int, int, str]:
    """Return a key that sorts points by where their first words stand in the text."""
    first = min(point.sources, key=lambda sentence: sentence.span.start, default=None)
    if first is None:
        return (0, 0, point.text)
    return (first.span.start, max(first.text.find(point.text[:4]), 0), point.text)
