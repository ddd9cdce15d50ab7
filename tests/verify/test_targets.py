"""The promises in figures, on corrupted and true points."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from notes.values import Checked
from tests.corruptions import Case, corrupt
from tests.independent_check import unsupported
from tests.score_verify import (
    GROUPS,
    TRUE_LIMIT,
    extractive,
    gold_truths,
    judge,
    original_truths,
)

SHARED = Path(os.environ.get("NOTES_SHARED", Path(__file__).resolve().parents[3] / "shared"))


def shares(judged: Sequence[tuple[Case, Checked]]) -> dict[str, float]:
    """The share of refused points of each kind."""
    total = Counter(case.kind for case, _ in judged)
    refused = Counter(case.kind for case, checked in judged if not checked.accepted)
    return {kind: refused[kind] / count for kind, count in total.items()}


@pytest.fixture(scope="module")
def judged() -> list[tuple[Case, Checked]]:
    """All points about the original texts and their verdicts."""
    texts, truths = original_truths()
    cases = [Case(t.origin, t.document, t.text, t.passage) for t in truths]
    return judge(texts, [*cases, *extractive(texts), *corrupt(truths)])


def test_the_test_set_is_large(judged: list[tuple[Case, Checked]]) -> None:
    """At least 600 corrupted points, each different from its truth."""
    corrupted = [case for case, _ in judged if case.truth]
    assert len(corrupted) >= 600
    assert all(case.text != case.truth for case in corrupted)


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_corrupted_points_are_refused(judged: list[tuple[Case, Checked]], group: str) -> None:
    """Numbers >= 99 %, names and titles >= 95 %, negation >= 90 %, borrowed >= 80 %."""
    goal, members = GROUPS[group]
    verdicts = [not checked.accepted for case, checked in judged if case.kind in members]
    assert sum(verdicts) / len(verdicts) >= goal


@pytest.mark.parametrize("kind", ["paraphrase", "extractive"])
def test_true_points_are_kept(judged: list[tuple[Case, Checked]], kind: str) -> None:
    """At most 5 % of the true statements are refused."""
    assert shares(judged)[kind] <= TRUE_LIMIT


def test_accepted_points_pass_the_independent_reader(judged: list[tuple[Case, Checked]]) -> None:
    """No accepted statement holds a number, title, quotation or Latin word its text lacks."""
    texts, _ = original_truths()
    wrong = [
        (case.text, found)
        for case, checked in judged
        if checked.accepted and (found := unsupported(texts[case.document], case.text))
    ]
    assert wrong == []


def test_gold_documents() -> None:
    """The same targets hold on the reference facts of real documents."""
    gold = SHARED / "gold"
    if not gold.is_dir():
        pytest.skip("no gold documents here")
    texts, truths = gold_truths(gold)
    cases = [Case("true", t.document, t.text, t.passage) for t in truths]
    true = [Case("true", c.document, c.text, c.passage) for c in extractive(texts)]
    judged = judge(texts, [*cases, *true, *corrupt(truths, rounds=1)])
    assert shares(judged)["true"] <= TRUE_LIMIT
    for goal, members in GROUPS.values():
        verdicts = [not checked.accepted for case, checked in judged if case.kind in members]
        assert sum(verdicts) / len(verdicts) >= goal
