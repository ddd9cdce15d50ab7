"""Choosing among the wordings of a beam."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.summarize.choice import agreement, choose

NEAR = "要改进作风，多下基层。"
FAR = "会议开了三天，谈了很多事，最后说要改进作风，多下基层，把问题解决在一线。"


def test_the_length_asked_for_comes_first() -> None:
    """A better wording of another length is passed over."""
    assert choose([(FAR, 0.9), (NEAR, 0.1)], 11) == NEAR


def test_the_worthiest_is_taken_of_those_that_fit() -> None:
    """Of equal worth the first, which is the likeliest."""
    other = "要转变作风，多去基层。"
    assert choose([(NEAR, 0.2), (other, 0.3)], 11) == other
    assert choose([(NEAR, 0.3), (other, 0.3)], 11) == NEAR


def test_some_answer_is_better_than_none() -> None:
    """Where none fits the worthiest is taken; empty ones count for nothing."""
    assert choose([("", 1.0), (FAR, 0.5)], 90) == FAR
    assert choose([("", 1.0), ("", 0.5)], 20) == ""
    assert choose([], 20) == ""


def test_agreement_is_the_overlap_of_used_and_expected_tokens() -> None:
    """Tokens 2 3 4 are used: twice 0.9 + 0.9 + 0.1 by 3 and the sum 2.0 of the chances."""
    assert agreement([7, 2, 3, 4], [1, 2, 3, 4, 5], [0.0, 0.9, 0.9, 0.1, 0.1]) == pytest.approx(
        2 * 1.9 / 5
    )


def test_a_wording_that_shares_no_pair_agrees_in_nothing() -> None:
    """Single tokens in another neighbourhood do not count."""
    assert agreement([4, 2], [1, 2, 3, 4], [0.5] * 4) == 0
    assert agreement([], [], []) == 0


@given(st.lists(st.integers(0, 3)), st.lists(st.tuples(st.integers(0, 3), st.floats(0, 1))))
def test_agreement_is_a_share(wording: list[int], source: list[tuple[int, float]]) -> None:
    """Whatever the tokens, it lies between nothing and all."""
    tokens, chances = [one for one, _ in source], [chance for _, chance in source]
    assert 0 <= agreement(wording, tokens, chances) <= 1 + 1e-9
