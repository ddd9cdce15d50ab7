"""notes.json: fields of the contract, offsets that open at the source."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from notes.render.notes_json import render_json
from notes.values import Notebook

Maker = Callable[..., Notebook]


def _places(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if {"start", "end", "paragraph", "text"} <= set(value):
            yield value
        for one in value.values():
            yield from _places(one)
    elif isinstance(value, list):
        for one in value:
            yield from _places(one)


def test_fields_of_the_contract(notebook: Notebook) -> None:
    """Every field that the contract names is there, with the right type."""
    whole = json.loads(render_json(notebook))
    assert whole["schema"] == "study-notes/1"
    assert (whole["claimed"], whole["found"], whole["truncated"]) == (3, 2, True)
    text = notebook.repaired.document.text
    assert whole["source"] == {
        "path": "in/夜校.txt",
        "name": "夜校.txt",
        "format": "txt",
        "encoding": "utf-8",
        "characters": len(text),
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }
    first, second = whole["essays"]
    assert first["thesis"] == "办好夜校，关键是让居民自己定课表"
    assert first["summary"] == (
        "夜校是社区的第二间教室。课表由居民点单，能人登台。"
        "去年全区开课三百一十二场，到课率百分之八十六。"
    )
    assert [point["origin"] for point in first["points"]] == ["extract", "extract", "model"]
    assert first["outline"][1]["heading"] == "1. 开课情况"
    assert first["figures"][0] | {"source": 0} == {
        "value": "三百一十二场", "normal": "312", "about": "全区开课", "source": 0,
    }  # fmt: skip
    assert first["terms"][1] == {"term": "点单制度", "gloss": "", "weight": 0.25, "source": None}
    assert first["audit"]["refusals"][0]["findings"] == [{"kind": "number", "detail": "五百"}]
    assert "五百" not in json.dumps([first["claims"], first["points"]], ensure_ascii=False)
    assert (second["thesis"], second["title_proposed"], second["cut_off"]) == ("", True, True)
    assert second["audit"]["coverage"] == 1.0
    assert whole["overview"]["figures"][0]["agree"] is False


def test_repairs_lead_back(notebook: Notebook) -> None:
    """A repair's offsets enclose the damaged text of the original."""
    text = notebook.repaired.document.text
    repairs = json.loads(render_json(notebook))["repairs"]
    assert len(repairs) == 3
    for repair in repairs:
        assert text[repair["start"] : repair["end"]] == repair["damaged"]


def test_places_open_at_the_source_where_nothing_was_repaired(make_notebook: Maker) -> None:
    """Without repairs every place is exactly its text in the original."""
    notebook = make_notebook(damaged=False)
    text = notebook.repaired.document.text
    places = list(_places(json.loads(render_json(notebook))))
    assert len(places) > 15
    for place in places:
        assert text[place["start"] : place["end"]] == place["text"]


def test_places_give_their_text_after_the_repairs_inside(notebook: Notebook) -> None:
    """With repairs, applying those inside a place to the original gives the place's text."""
    whole = json.loads(render_json(notebook))
    original = notebook.repaired.document.text
    changed = 0
    for place in _places(whole):
        text = original[place["start"] : place["end"]]
        for repair in reversed(whole["repairs"]):
            if place["start"] <= repair["start"] and repair["end"] <= place["end"]:
                at = repair["start"] - place["start"]
                text = text[:at] + repair["repaired"] + text[at + len(repair["damaged"]) :]
                changed += bool(repair["damaged"])
        assert text == place["text"]
    assert changed


@given(word=st.text(max_size=12))
def test_round_trip(make_notebook: Maker, word: str) -> None:
    """Any text survives writing and parsing, byte for byte, and the output never varies."""
    notebook = make_notebook(lambda text: f"{text}{word}", damaged=False)
    text = render_json(notebook)
    assert text == render_json(notebook)
    whole = json.loads(text.encode("utf-8"))
    assert whole["essays"][0]["figures"][0]["about"] == f"全区开课{word}"
    original = notebook.repaired.document.text
    for place in _places(whole):
        assert original[place["start"] : place["end"]] == place["text"]


def test_names_of_written_files(notebook: Notebook) -> None:
    """The record names the files as they were written."""
    whole = json.loads(render_json(notebook, ("a.md", "b.md")))
    assert [essay["file"] for essay in whole["essays"]] == ["a.md", "b.md"]
