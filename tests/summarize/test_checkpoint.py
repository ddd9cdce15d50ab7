"""Where a model comes from, and what is said when it cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notes.errors import ModelError
from notes.summarize.checkpoint import DEFAULT_MODEL, at_hand, find


def test_the_default_model_comes_with_the_program() -> None:
    """Without any option the embedded checkpoint is found."""
    assert find().name == DEFAULT_MODEL
    assert DEFAULT_MODEL in {checkpoint.name for checkpoint in at_hand()}


def test_a_folder_wins_over_the_environment(
    tiny_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--model is stronger than NOTES_MODEL, NOTES_MODEL stronger than the default."""
    monkeypatch.setenv("NOTES_MODEL", str(tiny_model))
    assert find().location == str(tiny_model)
    assert find(DEFAULT_MODEL).name == DEFAULT_MODEL


def test_a_hub_id_is_not_a_folder() -> None:
    """A name that is no folder is a hub id, to be fetched only because the user named it."""
    assert not find("someone/some-model").local


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({}, "没有 config.json"),
        ({"config.json": "{"}, "config.json 已损坏"),
        ({"config.json": "[]"}, "config.json 已损坏"),
        ({"config.json": json.dumps({"model_type": "t5"})}, "没有 safetensors"),
        (
            {"config.json": json.dumps({"model_type": "t5"}), "pytorch_model.bin": "x"},
            "不读取 pickle",
        ),
    ],
)
def test_a_folder_that_is_no_checkpoint_is_named(
    tmp_path: Path, content: dict[str, str], said: str
) -> None:
    """The sentence names the folder and what is missing in it."""
    for name, text in content.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ModelError, match=said) as caught:
        find(str(tmp_path))
    assert str(tmp_path) in str(caught.value)


def test_a_missing_folder_is_named() -> None:
    """A path that does not exist is not taken for a hub id."""
    with pytest.raises(ModelError, match=r"\./nowhere"):
        find("./nowhere")
