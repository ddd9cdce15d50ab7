"""Lines of printed pages to paragraphs: what the layout broke is joined again.

A line goes on in the next where it is full, that is, where the first word of the next
line would not have fitted, and where the next line is not indented, not set off by a gap
and not of another size. This holds across columns and pages too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from notes.reading.page import Line
from notes.reading.page_columns import Block

_INDENT = 1.2
_SLACK = 1.0
_RAGGED = 2.5
_SAME_SIZE = 0.07
_GAP = 1.45
_CELL = 1.6
_ENDS = re.compile(r"[。！？!?；;：:…][”’」』》）)】\"']*\s*\Z")
_STARTS = re.compile(
    r"\s*(?:[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,3}(?:[、．]|\.(?!\d))|第[一二三四五六七八九十百\d]{1,4}[章节篇条部]"
    r"|[●■◆▪•·○□◇]\s?)"
)
# What stands together at the beginning of a line: no opening mark ends a line, no
# closing mark begins one.
_FIRST_WORD = re.compile(
    r"[“‘「『《（(【]{0,2}(?:[A-Za-z0-9@%.,'’/_+-]+|.)[，。、；：！？”’」』》）)】…]{0,2}"
)
_MAY_HANG = "，。、；：！？,.;:!?”’」』》）)】…"
_FIRM = 4
_HYPHENS = "-\u2010\u00ad"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Left and right edge of a column and its usual distance between lines."""

    left: float
    right: float
    pitch: float


@dataclass(frozen=True, slots=True)
class Placed:
    """A line with the page it stands on and the bounds of its column."""

    line: Line
    page: int
    block: int
    bounds: Bounds

    @property
    def indented(self) -> bool:
        """Whether the line begins inside the column."""
        return self.line.x0 > self.bounds.left + _INDENT * self.line.size

    @property
    def centred(self) -> bool:
        """Whether the line stands in the middle, clear of both edges."""
        line, bounds = self.line, self.bounds
        before, after = line.x0 - bounds.left, bounds.right - line.x1
        clear = min(before, after) > _INDENT * line.size
        # Two em before and as much after is a paragraph of one line, by chance even.
        chance = before < 2.5 * line.size
        return clear and not chance and abs(before - after) < 2 * line.size

    def has_room_for(self, line: Line) -> bool:
        """Whether the first word of ``line`` would have fitted at the end of this one."""
        word = _FIRST_WORD.match(line.text.lstrip())
        need = columns(word.group() if word else "") / 2 * line.size
        # Ragged lines differ more; in the middle of a sentence that is no end of paragraph.
        slack = _SLACK if _ENDS.search(self.line.text) else _RAGGED
        return self.bounds.right - self.line.x1 > need + slack * self.line.size


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The joined text of some lines; ``breaks`` are the places in it where a page begins."""

    text: str
    size: float
    strong: bool
    centred: bool
    page: int
    breaks: tuple[int, ...] = ()
    table: bool = False


def columns(text: str) -> int:
    """Width of ``text`` in half em: two for a Chinese character, one for any other."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def paragraphs(pages: Sequence[tuple[int, Sequence[Block]]]) -> list[Paragraph]:
    """The paragraphs and table rows of the pages, given as number and blocks, in order."""
    placed = list(_placed(pages))
    tabled = _table_lines(placed)
    found: list[Paragraph] = []
    run: list[Placed] = []
    for at, here in enumerate(placed):
        if run and (at in tabled or not goes_on(run[-1], here)):
            found.append(_paragraph(run))
            run = []
        if at in tabled:
            row = "\t".join(piece.text for piece in here.line.pieces)
            found.append(Paragraph(row, here.line.size, False, False, here.page, table=True))
        else:
            run.append(here)
    if run:
        found.append(_paragraph(run))
    return found


def goes_on(here: Placed, following: Placed) -> bool:
    """Whether the paragraph of the line ``here`` goes on in the line that follows."""
    line, after = here.line, following.line
    if abs(line.size - after.size) > _SAME_SIZE * max(line.size, after.size):
        return False
    together = here.block == following.block
    # Large type has larger distances than the body.
    if together and after.y - line.y > _GAP * max(here.bounds.pitch, 1.25 * line.size):
        return False
    if here.centred or following.centred:
        # A title of two lines: in the middle or full, and no sentence ends between them.
        whole = here.centred or not here.has_room_for(after)
        return whole and following.centred and together and not _ENDS.search(line.text)
    if following.indented or here.has_room_for(after) or line.strong != after.strong:
        return False
    return not (_STARTS.match(after.text) and _ENDS.search(line.text))


def _placed(pages: Sequence[tuple[int, Sequence[Block]]]) -> Iterator[Placed]:
    alike: defaultdict[str, list[Line]] = defaultdict(list)
    for _, blocks in pages:
        for block in blocks:
            alike[block.place].extend(block.lines)
    general = {place: _bounds(lines) for place, lines in alike.items()}
    count = 0
    for number, blocks in pages:
        for block in blocks:
            count += 1
            bounds = general[block.place]
            if len(block.lines) >= 8:
                own = _bounds(block.lines)
                # Left and right pages have different margins; a page of short lines has none.
                if own.right - own.left > 0.9 * (bounds.right - bounds.left):
                    bounds = own
            for line in block.lines:
                yield Placed(line, number, count, bounds)


def _bounds(lines: Sequence[Line]) -> Bounds:
    """Edges that all but a few lines keep, and the median distance of lines."""
    lefts = sorted(line.x0 for line in lines)
    # Marks at the end of a line may hang over the edge.
    firm = [line.x1 for line in lines if line.text[-1] not in _MAY_HANG]
    rights = sorted(firm if len(firm) >= _FIRM else (line.x1 for line in lines))
    steps = [after.y - line.y for line, after in pairwise(lines) if after.y > line.y]
    few, over = len(lefts) // 20, len(rights) // 20
    pitch = _usual(steps) if steps else 2 * lines[0].size
    return Bounds(lefts[few], rights[-1 - over], pitch)


def _usual(steps: Sequence[float]) -> float:
    """The most frequent step, of equal ones the smallest; the median where all differ."""
    counts = Counter(round(step) for step in steps)
    best, count = max(counts.items(), key=lambda item: (item[1], -item[0]))
    return float(max(best, 1)) if count > 1 else float(median(steps))


def _table_lines(placed: Sequence[Placed]) -> set[int]:
    """Lines of at least two cells beside another line with as many cells."""
    cells = [len(here.line.pieces) if _has_cells(here.line) else 0 for here in placed]
    return {
        at
        for at, count in enumerate(cells)
        if count > 1 and count in {*cells[max(at - 1, 0) : at], *cells[at + 1 : at + 2]}
    }


def _has_cells(line: Line) -> bool:
    return len(line.pieces) > 1 and all(
        right.x0 - left.x1 > _CELL * line.size for left, right in pairwise(line.pieces)
    )


def _paragraph(run: Sequence[Placed]) -> Paragraph:
    text = ""
    breaks: list[int] = []
    page = 0
    for here in run:
        piece = here.line.text.strip()
        text = glue(text, piece) if text else piece
        if page and here.page != page:
            breaks.append(len(text) - len(piece))
        page = here.page
    sizes = [here.line.size for here in run]
    strong = all(here.line.strong for here in run)
    centred = all(here.centred for here in run)
    return Paragraph(text, median(sizes), strong, centred, run[0].page, tuple(breaks))


def glue(left: str, right: str) -> str:
    """Two lines as one; a Latin word broken by a hyphen becomes whole.

    >>> glue("the develop-", "ment"), glue("open", "source"), glue("学", "习"), glue("20", "25年")
    ('the development', 'open source', '学习', '2025年')
    """
    if left[-1:] in _HYPHENS and left[-2:-1].isalpha() and left[-2:-1].isascii():
        return left[:-1] + right if right[:1].islower() else left + right
    edges = left[-1:] + right[:1]
    latin = edges.isascii() and (left[-1:].isalpha() or left[-1:] in ".,;:)")
    return f"{left} {right}" if latin and right[:1].isalnum() else left + right
