"""Places in the words of a printed citation."""

from __future__ import annotations

from dataclasses import replace

from notes.render.citing import Citations, in_order
from notes.values import Notebook, Span


def test_a_place_counts_paragraphs_and_their_sentences(notebook: Notebook) -> None:
    """The second sentence of the first paragraph is 第1段第2句; of the second, the first."""
    first = notebook.notes[0]
    citations = Citations(notebook.repaired, first)
    assert [citations.place(one) for one in first.outline.sentences] == [
        "第1段第1句",
        "第1段第2句",
        "第2段第1句",
        "第2段第2句",
    ]


def test_places_stand_in_text_order_once_each(notebook: Notebook) -> None:
    """However the sources were collected."""
    first = notebook.notes[0]
    one, two, three, _ = first.outline.sentences
    citations = Citations(notebook.repaired, first)
    assert citations.places([three, one, three]) == "第1段第1句、第2段第1句"
    assert in_order([two, one, two]) == [one, two]


def test_part_of_a_sentence_is_cited_as_the_sentence(notebook: Notebook) -> None:
    """A source that begins within a sentence has the place of that sentence."""
    first = notebook.notes[0]
    two = first.outline.sentences[1]
    half = replace(two, text=two.text[3:], span=Span(two.span.start + 3, two.span.end))
    assert Citations(notebook.repaired, first).place(half) == "第1段第2句"


def test_repairs_are_those_of_the_sentence(notebook: Notebook) -> None:
    """What was changed and what was taken out, of this sentence and no other."""
    second = notebook.notes[1]
    citations = Citations(notebook.repaired, second)
    assert [citations.repairs(one) for one in second.outline.sentences] == [
        "“南涵”改为“内涵”",
        "删去“12、”",
        "",
    ]
