"""A model in a process of its own: it answers, says why not, and may end without harm."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from notes.batch.beside import Beside
from notes.batch.plan import Job
from notes.batch.single import Here
from notes.batch.stages import Task
from notes.errors import ModelError
from notes.settings import Settings
from notes.summarize.protocol import Request, trusts_fusion
from tests.batch.fakes import FakeLoader, FakeSummarizer

GOOD, BAD = Request("gist", "天晴了。大家下地。"), Request("gist", "毒药在此。")


@pytest.fixture
def started() -> Iterator[list[Beside]]:
    all_of_them: list[Beside] = []
    yield all_of_them
    for one in all_of_them:
        one.stop()


def test_it_answers_as_the_model_itself(started: list[Beside]) -> None:
    """The texts, and what is known of them."""
    beside = Beside(FakeLoader(FakeSummarizer(fusion=True, independent=False)), 2)
    started.append(beside)
    assert beside.write([GOOD, GOOD]) == ["天晴了。", "天晴了。"]
    assert trusts_fusion(beside)
    assert not beside.independent


def test_what_the_model_cannot_do_is_said_here(started: list[Beside]) -> None:
    """An error of the model is raised where it was asked; the process goes on."""
    beside = Beside(FakeLoader(FakeSummarizer(poison="毒药")), 2)
    started.append(beside)
    with pytest.raises(ModelError, match="换一个模型"):
        beside.write([GOOD, BAD])
    assert beside.write([GOOD]) == ["天晴了。"]


def test_a_process_that_ends_is_replaced(started: list[Beside]) -> None:
    """The requests it died of fail, later ones are answered."""
    beside = Beside(FakeLoader(FakeSummarizer(poison="毒药", deadly=True)), 2)
    started.append(beside)
    with pytest.raises(ModelError, match="意外结束"):
        beside.write([BAD])
    assert beside.write([GOOD]) == ["天晴了。"]


def test_a_model_that_cannot_be_loaded(started: list[Beside]) -> None:
    """The reason comes when somebody waits for it."""
    beside = Beside(FakeLoader(broken=True), 2)
    started.append(beside)
    with pytest.raises(ModelError, match="装载失败"):
        beside.wait()


def test_the_engine_keeps_torch_out_of_its_own_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With two cores the model is beside it; with one, or where it stays loaded, it is here."""
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    asked = []

    class Noted(Beside):
        def __init__(self, *order: object) -> None:
            asked.append(order)
            super().__init__(*order)  # type: ignore[arg-type]

    monkeypatch.setattr("notes.batch.single.Beside", Noted)
    source = tmp_path / "讲话.txt"
    source.write_text("一、要把路修好。路通了，人心就通了。", encoding="utf-8")
    task = Task(Settings(created="2026-03-02"), tmp_path / "out", "fake")
    job = Job(0, source, "讲话.txt", "0" * 64, "讲话")

    class Keeping(FakeLoader):
        stays = True

    for loader, threads, processes in (
        (FakeLoader(), 2, 1),
        (FakeLoader(), 1, 1),
        (Keeping(), 2, 1),
    ):
        done = list(Here(task, loader, threads=threads).run([job]))
        assert [type(one).__name__ for one in done] == ["Done"]
        assert len(asked) == processes
