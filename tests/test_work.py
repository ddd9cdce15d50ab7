"""A guard of speed that counts work and not seconds, so that it says the same everywhere."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from types import FrameType

import pytest

import notes.repair
from notes import words as words_module
from notes.extract.keywords import keywords
from notes.extract.textrank import rank
from notes.pipeline import Draft, draft, finish
from notes.repair.edits import Draft as Edited
from notes.segmenting.cutter import Cutter
from notes.segmenting.hidden import Hidden
from notes.settings import Settings
from notes.structure.outline import outline
from notes.summarize.checkpoint import find
from notes.summarize.embedded import ENCODED_TOKENS, TOGETHER, EmbeddedSummarizer
from notes.summarize.loading import load
from notes.summarize.protocol import Request
from notes.values import Checked, Document, Essay, Point, Span
from notes.verify import Verifier
from notes.words import Word, words
from tests.benchmarks.text import essays, prose

SIZE = 6_000


@pytest.fixture(scope="module")
def document() -> Document:
    return Document("bundle.txt", essays(3, SIZE // 3))


@pytest.fixture
def forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """No text is known from an earlier test."""
    monkeypatch.setattr(words_module, "_tagged", lru_cache(65536)(words_module._tagged.__wrapped__))


class Count:
    """Calls of a method and the texts that it was called with."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    @property
    def characters(self) -> int:
        return sum(map(len, self.texts))


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch, forgotten: None) -> Count:
    assert forgotten is None  # the fixture was at work
    found = Count()
    original = Cutter.cut

    def counted(self: Cutter, text: str) -> Iterator[Word]:
        found.texts.append(text)
        return original(self, text)

    monkeypatch.setattr(Cutter, "cut", counted)
    return found


def test_no_text_is_segmented_twice(document: Document, cut: Count) -> None:
    """Ranking, keywords, compression, figures, checks all read the same words.

    Beside the sentences themselves only what is made of them is cut: fewer than three
    characters for each of the document.
    """
    notebook = finish(*answered(draft(document, Settings())))
    assert notebook.notes
    assert max(Counter(cut.texts).values()) == 1
    assert cut.characters <= 3.0 * len(document.text)


def test_ranking_and_keywords_read_each_sentence_once(cut: Count) -> None:
    """Extraction alone cuts the text once and its terms: 1.2 characters for each."""
    extraction(prose(SIZE))
    assert cut.characters <= 1.2 * SIZE


@pytest.mark.usefixtures("forgotten")
def test_the_hidden_model_is_asked_for_few_characters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It costs most and is for what the dictionary lacks; what was asked once is remembered."""
    asked = Count()
    original = Hidden.cut

    def counted(self: Hidden, text: str) -> Iterator[tuple[str, str]]:
        asked.texts.append(text)
        return original(self, text)

    monkeypatch.setattr(Hidden, "cut", counted)
    monkeypatch.setattr(words(), "_cutter", None)
    extraction(prose(SIZE))
    assert asked.texts
    assert max(Counter(asked.texts).values()) == 1
    assert asked.characters <= 0.15 * SIZE


def test_repair_passes_over_the_text_at_most_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A step that found nothing is not asked again; damage costs one more round."""
    passes: list[str] = []

    def counting(step: Callable[[Edited], object]) -> Callable[[Edited], object]:
        def counted(draft: Edited) -> object:
            passes.append(getattr(step, "__name__", ""))
            return step(draft)

        return counted

    steps = notes.repair.STEPS
    monkeypatch.setattr(notes.repair, "STEPS", tuple(counting(step) for step in steps))
    clean = prose(SIZE)
    notes.repair.repair(Document("clean.txt", clean))
    assert len(passes) == len(steps)
    passes.clear()
    damaged = clean.replace("，", ",", 9)
    repaired = notes.repair.repair(Document("damaged.txt", damaged))
    assert repaired.repairs
    assert len(passes) <= 2 * len(steps)


def test_each_candidate_is_checked_once(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Checks are asked for candidates, chosen points and the model's sentences, no more."""
    checked: list[str] = []
    original = Verifier.check

    def counted(self: Verifier, point: Point) -> Checked:
        checked.append(point.text)
        return original(self, point)

    begun = draft(document, Settings())
    monkeypatch.setattr(Verifier, "check", counted)
    finish(*answered(begun))
    candidates = sum(len(m.extraction.candidates) for m in begun.materials)
    assert len(checked) <= 1.5 * (candidates + len(begun.requests))


@pytest.mark.usefixtures("forgotten")
@pytest.mark.parametrize("work", ["extraction", "understanding"])
def test_twice_the_text_is_twice_the_work(work: str) -> None:
    """Calls of functions, Python's and C's, grow as the text does."""
    run = {"extraction": extraction, "understanding": whole}[work]
    run(prose(400, seed=5))
    once, twice = calls(lambda: run(prose(SIZE))), calls(lambda: run(prose(2 * SIZE, seed=2)))
    assert twice < 2.4 * once


def test_passages_share_their_passes(tiny_model: Path) -> None:
    """32 passages take as many passes of the decoder as one, and the encoder pads nothing."""
    model = load(find(str(tiny_model)))
    assert isinstance(model, EmbeddedSummarizer)
    texts = [one for one in prose(60 * TOGETHER, seed=4).replace("\n", "").split("。") if one]
    requests = [Request("gist", text, 12) for text in texts[:TOGETHER]]
    assert len(requests) == TOGETHER
    model.write(requests[:1])
    alone = model.engine.passes
    model.engine.passes = model.engine.tokens = 0
    model.write(requests)
    needed = sum(len(model._ids(r, r.text)) for r in requests)
    encoder = -(-needed // ENCODED_TOKENS)
    longest = round(1.5 * 12 * 1.1) + 8
    assert model.engine.passes <= longest + encoder + 1
    assert model.engine.passes <= 2 * alone + encoder
    assert needed <= model.engine.tokens <= 1.15 * needed


def test_a_bundle_takes_few_passes(document: Document, tiny_model: Path) -> None:
    """Requests of all essays are written together: passes do not grow with their number."""
    model = load(find(str(tiny_model)))
    assert isinstance(model, EmbeddedSummarizer)
    asked = draft(document, Settings()).requests
    requests = [replace(request, text=request.text[:80], length=12) for request in asked]
    model.write(requests)
    groups = -(-len(requests) // TOGETHER)
    longest = max(round(1.5 * r.characters * 1.1) + 8 for r in requests)
    assert model.engine.passes <= groups * (longest + 3)


def answered(begun: Draft) -> tuple[Draft, list[str], Settings]:
    """The draft with sentences of its own as answers, in place of a model."""
    return begun, [request.text[:40] for request in begun.requests], Settings()


def extraction(text: str) -> None:
    """Segmentation, TextRank and keywords."""
    structure = outline(Essay(1, "", "", Span(0, len(text)), text))
    rank(structure, words())
    keywords(Essay(1, "", "", Span(0, len(text)), text), structure, words())


def whole(text: str) -> None:
    """Everything before the model."""
    draft(Document("whole.txt", text), Settings())


def calls(work: Callable[[], None]) -> int:
    """How many functions ``work`` calls."""
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
