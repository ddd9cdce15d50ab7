"""Where each cited sentence stands on the page: ids by original offsets, and the marks.

The id of a sentence is ``s-START-END``, characters of ``Document.text`` from 0, the second
exclusive, as in notes.json. It does not change when the notes are written anew from the
same source, so links to passages survive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from notes.render.places import original_span
from notes.render.shown import statements
from notes.values import Essay, Notebook, Outline, Overview, Sentence, Span, StudyNote


@dataclass(frozen=True, slots=True)
class Mark:
    """A place mark: ``text`` is shown (¶7), ``target`` is the id, ``label`` is read out."""

    text: str
    target: str
    label: str


@dataclass(frozen=True, slots=True)
class Anchor:
    """A range of ``Repaired.text`` that marks lead to; ``number`` counts in its paragraph."""

    id: str
    span: Span
    original: Span
    paragraph: int
    number: int


class Anchors:
    """The anchors of one essay; ``taken`` are the ids of the page so far and grows."""

    def __init__(
        self, notebook: Notebook, essay: Essay, note: StudyNote | None, taken: set[str]
    ) -> None:
        self._starts: dict[int, list[int]] = {}
        outline = note.outline if note is not None else Outline((), (), ())
        for one in sorted(outline.sentences, key=lambda one: one.span.start):
            self._starts.setdefault(one.paragraph, []).append(one.span.start)
        self._of: dict[tuple[int, int], Anchor] = {}
        found = [*outline.sentences, *_cited(note, notebook.overview, essay.ordinal)]
        for one in sorted(found, key=lambda one: (one.span.start, -one.span.end)):
            key = (one.span.start, one.span.end)
            if key not in self._of:
                there = original_span(notebook.repaired, essay, one.span)
                self._of[key] = Anchor(
                    id=unique(f"s-{there.start}-{there.end}", taken),
                    span=Span(essay.span.start + key[0], essay.span.start + key[1]),
                    original=there,
                    paragraph=one.paragraph,
                    number=self._number(one),
                )

    def all(self) -> tuple[Anchor, ...]:
        """The anchors in text order, a longer one before a shorter one at the same place."""
        return tuple(self._of.values())

    def marks(self, sources: Iterable[Sentence]) -> tuple[Mark, ...]:
        """The marks of ``sources`` in text order, one for each place.

        A mark shows the paragraph, ¶7; where several sentences of one paragraph are
        cited, also which: ¶7.2.
        """
        places = dict.fromkeys(
            sorted({(one.paragraph, one.span.start, one.span.end) for one in sources})
        )
        anchors = [self._of[start, end] for _, start, end in places]
        several = Counter(one.paragraph for one in anchors)
        found = []
        for one in anchors:
            text = f"¶{one.paragraph}"
            if several[one.paragraph] > 1:
                text += f".{one.number}"
            label = f"{text}，出处：第 {one.paragraph} 段第 {one.number} 句"
            found.append(Mark(text, one.id, label))
        return tuple(found)

    def _number(self, one: Sentence) -> int:
        return max(bisect_right(self._starts.get(one.paragraph, []), one.span.start), 1)


def unique(wanted: str, taken: set[str]) -> str:
    """``wanted``, or ``wanted-2`` and so on where the page has that id already."""
    number, candidate = 1, wanted
    while candidate in taken:
        number += 1
        candidate = f"{wanted}-{number}"
    taken.add(candidate)
    return candidate


def nested(spans: Sequence[Span]) -> list[Span]:
    """``spans`` grown as little as is needed for none to cross another's border."""
    grown = list(spans)
    changed = True
    while changed:
        changed = False
        order = sorted(range(len(grown)), key=lambda at: (grown[at].start, -grown[at].end))
        above: list[int] = []
        for at in order:
            while above and grown[above[-1]].end <= grown[at].start:
                above.pop()
            if above and grown[above[-1]].end < grown[at].end:
                grown[at] = Span(grown[above[-1]].start, grown[at].end)
                changed = True
                break
            above.append(at)
    return grown


def _cited(note: StudyNote | None, overview: Overview, ordinal: int) -> Iterator[Sentence]:
    """Every sentence of the essay that the note or the overview refers to."""
    for repeat in overview.repeats:
        if repeat.first == ordinal:
            yield repeat.first_sentence
        if repeat.second == ordinal:
            yield repeat.second_sentence
    if note is None:
        return
    for checked in (*statements(note), *note.audit.refusals):
        yield from checked.point.sources
    yield from (source for one in note.entries for source in one.sources)
    yield from (source for one in note.questions for source in one.sources)
    yield from (one.source for one in note.quotes)
    yield from (one.source for one in note.figures)
    yield from (one.source for one in note.terms if one.source is not None)
