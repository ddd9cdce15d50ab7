"""Moves a model of transformers to the GPU of this machine, where there is one.

The embedded model stays on the processor: it is small, and what a GPU would give it is less
than the way there takes. Sums on a GPU round differently, so that of a large model a wording
can differ from what a processor gives.
"""

from __future__ import annotations

from typing import Any

from notes.summarize.protocol import Summarizer


def to_gpu(summarizer: Summarizer) -> bool:
    """Let ``summarizer`` compute on the GPU if it can; whether it does now."""
    import torch

    model = getattr(summarizer, "model", None)
    if not isinstance(model, torch.nn.Module) or not torch.cuda.is_available():
        return False
    summarizer.model = Moved(model, "cuda")  # type: ignore[attr-defined]
    return True


class Moved:
    """A model on ``device`` whose ``generate`` takes and gives tensors of the processor."""

    def __init__(self, model: Any, device: str) -> None:
        self._model, self._device = model.to(device), device

    def generate(self, **options: Any) -> Any:
        """Run ``generate`` there."""
        import torch

        moved = {
            name: value.to(self._device) if isinstance(value, torch.Tensor) else value
            for name, value in options.items()
        }
        return self._model.generate(**moved).cpu()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)
