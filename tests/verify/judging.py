"""Short ways to judge one statement about one text."""

from __future__ import annotations

from notes.structure.sentences import sentence_spans
from notes.values import Checked, Essay, Outline, Paragraph, Point, Sentence, Span
from notes.verify import check
from notes.words import words


def essay_of(text: str, ordinal: int = 1) -> Essay:
    """``text`` as an essay."""
    return Essay(ordinal, "", "", Span(0, len(text)), text)


def outline_of(text: str) -> Outline:
    """The sentences of ``text`` in one paragraph."""
    sentences = tuple(
        Sentence(i, span.within(text), span, 1, 0) for i, span in enumerate(sentence_spans(text))
    )
    return Outline((Paragraph(1, Span(0, len(text))),), (), sentences)


def judge(text: str, statement: str) -> Checked:
    """The verdict on a model's ``statement`` about the whole of ``text``."""
    outline = outline_of(text)
    point = Point(statement, outline.sentences, "model")
    return check(point, essay_of(text), outline, words())


def kinds(text: str, statement: str) -> set[str]:
    """The kinds of the findings about ``statement``."""
    return {finding.kind for finding in judge(text, statement).findings}
