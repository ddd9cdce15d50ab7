"""The title of an essay: on its own line, bracketed, or glued to the first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notes.structure.glued import cuts
from notes.values import Mark, Span

LONGEST_LINE = 50
_GLUE_EVIDENCE = 0.0

_BRACKETED = re.compile(
    r"[ \t　\n]*(?:《([^》\n]{4,40})》|【([^】\n]{4,40})】)(?=[^，,。、的中里一]|$)"
)
_LINE = re.compile(r"[^\n]*")
_SENTENCE = re.compile(r"[。！？；，,：:]$")
_HEADED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.、．]"
)
_SALUTATION = re.compile(r"(?:尊敬的|敬爱的|亲爱的|各位|同志们|老师们|大家好|同学们)")
_SUBTITLE = re.compile(r"[ \t　]*(?:——|—|--)")
_BYLINE = re.compile(
    r"[ \t　]*(?:[（(]\d{4}年.{1,12}日[）)]|\d{4}年\d{1,2}月\d{1,2}日|作者[:：].{2,12}"
    r"|.{2,12}(?:单位|局|委)[:：]?.{0,12})[ \t　]*$"
)
_NO_TITLE_START = re.compile(
    r"近|当|在|随|为了|从|自|对|通过|经过|根据|按照|今|昨|去年|目前|如今|我|你|他|大家|同志|各位|尊敬|这|那|"
    r"首先|因此|总之|如果|虽然|由于|\d"
)
_TITLE_START_OK = re.compile(r"在.{2,16}(?:上|中|时)的|从.{2,12}(?:看|到|谈)|对.{2,20}的|为.{2,12}")
_MARKUP = re.compile(r"^[ \t　#*]+|[ \t　#*]+$")


@dataclass(frozen=True, slots=True)
class Titled:
    """A title and the place where the body begins."""

    title: str
    body: int


def find_title(text: str, start: int, end: int, marks: Sequence[Mark] = ()) -> Titled:
    """The title of the essay in ``text[start:end]``, empty where there is none."""
    start += len(text[start:end]) - len(text[start:end].lstrip())
    marked = _marked(text, start, end, marks)
    if marked:
        return marked
    line_end = min(_LINE.match(text, start).end(), end)  # type: ignore[union-attr]
    line = _MARKUP.sub("", text[start:line_end])
    if line_end < end and text[line_end:end].strip() and is_title_line(line):
        return _with_subtitle(text, line, line_end, end)
    bracketed = _BRACKETED.match(text, start, end)
    if bracketed:
        return Titled(bracketed[1] or bracketed[2], bracketed.end())
    return _glued(text, start, line_end)


def _marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> Titled | None:
    """A title that the file format marked, when nothing but white space stands before it."""
    for mark in marks:
        if mark.kind != "title" or not start <= mark.start < end:
            continue
        if not text[start : mark.start].strip(" \t\n　#"):
            title = _MARKUP.sub("", Span(mark.start, mark.end).within(text)).strip()
            title = re.sub(r"\s*\n\s*", " ", title)
            # The subtitle of a marked title is passed over: it says where and when.
            return Titled(title, _with_subtitle(text, title, min(mark.end, end), end).body)
    return None


def is_title_line(line: str) -> bool:
    """Whether a line may be a title: short, no sentence, no heading mark, no salutation."""
    if not 2 <= len(line) <= LONGEST_LINE or _SENTENCE.search(line):
        return False
    return not (_HEADED.match(line) or _SALUTATION.match(line))


def _with_subtitle(text: str, title: str, at: int, end: int) -> Titled:
    """Take a ——subtitle and a line with author or date to the title; the latter is not kept."""
    while at < end:
        match = re.compile(r"\s*([^\n]*)").match(text, at, end)
        if match is None or match.end() >= end:
            break
        if _SUBTITLE.match(match[1]) and len(match[1]) <= LONGEST_LINE:
            title = f"{title}{match[1].strip()}"
        elif not _BYLINE.match(match[1]):
            break
        at = match.end()
    return Titled(title, at)


def _glued(text: str, start: int, line_end: int) -> Titled:
    """A title that runs into the first sentence; only on good evidence."""
    if _NO_TITLE_START.match(text, start) and not _TITLE_START_OK.match(text, start):
        return Titled("", start)
    if line_end - start < LONGEST_LINE:
        return Titled("", start)
    for cut in cuts(text, start, line_end, title=True):
        title = text[start : cut.end]
        if cut.stop or cut.score < _GLUE_EVIDENCE or len(cut.clauses) > 2 or len(title) < 6:
            continue
        if not re.search(r"[。！？；：]|^我|我们|同志们", title):
            return Titled(title.strip(), cut.end)
        break
    return Titled("", start)
