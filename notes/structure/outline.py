"""The outline of an essay: sections, paragraphs and sentences, all with their places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from notes.structure.headings import find_headings
from notes.structure.paragraphs import paragraph_spans
from notes.structure.sentences import sentence_spans
from notes.structure.styled import Heading
from notes.values import Essay, Outline, Paragraph, Section, Sentence, Span

_FINAL = "。！？!?…；;：:”’」』》）)】\"'.|*_"


def outline(essay: Essay) -> Outline:
    """Find the sections, paragraphs and sentences of ``essay``.

    Sections are flat and in text order; each ends where the next heading begins. A
    ``run_in`` section (一是…) begins with its own heading, since that is a part of
    its first sentence. Headings of their own are in no sentence; every other
    character that is not white space is in exactly one.
    """
    headings = find_headings(essay.text, essay.marks)
    sections = _sections(essay.text, headings)
    bodies = _bodies(essay.text, headings)
    paragraphs = tuple(
        Paragraph(number, span)
        for number, span in enumerate(
            (span for body in bodies for span in paragraph_spans(essay.text, body.start, body.end)),
            start=1,
        )
    )
    return Outline(paragraphs, sections, tuple(_sentences(essay.text, paragraphs, sections)))


def _sections(text: str, headings: Sequence[Heading]) -> tuple[Section, ...]:
    sections: list[Section] = []
    first = headings[0].span.start if headings else len(text)
    if not headings or text[:first].strip():
        sections.append(Section(0, 0, "", Span(0, 0), Span(0, first)))
    for index, heading in enumerate(headings):
        end = headings[index + 1].span.start if index + 1 < len(headings) else len(text)
        begin = heading.span.start if heading.run_in else heading.span.end
        sections.append(
            Section(
                index=len(sections),
                level=heading.level,
                heading=heading.within(text),
                heading_span=heading.span,
                span=Span(begin, max(begin, end)),
                run_in=heading.run_in,
            )
        )
    return tuple(sections)


def _bodies(text: str, headings: Sequence[Heading]) -> Iterator[Span]:
    """The ranges between headings of their own."""
    at = 0
    for heading in headings:
        if not heading.run_in:
            yield Span(at, max(at, heading.span.start))
            at = heading.span.end
    yield Span(at, len(text))


def _sentences(
    text: str, paragraphs: Sequence[Paragraph], sections: Sequence[Section]
) -> Iterator[Sentence]:
    begins = [section.span.start for section in sections]
    index = 0
    for position, paragraph in enumerate(paragraphs):
        spans = sentence_spans(paragraph.span.within(text))
        for order, inner in enumerate(spans):
            span = Span(paragraph.span.start + inner.start, paragraph.span.start + inner.end)
            section = max(bisect_right(begins, span.start) - 1, 0)
            broken = order == len(spans) - 1 and _breaks_off(text, span, position, paragraphs)
            yield Sentence(index, span.within(text), span, paragraph.number, section, broken)
            index += 1


def _breaks_off(text: str, span: Span, position: int, paragraphs: Sequence[Paragraph]) -> bool:
    """Whether a sentence ends without a final mark although it is prose."""
    sentence = span.within(text)
    if (
        sentence[-1] in _FINAL
        or len(sentence) < 15
        or "，" not in sentence[-60:] + "，" * (len(sentence) > 40)
    ):
        return False
    last = position == len(paragraphs) - 1
    glued = text[span.end : span.end + 1] not in {"", "\n"}
    return last or glued
