"""Ranking and choosing: TextRank, salience, coverage under a budget."""

from __future__ import annotations

import time

import numpy as np
import pytest
from scipy import sparse

from notes.extract.demand import ground, service
from notes.extract.overlap import bigrams, containment, jaccard
from notes.extract.places import main_sections, stated_headings, without_mark
from notes.extract.salience import scores
from notes.extract.select import REPEATED, Wish, choose
from notes.extract.textrank import power_iteration, rank
from notes.values import Point
from tests.extract.texts import REFLECTION, SPEECH, WORDS, found_in, long_text, read


def test_textrank_prefers_the_sentence_that_shares_words_with_the_others() -> None:
    """The paper's idea in four lines: a sentence about everything wins over one about nothing."""
    _, outline = read(
        "养老服务要靠护理员。养老服务要建助餐点。护理员和助餐点是养老服务的两个支点。昨夜下了一场小雨。"
    )
    ranks = rank(outline, WORDS)
    assert max(range(4), key=lambda at: ranks[at]) == 2
    assert min(range(4), key=lambda at: ranks[at]) == 3


def test_the_ranks_of_a_text_have_the_mean_one() -> None:
    """Ranks of essays of any length can be compared."""
    _, outline = read(SPEECH)
    assert np.mean(rank(outline, WORDS)) == pytest.approx(1.0, abs=1e-3)
    assert rank(read("")[1], WORDS) == ()


def test_power_iteration_solves_the_textbook_graph() -> None:
    """A star: the centre holds more than its points, and the points are equal."""
    star = sparse.csr_array(np.array([[0, 1, 1, 1], [1, 0, 0, 0], [1, 0, 0, 0], [1, 0, 0, 0.0]]))
    weights = power_iteration(star, 0.85, 1e-10)
    assert weights[0] == pytest.approx(4 * 0.4797, abs=2e-3)
    assert weights[1] == pytest.approx(weights[2]) == pytest.approx(weights[3])


def test_salience_knows_courtesies() -> None:
    """谢谢大家 is no part of what a speech says."""
    essay, outline = read(SPEECH)
    found = scores(essay, outline, rank(outline, WORDS))
    thanks = next(s.index for s in outline.sentences if "谢谢" in s.text)
    assert found[thanks] == min(found)
    assert all(score > 0 for score in found)


def test_a_choice_obeys_budget_and_number_and_never_repeats() -> None:
    """Characters, count and the 60 % rule hold for every budget."""
    extraction = found_in(SPEECH)
    points = extraction.candidates
    for budget in (30, 80, 150, 300):
        for most in (1, 3, 9):
            picked = choose(points, extraction.demand, Wish(budget, most))
            texts = [points[at].text for at in picked]
            assert sum(map(len, texts)) <= budget
            assert len(texts) <= most
            for at, one in enumerate(texts):
                assert all(containment(one, other) <= REPEATED for other in texts[:at])
    starts = [points[at].sources[0].span.start for at in picked]
    assert starts == sorted(starts)


def test_the_quota_gives_every_main_section_a_point() -> None:
    """A short section does not lose to a long one."""
    _, outline = read(SPEECH)
    extraction = found_in(SPEECH)
    groups = main_sections(outline)
    assert len(groups) == 4
    picked = choose(extraction.candidates, extraction.demand, Wish(200, None, groups))
    sections = {extraction.candidates[at].section for at in picked}
    assert all(sections.intersection(group) for group in groups)


def test_what_was_said_is_not_said_again() -> None:
    """A text that the note has already takes its demands and its wording away."""
    extraction = found_in(SPEECH)
    first = choose(extraction.candidates, extraction.demand, Wish(120))
    said = tuple(extraction.candidates[at].text for at in first)
    second = choose(extraction.candidates, extraction.demand, Wish(120, said=said))
    for at in second:
        assert all(containment(extraction.candidates[at].text, text) <= REPEATED for text in said)


def test_service_is_a_share() -> None:
    """A part of the text satisfies its own demand wholly and a stranger's not at all."""
    _, outline = read("社区食堂开进了老旧小区。\n渔船清早出海捕捞黄鱼。")
    demand = ground(outline, (1.0, 1.0))
    served = service(["社区食堂开进了老旧小区。"], demand).toarray()
    assert served[0].tolist() == [1.0, 0.0]


def test_headings_that_state_are_points_and_names_are_not() -> None:
    """把需求找准 asks for something; 基本情况 only names a matter."""
    text = (
        "一、基本情况\n全区有社区四十个，去年走访两次。\n"
        "二、加强护理员培训\n护理员是服务的主力，要多培训。"
    )
    _, outline = read(text)
    assert [without_mark(s.text) for s in stated_headings(outline)] == ["加强护理员培训"]


def test_overlap_measures() -> None:
    """Marks do not count, the per cent sign does."""
    assert bigrams("增长5%。") == {"增长", "长5", "5%"}
    assert containment("助餐点", "建成助餐点！") == 1.0
    assert jaccard("助餐", "助餐") == 1.0
    assert containment("", "助餐") == jaccard("", "") == 0.0


def test_extraction_is_deterministic() -> None:
    """The same essay gives the same value, to the last digit."""
    assert found_in(SPEECH).candidates == found_in(SPEECH).candidates
    one, two = found_in(REFLECTION, "reflection"), found_in(REFLECTION, "reflection")
    assert (one.terms, one.questions, one.thesis) == (two.terms, two.questions, two.thesis)


def test_time_grows_with_the_text_and_not_with_its_square() -> None:
    """Time grows with the text: four times the text takes well under sixteen times as long."""
    seconds = []
    for size in (6_000, 24_000):
        text = long_text(size)
        begin = time.process_time()
        extraction = found_in(text)
        choose(extraction.candidates, extraction.demand, Wish(size // 8))
        seconds.append(time.process_time() - begin)
    assert seconds[1] < 8
    assert seconds[1] < 9 * seconds[0] + 1


def test_points_are_points() -> None:
    """Every candidate names its sentence and its section and says that it is extracted."""
    _, outline = read(SPEECH)
    for point in found_in(SPEECH).candidates:
        assert isinstance(point, Point)
        assert point.origin == "extract"
        assert len(point.sources) == 1
        source = point.sources[0]
        if source.index >= 0:
            assert outline.sentences[source.index] == source
        assert SPEECH[source.span.start : source.span.end] == source.text
