"""What kind of text an essay is, and why."""

from __future__ import annotations

import pytest

from notes.structure.kind import kind
from notes.structure.outline import outline
from notes.values import EssayKind
from tests.structure.building import CARE, GRAIN, essay_of

SPEECH = (
    "同志们：今天我们在这里开会，主要是部署冬季走访。下面，我讲三点意见。一要走到位。二要记清楚。"
    "三要办到底。各科室要抓紧落实，确保春节前见到成效。谢谢大家！"
)
REFLECTION = (
    "通过这次学习，我深刻认识到服务二字的分量。从前我以为把表填好就是工作，如今我体会到，"
    "坐在老人身边听完一席话才是工作。作为一名社区干部，我将把走访当成日常功课。"
)
COMMENTARY = (
    "办好社区食堂，既要有温度，也要有章法。一些地方片面追求数量，殊不知吃饭的人才是裁判。"
    "关键在于久久为功，不是一阵风，而是一餐一饭攒起来的信任。需要注意的是，补贴不能代替手艺。"
)
REPORT = (
    "调研组走访了四个小区。数据显示，食堂日均就餐312人，同比增长18.5%，其中老人占比61%。"
    "存在的问题主要有三类：排队时间长，灶台老旧，坡道不平。主要做法是分类登记、限时办理。"
)
NARRATIVE = (
    "那年冬天，母亲走进食堂，望着墙上的菜单出神。她说，小时候家里穷，有一次为了半碗米走了十里路。"
    "清晨的雾还没散，父亲已经在门口等着，爷爷的棉袄上落满了霜。"
)


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        (SPEECH, "", "speech"),
        (CARE + GRAIN, "在街道工作会上的讲话", "speech"),
        (REFLECTION, "", "reflection"),
        (CARE + GRAIN, "走访四个小区的心得体会", "reflection"),
        (COMMENTARY, "", "commentary"),
        (REPORT, "", "report"),
        (NARRATIVE, "", "narrative"),
        (CARE, "", "commentary"),
    ],
)
def test_kinds(text: str, title: str, expected: EssayKind) -> None:
    """Each kind is told by its own signs; without any it is a commentary."""
    essay = essay_of(text, title)
    found, reasons = kind(essay, outline(essay))
    assert found == expected
    assert reasons
    assert all(any("一" <= c <= "鿿" for c in reason) for reason in reasons)


def test_reasons_quote_the_text() -> None:
    """A reason shows the words it rests on."""
    essay = essay_of(SPEECH)
    _, reasons = kind(essay, outline(essay))
    assert any("同志们" in reason for reason in reasons)
