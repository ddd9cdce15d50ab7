"""The fingerprint changes with what the notes depend on, and with nothing else."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from notes.batch.fingerprint import fingerprint, of_model
from notes.settings import Length, Settings
from notes.summarize.checkpoint import Checkpoint


def test_settings_count_but_not_the_date() -> None:
    """Any option changes it; the date and the way a model is named do not."""
    usual = fingerprint(Settings(), "m")
    assert fingerprint(Settings(created="2026-01-01", model="./m"), "m") == usual
    changed = [
        Settings(kind="speech"),
        Settings(length=Length(characters=90)),
        Settings(points=3),
        Settings(user_dict=Path("nowhere.txt")),
    ]
    found = {fingerprint(settings, "m") for settings in changed} | {fingerprint(Settings(), "n")}
    assert len(found | {usual}) == 6


def test_a_dictionary_counts_by_its_content(tmp_path: Path) -> None:
    """Another word in it changes the notes; another date of the file does not."""
    words = tmp_path / "词典.txt"
    words.write_text("走山调研 5 n\n", encoding="utf-8")
    settings = Settings(user_dict=words)
    before = fingerprint(settings, "m")
    os.utime(words, (1, 1))
    assert fingerprint(settings, "m") == before
    words.write_text("走山调研 6 n\n", encoding="utf-8")
    assert fingerprint(settings, "m") != before


def test_a_model_counts_by_its_files(tmp_path: Path) -> None:
    """Weights and tokenizer count; the card beside them does not; a copy is the same model."""
    first = _model(tmp_path / "a" / "m", b"weights")
    same = _model(tmp_path / "b" / "m", b"weights")
    other = _model(tmp_path / "c" / "m", b"other weights")
    assert of_model(first) == of_model(same) != of_model(other)
    (Path(same.location) / "README.md").write_text("card", encoding="utf-8")
    assert of_model(first) == of_model(same)
    (Path(same.location) / "tokenizer.json").write_text("{ }", encoding="utf-8")
    assert of_model(first) != of_model(same)
    assert of_model(replace(first, name="n")) != of_model(first)


def test_a_very_large_file_is_sampled(tmp_path: Path) -> None:
    """Its size, begin and end are in the fingerprint, without reading all of it."""
    model = _model(tmp_path / "m", b"")
    weights = Path(model.location) / "model.safetensors"
    with weights.open("r+b") as file:
        file.truncate(300 << 20)
    before = of_model(model)
    with weights.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"x")
    assert of_model(model) != before


def _model(folder: Path, weights: bytes) -> Checkpoint:
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "tokenizer.json").write_text("{}", encoding="utf-8")
    return Checkpoint(folder.name, str(folder))
