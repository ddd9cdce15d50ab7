"""Instruction-tuned causal models, on tiny random ones that the test saves itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from notes.errors import ModelError
from notes.summarize.causal import CausalSummarizer
from notes.summarize.checkpoint import find
from notes.summarize.loading import load
from notes.summarize.protocol import TASKS, Request

TEMPLATE = (
    "{% for m in messages %}<length:any>{{ m.content }}{% endfor %}"
    "{% if add_generation_prompt %}</s>{% endif %}"
)
TEXTS = ["把会议开到田间地头，把问题解决在群众家门口。", "村里的路修好了，灯也亮了。"]


def vocabulary_size(folder: Path) -> int:
    return int(json.loads((folder / "config.json").read_text("utf-8"))["vocab_size"])


def saved(folder: Path, tiny_model: Path, model: Any, template: str | None) -> Path:
    model.save_pretrained(str(folder))
    for file in tiny_model.glob("tokenizer*"):
        shutil.copy(file, folder)
    if template:
        config = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))
        text = json.dumps(config | {"chat_template": template})
        (folder / "tokenizer_config.json").write_text(text, "utf-8")
    return folder


def small(size: int) -> dict[str, int]:
    """The measures of a causal model of ``size`` tokens that loads in no time."""
    return {
        "vocab_size": size,
        "hidden_size": 16,
        "intermediate_size": 16,
        "num_hidden_layers": 1,
        "num_attention_heads": 2,
        "num_key_value_heads": 2,
        "pad_token_id": 0,
        "bos_token_id": 1,
        "eos_token_id": 1,
    }


def llama(size: int) -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(LlamaConfig(**small(size)))


def qwen(size: int) -> Any:
    from transformers import Qwen2Config, Qwen2ForCausalLM

    return Qwen2ForCausalLM(Qwen2Config(**small(size)))


@pytest.mark.parametrize("family", [llama, qwen])
def test_causal_families_answer_by_their_chat_template(
    family: Any, tiny_model: Path, tmp_path: Path
) -> None:
    """One answer a request in any order, in batches of unlike lengths, the same every time."""
    size = vocabulary_size(tiny_model)
    folder = saved(tmp_path / "causal", tiny_model, family(size), TEMPLATE)
    summarizer = load(find(str(folder)))
    assert isinstance(summarizer, CausalSummarizer)
    requests = [Request(task, text, 12) for task in TASKS for text in TEXTS]
    answers = summarizer.write(requests)
    assert len(answers) == len(requests)
    assert summarizer.write(requests[::-1]) == answers[::-1]


def test_the_passage_and_the_length_are_in_the_prompt(tiny_model: Path, tmp_path: Path) -> None:
    """The instruction of the task carries both; the template's end is the prompt's end."""
    size = vocabulary_size(tiny_model)
    summarizer = load(
        find(str(saved(tmp_path / "causal", tiny_model, llama(size), TEMPLATE))),
    )
    assert isinstance(summarizer, CausalSummarizer)
    ids = summarizer._encode(Request("gist", TEXTS[1], 37))
    prompt = summarizer.tokenizer.decode(ids)
    assert "灯也亮了" in prompt
    assert prompt.endswith("</s>")


def test_a_model_that_cannot_be_told_is_refused(tiny_model: Path, tmp_path: Path) -> None:
    """Without a chat template a causal model would go on writing the passage."""
    size = vocabulary_size(tiny_model)
    folder = saved(tmp_path / "base", tiny_model, llama(size), None)
    with pytest.raises(ModelError, match="对话模板"):
        load(find(str(folder)))


def test_thoughts_are_left_out(tiny_model: Path, tmp_path: Path) -> None:
    """What a reasoning model thinks aloud is not its answer."""
    size = vocabulary_size(tiny_model)
    summarizer = load(find(str(saved(tmp_path / "c", tiny_model, llama(size), TEMPLATE))))
    assert isinstance(summarizer, CausalSummarizer)

    class Decoder:
        def decode(self, row: list[int], **_: object) -> str:
            return ["<think>先想\n想</think>\n\n路修好了", "<think>想不完"][row[0]]

    summarizer.tokenizer = Decoder()
    assert summarizer._finish([0], "gist", ended=True) == "路修好了。"
    assert summarizer._finish([1], "gist", ended=True) == ""
