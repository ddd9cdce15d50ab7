"""Attacks in every text of the source, checked in the rendered structure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from notes.render.escape import clean
from notes.render.markdown import render_index, render_note
from notes.render.names import note_names
from notes.render.notes_json import render_json
from notes.values import Notebook

Maker = Callable[..., Notebook]

ATTACKS = [
    # Markdown inline
    "**粗**", "*斜*", "_斜_", "__粗__", "~~删~~", "~删~", "`码`", "``码``", "\\*", "\\",
    "[链](http://e.x)", "![图](http://e.x/a.png)", "[引][a]", "[a]: http://e.x 'x'",
    "<http://e.x>", "http://e.x/a", "www.e.x", "[^1]", "[^1]: 注", "[ ] 办", "[x] 办",
    # Markdown blocks
    "# 题", "###### 第1段第1句", "- 项", "+ 项", "* 项", "1. 项", "1) 项", "> 引", "---", "***",
    "===", "```\n码\n```", "~~~", "    码", "\t码", "甲  \n乙", "甲\n\n# 乙",
    "\n---\nkey: 1\n---\n",
    # Tables
    "| a | b |", "|", "a|b\\|c", "\\|", "| --- | --- |\n| x | y |",
    # HTML
    "<script>alert(1)</script>", "<b>", "</td></tr>", "<!-- 藏 -->", "<img src=x onerror=a()>",
    "<a href='javascript:a()'>", "&lt;b&gt;", "&#60;b&#62;", "&nbsp;", "<![CDATA[x]]>", "<?php",
    # Obsidian
    "[[别的笔记]]", "![[嵌入]]", "[[a|b]]", "#标签", " #标签", "%%藏%%", "==亮==", "^p12", " ^p12",
    "> [!danger] 险", "[!note]", "键:: 值", "[键:: 值]", "obsidian://open?vault=x", "$$x$$",
    # LaTeX
    "$x^2$", "\\(x\\)", "\\[x\\]", "\\begin{x}",
    # YAML
    "a: b", "'", '"', "- x: y", "{a: 1}", "&a *a", "!!python/object:os.system", "%YAML 1.2", "...",
    # What cannot be seen
    "\u202e反\u202c", "零\u200b宽", "\ufeff头", "软\xad连", "\u2066隔\u2069", "铃\x07\x1b[31m",
    "行\u2028段\u2029", "半\ud800", "\U000e0041标",
]  # fmt: skip
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
yaml: Any = pytest.importorskip("yaml")
_TARGET = re.compile(r"(?:index\.md|[0-9]{2}-[^#]*\.md)?(?:#第\d+段第\d+句)?")
# Patterns that act in Obsidian or on GitHub, searched after the escaped characters are gone.
_ACTIVE = {
    "wikilink": r"\[\[",
    "comment": "%%",
    "highlight": "==",
    "field": "::",
    "math": r"\$",
    "tag": r"(?:^|\s)#[^\s#]",
    "block id": r"\^",
    "footnote": r"\[\^",
    "bare link": r"://|www\.",
    "html": "<",
    "callout": r"^[> ]*> ?\[!(?!abstract\] )",
    "task": r"- \[[ x]\]",
}


def _files(notebook: Notebook) -> list[str]:
    names = note_names(notebook)
    notes = [render_note(notebook, note, names) for note in notebook.notes]
    return [*notes, render_index(notebook, names)]


def _split(text: str) -> tuple[Any, str]:
    front, _, body = text[4:].partition("\n---\n")
    return yaml.safe_load(front), body


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *_flat(token.children or []))]


def _tokens(text: str) -> list[Token]:
    return _flat(MARKDOWN.parse(_split(text)[1]))


def _skeleton(text: str) -> list[tuple[str, int]]:
    return [(token.type, token.level) for token in _tokens(text) if token.type != "text"]


@pytest.fixture(scope="module")
def harmless(make_notebook: Maker) -> list[list[tuple[str, int]]]:
    """The structure of the files when every text carries a harmless letter."""
    return [_skeleton(text) for text in _files(make_notebook(lambda text: f"甲{text}甲"))]


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_an_attack_changes_no_structure(
    attack: str, make_notebook: Maker, harmless: list[list[tuple[str, int]]]
) -> None:
    """Front matter, blocks, spans and links are those of the harmless text; nothing is active."""
    notebook = make_notebook(lambda text: f"{attack}{text}{attack}")
    for text, expected in zip(_files(notebook), harmless, strict=True):
        front, body = _split(text)
        assert list(front) == [
            "title", "source", "kind", "created", "tags", "aliases", "generator", "checksum"
        ]  # fmt: skip
        assert _skeleton(text) == expected
        for token in _tokens(text):
            if token.type == "link_open":
                assert _TARGET.fullmatch(unquote(str(token.attrs["href"])))
        bare = re.sub(r"\]\([^)]*\)", "]()", re.sub(r"\\[!-/:-@\[-`{-~]", "·", body))
        for name, pattern in _ACTIVE.items():
            assert not re.search(pattern, bare, re.MULTILINE), name


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_an_attack_is_shown_as_it_stands(attack: str, make_notebook: Maker) -> None:
    """The reader sees the letters of the source, less what cannot be seen."""
    notebook = make_notebook(lambda text: f"{attack}{text}{attack}")
    text = render_note(notebook, notebook.notes[0], note_names(notebook))
    shown = [token.content for token in _tokens(text) if token.type == "text"]
    quote = notebook.notes[0].quotes[0]
    assert clean(quote.text) in [line.strip() for line in shown]
    assert clean(notebook.notes[0].title) in shown


@pytest.mark.parametrize("attack", ATTACKS, ids=ascii)
def test_json_keeps_an_attack_whole(attack: str, make_notebook: Maker) -> None:
    """JSON is no markup: it gives the text back unchanged, and fits into a UTF-8 file."""
    notebook = make_notebook(lambda text: f"{attack}{text}{attack}")
    text = render_json(notebook)
    text.encode("utf-8")
    essay = json.loads(text)["essays"][0]
    assert essay["quotes"][0]["text"] == notebook.notes[0].quotes[0].text


def test_there_are_enough_attacks() -> None:
    """The table covers Markdown, HTML, Obsidian, LaTeX, YAML and hidden characters."""
    assert len(set(ATTACKS)) == len(ATTACKS) >= 80
