"""Trains the tokenizer: unigram pieces of at most four characters, digits one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

from notes.summarize.vocabulary import EOS, PAD, SPECIAL_TOKENS, UNKNOWN

COMMON_CHARACTERS = [
    bytes((row, cell)).decode("gb2312")
    for row in range(0xB0, 0xD8)
    for cell in range(0xA1, 0xFF if row < 0xD7 else 0xFA)
]
"""The 3,755 characters of GB 2312 level 1: always in the vocabulary."""


def train_pieces(texts: Iterable[str], folder: Path, size: int) -> PreTrainedTokenizerFast:
    """Train ``size`` unigram pieces (Kudo 2018) on ``texts`` and save them under ``folder``.

    Pieces never cross punctuation, digits stand alone, and a run of Latin letters
    may be split but never joins Chinese.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(r"\d|[A-Za-z]+|[^\p{L}\p{N}]"), "isolated"),
        ]
    )
    tokenizer.decoder = decoders.Fuse()
    trainer = trainers.UnigramTrainer(
        vocab_size=size,
        special_tokens=list(SPECIAL_TOKENS),
        unk_token=UNKNOWN,
        initial_alphabet=COMMON_CHARACTERS,
        max_piece_length=4,
        shrinking_factor=0.75,
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        eos_token=EOS,
        unk_token=UNKNOWN,
        clean_up_tokenization_spaces=False,
        model_max_length=1024,
    )
    fast.save_pretrained(str(folder))
    return fast
