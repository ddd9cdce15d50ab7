"""No text makes repair or structure fail, and what they say of it always holds."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from notes.repair import repair
from notes.structure.bundle import split_bundle
from notes.structure.kind import kind
from notes.structure.outline import outline
from notes.values import Document, Essay, Mark, Outline, Repaired, Span
from tests.repair.prose import SENTENCES

BITS = (
    *SENTENCES, "一、", "二、", "（一）", "(二)", "1.", "2、", "（1）", "①", "一是", "二是",
    "首先，", "其次，", "一方面", "另一方面", "第一，", "篇一", "篇二", "第3篇", "【篇四】",
    "范文五", "\n", "\n\n", "\r\n", "---\n", "## ", "# 走访\n", "“", "”", "‘", "’", "《", "》",
    "（", "）", "【", "】", "……", "...", "。”", "？！", "；", "：", "、", ",", ".", ":", '"',
    "IlOO亿", "Al技术", "二O二五年", "10沆", "20232035年", "3.5%", "2%4%", "\n7、", "- 3 -",
    "\n12\n", "第3页 共9页", "(73.34,-1.16,-1.56%)", "请在某某文库上搜索。", "共十篇",
    "（10篇）", "\u200b", "\ufeff", "\x00", "\ud800", "😀", "𠮷", "　", " ", "\t",
    "http://a.cn/b?c=1", "新质皮产力", "新质生产力", "<<办法>>", "--", "|", "*", "\u2028",
    "\x0b", "\x85", "é", "ｅ", "１、", "年H月2日", "图节馆", "图书馆",
)  # fmt: skip
"""What texts are made of, and what spoils them; original."""


def made(seed: int) -> tuple[str, tuple[Mark, ...]]:
    """A text of up to some hundred bits and marks over parts of it, the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - repeatable texts, no secret
    chosen = chance.choices(BITS, k=chance.choice((0, 1, 3, 10, 40, 120)))
    text = "".join(chosen)
    if chance.random() < 0.3 and text:
        text = "".join(chance.choice(text) for _ in range(len(text)))
    marks = []
    for _ in range(chance.choice((0, 0, 1, 4))):
        start = chance.randint(0, len(text))
        end = min(start + chance.randint(0, 30), len(text))
        name = chance.choice(("heading", "title", "list", "table", "page"))
        marks.append(Mark(start, end, name, chance.randint(0, 3)))  # type: ignore[arg-type]
    return text, tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))


def check(seed: int) -> None:
    """Everything that is promised of any text."""
    text, marks = made(seed)
    document = Document("x.txt", text, marks)
    repaired = repair(document)
    check_repairs(repaired)
    assert repair(Document("x.txt", text, marks)) == repaired
    bundle = split_bundle(repaired)
    assert bundle.essays
    end = 0
    for ordinal, essay in enumerate(bundle.essays, start=1):
        assert essay.ordinal == ordinal
        assert essay.span.start >= end
        assert essay.span.within(repaired.text) == essay.text
        end = essay.span.end
        found = outline(essay)
        check_outline(essay, found)
        assert kind(essay, found)[1]


def check_repairs(repaired: Repaired) -> None:
    """Written into the original, the repairs give the text; the offsets lead back."""
    original, at, parts = repaired.document.text, 0, []
    for change in repaired.repairs:
        if change.kind == "lost_text":
            continue
        assert change.start >= at
        assert original[change.start : change.end] == change.damaged
        parts += [original[at : change.start], change.repaired]
        at = change.end
    assert "".join([*parts, original[at:]]) == repaired.text
    for mark in repaired.marks:
        assert 0 <= mark.start <= mark.end <= len(repaired.text)
    for position in range(0, len(repaired.text), 97):
        source = repaired.offsets.to_source(Span(position, position + 1))
        assert 0 <= source.start <= source.end <= len(original)


def check_outline(essay: Essay, found: Outline) -> None:
    """Spans hold what they name, in order; every visible character has one place."""
    _check_order([sentence.span for sentence in found.sentences])
    _check_order([paragraph.span for paragraph in found.paragraphs])
    covered = [0] * len(essay.text)
    headings = [s.heading_span for s in found.sections if s.level and not s.run_in]
    for span in [sentence.span for sentence in found.sentences] + headings:
        for at in range(span.start, span.end):
            covered[at] += 1
    for sentence in found.sentences:
        assert sentence.span.within(essay.text) == sentence.text
        assert 0 <= sentence.section < len(found.sections)
        assert 1 <= sentence.paragraph <= len(found.paragraphs)
    visible = [n for n, character in zip(covered, essay.text, strict=True) if character.strip()]
    assert all(n == 1 for n in visible)


def _check_order(spans: Sequence[Span]) -> None:
    end = 0
    for span in spans:
        assert end <= span.start < span.end
        end = span.end


@pytest.mark.parametrize("block", range(20))
def test_two_hundred_made_texts(block: int) -> None:
    """Texts of headings, labels, noise and prose in any order; ten a block."""
    for seed in range(block * 10, block * 10 + 10):
        check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(20, 200))
def test_two_thousand_made_texts(block: int) -> None:
    """The other 1,800 of them."""
    for seed in range(block * 10, block * 10 + 10):
        check(seed)
