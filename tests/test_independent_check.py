"""The independent reader finds what a note adds, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.independent_check import unsupported

SOURCE = (
    "去年全镇有2,400户参加合作社，占百分之六十二，其中十五户办了民宿。"
    "镇里印发《民宿管理办法》，镇长说：“先把水管好。”企业装上了MES系统，产值1.26亿元。"
)


@pytest.mark.parametrize(
    "note",
    [
        "2400户参加合作社，占62%",
        "15户办了民宿，镇里印发《民宿管理办法》",
        "镇长说“先把水管好”",
        "企业装上MES系统，产值1.26亿元，十分可观",
    ],
)
def test_what_the_source_says_is_not_reported(note: str) -> None:
    """Other spellings of a number, and whole titles and quotations, pass."""
    assert unsupported(SOURCE, note) == []


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("240户参加合作社", "240"),
        ("产值1.2亿元", "1.2"),
        ("产值26亿元", "26"),
        ("二十五户办了民宿", "二十五"),
        ("印发《民宿管理》", "《民宿管理》"),
        ("镇长说“先把山管好”", "“先把山管好”"),
        ("企业装上ERP系统", "ERP"),
        ("占63%", "63%"),
    ],
)
def test_what_the_source_lacks_is_reported(note: str, found: str) -> None:
    """A changed number, a cut title, an altered quotation and a new name are named."""
    assert unsupported(SOURCE, note) == [found]


@given(st.text(max_size=60))
def test_a_text_supports_itself(text: str) -> None:
    """No text is unsupported by itself."""
    assert unsupported(text, text) == []
