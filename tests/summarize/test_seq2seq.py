"""Other families of models, and what is said when a model fails."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from notes.errors import ModelError
from notes.summarize.batches import batches
from notes.summarize.checkpoint import Checkpoint, find
from notes.summarize.loading import load
from notes.summarize.protocol import Request
from notes.summarize.seq2seq import Seq2SeqSummarizer

TEXTS = [
    "去年全镇办结事项1286件，比上年多办312件，群众满意率达到97.6%。",
    "村里的老人说，路修好了，灯也亮了，心里就踏实了。",
    "把会议开到田间地头，把问题解决在群众家门口。",
]


def vocabulary_size(folder: Path) -> int:
    return int(json.loads((folder / "config.json").read_text("utf-8"))["vocab_size"])


def test_batches_hold_every_row_once_longest_first() -> None:
    """Padding stays small because neighbours are of like length."""
    lengths = [5, 300, 20, 290, 7, 150]
    found = list(batches(lengths, 600))
    assert sorted(row for batch in found for row in batch) == list(range(6))
    assert found[0] == [1, 3]
    for batch in found:
        assert max(lengths[row] for row in batch) * len(batch) <= 600


def test_other_encoder_decoders_load_and_run(tiny_model: Path, tmp_path: Path) -> None:
    """BART, T5, mT5 and Pegasus folders work without prefix tokens or rules."""
    from transformers import (
        BartConfig,
        BartForConditionalGeneration,
        MT5Config,
        MT5ForConditionalGeneration,
        PegasusConfig,
        PegasusForConditionalGeneration,
        T5Config,
        T5ForConditionalGeneration,
    )

    size = vocabulary_size(tiny_model)
    small = {
        "d_model": 16,
        "encoder_layers": 1,
        "decoder_layers": 1,
        "vocab_size": size,
        "encoder_ffn_dim": 16,
        "decoder_ffn_dim": 16,
        "encoder_attention_heads": 2,
        "decoder_attention_heads": 2,
        "max_position_embeddings": 128,
        "pad_token_id": 0,
        "eos_token_id": 1,
        "bos_token_id": 1,
        "decoder_start_token_id": 0,
        "forced_eos_token_id": 1,
    }
    t5 = {
        "d_model": 16,
        "d_kv": 8,
        "d_ff": 16,
        "num_layers": 1,
        "num_heads": 2,
        "vocab_size": size,
        "pad_token_id": 0,
        "eos_token_id": 1,
        "decoder_start_token_id": 0,
    }
    models = {
        "bart": BartForConditionalGeneration(BartConfig(**small)),
        "pegasus": PegasusForConditionalGeneration(PegasusConfig(**small)),
        "t5": T5ForConditionalGeneration(T5Config(**t5)),
        "mt5": MT5ForConditionalGeneration(MT5Config(**t5)),
    }
    for name, model in models.items():
        folder = tmp_path / name
        model.save_pretrained(str(folder))
        for file in tiny_model.glob("tokenizer*"):
            shutil.copy(file, folder)
        summarizer = load(find(str(folder)))
        assert isinstance(summarizer, Seq2SeqSummarizer)
        assert len(summarizer.write([Request("gist", text, 20) for text in TEXTS])) == len(TEXTS)


def test_a_damaged_checkpoint_is_named(tiny_model: Path, tmp_path: Path) -> None:
    """Half a weights file or a broken tokenizer: one sentence with the folder's name."""
    for broken in ("model.safetensors", "tokenizer.json"):
        folder = tmp_path / broken
        shutil.copytree(tiny_model, folder)
        data = (folder / broken).read_bytes()
        (folder / broken).write_bytes(data[: len(data) // 2])
        with pytest.raises(ModelError, match=re.escape(str(folder))):
            load(find(str(folder)))


def test_a_checkpoint_with_missing_weights_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    """A file that lacks weights would give a half random model: it is not used."""
    folder = tmp_path / "partial"
    shutil.copytree(tiny_model, folder)
    weights = load_file(str(folder / "model.safetensors"))
    weights.pop("gate.weight")
    save_file(weights, str(folder / "model.safetensors"), metadata={"format": "pt"})
    with pytest.raises(ModelError, match="partial"):
        load(find(str(folder)))


def test_a_hub_id_while_offline_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """HF_HUB_OFFLINE is obeyed: no connection is tried, and the sentence says why."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelError, match="离线"):
        load(Checkpoint("a/b", "no-such-owner/no-such-model", local=False))
