"""Cuts the sections of an essay into passages that the model can read; nothing is dropped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from notes.values import Outline, Passage, Sentence

PASSAGE_LIMIT = 420
"""Characters of a passage; a longer section becomes several of about equal length."""

_SHORTEST = 60


def passages(essay: int, outline: Outline) -> tuple[Passage, ...]:
    """The passages of an essay in text order.

    Every sentence of ``outline`` is in exactly one passage. A passage is made of
    whole sentences of one top section (a heading of any level begins a new one
    when what came before is long enough to stand alone) and is at most
    ``PASSAGE_LIMIT`` characters long, unless a single sentence is longer.
    """
    found: list[Passage] = []
    for run in _section_runs(outline):
        parts = -(-sum(len(s.text) for s in run) // PASSAGE_LIMIT)
        found.extend(
            Passage(essay, part[0].section, "".join(s.text for s in part), tuple(part))
            for part in _even_parts(run, parts)
        )
    return tuple(found)


def _section_runs(outline: Outline) -> Iterator[list[Sentence]]:
    """Sentences of one section; a section too short to stand alone joins its neighbour."""
    run: list[Sentence] = []
    size = 0
    for sentence in outline.sentences:
        new_section = run and sentence.section != run[-1].section
        top = outline.sections[sentence.section].level <= 1
        if new_section and (size >= _SHORTEST if top else size >= 3 * _SHORTEST):
            yield run
            run, size = [], 0
        run.append(sentence)
        size += len(sentence.text)
    if run:
        yield run


def _even_parts(run: Sequence[Sentence], parts: int) -> Iterator[list[Sentence]]:
    total = sum(len(s.text) for s in run)
    part: list[Sentence] = []
    size = done = 0
    for sentence in run:
        ideal = total / parts
        over = size + len(sentence.text) > PASSAGE_LIMIT
        full = size + len(sentence.text) / 2 > ideal
        if part and (over or (full and total - done - size >= _SHORTEST)):
            yield part
            done += size
            part, size = [], 0
        part.append(sentence)
        size += len(sentence.text)
    if part:
        yield part
