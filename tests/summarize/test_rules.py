"""Decoding rules: numbers, Latin words and titles come from the source or not at all."""

from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.summarize.rules import NoStutter, SourceOnly

PIECES = [
    "",
    *"0123456789",
    ".",
    "%",
    "A",
    "I",
    "5",
    "G",
    "增长",
    "达到",
    "《",
    "》",
    "山",
    "河",
    "将",
]
START = 0


def allowed(rule: SourceOnly | NoStutter, written: list[str]) -> set[str]:
    """The pieces that may follow ``written``."""
    ids = torch.tensor([[START, *(PIECES.index(p) for p in written)]])
    scores = rule(ids, torch.zeros(1, len(PIECES)))  # type: ignore[arg-type]
    return {p for p, s in zip(PIECES, scores[0].tolist(), strict=True) if s > float("-inf") and p}


def test_a_number_is_copied_whole() -> None:
    """Half of 12.5% is not 12 %, and 12 and 34 never join to 1234."""
    rule = SourceOnly(["增长12.5%，达到34"], PIECES, 1)
    assert allowed(rule, ["增长"]) & set("0123456789") == {"1", "3"}
    assert allowed(rule, ["增长", "1"]) == {"2"}
    assert allowed(rule, ["增长", "1", "2"]) == {"."}
    assert allowed(rule, ["增长", "1", "2", ".", "5"]) == {"%"}
    after = allowed(rule, ["增长", "1", "2", ".", "5", "%"])
    assert "增长" in after
    assert not after & set("0123456789")


def test_no_number_in_the_source_no_number_in_the_summary() -> None:
    """A source without digits allows none."""
    assert not allowed(SourceOnly(["增长很快"], PIECES, 1), ["增长"]) & set("0123456789AIG")


def test_latin_words_are_copied_whole() -> None:
    """AI stays AI; A alone is not a word of the source."""
    rule = SourceOnly(["用AI和5G"], PIECES, 1)
    assert allowed(rule, ["增长", "A"]) == {"I"}
    assert "增长" in allowed(rule, ["增长", "A", "I"])


def test_a_title_is_copied_whole() -> None:
    """Between 《 and 》 only a title of the source can be written."""
    rule = SourceOnly(["读《山河》有感"], PIECES, 1)
    assert allowed(rule, ["《"]) == {"山"}
    assert allowed(rule, ["《", "山"]) == {"河"}
    assert allowed(rule, ["《", "山", "河"]) == {"》"}
    assert "《" not in allowed(SourceOnly(["山河"], PIECES, 1), ["山"])


def test_no_stutter() -> None:
    """将将 is forbidden, unless the source says so."""
    assert "将" not in allowed(NoStutter(["将要"], PIECES, 1), ["将"])
    assert "将" in allowed(NoStutter(["干将将来"], PIECES, 1), ["将"])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True), max_size=4), st.randoms())
def test_whatever_is_written_its_numbers_are_the_sources(
    numbers: list[str], random: object
) -> None:
    """A random walk through the allowed pieces never leaves the source's numbers."""
    import re

    source = "，增长".join(numbers)
    rule = SourceOnly([source], PIECES, 1)
    written: list[str] = []
    for _ in range(25):
        choice = sorted(allowed(rule, written))
        written.append(random.choice(choice))  # type: ignore[attr-defined]
    text = "".join(written)
    finished = text[: max(text.rfind("增长"), 0)]
    complete = re.findall(r"(?<![0-9.])[0-9]+(?![0-9.%])", finished)
    assert set(complete) <= set(numbers)
