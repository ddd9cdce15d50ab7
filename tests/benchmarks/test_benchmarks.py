"""The measurements measure what they say; the long ones run with ``-m benchmark``."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import measure
from tests.benchmarks.growth import exponent
from tests.benchmarks.measure import Failed
from tests.benchmarks.report import Results, as_json, as_markdown
from tests.benchmarks.text import essays, prose

ROOT = Path(__file__).parents[2]


def test_the_text_is_the_same_at_every_run_and_hardly_repeats() -> None:
    """Contestants that remember sentences shall not gain by it."""
    text = prose(20_000)
    assert len(text) == 20_000
    assert text == prose(20_000)
    assert prose(5_000, seed=2) != prose(5_000)
    sentences = [one for line in text.splitlines() for one in line.split("。") if len(one) > 12]
    assert len(set(sentences)) > 0.95 * len(sentences)
    assert essays(7, 500).count("\n篇") == 7


def test_the_exponent_is_that_of_the_growth() -> None:
    """Linear gives 1, quadratic 2, a single size nothing."""
    sizes = (1_000, 10_000, 100_000)
    assert exponent({n: 3e-6 * n for n in sizes}) == pytest.approx(1.0)
    assert exponent({n: 2e-9 * n * n for n in sizes}) == pytest.approx(2.0)
    assert exponent({1_000: 1.0}) is None


def test_the_report_gives_ratios_and_says_what_is_missing() -> None:
    """A contestant that was given up counts as slower than its limit."""
    results = Results(quick=True, missing=["snownlp"])
    results.extraction = {
        "ours": {1000: {"cpu": 0.1, "mb": 60.0}, 10_000: {"cpu": 1.0, "mb": 70.0}},
        "sumy": {1000: {"cpu": 0.4, "mb": 90.0}, 10_000: Failed("over 60 s", over=60.0)},
    }
    page = as_markdown(results)
    assert "0.400 s (4.0 ×)" in page
    assert "> 60 s (> 60 ×)" in page
    assert "n^1.00" in page
    assert "snownlp" in page
    assert as_json(results)["extraction"]["ours"]["exponent"] == pytest.approx(1.0)


@pytest.mark.benchmark
def test_the_program_keeps_its_times(tmp_path: Path) -> None:
    """The must-holds of speed, on a machine that does nothing else."""
    command = [sys.executable, "-m", "tests.benchmarks", "--quick", "--out", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    found = json.loads((tmp_path / "benchmarks.json").read_text(encoding="utf-8"))
    programs = {name.partition(" (")[0]: one for name, one in found["programs"].items()}
    assert programs["notes --help"]["cpu"] <= 0.25
    assert programs["notes inspect"]["cpu"] <= 1.5
    ours = found["extraction"]["ours"]
    assert ours["exponent"] < 1.2
    assert ours["sizes"]["100000"]["mb"] < 300
    for name in ("snownlp", "sumy", "textrank4zh"):
        if measure.has(name):
            for size, one in found["extraction"][name]["sizes"].items():
                least = one.get("cpu") or one["over"]
                assert least > ours["sizes"][size]["cpu"], (name, size)
    one_by_one = found["writing"]["generate, our rules"]
    ours_rate = found["writing"]["ours"]["seconds"]
    assert one_by_one["seconds"] > 6 * ours_rate
    assert found["engine"]["encoder_share_fp32"] >= 0.25
    assert found["engine"]["encoder_padding"] <= 0.15
