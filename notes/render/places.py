"""Place marks, and the list 依据 that they lead to.

A mark shows the paragraph, ¶12, and leads to an entry at the end of the same
file that quotes the source sentence with its place in the original text:
``[¶12](#第12段第3句)`` leads to the heading ``###### 第12段第3句``. A heading is the
one target that all readers of Markdown know: Obsidian follows ``#heading`` and
shows the entry when the pointer rests on the mark, GitHub and most renderers of
CommonMark give the heading an anchor of the same name, because it holds nothing
but letters and digits. Footnotes were not taken: they show a running number in
place of ¶12, and a renderer without them reads their definitions as link targets
and swallows the evidence. Block ids (``^p12``) lead nowhere outside Obsidian.

Where one line rests on several sentences of a paragraph the marks say which:
¶12.3 ¶12.5.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable

from notes.render.escape import clean, inline
from notes.values import Essay, Repaired, Sentence, Span, StudyNote


def original_span(repaired: Repaired, essay: Essay, span: Span) -> Span:
    """The range of ``Document.text`` that ``span`` of the essay stands for."""
    start = essay.span.start
    return repaired.offsets.to_source(Span(start + span.start, start + span.end))


class PlaceMarks:
    """Writes the place marks of one note and remembers which sentences were cited.

    ``file`` is put before the anchors when the marks stand in another file than
    the entries.
    """

    def __init__(self, repaired: Repaired, note: StudyNote, file: str = "") -> None:
        self._repaired = repaired
        self._essay = note.essay
        self._file = file
        self._starts: dict[int, list[int]] = {}
        for one in sorted(note.outline.sentences, key=lambda one: one.span.start):
            self._starts.setdefault(one.paragraph, []).append(one.span.start)
        self._cited: dict[tuple[int, int], dict[Span, Sentence]] = {}

    def mark(self, sources: Iterable[Sentence]) -> str:
        """The marks of ``sources`` in text order, led by a space; empty without sources."""
        ordered = {(self._place(one), one.span.start): one for one in sources}
        places = list(dict.fromkeys(place for place, _ in sorted(ordered)))
        for (place, _), one in ordered.items():
            self._cited.setdefault(place, {})[one.span] = one
        several = Counter(paragraph for paragraph, _ in places)
        return "".join(
            f" [¶{paragraph}{f'.{number}' if several[paragraph] > 1 else ''}]"
            f"({self._file}#{_anchor(paragraph, number)})"
            for paragraph, number in places
        )

    def entries(self) -> list[str]:
        """The lines of 依据: each cited sentence once, in text order.

        Offsets are those of notes.json: characters of the original text from 0,
        the second one exclusive. Where the source reads otherwise before the
        repairs, the entry gives that reading too.
        """
        lines: list[str] = []
        for place in sorted(self._cited):
            lines.extend([f"###### {_anchor(*place)}", ""])
            for span in sorted(self._cited[place], key=lambda span: (span.start, span.end)):
                lines.extend([*self._entry(self._cited[place][span]), ""])
        return lines

    def _entry(self, one: Sentence) -> list[str]:
        there = original_span(self._repaired, self._essay, one.span)
        before = there.within(self._repaired.document.text)
        where = f"原文字符 {there.start}–{there.end}"
        if clean(before) != clean(one.text):
            where += f"；修复前作：{inline(before)}"
        if one.broken:
            where += "；此处原文有缺"
        return [f"> {inline(one.text)}", ">", f"> {where}"]

    def _place(self, one: Sentence) -> tuple[int, int]:
        starts = self._starts.get(one.paragraph, [])
        return one.paragraph, max(bisect_right(starts, one.span.start), 1)


def _anchor(paragraph: int, number: int) -> str:
    return f"第{paragraph}段第{number}句"
