"""Place marks, and the sentences of the source that they lead to, at the end of the file.

Where footnotes are known (Obsidian, GitHub) the mark is the footnote ``[^¶12.3]`` of the
third sentence of paragraph 12, and the footnote quotes that sentence with its place in the
original text: Obsidian shows it when the pointer rests on the mark.

Plain CommonMark has no footnotes and would swallow their texts as link targets. There a
mark shows the paragraph, ¶12, and leads to an entry below the heading 依据:
``[¶12](#第12段第3句)`` leads to the heading ``###### 第12段第3句``, to which most renderers
give an anchor of that name, because it holds nothing but letters and digits. Where one
line rests on several sentences of a paragraph these marks say which: ¶12.3 ¶12.5.
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
        places = self._cite(sources)
        several = Counter(paragraph for paragraph, _ in places)
        return "".join(
            f" [¶{paragraph}{f'.{number}' if several[paragraph] > 1 else ''}]"
            f"({self._file}#{_anchor(paragraph, number)})"
            for paragraph, number in places
        )

    def _cite(self, sources: Iterable[Sentence]) -> list[tuple[int, int]]:
        """Remember ``sources``; return their places in text order, each once."""
        ordered = {(self._place(one), one.span.start): one for one in sources}
        for (place, _), one in ordered.items():
            self._cited.setdefault(place, {})[one.span] = one
        return list(dict.fromkeys(place for place, _ in sorted(ordered)))

    def entries(self) -> list[str]:
        """The lines of the evidence: each cited sentence once, in text order.

        Offsets are those of notes.json: characters of the original text from 0,
        the second one exclusive. Where the source reads otherwise before the
        repairs, the entry gives that reading too.
        """
        lines: list[str] = []
        for place in sorted(self._cited):
            lines.extend([f"###### {_anchor(*place)}", ""])
            for one in self._cited_at(place):
                lines.extend([*self._entry(one), ""])
        return lines

    def _cited_at(self, place: tuple[int, int]) -> list[Sentence]:
        found = self._cited[place]
        return [found[span] for span in sorted(found, key=lambda span: (span.start, span.end))]

    def _entry(self, one: Sentence) -> list[str]:
        return [f"> {inline(one.text)}", ">", f"> {self._where(one)}"]

    def _where(self, one: Sentence) -> str:
        there = original_span(self._repaired, self._essay, one.span)
        before = there.within(self._repaired.document.text)
        where = f"原文字符 {there.start}–{there.end}"
        if clean(before) != clean(one.text):
            where += f"；修复前作：{inline(before)}"
        if one.broken:
            where += "；此处原文有缺"
        return where

    def _place(self, one: Sentence) -> tuple[int, int]:
        starts = self._starts.get(one.paragraph, [])
        return one.paragraph, max(bisect_right(starts, one.span.start), 1)


class Footnotes(PlaceMarks):
    """Place marks that are footnotes."""

    def mark(self, sources: Iterable[Sentence]) -> str:
        """The marks of ``sources`` in text order; empty without sources."""
        return "".join(f"[^{_label(place)}]" for place in self._cite(sources))

    def entries(self) -> list[str]:
        """The footnotes: each cited sentence, its place, and how it read before the repairs."""
        lines: list[str] = []
        for place in sorted(self._cited):
            said = (
                f"{inline(one.text)}〔{_label(place)} · {self._where(one)}〕"
                for one in self._cited_at(place)
            )
            lines.extend([f"[^{_label(place)}]: {' '.join(said)}", ""])
        return lines


def _label(place: tuple[int, int]) -> str:
    return f"¶{place[0]}.{place[1]}"


def _anchor(paragraph: int, number: int) -> str:
    return f"第{paragraph}段第{number}句"
