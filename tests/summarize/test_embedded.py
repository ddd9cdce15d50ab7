"""The embedded model: order, rules, whole sentences, and answers that rest on themselves."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest
import torch
from transformers import AutoModelForSeq2SeqLM, LogitsProcessorList

from notes.summarize import pointer
from notes.summarize.checkpoint import find
from notes.summarize.embedded import EmbeddedSummarizer
from notes.summarize.engine import Decoding, log_chances
from notes.summarize.loading import load
from notes.summarize.processor import FromSource
from notes.summarize.protocol import Request
from notes.summarize.rules import REPEATED, SourceRules

TEXTS = [
    "去年全镇办结事项1286件，比上年多办312件，群众满意率达到97.6%。",
    "村里的老人说，路修好了，灯也亮了，心里就踏实了。",
    "把会议开到田间地头，把问题解决在群众家门口。",
]


@pytest.fixture(scope="module")
def tiny(tiny_model: Path) -> EmbeddedSummarizer:
    summarizer = load(find(str(tiny_model)))
    assert isinstance(summarizer, EmbeddedSummarizer)
    return summarizer


@pytest.fixture(scope="module")
def exact(tiny_model: Path) -> EmbeddedSummarizer:
    return EmbeddedSummarizer(tiny_model, beams=4, dtype=torch.float32)


def test_answers_come_in_the_order_of_the_requests(tiny: EmbeddedSummarizer) -> None:
    """Batches are sorted by length inside; nobody outside sees that."""
    forward = tiny.write([Request("gist", text) for text in TEXTS])
    backward = tiny.write([Request("gist", text) for text in reversed(TEXTS)])
    assert forward == backward[::-1]


def test_the_same_requests_give_the_same_answers(tiny: EmbeddedSummarizer) -> None:
    """No sampling anywhere."""
    requests = [Request("heading", text, 12) for text in TEXTS]
    assert tiny.write(requests) == tiny.write(requests)


def test_even_an_untrained_model_invents_no_number(tiny: EmbeddedSummarizer) -> None:
    """The decoding rules hold whatever the weights say."""
    for request, answer in zip(
        [Request("gist", t) for t in TEXTS],
        tiny.write([Request("gist", t) for t in TEXTS]),
        strict=True,
    ):
        known = set(re.findall(r"\d+(?:\.\d+)?", request.text))
        assert set(re.findall(r"\d+(?:\.\d+)?", answer)) <= known


def test_even_an_untrained_model_says_nothing_twice(tiny: EmbeddedSummarizer) -> None:
    """No four characters stand twice in an answer."""
    for answer in tiny.write([Request("gist", text) for text in TEXTS]):
        grams = [answer[at : at + REPEATED] for at in range(len(answer) - REPEATED + 1)]
        assert len(grams) == len(set(grams))


def test_gists_are_whole_sentences_or_nothing(tiny: EmbeddedSummarizer) -> None:
    """What ran into the length limit is cut back to a sentence end, or given up."""
    for answer in tiny.write([Request("gist", text, 30) for text in TEXTS]):
        assert answer == "" or answer[-1] in "。！？!?”…"


def test_a_character_outside_the_vocabulary_is_read_off_the_source(
    tiny: EmbeddedSummarizer,
) -> None:
    """A rare character that was copied comes out as itself, or the answer is given up."""
    source = "我们走进鱻村看看。"
    ids = tiny.tokenizer.encode("走进鱻村", add_special_tokens=False).ids
    assert tiny.unknown in ids
    assert tiny.decode(ids, source) == "走进鱻村"
    assert tiny.decode(ids, "我们走远了再回来。") == ""


def test_neighbouring_rare_characters_come_out_whole(
    tiny: EmbeddedSummarizer,
) -> None:
    """Which of several unknown runs is meant is known by what stands before it, or not at all."""
    source = "先治理鱻鱺湖，再治理麤河。走进鱻村。"
    ids = tiny.tokenizer.encode("先治理鱻鱺湖", add_special_tokens=False).ids
    assert ids.count(tiny.unknown) > 1
    assert tiny.decode(ids, source) == "先治理鱻鱺湖"
    assert tiny.decode(ids[1:], "治理鱻湖，治理麤河。") == ""


@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_an_answer_rests_on_its_own_request_alone(tiny_model: Path, dtype: torch.dtype) -> None:
    """Alone, among others, in any order: the same numbers and so the same words."""
    tiny = EmbeddedSummarizer(tiny_model, dtype=dtype)
    turned = ["".join(TEXTS[at:] + TEXTS[:at]) for at in range(3)]
    requests = [Request("gist", text * times, 30) for text in turned for times in (1, 2)]
    requests += [Request("heading", text) for text in TEXTS]
    alone = [tiny.write([request])[0] for request in requests]
    assert tiny.write(requests) == alone
    requests = requests[::-2] + requests[::2]
    shuffled = tiny.write(requests)
    assert shuffled == [tiny.write([request])[0] for request in requests]


def _teacher(tiny_model: Path) -> pointer.PointerPegasusForConditionalGeneration:
    pointer.register()
    model = AutoModelForSeq2SeqLM.from_pretrained(str(tiny_model), dtype=torch.float32)
    assert isinstance(model, pointer.PointerPegasusForConditionalGeneration)
    model.eval()
    return model


def test_the_engine_computes_what_the_model_of_the_training_computes(
    exact: EmbeddedSummarizer, tiny_model: Path
) -> None:
    """Two implementations of one architecture agree in every log-probability."""
    model = _teacher(tiny_model)
    ids = [exact._ids(Request("gist", text), text) for text in TEXTS]
    written = [0, 30, 31, 45]
    decoding = Decoding(exact.engine, exact.engine.encode(ids), 1, 8)
    for token in written:
        ours = decoding.step([token] * len(ids), [1.0] * len(ids))
    for row, source in zip(ours, ids, strict=True):
        with torch.no_grad():
            theirs = model(
                input_ids=torch.tensor([source]), decoder_input_ids=torch.tensor([written])
            ).logits[0, -1]
        assert torch.allclose(row, theirs.exp(), atol=1e-5)


def test_the_likelihood_is_that_of_the_decoding(exact: EmbeddedSummarizer) -> None:
    """What is computed for all places at once is what the steps give one by one."""
    encoded = exact.engine.encode([exact._ids(Request("gist", TEXTS[0]), TEXTS[0])])
    target = [30, 31, 45, exact.ends]
    decoding = Decoding(exact.engine, encoded, 1, 8)
    stepwise = [
        math.log(float(decoding.step([before], [1.0])[0, token]))
        for before, token in zip([exact.engine.start, *target], target, strict=False)
    ]
    together = log_chances(exact.engine, encoded[0], target).tolist()
    assert together == pytest.approx(stepwise, abs=1e-4)


def test_the_search_finds_what_generate_finds(exact: EmbeddedSummarizer, tiny_model: Path) -> None:
    """The best wording is that of ``generate`` of transformers under the same rules."""
    model = _teacher(tiny_model)
    for text in TEXTS:
        ids = exact._ids(Request("gist", text, 20), text)
        ours = exact.search(exact.read([ids]), [text], [Request("gist", text, 20)])[0][0]
        rules = LogitsProcessorList(
            [FromSource([SourceRules(text)], exact.pieces, exact.ends, exact.beams["gist"])]
        )
        theirs = model.generate(
            input_ids=torch.tensor([ids]),
            num_beams=exact.beams["gist"],
            max_new_tokens=round(1.5 * 20 * 1.1) + 8,
            length_penalty=1.0,
            do_sample=False,
            logits_processor=rules,
        )[0].tolist()
        assert list(ours.tokens) == [token for token in theirs[1:] if token not in {0, 1}]
