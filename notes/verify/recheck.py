"""Re-check the lines of a written note against the essay that it is about.

A line is judged first where its marks lead, then against the whole essay: what the source
still says elsewhere has moved, what it says nowhere has fallen. The place found in the
whole essay is judged once more by itself, so that a number of one page and a subject of
another do not add up to support.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from notes.structure.sentences import sentence_spans
from notes.values import Checked, Claim, Essay, Finding, Outline, Point, Sentence, Span
from notes.verify.normal import bigrams, fold, skeleton
from notes.verify.verifier import Verifier

Standing = Literal["stands", "weak", "moved", "fallen"]
AROUND = 4
"""Sentences on either side of the cited one that a statement may rest on too."""
ABOUT = 0.5
"""Least share of what a figure measures that must stand around its value."""
BESIDE = 4
"""Characters of what a figure measures that may stand right beside its value."""
HEADS = 3
"""Rows at the top of a table that may name its columns."""
_WITH_UNIT = re.compile(r"[^\d.]")
_NUMBERING = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])\s*"
)
_NUMBER_FINDINGS = frozenset({"number", "number_bound", "number_context"})


@dataclass(frozen=True, slots=True)
class Rechecked:
    """A claim and how it stands; ``paragraphs`` are where the source bears it now.

    ``weak``: nothing speaks against it, but its wording is only partly the source's.
    ``moved``: the source bears it, elsewhere than its marks say. ``fallen``: the source
    does not bear it, for the reasons in ``findings``.
    """

    claim: Claim
    standing: Standing
    findings: tuple[Finding, ...] = ()
    paragraphs: tuple[int, ...] = ()


class Rechecker:
    """The re-check of the lines of one note; ``verifier`` is that of ``essay``.

    ``headings`` are the headings of the essay as sentences: a line may rest on one.
    """

    def __init__(
        self,
        essay: Essay,
        outline: Outline,
        verifier: Verifier,
        headings: Sequence[Sentence] = (),
    ) -> None:
        self._verifier = verifier
        said = (*outline.sentences, *map(_unnumbered, headings))
        self._sentences = tuple(sorted(said, key=lambda one: (one.span.start, one.span.end)))
        self._whole = fold(essay.text)
        self._cells = _cells(essay, outline)
        self._paragraphs = {p.number: fold(p.span.within(essay.text)) for p in outline.paragraphs}
        self._folded = [fold(sentence.text) for sentence in self._sentences]

    def recheck(self, claim: Claim) -> Rechecked:
        """Judge one line."""
        if claim.kind == "statement":
            return self._statement(claim)
        if claim.kind == "figure":
            return self._figure(claim)
        return self._quoted(claim)

    def _statement(self, claim: Claim) -> Rechecked:
        judged = self._judged(claim, claim.text)
        if judged.standing != "fallen":
            return judged
        parts = [span.within(claim.text) for span in sentence_spans(claim.text)]
        if len(parts) < 2:
            return judged
        each = [self._judged(claim, part) for part in parts]
        fallen = tuple(f for one in each if one.standing == "fallen" for f in one.findings)
        if fallen:
            return Rechecked(claim, "fallen", tuple(dict.fromkeys(fallen)))
        worst = max(each, key=lambda one: _ORDER[one.standing])
        paragraphs = sorted({number for one in each for number in one.paragraphs})
        return Rechecked(claim, worst.standing, (), tuple(paragraphs))

    def _judged(self, claim: Claim, text: str) -> Rechecked:
        cited = self._cited(claim)
        near = self._check(text, cited) if cited else None
        if near is not None and near.accepted:
            standing: Standing = "weak" if near.verdict == "weak" else "stands"
            return Rechecked(claim, standing, (), _paragraphs(near))
        far = self._check(text, self._sentences)
        if far.accepted:
            alone = self._check(text, self._around(far.point.sources))
            if alone.accepted and (not cited or alone.verdict != "weak"):
                standing = "weak" if alone.verdict == "weak" else "stands"
                where = _paragraphs(alone)
                return Rechecked(claim, "moved" if claim.marks else standing, (), where)
            far = far if alone.accepted else alone
        refused = next((one for one in (near, far) if one is not None and one.findings), None)
        findings = refused.findings if refused else (Finding("support", text),)
        owned = tuple(f for f in far.findings if f.kind == "misattributed")
        return Rechecked(claim, "fallen", tuple(dict.fromkeys((*findings, *owned))))

    def _check(self, text: str, sentences: tuple[Sentence, ...]) -> Checked:
        # An extract: whether a reader's line is well formed is the reader's business.
        return self._verifier.check(Point(text, sentences, "extract"))

    def _cited(self, claim: Claim) -> tuple[Sentence, ...]:
        """The sentences that the marks of ``claim`` lead to, and those around them."""
        found = [
            sentence
            for paragraph, number in claim.marks
            for sentence in self._at(paragraph, number)
        ]
        return self._around(found)

    def _at(self, paragraph: int, number: int) -> Sequence[Sentence]:
        there = [s for s in self._sentences if s.paragraph == paragraph]
        body = [s for s in there if s.index >= 0]
        return body[number - 1 : number] or there[-1:] if number else there

    def _around(self, sentences: Sequence[Sentence]) -> tuple[Sentence, ...]:
        starts = {s.span.start for s in sentences}
        kept = {
            at
            for middle, sentence in enumerate(self._sentences)
            if sentence.span.start in starts
            for at in range(middle - AROUND, middle + AROUND + 1)
        }
        return tuple(s for at, s in enumerate(self._sentences) if at in kept)

    def _quoted(self, claim: Claim) -> Rechecked:
        """A quotation, a heading or evidence: character for character, width aside."""
        text = fold(claim.text).rstrip("…")
        if claim.kind == "heading":
            text = skeleton(text)
            there = {n: skeleton(p) for n, p in self._paragraphs.items()}
            whole = skeleton(self._whole)
        else:
            there, whole = self._paragraphs, self._whole
        if not text or text not in whole:
            return Rechecked(claim, "fallen", (Finding(claim.kind, claim.text),))
        marked = {p + step for p, _ in claim.marks for step in (-1, 0, 1)}
        where = tuple(number for number, content in there.items() if text in content)
        if where and marked and not marked & set(where):
            return Rechecked(claim, "moved", (), where)
        return Rechecked(claim, "stands", (), where)

    def _figure(self, claim: Claim) -> Rechecked:
        """A value and what it measures stand in one sentence, or it and the one before."""
        value = fold(claim.text)
        grams = bigrams(skeleton(fold(claim.about)))
        holders = [at for at, text in enumerate(self._folded) if _holds(text, value)]
        where = {
            self._sentences[at].paragraph
            for at in holders
            if self._near(grams, at) and self._measures(claim, at)
        }
        cells = [cell for cell in self._cells if cell.value == value]
        about = fold(claim.about)
        where |= {cell.paragraph for cell in cells if cell.row in about and cell.heads(about)}
        if not where:
            kind = "number_context" if holders or cells else "number"
            return Rechecked(claim, "fallen", (Finding(kind, claim.text),))
        marked = {paragraph + step for paragraph, _ in claim.marks for step in (-1, 0, 1)}
        standing: Standing = "stands" if not marked or marked & where else "moved"
        return Rechecked(claim, standing, (), tuple(sorted(where)))

    def _near(self, grams: frozenset[str], at: int) -> bool:
        text = skeleton("".join(self._folded[max(at - 1, 0) : at + 1]))
        return len(grams & bigrams(text)) >= ABOUT * len(grams)

    def _measures(self, claim: Claim, at: int) -> bool:
        """Whether the sentence does not give this value for something else."""
        value, about = fold(claim.text), fold(claim.about)
        if value in about or not _WITH_UNIT.search(value) or self._beside(value, about, at):
            return True
        return any(
            not _NUMBER_FINDINGS & {f.kind for f in self._check(form, passage).findings}
            for form in (claim.about + claim.text, claim.text + claim.about)
            for passage in (
                self._sentences[at : at + 1],
                self._sentences[max(at - 1, 0) : at + 1],
            )
        )

    def _beside(self, value: str, about: str, at: int) -> bool:
        """Whether the end of ``about`` stands right before the value, or its beginning behind."""
        tail, head, text = about[-BESIDE:], about[:BESIDE], self._folded[at]
        if len(about) < BESIDE:
            return False
        before = rf"{re.escape(tail)}[、，（]?{re.escape(value)}"
        behind = rf"{re.escape(value)}[的，、]?{re.escape(head)}"
        return re.search(f"{before}|{behind}", text) is not None


@dataclass(frozen=True, slots=True)
class _Cell:
    """A value of a table, the first cell of its row, and the cells above it."""

    value: str
    row: str
    above: tuple[str, ...]
    paragraph: int

    def heads(self, about: str) -> bool:
        """Whether ``about`` names the column."""
        return any(cell and cell in about for cell in self.above)


def _cells(essay: Essay, outline: Outline) -> tuple[_Cell, ...]:
    """The cells of the rows that readers write with tabs between them."""
    found: list[_Cell] = []
    above: list[list[str]] = []
    for paragraph in outline.paragraphs:
        for line in paragraph.span.within(essay.text).split("\n"):
            row = [fold(cell) for cell in line.split("\t")]
            if len(row) == 1:
                above = []
                continue
            heads = above[:HEADS]
            found += [
                _Cell(cell, row[0], tuple(h[at] for h in heads if at < len(h)), paragraph.number)
                for at, cell in enumerate(row)
                if at and cell
            ]
            above.append(row)
    return tuple(found)


_ORDER: dict[Standing, int] = {"stands": 0, "weak": 1, "moved": 2, "fallen": 3}


def _unnumbered(heading: Sentence) -> Sentence:
    """A heading without its 一、 or 1.: what it says, not where it stands."""
    mark = _NUMBERING.match(heading.text)
    if mark is None or mark.end() == len(heading.text):
        return heading
    start = min(heading.span.start + mark.end(), heading.span.end)
    return replace(heading, text=heading.text[mark.end() :], span=Span(start, heading.span.end))


def _holds(text: str, value: str) -> bool:
    """Whether ``text`` gives ``value`` as a whole number: 26 is not in 2026."""
    at = text.find(value)
    while value and at >= 0:
        before, after = text[at - 1 : at] if at else "", text[at + len(value) :][:1]
        inside = value[0].isdigit() and (before.isdigit() or before == ".")
        if not inside and not (value[-1].isdigit() and after.isdigit()):
            return True
        at = text.find(value, at + 1)
    return False


def _paragraphs(checked: Checked) -> tuple[int, ...]:
    return tuple(sorted({s.paragraph for s in checked.point.sources}))
