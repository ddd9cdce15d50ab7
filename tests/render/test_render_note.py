"""The note of one essay: parts, order, marks and 依据."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from notes.render.markdown import render_index, render_note
from notes.render.names import note_names
from notes.render.notes_json import render_json
from notes.render.page import look_of
from notes.settings import Flavor, Rendering
from notes.values import Checked, Notebook, OutlineEntry, Point, StudyNote

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "render"


FLAVORS = get_args(Flavor)


def _render(notebook: Notebook, note: StudyNote, flavor: Flavor = "obsidian") -> str:
    look = look_of(Rendering(flavor=flavor))
    return render_note(notebook, note, note_names(notebook), look=look)


def _alone(notebook: Notebook, **changes: object) -> str:
    note = replace(notebook.notes[0], **changes)  # type: ignore[arg-type]
    return _render(replace(notebook, notes=(note,)), note)


def _headings(text: str) -> list[str]:
    return re.findall(r"^## (.*)$", text, re.MULTILINE)


@pytest.mark.parametrize("flavor", FLAVORS)
@pytest.mark.parametrize(("name", "part"), [("note-1.md", 0), ("note-2.md", 1), ("index.md", 2)])
def test_golden_files(notebook: Notebook, flavor: Flavor, name: str, part: int) -> None:
    """The files of the small notebook are those that were read and approved.

    Run with ``NOTES_UPDATE_GOLDEN=1`` to write them anew, then read the difference.
    """
    names = note_names(notebook)
    text = [
        *(_render(notebook, note, flavor) for note in notebook.notes),
        render_index(notebook, names, look_of(Rendering(flavor=flavor))),
    ][part]
    _compare(text, GOLDEN / (name if flavor == "obsidian" else f"{flavor}/{name}"))


def test_golden_record(notebook: Notebook) -> None:
    """So is its notes.json."""
    _compare(render_json(notebook), GOLDEN / "notes.json")


def _compare(text: str, path: Path) -> None:
    if os.environ.get("NOTES_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_parts_of_a_speech_in_order(notebook: Notebook) -> None:
    """The order of the notes contract; a speech has claims and measures."""
    assert _headings(_render(notebook, notebook.notes[0])) == [
        "一句话主旨", "内容摘要", "核心要点", "层级提纲", "分论点与举措", "金句摘录",
        "数据与事实", "关键词", "思考题", "核验报告", "依据",
    ]  # fmt: skip


def test_parts_of_a_reflection_leave_out_what_is_empty(notebook: Notebook) -> None:
    """A reflection has understanding and practice; empty parts have no heading."""
    text = _render(notebook, notebook.notes[1])
    assert _headings(text) == [
        "内容摘要", "核心要点", "认识与体会", "联系实际与下一步打算", "金句摘录", "核验报告",
        "依据",
    ]  # fmt: skip
    assert "联系我的岗位：____" in text


def test_room_for_the_reader_needs_a_source(notebook: Notebook) -> None:
    """Where the reflection says nothing of its practice there is no part and no prompt."""
    text = _alone(notebook, kind="reflection", practice=(), measures=())
    assert "联系实际与下一步打算" not in text
    assert "联系我的岗位" not in text


def test_every_mark_has_its_entry_and_every_entry_a_mark(notebook: Notebook) -> None:
    """Marks and entries of 依据 are the same set, and the entries stand in text order."""
    for note in notebook.notes:
        text = _render(notebook, note, "commonmark")
        targets = re.findall(r"\[¶\d+(?:\.\d+)?\]\(#([^)]+)\)", text)
        entries = re.findall(r"^###### (.*)$", text, re.MULTILINE)
        assert set(targets) == set(entries)
        assert len(set(entries)) == len(entries)
        assert entries == sorted(entries, key=lambda one: [int(n) for n in re.findall(r"\d+", one)])


@pytest.mark.parametrize("flavor", ["obsidian", "github"])
def test_every_footnote_has_its_text_and_every_text_a_mark(
    notebook: Notebook, flavor: Flavor
) -> None:
    """Each footnote is defined once, in text order, below 依据 and nowhere else."""
    for note in notebook.notes:
        above, below = _render(notebook, note, flavor).split("\n## 依据\n")
        marks = re.findall(r"\[\^(¶\d+\.\d+)\]", above)
        texts = re.findall(r"^\[\^(¶\d+\.\d+)\]: .+$", below, re.MULTILINE)
        assert set(marks) == set(texts)
        assert len(set(texts)) == len(texts) == below.count("[^")
        assert texts == sorted(texts, key=lambda one: [int(n) for n in re.findall(r"\d+", one)])


def test_blocks_can_be_linked_to_in_obsidian(notebook: Notebook) -> None:
    """Points, quotes and the thesis carry block ids, each once; other dialects have none."""
    text = _render(notebook, notebook.notes[0])
    ids = re.findall(r" \^([A-Za-z0-9-]+)$", text, re.MULTILINE)
    assert ids == ["thesis", "p1", "p2", "p3", "q1"]
    assert "[[01-让夜校亮起来#^thesis\\|¶2]]" in render_index(notebook, note_names(notebook))
    for flavor in ("github", "commonmark"):
        other = _render(notebook, notebook.notes[0], flavor)
        assert not re.search(r" \^[A-Za-z0-9-]+$", other, re.MULTILINE)
        assert "[[" not in other


def test_plain_commonmark_needs_no_extension(notebook: Notebook) -> None:
    """No table, callout, alert or footnote is left that a plain reader would show as signs."""
    names = note_names(notebook)
    look = look_of(Rendering(flavor="commonmark"))
    texts = [_render(notebook, note, "commonmark") for note in notebook.notes]
    for text in (*texts, render_index(notebook, names, look)):
        body = text.split("\n---\n", 1)[1]
        assert not re.search(r"^\||\[!|\[\^|\[\[", body, re.MULTILINE)


def test_an_awkward_title_gets_an_ordinary_link(notebook: Notebook) -> None:
    """A wikilink shows its text as it stands; a title that needs escapes is linked otherwise."""
    first = replace(notebook.notes[0], title="A*B|[[C]]")
    changed = replace(notebook, notes=(first, notebook.notes[1]))
    text = _render(changed, notebook.notes[1])
    assert "[A\\*B\\|\\[\\[C\\]\\]](01-" in text
    assert "[[index|总览]]" in text


def test_every_line_from_the_source_has_a_mark(notebook: Notebook) -> None:
    """Lists, quotes and table rows of the parts that speak of the essay all carry a mark."""
    text = _render(notebook, notebook.notes[0])
    body = text[text.index("## 一句话主旨") : text.index("## 核验报告")]
    for line in body.splitlines():
        is_content = re.match(r"\s*(?:- |\d+\. |> (?!\[!)|\| (?!数据|---))", line)
        if is_content and not line.startswith("- 另有："):
            assert re.search(r"\[\^¶\d+\.\d+\]", line), line


def test_an_entry_opens_at_the_original_text(notebook: Notebook) -> None:
    """The offsets lead to the original; where it reads otherwise the entry says how."""
    text = _render(notebook, notebook.notes[1])
    document = notebook.repaired.document.text
    places = re.findall(r" · 原文字符 (\d+)–(\d+)；修复前作：(.*)〕$", text, re.MULTILINE)
    assert len(places) == 2
    for start, end, before in places:
        assert before == document[int(start) : int(end)]
    assert "修复前作：夜校是社区的第二12、间教室。" in text
    assert re.search(r" · 原文字符 \d+–\d+；此处原文有缺〕", text)


def test_model_weak_and_extracted_are_told_apart(notebook: Notebook) -> None:
    """〔模型〕 follows the model's sentences only, 〔待核〕 the weak ones; the legend says so."""
    first = _render(notebook, notebook.notes[0])
    assert "3. 让居民定课表。〔模型〕〔待核〕[^¶2.2]" in first
    assert "1. 夜校是社区的第二间教室。[^¶1.1]" in first
    assert "〔待核〕为依据不足" in first
    second = _render(notebook, notebook.notes[1])
    assert "〔模型〕为模型选出或概括" in second
    assert "〔待核〕" not in second
    points = notebook.notes[1].points
    alone = _alone(notebook, thesis=None, summary=(), points=points[:0], claims=())
    assert "〔模型〕" not in alone


def test_a_refused_sentence_is_in_no_note(notebook: Notebook) -> None:
    """An unsupported statement is never shown, only counted."""
    text = _render(notebook, notebook.notes[0])
    assert "五百" not in text
    assert "被替换 1，被拒 1" in text


def test_a_broken_sentence_says_so_and_gets_no_end(notebook: Notebook) -> None:
    """What the source cut off is not closed with a full stop."""
    broken = notebook.notes[1].outline.sentences[2]
    point = Checked(Point(broken.text, (broken,), "extract"), "verbatim")
    note = replace(notebook.notes[1], points=(point,), summary=(point,))
    text = _render(replace(notebook, notes=(notebook.notes[0], note)), note)
    assert "1. 下一步，我要每月到夜校听一堂课，把居民的（此处原文有缺）[^¶2.1]" in text
    assert "居民的。" not in text


def test_outline_nests_without_gaps(notebook: Notebook) -> None:
    """Levels that jump are indented one step; a deeper level never stands outside its parent."""
    levels = (2, 5, 3, 1, 4, 4)
    entries = tuple(OutlineEntry(level, f"题{level}") for level in levels)
    text = _alone(notebook, entries=entries)
    part = text[text.index("## 层级提纲") : text.index("## 分论点与举措")].strip().splitlines()[2:]
    assert part == ["- 题2", "  - 题5", "  - 题3", "- 题1", "  - 题4", "  - 题4"]


def test_proposed_titles_are_marked_once(notebook: Notebook) -> None:
    """（拟） ends a title that the program made, also when it came with the mark."""
    for title in ("听课", "听课（拟）"):
        text = _alone(notebook, title=title, title_proposed=True)
        assert "# 听课（拟）\n" in text
        assert "（拟）（拟）" not in text


def test_what_was_not_read_is_said(notebook: Notebook) -> None:
    """A share below the whole, lost text and a cut are in the report."""
    text = _render(notebook, notebook.notes[1])
    assert "读入全文的 95%，其余未作处理" in text
    assert "缺文：1 处（¶2）" in text
    assert "原文在本篇未完处中断" in text
    assert "全文均已读入" in _render(notebook, notebook.notes[0])
