"""Split a document into its essays and say how many it claims to hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from notes.structure.labels import find_labels
from notes.structure.numbering import number_of
from notes.structure.restarts import ESSAY_WORDS, LEAST_ESSAY, Piece, restarted
from notes.structure.titles import find_title
from notes.values import Bundle, Essay, Mark, Repaired, Span

_N = r"(\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_CLAIMS = re.compile(
    rf"[（(【\[][^）)】\]\n]{{0,12}}?{_N}[ ]?篇[^）)】\]\n]{{0,6}}[）)】\]]|共[ ]?{_N}[ ]?篇"
    rf"|(?:精选|汇编|合集|汇总|通用)[ ]?{_N}[ ]?篇"
    rf"|{_N}[ ]?篇(?:合集|汇编|汇总|范文|精选)?[ \t　]*$",
    re.MULTILINE,
)
_FINAL = re.compile(r"[。！？!?…；;”’」』》）)】\"'*_~|][ \t　]*$")
_SIGNATURE = 40
_RULE = re.compile(
    r"^[ \t]*(?:-{3,}|\*{3,}|_{3,}|={3,}|—{3,}|\*(?:[ \t]+\*){2,}|-(?:[ \t]+-){2,})[ \t]*$",
    re.MULTILINE,
)
_NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|[（(]|\d{1,2}[.、．]|第.{1,3}[章节部]")


def split_bundle(repaired: Repaired) -> Bundle:
    """Split ``repaired`` at labels, level-1 headings, rules or restarts, in this order.

    A document without any of them is a bundle of one essay. ``claimed`` comes from
    the packager's title or from what the document says of itself before the first
    essay (“(10篇)”, “共十篇”); ``title`` is the document's own title, empty for a
    single essay whose title it is.
    """
    text = repaired.text
    pieces = _labelled(text) or _styled(repaired) or _ruled(text) or _restarted(repaired)
    preamble = text[: pieces[0][0]] if pieces else ""
    if not pieces:
        pieces = [(0, 0, len(text), "")]
    essays = tuple(
        _essay(repaired, ordinal, label, begin, end)
        for ordinal, (_, begin, end, label) in enumerate(pieces, start=1)
    )
    essays = tuple(essay for essay in essays if essay.text) or essays[:1]
    essays = tuple(replace(essay, ordinal=i) for i, essay in enumerate(essays, start=1))
    return Bundle(essays, _claimed(repaired, preamble), _own_title(repaired, preamble))


def _labelled(text: str) -> list[Piece]:
    labels = find_labels(text)
    if not labels:
        return []
    ends = [label.start for label in labels[1:]] + [len(text)]
    return [(lb.start, lb.end, end, lb.text) for lb, end in zip(labels, ends, strict=True)]


def _restarted(repaired: Repaired) -> list[Piece]:
    """Essays whose headings start anew, in a file that marks no headings itself."""
    if any(mark.kind in {"heading", "title"} for mark in repaired.marks):
        return []
    return restarted(repaired.text, _claimed(repaired, repaired.text[:400]))


def _styled(repaired: Repaired) -> list[Piece]:
    """Several essays in one file, each under a heading of the highest level."""
    headings = [m for m in repaired.marks if m.kind == "heading"]
    titled = any(m.kind == "title" for m in repaired.marks)
    if not headings:
        return []
    top = min(m.level for m in headings)
    tops = [m for m in headings if m.level == top]
    if len(tops) < 2 or not _are_essays(repaired, tops, titled):
        return []
    ends = [m.start for m in tops[1:]] + [len(repaired.text)]
    return [(m.start, m.start, end, "") for m, end in zip(tops, ends, strict=True)]


def _are_essays(repaired: Repaired, tops: Sequence[Mark], titled: bool) -> bool:
    """Whether headings are titles of essays and not of sections."""
    text = repaired.text
    names = [text[m.start : m.end].strip(" #\t\n") for m in tops]
    if any(_NUMBERED.match(name) for name in names):
        return False
    bounds = [m.start for m in tops] + [len(text)]
    bodies = [text[m.end : end] for m, end in zip(tops, bounds[1:], strict=True)]
    if min(len(body.strip()) for body in bodies) < LEAST_ESSAY:
        return False
    restarts = sum("一、" in body or "（一）" in body for body in bodies)
    named = sum(bool(ESSAY_WORDS.search(name)) for name in names)
    claimed = _claimed(repaired, text[: tops[0].start])
    if claimed == len(tops) or restarts >= 2:
        return True
    return named * 2 >= len(names) or (
        not titled and min(len(b) for b in bodies) >= 3 * LEAST_ESSAY
    )


def _ruled(text: str) -> list[Piece]:
    """Essays divided by rules (---), when each part is long enough to be one."""
    rules = [match.span() for match in _RULE.finditer(text)]
    begins = [0, *[end for _, end in rules]]
    ends = [*[start for start, _ in rules], len(text)]
    parts = [(b, b, e, "") for b, e in zip(begins, ends, strict=True) if text[b:e].strip()]
    long_enough = [p for p in parts if len(text[p[1] : p[2]].strip()) >= LEAST_ESSAY]
    return long_enough if len(long_enough) >= 2 and len(long_enough) >= len(parts) - 1 else []


def _essay(repaired: Repaired, ordinal: int, label: str, begin: int, end: int) -> Essay:
    text = repaired.text
    titled = find_title(text, begin, end, _title_marks(repaired, begin, end))
    start = titled.body
    start += len(text[start:end]) - len(text[start:end].lstrip())
    body = text[start:end].rstrip()
    body = _RULE.sub("", body).rstrip() if _RULE.search(body[-40:]) else body
    stop = start + len(body)
    marks = tuple(
        replace(mark, start=mark.start - start, end=mark.end - start)
        for mark in repaired.marks
        if start <= mark.start and mark.end <= stop
    )
    return Essay(
        ordinal, label, titled.title, Span(start, stop), text[start:stop], marks, _is_cut(body)
    )


def _title_marks(repaired: Repaired, begin: int, end: int) -> list[Mark]:
    """Title marks, and a lone highest heading at the very start of a piece."""
    inside = [m for m in repaired.marks if begin <= m.start < end]
    titles = [m for m in inside if m.kind == "title"]
    headings = [m for m in inside if m.kind == "heading"]
    if not titles and headings:
        top = min(m.level for m in headings)
        first = headings[0]
        lone = sum(m.level == top for m in headings) == 1
        if first.level == top and lone and not repaired.text[begin : first.start].strip():
            titles = [replace(first, kind="title")]
    return titles


def _is_cut(body: str) -> bool:
    """Whether the text breaks off: its last line is prose and lacks a final mark."""
    line = body[body.rfind("\n") + 1 :].strip()
    return len(line) > _SIGNATURE and not _FINAL.search(line)


def _claimed(repaired: Repaired, preamble: str) -> int | None:
    """The number of essays that the document says it holds."""
    for place in (*_removed(repaired), preamble[-400:], repaired.text[:60]):
        for match in _CLAIMS.finditer(place):
            number = number_of(next(g for g in match.groups() if g).replace("两", "二"))
            if number > 1:
                return number
    return None


def _removed(repaired: Repaired) -> Iterator[str]:
    for repair in repaired.repairs:
        if repair.kind == "site_boilerplate":
            yield repair.damaged


def _own_title(repaired: Repaired, preamble: str) -> str:
    for mark in repaired.marks:
        if mark.kind == "title" and mark.end <= len(preamble):
            return repaired.text[mark.start : mark.end].strip(" #\n\t")
    for line in preamble.splitlines():
        if 4 <= len(line.strip(" #\t　")) <= 60 and not line.rstrip().endswith(("。", "：", "，")):
            return line.strip(" #\t　")
    for removed in _removed(repaired):
        found = re.match(r"[ \t　]*([（(【]?[^《》\n，,]{4,60})$", removed)
        if found and "篇" in removed and not removed.startswith((",", "，")):
            return found[1].strip()
    return ""
