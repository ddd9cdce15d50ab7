"""Near-duplicate essays and passages that essays share."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from notes.structure.duplicates import SHORTEST, near_duplicates, shared_passages
from notes.values import Essay
from tests.repair.prose import SENTENCES
from tests.structure.building import BOOKS, CARE, GRAIN, essay_of


def essays(*texts: str) -> list[Essay]:
    return [essay_of(text) for text in texts]


def test_an_edited_copy_is_a_near_duplicate() -> None:
    """A copy with some words changed and its paragraphs joined is found, with its measure."""
    original = CARE + "\n" + GRAIN + "\n" + BOOKS
    copy = original.replace("\n", "").replace("四个小区", "五个小区").replace("四十吨", "五十吨")
    found = near_duplicates(essays(original, GRAIN + "我们一起看过。" * 3, copy))
    assert [group.essays for group in found] == [(0, 2)]
    assert 0.7 <= found[0].similarity < 1.0


def test_the_same_words_have_similarity_one() -> None:
    """Width of punctuation and line breaks are no difference."""
    found = near_duplicates(essays(CARE + GRAIN, (GRAIN + CARE).replace("，", ","), CARE + GRAIN))
    assert [(g.essays, g.similarity >= 0.9) for g in found] == [((0, 1, 2), True)]


def test_essays_on_one_matter_are_no_duplicates() -> None:
    """A common paragraph alone makes no copy."""
    assert near_duplicates(essays(CARE + GRAIN, CARE + BOOKS)) == ()
    assert near_duplicates(essays("谢谢大家。", "谢谢大家。", "")) == ()
    assert near_duplicates([]) == ()


def test_a_shared_paragraph_is_found_with_its_places() -> None:
    """The passage has its full length in every essay, at the right place."""
    texts = ("开头不同。" + CARE + "甲的结尾。", "另一个开头，" + CARE, BOOKS, "三\n" + CARE)
    found = shared_passages(essays(*texts))
    assert [[place.essay for place in one.places] for one in found] == [[0, 1, 3]]
    for place in found[0].places:
        assert place.span.within(texts[place.essay]).rstrip("。") == CARE.rstrip("。")
    assert found[0].text == found[0].places[0].span.within(texts[0])


def test_punctuation_does_not_hide_a_shared_passage() -> None:
    """Another width, other line breaks: the same words."""
    other = CARE.replace("，", ",").replace("。", "。\n")
    found = shared_passages(essays(CARE, "引子" + other))
    assert len(found) == 1
    assert found[0].places[1].span.within("引子" + other).startswith("我们走访")


def test_short_phrases_and_own_repetitions_are_not_reported() -> None:
    """A set phrase of a few words, or a refrain inside one essay, is nothing to tell."""
    assert shared_passages(essays(SENTENCES[0] + GRAIN, SENTENCES[0] + BOOKS)) == ()
    assert shared_passages(essays(CARE * 3, BOOKS)) == ()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=12),
    st.lists(st.sampled_from(SENTENCES), min_size=4, max_size=12),
)
def test_shared_passages_are_shared(one: list[str], other: list[str]) -> None:
    """Every place holds the same letters, and they cannot be extended."""
    texts = ["".join(one), "".join(other)]
    for passage in shared_passages(essays(*texts)):
        bare = {
            "".join(c for c in place.span.within(texts[place.essay]) if c.isalnum())
            for place in passage.places
        }
        assert len(bare) == 1
        assert len(bare.pop()) >= SHORTEST


@settings(max_examples=30, deadline=None)
@given(st.text(alphabet="甲乙丙丁，。 ", max_size=120), st.integers(0, 40))
def test_a_planted_passage_is_always_found(around: str, at: int) -> None:
    """Winnowing misses no common run of ``SHORTEST`` characters."""
    planted = "".join(chr(0x4E00 + 7 * i) for i in range(SHORTEST))
    texts = (around[:at] + planted + around[at:], "戊" + planted + "己")
    assert any(planted in passage.text for passage in shared_passages(essays(*texts)))


def test_many_essays_take_time_in_proportion() -> None:
    """Three hundred essays of which every tenth is a copy: all found, in a few seconds."""
    chance = random.Random(11)  # noqa: S311 - fixed essays, no secret
    clauses = [clause for line in SENTENCES for clause in line.rstrip("。").split("，")]
    texts = ["，".join(chance.choice(clauses) for _ in range(60)) + "。" for _ in range(270)]
    texts += [text.replace("我们", "大家") for text in texts[::9]]
    begun = time.process_time()
    found = near_duplicates(essays(*texts))
    assert time.process_time() - begun < 5.0
    assert [group.essays for group in found] == [(9 * i, 270 + i) for i in range(30)]


def test_texts_of_one_character_are_no_trouble() -> None:
    """Degenerate texts give an answer in linear time."""
    begun = time.process_time()
    found = shared_passages(essays("一" * 30_000, "一" * 20_000))
    assert len(found) >= 1
    assert time.process_time() - begun < 3.0
