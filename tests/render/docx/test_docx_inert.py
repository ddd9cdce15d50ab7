"""Attacks in every text of the source, looked for in the elements of the Word document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from notes.render.docx import render_docx
from notes.render.escape import clean
from notes.values import Notebook
from tests.render.attacks import ATTACKS, Attack
from tests.render.docx.unpack import W, paragraphs, parts, single, style

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


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_an_attack_is_text_in_the_document(
    attack: Attack, make_notebook: Maker, harmless: list[tuple[str, list[str]]]
) -> None:
    """No element, field or relation that is not ours; what is shown has no hidden letter."""
    attacked = make_notebook(lambda one: f"{attack.text}{one}{attack.text}")
    document = parts(render_docx(attacked))
    shown = [one for _, one in paragraphs(document)]
    assert clean(attacked.notes[0].quotes[0].text) in shown
    assert clean(attacked.notes[0].title) in [one.replace("\n", " ") for one in shown]
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
