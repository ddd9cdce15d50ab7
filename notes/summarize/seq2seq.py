"""Runs an encoder-decoder of transformers over many passages at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import torch
from transformers import LogitsProcessorList

from notes.errors import ModelError
from notes.summarize import pointer
from notes.summarize.batches import batches
from notes.summarize.choice import choose
from notes.summarize.protocol import Request
from notes.summarize.rules import (
    NoRepeat,
    NoStutter,
    SourceNames,
    SourceOnly,
    foreign_names,
    name_pieces,
)
from notes.summarize.vocabulary import length_token, plain, task_token
from notes.summarize.wording import sentence
from notes.words import Words, words

BATCH_TOKENS = 8_192
"""Padded source tokens of one batch, times one beam."""

BEAMS = 4

_PIECES_A_CHARACTER = 1.1
"""Upper bound of tokens a Chinese character takes in common vocabularies."""


class Seq2SeqSummarizer:
    """A ``Summarizer`` over a transformers encoder-decoder.

    The embedded model gets its task and length as prefix tokens and decodes under
    the rules of ``notes.summarize.rules`` (unless ``ruled`` is false); any other model
    reads the plain passage. ``lexicon`` knows which words are names.
    """

    def __init__(
        self,
        model: Any,
        tokenizer: Any,
        *,
        beams: int = BEAMS,
        ruled: bool = True,
        lexicon: Words | None = None,
    ) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.beams = beams
        self.ruled = ruled
        self.lexicon = lexicon or words()
        self.prefixed = isinstance(model, pointer.PointerPegasusForConditionalGeneration)
        # The embedded model joins clauses wrongly too often (see its card).
        self.fusion = not self.prefixed
        self.pieces = _pieces(tokenizer) if self.prefixed else []
        self.names = name_pieces(self.pieces, self.lexicon)
        positions = getattr(model.config, "max_position_embeddings", None)
        self.limit = int(positions or 1024)
        self.forward_passes = 0

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request; batches are made of requests of like length."""
        sources = [plain(request.text) for request in requests]
        ids = [self._encode(r, s) for r, s in zip(requests, sources, strict=True)]
        answers = [""] * len(requests)
        for rows in batches([len(i) for i in ids], BATCH_TOKENS):
            texts = self._generate(
                [ids[r] for r in rows], [sources[r] for r in rows], [requests[r] for r in rows]
            )
            for row, text in zip(rows, texts, strict=True):
                answers[row] = text
        return answers

    def _encode(self, request: Request, source: str) -> list[int]:
        if not self.prefixed:
            whole: list[int] = self.tokenizer(source)["input_ids"]
            return whole if len(whole) <= self.limit else [*whole[: self.limit - 1], whole[-1]]
        prefix = [task_token(request.task), length_token(request.characters)]
        body = self.tokenizer(source, add_special_tokens=False)["input_ids"]
        head = self.tokenizer.convert_tokens_to_ids(prefix)
        return [*head, *body[: self.limit - 3], self.tokenizer.eos_token_id]

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
                num_return_sequences=self.beams,
                max_new_tokens=round(1.5 * longest * _PIECES_A_CHARACTER) + 8,
                no_repeat_ngram_size=3,
                length_penalty=1.0,
                do_sample=False,
                logits_processor=self._rules(sources),
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise ModelError(f"模型运行失败（{error}），请换一个模型再试。") from error
        self.forward_passes += 1
        rows = output.tolist()
        return [
            self._best(rows[at * self.beams : (at + 1) * self.beams], request, source)
            for at, (request, source) in enumerate(zip(requests, sources, strict=True))
        ]

    def _rules(self, sources: list[str]) -> LogitsProcessorList:
        rules = LogitsProcessorList()
        if self.prefixed and self.ruled:
            rules.append(SourceOnly(sources, self.pieces, self.beams))
            rules.append(SourceNames(sources, self.names, self.beams))
            rules.append(NoStutter(sources, self.pieces, self.beams))
            rules.append(NoRepeat(self.pieces))
        return rules

    def _best(self, rows: list[list[int]], request: Request, source: str) -> str:
        """The wording to take of those a beam ended with."""
        end = self.tokenizer.eos_token_id
        texts = [
            sentence(self._decode(row, source), request.task, ended=end is None or end in row[1:])
            for row in rows
        ]
        if not self.prefixed:
            return texts[0]
        if self.ruled:
            texts = [text for text in texts if not foreign_names(text, source, self.lexicon)]
        return choose(texts, request.characters)

    def _decode(self, row: list[int], source: str) -> str:
        """Decode; a copied character outside the vocabulary is read off the source.

        It is known by its neighbours. Where they do not settle it there is no answer.
        """
        unknown = self.tokenizer.unk_token_id
        if not self.prefixed or unknown not in row:
            return str(self.tokenizer.decode(row, skip_special_tokens=True))
        parts: list[str] = []
        for token in row:
            if token != unknown:
                parts.append(self.pieces[token])
                continue
            before = "".join(parts)[-2:]
            found = re.search(rf"{re.escape(before)}(.)", source) if before else None
            if not found:
                return ""
            parts.append(found.group(1))
        text = "".join(parts)
        grams = (text[i : i + 3] for i in range(len(text) - 2))
        odd = {char for char in text if self._is_unknown(char)}
        return "" if any(odd & set(g) and g not in source for g in grams) else text

    def _is_unknown(self, char: str) -> bool:
        ids = self.tokenizer(char, add_special_tokens=False)["input_ids"]
        return bool(ids) and ids[0] == self.tokenizer.unk_token_id


def _pieces(tokenizer: Any) -> list[str]:
    special = set(tokenizer.all_special_tokens)
    tokens = tokenizer.convert_ids_to_tokens(range(len(tokenizer)))
    return ["" if t in special or re.fullmatch(r"<[^>]+>", t) else t for t in tokens]
