"""Decoding rules: numbers, Latin words and titles come from the source or not at all."""

from __future__ import annotations

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.summarize.rules import (
    NoRepeat,
    NoStutter,
    SourceNames,
    SourceOnly,
    foreign_names,
    name_pieces,
)
from notes.words import words

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


def test_four_characters_stand_once() -> None:
    """增长达到增长达 is stopped at the piece that would complete the repetition."""
    rule = NoRepeat(PIECES)
    ids = torch.tensor([[START, *(PIECES.index(p) for p in ["增长", "达到", "山", "增长"])]])
    scores = rule(ids, torch.zeros(1, len(PIECES)))[0]  # type: ignore[arg-type]
    lowered = {p for p, s in zip(PIECES, scores.tolist(), strict=True) if s < 0}
    assert lowered == {"达到"}


def test_a_repetition_across_other_cuts_is_seen() -> None:
    """The rule counts characters, not pieces: 山河将增 written as 山河+将增 or 山+河将+增."""
    pieces = ["", "山河", "将增", "山", "河将", "增", "河"]
    rule = NoRepeat(pieces)
    ids = torch.tensor([[0, 1, 2, 6, 3, 4]])
    scores = rule(ids, torch.zeros(1, len(pieces)))[0]  # type: ignore[arg-type]
    assert [p for p, s in zip(pieces, scores.tolist(), strict=True) if s < 0] == ["增"]


def test_a_name_comes_from_the_source() -> None:
    """北京 may be written of a passage about 北京 and of no other."""
    pieces = ["", "北京", "上海", "发展"]
    names = name_pieces(pieces, words())
    assert [name for _, name in names] == ["北京", "上海"]
    rule = SourceNames(["北京的发展", "发展很快"], names, 1)
    scores = rule(torch.zeros(2, 1, dtype=torch.long), torch.zeros(2, 4))  # type: ignore[arg-type]
    assert [[s == 0 for s in row] for row in scores.tolist()] == [
        [True, True, False, True],
        [True, False, False, True],
    ]


def test_a_name_made_of_pieces_is_seen_in_the_finished_text() -> None:
    """A wording with a person whom the passage does not have is found."""
    source = "王建国书记走访了青石镇的农户。"
    assert foreign_names("王建国书记走访农户。", source, words()) == []
    assert "上海" in foreign_names("王建国书记走访上海农户。", source, words())
