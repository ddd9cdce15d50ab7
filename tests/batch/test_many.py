"""The engine with processes: the same notes, and a process that dies costs one source."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from notes.batch import local
from notes.batch.many import Many
from notes.errors import OK, PARTIAL, ModelError
from tests.batch.conftest import SPEECH, Batch, state
from tests.batch.fakes import FakeLoader, FakeSummarizer, fragile_work


def test_workers_that_come_to_grief_cost_one_source_each(
    batch: Batch, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash and an error are named with their file; the rest is as without processes."""
    batch(output=tmp_path / "whole")
    for name in ("崩溃", "出错"):
        (sources / f"{name}.txt").write_text(SPEECH.format(number=name), encoding="utf-8")
    monkeypatch.setattr(local, "Many", partial(Many, worker=fragile_work))
    result = batch(workers=2)
    reasons = {Path(row.source).stem: row.reason for row in result.of("failed")}
    assert reasons.keys() == {"崩溃", "出错"}
    assert "工作进程意外结束（信号 11" in reasons["崩溃"]
    assert "没有料到" in reasons["出错"]
    assert result.exit_code == PARTIAL
    assert state(tmp_path / "out") == state(tmp_path / "whole")


@pytest.mark.slow
def test_a_source_that_does_not_end_is_given_up(
    batch: Batch, sources: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """--timeout ends the worker, names the file, and the others are done."""
    batch(output=tmp_path / "whole")
    (sources / "死循环.txt").write_text(SPEECH.format(number="几"), encoding="utf-8")
    monkeypatch.setattr(local, "Many", partial(Many, worker=fragile_work))
    result = batch(workers=2, timeout=10)
    assert [Path(row.source).stem for row in result.of("failed")] == ["死循环"]
    assert "10 秒" in result.of("failed")[0].reason
    assert state(tmp_path / "out") == state(tmp_path / "whole")


@pytest.mark.slow
def test_a_model_that_dies_costs_one_source(batch: Batch, sources: Path, tmp_path: Path) -> None:
    """The passage it dies of is found; all other sources have their notes."""
    (sources / "毒.txt").write_text(SPEECH.format(number="毒药"), encoding="utf-8")
    loader = FakeLoader(FakeSummarizer(poison="毒药", deadly=True))
    result = batch(workers=2, loader=loader)
    assert [Path(row.source).stem for row in result.of("failed")] == ["毒"]
    assert len(result.of("written")) == 3
    assert len({name.partition("/")[0] for name in state(tmp_path / "out")}) == 3


@pytest.mark.slow
def test_a_model_that_cannot_be_loaded_ends_the_run(batch: Batch) -> None:
    """Its sentence comes from the other process."""
    with pytest.raises(ModelError, match="装载失败"):
        batch(workers=2, loader=FakeLoader(broken=True))
    assert batch(workers=2).exit_code == OK


@pytest.mark.slow
@pytest.mark.parametrize("workers", [2, 3, 5])
def test_the_number_of_workers_makes_no_difference(
    batch: Batch, sources: Path, tmp_path: Path, workers: int
) -> None:
    """Byte for byte, and passages of several sources share batches."""
    for number in range(20, 32):
        (sources / f"讲话{number}.txt").write_text(SPEECH.format(number=number), encoding="utf-8")
    batch(output=tmp_path / "whole")
    log = tmp_path / "log"
    batch(workers=workers, loader=FakeLoader(FakeSummarizer(pause=0.2, log=log), light=False))
    assert state(tmp_path / "out") == state(tmp_path / "whole")
    batch(workers=workers, output=tmp_path / "light")
    assert state(tmp_path / "light") == state(tmp_path / "whole")
    assert max(int(line) for line in log.read_text().split()) > 4
