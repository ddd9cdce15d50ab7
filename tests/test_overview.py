"""The overview across essays: themes, what only one says, repeats, figures."""

from __future__ import annotations

import time

from notes.extract.essay import extract
from notes.overview import overview
from notes.structure.outline import outline
from notes.values import Audit, Essay, Overview, Span, StudyNote
from tests.extract.texts import REFLECTION, SPEECH, WORDS, long_text

SHARED = "养老服务关乎千家万户，必须一件事情接着一件事情办，一年接着一年干。"


def _note(text: str, ordinal: int) -> StudyNote:
    essay = Essay(ordinal, f"篇{ordinal}", "", Span(0, len(text)), text)
    structure = outline(essay)
    found = extract(essay, structure, WORDS, "speech")
    return StudyNote(
        essay=essay,
        outline=structure,
        title=f"第{ordinal}篇",
        title_proposed=True,
        kind="speech",
        kind_reasons=(),
        thesis=None,
        summary=(),
        points=(),
        entries=found.entries,
        claims=(),
        measures=(),
        practice=(),
        quotes=found.quotes,
        figures=found.figures,
        terms=found.terms,
        questions=found.questions,
        audit=Audit(0, 0, 0, 0, 0.0, 1.0),
    )


def test_common_themes_and_unique_terms() -> None:
    """A theme names the essays that have it; a unique term stands in one essay only."""
    other = (
        "社区养老服务要靠邻里互助。我们街道有12个互助小组，"
        "养老服务由邻居做起来，互助小组就是身边的亲人。"
    )
    found = overview((_note(SPEECH, 1), _note(REFLECTION, 2), _note(other, 3)), WORDS)
    themes = {theme.term: theme.essays for theme in found.themes}
    assert themes["养老服务"] == (1, 3)
    unique = dict(found.unique)
    assert "调查研究" in unique[2]
    assert "养老服务" not in unique[1]


def test_repeated_sentences_are_found_once_and_reworded_ones_too() -> None:
    """The same sentence in two essays is a repeat of 1.0, a lightly changed one still a repeat."""
    changed = SHARED.replace("必须", "就要")
    found = overview((_note(SPEECH, 1), _note("冬天来了。" + changed, 2)), WORDS)
    assert len(found.repeats) == 1
    repeat = found.repeats[0]
    assert (repeat.first, repeat.second) == (1, 2)
    assert 0.6 <= repeat.similarity < 1.0
    same = overview((_note(SPEECH, 1), _note("冬天来了。" + SHARED, 2)), WORDS)
    assert same.repeats[0].similarity == 1.0


def test_figures_on_one_matter_agree_or_conflict() -> None:
    """The same measured thing with two values is shown as a conflict."""
    one = _note("全区已建成助餐点36个。老人们都说好。", 1)
    two = _note("到年底，全区已建成助餐点36个。大家很满意。", 2)
    three = _note("全区已建成助餐点40个。街道还在继续努力。", 3)
    agreeing = overview((one, two), WORDS).figures
    assert [match.agree for match in agreeing] == [True]
    conflict = overview((one, three), WORDS).figures
    assert [match.agree for match in conflict] == [False]
    assert conflict[0].values == ((1, "36个"), (3, "40个"))


def test_one_essay_has_no_overview() -> None:
    """There is nothing to compare."""
    assert overview((_note(SPEECH, 1),), WORDS) == Overview()


def test_many_long_essays_take_seconds() -> None:
    """Repeats are found through an index, not by comparing all pairs."""
    notes = [_note(long_text(4000), ordinal) for ordinal in (1, 2, 3)]
    begin = time.process_time()
    found = overview(notes, WORDS)
    assert time.process_time() - begin < 3
    assert found.repeats


def test_themes_are_few_and_specific() -> None:
    """At most eight themes, none an everyday word, none inside another; unique terms are names."""
    one = (
        "产业要靠科技。科技支撑产业，茶产业标准化是产业的出路。茶产业标准化要靠茶农合作社。"
        "茶农合作社把科技送进茶园，环境好了，资源活了。"
    )
    other = (
        "国家重视产业，产业离不开科技。茶产业标准化先要立规矩。茶产业标准化不能走样，"
        "茶农合作社要带头，茶农合作社要算账。科技改变环境，资源变成优势。"
    )
    found = overview([_note(one, 1), _note(other, 2)], WORDS)
    themes = [theme.term for theme in found.themes]
    assert themes
    assert len(themes) <= 8
    assert not {"产业", "科技", "国家", "环境", "资源", "优势"} & set(themes)
    assert not any(a != b and a in b for a in themes for b in themes)
