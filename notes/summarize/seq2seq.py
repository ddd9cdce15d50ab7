"""Runs an encoder-decoder of transformers over many passages at once."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import Any

import torch
from huggingface_hub import snapshot_download
from transformers import (
    AutoModelForSeq2SeqLM,
    AutoTokenizer,
    LogitsProcessorList,
)
from transformers.utils import logging

from notes.errors import ModelError
from notes.summarize import pointer
from notes.summarize.checkpoint import Checkpoint
from notes.summarize.protocol import Request
from notes.summarize.rules import NoStutter, SourceOnly
from notes.summarize.vocabulary import length_token, plain, task_token

BATCH_TOKENS = 8_192
"""Padded source tokens of one batch, times one beam."""

BEAMS = 4

_STOPS = "。！？!?"
_WANTED_FILES = ["*.safetensors", "*.json", "*.model", "*.txt"]
_PIECES_A_CHARACTER = 1.1
"""Upper bound of tokens a Chinese character takes in common vocabularies."""


def load(checkpoint: Checkpoint) -> Seq2SeqSummarizer:
    """Load ``checkpoint`` for this processor.

    A local folder is read without any network. A hub id may be fetched unless
    ``HF_HUB_OFFLINE`` is set. Weights are read from safetensors only and no code of
    the checkpoint is run. Raises ``ModelError``.
    """
    pointer.register()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    offline = os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}
    try:
        folder = checkpoint.location if checkpoint.local else _fetch(checkpoint, offline=offline)
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model, report = AutoModelForSeq2SeqLM.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            dtype=torch.float32,
            output_loading_info=True,
        )
    except Exception as error:
        # Damaged files surface as bare exceptions of Rust extensions, so no
        # narrower class covers what a broken checkpoint can raise.
        raise ModelError(_explain(checkpoint, offline=offline)) from error
    if report["missing_keys"] or report["mismatched_keys"]:
        raise ModelError(_explain(checkpoint, offline=offline))
    return Seq2SeqSummarizer(model.eval(), tokenizer)


def _fetch(checkpoint: Checkpoint, *, offline: bool) -> str:
    """The folder of a hub model in the local cache, fetched when that is allowed.

    Loading by hub id would ask the hub even with ``local_files_only``; a folder does not.
    """
    return snapshot_download(
        checkpoint.location, local_files_only=offline, allow_patterns=_WANTED_FILES
    )


def _explain(checkpoint: Checkpoint, *, offline: bool) -> str:
    if checkpoint.local:
        return (
            f"{checkpoint.location}: 模型装载失败，文件不全、已损坏或不是编码器—解码器模型，"
            "请换一个模型文件夹。"
        )
    if offline:
        return (
            f"{checkpoint.location}: 本机没有这个模型，而现在是离线状态（HF_HUB_OFFLINE），"
            "请先联网下载，或用 --model 指定本地文件夹。"
        )
    return (
        f"{checkpoint.location}: 没有取到这个模型，请检查名称与网络，或用 --model 指定本地文件夹。"
    )


class Seq2SeqSummarizer:
    """A ``Summarizer`` over a transformers encoder-decoder.

    The embedded model gets its task and length as prefix tokens and decodes under
    the rules of ``notes.summarize.rules``; any other model reads the plain passage.
    """

    def __init__(self, model: Any, tokenizer: Any, *, beams: int = BEAMS) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.beams = beams
        self.prefixed = isinstance(model, pointer.PointerPegasusForConditionalGeneration)
        # The embedded model joins clauses wrongly too often (see its card).
        self.fusion = not self.prefixed
        self.pieces = _pieces(tokenizer) if self.prefixed else []
        positions = getattr(model.config, "max_position_embeddings", None)
        self.limit = int(positions or 1024)
        self.forward_passes = 0

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request; batches are made of requests of like length."""
        sources = [plain(request.text) for request in requests]
        ids = [self._encode(r, s) for r, s in zip(requests, sources, strict=True)]
        answers = [""] * len(requests)
        for rows in _batches([len(i) for i in ids], BATCH_TOKENS):
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
        rules = LogitsProcessorList()
        if self.prefixed:
            rules.append(SourceOnly(sources, self.pieces, self.beams))
            rules.append(NoStutter(sources, self.pieces, self.beams))
        try:
            output = self.model.generate(
                input_ids=batch,
                attention_mask=mask,
                num_beams=self.beams,
                max_new_tokens=round(1.5 * longest * _PIECES_A_CHARACTER) + 8,
                no_repeat_ngram_size=3,
                length_penalty=1.0,
                do_sample=False,
                logits_processor=rules,
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise ModelError(f"模型运行失败（{error}），请换一个模型再试。") from error
        self.forward_passes += 1
        end = self.tokenizer.eos_token_id
        return [
            self._finish(row, request, source, ended=end is None or end in row[1:])
            for row, request, source in zip(output.tolist(), requests, sources, strict=True)
        ]

    def _finish(self, row: list[int], request: Request, source: str, *, ended: bool) -> str:
        """The text of a row; one that ran into the limit is cut back to a whole sentence."""
        text = self._decode(row, source)
        text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text).strip()
        if request.task == "heading":
            return text.strip("。，、；：,;: ") if ended else ""
        if not ended:
            text = text[: max(text.rfind(stop) for stop in _STOPS) + 1]
        text = re.sub(rf"[，、；：,;: ]+$|(?<=[{_STOPS}])[{_STOPS}]+$", "", text)
        return text if not text or text[-1] in _STOPS + "”…" else text + "。"

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


def _batches(lengths: Sequence[int], tokens: int) -> Iterator[list[int]]:
    """Rows in batches of at most ``tokens`` padded tokens, longest first."""
    order = sorted(range(len(lengths)), key=lambda row: (-lengths[row], row))
    while order:
        count = max(1, tokens // max(lengths[order[0]], 1))
        yield order[:count]
        order = order[count:]
