"""Choosing among the wordings of a beam."""

from __future__ import annotations

from notes.summarize.choice import likeliest

NEAR = "要改进作风，多下基层。"
FAR = "会议开了三天，谈了很多事，最后说要改进作风，多下基层，把问题解决在一线。"


def test_the_length_asked_for_comes_first() -> None:
    """A likelier wording of another length is passed over."""
    assert likeliest([FAR, NEAR], 11) == NEAR


def test_the_likeliest_is_taken_where_none_fits() -> None:
    """Some answer is better than none; empty ones count for nothing."""
    assert likeliest(["", FAR, NEAR], 90) == FAR
    assert likeliest(["", ""], 20) == ""
    assert likeliest([], 20) == ""
