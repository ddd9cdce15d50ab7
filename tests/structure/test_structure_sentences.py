"""Sentence segmentation: right on quotations, titles and numbers, and lossless."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.structure.sentences import sentence_spans

PIECES = (
    "食堂开了", "老人来了", "三件事", "，", "；", "。", "！", "？", "？！", "……", "。”", "“",
    "”", "‘", "’", "《", "》", "（", "）", "3.5", "www.a.cn/b?c", "他说：", "老李问", "这", "的",
    " ", ".", "?", "!", "：", "「", "」", '"',
)  # fmt: skip


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
        ["“去不去？”老李问。", "“去！”大家答道，声音很齐。"],
        ["“好！”", "“好！”", "台下一片叫好声。"],
        ["一要快；二要稳；三要好。", "样样不能少；样样有人管。"],
        ["见http://a.cn/b?c=1。", "再见www.b.cn/?q=2&r=!。"],
        ["食堂开了.", "老人来了!", "还缺什么?", "都不缺."],
        ["好的！！！", "走吧。。。", "路还长……", "慢慢走——！", "不急？！"],
        ["（一）走访。", "（二）记录。", "1.办理。", "2、回访。"],
        ["他写道：『人民至上！』这四个字很重。", "「记住了。」"],
        ['他说:"我来!"', "她说:“我也来!”"],
        ["2024.5.1开始，v1.2.3版上线。", "共3.5亿元,增长2.1%。"],
        ["读完《怎么办？》和《在路上！》两本书。", "还想再读。"],
        ["什么是作风？", "作风就是细处；什么是能力？", "能力就是办法。"],
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


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_sentence_is_one_sentence(text: str) -> None:
    """Segmentation is idempotent: what it gives is not cut again."""
    for sentence in split(text):
        assert split(sentence) == [sentence]


@given(
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
)
def test_lines_do_not_look_at_each_other(one: str, other: str) -> None:
    """The sentences of two lines are those of the one and of the other."""
    assert split(one + "\n" + other) == split(one) + split(other)


@pytest.mark.parametrize("unit", ["“", "《", "”", "。", "（", "“a”", "，", "..."])
def test_no_input_makes_segmentation_slow(unit: str) -> None:
    """100,000 characters of one kind take under a second."""
    start = time.process_time()
    sentence_spans(unit * (100_000 // len(unit)))
    assert time.process_time() - start < 1.5
