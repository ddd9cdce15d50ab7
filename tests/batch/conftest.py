"""A folder of sources and a short way to run a batch with a model that costs nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from notes.batch.console import Console
from notes.batch.local import Options, run_batch
from notes.batch.result import BatchResult
from notes.settings import Settings
from tests.batch.fakes import FakeLoader

Batch = Callable[..., BatchResult]

SPEECH = (
    "在全镇护林防火会议上的讲话\n同志们：进了十月，山上就一天比一天干，这个会不能等。"
    "一、要把人排到山口。去年我们在{number}个路口设了卡，收了火种418件，没有起一场火。"
    "二、要把话说到户里。上坟烧纸的习惯不是一纸通告改得了的，村干部要一家一家去讲。"
)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with three good files."""
    folder = tmp_path / "材料"
    folder.mkdir()
    for number in (11, 12, 13):
        path = folder / f"讲话{number}.txt"
        path.write_text(SPEECH.format(number=number), encoding="utf-8")
    return folder


@pytest.fixture
def batch(sources: Path, tmp_path: Path) -> Batch:
    """Run the folder of sources, by default in this process; options by keyword."""

    def run(
        *paths: Path,
        loader: FakeLoader | None = None,
        settings: Settings | None = None,
        output: Path | None = None,
        console: Console | None = None,
        **options: object,
    ) -> BatchResult:
        return run_batch(
            list(paths) or [sources],
            output or tmp_path / "out",
            settings or Settings(created="2026-03-02"),
            console or Console(quiet=True),
            Options(**{"workers": 1, **options}),  # type: ignore[arg-type]
            loader or FakeLoader(),
        )

    return run


def state(folder: Path) -> dict[str, bytes]:
    """The visible files below ``folder`` and what they hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "/." not in f"/{path.relative_to(folder).as_posix()}"
    }
