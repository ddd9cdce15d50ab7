"""Repairs are reversible: offsets, marks, idempotence, no crash on anything."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.repair import repair
from notes.repair.edits import Draft, Edit, advance, apply
from notes.values import Document, Mark, OffsetMap, Span
from tests.repair.prose import prose, with_counters

ALPHABET = '新质生产力发展要,.，。:;?!()（）“”"\n 0123456789、OIlA-%第页共篇一二是、《》《\u3000'
NOISY = (
    "社区(一)办好食堂,老人点头.\n"
    + with_counters(prose(40), 220).replace("，", ",")
    + "投入IlO亿元,见办法(20212025年)。墙上写着“用心服务“。"
)


def applied(document: Document) -> str:
    parts, at = [], 0
    for change in repair(document).repairs:
        if change.kind == "lost_text":
            continue
        parts += [document.text[at : change.start], change.repaired]
        at = change.end
    return "".join([*parts, document.text[at:]])


@given(st.text(alphabet=ALPHABET, max_size=400))
@settings(max_examples=150, deadline=None)
def test_repairs_written_into_the_original_give_the_repaired_text(text: str) -> None:
    """The list of repairs is complete and without overlaps."""
    document = Document("x.txt", text)
    repaired = repair(document)
    assert applied(document) == repaired.text
    assert all(text[r.start : r.end] == r.damaged for r in repaired.repairs)
    changes = [r for r in repaired.repairs if r.kind != "lost_text"]
    assert all(a.end <= b.start for a, b in pairwise(changes))


@given(st.text(alphabet=ALPHABET, max_size=400))
@settings(max_examples=100, deadline=None)
def test_repair_is_idempotent(text: str) -> None:
    """Repairing a repaired text changes nothing."""
    once = repair(Document("x.txt", text)).text
    again = repair(Document("x.txt", once))
    assert again.text == once
    assert all(r.kind == "lost_text" for r in again.repairs)


def test_repair_of_a_noisy_text_is_idempotent_and_complete() -> None:
    """The same on a text in which many kinds of damage meet."""
    document = Document("x.txt", NOISY)
    repaired = repair(document)
    assert {"page_counter", "half_width", "ocr_char", "lost_hyphen", "quotation"} <= {
        r.kind for r in repaired.repairs
    }
    assert applied(document) == repaired.text
    assert repair(Document("x.txt", repaired.text)).text == repaired.text


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, list[list[tuple[int, int, str]]]]:
    """A text and rounds of edits, each round in the coordinates of the text before it."""
    text = draw(st.text(alphabet="abcdefgh", min_size=1, max_size=30))
    rounds = []
    length = len(text)
    for _ in range(draw(st.integers(1, 4))):
        edits, at = [], 0
        while at < length and draw(st.booleans()):
            start = draw(st.integers(at, length - 1))
            end = draw(st.integers(start + 1, length))
            edits.append((start, end, draw(st.text(alphabet="XYZ", max_size=3))))
            at = end
        length += sum(len(new) - (end - start) for start, end, new in edits)
        rounds.append(edits)
    return text, rounds


@given(edited())
@settings(max_examples=300, deadline=None)
def test_composed_offsets_lead_unchanged_characters_to_themselves(
    case: tuple[str, list[list[tuple[int, int, str]]]],
) -> None:
    """After any rounds of edits a character that was copied maps to its own place."""
    text, rounds = case
    draft = Draft.of(Document("x.txt", text))
    for edits in rounds:
        wanted = [Edit(s, e, new, "ocr_char") for s, e, new in edits if e <= len(draft.text)]
        draft = advance(draft, wanted)
        written, at = [], 0
        for change in draft.repairs:
            written += [text[at : change.start], change.repaired]
            at = change.end
        assert "".join([*written, text[at:]]) == draft.text
    for at, character in enumerate(draft.text):
        source = draft.offsets.to_source(Span(at, at + 1))
        if character.islower():
            assert source.within(text) == character
        else:
            assert any(r.start <= source.start and source.end <= r.end for r in draft.repairs)
    whole = draft.offsets.to_source(Span(0, len(draft.text)))
    assert 0 <= whole.start <= whole.end <= len(text)


def test_compose_follows_both_maps() -> None:
    """Deleting, then replacing, leads a range back across both."""
    first, first_map = apply("abcdefgh", [Edit(2, 4, "", "spaces")])
    second, second_map = apply(first, [Edit(1, 3, "XY", "ocr_char")])
    assert second == "aXYfgh"
    both = second_map.compose(first_map)
    assert both.to_source(Span(1, 3)) == Span(1, 5)
    assert both.to_source(Span(3, 6)) == Span(5, 8)


def test_compose_with_an_empty_map_is_the_other_map() -> None:
    """``OffsetMap()`` says that nothing is known, so nothing is changed by it."""
    other = OffsetMap.identity(5)
    assert OffsetMap().compose(other) == other
    assert other.compose(OffsetMap()) == other


def test_an_edit_of_nothing_is_refused() -> None:
    """Insertions name a character beside them."""
    with pytest.raises(ValueError, match="no characters"):
        Edit(3, 3, "x", "quotation")


def test_marks_go_along() -> None:
    """A heading mark covers its heading after the repairs as before."""
    text = "文库下载 由会员分享 VIP下载\n(一)办好食堂\n" + with_counters(prose(40), 220)
    heading = text.index("(一)")
    page = text.index("\n3、")
    marks = (Mark(heading, heading + 7, "heading", 2), Mark(page, page, "page"))
    repaired = repair(Document("x.docx", text, marks))
    kept = {mark.kind: mark for mark in repaired.marks}
    assert repaired.text[kept["heading"].start : kept["heading"].end] == "（一）办好食堂"
    assert kept["page"].start == kept["page"].end <= len(repaired.text)


@pytest.mark.parametrize("kind", ["heading", "list", "table", "title"])
def test_a_mark_whose_text_is_removed_goes_with_it(kind: str) -> None:
    """No empty heading remains of an advertising line."""
    line = "更多相关资料请在某某文库上搜索。"
    text = line + "\n" + prose(20)
    repaired = repair(Document("x.docx", text, (Mark(0, len(line), kind, 1),)))  # type: ignore[arg-type]
    assert line not in repaired.text
    assert repaired.marks == ()


@pytest.mark.parametrize(
    "unit",
    ["，", "1、", "\n1、", "(", ")", "“", '"', "第", "《", "篇一", "I", "O", "20", "%", " ",
     "一 ", "一是", "（一）", ".", "a", "文库", "1%", "更多相关", "《由会员", "——", "1\n",
     "- 1 -\n", "一、"],
)  # fmt: skip
def test_no_input_makes_a_rule_slow(unit: str) -> None:
    """200,000 characters of one kind take under a second (dictionary loading aside)."""
    repair(Document("x.txt", "暖机。"))
    text = unit * (200_000 // len(unit))
    start = time.process_time()
    repair(Document("x.txt", text))
    assert time.process_time() - start < 2.0
