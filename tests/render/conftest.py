"""A small notebook built by hand: two essays of a bundle that claims three, one cut off."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from notes.values import (
    Audit,
    Bundle,
    Checked,
    Document,
    Essay,
    Figure,
    FigureMatch,
    Finding,
    Mark,
    Notebook,
    OffsetMap,
    Outline,
    OutlineEntry,
    Overview,
    Paragraph,
    Point,
    Question,
    Quote,
    Repair,
    Repaired,
    Repeat,
    Section,
    Sentence,
    Span,
    StudyNote,
    Term,
    Theme,
    Verdict,
)

Dress = Callable[[str], str]
Maker = Callable[..., Notebook]

FIRST = (
    ("夜校是社区的第二间教室。", "去年全区开课三百一十二场，到课率百分之八十六。"),
    ("办好夜校，必须把课表交给居民来定。", "要建立点单制度，要让能人登台。"),
)
SECOND = (
    ("读完《社区夜校手记》，我懂得了服务的内涵。", "夜校是社区的第二间教室。"),
    ("下一步，我要每月到夜校听一堂课，把居民的",),
)


class _Text:
    """Puts an original text and its repaired twin together, piece by piece."""

    def __init__(self) -> None:
        self.original = ""
        self.repaired = ""
        self.repairs: list[Repair] = []
        self._here: list[int] = []
        self._there: list[Span] = []
        self._copied: list[bool] = []

    def copy(self, text: str) -> Span:
        return self._add(text, text, copied=True)

    def change(self, damaged: str, repaired: str, kind: str) -> Span:
        start = len(self.original)
        span = self._add(damaged, repaired, copied=False)
        end = start + len(damaged)
        self.repairs.append(Repair(start, end, damaged, repaired, kind))  # type: ignore[arg-type]
        return span

    def _add(self, original: str, repaired: str, *, copied: bool) -> Span:
        span = Span(len(self.repaired), len(self.repaired) + len(repaired))
        self._here.append(span.start)
        self._there.append(Span(len(self.original), len(self.original) + len(original)))
        self._copied.append(copied)
        self.original += original
        self.repaired += repaired
        return span

    def offsets(self) -> OffsetMap:
        return OffsetMap(tuple(self._here), tuple(self._there), tuple(self._copied))


def _essay_of(
    text: _Text, ordinal: int, title: str, paragraphs: list[list[str]], *, damaged: bool
) -> tuple[Essay, Outline]:
    text.copy(f"篇{ordinal}\n{title}\n")
    begin = len(text.repaired)
    sentences: list[Sentence] = []
    spans: list[Paragraph] = []
    for number, paragraph in enumerate(paragraphs, 1):
        start = len(text.repaired) - begin
        for one in paragraph:
            at = len(text.repaired) - begin
            if damaged and "内涵" in one:
                left, right = one.split("内涵", 1)
                text.copy(left)
                text.change("南涵", "内涵", "ocr_char")
                text.copy(right)
            elif damaged and "第二间" in one:
                left, right = one.split("第二间", 1)
                text.copy(left + "第二")
                text.change("12、", "", "page_counter")
                text.copy("间" + right)
            else:
                text.copy(one)
            span = Span(at, len(text.repaired) - begin)
            broken = one.endswith("居民的")
            sentences.append(Sentence(len(sentences), one, span, number, 0, broken=broken))
        spans.append(Paragraph(number, Span(start, len(text.repaired) - begin)))
        text.copy("\n")
    body = text.repaired[begin:]
    essay = Essay(
        ordinal,
        f"篇{ordinal}",
        title,
        Span(begin, len(text.repaired)),
        body,
        (Mark(0, len(body), "list"),),
        cut_off=ordinal == 2,
    )
    section = Section(0, 0, "", Span(0, 0), Span(0, len(body)))
    return essay, Outline(tuple(spans), (section,), tuple(sentences))


def _model(text: str, *sources: Sentence, verdict: Verdict = "supported") -> Checked:
    return Checked(Point(text, sources, "model"), verdict)


def _taken(*sources: Sentence) -> Checked:
    return Checked(Point("".join(one.text for one in sources), sources, "extract"), "verbatim")


def _first_note(essay: Essay, outline: Outline, dress: Dress) -> StudyNote:
    one, two, three, four = outline.sentences
    refused = Checked(
        Point(dress("全区开课五百场。"), (two,), "model"),
        "unsupported",
        (Finding("number", dress("五百")),),
    )
    return StudyNote(
        essay=essay,
        outline=outline,
        title=essay.title,
        title_proposed=False,
        kind="speech",
        kind_reasons=(dress("有“要…”“必须…”的部署"),),
        thesis=_model(dress("办好夜校，关键是让居民自己定课表"), three),
        summary=(_taken(one), _model(dress("课表由居民点单，能人登台"), three, four), _taken(two)),
        points=(_taken(one), _taken(two), _model(dress("让居民定课表。"), four, verdict="weak")),
        entries=(
            OutlineEntry(1, dress("一、教室"), (one,)),
            OutlineEntry(3, dress("1. 开课情况"), (two,)),
            OutlineEntry(1, dress("把课表交给居民"), (three,), proposed=True),
        ),
        claims=(_taken(three), refused),
        measures=(_taken(four),),
        practice=(),
        quotes=(Quote(one.text, one),),
        figures=(
            Figure(dress("三百一十二场"), "312", dress("全区开课"), two),
            Figure(dress("百分之八十六"), "86%", dress("到课率"), two),
        ),
        terms=(
            Term(dress("夜校"), dress("社区的第二间教室"), one, 0.5),
            Term(dress("点单制度"), weight=0.25),
        ),
        questions=(Question(dress("为什么课表要交给居民来定？"), (three,)),),
        audit=Audit(2, 1, 1, 1, 0.913, 1.0, (), 0, (refused,)),
    )


def _second_note(essay: Essay, outline: Outline, dress: Dress, *, damaged: bool) -> StudyNote:
    one, two, three = outline.sentences
    return StudyNote(
        essay=essay,
        outline=outline,
        title=dress("到夜校去听课"),
        title_proposed=True,
        kind="reflection",
        kind_reasons=(),
        thesis=None,
        summary=(_taken(one),),
        points=(_taken(one), _taken(two)),
        entries=(),
        claims=(_taken(one),),
        measures=(),
        practice=(_model(dress("每月到夜校听一堂课。"), three),),
        quotes=(Quote(one.text, one, repaired=damaged),),
        figures=(),
        terms=(),
        questions=(),
        audit=Audit(
            1,
            0,
            0,
            0,
            1.0,
            0.95,
            (("ocr_char", 1), ("page_counter", 1)) if damaged else (),
            1,
        ),
    )


def build(dress: Dress = str, *, damaged: bool = True) -> Notebook:
    """The notebook with every text run through ``dress``; ``damaged`` adds two repairs."""
    text = _Text()
    text.copy("（3篇）社区夜校研讨发言与心得\n")
    first = [[dress(one) for one in paragraph] for paragraph in FIRST]
    second = [[dress(one) for one in paragraph] for paragraph in SECOND]
    essay_1, outline_1 = _essay_of(text, 1, dress("让夜校亮起来"), first, damaged=False)
    essay_2, outline_2 = _essay_of(text, 2, dress(""), second, damaged=damaged)
    end = len(text.original)
    text.repairs.append(Repair(end, end, "", "", "lost_text"))
    notes = (
        _first_note(essay_1, outline_1, dress),
        _second_note(essay_2, outline_2, dress, damaged=damaged),
    )
    document = Document(f"in/{dress('夜校')}.txt", text.original, warnings=(dress("文末似有缺页"),))
    return Notebook(
        repaired=Repaired(document, text.repaired, (), tuple(text.repairs), text.offsets()),
        bundle=Bundle((essay_1, essay_2), 3, dress("社区夜校研讨发言与心得")),
        notes=notes,
        overview=Overview(
            themes=(Theme(dress("夜校"), (1, 2)),),
            unique=((1, (dress("点单制度"), dress("能人"))), (2, (dress("手记"),))),
            repeats=(Repeat(1, 2, outline_1.sentences[0], outline_2.sentences[1], 1.0),),
            figures=(
                FigureMatch(dress("开课场次"), ((1, dress("312场")), (2, dress("三百场"))), False),
            ),
        ),
        model=dress("小模型"),
        created="2025-03-01",
        warnings=(dress("第 2 篇只有一段完整"),),
    )


@pytest.fixture(scope="session")
def make_notebook() -> Maker:
    """The builder, for tests that change the texts."""
    return build


@pytest.fixture(scope="session")
def notebook() -> Notebook:
    """The notebook with two repairs and a lost ending."""
    return build()
