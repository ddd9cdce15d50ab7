"""Loads a model of transformers: an encoder-decoder, or an instruction-tuned causal model."""

from __future__ import annotations

from typing import Any

import torch
from huggingface_hub import snapshot_download
from transformers import (
    AutoConfig,
    AutoModelForCausalLM,
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
)
from transformers.utils import logging

from notes.errors import ModelError
from notes.summarize.causal import CausalSummarizer
from notes.summarize.checkpoint import Checkpoint, explain, offline
from notes.summarize.seq2seq import Seq2SeqSummarizer

_WANTED_FILES = ["*.safetensors", "*.json", "*.model", "*.txt", "*.jinja"]


def load_pretrained(checkpoint: Checkpoint) -> Seq2SeqSummarizer | CausalSummarizer:
    """Load ``checkpoint`` for this processor.

    A local folder is read without any network. A hub id may be fetched unless
    ``HF_HUB_OFFLINE`` is set. Weights are read from safetensors only and no code of
    the checkpoint is run. Raises ``ModelError``.
    """
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        folder = checkpoint.location if checkpoint.local else _fetch(checkpoint)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        joined = bool(AutoConfig.from_pretrained(folder, local_files_only=True).is_encoder_decoder)
        model, report = _weights(folder, joined=joined)
    except Exception as error:
        # Damaged files surface as bare exceptions of Rust extensions, so no
        # narrower class covers what a broken checkpoint can raise.
        raise ModelError(explain(checkpoint)) from error
    if report["missing_keys"] or report["mismatched_keys"]:
        raise ModelError(explain(checkpoint))
    if joined:
        return Seq2SeqSummarizer(model.eval(), tokenizer)
    if not tokenizer.chat_template:
        raise ModelError(
            f"{checkpoint.location}: 这个模型没有对话模板，不会按要求写摘要，"
            "请换一个编码器—解码器模型或指令微调过的模型。"
        )
    return CausalSummarizer(model.eval(), tokenizer)


def _weights(folder: str, *, joined: bool) -> tuple[Any, Any]:
    family: Any = AutoModelForSeq2SeqLM if joined else AutoModelForCausalLM
    found: tuple[Any, Any] = family.from_pretrained(
        folder,
        local_files_only=True,
        use_safetensors=True,
        dtype=torch.float32 if joined else "auto",
        output_loading_info=True,
    )
    return found


def _fetch(checkpoint: Checkpoint) -> str:
    """The folder of a hub model in the local cache, fetched when that is allowed.

    Loading by hub id would ask the hub even with ``local_files_only``; a folder does not.
    """
    return snapshot_download(
        checkpoint.location, local_files_only=offline(), allow_patterns=_WANTED_FILES
    )
