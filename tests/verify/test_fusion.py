"""Halves of two sentences that were run together are refused; shortening is not."""

from __future__ import annotations

import time

import pytest

from notes.verify.fusion import fusions
from notes.verify.parsed import parse
from notes.verify.source import Index
from notes.words import words
from tests.verify.judging import judge, kinds, outline_of

MILL = (
    "纺织厂今年投资三千万元更换全部老旧织机，生产效率明显提高。"
    "工会为困难职工家庭送去棉被和米面油，还组织医生上门检查身体。"
    "厂里的技术骨干每周两次给青年工人讲授设备维修知识。"
    "这座老厂要坚持把产品质量放在第一位，决不允许不合格布匹流入市场。"
)


@pytest.mark.parametrize(
    "statement",
    [
        "今年投资三千万元更换全部棉被和米面油",
        "每周两次给青年工人不合格布匹流入市场",
        "为困难职工家庭老旧织机",
        "把产品质量上门检查身体",
    ],
)
def test_run_together_halves_are_refused(statement: str) -> None:
    """Broken off inside one sentence and gone on inside another."""
    assert "fusion" in kinds(MILL, statement)
    assert not judge(MILL, statement).accepted


@pytest.mark.parametrize(
    "statement",
    [
        "纺织厂投资三千万元更换织机，生产效率提高",
        "纺织厂更换全部老旧织机，决不允许不合格布匹流入市场",
        "工会为职工家庭送去棉被和米面油，组织医生检查身体",
        "技术骨干给青年工人讲授维修知识",
        "纺织厂要坚持把产品质量放在第一位",
        "老厂决不允许不合格布匹流入市场",
    ],
)
def test_shortening_is_no_fusion(statement: str) -> None:
    """Words left out of one sentence, or a subject taken up again, make no fused joint."""
    assert "fusion" not in kinds(MILL, statement)


def test_every_sentence_and_pair_of_sentences_is_whole() -> None:
    """Text of the source has no fused joints."""
    scope = Index(words()).scope(outline_of(MILL).sentences)
    sentences = [sentence.text for sentence in outline_of(MILL).sentences]
    for first in sentences:
        for second in sentences:
            assert not list(fusions(parse(first + second, words()), scope))


def test_a_long_scope_takes_no_time() -> None:
    """A whole essay as the scope: milliseconds a statement."""
    scope = Index(words()).scope(outline_of(MILL * 100).sentences)
    statement = parse("今年投资三千万元更换全部棉被和米面油" * 6, words())
    begin = time.process_time()
    list(fusions(statement, scope))
    assert time.process_time() - begin < 2
