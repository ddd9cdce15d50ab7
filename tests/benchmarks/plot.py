"""The picture: seconds of extraction by the size of the text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.measure import Failed, Figures

_LABELS = {
    "ours": "study-notes",
    "jieba": "jieba.analyse (terms only)",
    "sumy": "sumy (sentences only)",
}


def draw(extraction: Mapping[str, Mapping[int, Figures | Failed]], folder: Path) -> list[Path]:
    """Write ``benchmarks.svg`` and ``benchmarks.png``; both axes are logarithmic."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    plt.rcParams["svg.hashsalt"] = "study-notes"
    plt.rcParams["svg.fonttype"] = "none"
    figure, axes = plt.subplots(figsize=(7.2, 4.2), layout="constrained")
    for name, sizes in extraction.items():
        points = [(n, one["cpu"]) for n, one in sorted(sizes.items()) if isinstance(one, dict)]
        if not points:
            continue
        style = {"linewidth": 2.6, "color": "#111111", "zorder": 3} if name == "ours" else {}
        line = axes.loglog(*zip(*points, strict=True), marker="o", **style)[0]
        label = _LABELS.get(name, name)
        axes.annotate(
            label, points[-1], xytext=(7, 0), textcoords="offset points", va="center",
            color=line.get_color(), fontsize=9,
        )  # fmt: skip
    axes.set_xlabel("characters of the text")
    axes.set_ylabel("seconds of CPU")
    axes.set_title("Segmentation, TextRank and keywords", loc="left", fontsize=11)
    axes.spines[["top", "right"]].set_visible(False)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.margins(x=0.28)
    axes.set_xlim(left=800)
    paths = [folder / "benchmarks.svg", folder / "benchmarks.png"]
    figure.savefig(paths[0], metadata={"Date": None, "Creator": None})
    figure.savefig(paths[1], dpi=150, metadata={"Software": None})
    plt.close(figure)
    return paths
