"""Passages: nothing of an essay is dropped on the way to the model."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from notes.structure.outline import outline
from notes.summarize.passages import PASSAGE_LIMIT, passages
from notes.values import Essay, Span

CLAUSES = st.sampled_from(
    [
        "我们走进村口的老槐树下听群众说话",
        "一、把会议开到田间地头",
        "（二）问题要一件一件解决",
        "当年解决了饮水、道路、路灯三件难事",
        "办事大厅增设了三个窗口",
        "一是说话算数",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CLAUSES, st.sampled_from(["。", "。\n", "！", "；", "，"])), max_size=60))
def test_every_sentence_is_in_exactly_one_passage(parts: list[tuple[str, str]]) -> None:
    """In order, once, and no passage is longer than the limit unless one sentence is."""
    text = "".join(a + b for a, b in parts)
    structure = outline(Essay(1, "", "", Span(0, len(text)), text))
    found = passages(0, structure)
    assert [s.index for p in found for s in p.sentences] == [s.index for s in structure.sentences]
    for passage in found:
        assert passage.text == "".join(s.text for s in passage.sentences)
        assert len(passage.text) <= PASSAGE_LIMIT or len(passage.sentences) == 1
