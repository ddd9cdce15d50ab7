"""Notes read back: what was rendered is what is re-checked."""

from __future__ import annotations

import time
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.render.escape import clean, inline
from notes.render.markdown import render_note
from notes.render.names import note_names
from notes.render.notes_json import render_json
from notes.render.page import look_of
from notes.render.recorded import record
from notes.render.reread import reread
from notes.render.shown import statements
from notes.settings import Flavor, Rendering
from notes.values import Notebook, WrittenNote

NOTE = """---
title: "题目"
---

# 题目

## 核心要点

{body}
"""


def _read(body: str) -> WrittenNote:
    return reread(Path("a.md"), NOTE.format(body=body))


@pytest.mark.parametrize("flavor", get_args(Flavor))
def test_every_statement_comes_back(notebook: Notebook, flavor: Flavor) -> None:
    """All lines of a rendered note are found, with the places that they cite."""
    names = note_names(notebook)
    look = look_of(Rendering(flavor=flavor))
    for note in notebook.notes:
        back = reread(Path("a.md"), render_note(notebook, note, names, look=look))
        told = {claim.text.rstrip("。") for claim in back.claims}
        for line in statements(note):
            assert clean(line.text).rstrip("。") in told
        assert {quote.text for quote in note.quotes} <= told | {q + "。" for q in told}
        assert [c.text for c in back.claims if c.kind == "figure"] == [
            f.value for f in note.figures
        ]
        assert all(c.marks for c in back.claims if c.kind != "heading")
        assert back.edited is False
        assert back.ordinal == note.essay.ordinal
        assert back.source == "夜校.txt"
    assert not any("拟" in claim.text for claim in back.claims)


def test_every_flavor_says_the_same(notebook: Notebook) -> None:
    """What is re-checked of a note does not depend on its dialect, down to each mark."""
    names = note_names(notebook)
    found = []
    for flavor in get_args(Flavor):
        look = look_of(Rendering(flavor=flavor))
        back = reread(Path("a.md"), render_note(notebook, notebook.notes[1], names, look=look))
        claims = [(claim.text, claim.kind, claim.about) for claim in back.claims]
        found.append((claims, back.evidence, back.titles))
    assert found[0] == found[1] == found[2]
    assert len(found[0][1]) == 3


def test_notes_of_the_version_before_are_read() -> None:
    """Marks that led to headings, a callout and a table: notes are kept for years."""
    back = _read(
        "1. 甲说。〔模型〕 [¶3](#第3段第2句)\n\n## 内容摘要\n\n> [!abstract] 摘要（2 字）\n"
        "> 乙说。 [¶1](#第1段第1句)\n\n## 数据与事实\n\n"
        "| 数据 | 所指 | 出处 |\n| --- | --- | --- |\n"
        "| 三场 | 开课 | [¶1](#第1段第2句) |\n\n## 依据\n\n###### 第1段第1句\n\n> 乙说。\n>\n"
        "> 原文字符 3–6；修复前作：已说。"
    )
    assert [(one.kind, one.text, one.marks) for one in back.claims] == [
        ("statement", "甲说。", ((3, 2),)),
        ("statement", "乙说。", ((1, 1),)),
        ("figure", "三场", ((1, 2),)),
        ("evidence", "乙说。", ((1, 1),)),
    ]


def test_a_footnote_of_several_sentences() -> None:
    """A place that a heading shares with its sentence gives both as evidence."""
    back = _read(
        "- 甲说[^¶1.2]\n\n## 依据\n\n[^¶1.2]: 一、甲〔¶1.2 · 原文字符 3–6〕 "
        "甲说〔国发〔2024〕1号〕。〔¶1.2 · 原文字符 3–9；修复前作：已说〕"
    )
    assert back.evidence == ("一、甲", "甲说〔国发〔2024〕1号〕。")


def test_a_remark_of_the_reader_is_left_alone() -> None:
    """A callout that the program does not write is the reader's, in every dialect."""
    for mark in ("[!note]", "[!NOTE] 我看", "[!tip]"):
        back = _read(f"- 甲说 [¶3]\n\n## 内容摘要\n\n> {mark}\n> 我的话")
        assert [claim.text for claim in back.claims] == ["甲说"]


def test_the_record_says_the_same(notebook: Notebook) -> None:
    """notes.json gives the same statements."""
    found = record(Path("notes.json"), render_json(notebook))
    for note, back in zip(notebook.notes, found.notes, strict=True):
        told = {claim.text for claim in back.claims}
        assert {clean(line.text) for line in statements(note)} <= told
        assert back.evidence


@given(
    st.text(alphabet="要12.、（）《》“”*_[]()|#^$~<>&%=:\\`!+- 增长abc", min_size=1, max_size=40)
)
def test_escaped_text_comes_back_as_a_reader_sees_it(text: str) -> None:
    """Markdown in the text of the source survives the way there and back."""
    body = f"甲{text}乙"
    claims = _read(f"1. {inline(body)} [¶3](#第3段第2句)").claims
    assert [claim.text for claim in claims] == [clean(body)]
    assert claims[0].marks == ((3, 2),)


@given(st.text(alphabet="#- >|*¶[]()12.第段句\n甲核心要点依据%<!-- `。，", max_size=120))
def test_any_body_is_read(text: str) -> None:
    """Whatever a reader made of a note, it is read or refused, never a crash."""
    found = _read(f"- 甲说 [¶3]\n\n{text}").claims
    assert found[0].text == "甲说"
    assert all(claim.text for claim in found)


def test_a_long_line_takes_no_time() -> None:
    """A hundred thousand blanks or marks in one line."""
    begin = time.process_time()
    for piece in (" ", "¶1", "**甲", "（", "\\", "〔¶1.1 · 原文字符 1–2", "** — 所指："):
        _read(f"- 甲说{piece * 50_000}乙 [¶3]")
        _read(f"- 甲说 [¶3]\n\n## 依据\n\n[^¶1.1]: {piece * 50_000}")
        _read(f"- 甲说 [¶3]\n\n## 数据与事实\n\n- **甲** — 所指：{piece * 50_000}")
    assert time.process_time() - begin < 2


def test_marks_of_several_forms() -> None:
    """Several marks, marks without a link, and text behind the last mark."""
    claims = _read("- 甲说 [¶3.1](#第3段第1句) [¶3.4](#第3段第4句) 乙说 ¶12 丙说").claims
    assert [(c.text, c.marks) for c in claims] == [
        ("甲说", ((3, 1), (3, 4))),
        ("乙说", ((12, 0),)),
        ("丙说", ()),
    ]


def test_a_wrapped_item_is_one_line() -> None:
    """An editor that wraps lines changes nothing; the first line is named."""
    claims = _read("- 甲说了很多\n  又说了一些 [¶3]\n- 乙也说了 [¶4]").claims
    assert [(c.line, c.text) for c in claims] == [(9, "甲说了很多 又说了一些"), (11, "乙也说了")]


def test_the_room_for_the_reader_is_left_alone() -> None:
    """What is filled in below the prompts of 联系实际 is the reader's."""
    body = (
        "- 甲说 [¶3]\n\n## 联系实际与下一步打算\n\n- 乙说 [¶4]\n\n联系我的岗位：我来说\n\n"
        "- 我的第一条\n\n我的差距：____\n\n下一步我打算：多读\n\n"
        "## 关键词\n\n- **丙** — 丙是丁 [¶5]"
    )
    assert [claim.text for claim in _read(body).claims] == ["甲说", "乙说", "丙是丁"]
