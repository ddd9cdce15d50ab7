"""The count of citations that open at their claim sees a citation that does not."""

from __future__ import annotations

import json
from typing import Any

from notes.pipeline import take_notes
from notes.render.notes_json import render_json
from notes.values import Document
from tests.corruptions import Case, passage_around, sentences_of
from tests.independent_check import contains
from tests.score_verify import cited_lines, judge
from tests.verify.test_fusion import MILL

TEXT = "在纺织厂职工大会上的讲话\n\n" + MILL.replace("这座", "\n\n这座")


def test_the_citations_of_a_note_open() -> None:
    """Extraction: every line, quotation and figure."""
    lines = list(cited_lines(render_json(take_notes(Document("a.txt", TEXT))), TEXT))
    assert {origin for origin, _, _ in lines} >= {"extract", "figure"}
    assert all(opened for _, _, opened in lines)


def test_a_wrong_citation_is_seen() -> None:
    """Another sentence, or offsets that lead elsewhere."""
    whole: dict[str, Any] = json.loads(render_json(take_notes(Document("a.txt", TEXT))))
    point = whole["essays"][0]["points"][0]
    for wrong in ({"text": "工人们都来了。"}, {"start": 0, "end": 4}):
        changed = json.loads(json.dumps(whole))
        changed["essays"][0]["points"][0]["sources"][0].update(wrong)
        lines = list(cited_lines(json.dumps(changed), TEXT))
        assert [text for _, text, opened in lines if not opened] == [point["text"]]


def test_what_contains_a_claim() -> None:
    """Shortening is contained; another number, clause or title is not."""
    cited = "纺织厂今年投资三千万元更换织机，《设备规程》同时印发。"
    assert contains(cited, "纺织厂投资三千万元更换织机")
    assert not contains(cited, "纺织厂投资五千万元更换织机")
    assert not contains(cited, "纺织厂更换织机，工人都很高兴")
    assert not contains(cited, "印发《设备》")


def test_a_borrowed_point_is_misattributed_in_a_bundle() -> None:
    """The set of documents is a bundle to the verifier when it is asked to be."""
    texts = {"mill": MILL, "sea": "码头今年更换了六台吊机，装卸效率翻了一番。"}
    passage = passage_around(sentences_of(MILL), sentences_of(MILL)[0].span)
    case = Case("borrowed", "mill", "码头更换了六台吊机", passage)
    assert judge(texts, [case], bundle=True)[0][1].verdict == "misattributed"
    assert judge(texts, [case])[0][1].verdict == "unsupported"
