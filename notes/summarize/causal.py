"""Runs an instruction-tuned causal model of transformers, by its chat template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib import resources
from typing import Any

import torch

from notes.errors import ModelError
from notes.summarize.batches import batches
from notes.summarize.protocol import Request, Task
from notes.summarize.vocabulary import plain
from notes.summarize.wording import sentence

BATCH_TOKENS = 4_096
"""Padded prompt tokens of one batch."""

_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
_TOKENS_A_CHARACTER = 2
"""Upper bound of tokens a Chinese character takes in common vocabularies."""


class CausalSummarizer:
    """A ``Summarizer`` over a causal model with a chat template.

    The instruction is in ``notes/data/prompts/<task>.txt``; decoding is greedy.
    """

    def __init__(self, model: Any, tokenizer: Any) -> None:
        self.model = model
        self.tokenizer = tokenizer
        self.forward_passes = 0

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request; batches are made of prompts of like length."""
        ids = [self._encode(request) for request in requests]
        answers = [""] * len(requests)
        for rows in batches([len(i) for i in ids], BATCH_TOKENS):
            texts = self._generate([ids[r] for r in rows], [requests[r] for r in rows])
            for row, text in zip(rows, texts, strict=True):
                answers[row] = text
        return answers

    def _encode(self, request: Request) -> list[int]:
        wording = _instruction(request.task).format(
            text=plain(request.text), length=request.characters
        )
        # Templates of reasoning models know enable_thinking, others ignore it.
        prompt = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": wording}],
            tokenize=False,
            add_generation_prompt=True,
            enable_thinking=False,
        )
        whole: list[int] = self.tokenizer(prompt, add_special_tokens=False)["input_ids"]
        return whole

    @torch.inference_mode()
    def _generate(self, ids: list[list[int]], requests: list[Request]) -> list[str]:
        width = max(map(len, ids))
        end = self.tokenizer.eos_token_id
        pad = self.tokenizer.pad_token_id if self.tokenizer.pad_token_id is not None else end or 0
        holes = [width - len(row) for row in ids]
        longest = max(request.characters for request in requests)
        try:
            output = self.model.generate(
                input_ids=torch.tensor([[pad] * h + r for h, r in zip(holes, ids, strict=True)]),
                attention_mask=torch.tensor([[0] * h + [1] * (width - h) for h in holes]),
                max_new_tokens=_TOKENS_A_CHARACTER * longest + 8,
                do_sample=False,
                pad_token_id=pad,
            )
        except (RuntimeError, ValueError, IndexError, TypeError) as error:
            raise ModelError(f"模型运行失败（{error}），请换一个模型再试。") from error
        self.forward_passes += 1
        answers = output[:, width:].tolist()
        return [
            self._finish(row, request.task, ended=end is None or end in row)
            for row, request in zip(answers, requests, strict=True)
        ]

    def _finish(self, row: list[int], task: Task, *, ended: bool) -> str:
        text = str(self.tokenizer.decode(row, skip_special_tokens=True))
        text = _THOUGHT.sub("", text).strip()
        return sentence(text.split("\n")[0], task, ended=ended)


@lru_cache(maxsize=8)
def _instruction(task: Task) -> str:
    return resources.files("notes.data").joinpath("prompts", f"{task}.txt").read_text("utf-8")
