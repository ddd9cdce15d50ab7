"""Sentence segmentation: right on quotations, titles and numbers, and lossless."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.structure.sentences import sentence_spans


def split(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentence_spans(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["食堂开了。", "老人来了！", "还缺什么？"],
        ["他说：“菜不能咸，路不能滑。”", "大家都点头。"],
        ["“好！”的掌声响了起来。", "会开完了。"],
        ["昨晚放了《摔跤吧！爸爸》，来了很多人。", "今晚放别的。"],
        ["损耗少了3.5个百分点。", "账算清了。"],
        ["网址是www.example.com，请看。", "号码是1.2.3。"],
        ["修路、修渠、修学校……", "样样都要办。"],
        ["等等……，不一而足。", "先办要紧的。"],
        ["（记者走进粮仓。）", "晒场上很忙。"],
        ["真的吗？！", "真的。"],
        ["他问：“行不行？”", "我答：“行！”", "第二天开工。"],
        ["第一行没有句号", "第二行也没有"],
    ],
)
def test_sentences(sentences: list[str]) -> None:
    """Joined sentences are found again."""
    joint = "\n" if sentences[0].startswith("第一行") else ""
    assert split(joint.join(sentences)) == sentences


@given(st.text(alphabet="菜咸路滑。！？；，、“”‘’《》（）()…. \n1a!?：", max_size=200))
def test_sentences_and_gaps_give_the_text_back(text: str) -> None:
    """Spans are in order, do not overlap, and only white space lies between them."""
    spans = sentence_spans(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    rest = list(text)
    for span in spans:
        assert text[span.start : span.end] == text[span.start : span.end].strip() != ""
        rest[span.start : span.end] = " " * len(span)
    assert not "".join(rest).strip()


@pytest.mark.parametrize("unit", ["“", "《", "”", "。", "（", "“a”", "，", "..."])
def test_no_input_makes_segmentation_slow(unit: str) -> None:
    """100,000 characters of one kind take under a second."""
    start = time.process_time()
    sentence_spans(unit * (100_000 // len(unit)))
    assert time.process_time() - start < 1.5
