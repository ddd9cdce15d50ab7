"""The model of a run: found before the work begins, loaded when there is something to ask."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from notes.batch.fingerprint import of_model
from notes.summarize.checkpoint import Checkpoint
from notes.summarize.protocol import Summarizer

LIGHT = 256 << 20
"""Weights up to this size, in bytes, are loaded by one process a core."""


class Loader(Protocol):
    """Loads a summarizer, here or in another process (so it must be picklable)."""

    @property
    def name(self) -> str:
        """The name that the notes give for the model."""
        ...

    @property
    def identity(self) -> str:
        """A text that changes when the model does."""
        ...

    @property
    def light(self) -> bool:
        """Whether several processes can each have the model without much memory."""
        ...

    def load(self, threads: int) -> Summarizer:
        """The summarizer, computing with so many threads. Raises ``ModelError``."""
        ...


@dataclass(frozen=True, slots=True)
class CheckpointLoader:
    """Loads a checkpoint."""

    checkpoint: Checkpoint

    @property
    def name(self) -> str:
        """The name of the checkpoint."""
        return self.checkpoint.name

    @property
    def identity(self) -> str:
        """The name and a hash of the files."""
        return of_model(self.checkpoint)

    @property
    def light(self) -> bool:
        """Whether the weights are at hand and at most ``LIGHT`` bytes."""
        folder = Path(self.checkpoint.location)
        files = folder.glob("*.safetensors") if self.checkpoint.local else ()
        return 0 < sum(path.stat().st_size for path in files) <= LIGHT

    @property
    def gpu(self) -> bool:
        """Whether a GPU would help: a model that transformers runs."""
        from notes.summarize.loading import is_embedded

        return not is_embedded(self.checkpoint)

    def load(self, threads: int) -> Summarizer:
        """The summarizer, computing with so many threads. Raises ``ModelError``."""
        import torch

        from notes.summarize.loading import load

        torch.set_num_threads(max(1, threads))
        return load(self.checkpoint)


def stays(loader: Loader) -> bool:
    """Whether ``loader`` keeps the model in this process for later runs.

    It says so with an attribute ``stays = True``.
    """
    return bool(getattr(loader, "stays", False))


def independent(summarizer: Summarizer) -> bool:
    """Whether each answer of ``summarizer`` rests on its own request alone.

    It says so with an attribute ``independent = True``. Where floating-point sums depend on
    what else is in the batch, a wording may tip; the notes of a run that was resumed, or had
    more workers, must not differ for that. So other models are asked source by source.
    """
    return bool(getattr(summarizer, "independent", False))
