"""Verdicts, narrowed sources and the other essays of a bundle."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from notes.values import Point
from notes.verify import Verifier, check
from notes.words import words
from tests.verify.judging import essay_of, judge, outline_of

LIBRARY = (
    "县图书馆今年延长开放时间，每天开放到晚上九点。读者由此增加了两成。"
    "馆里还在车站设了四个书柜。少儿阅览室每周办一次故事会，家长报名踊跃。"
    "下一步，要把旧书剔除，补充农技图书。"
)
HARBOUR = "港务公司今年更换了六台吊机，装卸效率明显提高。码头工人全部参加了技能培训。"


def test_a_sentence_of_the_source_is_verbatim_whatever_its_width() -> None:
    """White space and half-width marks do not matter."""
    checked = judge(LIBRARY, "县图书馆今年延长开放时间,每天开放到 晚上九点")
    assert checked.verdict == "verbatim"
    assert [s.index for s in checked.point.sources] == [0]


def test_sources_are_narrowed_to_what_the_statement_rests_on() -> None:
    """A citation opens at the sentence that says it, not at the whole passage."""
    checked = judge(LIBRARY, "少儿阅览室每周办故事会，要剔除旧书补充农技图书")
    assert checked.accepted
    assert [s.index for s in checked.point.sources] == [3, 4]


def test_a_refused_point_keeps_its_sources() -> None:
    """What was refused can still be looked up."""
    checked = judge(LIBRARY, "县图书馆新建了三座分馆")
    assert checked.verdict == "unsupported"
    assert len(checked.point.sources) == len(outline_of(LIBRARY).sentences)


def test_a_point_without_sources_is_judged_by_the_essay() -> None:
    """No named sources: the whole essay counts."""
    point = Point("馆里在车站设了四个书柜", (), "model")
    checked = check(point, essay_of(LIBRARY), outline_of(LIBRARY), words())
    assert checked.accepted
    assert [s.index for s in checked.point.sources] == [2]


def test_what_another_essay_says_is_misattributed() -> None:
    """A sentence of another essay is refused and its owner named."""
    outline = outline_of(LIBRARY)
    others = [essay_of(LIBRARY, 1), essay_of(HARBOUR, 2)]
    verifier = Verifier(others[0], outline, words(), others=others)
    point = Point("港务公司更换了六台吊机，装卸效率提高", outline.sentences, "model")
    checked = verifier.check(point)
    assert checked.verdict == "misattributed"
    assert not checked.accepted
    assert [f.detail for f in checked.findings if f.kind == "misattributed"] == ["2"]


def test_what_no_essay_says_is_attributed_to_none() -> None:
    """An invention has no owner."""
    outline = outline_of(LIBRARY)
    verifier = Verifier(essay_of(LIBRARY), outline, words(), others=[essay_of(HARBOUR, 2)])
    checked = verifier.check(Point("全县小学统一改建了食堂和操场", outline.sentences, "model"))
    assert checked.verdict == "unsupported"
    assert "misattributed" not in {f.kind for f in checked.findings}


def test_every_sentence_of_a_text_is_accepted_about_it() -> None:
    """Extracts are never refused."""
    outline = outline_of(LIBRARY + HARBOUR)
    verifier = Verifier(essay_of(LIBRARY + HARBOUR), outline, words())
    for sentence in outline.sentences:
        checked = verifier.check(Point(sentence.text, outline.sentences, "extract"))
        assert checked.verdict == "verbatim"
        assert sentence in checked.point.sources


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="县图书馆今年延长开放时间不没有要和的，。“”《》九12%", max_size=30))
def test_any_text_gets_a_verdict_and_the_same_one_again(statement: str) -> None:
    """No statement breaks a check; judging is deterministic."""
    assert judge(LIBRARY, statement) == judge(LIBRARY, statement)
