"""The distribution: built, installed into an empty environment, used from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that was built from it."""
    pytest.importorskip("build")
    target = tmp_path_factory.mktemp("dist")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(target), str(ROOT)], check=True)
    return target


def test_the_model_comes_in_sdist_and_wheel(distributions: Path) -> None:
    """Both hold the weights, and neither holds training data or work folders."""
    (wheel,) = distributions.glob("*.whl")
    (sdist,) = distributions.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert "notes/models/study-notes-small/model.safetensors" in names
    assert not [n for n in names if n.endswith((".npz", ".jsonl", ".zst"))]
    with tarfile.open(sdist) as archive:
        inside = archive.getnames()
    assert [n for n in inside if n.endswith("models/study-notes-small/model.safetensors")]
    assert not [n for n in inside if "/.work/" in n or n.endswith((".npz", ".zst"))]


def test_an_empty_environment_does_the_main_job(distributions: Path, tmp_path: Path) -> None:
    """Install the wheel, then notes for the examples, run from elsewhere."""
    (wheel,) = distributions.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=True)
    binaries = tmp_path / "venv" / ("Scripts" if os.name == "nt" else "bin")
    subprocess.run([str(binaries / "pip"), "install", "--quiet", str(wheel)], check=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {k: v for k, v in os.environ.items() if k not in {"PYTHONPATH", "NOTES_MODEL"}}
    subprocess.run(
        [str(binaries / "notes"), "summarize", str(ROOT / "examples" / "input"), "-o", "out"],
        check=True,
        cwd=elsewhere,
        env=environment,
    )
    written = list((elsewhere / "out").rglob("*.md"))
    assert len(written) == 8
    assert any("〔模型〕" in path.read_text("utf-8") for path in written)
