"""The requests that wait: batches across sources, nothing lost, nothing twice."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from notes.batch.plan import Job
from notes.batch.waiting import BATCH_REQUESTS, Asked, Slot, Waiting
from notes.batch.worker import Drafted
from notes.errors import ModelError
from notes.summarize.protocol import Request


def drafted(number: int, *requests: Request) -> Drafted:
    job = Job(number, Path(f"{number}.txt"), f"{number}", "", f"{number}")
    return Drafted(job, requests, b"draft", {"read": 0.5})


REQUESTS = st.builds(
    Request,
    st.sampled_from(["gist", "heading"]),
    st.integers(1, 400).map(lambda size: "字" * size),
    st.sampled_from([None, 40]),
)


@given(st.lists(st.lists(REQUESTS, min_size=1, max_size=9), max_size=12), st.booleans())
def test_each_request_is_answered_once(sources: list[list[Request]], mixed: bool) -> None:
    """Whatever waits, each source comes back complete, with its answers in their places."""
    waiting = Waiting()
    for number, requests in enumerate(sources):
        waiting.add(drafted(number, *requests))
    finished: list[Asked] = []
    while batch := waiting.take(mixed=mixed):
        assert len(batch) <= BATCH_REQUESTS
        assert len({request.characters for request in batch.values()}) == 1 or not mixed
        assert mixed or len({number for number, _ in batch}) == 1
        texts = [f"{number}/{at}" for number, at in batch]
        for one in waiting.answer(batch, texts, 1.0):
            assert isinstance(one, Asked)
            finished.append(one)
    assert sorted(asked.job.number for asked in finished) == list(range(len(sources)))
    for asked in finished:
        number = asked.job.number
        assert asked.answers == [f"{number}/{at}" for at in range(len(sources[number]))]
        assert asked.seconds["model"] > 0
    assert not waiting.sources


def test_a_batch_takes_requests_of_like_length_from_all_sources() -> None:
    """The oldest request chooses; the nearest in length go with it."""
    waiting = Waiting()
    for number in range(20):
        waiting.add(drafted(number, Request("gist", "长" * 300), Request("gist", "短" * 50)))
    batch = waiting.take(mixed=True)
    sizes = [len(request.text) for request in batch.values()]
    assert sizes.count(300) == 20
    assert len({number for number, _ in batch}) == 20


def test_a_crash_is_traced_to_its_source() -> None:
    """After a crash sources go one by one; the others lose nothing."""
    waiting = Waiting()
    for number in range(3):
        waiting.add(drafted(number, Request("gist", "字" * 100), Request("gist", "字" * 90)))
    waiting.put_back(waiting.take(mixed=True))
    alone = waiting.take(mixed=True)
    assert sorted(alone) == [(0, 0), (0, 1)]
    waiting.drop(0)
    left: list[Slot] = []
    while batch := waiting.take(mixed=True):
        left += batch
        waiting.answer(batch, ["。"] * len(batch), 0.1)
    assert sorted(left) == [(1, 0), (1, 1), (2, 0), (2, 1)]
    assert not waiting.sources


def test_a_request_without_answer_fails_its_source() -> None:
    """The error of the model goes with the job; later answers for it are ignored."""
    waiting = Waiting()
    waiting.add(drafted(7, Request("gist", "字"), Request("heading", "字")))
    first, second = waiting.take(mixed=True), waiting.take(mixed=True)
    error = ModelError("不行。")
    (job, met), *others = waiting.answer(first, [error], 0.1)  # type: ignore[misc]
    assert (job.number, met, others) == (7, error, [])
    assert waiting.answer(second, ["题"], 0.1) == []
