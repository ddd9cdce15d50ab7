"""The headings of an essay: marked by the format, numbered, plain lines, run-in."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from notes.structure.glued import CERTAIN, Cut, cuts
from notes.structure.numbering import Numbered, numbered_marks
from notes.structure.runins import clause_end, hard_end, with_run_ins
from notes.structure.siblings import FAINT, Ends, choose
from notes.structure.styled import Heading, styled_headings, trimmed
from notes.values import Mark, Span

LONGEST_LINE = 60
"""Characters up to which a line that begins with a mark may be all heading."""

_INNER_STOP = re.compile(r"[。！？；]")
_NO_PLAIN = re.compile(
    r"[，。！？；：:、…”\d）)]$|^[（(—“\d]|^第.{1,4}[条款]|年|月|同志|代表|[，。！？；]"
)


def find_headings(text: str, marks: Sequence[Mark] = ()) -> list[Heading]:
    """The headings of an essay in text order, without overlaps.

    Heading marks of the file format come first; text rules apply to the rest.
    """
    styled = styled_headings(text, marks)
    taken = [heading.span for heading in styled]
    found = [m for m in numbered_marks(text) if not _overlaps(m, taken)]
    numbered = numbered_headings(text, found, taken)
    known = [*styled, *numbered]
    if not any(heading.level == 1 for heading in known):
        spans = sorted((heading.span for heading in known), key=lambda span: span.start)
        known.extend(line for line in _plain_lines(text) if not _overlaps(line.span, spans))
    return with_run_ins(text, sorted(known, key=lambda heading: heading.span.start))


def _overlaps(one: Span | Numbered, spans: Sequence[Span]) -> bool:
    """Whether a range shares a character with one of ``spans``, which are in order."""
    at = bisect_right(spans, one.end - 1, key=lambda span: span.start) - 1
    return at >= 0 and one.start < spans[at].end


def numbered_headings(
    text: str, found: Sequence[Numbered], taken: Sequence[Span] = ()
) -> list[Heading]:
    """Decide where each numbered heading ends, the headings of one level together.

    ``found`` are the marks in text order; ``taken`` are places of other headings.
    """
    limits = _limits(text, found, taken)
    parents: dict[int, int] = {}
    families = []
    for index, (mark, limit) in enumerate(zip(found, limits, strict=True)):
        above = max((at for level, at in parents.items() if level < mark.level), default=-1)
        families.append(Ends(mark.level, above, mark.end, _options(text, mark, limit)))
        parents[mark.level] = index
    chosen = choose(text, families)
    return [
        _heading(text, mark, cut, limit)
        for mark, cut, limit in zip(found, chosen, limits, strict=True)
    ]


def _limits(text: str, found: Sequence[Numbered], taken: Sequence[Span]) -> list[int]:
    """Where each heading must have ended: line end or the next heading."""
    starts = sorted([mark.start for mark in found] + [span.start for span in taken])
    limits = []
    for mark in found:
        line = text.find("\n", mark.end)
        after = bisect_right(starts, mark.start)
        following = starts[after] if after < len(starts) else len(text)
        limit = max(min(line if line >= 0 else len(text), following), mark.end)
        limits.append(hard_end(text, mark.end, limit))
    return limits


def _options(text: str, mark: Numbered, limit: int) -> list[Cut]:
    inner = text[mark.end : limit].rstrip() if limit - mark.start <= LONGEST_LINE else ""
    if mark.at_line and inner and inner[-1] not in "，,；;" and not _INNER_STOP.search(inner[:-1]):
        return [Cut(limit, CERTAIN, stop=False, clauses=(len(inner),))]
    # Where line breaks are kept, a heading inside a line ends at a mark.
    options = cuts(text, mark.end, limit, inner=not (mark.at_line and "\n" in text))
    return [cut for cut in options if cut.score >= FAINT]


def _heading(text: str, mark: Numbered, cut: Cut | None, limit: int) -> Heading:
    """A heading of its own, or a run-in one where its end cannot be told."""
    if cut is not None:
        return Heading(mark.level, trimmed(text, mark.start, cut.end))
    end = clause_end(text, min(mark.end + 1, limit), limit)
    return Heading(mark.level, trimmed(text, mark.start, end), run_in=True)


def _plain_lines(text: str) -> list[Heading]:
    """Short lines without a final mark between paragraphs, when there are several.

    Salutations (各位代表：), signatures and dates at the end are none of them.
    """
    lines = [match.span() for match in re.finditer(r"[^\n]+", text) if match.group().strip()]
    found = []
    for (start, end), (after, after_end) in pairwise(lines):
        line = text[start:end].strip()
        if 4 <= len(line) <= 28 and after_end - after >= 60 and not _NO_PLAIN.search(line):
            found.append(Heading(1, trimmed(text, start, end)))
    return found if len(found) >= 2 else []
