"""The model of a run: found before the work begins, loaded when there is something to ask."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Protocol

from notes.batch.fingerprint import of_model
from notes.summarize.checkpoint import Checkpoint
from notes.summarize.protocol import Summarizer


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

    def load(self, threads: int) -> Summarizer:
        """The summarizer, computing with so many threads. Raises ``ModelError``."""
        # Threads that wait must not take the cores of the workers; read when torch loads.
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
        import torch

        from notes.summarize.loading import load

        torch.set_num_threads(max(1, threads))
        return load(self.checkpoint)


def independent(summarizer: Summarizer) -> bool:
    """Whether each answer of ``summarizer`` rests on its own request alone.

    It says so with an attribute ``independent = True``. Where floating-point sums depend on
    what else is in the batch, a wording may tip; the notes of a run that was resumed, or had
    more workers, must not differ for that. So other models are asked source by source.
    """
    return bool(getattr(summarizer, "independent", False))
