"""What the pipeline asks of a summarization model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Task = Literal["gist", "heading", "brief"]

TASKS: tuple[Task, ...] = ("gist", "heading", "brief")

DEFAULT_LENGTH: dict[Task, int] = {"gist": 54, "heading": 13, "brief": 140}
"""Characters asked for when the caller names no length."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to write: ``task`` about ``text``, in about ``length`` characters.

    A *gist* is one sentence that says what the passage says, a *heading* a title
    for it, a *brief* two or three sentences.
    """

    task: Task
    text: str
    length: int | None = None

    @property
    def characters(self) -> int:
        """The length asked for, in characters."""
        return self.length or DEFAULT_LENGTH[self.task]


class Summarizer(Protocol):
    """The seam between the pipeline and a neural model."""

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request, in their order; an empty text means no answer.

        Raises ``ModelError`` when the model cannot be run.
        """
        ...


def trusts_fusion(summarizer: Summarizer | None) -> bool:
    """Whether the sentences in which ``summarizer`` joins clauses are trusted.

    A summarizer says no with an attribute ``fusion = False``. The checks compare
    words and cannot see every wrong joint, so a small model should say no.
    """
    return bool(getattr(summarizer, "fusion", True))
