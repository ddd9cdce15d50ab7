"""The yardstick: key-fact recall on references that are kept outside the repository."""

from __future__ import annotations

import os
import statistics
from contextlib import ExitStack
from pathlib import Path

import pytest

from notes.pipeline import take_notes
from notes.values import Document
from tests.extract.texts import SPEECH, read
from tests.score_gold import (
    _switches,
    ablation_table,
    figure_recall,
    lead,
    score,
    term_recall,
)


@pytest.mark.slow
def test_extraction_alone_beats_the_peers_on_the_references() -> None:
    """At 15 % of the length: 0.45 on average, no document under 0.25, figures listed."""
    beside = Path(__file__).resolve().parents[2] / ".." / "shared"
    gold = Path(os.environ.get("NOTES_SHARED", beside)) / "gold"
    if not (gold / "score_notes.py").exists():
        pytest.skip("the references are not here")
    rows = score(gold)
    assert statistics.mean(row.extraction for row in rows) >= 0.45
    assert min(row.extraction for row in rows) >= 0.25
    assert statistics.mean(r.figures for r in rows if r.figures is not None) >= 0.85
    assert statistics.mean(r.terms for r in rows if r.terms is not None) >= 0.60


def test_the_ablation_is_a_table() -> None:
    """A row an ingredient, with its mean, what its absence costs, and the smallest recall."""
    rows = iter([("all", [0.4, 0.6]), ("without", [0.3, 0.5])])
    assert list(ablation_table(rows))[2:] == [
        "| all | 0.500 | +0.000 | 0.400 |",
        "| without | 0.400 | -0.100 | 0.300 |",
    ]


def test_every_switch_of_the_ablation_changes_the_notes() -> None:
    """No row of the ablation measures nothing: each switch changes points or their worth."""
    text = SPEECH.replace("一、摸清底数，把需求找准", "一、加强需求摸底，建立老人档案")
    document = Document("a.txt", f"办好社区养老服务\n{text}")

    def read() -> list[object]:
        (note,) = take_notes(document).notes
        return [(c.text, c.point.reasons) for c in (*note.summary, *note.points)]

    whole = read()
    for name, patches in _switches():
        with ExitStack() as stack:
            for patch in patches:
                stack.enter_context(patch)
            assert read() != whole, name
    assert read() == whole


def test_the_scorer_counts_what_the_references_ask_for() -> None:
    """Another value does not count, a bound more or less does not matter."""
    document = Document("speech", SPEECH)
    notes = take_notes(document).notes
    assert figure_recall(notes, {"figures": [{"value": "20个"}, {"value": "71个"}]}) == 0.5
    assert figure_recall(notes, {"figures": []}) is None
    assert term_recall(notes, {"terms": ["养老服务", "低空经济"]}) == 0.5
    assert lead(document) == "\n".join(s.text for s in read(SPEECH)[1].sentences)
