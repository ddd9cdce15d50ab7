"""Loads a model: the embedded one, or any other that transformers can read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from notes.errors import ModelError
from notes.summarize.checkpoint import Checkpoint, explain

if TYPE_CHECKING:
    from notes.summarize.causal import CausalSummarizer
    from notes.summarize.embedded import EmbeddedSummarizer
    from notes.summarize.seq2seq import Seq2SeqSummarizer

EMBEDDED = "pointer_pegasus"
"""The architecture that ``notes.summarize.engine`` runs by itself."""


def load(checkpoint: Checkpoint) -> EmbeddedSummarizer | Seq2SeqSummarizer | CausalSummarizer:
    """Load ``checkpoint`` for this processor.

    A local folder is read without any network. A hub id may be fetched unless
    ``HF_HUB_OFFLINE`` is set. Weights are read from safetensors only and no code of
    the checkpoint is run. Raises ``ModelError``.
    """
    if not is_embedded(checkpoint):
        from notes.summarize.pretrained import load_pretrained

        return load_pretrained(checkpoint)
    from notes.summarize.embedded import EmbeddedSummarizer

    try:
        return EmbeddedSummarizer(Path(checkpoint.location))
    except Exception as error:
        # Damaged files surface as bare exceptions of Rust extensions, so no
        # narrower class covers what a broken checkpoint can raise.
        raise ModelError(explain(checkpoint)) from error


def is_embedded(checkpoint: Checkpoint) -> bool:
    """Whether ``checkpoint`` is one of those that this program runs without transformers."""
    return checkpoint.local and _architecture(Path(checkpoint.location)) == EMBEDDED


def _architecture(folder: Path) -> str:
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return str(config["model_type"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
