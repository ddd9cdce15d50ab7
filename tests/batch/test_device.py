"""A model elsewhere answers as one here; without a GPU nothing is moved."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import torch

from notes.batch.device import Moved, to_gpu


class Module(torch.nn.Module):
    """Gives its input back and notes on which device it came."""

    config = "its own"

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.zeros(1))
        self.seen: list[str] = []

    def generate(self, input_ids: torch.Tensor, **options: Any) -> torch.Tensor:
        self.seen += [str(self.weight.device), str(input_ids.device), str(options["beams"])]
        return input_ids


class Summarizer:
    def __init__(self, model: object) -> None:
        self.model = model

    def write(self, requests: Any) -> list[str]:
        return [""] * len(requests)


def test_tensors_go_to_the_model() -> None:
    """Weights and tensors are on its device, other options as they were, attributes reachable."""
    inner = Module()
    moved = Moved(inner, "meta")
    assert moved.config == "its own"
    assert str(inner.weight.device) == "meta"
    assert Moved(Module(), "cpu").generate(input_ids=torch.ones(2), beams=4).tolist() == [1, 1]
    with suppress(NotImplementedError):  # what lies on the meta device cannot come back
        moved.generate(input_ids=torch.ones(2), beams=4)
    assert inner.seen == ["meta", "meta", "4"]


def test_without_a_gpu_nothing_moves() -> None:
    """Nor does a model that is no module of torch."""
    if torch.cuda.is_available():
        assert to_gpu(Summarizer(Module()))
        return
    one = Summarizer(Module())
    assert not to_gpu(one)
    assert isinstance(one.model, Module)
    assert not to_gpu(Summarizer("an engine of our own"))
