"""Page counters go, list numbers stay."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.repair import repair
from notes.values import Document, Mark
from tests.repair.prose import SENTENCES, prose, with_counters


def mended(text: str, marks: tuple[Mark, ...] = ()) -> str:
    return repair(Document("x.txt", text, marks)).text


@given(st.integers(120, 500), st.integers(1, 40), st.sampled_from(["\n{}、", "{}、", "\n　{}、"]))
@settings(max_examples=40, deadline=None)
def test_chunk_counters_are_removed_and_the_text_is_joined(
    size: int, first: int, mark: str
) -> None:
    """Whatever the chunk length and the first number: the text comes back as it was."""
    text = prose(90)
    assert mended(with_counters(text, size, first, mark)) == text


def test_first_counter_at_the_head_of_the_text_goes_too() -> None:
    """A site begins with 1、 right before the title line."""
    text = "社区工作札记\n" + prose(60)
    assert mended("1、" + with_counters(text, 300, 1)) == text


def test_the_texts_own_mark_after_a_counter_stays() -> None:
    """“3、、” is a counter and then the 、 of an enumeration."""
    text = "扶手、坡道、路灯、" * 120 + "都修好了。"
    damaged = text
    for index, at in reversed(list(enumerate(range(299, len(text), 300), start=2))):
        damaged = damaged[:at] + f"\n{index}、" + damaged[at:]
    assert mended(damaged) == text


def test_every_counter_is_reported_where_it_stood() -> None:
    """A repair names the characters of the original that it removed."""
    document = Document("x.txt", with_counters(prose(60), 250))
    found = [r for r in repair(document).repairs if r.kind == "page_counter"]
    assert len(found) == (len(prose(60)) - 1) // 250
    assert all(document.text[r.start : r.end] == r.damaged for r in found)
    assert [r.damaged.strip("\n、") for r in found] == [str(i) for i in range(2, len(found) + 2)]


def test_a_real_list_stays() -> None:
    """Items end their sentences, so the numbers before them are the writer's."""
    text = "\n".join(f"{i}、{prose(6)}" for i in range(1, 12))
    assert mended(text) == text


def test_a_real_list_of_headings_without_stops_stays() -> None:
    """Short heading lines end without a mark and are not cut sentences."""
    text = "\n".join(f"{i}、把实事办到群众心里\n{prose(7)}" for i in range(1, 9))
    assert mended(text) == text


def test_a_real_list_inside_a_counted_text_stays() -> None:
    """The counter rises through the whole text, the list does not."""
    listed = "今年要办三件事：1、修路。2、修渠。3、修学校。"
    text = prose(30) + listed + prose(30)
    assert mended(with_counters(text, 300)) == text


def test_enumerated_numbers_and_years_stay() -> None:
    """5、6月份 and 第1、2、3章 are no counters however often they occur."""
    text = "5、6月份防汛，7、8月份抗旱，第1、2、3章讲的就是这些道理。" * 30
    assert mended(text) == text


def test_numbering_made_by_the_word_processor_is_never_a_counter() -> None:
    """List marks of the format protect their numbers."""
    text = with_counters(prose(60), 250)
    marks = tuple(
        Mark(at + 1, text.index("、", at) + 1, "list")
        for at in (i for i, c in enumerate(text) if c == "\n")
    )
    assert repair(Document("x.docx", text, marks)).repairs == ()


@pytest.mark.parametrize("form", ["- {} -", "— {} —", "第{}页", "第 {} 页", "第{}页 共9页", "{}/9"])
def test_page_lines_are_removed_and_cut_sentences_joined(form: str) -> None:
    """Lines that hold only a page number do not divide a sentence."""
    text = prose(40)
    pages = [text[at : at + 310] for at in range(0, len(text), 310)]
    damaged = "".join(f"{page}\n{form.format(i)}\n" for i, page in enumerate(pages, start=1))
    assert mended(damaged).replace("\n", "") == text
    assert mended(damaged).count("\n") <= 3


def test_bare_page_numbers_are_removed() -> None:
    """Three or more lines with nothing but a rising number are pages."""
    text = prose(40)
    pages = [text[at : at + 310] for at in range(0, len(text), 310)]
    damaged = "".join(f"{page}\n{i}\n" for i, page in enumerate(pages, start=1))
    assert mended(damaged).replace("\n", "") == text


def test_single_numbers_on_lines_stay() -> None:
    """A table of three short rows is no page numbering."""
    text = "户数\n1\n人数\n2\n亩数\n3\n" + SENTENCES[0]
    assert mended(text) == text
