"""Runs any encoder-decoder of transformers over many passages at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from transformers import LogitsProcessorList

from notes.errors import ModelError
from notes.summarize.batches import batches
from notes.summarize.processor import FromSource
from notes.summarize.protocol import Request
from notes.summarize.rules import SourceRules, foreign_pieces, name_pieces
from notes.summarize.vocabulary import plain
from notes.summarize.wording import sentence
from notes.words import Words, words

BATCH_TOKENS = 8_192
"""Padded source tokens of one batch, times one beam."""

BEAMS = 4

_PIECES_A_CHARACTER = 1.1
"""Upper bound of tokens a Chinese character takes in common vocabularies."""

_WORD_MARKS = ("▁", "##")
"""What word pieces carry beside their text; byte-level vocabularies have no such pieces."""


class Seq2SeqSummarizer:
    """A ``Summarizer`` over a transformers encoder-decoder, which reads the plain passage.

    It decodes under the rules of ``notes.summarize.rules`` where the pieces of its
    vocabulary are substrings of the text. ``lexicon`` knows which words are names.
    """

    def __init__(
        self, model: Any, tokenizer: Any, *, beams: int = BEAMS, lexicon: Words | None = None
    ) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.beams = beams
        self.pieces = _pieces(tokenizer)
        self.names = name_pieces(self.pieces, lexicon or words())
        positions = getattr(model.config, "max_position_embeddings", None)
        self.limit = int(positions or 1024)
        self.forward_passes = 0

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request; batches are made of requests of like length."""
        sources = [plain(request.text) for request in requests]
        ids = [self._encode(source) for source in sources]
        answers = [""] * len(requests)
        for rows in batches([len(i) for i in ids], BATCH_TOKENS):
            texts = self._generate(
                [ids[r] for r in rows], [sources[r] for r in rows], [requests[r] for r in rows]
            )
            for row, text in zip(rows, texts, strict=True):
                answers[row] = text
        return answers

    def _encode(self, source: str) -> list[int]:
        whole: list[int] = self.tokenizer(source)["input_ids"]
        return whole if len(whole) <= self.limit else [*whole[: self.limit - 1], whole[-1]]

    @torch.inference_mode()
    def _generate(
        self, ids: list[list[int]], sources: list[str], requests: list[Request]
    ) -> list[str]:
        width = max(map(len, ids))
        pad = self.tokenizer.pad_token_id or 0
        batch = torch.tensor([row + [pad] * (width - len(row)) for row in ids])
        mask = torch.tensor([[1] * len(row) + [0] * (width - len(row)) for row in ids])
        longest = max(request.characters for request in requests)
        try:
            output = self.model.generate(
                input_ids=batch,
                attention_mask=mask,
                num_beams=self.beams,
                max_new_tokens=round(1.5 * longest * _PIECES_A_CHARACTER) + 8,
                no_repeat_ngram_size=3,
                length_penalty=1.0,
                do_sample=False,
                logits_processor=self._rules(sources),
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise ModelError(f"模型运行失败（{error}），请换一个模型再试。") from error
        self.forward_passes += 1
        end = self.tokenizer.eos_token_id
        return [
            sentence(
                str(self.tokenizer.decode(row, skip_special_tokens=True)),
                request.task,
                ended=end is None or end in row[1:],
            )
            for row, request in zip(output.tolist(), requests, strict=True)
        ]

    def _rules(self, sources: list[str]) -> LogitsProcessorList:
        rules = LogitsProcessorList()
        if self.pieces and self.tokenizer.eos_token_id is not None:
            own = [SourceRules(source, foreign_pieces(self.names, source)) for source in sources]
            rules.append(FromSource(own, self.pieces, self.tokenizer.eos_token_id, self.beams))
        return rules


def _pieces(tokenizer: Any) -> list[str]:
    """The text of each token, empty for special ones; nothing for a byte-level vocabulary."""
    special = set(tokenizer.all_special_tokens)
    tokens = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
    if any("Ġ" in token for token in tokens):
        return []
    texts = []
    for token in tokens:
        text = "" if token in special or (token[:1] == "<" and token[-1:] == ">") else token
        for mark in _WORD_MARKS:
            text = text.removeprefix(mark)
        texts.append(text)
    return texts
