"""The outline of an essay as a mind map: a tree, and where its boxes stand.

Widths rest on the rule of thumb that a Chinese character is as wide as the type is high
and a Latin letter a little more than half of it, so the picture needs no font to be at
hand. Columns are as wide as their widest box; leaves stand one below the other, and a
parent in the middle of its children. ``page.js`` repeats the second half when a reader
folds a branch (``settle`` there).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notes.render.escape import clean
from notes.render.shown import PROPOSED, bare_title
from notes.values import OutlineEntry, Sentence, StudyNote

TYPE = 15
"""Size of the type, in units of the drawing (CSS pixels)."""
LINE = 22
PAD_X, PAD_Y = 12, 7
GAP_X, GAP_Y = 44, 12
_ROOM = {0: 9.0, 1: 13.0}
_ROOM_DEEPER = 16.0
"""Longest line of a box in characters, by depth."""
_PIECE = re.compile(
    r"[《“‘（「『【(\[{]*(?:[0-9A-Za-z][0-9A-Za-z.%-]{0,11}|.)[，。、；：！？）》”’」』】…—·,.;:!?)\]}%]*",
    re.DOTALL,
)
"""What stays on one line: a character or a word with the punctuation that clings to it."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An entry of the outline with what stands below it; depth 1 is right below the title."""

    depth: int
    text: str
    proposed: bool
    sources: tuple[Sentence, ...]
    children: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the drawing: its place (left, middle), its size and its lines of text.

    ``parent`` is the number of the parent's box, -1 for the title. ``place`` and
    ``siblings`` count among the children of one parent, for screen readers. ``edge`` is
    the path of the line from the parent.
    """

    depth: int
    parent: int
    lines: tuple[str, ...]
    sources: tuple[Sentence, ...]
    children: int
    place: int
    siblings: int
    x: float
    y: float
    width: float
    height: float
    edge: str = ""


@dataclass(frozen=True, slots=True)
class MindMap:
    """All boxes, parents before their children, and the size of the drawing."""

    boxes: tuple[Box, ...]
    columns: int
    width: float
    height: float


def branches(entries: Sequence[OutlineEntry]) -> tuple[Branch, ...]:
    """The tree of ``entries``, without gaps however the levels of the source jump."""
    return tuple(_branches(list(entries), 0, len(entries), 1))


def mind_map(note: StudyNote) -> MindMap:
    """Lay the outline of ``note`` out with its title as the root, all branches unfolded."""
    root = Branch(0, clean(bare_title(note)), note.title_proposed, (), branches(note.entries))
    flat = list(_flat(root, -1, 1, 1, [0]))
    lines = [
        _wrapped(one.text + PROPOSED * one.proposed, _ROOM.get(one.depth, _ROOM_DEEPER))
        for one, *_ in flat
    ]
    widths = [round(max(map(measure, of)) * TYPE + 2 * PAD_X, 1) for of in lines]
    heights = [len(of) * LINE + 2 * PAD_Y for of in lines]
    columns: dict[int, float] = {}
    for (one, *_), width in zip(flat, widths, strict=True):
        columns[one.depth] = max(columns.get(one.depth, 0), width)
    left = {depth: sum(columns[d] + GAP_X for d in range(depth)) for depth in columns}
    middles, bottom = settle([parent for _, parent, *_ in flat], heights)
    boxes: list[Box] = []
    for at, (one, parent, place, siblings) in enumerate(flat):
        x, y = left[one.depth], middles[at]
        edge = ""
        if parent >= 0:
            above = boxes[parent]
            edge = _edge(above.x + above.width, above.y, x, y)
        boxes.append(
            Box(
                depth=one.depth,
                parent=parent,
                lines=lines[at],
                sources=one.sources,
                children=len(one.children),
                place=place,
                siblings=siblings,
                x=x,
                y=y,
                width=widths[at],
                height=heights[at],
                edge=edge,
            )
        )
    deepest = max(columns)
    width = round(left[deepest] + columns[deepest], 1)
    return MindMap(tuple(boxes), len(columns), width, bottom)


def settle(parents: Sequence[int], heights: Sequence[float]) -> tuple[list[float], float]:
    """The middles of boxes (parents before children, depth first) and the height in all."""
    children: list[list[int]] = [[] for _ in parents]
    for at, parent in enumerate(parents):
        if parent >= 0:
            children[parent].append(at)
    tops = [0.0] * len(parents)
    spans = [0.0] * len(parents)
    for at in range(len(parents) - 1, -1, -1):
        below = sum(spans[one] for one in children[at]) + GAP_Y * (len(children[at]) - 1)
        spans[at] = max(heights[at], below)
    for at in range(len(parents)):
        below = sum(spans[one] for one in children[at]) + GAP_Y * (len(children[at]) - 1)
        top = tops[at] + (spans[at] - below) / 2
        for one in children[at]:
            tops[one] = top
            top += spans[one] + GAP_Y
    return [top + span / 2 for top, span in zip(tops, spans, strict=True)], spans[0]


def measure(text: str) -> float:
    """The width of ``text`` in characters of Chinese."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.58 for c in text)


def _edge(x: float, y: float, to_x: float, to_y: float) -> str:
    bend = x + (to_x - x) / 2
    return f"M{x:g} {y:g}C{bend:g} {y:g} {bend:g} {to_y:g} {to_x:g} {to_y:g}"


def _branches(entries: list[OutlineEntry], start: int, end: int, depth: int) -> Iterator[Branch]:
    while start < end:
        one = entries[start]
        after = start + 1
        while after < end and entries[after].level > one.level:
            after += 1
        heading = clean(one.heading)
        proposed = one.proposed or heading.endswith(PROPOSED)
        below = tuple(_branches(entries, start + 1, after, depth + 1))
        yield Branch(depth, heading.removesuffix(PROPOSED), proposed, one.sources, below)
        start = after


def _flat(
    one: Branch, parent: int, place: int, siblings: int, count: list[int]
) -> Iterator[tuple[Branch, int, int, int]]:
    number = count[0]
    count[0] += 1
    yield one, parent, place, siblings
    for at, child in enumerate(one.children, 1):
        yield from _flat(child, number, at, len(one.children), count)


def _wrapped(text: str, room: float) -> tuple[str, ...]:
    """``text`` in lines of about ``room`` characters, evenly filled, words and numbers whole."""
    text = text or "—"
    rows = max(1, -int(-measure(text) // room))
    fair = min(room, measure(text) / rows + 0.6)
    lines, line = [], ""
    for piece in _PIECE.findall(text):
        if line and measure(line) + measure(piece[0]) > fair:
            lines.append(line)
            line = ""
        line += piece
    return tuple(part.strip() or "—" for part in (*lines, line))
