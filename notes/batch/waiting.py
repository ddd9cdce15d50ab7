"""The requests that wait for a model, of all sources, and the batches made of them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass

from notes.batch.plan import Job
from notes.batch.worker import Drafted
from notes.errors import ModelError
from notes.summarize.protocol import Request

BATCH_REQUESTS = 32
"""Most requests of one batch."""


@dataclass(slots=True)
class Asked:
    """A source whose requests are with the models; ``draft`` is packed."""

    job: Job
    draft: bytes
    answers: list[str | None]
    missing: int
    seconds: dict[str, float]
    careful: bool = False


Slot = tuple[int, int]
"""A request: the number of the job and the place among its requests."""


class Waiting:
    """Collects requests and gives them out by likeness, the oldest first.

    Requests of one batch ask for the same number of characters and are of like length, so
    that little of the model's work goes into padding. A batch takes them from any source.
    """

    def __init__(self) -> None:
        self.sources: dict[int, Asked] = {}
        self._queue: OrderedDict[Slot, Request] = OrderedDict()

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def load(self) -> int:
        """Bytes of the drafts that are kept until their answers come."""
        return sum(len(asked.draft) for asked in self.sources.values())

    def add(self, drafted: Drafted) -> None:
        """Take the requests of a source."""
        number = drafted.job.number
        count = len(drafted.requests)
        self.sources[number] = Asked(
            drafted.job, drafted.draft, [None] * count, count, dict(drafted.seconds)
        )
        for at, request in enumerate(drafted.requests):
            self._queue[number, at] = request

    def take(self, *, mixed: bool) -> dict[Slot, Request]:
        """The next batch, taken off the queue; empty where nothing waits.

        Unless ``mixed``, and for sources that a model may have crashed on, it holds the
        requests of one source alone.
        """
        if not self._queue:
            return {}
        oldest = next(iter(self._queue))
        careful = next((slot for slot in self._queue if self.sources[slot[0]].careful), None)
        if mixed and careful is None:
            slots = self._like(self._queue[oldest])
        else:
            alone, _ = careful or oldest
            slots = [slot for slot in self._queue if slot[0] == alone]
        return {slot: self._queue.pop(slot) for slot in slots}

    def _like(self, first: Request) -> list[Slot]:
        size = len(first.text)
        near = [
            (abs(len(request.text) - size), at, slot)
            for at, (slot, request) in enumerate(self._queue.items())
            if request.characters == first.characters
        ]
        return [slot for _, _, slot in sorted(near)[:BATCH_REQUESTS]]

    def put_back(self, batch: dict[Slot, Request]) -> None:
        """Return a batch that a model crashed on; its sources will be asked one by one."""
        for slot, request in reversed(batch.items()):
            if slot[0] in self.sources:
                self.sources[slot[0]].careful = True
                self._queue[slot] = request
                self._queue.move_to_end(slot, last=False)

    def answer(
        self, batch: Iterable[Slot], texts: Iterable[str | ModelError], seconds: float
    ) -> list[Asked | tuple[Job, ModelError]]:
        """File the answers to a batch; return the sources that are complete, or have failed."""
        slots = list(batch)
        finished: list[Asked | tuple[Job, ModelError]] = []
        for (number, at), text in zip(slots, texts, strict=True):
            asked = self.sources.get(number)
            if asked is None:
                continue
            asked.seconds["model"] = asked.seconds.get("model", 0.0) + seconds / len(slots)
            if isinstance(text, ModelError):
                self.drop(number)
                finished.append((asked.job, text))
                continue
            asked.answers[at] = text
            asked.missing -= 1
            if not asked.missing:
                del self.sources[number]
                finished.append(asked)
        return finished

    def drop(self, number: int) -> None:
        """Forget a source and what it asks."""
        self.sources.pop(number, None)
        for slot in [slot for slot in self._queue if slot[0] == number]:
            del self._queue[slot]
