"""Merging: one claim once, the better wording, lengths and quotas obeyed."""

from __future__ import annotations

import pytest

from notes.extract.overlap import containment
from notes.extract.places import main_sections
from notes.merge import choose_points, merge, summarize, usual_count, usual_length
from notes.values import Checked, Point, Sentence, Verdict
from tests.extract.texts import REFLECTION, SPEECH, accepted, found_in, long_text, read


def _checked(
    text: str, sources: tuple[Sentence, ...], verdict: Verdict, *, model: bool = False
) -> Checked:
    return Checked(Point(text, sources, "model" if model else "extract"), verdict)


def _sentences() -> tuple[Sentence, ...]:
    return read(SPEECH)[1].sentences


def test_the_shorter_of_two_faithful_wordings_stays_with_all_sources() -> None:
    """A gist that says an extracted point in fewer characters takes its place."""
    first, second = _sentences()[2:4]
    extracted = _checked("需求摸底是做好养老服务工作的重要前提。", (second,), "verbatim")
    gist = _checked("需求摸底是做好养老服务的前提。", (first, second), "supported", model=True)
    merged = merge((extracted,), (gist,))
    assert [checked.text for checked in merged] == [gist.text]
    assert merged[0].point.sources == (first, second)


def test_a_longer_or_weaker_gist_gives_way() -> None:
    """Faithful first, then shorter."""
    (sentence,) = _sentences()[3:4]
    extracted = _checked("需求摸底是做好养老服务的前提。", (sentence,), "verbatim")
    longer = _checked(
        "需求摸底是做好全区养老服务工作的前提。", (sentence,), "supported", model=True
    )
    weak = _checked("需求摸底是养老服务的前提。", (sentence,), "weak", model=True)
    assert merge((extracted,), (longer,)) == (extracted,)
    assert merge((extracted,), (weak,)) == (extracted,)


def test_different_claims_both_stay_in_the_order_of_the_text() -> None:
    """Two sayings of one passage that share little are two points."""
    one, two = _sentences()[3:5]
    extracted = _checked("各街道要逐户走访，建立老人档案。", (two,), "verbatim")
    gist = _checked("需求摸底是做好养老服务的前提。", (one,), "supported", model=True)
    assert [c.text for c in merge((extracted,), (gist,))] == [gist.text, extracted.text]


def test_the_refused_never_pass() -> None:
    """Unsupported points are in no result, from either side."""
    (sentence,) = _sentences()[3:4]
    refused = _checked("全区老人已有九十万人。", (sentence,), "unsupported", model=True)
    assert merge((), (refused,)) == ()
    assert merge((_checked("全区老人九十万人。", (sentence,), "unsupported"),), ()) == ()


@pytest.mark.parametrize("length", [60, 120, 200, 260])
def test_the_summary_obeys_its_length(length: int) -> None:
    """Never longer than asked, and within ten per cent where the essay has enough to say."""
    text = long_text(3000)
    _, outline = read(text)
    extraction = found_in(text)
    summary = summarize(accepted(extraction), extraction.demand, outline, length)
    size = sum(len(checked.text) for checked in summary)
    assert size <= length
    if length >= 120:
        assert size >= 0.75 * length


@pytest.mark.parametrize("text", [SPEECH, REFLECTION, long_text(6000)])
def test_points_are_different_ordered_and_reach_every_section(text: str) -> None:
    """The promises of 核心要点: quotas, no repetition, the order of the text.

    What the summary says comes back only to complete a list that would be too short.
    """
    _, outline = read(text)
    extraction = found_in(text)
    pool = merge(accepted(extraction), ())
    summary = summarize(pool, extraction.demand, outline, usual_length(len(text)))
    points = choose_points(pool, extraction.demand, outline, None, [c.text for c in summary])
    for part in (summary, points):
        texts = [checked.text for checked in part]
        for at, one in enumerate(texts):
            assert all(containment(one, other) <= 0.6 for other in texts[:at])
    for checked in points:
        if any(containment(checked.text, other.text) > 0.6 for other in summary):
            assert any(reason.kind == "completes" for reason in checked.point.reasons)
    starts = [checked.point.sources[0].span.start for checked in points]
    assert starts == sorted(starts)
    covered = {checked.point.section for checked in (*summary, *points)}
    assert all(covered.intersection(group) for group in main_sections(outline))


def test_the_number_of_points_can_be_asked_for() -> None:
    """--points N is the most there are; without it the number grows with the essay."""
    _, outline = read(SPEECH)
    extraction = found_in(SPEECH)
    for count in (1, 3, 6):
        points = choose_points(accepted(extraction), extraction.demand, outline, count)
        assert 1 <= len(points) <= count
    assert usual_count(900) == 5
    assert usual_count(3000) == 9
    assert usual_count(20_000) > 20
    assert usual_length(500) == 120
    assert usual_length(20_000) == 260


def test_a_good_gist_gets_into_the_summary() -> None:
    """A checked gist that covers a section in few words is a summary sentence."""
    _, outline = read(SPEECH)
    extraction = found_in(SPEECH)
    section = [s for s in outline.sentences if s.section == 2]
    gist = _checked(
        "全区已建成助餐点36个，今年要新建20个。",
        tuple(section),
        "supported",
        model=True,
    )
    pool = merge(accepted(extraction), (gist,))
    summary = summarize(pool, extraction.demand, outline, 200)
    points = choose_points(pool, extraction.demand, outline, 6, [c.text for c in summary])
    assert any(checked.point.origin == "model" for checked in (*summary, *points))


def test_points_give_the_substance_of_a_section_and_not_its_bare_heading() -> None:
    """The outline has the headings; a point rests on a sentence where the section has one."""
    text = (
        "一、加强古树巡护管理，守好乡土记忆\n巡护员每天走完十二公里山路，记录每一棵树的长势。"
        "巡护日志是判断古树病害的依据。\n"
        "二、完善古树养护机制，留住百年绿荫\n养护经费必须按季度拨付到村，用途向村民公开。"
        "每棵古树都要有一名责任人。"
    )
    extraction = found_in(text)
    structure = read(text)[1]
    pool = merge(accepted(extraction), ())
    assert any(c.point.sources[0].index < 0 for c in pool)
    points = choose_points(pool, extraction.demand, structure)
    assert points
    assert all(c.point.sources[0].index >= 0 for c in points)
