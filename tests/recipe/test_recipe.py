"""The recipe from data to checkpoint, on a tiny corpus of our own texts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pairs
import prepare
import pytest
import rouge
import zstandard
from fusion import Fuser

from notes.structure.sentences import sentence_spans
from notes.summarize.vocabulary import plain

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = ROOT / "tests" / "data" / "documents"
RECIPE = ROOT / "models" / "recipe"


def write_rows(path: Path, rows: list[dict[str, object]]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    data = text.encode("utf-8")
    path.write_bytes(zstandard.compress(data) if path.suffix == ".zst" else data)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in the form of the real one, made of the test documents."""
    folder = tmp_path_factory.mktemp("data")
    texts = [path.read_text("utf-8") for path in sorted(DOCUMENTS.glob("*.txt"))]
    passages = []
    for text in texts:
        body = re.sub(r"\s+", "", text)
        spans = sentence_spans(body)
        passages += [
            body[spans[i].start : spans[min(i + 5, len(spans) - 1)].end]
            for i in range(0, len(spans), 5)
        ]
    passages = [p for p in passages if 100 <= len(p) <= 600]
    written = [
        {"id": str(n), "text": p, "gist": p.split("。")[0] + "。", "title": p[:10]}
        for n, p in enumerate(passages)
    ]
    for part, rows in (("train", written[::2]), ("dev", written[1::2])):
        write_rows(folder / f"gists_{part}.jsonl", [dict(r) for r in rows])
        briefs = [
            {
                "id": r["id"],
                "text": r["text"],
                "brief": r["gist"],
                "thesis": r["gist"],
                "title": r["title"],
            }
            for r in rows[:4]
        ]
        write_rows(folder / f"briefs_{part}.jsonl", [dict(b) for b in briefs])
    write_rows(
        folder / "government_reports.jsonl.zst", [{"text": t, "title": t[:12]} for t in texts]
    )
    broadcast: list[dict[str, object]] = [
        {"date": date, "title": p[:12], "brief": "", "paragraphs": [p, passages[0]]}
        for date, p in zip(["20200101", "20260501"], (passages[0], passages[-1]), strict=True)
    ]
    write_rows(folder / "news_broadcast.jsonl.zst", broadcast)
    return folder


def recipe(script: str, *arguments: str | Path) -> str:
    done = subprocess.run(
        [sys.executable, str(RECIPE / script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def train(corpus: Path, work: Path, out: Path, *more: str) -> None:
    recipe(
        "run.py",
        "--data",
        corpus,
        "--work",
        work,
        "--out",
        out,
        "--steps",
        "6",
        "3",
        "2",
        "--vocabulary",
        "4600",
        "--width",
        "64",
        "--encoder-layers",
        "1",
        "--decoder-layers",
        "1",
        "--batch-tokens",
        "1500",
        "--device",
        "cpu",
        *more,
    )


@pytest.mark.slow
def test_one_run_from_data_to_card(corpus: Path, tmp_path: Path) -> None:
    """Training, evaluation, predictions and card work on each other's files."""
    from notes.summarize.checkpoint import find
    from notes.summarize.embedded import EmbeddedSummarizer
    from notes.summarize.loading import load
    from notes.summarize.protocol import Request

    out = tmp_path / "tiny"
    train(corpus, tmp_path / "work", out)
    summarizer = load(find(str(out)))
    assert isinstance(summarizer, EmbeddedSummarizer)
    assert len(summarizer.write([Request("gist", "全镇办结事项1286件。群众很满意。")])) == 1
    recipe("evaluate.py", "--model", out, "--shared", corpus, "--limit", "3")
    metrics = json.loads((out / "metrics.json").read_text("utf-8"))
    assert {"model", "lead", "textrank"} <= set(metrics["gists"])
    recipe("card.py", out)
    assert "Study and research only" in (out / "README.md").read_text("utf-8")
    printed = recipe(
        "evaluate.py", "--model", out, "--data", corpus / "gists_dev.jsonl", "--predictions", "-"
    )
    rows = [json.loads(line) for line in printed.splitlines()]
    assert all(set(row) == {"id", "gist", "title"} for row in rows)


@pytest.mark.slow
def test_a_run_goes_on_where_it_stopped(corpus: Path, tmp_path: Path) -> None:
    """A finished work folder is not trained again, and the checkpoint is the same."""
    train(corpus, tmp_path / "work", tmp_path / "one")
    log = (tmp_path / "work" / "pre" / "log.jsonl").read_text("utf-8")
    train(corpus, tmp_path / "work", tmp_path / "two")
    assert (tmp_path / "work" / "pre" / "log.jsonl").read_text("utf-8") == log
    one, two = (tmp_path / n / "model.safetensors" for n in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.slow
def test_open_data_leaves_the_broadcasts_out(corpus: Path, tmp_path: Path) -> None:
    """No mined pair comes from the broadcast corpus."""
    train(corpus, tmp_path / "work", tmp_path / "out", "--open-data")
    counts = json.loads((tmp_path / "work" / "counts.json").read_text("utf-8"))
    assert counts["mined"]
    assert not [kind for kind in counts["mined"] if "broadcast" in kind]


def test_held_out_broadcasts_are_never_mined(corpus: Path) -> None:
    """Items from the development period are not training data."""
    written = [p for p in pairs.written_pairs(corpus, "train") if p.origin == "written:gist"]
    fuser = Fuser.fit((p.source, p.target) for p in written)
    mined = pairs.mined_pairs(corpus, fuser, open_data=False, seed=1, share=(0, 1))
    held = [
        row
        for row in pairs.read_rows(corpus / "news_broadcast.jsonl.zst")
        if row["date"] >= pairs.HELD_OUT_FROM
    ]
    assert held
    fresh = [p for p in mined if p.origin.startswith("broadcast")]
    assert not [p for p in fresh if plain(held[0]["paragraphs"][0])[:30] in p.source]


def test_pairs_that_cannot_be_answered_are_not_used() -> None:
    """A target with a number that its source lacks would teach the model to invent."""
    assert pairs.answerable("办结事项12件", "去年办结事项12件，群众满意")
    assert not pairs.answerable("办结事项15件", "去年办结事项12件，群众满意")


def test_a_gist_that_copies_is_known() -> None:
    """The share of its runs of four characters in the source; titles and briefs are not asked."""
    source = "去年全镇办结事项1286件，群众满意。"
    assert pairs.verbatim(pairs.Pair("gist", source, "全镇办结事项。", "written:gist")) == 1
    assert pairs.verbatim(pairs.Pair("gist", source, "办结事项多。", "written:gist")) == 0.5
    assert pairs.verbatim(pairs.Pair("heading", source, "全镇办结事项", "written:title")) == 0


@pytest.mark.slow
def test_further_gists_that_copy_are_left_out(corpus: Path, tmp_path: Path) -> None:
    """Those of ``--more`` are held to the style of the first ones, which count several times."""
    text = "去年全镇办结事项1286件，群众满意。" * 5
    rows: list[dict[str, object]] = [
        {"id": "1", "text": text, "gist": "全镇办结事项1286件，群众满意。", "title": "办结事项"},
        {"id": "2", "text": text, "gist": "一年里事办得多，人也满意。", "title": "办结事项"},
    ]
    write_rows(tmp_path / "gists_train.jsonl", rows)
    counts = []
    for name, more in (("alone", None), ("more", tmp_path)):
        work = tmp_path / name
        prepare.prepare(corpus, work, size=4600, open_data=False, seed=1, more=more)
        counts.append(json.loads((work / "counts.json").read_text("utf-8"))["train"])
    first, both = (one["gist written:gist"] for one in counts)
    assert both == prepare.REPEATED * first + 1
    assert (
        counts[1]["heading written:title"]
        == prepare.REPEATED * counts[0]["heading written:title"] + 2
    )


def test_rouge_counts_characters_and_digits() -> None:
    """Identical texts score 100, disjoint ones 0, order matters for R-2 and R-L only."""
    assert rouge.scores("增长5%。", "增长5%")["R-L"] == 100
    assert rouge.scores("山河", "日月")["R-1"] == 0
    turned = rouge.scores("河山", "山河")
    assert turned["R-1"] == 100
    assert turned["R-2"] == 0
    assert turned["R-L"] == 50
