"""What the templates are given for the overview: the essays side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from notes.render.html.anchors import Anchors, Mark
from notes.render.html.shapes import EssayView, Line
from notes.render.labels import claim, numeral, repair_counts, share
from notes.render.names import file_name
from notes.render.shown import accepted_thesis, characters, extracted
from notes.values import Notebook, Repeat

_SHOWN_REPEATS = 3


@dataclass(frozen=True, slots=True)
class Link:
    """A link within the page."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of one essay with its mark."""

    essay: Link
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two essays that say the same: the most alike passages, and how many more there are."""

    first: Link
    second: Link
    count: int
    shown: tuple[tuple[Passage, Passage, str], ...]


@dataclass(frozen=True, slots=True)
class Across:
    """The overview, across the essays.

    ``facts`` are about the source, ``made`` about the notes; ``essays`` are (view, thesis),
    ``themes`` (term, essays that say it), ``unique`` (essay, terms of its own), ``twins``
    (essays, similarity), ``figures`` (what, (essay, value) each, whether they agree), and
    ``audit`` the rows of the totals.
    """

    facts: tuple[str, ...]
    made: tuple[str, ...]
    essays: tuple[tuple[EssayView, Line | None], ...]
    themes: tuple[tuple[str, tuple[Link, ...]], ...]
    unique: tuple[tuple[Link, tuple[str, ...]], ...]
    twins: tuple[tuple[tuple[Link, ...], str], ...]
    repeats: tuple[Likeness, ...]
    figures: tuple[tuple[str, tuple[tuple[Link, str], ...], bool], ...]
    repairs: str
    lost: int
    audit: tuple[tuple[str, ...], ...]
    warnings: tuple[str, ...]


def across(
    notebook: Notebook, views: tuple[EssayView, ...], anchors: Mapping[int, Anchors]
) -> Across:
    """The overview of ``notebook``; ``views`` stand beside its notes, ``anchors`` by ordinal."""
    overview = notebook.overview
    targets = {view.ordinal: view.id for view in views}

    def link(ordinal: int) -> Link:
        return Link(f"第 {ordinal} 篇", targets.get(ordinal, ""))

    def passages(repeat: Repeat) -> tuple[Passage, Passage, str]:
        sides = (
            (repeat.first, repeat.first_sentence),
            (repeat.second, repeat.second_sentence),
        )
        first, second = (
            Passage(link(at), one.text, anchors[at].marks([one]) if at in anchors else ())
            for at, one in sides
        )
        return first, second, share(repeat.similarity)

    pairs: dict[tuple[int, int], list[Repeat]] = {}
    for one in overview.repeats:
        pairs.setdefault((one.first, one.second), []).append(one)
    counts = Counter(repair.kind for repair in notebook.repaired.repairs)
    lost = counts.pop("lost_text", 0)
    by_kind = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Across(
        facts=tuple(_facts(notebook)),
        made=tuple(_made(notebook)),
        essays=tuple((view, _thesis(notebook, at, anchors)) for at, view in enumerate(views)),
        themes=tuple((one.term, tuple(map(link, one.essays))) for one in overview.themes),
        unique=tuple((link(at), words) for at, words in overview.unique if words),
        twins=tuple(
            (tuple(map(link, one.essays)), share(one.similarity)) for one in overview.twins
        ),
        repeats=tuple(
            Likeness(
                link(first),
                link(second),
                len(found),
                tuple(
                    passages(one)
                    for one in sorted(found, key=lambda one: -one.similarity)[:_SHOWN_REPEATS]
                ),
            )
            for (first, second), found in pairs.items()
        ),
        figures=tuple(
            (one.about, tuple((link(at), value) for at, value in one.values), one.agree)
            for one in overview.figures
        ),
        repairs=f"修复 {counts.total()} 处：{repair_counts(by_kind)}" if counts else "",
        lost=lost,
        audit=tuple(_audit(notebook)),
        warnings=tuple(dict.fromkeys((*notebook.repaired.document.warnings, *notebook.warnings))),
    )


def _thesis(notebook: Notebook, at: int, anchors: Mapping[int, Anchors]) -> Line | None:
    note = notebook.notes[at]
    thesis = accepted_thesis(note)
    if thesis is None:
        return None
    tags = ("模型",) if thesis.point.origin == "model" else ()
    weak = ("待核",) if thesis.verdict == "weak" else ()
    marks = anchors[note.essay.ordinal].marks(thesis.point.sources)
    return Line(thesis.text, marks, (*tags, *weak))


def _facts(notebook: Notebook) -> Iterator[str]:
    """来源 and the count; what breaks off is named."""
    document, bundle = notebook.repaired.document, notebook.bundle
    yield file_name(document.source)
    yield f"{document.format}，{document.encoding}"
    yield f"{characters(document.text)} 字"
    cut = [f"第{numeral(one.ordinal)}篇在原文中断" for one in bundle.essays if one.cut_off]
    yield "；".join([claim(bundle.claimed, len(bundle.essays)), *cut])


def _made(notebook: Notebook) -> Iterator[str]:
    """By which model and when."""
    if notebook.model:
        yield f"模型 {notebook.model}"
    if notebook.created:
        yield notebook.created


def _audit(notebook: Notebook) -> Iterator[tuple[str, ...]]:
    total = [0] * 5
    for note in notebook.notes:
        of = note.audit
        counts = [extracted(note), of.verified, of.replaced, of.refused, of.weak]
        total = [before + count for before, count in zip(total, counts, strict=True)]
        yield (str(note.essay.ordinal), *map(str, counts), share(of.coverage))
    if len(notebook.notes) > 1:
        weights = [characters(note.essay.text) for note in notebook.notes]
        pairs = zip(notebook.notes, weights, strict=True)
        covered = sum(note.audit.coverage * weight for note, weight in pairs)
        yield ("合计", *map(str, total), share(covered / max(sum(weights), 1)))
