"""Attacks in every text of the source, looked for in the elements of the Word document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from notes.render.docx import render_docx
from notes.render.docx.elements import run, xml
from notes.render.escape import clean
from notes.values import Notebook
from tests.render.attacks import ATTACKS, GROUPS, Attack
from tests.render.docx.unpack import W, paragraphs, parts, single, style, text

Maker = Callable[..., Notebook]
_FIELDS = {' TOC \\o "1-1" \\h \\z ', " PAGE "}
HIDDEN = [one for one in ATTACKS if one.target == "hidden"]


@pytest.fixture(scope="module")
def harmless(make_notebook: Maker) -> list[tuple[str, list[str]]]:
    """The elements of each part when every text carries a harmless letter."""
    return _skeleton(parts(render_docx(make_notebook(lambda one: f"甲{one}甲"))))


def _skeleton(document: dict[str, Any]) -> list[tuple[str, list[str]]]:
    """The elements of each part, but not the lines into which a long title is broken."""
    for one in list(document["word/document.xml"].iter(f"{W}p")):
        if style(one) in {"Title", "Heading1"}:
            for line in one.findall(f"{W}r"):
                one.remove(line)
    return [(name, [node.tag for node in root.iter()]) for name, root in document.items()]


@pytest.mark.parametrize("group", GROUPS)
def test_attacks_are_text_in_the_document(
    group: str, make_notebook: Maker, harmless: list[tuple[str, list[str]]]
) -> None:
    """No element, field or relation that is not ours; what is shown has no hidden letter."""
    texts = [attack.text for attack in ATTACKS if attack.target == group]
    joined = "甲".join(texts)
    attacked = make_notebook(lambda one: f"{joined}甲{one}甲{joined}")
    document = parts(render_docx(attacked))
    shown = [one for _, one in paragraphs(document)]
    (quote,) = (one for one in shown if one == clean(attacked.notes[0].quotes[0].text))
    assert all(clean(f"甲{one}甲") in f"甲{quote}甲" for one in texts)
    for root in document.values():
        assert {one.text for one in root.iter(f"{W}instrText")} <= _FIELDS
        letters = "".join(node.text or "" for node in root.iter(f"{W}t")).replace("　", "")
        assert letters.isprintable()
    assert _skeleton(document) == harmless


@pytest.mark.parametrize("attack", HIDDEN, ids=lambda one: one.name)
def test_hidden_letters_do_not_break_a_single_note(attack: Attack, make_notebook: Maker) -> None:
    """Title, subtitle and properties of a one-essay document are XML without hidden letters."""
    attacked = single(make_notebook(lambda one: f"{attack.text}{one}{attack.text}"))
    document = parts(render_docx(attacked))
    titles = [one.replace("\n", " ") for name, one in paragraphs(document) if name == "Title"]
    assert titles == [clean(attacked.notes[0].title)]
    properties = "".join(document["docProps/core.xml"].itertext())
    assert clean(attacked.notes[0].title) in properties
    assert properties.isprintable()


@given(st.text())
def test_any_text_is_a_run_of_itself(written: str) -> None:
    """Whatever the text, the part stays XML and Word shows its visible letters."""
    assert text(etree.fromstring(xml(run(written)))) == clean(written)
