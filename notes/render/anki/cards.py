"""Which cards an essay gives, and what stands on them.

Asked is what a reader can answer from the source: a term that the source explains,
a question with the sentences that answer it, a figure hidden in its sentence, a
quote with a key term or its end hidden. Terms without a gloss and small counts
(三条, 两家) give no card.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from notes.render.anki.fields import escaped, hidden, inert, letters
from notes.render.anki.note_types import FIGURE, QUESTION, QUOTE, TERM, NoteType
from notes.render.citing import Citations, in_order
from notes.render.escape import clean
from notes.render.names import file_name
from notes.render.parts import BY_MODEL
from notes.render.shown import accepted, full_title
from notes.values import Figure, Notebook, Question, Quote, Section, Sentence, StudyNote

_ANSWERS = 6
"""Lines on the back of a question."""
_SMALL = 10
"""Counts below this are not asked."""
_NUMBER = re.compile(r"([0-9]+(?:\.[0-9]+)?)([百千万亿%‰成倍/]?)")
_DAY = re.compile(r"月[0-9]+日")
_LAST_CLAUSE = re.compile(r"[，；：,;:](?P<clause>[^，；：,;:]{2,}?)[。！？!?…”’」』）]*\Z")


@dataclass(frozen=True, slots=True)
class Card:
    """A note of Anki: ``key`` is what it is known by, ``values`` are inert HTML, one a field."""

    kind: NoteType
    key: tuple[str, ...]
    values: tuple[str, ...]


def cards(notebook: Notebook, note: StudyNote) -> Iterator[Card]:
    """The cards of ``note``: terms, questions, figures, quotes, each with its source."""
    citations = Citations(notebook.repaired, note)
    source = clean(file_name(notebook.repaired.document.source))
    title = full_title(note)

    def cited(sentences: Iterable[Sentence]) -> str:
        """第3段第2句，文件名（修复：“南涵”改为“内涵”）."""
        where = in_order(sentences)
        repairs = "、".join(filter(None, map(citations.repairs, where)))
        said = f"{citations.places(where)}，{source}".removeprefix("，")
        return inert(f"{said}（修复：{repairs}）" if repairs else said)

    known = (source.casefold(), str(note.essay.ordinal), letters(note.essay.title))
    seen: Counter[tuple[str, ...]] = Counter()
    for kind, asked, sentences, values in (
        *_terms(note),
        *_questions(note),
        *_figures(note),
        *_quotes(note),
    ):
        key = (*known, kind.name, letters(asked))
        seen[key] += 1
        yield Card(kind, (*key, str(seen[key])), (*values, inert(title), cited(sentences)))


_Made = tuple[NoteType, str, tuple[Sentence, ...], tuple[str, ...]]
"""Note type, what is asked (the identity), the sentences, the fields before 篇名."""


def _terms(note: StudyNote) -> Iterator[_Made]:
    for one in note.terms:
        if clean(one.term) and clean(one.gloss):
            sources = (one.source,) if one.source is not None else ()
            quoted = inert(one.source.text) if one.source is not None else ""
            yield TERM, one.term, sources, (inert(one.term), inert(one.gloss), quoted)


def _questions(note: StudyNote) -> Iterator[_Made]:
    for one in note.questions:
        lines = _answer(note, one)
        if clean(one.text) and lines:
            answer = "".join(f'<div class="line">{inert(line)}</div>' for line in lines)
            yield QUESTION, one.text, one.sources, (inert(one.text), answer)


def _answer(note: StudyNote, question: Question) -> list[str]:
    """The sentences to look at; below a heading, what the note says of its section."""
    lines: list[str] = []
    for one in in_order(question.sources):
        lines.append(clean(one.text))
        for section in note.outline.sections:
            if section.heading_span.start <= one.span.start < section.heading_span.end:
                lines += _said(note, section)
    return list(dict.fromkeys(filter(None, lines)))[:_ANSWERS]


def _said(note: StudyNote, heading: Section) -> list[str]:
    """The points of the note that rest on the section of ``heading`` or those below it."""
    if heading.run_in:
        return []
    later = (one for one in note.outline.sections if one.index > heading.index)
    end = next((one.index for one in later if 0 < one.level <= heading.level), None)
    points = accepted((*note.points, *note.measures, *note.claims))
    return [
        f"{clean(point.text)}{BY_MODEL if point.point.origin == 'model' else ''}"
        for point in points
        if any(
            heading.index <= one.section and (end is None or one.section < end)
            for one in point.point.sources
        )
    ]


def _figures(note: StudyNote) -> Iterator[_Made]:
    told: set[tuple[int, str]] = set()
    for one in note.figures:
        at = (one.source.span.start, one.value)
        if _worth_asking(one) and at not in told:
            told.add(at)
            text, about = _figure(one)
            yield FIGURE, one.about, (one.source,), (text, about)


def _worth_asking(figure: Figure) -> bool:
    """Dates, shares, large or exact numbers; not 三条 and not 第三个."""
    if figure.normal.startswith("第"):
        return False
    if _DAY.search(figure.normal) or "分之" in figure.normal:
        return True
    found = _NUMBER.search(figure.normal)
    if found is None:
        return False
    number, unit = found.groups()
    return bool(unit) or "." in number or float(number) >= _SMALL


def _figure(figure: Figure) -> tuple[str, str]:
    """The sentence with the value hidden, and what the value measures if it does not say so.

    A row of a table says nothing by itself: there the card asks for what is measured.
    """
    value, text, about = clean(figure.value), clean(figure.source.text), clean(figure.about)
    parts = re.split(rf"(?<![0-9.~～—-]){re.escape(value)}(?![0-9])", text)
    if len(parts) == 1 or "\t" in figure.source.text:
        return f"{inert(about)}：{hidden(value)}", ""
    known = value in about or about in text
    return hidden(value).join(map(escaped, parts)), "" if known else inert(about)


def _quotes(note: StudyNote) -> Iterator[_Made]:
    terms = [clean(one.term) for one in sorted(note.terms, key=lambda one: -one.weight)]
    for one in note.quotes:
        if clean(one.text):
            yield QUOTE, one.text, (one.source,), (_quote(one, terms),)


def _quote(quote: Quote, terms: Iterable[str]) -> str:
    """The quote with a key term hidden; else its last clause; else all but its beginning."""
    text = clean(quote.text)
    for term in terms:
        if len(term) > 1 and term in text and len(term) * 2 < len(text):
            return hidden(term).join(map(escaped, text.split(term)))
    last = _LAST_CLAUSE.search(text)
    if last is not None:
        before, after = text[: last.start("clause")], text[last.end("clause") :]
        return f"{escaped(before)}{hidden(last['clause'])}{escaped(after)}"
    return hidden(text, f"{text[:2]}……")
