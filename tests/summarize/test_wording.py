"""What a model wrote becomes a sentence or nothing."""

from __future__ import annotations

import pytest

from notes.summarize.wording import sentence


@pytest.mark.parametrize(
    ("written", "ended", "wanted"),
    [
        ("要 多 下基层，", True, "要多下基层。"),
        ("要多下基层。。", True, "要多下基层。"),
        ("要多下基层。还要改进作", False, "要多下基层。"),
        ("要多下基层，还要改进作", False, ""),
        ("他说“干就对了”", True, "他说“干就对了”"),
        ("", True, ""),
    ],
)
def test_a_gist_is_a_whole_sentence(written: str, wanted: str, *, ended: bool) -> None:
    """It ends with an end mark; what was cut off goes back to the last whole sentence."""
    assert sentence(written, "gist", ended=ended) == wanted


def test_a_heading_has_no_end_mark_and_is_never_cut_off() -> None:
    """A heading that ran into the limit is given up."""
    assert sentence("多下基层、", "heading", ended=True) == "多下基层"
    assert sentence("多下基", "heading", ended=False) == ""
