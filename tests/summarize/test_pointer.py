"""The pointer model: a proper distribution, a loss that agrees with it, a round trip."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch.nn import functional
from transformers import AutoModelForSeq2SeqLM

from notes.summarize import pointer

SOURCE = torch.tensor([[25, 26, 27, 28, 29, 30, 31, 32], [40, 41, 42, 43, 1, 0, 0, 0]])
LABELS = torch.tensor([[26, 27, 28, 1], [42, 43, 1, pointer.IGNORED]])


@pytest.fixture(scope="module")
def model(tiny_model: Path) -> pointer.PointerPegasusForConditionalGeneration:
    pointer.register()
    loaded = AutoModelForSeq2SeqLM.from_pretrained(str(tiny_model))
    assert isinstance(loaded, pointer.PointerPegasusForConditionalGeneration)
    loaded.eval()
    return loaded


def test_the_mixture_is_a_distribution(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """The log-probabilities of each position add up to one, padding or not."""
    mask = (SOURCE != 0).long()
    logits = model(
        input_ids=SOURCE, attention_mask=mask, decoder_input_ids=model._shift_right(LABELS)
    ).logits
    assert torch.allclose(logits.exp().sum(-1), torch.ones(2, 4), atol=1e-4)


def test_the_loss_is_the_likelihood_of_the_mixture(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """The shortcut of the loss gives what the full distribution gives."""
    mask = (SOURCE != 0).long()
    loss = model(input_ids=SOURCE, attention_mask=mask, labels=LABELS).loss
    logits = model(
        input_ids=SOURCE, attention_mask=mask, decoder_input_ids=model._shift_right(LABELS)
    ).logits
    full = functional.cross_entropy(logits.flatten(0, 1), LABELS.flatten())
    assert float(loss.detach()) == pytest.approx(float(full.detach()), abs=1e-4)


def test_copying_adds_probability_to_source_tokens_only(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """With the gate shut, everything that can be written stands in the source."""
    with torch.no_grad():
        bias = model.gate.bias.clone()
        model.gate.bias.fill_(-1e4)
        logits = model(
            input_ids=SOURCE[:1], decoder_input_ids=torch.zeros(1, 1, dtype=torch.long)
        ).logits
        model.gate.bias.copy_(bias)
    outside = [i for i in range(logits.shape[-1]) if i not in set(SOURCE[0].tolist())]
    assert float(logits[0, 0, outside].exp().max()) < 1e-6


def test_generate_with_the_cache_equals_generate_without(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """Keys kept from one step to the next change nothing."""
    cached = model.generate(SOURCE, num_beams=3, max_new_tokens=6, use_cache=True)
    fresh = model.generate(SOURCE, num_beams=3, max_new_tokens=6, use_cache=False)
    assert torch.equal(cached, fresh)


def test_a_batch_gives_what_its_rows_give_alone(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """Padding and neighbours in the batch do not change an answer."""
    together = model.generate(SOURCE, num_beams=2, max_new_tokens=6)
    for row in range(2):
        real = SOURCE[row : row + 1, : int((SOURCE[row] != 0).sum())]
        alone = model.generate(real, num_beams=2, max_new_tokens=6)
        width = min(alone.shape[1], together.shape[1])
        assert torch.equal(alone[0, :width], together[row, :width])


def test_the_source_need_not_be_reordered_with_the_beams(
    model: pointer.PointerPegasusForConditionalGeneration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beam search gives the same with transformers' own reordering of everything."""
    ours = model.generate(SOURCE, num_beams=3, max_new_tokens=12)

    def reorder_all(past: object, beams: torch.Tensor) -> object:
        past.reorder_cache(beams)  # type: ignore[attr-defined]
        return past

    monkeypatch.setattr(model, "_reorder_cache", reorder_all)
    assert torch.equal(ours, model.generate(SOURCE, num_beams=3, max_new_tokens=12))


def test_what_the_selection_leaves_out_is_not_copied(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """A token whose selection probability is near zero gets hardly any copy attention."""
    with torch.no_grad():
        weight = model.selector.weight.clone()
        encoded = model.model.encoder(SOURCE[:1]).last_hidden_state
        chosen = encoded[0, 3]
        model.selector.weight.copy_(-1e3 * chosen[None])
        keys = model._copy_keys(encoded, SOURCE[:1])
        model.selector.weight.copy_(weight)
    assert keys.shape[-1] == model.config.copy_dim + 1
    assert keys[0, 3, -1] < -10


def test_the_loss_of_the_selection_falls_when_it_is_right(
    model: pointer.PointerPegasusForConditionalGeneration,
) -> None:
    """``used`` adds to the loss, ignored places do not count."""
    plain = model(input_ids=SOURCE[:1], labels=LABELS[:1]).loss
    ignored = torch.full((1, 8), pointer.IGNORED)
    used = ignored.clone()
    used[0, 1:4] = 1
    with torch.no_grad():
        bias = model.selector.bias.clone()
        model.selector.bias.fill_(30.0)
        right = model(input_ids=SOURCE[:1], labels=LABELS[:1], used=used).loss
        used[0, 1:4] = 0
        wrong = model(input_ids=SOURCE[:1], labels=LABELS[:1], used=used).loss
        model.selector.bias.copy_(bias)
    assert wrong > right + 5
    assert float(right) == pytest.approx(float(plain.detach()), abs=0.2)
