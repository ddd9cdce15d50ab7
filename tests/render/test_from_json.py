"""notes.json read back: the whole notebook, and the same files of every format."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.errors import DamagedFileError, MissingFileError, UnknownFormatError
from notes.pipeline import take_notes
from notes.reading import read
from notes.render.from_json import read_notebook
from notes.render.notes_json import render_json
from notes.settings import Settings
from notes.values import Checked, Notebook, Point, Reason, StudyNote
from tests.render.attacks import ATTACKS

Maker = Callable[..., Notebook]
DOCUMENTS = Path(__file__).resolve().parents[1] / "data" / "documents"


def _back(notebook: Notebook, folder: Path) -> Notebook:
    path = folder / "notes.json"
    path.write_bytes(render_json(notebook).encode("utf-8"))
    return read_notebook(path)


def _kept(notebook: Notebook) -> Notebook:
    """``notebook`` as the record promises it: accepted points only, scores rounded."""

    def points(found: tuple[Checked, ...]) -> tuple[Checked, ...]:
        return tuple(point(one) for one in found if one.accepted)

    def point(one: Checked) -> Checked:
        reasons = tuple(Reason(r.kind, round(r.value, 3), r.detail) for r in one.point.reasons)
        rounded: Point = replace(one.point, score=round(one.point.score, 6), reasons=reasons)
        return replace(one, point=rounded)

    def note(one: StudyNote) -> StudyNote:
        return replace(
            one,
            thesis=point(one.thesis) if one.thesis and one.thesis.accepted else None,
            summary=points(one.summary),
            points=points(one.points),
            claims=points(one.claims),
            measures=points(one.measures),
            practice=points(one.practice),
            terms=tuple(replace(term, weight=round(term.weight, 6)) for term in one.terms),
            audit=replace(one.audit, refusals=tuple(map(point, one.audit.refusals))),
        )

    return replace(notebook, notes=tuple(map(note, notebook.notes)))


def test_the_notebook_comes_back(notebook: Notebook, tmp_path: Path) -> None:
    """Every value is what it was: text, repairs, structure, notes, overview."""
    assert _back(notebook, tmp_path) == _kept(notebook)
    assert read_notebook(tmp_path) == _kept(notebook)


@pytest.mark.parametrize("name", ["基层治理-clean.txt", "教师培训心得.txt", "镇工作报告.txt"])
def test_a_notebook_of_the_pipeline_comes_back(name: str, tmp_path: Path) -> None:
    """Also with all that the stages put into one: damage, sections, headings as sources."""
    path = tmp_path / name
    path.write_text((DOCUMENTS / name).read_text("utf-8").replace("，", ","), "utf-8")
    notebook = take_notes(read(path), Settings(created="2026-01-01"))
    back = _back(notebook, tmp_path)
    assert back == _kept(notebook)
    assert render_json(back) == render_json(notebook)


@settings(max_examples=40)
@given(word=st.text(max_size=12), damaged=st.booleans())
def test_any_text_comes_back(
    make_notebook: Maker, tmp_path_factory: pytest.TempPathFactory, word: str, *, damaged: bool
) -> None:
    """Whatever letters the source holds."""
    notebook = make_notebook(lambda text: f"{word}{text}{word}", damaged=damaged)
    assert _back(notebook, tmp_path_factory.mktemp("a")) == _kept(notebook)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_comes_back(attack: Any, make_notebook: Maker, tmp_path: Path) -> None:
    """JSON is no markup: it gives the text back unchanged."""
    notebook = make_notebook(lambda text: f"{attack.text}{text}{attack.text}")
    assert _back(notebook, tmp_path) == _kept(notebook)


def test_a_record_without_the_source_says_what_to_do(notebook: Notebook, tmp_path: Path) -> None:
    """A file of an earlier version is told from a damaged one."""
    whole = json.loads(render_json(notebook))
    del whole["rebuild"]
    path = tmp_path / "notes.json"
    path.write_text(json.dumps(whole), "utf-8")
    with pytest.raises(UnknownFormatError, match="较早的版本") as caught:
        read_notebook(path)
    assert str(caught.value).count("。") == 1
    with pytest.raises(MissingFileError):
        read_notebook(tmp_path / "没有.json")
    path.write_text("[]", "utf-8")
    with pytest.raises(UnknownFormatError, match="不是本程序写的"):
        read_notebook(path)


def test_a_changed_source_is_refused(notebook: Notebook, tmp_path: Path) -> None:
    """Places in a text that somebody changed would lead nowhere."""
    text = render_json(notebook).replace('"text": "（3篇）', '"text": "（4篇）')
    path = tmp_path / "notes.json"
    path.write_text(text, "utf-8")
    with pytest.raises(DamagedFileError, match="原文被改动过"):
        read_notebook(path)


def _spots(value: Any, trail: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    pairs: Any = ()
    if isinstance(value, dict):
        pairs = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    return [trail] * bool(trail) + [
        spot for key, one in pairs for spot in _spots(one, (*trail, key))
    ]


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_record_is_refused_or_read(
    notebook: Notebook, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Whatever stands at any place of the file, there is a notebook or one sentence."""
    whole = json.loads(render_json(notebook))
    spot = data.draw(st.sampled_from(_spots(whole)))
    value = data.draw(
        st.one_of(
            st.none(), st.integers(), st.booleans(), st.text(max_size=5), st.just([]), st.just({})
        )
    )
    at = whole
    for key in spot[:-1]:
        at = at[key]
    if data.draw(st.booleans()) and isinstance(at, dict):
        del at[spot[-1]]
    else:
        at[spot[-1]] = value
    path = tmp_path_factory.mktemp("a") / "notes.json"
    path.write_text(json.dumps(whole), "utf-8")
    with suppress(DamagedFileError, UnknownFormatError):
        render_json(read_notebook(path))
