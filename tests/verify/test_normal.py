"""Folding brings spellings together and is stable."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notes.verify.normal import clause_spans, fold


def test_width_space_and_quotes_are_folded() -> None:
    """Full-width digits, stray spaces, straight quotes and half-width commas meet."""
    assert fold('增长 ８．８％,达到"新高"') == "增长8.8%，达到“新高”"


def test_thousands_and_latin_gaps() -> None:
    """1,200 is one number; words of a Latin name stay apart."""
    assert fold("1,200 人用 Open Source 软件") == "1200人用Open Source软件"


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    """The folded form is a fixed point."""
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="甲乙丙，。；！…—", max_size=40))
def test_clauses_cover_all_but_the_marks(text: str) -> None:
    """No character but punctuation is lost between the clauses."""
    kept = "".join(span.within(text) for span in clause_spans(text))
    assert kept.replace("—", "") == "".join(c for c in text if c in "甲乙丙")
