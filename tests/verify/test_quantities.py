"""Quantities carry value, unit and bound; idioms are none."""

from __future__ import annotations

import pytest

from notes.verify.normal import fold
from notes.verify.quantities import quantities


def one(text: str) -> tuple[str, str, str, str]:
    """Kind, value, unit and bound of the only quantity of ``text``."""
    (found,) = quantities(fold(text))
    return (found.kind, str(found.value), found.unit, found.bound)


@pytest.mark.parametrize("written", ["百分之六十二", "62%", "６２％", "六成二"])
def test_one_percentage_in_four_spellings(written: str) -> None:
    """百分之六十二, 62%, full-width 62% and 六成二 are one value."""
    assert one(f"合格率{written}") == ("percent", "62", "%", "")


@pytest.mark.parametrize("written", ["1.1万亿元", "11000亿元", "一万一千亿元", "11,000亿元"])
def test_one_sum_in_four_spellings(written: str) -> None:
    """Scales and thousands separators do not change a sum."""
    assert one(f"贷款{written}") == ("count", "1100000000000", "元", "")


@pytest.mark.parametrize(
    ("written", "bound"),
    [
        ("超过300户", "more"),
        ("300户以上", "more"),
        ("300多户", "more"),
        ("不少于300户", "more"),
        ("不足300户", "less"),
        ("不超过300户", "less"),
        ("近300户", "near"),
        ("约300户", "about"),
        ("300户左右", "about"),
    ],
)
def test_bounds_are_kept(written: str, bound: str) -> None:
    """近, 超, 以上, 不足 and 约 are part of what a number says."""
    assert one(written) == ("count", "300", "户", bound)


@pytest.mark.parametrize(
    ("written", "kind"),
    [("2024年", "year"), ("9月", "month"), ("30日", "day"), ("第三期", "ordinal")],
)
def test_dates_and_ordinals_are_told_from_counts(written: str, kind: str) -> None:
    """A year, month, day or ordinal is no count."""
    assert one(written)[0] == kind


@pytest.mark.parametrize(
    "idiom",
    [
        "十分重要",
        "一系列举措",
        "三三两两地来",
        "一是加强",
        "一带一路",
        "进一步",
        "千方百计",
        "千万不要",
        "三农",
        "一把手",
    ],
)
def test_idioms_are_no_numbers(idiom: str) -> None:
    """Words with numerals in them trip nothing."""
    assert quantities(fold(idiom)) == []


def test_a_range_shares_its_unit() -> None:
    """In 3至5年 both numbers are years."""
    assert [q.unit for q in quantities("用3至5年")] == ["年", "年"]


def test_letters_make_a_name_of_a_number() -> None:
    """5G and A4 are names, not quantities."""
    assert quantities("推广5G和A4纸") == []
