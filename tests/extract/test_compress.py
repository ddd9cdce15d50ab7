"""Compression keeps grammar and claim: what it promises."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.extract.compress import LONGEST, SHORTEST, compress, forms, shorten_listing, tidy
from notes.extract.overlap import is_subsequence
from tests.extract.texts import REFLECTION, SPEECH, WORDS, read

SENTENCES = [s.text for text in (SPEECH, REFLECTION) for s in read(text)[1].sentences]
CHARACTERS = st.text(
    alphabet="要必须不是只有才能，。；：、“”（）《》建设养老服务的工作和12%", max_size=80
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_every_form_is_a_subsequence_of_its_sentence(sentence: str) -> None:
    """No word is added and no order changed; lengths stay in their bounds."""
    for form in forms(sentence, WORDS):
        assert is_subsequence(form.rstrip("。！"), sentence)
        assert SHORTEST <= len(form) <= LONGEST
        assert form[-1] not in "，；：、"


@given(CHARACTERS)
def test_any_text_gives_subsequences(text: str) -> None:
    """Whatever the text looks like, compression only deletes and never fails."""
    for form in forms(text, WORDS):
        assert is_subsequence(form.rstrip("。！"), text)
    assert is_subsequence(tidy(text), text)
    assert is_subsequence(shorten_listing(text), text)


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("当前，助餐点已经覆盖全部街道。", "助餐点已经覆盖全部街道。"),
        ("实践证明，走访比电话更管用。", "走访比电话更管用。"),
        ("但同时，老旧小区仍有不少空白。", "老旧小区仍有不少空白。"),
        ("二是完善护理员的津贴制度。", "完善护理员的津贴制度。"),
        ("（三）加强护理员的技能培训。", "加强护理员的技能培训。"),
        ("同时也要看到，服务队伍还不稳定。", "服务队伍还不稳定。"),
        ("助餐点（含流动餐车）方便了老人。", "助餐点方便了老人。"),
        ("服务项目越来越多，如助浴、助医、助行。", "服务项目越来越多。"),
    ],
)
def test_openers_marks_asides_and_examples_go(sentence: str, kept: str) -> None:
    """What adds nothing to the claim is dropped, and only that."""
    assert tidy(sentence) == kept


def test_brackets_with_figures_stay() -> None:
    """A date or number in brackets is a fact and not an aside."""
    sentence = "今天（6月3日）是社区开放日。"
    assert tidy(sentence) == sentence


def test_a_condition_is_never_cut_from_its_consequence() -> None:
    """只有…才…, 不仅…还…, 不是…而是… stay whole: half of one is another claim."""
    for sentence in (
        "只有把老人的真实想法听进去，才能把钱花在刀刃上。",
        "养老服务不是民政一家的事，而是各部门共同的责任。",
        "走访不仅摸清了老人的底数，还拉近了干部和群众的距离。",
        "离开了邻里之间的信任，再好的制度就成了墙上的摆设。",
        "虽然今年新建了不少助餐点，但是老旧小区仍有空白。",
    ):
        assert forms(sentence, WORDS) == (sentence,), sentence


def test_denials_and_duties_keep_their_subject_and_mood() -> None:
    """A clause that borrows a subject borrows its 要 with it, and never loses a 不."""
    sentence = "各街道要加强对护理员的培训，提高护理员的持证上岗率。"
    assert "各街道要提高护理员的持证上岗率。" in forms(sentence, WORDS)
    assert "各街道提高护理员的持证上岗率。" not in forms(sentence, WORDS)
    for form in forms("街道没有照搬外地的办法，走出了自己的路子。", WORDS):
        assert "街道走出" not in form


def test_a_dangling_half_is_no_point() -> None:
    """No form begins with a word that leans on what was left out."""
    for sentence in SENTENCES:
        for form in forms(sentence, WORDS):
            assert not form.startswith(
                ("而且", "因此", "其次", "而是", "也是", "才能", "更要", "但")
            )


def test_the_noun_that_a_copula_needs_stays() -> None:
    """是 and the noun phrase that completes it are not parted over a comma."""
    sentence = "抓好走访，是了解民情，赢得信任的第一步。"
    assert all(form.endswith("第一步。") for form in forms(sentence, WORDS))


def test_questions_and_announcements_give_nothing() -> None:
    """A question claims nothing, and a line that ends in a colon only announces."""
    assert forms("为什么老人不愿意去助餐点吃饭呢？", WORDS) == ()
    assert forms("做好这项工作要抓住以下几点：", WORDS) == ()


def test_long_lists_of_examples_shrink_to_two() -> None:
    """A list of four and more examples keeps its first two; numbers are never dropped."""
    assert shorten_listing("建设食堂、浴室、诊所、书屋、菜园等设施。") == "建设食堂、浴室等设施。"
    assert shorten_listing("增长3%、4%、5%、6%等。") == "增长3%、4%、5%、6%等。"


def test_compress_prefers_the_fullest_form_that_fits() -> None:
    """With room the whole sentence stays; without, a shorter statement."""
    sentence = "今年要新建助餐点20个，改造日间照料中心8个，推动助餐、助浴、助医等服务进楼入户。"
    assert compress(sentence, WORDS, 60) == sentence
    short = compress(sentence, WORDS, 25)
    assert 0 < len(short) <= 25
    assert compress("真的吗？", WORDS) == ""


def test_the_announcement_of_a_comparison_is_left_out() -> None:
    """两者的区别在于， leans on what was compared before; the claim after it does not."""
    claim = "夜校是居民自己办起来的课堂。"
    assert tidy(f"两者的区别在于，{claim}") == claim
    assert tidy(f"不同之处在于：{claim}") == claim
    assert tidy("问题的关键在于，把账算清楚。") == "问题的关键在于，把账算清楚。"
