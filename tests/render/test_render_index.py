"""The overview: counts, table of essays, comparison, totals."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

from markdown_it import MarkdownIt

from notes.render.labels import numeral, repair_counts, share
from notes.render.links import link
from notes.render.markdown import render_index, render_note
from notes.render.names import note_names
from notes.render.overview import DEFAULT
from notes.render.page import Look, look_of
from notes.settings import Rendering
from notes.values import Bundle, Notebook, Overview, Repeat, Twins

COMMONMARK = look_of(Rendering(flavor="commonmark"))
GITHUB = look_of(Rendering(flavor="github"))


def _index(notebook: Notebook, look: Look = DEFAULT) -> str:
    return render_index(notebook, note_names(notebook), look)


def test_claimed_and_found(notebook: Notebook) -> None:
    """A claim that the source does not keep is named, also where it breaks off."""
    assert "原称 3 篇，实得 2 篇；第二篇在原文中断" in _index(notebook)
    essays = tuple(replace(one, cut_off=False) for one in notebook.bundle.essays)
    kept = _index(replace(notebook, bundle=Bundle(essays, 2)))
    assert "共 2 篇，与原称一致" in kept
    assert "中断" not in kept
    assert "共 2 篇 ·" in _index(replace(notebook, bundle=Bundle(essays)))


def test_links_lead_to_the_files_and_to_their_entries(notebook: Notebook) -> None:
    """Each link of the overview names a file of the notebook, and its anchor exists there."""
    names = note_names(notebook)
    files = {
        name: render_note(notebook, note, names, look=COMMONMARK)
        for name, note in zip(names, notebook.notes, strict=True)
    }
    tokens = MarkdownIt("commonmark").parse(_index(notebook, COMMONMARK))
    hrefs = [
        unquote(str(child.attrs["href"]))
        for token in tokens
        for child in token.children or []
        if child.type == "link_open"
    ]
    assert len(hrefs) > 8
    for href in hrefs:
        name, _, anchor = href.partition("#")
        assert not anchor or f"###### {anchor}\n" in files[name]
        assert name in files


def test_wikilinks_lead_to_the_files_and_to_their_blocks(notebook: Notebook) -> None:
    """In Obsidian each names a file of the notebook, and the block exists there."""
    names = note_names(notebook)
    files = {
        name.removesuffix(".md"): render_note(notebook, note, names)
        for name, note in zip(names, notebook.notes, strict=True)
    }
    links = re.findall(r"\[\[([^\[\]|#\\]+)(?:#\^([a-z]+))?\\?\|[^\[\]|]+\]\]", _index(notebook))
    assert len(links) == _index(notebook).count("[[") > 8
    for name, block in links:
        assert not block or f" ^{block}\n" in files[name]
        assert name in files


def test_a_bar_in_a_table_of_obsidian_is_escaped(notebook: Notebook) -> None:
    """Else the table would have a column more."""
    for line in _index(notebook).splitlines():
        if line.startswith("|"):
            assert "[[" not in line or re.search(r"\[\[[^|\]]+\\\|", line)
            assert not re.search(r"\[\[[^\]\\]+\|", line)


def test_links_of_github_lead_to_a_heading(notebook: Notebook) -> None:
    """The mark of a thesis leads to the heading of its part, which GitHub gives an anchor."""
    assert "[¶2](01-让夜校亮起来.md#一句话主旨)" in _index(notebook, GITHUB)


def test_near_duplicates_are_named(notebook: Notebook) -> None:
    """Essays that are nearly one are called so, with how alike they are and the passages."""
    first, second = (note.outline.sentences for note in notebook.notes)
    assert "近乎相同" not in _index(notebook)
    repeats = tuple(Repeat(1, 2, one, two, 0.9) for one, two in zip(first, second, strict=False))
    alike = Overview(repeats=repeats, twins=(Twins((1, 2), 0.93),))
    text = _index(replace(notebook, overview=alike))
    assert "**近乎相同**，相似度 93%" in text
    assert "重复 3 处" in text
    assert "相似度 90%" in text


def test_many_repeats_are_counted_not_cut(notebook: Notebook) -> None:
    """Only the most alike passages are quoted, and the rest is said."""
    one = notebook.notes[0].outline.sentences[0]
    repeats = tuple(Repeat(1, 2, one, one, 1.0) for _ in range(5))
    text = _index(replace(notebook, overview=Overview(repeats=repeats)))
    assert "其余 2 处见 notes.json" in text


def test_totals_are_sums(notebook: Notebook) -> None:
    """The last row of the checks adds the essays up."""
    assert "| 合计 | 6 | 3 | 1 | 1 | 1 |" in _index(notebook)
    one = replace(notebook, notes=notebook.notes[:1], overview=Overview())
    assert "合计 |" not in _index(one)


def test_a_link_target_is_encoded_where_markdown_needs_it() -> None:
    """Chinese stays readable; spaces, brackets and percent signs cannot end the target."""
    assert link("甲", "01-乙（上）.md") == "[甲](01-乙（上）.md)"
    assert link("甲", "a b(c)%.md") == "[甲](a%20b%28c%29%25.md)"


def test_words_for_numbers() -> None:
    """Ordinals in Chinese; a share is never rounded up to the whole."""
    assert [numeral(n) for n in (1, 10, 11, 20, 47, 100)] == [
        "一",
        "十",
        "十一",
        "二十",
        "四十七",
        "100",
    ]
    assert [share(part) for part in (0.0, 0.29, 0.9999, 1.0)] == ["0%", "29%", "99.9%", "100%"]
    assert repair_counts([("lost_text", 2), ("ocr_char", 3), ("spaces", 0)]) == "识别错字 3"
