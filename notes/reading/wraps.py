"""Rejoin lines that were broken at a fixed width, as scraped and OCR text often is.

A text is taken as wrapped where most lines have nearly the same width, break off in the
middle of a sentence, and have punctuation inside (a table of contents has equal lines
too, but no commas). A line that is shorter ends its paragraph; headings, list items and
indented lines begin one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

NARROWEST, WIDEST = 20, 60
"""Widths, in Chinese characters, at which texts are wrapped. Verse is narrower."""

# A line may be short by two characters (no mark begins a line; a Latin word goes to the
# next) or long by one (a mark hangs over).
_SHORT, _LONG = 2, 1
_ENOUGH = 3
_SHARE = 0.6
_ENDS = re.compile(r"[。！？!?…；;：:][”’」』》）)】\"']*\s*\Z")
_STARTS = re.compile(
    r"\s*(?:[一二三四五六七八九十百]{1,4}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,3}(?:[、．]|\.(?!\d))|第[一二三四五六七八九十百\d]{1,4}[章节篇条部]"
    r"|篇[一二三四五六七八九十\d]|[一二三四五六七八九十]是|【|[-*+•·●■◆▪]\s?|>|\|)"
)
_INNER_MARK = re.compile(r"[，。、；：,]")


@dataclass(frozen=True, slots=True)
class _Width:
    """A width at which lines break, and how lines are measured."""

    value: int
    unit: int
    measure: Callable[[str], int]

    def is_full(self, line: str) -> bool:
        short, long = self.value - _SHORT * self.unit, self.value + _LONG * self.unit
        return short <= self.measure(line.rstrip()) <= long


def join_wraps(text: str) -> tuple[str, int]:
    """``text`` with hard wraps rejoined, and the number of line ends that were taken out.

    A text without hard wraps comes back as it is, with 0. Joining is decided for the
    whole text if it is wrapped throughout, else block by block (blocks are separated by
    blank lines).
    """
    blocks = list(_blocks(text.split("\n")))
    width = _width(blocks)
    joined = 0
    lines: list[str] = []
    for block in blocks:
        new = _join_block(block, width or _width([block]), several=len(blocks) > 2)
        joined += len(block) - len(new)
        lines.extend(new)
    return ("\n".join(lines), joined) if joined else (text, 0)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """Runs of lines with text and runs of blank lines, in turn."""
    block: list[str] = []
    for line in lines:
        if block and bool(line.strip()) != bool(block[-1].strip()):
            yield block
            block = []
        block.append(line)
    yield block


def _columns(line: str) -> int:
    """Width in terminal columns: two for a Chinese character, one for ASCII."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))


def _width(blocks: list[list[str]]) -> _Width | None:
    """The width at which the lines of ``blocks`` were wrapped, or ``None``."""
    inner = [
        line.rstrip()
        for block in blocks
        for line, following in pairwise(block)
        if line.strip() and not _STARTS.match(following)
    ]
    best = (0, 0, 0)
    width: _Width | None = None
    for unit, measure in ((2, _columns), (1, len)):
        counts = Counter(
            measure(line)
            for line in inner
            if NARROWEST <= len(line) <= 2 * WIDEST and not _ENDS.search(line)
        )
        for value, count in counts.items():
            near = range(value - _SHORT * unit, value + _LONG * unit + 1)
            rank = (sum(counts[at] for at in near), count, value)
            if rank > best:
                best, width = rank, _Width(value, unit, measure)
    return width if width and _is_wrapped(inner, width) else None


def _is_wrapped(inner: list[str], width: _Width) -> bool:
    if not NARROWEST <= width.value / width.unit <= WIDEST:
        return False
    full = punctuated = against = 0
    for line in inner:
        if width.is_full(line):
            if not _ENDS.search(line):
                full += 1
                punctuated += bool(_INNER_MARK.search(line[:-1]))
        elif width.measure(line) > width.value or not (_ENDS.search(line) or _STARTS.match(line)):
            against += 1
    return full >= max(_ENOUGH, _SHARE * (full + against)) and 2 * punctuated >= full


def _join_block(block: list[str], width: _Width | None, *, several: bool) -> list[str]:
    if width is None or not block[0].strip():
        return block
    inner = block[:-1]
    indents = [len(line) - len(line.lstrip()) for line in block]
    margin = min(indents)
    # A block between blank lines whose lines are all full is one paragraph.
    one = several and all(width.is_full(line) for line in inner)
    after_short = [
        indents[at + 1] > margin
        for at, line in enumerate(inner)
        if not width.is_full(line) and _ENDS.search(line)
    ]
    by_indent = max(indents) > margin and all(after_short)
    new = [block[0]]
    for (line, following), indent in zip(pairwise(block), indents[1:], strict=True):
        goes_on = one or by_indent or not _ENDS.search(line)
        if goes_on and width.is_full(line) and indent <= margin and not _STARTS.match(following):
            new[-1] = _glue(new[-1].rstrip(), following.lstrip())
        else:
            new.append(following)
    return new


def _glue(left: str, right: str) -> str:
    """Join two pieces of a line; a Latin word on each side keeps a space between them."""
    latin = left[-1:].isascii() and left[-1:].isalpha() and right[:1].isascii()
    return f"{left} {right}" if latin and right[:1].isalpha() else left + right
