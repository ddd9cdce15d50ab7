"""Pseudo-gists: clauses of the passage, chosen as the written gists choose, joined in order."""

from __future__ import annotations

import re

import pytest
from fusion import Fuser, clauses, shortened

PASSAGES = [
    (
        "近日，镇里开了一次院坝会。要把群众的事放在心上，把政策讲到每一户人家。会后大家吃了饭。"
        "要进一步完善办事流程，让群众少跑路。天色已经晚了，路上没有什么人。"
    ),
    (
        "去年修通了三条村路，共十二公里。要把路管好护好，落实到每一个责任人。当天下着小雨，大家都带着伞。"
        "要让产业沿着公路走进村里，让群众在家门口增收。"
    ),
    (
        "社区有三千多户居民。楼道里堆着杂物，居民意见很大。要发动党员带头清理，把通道让出来。"
        "那天来了许多人，场面很热闹。要建立长效机制，持续抓好环境卫生。"
    ),
]
GISTS = [
    "要把群众的事放在心上，完善办事流程，让群众少跑路。",
    "要把路管好护好，让产业走进村里，让群众增收。",
    "要发动党员带头清理，建立长效机制，抓好环境卫生。",
]


@pytest.fixture(scope="module")
def fuser() -> Fuser:
    return Fuser.fit(zip(PASSAGES * 4, GISTS * 4, strict=True))


def test_clauses_give_the_text_back() -> None:
    """Nothing is lost, and each clause knows its sentence."""
    parts = clauses(PASSAGES[0])
    assert "".join(part.text for part in parts) == PASSAGES[0]
    assert [part.sentence for part in parts] == sorted(part.sentence for part in parts)
    assert all(part.place < part.size for part in parts)


def test_a_pseudo_gist_is_made_of_the_passage_in_its_order(fuser: Fuser) -> None:
    """Every joined clause stands in the passage, after the one before it."""
    plain = re.sub("进一步|持续", "", PASSAGES[0])
    gist = fuser.gist(PASSAGES[0], 30)
    assert gist is not None
    at = -1
    for clause in gist.rstrip("。").split("，"):
        assert plain.index(clause) > at
        at = plain.index(clause)


def test_the_choice_is_learned_from_the_written_gists(fuser: Fuser) -> None:
    """Of a new passage the demands are kept and the scenery is not."""
    new = "那天风很大，树叶落了一地。要把责任落实到人，把问题解决在当天。大家拍了照片。"
    gist = fuser.gist(new, 18)
    assert gist is not None
    assert "责任落实到人" in gist
    assert "树叶" not in gist


def test_a_pseudo_heading_is_one_short_clause(fuser: Fuser) -> None:
    """Six to eighteen characters of the passage, without the modal verb."""
    heading = fuser.heading(PASSAGES[1])
    assert heading is not None
    assert 6 <= len(heading) <= 18
    assert heading in PASSAGES[1]
    assert not heading.startswith("要")


def test_nothing_comes_of_nothing(fuser: Fuser) -> None:
    """A text without clauses gives no target."""
    assert fuser.gist("。。。", 40) is None
    assert fuser.heading("") is None


@pytest.mark.parametrize(
    ("clause", "wanted"),
    [
        ("同时，要进一步完善制度，", "要完善制度"),
        ("会议指出，要切实改进作风。", "要改进作风"),
        ("而且要多到基层去；", "要多到基层去"),
    ],
)
def test_a_clause_is_shortened_as_a_gist_is_written(clause: str, wanted: str) -> None:
    """Openers, links and strengthening adverbs go."""
    assert shortened(clause) == wanted
