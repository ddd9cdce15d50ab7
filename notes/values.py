"""The values that travel through the pipeline; read this file first.

Every value is frozen and knows where in the source it came from. Three
coordinate systems are in use, always as half-open character ranges ``[start, end)``:

* *original*: the text as the reader returned it (``Document.text``);
* *repaired*: the text after the repairs (``Repaired.text``), mapped back by
  ``Repaired.offsets``;
* *essay*: the text of one essay (``Essay.text``), which begins at
  ``Essay.span.start`` of the repaired text.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

EssayKind = Literal["speech", "reflection", "commentary", "report", "narrative"]
Origin = Literal["model", "extract"]
Verdict = Literal["verbatim", "supported", "weak", "unsupported", "misattributed"]
Certainty = Literal["sure", "likely"]
RepairKind = Literal[
    "page_counter",
    "site_boilerplate",
    "inserted_noise",
    "half_width",
    "spaces",
    "quotation",
    "ocr_char",
    "lost_hyphen",
    "lost_text",
    "line_break",
]


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range ``[start, end)`` of characters."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a range of characters: {self.start}..{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def within(self, text: str) -> str:
        """The characters of ``text`` in this range."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the file format said about a range of ``Document.text``.

    ``heading`` marks carry the heading level (1 is the highest), ``list`` marks
    cover numbering that the word processor generated and the reader wrote out,
    ``table`` marks cover the rows of a table, ``page`` marks are empty ranges
    where a page begins.
    """

    start: int
    end: int
    kind: Literal["heading", "title", "list", "table", "page"]
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A file as it stood: its text and what its format said about the text."""

    source: str
    text: str
    marks: tuple[Mark, ...] = ()
    format: str = "txt"
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repair:
    """One change of the original text; ``start`` and ``end`` are original offsets.

    ``kind="lost_text"`` marks a place where text is missing: nothing is changed
    there and ``damaged == repaired``.
    """

    start: int
    end: int
    damaged: str
    repaired: str
    kind: RepairKind
    certainty: Certainty = "sure"


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps ranges of a changed text to the text it was made from.

    The changed text is a sequence of pieces; piece ``i`` begins at ``here[i]``
    and stands for ``source[there[i].start:there[i].end]``. A ``copied`` piece is
    equal to its source, so positions inside it map one to one; any other piece
    maps as a whole.
    """

    here: tuple[int, ...] = (0,)
    there: tuple[Span, ...] = ()
    copied: tuple[bool, ...] = ()

    @staticmethod
    def identity(length: int) -> OffsetMap:
        """The map of a text of ``length`` characters that was not changed."""
        return OffsetMap((0,), (Span(0, length),), (True,))

    def to_source(self, span: Span) -> Span:
        """The range of the source text that ``span`` of the changed text stands for."""
        if not self.there:
            return span
        first = max(bisect_right(self.here, span.start) - 1, 0)
        start = self.there[first].start
        if self.copied[first]:
            start = min(start + span.start - self.here[first], self.there[first].end)
        if span.end == span.start:
            return Span(start, start)
        last = max(bisect_right(self.here, span.end - 1) - 1, 0)
        end = self.there[last].end
        if self.copied[last]:
            end = min(self.there[last].start + span.end - self.here[last], end)
        return Span(start, max(start, end))

    def compose(self, earlier: OffsetMap) -> OffsetMap:
        """This map followed by ``earlier``: from the newest text to the oldest."""
        if not self.there:
            return earlier
        if not earlier.there:
            return self
        here: list[int] = []
        there: list[Span] = []
        copied: list[bool] = []
        for position, middle, is_copy in zip(self.here, self.there, self.copied, strict=True):
            if not is_copy:
                here.append(position)
                there.append(earlier.to_source(middle))
                copied.append(False)
                continue
            at = middle.start
            while at < middle.end or (at == middle.start == middle.end):
                piece = max(bisect_right(earlier.here, at) - 1, 0)
                limit = earlier.here[piece + 1] if piece + 1 < len(earlier.here) else middle.end
                stop = min(max(limit, at), middle.end)
                here.append(position + at - middle.start)
                there.append(earlier.to_source(Span(at, stop)))
                copied.append(earlier.copied[piece])
                if stop <= at:
                    break
                at = stop
        return OffsetMap(tuple(here), tuple(there), tuple(copied))


@dataclass(frozen=True, slots=True)
class Repaired:
    """A document after its repairs.

    ``text`` is the repaired text, ``marks`` are in its coordinates, ``repairs``
    and ``offsets`` lead back to ``document.text``.
    """

    document: Document
    text: str
    marks: tuple[Mark, ...]
    repairs: tuple[Repair, ...]
    offsets: OffsetMap


@dataclass(frozen=True, slots=True)
class Essay:
    """One essay of a document.

    ``text == repaired.text[span.start:span.end]``: the body without the 篇 label
    and without the title, both of which lie before ``span``. ``title`` is empty
    where the source gives none. ``cut_off`` says that the text breaks off before
    the essay ends.
    """

    ordinal: int
    label: str
    title: str
    span: Span
    text: str
    marks: tuple[Mark, ...] = ()
    cut_off: bool = False


@dataclass(frozen=True, slots=True)
class Bundle:
    """The essays of a document, the count it claims (``None``: no claim) and its own title."""

    essays: tuple[Essay, ...]
    claimed: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of an essay; ``number`` counts from 1 and is the ``¶`` of the place marks."""

    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text up to the next heading, in essay coordinates.

    ``level`` 0 is text before the first heading (``heading`` is then empty);
    1 is 一、, 2 is （一）, 3 is 1., 4 is （1）, 5 is 一是/首先. ``heading`` covers the
    text at ``heading_span``, marker included; ``span`` is the body after it.
    ``run_in`` headings (一是…) are part of a sentence that belongs to the body.
    """

    index: int
    level: int
    heading: str
    heading_span: Span
    span: Span
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an essay: ``essay.text[span.start:span.end] == text``.

    ``broken`` says that the source lost text inside or at the end of it.
    """

    index: int
    text: str
    span: Span
    paragraph: int
    section: int
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Outline:
    """The structure of one essay: paragraphs, sections and sentences in text order."""

    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of whole sentences of one section, short enough for the model."""

    essay: int
    section: int
    text: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a point was made or chosen: the rule that spoke, how much, and about which words.

    ``kind`` names the rule; ``value`` is in the unit of the rule; ``detail`` holds words of
    the source where the rule is about words (``notes.extract.reasons`` lists the kinds).
    """

    kind: str
    value: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A statement for the notes and the sentences it rests on; not yet checked.

    ``reasons`` are those of the rules that made, weighed and chose it, in that order.
    """

    text: str
    sources: tuple[Sentence, ...]
    origin: Origin
    section: int = 0
    score: float = 0.0
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a check found in a point: ``kind`` such as ``number``, ``detail`` the text."""

    kind: str
    detail: str


@dataclass(frozen=True, slots=True)
class Checked:
    """A point that went through the checks. Notes hold ``Checked`` values only.

    ``misattributed`` is ``unsupported`` by its own essay while another essay of the
    bundle supports it; the finding of that kind gives the ordinal of the owner.
    """

    point: Point
    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        """The text of the point."""
        return self.point.text

    @property
    def accepted(self) -> bool:
        """Whether the point may stand in a note."""
        return self.verdict not in {"unsupported", "misattributed"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or date of the source: as written, normalised, what it measures, where."""

    value: str
    normal: str
    about: str
    source: Sentence


@dataclass(frozen=True, slots=True)
class Quote:
    """A sentence worth quoting, character for character after the declared repairs."""

    text: str
    source: Sentence
    repaired: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A key term; ``gloss`` is the clause of the source that defines it, or empty."""

    term: str
    gloss: str = ""
    source: Sentence | None = None
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Question:
    """A question about the essay's own matter and the sentences to look at."""

    text: str
    sources: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A line of the outline. ``proposed`` entries are moves that the essay has no heading for."""

    level: int
    heading: str
    sources: tuple[Sentence, ...] = ()
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Audit:
    """What the checks did for one essay.

    ``coverage`` is the share (0..1) of the essay's characters that lie in sentences
    the note rests on; ``read`` is the share that was given to the model and to
    the extraction (1.0: all of it).
    """

    verified: int
    replaced: int
    refused: int
    weak: int
    coverage: float
    read: float
    repairs: tuple[tuple[RepairKind, int], ...] = ()
    lost: int = 0
    refusals: tuple[Checked, ...] = ()


@dataclass(frozen=True, slots=True)
class StudyNote:
    """The note of one essay; the parts are those of the notes contract, in its order."""

    essay: Essay
    outline: Outline
    title: str
    title_proposed: bool
    kind: EssayKind
    kind_reasons: tuple[str, ...]
    thesis: Checked | None
    summary: tuple[Checked, ...]
    points: tuple[Checked, ...]
    entries: tuple[OutlineEntry, ...]
    claims: tuple[Checked, ...]
    measures: tuple[Checked, ...]
    practice: tuple[Checked, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    terms: tuple[Term, ...]
    questions: tuple[Question, ...]
    audit: Audit


@dataclass(frozen=True, slots=True)
class Theme:
    """A term that several essays share and the ordinals of those essays."""

    term: str
    essays: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """Two essays that say the same: ordinals, a sentence of each, similarity 0..1."""

    first: int
    second: int
    first_sentence: Sentence
    second_sentence: Sentence
    similarity: float


@dataclass(frozen=True, slots=True)
class Twins:
    """Essays, by ordinal, that are nearly the same; similarity 0..1 of the least alike."""

    essays: tuple[int, ...]
    similarity: float


@dataclass(frozen=True, slots=True)
class FigureMatch:
    """A figure that two or more essays give for the same thing, agreeing or not."""

    about: str
    values: tuple[tuple[int, str], ...]
    agree: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """What a reader wants to know across the essays of a document."""

    themes: tuple[Theme, ...] = ()
    unique: tuple[tuple[int, tuple[str, ...]], ...] = ()
    repeats: tuple[Repeat, ...] = ()
    figures: tuple[FigureMatch, ...] = ()
    twins: tuple[Twins, ...] = ()


ClaimKind = Literal["statement", "quote", "figure", "heading", "evidence"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A line of a written note that its source must bear, as ``notes verify`` reads it back.

    ``line`` counts the lines of the file from 1; in a notes.json it is 0 and ``place``
    names the entry (``points[2]``). ``marks`` are the places that the line cites, each
    (paragraph, sentence of it), the sentence 0 where the mark does not say which.
    ``text`` is the statement without Markdown, labels and marks; of a figure it is the
    value, and ``about`` is what it measures.
    """

    line: int
    place: str
    text: str
    kind: ClaimKind = "statement"
    about: str = ""
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class WrittenNote:
    """A note read back: of which essay it says it is, and the lines to be re-checked.

    ``titles`` are the names it gives the essay (title, aliases), ``ordinal`` its 篇
    (0: not said). ``evidence`` are the sentences that it quotes of its source.
    ``edited`` says that the file changed since it was written (``None``: not known).
    """

    titles: tuple[str, ...]
    ordinal: int
    source: str
    claims: tuple[Claim, ...]
    evidence: tuple[str, ...]
    edited: bool | None = None


@dataclass(frozen=True, slots=True)
class Notebook:
    """The notes of one document and the overview of its essays."""

    repaired: Repaired
    bundle: Bundle
    notes: tuple[StudyNote, ...]
    overview: Overview
    model: str = ""
    created: str = ""
    warnings: tuple[str, ...] = field(default=())
