"""The source on the page: pieces, blocks and anchors, for texts of any kind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html  # type: ignore[import-untyped]

from notes.render.html.anchors import Anchor, nested
from notes.render.html.mindmap import GAP_Y, measure, settle
from notes.render.html.segments import segments
from notes.render.html.source import Cut, SourceText
from notes.repair import repair
from notes.values import Document, OffsetMap, Repair, Repaired, Span

WORDS = st.sampled_from(
    ["网格", "办事", ",", "。", "\n", "2、", "<b>", "&amp;", "恪", " ", "\u3000"]
)


@st.composite
def repaired_texts(draw: st.DrawFn) -> Repaired:
    """A text of pieces that were copied, changed, put in or taken out."""
    before = after = ""
    here, there, copied, repairs = [], [], [], []
    for kind in draw(st.lists(st.sampled_from("kkkcio"), min_size=1, max_size=12)):
        old, new = "".join(draw(st.lists(WORDS, min_size=1, max_size=3))), ""
        if kind == "k":
            new = old
        elif kind in "ci":
            new = draw(WORDS)
            old = "" if kind == "i" else old
        here.append(len(after))
        there.append(Span(len(before), len(before) + len(old)))
        copied.append(kind == "k")
        if kind != "k":
            repairs.append(Repair(len(before), len(before) + len(old), old, new, "ocr_char"))
        before, after = before + old, after + new
    offsets = OffsetMap(tuple(here), tuple(there), tuple(copied))
    return Repaired(Document("a.txt", before), after, (), tuple(repairs), offsets)


@given(repaired_texts())
def test_pieces_cover_both_texts(text: Repaired) -> None:
    """In order, the sides of the pieces are the two texts; what is unchanged is equal."""
    pieces = segments(text)
    before, after = text.document.text, text.text
    assert "".join(one.original.within(before) for one in pieces) == before
    assert "".join(one.repaired.within(after) for one in pieces) == after
    for one in pieces:
        same = one.original.within(before) == one.repaired.within(after)
        assert one.changed != same


@settings(max_examples=60)
@given(repaired_texts(), st.data())
def test_blocks_and_anchors_hide_nothing(text: Repaired, data: st.DataObject) -> None:
    """However a text is cut and anchored, both readings are whole and each anchor has its text."""
    size = len(text.text)
    points = st.integers(0, size)
    borders = sorted({0, size, *data.draw(st.lists(points, max_size=4))})
    cuts = [
        Cut("paragraph", Span(start, end), number)
        for number, (start, end) in enumerate(pairwise(borders), 1)
    ]
    drawn = data.draw(st.lists(st.tuples(points, points).map(sorted), max_size=5))
    spans = list(dict.fromkeys(Span(start, end) for start, end in drawn if start < end))
    spans.sort(key=lambda one: (one.start, -one.end))
    anchors = [Anchor(f"a{n}", span, span, 1, n) for n, span in enumerate(spans)]
    blocks = SourceText(text).blocks(cuts or [Cut("space", Span(0, 0))], anchors)
    page = "".join(f"<p>{block.html}</p>" for block in blocks)
    assert _text(page, "ins") == text.document.text
    assert _text(page, "del") == text.text
    for anchor in anchors:
        (element,) = html.fragment_fromstring(page, create_parent=True).xpath(
            "//*[@id=$id]", id=anchor.id
        )
        alone = html.tostring(element, encoding="unicode", with_tail=False)
        assert anchor.span.within(text.text) in _text(alone, "del")


def _text(page: str, without: str) -> str:
    tree = html.fragment_fromstring(page, create_parent=True)
    for one in tree.xpath(f".//{without}"):
        one.drop_tree()
    return str(tree.text_content())


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)).map(sorted), max_size=8))
def test_nested_spans_hold_the_given_ones_and_never_cross(pairs: list[list[int]]) -> None:
    """Each grown span holds its own, and of two either holds the other or they are apart."""
    spans = [Span(*pair) for pair in pairs]
    grown = nested(spans)
    for before, after in zip(spans, grown, strict=True):
        assert after.start <= before.start <= before.end <= after.end
    for one in grown:
        for other in grown:
            crossing = one.start < other.start < one.end < other.end
            assert not crossing


def test_text_lost_is_named_at_its_place() -> None:
    """A place where the source lost text is marked where it is, inside its sentence."""
    text = "把居民的\n下一段。"
    repaired = repair(Document("a.txt", text))
    lost = Repair(2, 4, "民的", "民的", "lost_text", "likely")
    whole = Repaired(repaired.document, text, (), (lost,), OffsetMap.identity(len(text)))
    anchor = Anchor("a", Span(0, 4), Span(0, 4), 1, 1)
    (block, *_) = SourceText(whole).blocks([Cut("paragraph", Span(0, len(text)))], [anchor])
    assert '把居民的<span class="lost" data-note="此处原文有缺"></span></span>' in block.html


TREES: st.SearchStrategy[list[Any]] = st.recursive(
    st.just([]), lambda below: st.lists(below, max_size=4), max_leaves=12
)


@settings(max_examples=60)
@given(TREES, st.data())
def test_boxes_of_the_map_never_touch(tree: list[Any], data: st.DataObject) -> None:
    """Boxes of one column keep their distance, and a parent stands amid its children."""
    parents = list(_parents(tree, -1, [0]))
    heights = [data.draw(st.sampled_from([36, 58, 80])) for _ in parents]
    middles, whole = settle(parents, heights)
    depth = [0] * len(parents)
    for at, parent in enumerate(parents):
        depth[at] = depth[parent] + 1 if parent >= 0 else 0
        assert heights[at] / 2 <= middles[at] <= whole - heights[at] / 2
    for level in set(depth):
        column = [at for at in range(len(parents)) if depth[at] == level]
        for above, below in pairwise(column):
            gap = middles[below] - heights[below] / 2 - middles[above] - heights[above] / 2
            assert gap >= GAP_Y - 1e-6
    for at in range(len(parents)):
        children = [middles[one] for one in range(len(parents)) if parents[one] == at]
        assert not children or min(children) - 80 <= middles[at] <= max(children) + 80


def _parents(tree: list[Any], parent: int, count: list[int]) -> Iterator[int]:
    number = count[0]
    count[0] += 1
    yield parent
    for below in tree:
        yield from _parents(below, number, count)


def test_width_of_chinese_and_latin() -> None:
    """A Chinese character is one wide, a digit a little more than half."""
    assert measure("网格") == 2
    assert 1 < measure("AI") < 1.4
