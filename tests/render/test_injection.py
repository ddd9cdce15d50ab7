"""Attacks in every text of the source, checked in the rendered structure of every dialect.

The attacks are those of ``attacks``; the pages, the Word file and the cards check the same
table in ``html``, ``docx`` and ``test_anki``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any, get_args
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from notes.render.escape import clean
from notes.render.front_matter import untouched
from notes.render.markdown import render_index, render_note
from notes.render.names import note_names
from notes.render.notes_json import render_json
from notes.render.page import look_of
from notes.render.reread import reread
from notes.settings import Flavor, Rendering
from notes.values import Notebook
from tests.render.attacks import ATTACKS, GROUPS, Attack

Maker = Callable[..., Notebook]
Skeleton = list[tuple[str, int]]

FLAVORS: tuple[Flavor, ...] = get_args(Flavor)
yaml: Any = pytest.importorskip("yaml")
plugins: Any = pytest.importorskip("mdit_py_plugins.footnote")
front: Any = pytest.importorskip("mdit_py_plugins.front_matter")

_KEYS = ["title", "source", "kind", "created", "tags", "aliases", "generator", "checksum"]
_TARGET = re.compile(r"(?:index\.md|[0-9]{2}-[^#]*\.md)?(?:#第\d+段第\d+句|#一句话主旨|#\^thesis)?")
# Our own wikilinks, footnotes and block ids; whatever else of the kind is left is an attack.
_WIKILINK = re.compile(
    r"\[\[((?:index|[0-9]{2}-)[^\[\]|#\\]*?)(?:#\^thesis)?\\?\|([^\[\]|\\]*)\]\]"
)
_FOOTNOTE = re.compile(r"\[\^¶\d+\.\d+\](?::(?= ))?")
_BLOCK = re.compile(r" \^(?:thesis|[pq]\d+)$", re.MULTILINE)
# Patterns that act in Obsidian or on GitHub, searched after the escaped characters are gone.
_ACTIVE = {
    "wikilink": r"\[\[",
    "comment": "%%",
    "highlight": "==",
    "field": "::",
    "math": r"\$",
    "tag": r"(?:^|\s)#[^\s#]",
    "block id or footnote": r"\^",
    "bare link": r"://|www\.",
    "html": "<",
    "callout": r"^[> ]*> ?\[!(?!abstract\] |NOTE\]$)",
    "task": r"- \[[ x]\]",
    "invisible": "[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\x00-\x08\x0b-\x1f\x7f-\x9f]",
}


def _parser(flavor: Flavor) -> MarkdownIt:
    parser = MarkdownIt("commonmark").use(front.front_matter_plugin)
    if flavor != "commonmark":
        parser.enable(["table", "strikethrough"]).use(plugins.footnote_plugin, inline=False)
    return parser


PARSERS = {flavor: _parser(flavor) for flavor in FLAVORS}
LOOKS = {flavor: look_of(Rendering(flavor=flavor)) for flavor in FLAVORS}


def _files(notebook: Notebook, flavor: Flavor) -> list[str]:
    names = note_names(notebook)
    look = LOOKS[flavor]
    notes = [render_note(notebook, note, names, look=look) for note in notebook.notes]
    return [*notes, render_index(notebook, names, look)]


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *_flat(token.children or []))]


def _tokens(text: str, flavor: Flavor) -> list[Token]:
    # Links of Obsidian become those that the parser knows.
    return _flat(PARSERS[flavor].parse(_WIKILINK.sub(r"[\2](index.md)", text)))


def _skeleton(tokens: list[Token]) -> Skeleton:
    return [(one.type, one.level) for one in tokens if one.type != "text"]


@pytest.fixture(scope="module")
def harmless(make_notebook: Maker) -> dict[Flavor, list[Skeleton]]:
    """The structure of the files when every text carries a harmless letter."""
    notebook = make_notebook(lambda text: f"甲{text}甲")
    return {
        flavor: [_skeleton(_tokens(text, flavor)) for text in _files(notebook, flavor)]
        for flavor in FLAVORS
    }


@cache
def _attacked(make_notebook: Maker, attack: Attack) -> Notebook:
    return make_notebook(lambda text: f"{attack.text}{text}{attack.text}")


@cache
def _texts(make_notebook: Maker, attack: Attack, flavor: Flavor) -> list[str]:
    return _files(_attacked(make_notebook, attack), flavor)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_changes_no_structure(
    attack: Attack, make_notebook: Maker, harmless: dict[Flavor, list[Skeleton]]
) -> None:
    """Blocks, spans, footnotes and links are those of the harmless text; nothing is active."""
    for flavor in FLAVORS:
        texts = _texts(make_notebook, attack, flavor)
        for text, expected in zip(texts, harmless[flavor], strict=True):
            tokens = _tokens(text, flavor)
            assert _skeleton(tokens) == expected
            for token in tokens:
                if token.type == "link_open":
                    assert _TARGET.fullmatch(unquote(str(token.attrs["href"])))
            body = text.split("\n---\n", 1)[1]
            bare = re.sub(r"\\[!-/:-@\[-`{-~]", "·", body.replace("\\|", "|"))
            bare = _BLOCK.sub("", _FOOTNOTE.sub("", _WIKILINK.sub("", bare)))
            bare = re.sub(r"\]\([^)]*\)", "]()", bare)
            for name, pattern in _ACTIVE.items():
                assert not re.search(pattern, bare, re.MULTILINE), name


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_in_the_front_matter_is_a_string(attack: Attack, make_notebook: Maker) -> None:
    """YAML gives back the cleaned texts, no other key and no other type; the seal holds."""
    notebook = _attacked(make_notebook, attack)
    for flavor in FLAVORS:
        text = _texts(make_notebook, attack, flavor)[0]
        found = yaml.safe_load(text[4:].partition("\n---\n")[0])
        assert list(found) == _KEYS
        assert found["title"] == clean(notebook.notes[0].title)
        assert all(isinstance(one, str) for key in ("tags", "aliases") for one in found[key])
        assert untouched(text)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_shown_as_it_stands(attack: Attack, make_notebook: Maker) -> None:
    """The reader sees the letters of the source, less what cannot be seen."""
    notebook = _attacked(make_notebook, attack)
    for flavor in FLAVORS:
        text = _texts(make_notebook, attack, flavor)[0]
        shown = [one.content.strip() for one in _tokens(text, flavor) if one.type == "text"]
        quote = clean(notebook.notes[0].quotes[0].text)
        assert any(line.removesuffix("^q1").strip() == quote for line in shown)
        assert clean(notebook.notes[0].title) in shown


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attacked_note_is_read_back(attack: Attack, make_notebook: Maker) -> None:
    """The re-check finds the quote of the source under the mark that it was written with."""
    notebook = _attacked(make_notebook, attack)
    quote = clean(notebook.notes[0].quotes[0].text)
    for flavor in FLAVORS:
        back = reread(None, _texts(make_notebook, attack, flavor)[0])  # type: ignore[arg-type]
        assert quote in {claim.text for claim in back.claims if claim.kind == "quote"}


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_json_keeps_an_attack_whole(attack: Attack, make_notebook: Maker) -> None:
    """JSON is no markup: it gives the text back unchanged, and fits into a UTF-8 file."""
    notebook = _attacked(make_notebook, attack)
    text = render_json(notebook)
    text.encode("utf-8")
    essay = json.loads(text)["essays"][0]
    assert essay["quotes"][0]["text"] == notebook.notes[0].quotes[0].text


def test_there_are_enough_attacks() -> None:
    """The table covers every target, names each attack, and holds none twice."""
    assert len({attack.name for attack in ATTACKS}) == len({a.text for a in ATTACKS})
    assert len({attack.text for attack in ATTACKS}) == len(ATTACKS) >= 120
    assert {attack.target for attack in ATTACKS} == set(GROUPS)
