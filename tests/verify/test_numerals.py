"""Numerals are read exactly, or not at all."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.verify.numerals import value
from tests.independent_check import _in_han


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("二十五", 25),
        ("一百零五万", 1_050_000),
        ("两千五", 2500),
        ("十二万五", 125_000),
        ("二〇二四", 2024),
        ("一万一千亿", 1_100_000_000_000),
        ("11000亿", 1_100_000_000_000),
        ("1.1万亿", 1_100_000_000_000),
        ("3千万", 30_000_000),
        ("三点五亿", 350_000_000),
        ("一亿三千万", 130_000_000),
    ],
)
def test_spellings_of_one_number_are_equal(written: str, number: int) -> None:
    """Chinese, Arabic and mixed numerals give the exact number."""
    assert value(written) == number


@pytest.mark.parametrize("written", ["十四五", "三三两两", "三四", "", "多"])
def test_what_is_no_single_number_is_refused(written: str) -> None:
    """Plan names, idioms and estimates are not guessed at."""
    assert value(written) is None


@given(st.integers(min_value=1, max_value=9999))
def test_every_spoken_number_is_read_back(number: int) -> None:
    """What another writer spells out is read as the same number."""
    assert value(_in_han(number)) == number


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_decimals_keep_their_value(number: object) -> None:
    """Decimals are exact, not floating."""
    assert value(str(number)) == Fraction(str(number))
