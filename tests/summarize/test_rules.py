"""Decoding rules: numbers, Latin words, titles and names come from the source or not at all."""

from __future__ import annotations

import re

import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.summarize.processor import FromSource
from notes.summarize.rules import (
    REPEATED,
    SourceRules,
    foreign_names,
    foreign_pieces,
    name_pieces,
)
from notes.words import words

PIECES = [
    *"0123456789",
    ".",
    "%",
    *"AIG",
    "增长",
    "达到",
    *"《》山河将",
    "百分",
    "之",
    "十",
    "三",
    "点",
    "万",
    "吨",
]


def allowed(rules: SourceRules, text: str) -> set[str]:
    """The pieces that may follow ``text``."""
    return {piece for piece in PIECES if rules.allows(text, piece)}


def test_a_number_is_copied_whole() -> None:
    """Half of 12.5% is not 12 %, and 12 and 34 never join to 1234."""
    rules = SourceRules("增长12.5%，达到34")
    assert allowed(rules, "增长") & set("0123456789") == {"1", "3"}
    assert allowed(rules, "增长1") == {"2"}
    assert allowed(rules, "增长12") == {"."}
    assert allowed(rules, "增长12.") == {"5"}
    assert allowed(rules, "增长12.5") == {"%"}
    after = allowed(rules, "增长12.5%")
    assert "达到" in after
    assert not after & set("0123456789")
    assert not rules.may_end("增长12")
    assert rules.may_end("增长12.5%")


def test_a_number_in_chinese_characters_is_copied_whole() -> None:
    """百分之十三 and 三百万吨 of two sentences never join to one figure."""
    rules = SourceRules("增长百分之十三，达到三百万吨")
    assert "十" in allowed(rules, "增长百分之")
    assert "三" in allowed(rules, "增长百分之十")
    assert not {"点", "万", "十", "增长"} & (allowed(rules, "增长百分之十三") - {"点", "增长"})
    assert "增长" in allowed(rules, "达到百分之十三")
    assert not rules.allows("达到百分之十三", "百万")
    assert not rules.may_end("达到百分之十")
    assert rules.allows("达到三百万", "吨")
    assert not rules.allows("达到三", "吨")


def test_no_number_in_the_source_no_number_in_the_summary() -> None:
    """A source without numbers allows none."""
    assert not allowed(SourceRules("增长很快"), "增长") & set("0123456789AIG十三万")


def test_latin_words_are_copied_whole() -> None:
    """AI stays AI; A alone is not a word of the source."""
    rules = SourceRules("用AI和5G")
    assert allowed(rules, "增长A") == {"I"}
    assert "增长" in allowed(rules, "达到AI")


def test_a_title_is_copied_whole() -> None:
    """Between 《 and 》 only a title of the source can be written."""
    rules = SourceRules("读《山河》有感")
    assert allowed(rules, "《") == {"山"}
    assert allowed(rules, "《山") == {"河"}
    assert allowed(rules, "《山河") == {"》"}
    assert not rules.may_end("《山河")
    assert rules.may_end("《山河》")
    assert "《" not in allowed(SourceRules("山河"), "山")
    assert not rules.allows("读", "《山川")
    assert rules.allows("读", "《山河》")


def test_no_stutter() -> None:
    """将将 is forbidden, unless the source says so."""
    assert "将" not in allowed(SourceRules("将要"), "将")
    assert "将" in allowed(SourceRules("干将将来"), "将")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.from_regex(r"[1-9][0-9]{0,3}", fullmatch=True), max_size=4), st.randoms())
def test_whatever_is_written_its_numbers_are_the_sources(
    numbers: list[str], random: object
) -> None:
    """A random walk through the allowed pieces never leaves the source's numbers."""
    rules = SourceRules("，增长".join(numbers))
    text = ""
    for _ in range(25):
        choice = sorted(allowed(rules, text))
        if not choice:
            break
        text += random.choice(choice)  # type: ignore[attr-defined]
    finished = text[: max(text.rfind("增长"), 0)]
    complete = re.findall(r"(?<![0-9.])[0-9]+(?![0-9.%])", finished)
    assert set(complete) <= set(numbers)


def test_four_characters_stand_once() -> None:
    """增长达到增长达 is stopped at the piece that would complete the repetition."""
    rules = SourceRules("增长达到山河")
    assert "达到" not in allowed(rules, "增长达到山增长")
    assert "山" in allowed(rules, "增长达到山增长")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(["山", "河", "山河", "将增", "增", "河将", "达到"]), max_size=30))
def test_a_repetition_is_seen_across_all_cuts(pieces: list[str]) -> None:
    """Whatever pieces a text is made of, what the rule lets pass holds no four twice."""
    rules, text = SourceRules("山山河河将将增增达到达到"), ""
    for piece in pieces:
        text += piece if rules.allows(text, piece) else ""
    grams = [text[at : at + REPEATED] for at in range(len(text) - REPEATED + 1)]
    assert len(grams) == len(set(grams))


def test_a_name_comes_from_the_source() -> None:
    """北京 may be written of a passage about 北京 and of no other."""
    names = name_pieces(["", "北京", "上海", "发展"], words())
    assert names == ["北京", "上海"]
    rules = SourceRules("北京的发展", foreign_pieces(names, "北京的发展"))
    assert rules.allows("", "北京")
    assert not rules.allows("", "上海")


def test_a_name_made_of_pieces_is_seen_in_the_finished_text() -> None:
    """A wording with a person whom the passage does not have is found."""
    source = "王建国书记走访了青石镇的农户。"
    assert foreign_names("王建国书记走访农户。", source, words()) == []
    assert "上海" in foreign_names("王建国书记走访上海农户。", source, words())


def test_generate_of_transformers_gets_the_same_rules() -> None:
    """The processor masks what the rules forbid, also where the likeliest are all forbidden."""
    pieces = ["", *PIECES]
    processor = FromSource([SourceRules("增长12")], pieces, 0, 1)
    ids = torch.tensor([[pieces.index("增长"), pieces.index("1")]])
    scores = processor(ids, torch.zeros(1, len(pieces)))[0].tolist()  # type: ignore[arg-type]
    assert {p for p, s in zip(pieces, scores, strict=True) if s == 0} == {"2"}
    many = [*(f"9{n}" for n in range(80)), "将"]
    ids = torch.tensor([[80]])
    falling = torch.arange(len(many), 0, -1).float()[None]
    scores = FromSource([SourceRules("将将")], many, -1, 1)(ids, falling)[0].tolist()  # type: ignore[arg-type]
    assert scores == [float("-inf")] * 80 + [1.0]
