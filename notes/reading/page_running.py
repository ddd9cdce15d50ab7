"""Running headers, footers and page numbers: what is printed on pages but is not the text.

Only the outer rows of a page are looked at, and only while each is set off from the text
by a gap or by its size. A row is running where the same words stand
at the same height on many pages (digits apart, so that 第3页 and 第4页 are the same), and
it is a page number where it looks like one and counts with the pages; a page number of a
single page must also stand alone in the margin.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from notes.reading.page import Line, Page, rows, typical_size

OUTER_ROWS = 3
"""Rows at the top and at the bottom of a page that may be running ones."""

SHARE = 0.4
"""Share of the pages on which a running row stands; left and right pages may differ."""

_MARGIN = 0.12
_SET_OFF = 1.3
_OTHER_SIZE = 0.07
_DIGITS = re.compile(r"\d+")
_LONGEST = 60
_NUMBER = re.compile(
    r"[-—–─一·•~～\s|]{0,4}(?:第\s?)?(\d{1,4})\s?页?[-—–─一·•~～\s|]{0,4}"
    r"(?:(?:[,，/]|of|共)?\s?(?:共\s?)?\d{1,4}\s?页?)?\s{0,2}",
    re.IGNORECASE,
)


def without_running(pages: Sequence[Page]) -> list[Page]:
    """The pages without running headers and footers and without page numbers."""
    lines = [rows(page.pieces) for page in pages]
    outer = [_outer(page) for page in lines]
    repeated = _repeated(pages, outer)
    counting = _counting(pages, outer)
    body = typical_size([piece for page in pages for piece in page.pieces])
    result = []
    for page, found in zip(pages, lines, strict=True):
        runs = [_key(line, page) in repeated or _is_number(line, page, counting) for line in found]
        above = _run(found, runs, body)
        below = _run(found[::-1], runs[::-1], body)
        drop = {id(piece) for line in (*above, *below) for piece in line.pieces}
        result.append(replace(page, pieces=tuple(p for p in page.pieces if id(p) not in drop)))
    return result


def _outer(lines: list[Line]) -> list[Line]:
    if len(lines) <= 2 * OUTER_ROWS:
        return lines
    return lines[:OUTER_ROWS] + lines[-OUTER_ROWS:]


def _run(lines: Sequence[Line], runs: Sequence[bool], body: float) -> Sequence[Line]:
    """The running rows at the beginning of ``lines``: from the edge, set off from the text."""
    count = next((at for at, flag in enumerate(runs[:OUTER_ROWS]) if not flag), OUTER_ROWS)
    count = min(count, len(lines))
    pitch = _pitch(lines)
    # Lines of the text that happen to be the same on two pages stand as close as any.
    while 0 < count < len(lines):
        last, inner = lines[count - 1], lines[count]
        off = abs(inner.y - last.y) > _SET_OFF * pitch
        if off or abs(last.size - body) > _OTHER_SIZE * body:
            break
        count -= 1
    return lines[:count]


def _pitch(lines: Sequence[Line]) -> float:
    steps = [abs(after.y - line.y) for line, after in pairwise(lines)]
    return median(steps) if steps else 0.0


def _key(line: Line, page: Page) -> tuple[str, int]:
    """The words of a row without digits and spaces, and its height in twentieths."""
    words = "".join(_DIGITS.sub("#", line.text[: 2 * _LONGEST]).split())
    return words, round(20 * line.y / page.height)


def _repeated(pages: Sequence[Page], outer: Sequence[Sequence[Line]]) -> set[tuple[str, int]]:
    counts: Counter[tuple[str, int]] = Counter()
    for page, lines in zip(pages, outer, strict=True):
        counts.update(
            {
                key
                for key in (_key(line, page) for line in lines)
                if len(key[0]) <= _LONGEST and key[0].strip("#")
            }
        )
    enough = max(2, SHARE * len(pages)) if len(pages) > 2 else len(pages)
    return {key for key, count in counts.items() if count >= enough and count > 1}


def _counting(pages: Sequence[Page], outer: Sequence[Sequence[Line]]) -> set[int]:
    """Differences between printed number and page that hold on several pages."""
    offsets: defaultdict[int, set[int]] = defaultdict(set)
    for page, lines in zip(pages, outer, strict=True):
        for line in lines:
            number = _NUMBER.fullmatch(line.text)
            if number:
                offsets[int(number[1]) - page.number].add(page.number)
    enough = max(2, SHARE * len(pages))
    return {offset for offset, on in offsets.items() if len(on) >= enough}


def _is_number(line: Line, page: Page, counting: set[int]) -> bool:
    number = _NUMBER.fullmatch(line.text)
    if not number:
        return False
    in_margin = not _MARGIN * page.height < line.y < (1 - _MARGIN) * page.height
    return in_margin or int(number[1]) - page.number in counting
