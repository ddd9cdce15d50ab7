"""The whole repaired text cut into blocks: each essay, and what stands before and after it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from notes.render.html.source import Cut
from notes.values import Essay, Notebook, Outline, Span

_LINES = re.compile(r"[^\n]*\n?")


def essay_cuts(notebook: Notebook, outlines: Mapping[int, Outline]) -> tuple[tuple[Cut, ...], ...]:
    """Beside ``bundle.essays``: the cuts of each, together all of the repaired text.

    The text before an essay (its label and title) stands with the essay, the text after
    the last one with the last. ``outlines`` are those of the essays by ordinal.
    """
    whole = len(notebook.repaired.text)
    essays = notebook.bundle.essays
    found: list[tuple[Cut, ...]] = []
    at = 0
    for number, essay in enumerate(essays):
        start = max(essay.span.start, at)
        end = max(essay.span.end, start)
        outline = outlines.get(essay.ordinal, Outline((), (), ()))
        cuts = [*_lines(notebook.repaired.text, Span(at, start))]
        cuts += _blocks(essay, outline, Span(start, end), notebook.repaired.text)
        if number + 1 == len(essays):
            cuts += _lines(notebook.repaired.text, Span(end, whole))
        found.append(tuple(cuts))
        at = end
    return tuple(found)


def _blocks(essay: Essay, outline: Outline, within: Span, text: str) -> Iterator[Cut]:
    """Paragraphs and headings of an essay, and the white space between them."""
    base = essay.span.start
    known = [Cut("paragraph", _moved(one.span, base), one.number) for one in outline.paragraphs]
    known += [
        Cut("heading", _moved(one.heading_span, base), level=one.level)
        for one in outline.sections
        if one.level and not one.run_in and len(one.heading_span)
    ]
    at = within.start
    for cut in sorted(known, key=lambda one: (one.span.start, one.span.end)):
        if cut.span.start < at or cut.span.end > within.end or not len(cut.span):
            continue
        yield from _lines(text, Span(at, cut.span.start))
        yield cut
        at = cut.span.end
    yield from _lines(text, Span(at, within.end))


def _lines(text: str, span: Span) -> Iterator[Cut]:
    """Text that is no paragraph, line by line; white space alone is ``space``."""
    at = span.start
    for line in _LINES.findall(span.within(text)):
        if line:
            yield Cut("aside" if line.strip() else "space", Span(at, at + len(line)))
            at += len(line)


def _moved(span: Span, base: int) -> Span:
    return Span(base + span.start, base + span.end)
