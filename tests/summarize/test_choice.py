"""Choosing among the wordings of a beam."""

from __future__ import annotations

from notes.summarize.choice import choose

NEAR = "要改进作风，多下基层。"
LIKE = "要改进作风，多下基层调研。"
FAR = "会议开了三天。"


def test_the_wording_that_others_agree_with_is_taken() -> None:
    """An outlier loses even when the model likes it best."""
    assert choose([FAR, NEAR, LIKE], 11) in {NEAR, LIKE}


def test_the_length_asked_for_comes_first() -> None:
    """Of wordings that agree, one within a fifth of the length is taken."""
    long = NEAR[:-1] + "，把问题解决在一线，把矛盾化解在萌芽状态。"
    assert choose([long, NEAR, long[:-4] + "。"], 11) == NEAR


def test_likelihood_breaks_ties_and_empty_answers_count_for_nothing() -> None:
    """Without agreement the first one stays; nothing gives nothing."""
    assert choose(["", NEAR, FAR], 0) == NEAR
    assert choose(["", ""], 20) == ""
    assert choose([], 20) == ""
