"""Ranking: what is worth more becomes likelier, and what is compared is what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from pairs import Pair
from rank import (
    SOURCE_TOKENS,
    Ranked,
    batches,
    loss_of,
    read_wordings,
    thinned,
    worth,
    write_wordings,
)
from train import Optimizers, Plan, new_model

from notes.summarize.embedded import EmbeddedSummarizer

PASSAGE = "去年全镇办结事项1286件。群众满意率达到97.6%。今年要把会议开到田间。要把问题解决在门口。"

GOOD, BAD = (20, 21, 22, 1), (30, 31, 1)
ROW = Ranked((5, 6, *range(20, 40), 1), (20, 21, 22, 23, 1), (BAD, GOOD), (0.2, 0.7))


def test_the_better_wording_becomes_the_likelier_one() -> None:
    """The two losses alone turn an untrained model round."""
    model = new_model(Plan(width=64, encoder_layers=1, decoder_layers=1), 48)
    optimizers = Optimizers(model, "adamw", 2e-3)
    losses = []
    for _ in range(40):
        loss = loss_of(model, [ROW], "cpu")
        loss.backward()  # type: ignore[no-untyped-call]
        optimizers.step(2e-3)
        losses.append(float(loss.detach()))
    assert losses[-1] < losses[0]
    with torch.no_grad():
        good, bad = (
            -float(model(input_ids=torch.tensor([ROW.source]), labels=torch.tensor([one])).loss)
            for one in (GOOD, BAD)
        )
    assert good > bad + 0.4


def test_the_loss_of_a_batch_is_the_mean_of_its_rows() -> None:
    """Padding and neighbours count for nothing."""
    model = new_model(Plan(width=64, encoder_layers=1, decoder_layers=1), 48).eval()
    other = Ranked((5, 6, *range(20, 30), 1), (24, 1), (GOOD, (25, 26, 27, 28, 29, 1)), (0.5, 0.1))
    with torch.no_grad():
        alone = [float(loss_of(model, [row], "cpu")) for row in (ROW, other)]
        assert float(loss_of(model, [ROW, other], "cpu")) == pytest.approx(sum(alone) / 2, abs=1e-4)


def test_wordings_are_stored_with_their_worth(tiny_model: Path, tmp_path: Path) -> None:
    """What is read back are token ids of what the model wrote about the passage."""
    pairs = [Pair("gist", PASSAGE, "群众满意率达到97.6%。", "written:gist")] * 2
    write_wordings(tiny_model, pairs, tmp_path / "wordings.jsonl")
    assert len((tmp_path / "wordings.jsonl").read_text("utf-8").splitlines()) == 2
    summarizer = EmbeddedSummarizer(tiny_model)
    for row in read_wordings(tmp_path / "wordings.jsonl"):
        for tokens, value in zip(row.wordings, row.worth, strict=True):
            text = summarizer.decode(tokens[:-1], PASSAGE)
            assert value == pytest.approx(worth(text, pairs[0]), abs=1e-4)


def test_worth_is_that_of_the_reference_alone() -> None:
    """1 for the reference itself, 0 for what shares nothing with it; a seam costs in a gist."""
    assert worth("路修好了。", Pair("gist", "路总算修好了。", "路修好了。", "written:gist")) == 1
    assert worth("天晴", Pair("gist", "天晴后路修好了。", "路修好了。", "written:gist")) == 0
    source, reference = "路修好了。天晴了。", "路修好，天晴。"
    gist = Pair("gist", source, reference, "written:gist")
    heading = Pair("heading", source, reference, "written:title")
    assert worth("路修天晴。", gist) < worth("路修，天晴。", gist)
    assert worth("路修天晴。", heading) == worth("路修，天晴。", heading)


def test_thinning_leaves_whole_sentences_in_order() -> None:
    """Something always stays; the same seed leaves the same out."""
    assert thinned(PASSAGE, 0.0, "a") == PASSAGE
    assert thinned(PASSAGE, 1.0, "a") == PASSAGE
    some = {thinned(PASSAGE, 0.5, str(seed)) for seed in range(20)}
    assert len(some) > 3
    assert all(part + "。" in PASSAGE for text in some for part in text.split("。") if part)
    assert thinned(PASSAGE, 0.5, "b") == thinned(PASSAGE, 0.5, "b")


def test_batches_hold_every_row_once_an_epoch() -> None:
    """And no more source tokens than allowed."""
    rows = [Ranked((5,) * size, (1,), (GOOD, BAD), (0.1, 0.2)) for size in range(30, 330, 10)]
    found: list[Ranked] = []
    stream = batches(rows, SOURCE_TOKENS, 1)
    while len(found) < len(rows):
        batch = next(stream)
        assert len(batch) * max(len(row.source) for row in batch) <= SOURCE_TOKENS
        found += batch
    assert sorted(found, key=lambda row: len(row.source)) == rows
