"""Fixtures that the whole suite shares: no network, a tiny checkpoint, the examples."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any, NoReturn

import pytest

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with the network closed; a connection is a failure."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        pytest.fail("a test tried to open a network connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A randomly initialised checkpoint of the embedded architecture, one character a token."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    from notes.summarize.pointer import (
        PointerPegasusConfig,
        PointerPegasusForConditionalGeneration,
    )
    from notes.summarize.vocabulary import EOS, PAD, SPECIAL_TOKENS, UNKNOWN

    folder = tmp_path_factory.mktemp("tiny-model")
    sample = (EXAMPLES / "input").glob("*.txt")
    characters = sorted({c for path in sample for c in path.read_text("utf-8") if not c.isspace()})
    vocabulary = {token: i for i, token in enumerate([*SPECIAL_TOKENS, *characters])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens(list(SPECIAL_TOKENS))
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=EOS,
        unk_token=UNKNOWN,
        clean_up_tokenization_spaces=False,
    ).save_pretrained(str(folder))
    torch.manual_seed(0)
    config = PointerPegasusConfig(
        vocab_size=len(vocabulary),
        d_model=32,
        encoder_layers=1,
        decoder_layers=1,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        copy_dim=16,
        dropout=0.0,
        scale_embedding=True,
        forced_eos_token_id=None,
    )
    PointerPegasusForConditionalGeneration(config).save_pretrained(str(folder))
    return folder
