"""Citations of the Word document: footnotes that lead every line to its source."""

from __future__ import annotations

import re
from dataclasses import replace

from notes.render.docx import render_docx
from notes.values import Notebook, Question, Repair
from tests.render.docx.unpack import W, parts, text


def test_every_citation_is_a_footnote_with_its_place(notebook: Notebook) -> None:
    """References and footnotes match one to one, in order, and tell paragraph and sentence."""
    document = parts(render_docx(notebook))
    references = [
        one.get(f"{W}id") for one in document["word/document.xml"].iter(f"{W}footnoteReference")
    ]
    written = document["word/footnotes.xml"].findall(f"{W}footnote")
    assert [one.get(f"{W}id") for one in written] == ["-1", "0", *references]
    assert references == [str(number) for number in range(1, len(references) + 1)]
    said = [text(one).strip() for one in written[2:]]
    assert all(re.match(r"第\d+段第\d+句", one) for one in said)
    assert said[0] == "第2段第1句：办好夜校，必须把课表交给居民来定。"
    assert "第1段第1句" in said, "a sentence that the line repeats is not printed twice"


def test_repairs_and_gaps_are_told_in_the_footnotes(notebook: Notebook) -> None:
    """What was read otherwise, and where text is missing, stands beside the citation."""
    document = parts(render_docx(notebook))
    said = [text(one) for one in document["word/footnotes.xml"].findall(f"{W}footnote")]
    assert any("（修复：“南涵”改为“内涵”）" in one for one in said)
    assert any("（修复：删去“12、”）" in one for one in said)
    assert any("（此处原文有缺）" in one for one in said)


def test_repairs_of_the_type_only_stay_out_of_the_footnotes(notebook: Notebook) -> None:
    """A full-width comma for a half-width one is counted in the report and not cited."""
    repaired = notebook.repaired
    (ocr,) = (one for one in repaired.repairs if one.kind == "ocr_char")
    widths = Repair(ocr.start, ocr.end, ocr.damaged, ocr.repaired, "half_width")
    changed = replace(notebook, repaired=replace(repaired, repairs=(widths,)))
    notes = parts(render_docx(changed))["word/footnotes.xml"]
    assert "修复" not in text(notes)


def test_a_long_sentence_is_quoted_once_within_reach(notebook: Notebook) -> None:
    """Cited again on the same page it says where to look; cited far below it is quoted again."""
    first = notebook.notes[0]
    long = replace(first.outline.sentences[0], text=f"夜校{'办到了居民的家门口，' * 5}灯一直亮着。")
    asked = tuple(Question(f"第{number}问？", (long,)) for number in range(20))
    bare = replace(first, questions=asked, summary=(), points=(), thesis=None, entries=())
    footnotes = parts(render_docx(replace(notebook, notes=(bare,))))["word/footnotes.xml"]
    said = [text(one).strip() for one in footnotes.findall(f"{W}footnote")]
    quoted = [number for number, one in enumerate(said) if long.text in one]
    again = [number for number, one in enumerate(said) if one == "第1段第1句（原句见前注）"]
    assert len(quoted) + len(again) == len(asked)
    assert quoted[1] - quoted[0] == 12
