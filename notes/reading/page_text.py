"""Pages of pieces to the text of a document with its marks; for PDF and recognised images."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from notes.reading.page import Page
from notes.reading.page_columns import blocks
from notes.reading.page_paragraphs import Paragraph, paragraphs
from notes.reading.page_running import without_running
from notes.values import Mark

LARGER = 1.1
"""How much larger than the body a heading is set."""

_LONGEST = 60
_SAME = 0.05
_LEVELS = 6
_TITLE_WITHIN = 4
_SENTENCE_END = re.compile(r"[。；，,;]\s*\Z")
_STRONG_SHARE = 0.3


def document_text(pages: Sequence[Page]) -> tuple[str, tuple[Mark, ...]]:
    """The text of ``pages``, one line a paragraph, with marks as the other readers give them.

    Running headers and page numbers are left out; ``title``, ``heading`` (by size, then
    by weight), ``table`` and ``page`` marks are set.
    """
    kept = without_running(pages)
    found = paragraphs([(page.number, blocks(page.pieces)) for page in kept])
    found = [paragraph for paragraph in found if paragraph.text.strip()]
    marks: list[Mark] = []
    lines: list[str] = []
    roles = _roles(found)
    length = page = 0
    table: int | None = None
    for paragraph, role in zip(found, roles, strict=True):
        if page and paragraph.page != page:
            marks.append(Mark(length, length, "page"))
        page = paragraph.page
        for at in paragraph.breaks:
            marks.append(Mark(length + at, length + at, "page"))
            page += 1
        end = length + len(paragraph.text)
        if role is not None:
            marks.append(Mark(length, end, "heading" if role else "title", role))
        if paragraph.table and table is None:
            table = length
        elif not paragraph.table and table is not None:
            marks.append(Mark(table, length - 1, "table"))
            table = None
        lines.append(paragraph.text)
        length = end + 1
    if table is not None:
        marks.append(Mark(table, length - 1, "table"))
    ordered = sorted(marks, key=lambda mark: (mark.start, mark.end, mark.kind))
    return "\n".join(lines), tuple(ordered)


def _roles(found: Sequence[Paragraph]) -> list[int | None]:
    """For each paragraph: 0 for the title, the level of a heading, or ``None``."""
    body = _body_size(found)
    large = [_may_be_heading(one) and one.size > LARGER * body for one in found]
    sizes = _distinct([one.size for one, is_large in zip(found, large, strict=True) if is_large])
    title = _title(found, large, sizes)
    if title is not None and not any(
        flag and _rank(one.size, sizes) == 0
        for at, (one, flag) in enumerate(zip(found, large, strict=True))
        if at != title
    ):
        sizes = sizes[1:]
    strong = _strong_headings(found, large)
    roles: list[int | None] = []
    for at, one in enumerate(found):
        if at == title:
            roles.append(0)
        elif large[at]:
            roles.append(min(_rank(one.size, sizes) + 1, _LEVELS))
        else:
            roles.append(min(len(sizes) + 1, _LEVELS) if at in strong else None)
    return roles


def _body_size(found: Sequence[Paragraph]) -> float:
    counts: Counter[float] = Counter()
    for one in found:
        counts[round(2 * one.size) / 2] += len(one.text)
    return max(counts.items(), key=lambda item: (item[1], -item[0]))[0] if counts else 1.0


def _may_be_heading(one: Paragraph) -> bool:
    return not one.table and len(one.text) <= _LONGEST and not _SENTENCE_END.search(one.text)


def _distinct(sizes: Sequence[float]) -> list[float]:
    """Sizes from the largest down, nearly equal ones once."""
    found: list[float] = []
    for size in sorted(sizes, reverse=True):
        if not found or size < found[-1] * (1 - _SAME):
            found.append(size)
    return found


def _rank(size: float, sizes: Sequence[float]) -> int:
    return next(
        (at for at, one in enumerate(sizes) if size >= one * (1 - _SAME)), max(len(sizes) - 1, 0)
    )


def _title(found: Sequence[Paragraph], large: Sequence[bool], sizes: Sequence[float]) -> int | None:
    """The title: alone in the largest size, near the beginning of the first page."""
    largest = [
        at
        for at, (one, flag) in enumerate(zip(found, large, strict=True))
        if flag and _rank(one.size, sizes) == 0
    ]
    if len(largest) == 1 and largest[0] < _TITLE_WITHIN:
        first = found[largest[0]]
        return largest[0] if first.page == found[0].page else None
    return None


def _strong_headings(found: Sequence[Paragraph], large: Sequence[bool]) -> set[int]:
    """Short bold paragraphs, unless so much is bold that it means nothing."""
    strong = {
        at
        for at, (one, flag) in enumerate(zip(found, large, strict=True))
        if one.strong and not flag and _may_be_heading(one)
    }
    return strong if len(strong) <= _STRONG_SHARE * len(found) else set()
