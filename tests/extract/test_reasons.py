"""Why a point was chosen: the reasons are those that the selection used."""

from __future__ import annotations

import math

import pytest

from notes.extract.compress import shapes
from notes.extract.overlap import bigrams, runs
from notes.extract.reasons import SIGNS
from notes.extract.worth import worth
from notes.merge import choose_points, merge, summarize
from notes.values import Checked, Point, Reason
from tests.extract.texts import REFLECTION, SPEECH, WORDS, accepted, found_in, read


def _reasons(point: Point) -> dict[str, Reason]:
    return {reason.kind: reason for reason in point.reasons}


def test_the_signs_add_up_to_the_score() -> None:
    """The logarithm of the salience is the sum of its signs, to the last digit."""
    for point in found_in(SPEECH, title="办好社区养老服务").candidates:
        found = _reasons(point)
        if "salience" in found:
            signs = sum(reason.value for reason in point.reasons if reason.kind in SIGNS)
            assert found["salience"].value == point.score
            assert math.exp(signs) == pytest.approx(point.score)


def test_words_of_a_sign_stand_in_the_sentence() -> None:
    """Title words and cue words are those of the source."""
    extraction = found_in(SPEECH, title="办好社区养老服务")
    told = [
        (piece, point.sources[0].text)
        for point in extraction.candidates
        for reason in point.reasons
        if reason.kind in {"title", "cue", "flourish"}
        for piece in reason.detail.split("、")
    ]
    assert told
    assert all(piece in text for piece, text in told)


@pytest.mark.parametrize(
    ("sentence", "form", "kind", "left_out"),
    [
        ("当前，助餐点已经覆盖全部街道。", "助餐点已经覆盖全部街道。", "cut_opener", "当前"),
        ("（三）加强护理员的技能培训。", "加强护理员的技能培训。", "cut_mark", "（三）"),
        (
            "助餐点（含流动餐车）方便了许多老人。",
            "助餐点方便了许多老人。",
            "cut_aside",
            "（含流动餐车）",
        ),
        (
            "各街道要加强护理员培训，提高持证上岗率。",
            "各街道要加强护理员培训。",
            "cut_after",
            "提高持证上岗率",
        ),
        (
            "建设食堂、浴室、诊所、书屋、菜园等设施。",
            "建设食堂、浴室等设施。",
            "cut_items",
            "诊所、书屋、菜园",
        ),
    ],
)
def test_a_form_says_what_was_left_out(sentence: str, form: str, kind: str, left_out: str) -> None:
    """Every rule of compression that was applied is named with its words."""
    made = {shape.text: shape.cuts for shape in shapes(sentence, WORDS)}
    assert Reason(kind, detail=left_out) in made[form]


def test_an_untouched_sentence_has_no_cuts() -> None:
    """A whole sentence was not compressed, and says so by saying nothing."""
    sentence = "需求摸底是做好养老服务的前提。"
    assert shapes(sentence, WORDS)[0].cuts == ()


def test_chosen_points_tell_quota_order_gain_and_new_words() -> None:
    """The choice leaves what it used: order, quota, coverage, form and what was new."""
    _, outline = read(SPEECH)
    extraction = found_in(SPEECH)
    pool = merge(accepted(extraction), ())
    summary = summarize(pool, extraction.demand, outline, 200)
    orders = sorted(_reasons(c.point)["order"].value for c in summary)
    assert orders == [float(n + 1) for n in range(len(summary))]
    assert sum("section_quota" in _reasons(c.point) for c in summary) == 4
    said: frozenset[str] = frozenset()
    for checked in sorted(summary, key=lambda c: _reasons(c.point)["order"].value):
        found = _reasons(checked.point)
        assert found["coverage"].value > 0
        assert found["form"].value == worth(checked.point)
        assert found["new_bigrams"].value == len(bigrams(checked.text) - said)
        assert all(piece in checked.text for piece in runs(checked.text, bigrams(checked.text)))
        said |= bigrams(checked.text)


def test_reasons_do_not_change_the_choice() -> None:
    """Explaining is a record: the same points are chosen every time, with the same reasons."""
    _, outline = read(REFLECTION)
    one, two = (found_in(REFLECTION, "reflection") for _ in range(2))
    first = choose_points(accepted(one), one.demand, outline)
    assert first == choose_points(accepted(two), two.demand, outline)


def test_a_gist_tells_whom_it_replaced() -> None:
    """A gist that stands for extracted points carries how many."""
    sentences = read(SPEECH)[1].sentences[2:4]
    extracted = Checked(
        Point("需求摸底是做好养老服务工作的重要前提。", (sentences[1],), "extract"), "verbatim"
    )
    gist = Checked(Point("需求摸底是做好养老服务的前提。", sentences, "model"), "supported")
    (merged,) = merge((extracted,), (gist,))
    assert Reason("replaces", 1) in merged.point.reasons


def test_claims_measures_and_thesis_tell_their_words() -> None:
    """The mood is the word that made it; the thesis is the sum of its parts."""
    extraction = found_in(SPEECH, title="办好社区养老服务")
    for point in (*extraction.claims, *extraction.measures):
        assert _reasons(point)["mood"].detail in point.text
    assert extraction.thesis is not None
    why = list(extraction.thesis.reasons)
    at = next(i for i, reason in enumerate(why) if reason.kind == "thesis")
    assert sum(reason.value for reason in why[at + 1 :]) == pytest.approx(why[at].value)
