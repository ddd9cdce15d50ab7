"""The whole chain: a document goes in, a notebook comes out.

::

    understand   repair → split into essays → outline, sentences, kind
    draft        + extraction and its checks, passages and what the model is asked
    finish       + the model's answers: verify → merge → notes → overview

The stages know nothing of each other; only this file knows them all.
``take_notes`` runs everything for one document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from notes.extract.demand import service
from notes.extract.essay import Extraction, extract
from notes.extract.thesis import faults
from notes.extract.titles import is_legible, propose
from notes.joining import Statements, bare
from notes.merge import choose_points, merge, summarize, usual_length
from notes.overview import overview
from notes.repair import repair
from notes.settings import Settings
from notes.structure.bundle import split_bundle
from notes.structure.duplicates import near_duplicates
from notes.structure.kind import kind
from notes.structure.outline import outline
from notes.summarize.passages import PASSAGE_LIMIT, passages
from notes.summarize.protocol import Request, Summarizer, trusts_fusion
from notes.summarize.vocabulary import plain
from notes.values import (
    Audit,
    Bundle,
    Checked,
    Document,
    Essay,
    EssayKind,
    Notebook,
    Outline,
    Passage,
    Point,
    Reason,
    Repaired,
    Sentence,
    Span,
    StudyNote,
    Twins,
)
from notes.verify import Verifier
from notes.words import Words, words

FAULT = 1.0
"""A whole fault: what speaks so much more against a thesis of the model keeps it out."""

_SILENT_REPAIRS = {"half_width", "spaces", "line_break"}
"""Repairs of form that leave the wording as it was."""


_MEMBER = re.compile(r"[一二三四五六七八九十]是|首先|其次|再次|最后|另一方面")
"""A member of a list that says nothing of the others, so it cannot stand alone."""

_MISREAD = 3
"""Repaired recognition errors from which on a document's titles are doubted as well."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A document after repair and structure; ``essays`` carry outline, kind and its reasons."""

    repaired: Repaired
    bundle: Bundle
    essays: tuple[tuple[Essay, Outline, tuple[EssayKind, tuple[str, ...]]], ...]


@dataclass(frozen=True, slots=True)
class Material:
    """What was extracted of one essay and checked, and which of the requests are about it."""

    essay: Essay
    outline: Outline
    kind: EssayKind
    kind_reasons: tuple[str, ...]
    extraction: Extraction
    extracted: tuple[Checked, ...]
    claims: tuple[Checked, ...]
    measures: tuple[Checked, ...]
    practice: tuple[Checked, ...]
    statements: Statements
    passages: tuple[Passage, ...]
    core: tuple[Sentence, ...]
    gists: slice
    thesis: int
    title: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything before the model: the materials of all essays and what to ask for."""

    repaired: Repaired
    bundle: Bundle
    materials: tuple[Material, ...]
    requests: tuple[Request, ...]


def take_notes(
    document: Document,
    settings: Settings | None = None,
    summarizer: Summarizer | None = None,
    *,
    model: str = "",
) -> Notebook:
    """Return the notes of ``document``.

    Without a ``summarizer`` the notes rest on extraction alone. ``model`` is the
    name that the notes give for it. Raises ``ModelError`` and ``SettingsError``.
    """
    settings = settings or Settings()
    begun = draft(document, settings)
    answers = summarizer.write(begun.requests) if summarizer else [""] * len(begun.requests)
    return finish(begun, answers, settings, model=model, fusion=trusts_fusion(summarizer))


def understand(document: Document) -> Understood:
    """Repair ``document`` and find its essays, their outlines and kinds."""
    repaired = repair(document)
    bundle = split_bundle(repaired)
    essays = []
    for essay in bundle.essays:
        structure = outline(essay)
        essays.append((essay, structure, kind(essay, structure)))
    return Understood(repaired, bundle, tuple(essays))


def draft(document: Document, settings: Settings) -> Draft:
    """Do everything that needs no model and collect the requests for all essays."""
    understood = understand(document)
    lexicon = words(settings.user_dict, settings.stop_words)
    requests: list[Request] = []
    materials = []
    repairs = Counter(one.kind for one in understood.repaired.repairs)
    misread = repairs["ocr_char"] >= _MISREAD
    for number, (essay, structure, (found, reasons)) in enumerate(understood.essays):
        chosen = settings.kind_or(found)
        changed = _repaired_sentences(understood.repaired, essay, structure)
        extraction = extract(essay, structure, lexicon, chosen, changed)
        verifier = Verifier(essay, structure, lexicon, others=understood.bundle.essays)
        parts = passages(number, structure)
        begin = len(requests)
        requests.extend(Request("gist", passage.text) for passage in parts)
        core = _core(structure, extraction.scores)
        text = "".join(sentence.text for sentence in core)
        thesis = len(requests)
        requests.append(Request("gist", text, 40))
        titled = bool(essay.title) and (not misread or is_legible(essay.title, essay.text, lexicon))
        title = None if titled else len(requests)
        if title is not None:
            requests.append(Request("heading", text))
        materials.append(
            Material(
                essay=essay,
                outline=structure,
                kind=chosen,
                kind_reasons=reasons if chosen == found else ("由用户指定",),
                extraction=extraction,
                extracted=tuple(verifier.check(point) for point in extraction.candidates),
                claims=_accepted(verifier, extraction.claims),
                measures=_accepted(verifier, extraction.measures),
                practice=_accepted(verifier, extraction.practice),
                statements=Statements.of(extraction.candidates),
                passages=parts,
                core=core,
                gists=slice(begin, thesis),
                thesis=thesis,
                title=title,
            )
        )
    return Draft(understood.repaired, understood.bundle, tuple(materials), tuple(requests))


def finish(
    begun: Draft,
    answers: Sequence[str],
    settings: Settings,
    *,
    model: str = "",
    fusion: bool = True,
) -> Notebook:
    """Check the model's ``answers`` (beside ``begun.requests``) and write the notes.

    ``fusion`` says whether sentences in which the model joined clauses may stand
    when the checks accept them (see ``notes.summarize.protocol.trusts_fusion``).
    """
    lexicon = words(settings.user_dict, settings.stop_words)
    notes = tuple(
        _note(material, answers, begun, settings, lexicon, fusion=fusion)
        for material in begun.materials
    )
    return Notebook(
        repaired=begun.repaired,
        bundle=begun.bundle,
        notes=notes,
        overview=overview(notes, lexicon, _twins(begun.bundle)),
        model=model,
        created=settings.created,
        warnings=begun.repaired.document.warnings,
    )


def _twins(bundle: Bundle) -> tuple[Twins, ...]:
    ordinals = [essay.ordinal for essay in bundle.essays]
    return tuple(
        Twins(tuple(ordinals[at] for at in alike.essays), alike.similarity)
        for alike in near_duplicates(bundle.essays)
    )


def _note(  # noqa: PLR0913 - the whole of a run meets here
    material: Material,
    answers: Sequence[str],
    begun: Draft,
    settings: Settings,
    lexicon: Words,
    *,
    fusion: bool,
) -> StudyNote:
    essay, structure, extraction = material.essay, material.outline, material.extraction
    verifier = Verifier(essay, structure, lexicon, others=begun.bundle.essays)
    modelled = [
        verifier.check(Point(text, passage.sentences, "model", passage.section))
        for passage, text in zip(material.passages, answers[material.gists], strict=True)
        if text
    ]
    standing = [
        stood for one in modelled for stood in _standing(one, material, verifier, fusion=fusion)
    ]
    pool = merge(material.extracted, standing)
    size = len(essay.text)
    length = settings.length.of(size) or usual_length(size)
    summary = summarize(pool, extraction.demand, structure, length)
    points = choose_points(
        pool, extraction.demand, structure, settings.points, [c.text for c in summary]
    )
    thesis = _thesis(material, answers[material.thesis], verifier, fusion=fusion)
    title, proposed = _title(material, answers, fusion=fusion)
    note = StudyNote(
        essay=essay,
        outline=structure,
        title=title,
        title_proposed=proposed,
        kind=material.kind,
        kind_reasons=material.kind_reasons,
        thesis=thesis,
        summary=summary,
        points=points,
        entries=extraction.entries,
        claims=material.claims,
        measures=material.measures,
        practice=material.practice,
        quotes=extraction.quotes,
        figures=extraction.figures,
        terms=extraction.terms,
        questions=extraction.questions,
        audit=Audit(0, 0, 0, 0, 0.0, 0.0),
    )
    refusals = tuple(one for one in modelled if one not in standing)
    return _audited(note, refusals, material, begun.repaired)


def _thesis(material: Material, answer: str, verifier: Verifier, *, fusion: bool) -> Checked | None:
    """The model's sentence about the core of the essay, else the best extracted one."""
    if answer:
        reasons = (Reason("core", len(material.core)),)
        checked = verifier.check(Point(answer, material.core, "model", reasons=reasons))
        stood = _standing(checked, material, verifier, fusion=fusion)
        if len(stood) == 1 and _carries(stood[0].text, material):
            return stood[0]
    if material.extraction.thesis is None:
        return None
    checked = verifier.check(material.extraction.thesis)
    return checked if checked.accepted else None


def _carries(answer: str, material: Material) -> bool:
    """Whether ``answer`` says nearly as much of the essay as the best extracted sentence.

    And no more speaks against it as a thesis (a date at its beginning, a story, figures).
    """
    best, demand = material.extraction.thesis, material.extraction.demand
    if best is None:
        return True
    ours, theirs = service([answer, best.text], demand) @ np.asarray(demand.weights)
    return bool(ours >= 0.8 * theirs) and faults(answer) < faults(best.text) + FAULT


def _standing(
    checked: Checked, material: Material, verifier: Verifier, *, fusion: bool
) -> tuple[Checked, ...]:
    """The sentence of the model if it may stand, else what it says in the source's statements."""
    if _stands(checked, material, fusion=fusion):
        return (checked,)
    within = {sentence.index for sentence in checked.point.sources}
    said = (
        verifier.check(replace(checked.point, text=statement))
        for statement in material.statements.recast(checked.text, within)
    )
    return tuple(one for one in said if _stands(one, material, fusion=fusion))


def _stands(checked: Checked, material: Material, *, fusion: bool) -> bool:
    """Whether a sentence of the model may stand; what is only weakly supported is replaced.

    Of a model whose fusions are not trusted, only wordings stand that are whole clauses
    of the source from the beginning of a sentence, or a form that extraction knows to
    be grammatical: such a model chooses and shortens, it does not join.
    """
    if not checked.accepted or checked.verdict == "weak":
        return False
    if fusion:
        return True
    if checked.text.count("“") != checked.text.count("”") or _MEMBER.match(checked.text):
        return False
    if material.statements.has(checked.text):
        return True
    text = bare(checked.text)
    starts = (bare(sentence.text) for sentence in checked.point.sources)
    return checked.verdict == "verbatim" and any(text.startswith(start[:8]) for start in starts)


def _title(material: Material, answers: Sequence[str], *, fusion: bool) -> tuple[str, bool]:
    if material.title is None:
        return material.essay.title, False
    extraction, written = material.extraction, answers[material.title]
    whole = fusion or bare(written) in plain(material.essay.text)
    candidates = [written] if written and whole else []
    return propose(material.essay, extraction.terms, extraction.candidates, candidates), True


def _accepted(verifier: Verifier, points: Iterable[Point]) -> tuple[Checked, ...]:
    checked = (verifier.check(point) for point in points)
    return tuple(one for one in checked if one.accepted)


def _core(structure: Outline, scores: Sequence[float]) -> tuple[Sentence, ...]:
    """The most salient sentences that fit into one passage, in text order."""
    order = sorted(range(len(scores)), key=lambda i: (-scores[i], i))
    chosen: list[int] = []
    size = 0
    for at in order:
        length = len(structure.sentences[at].text)
        if size + length <= PASSAGE_LIMIT:
            chosen.append(at)
            size += length
    return tuple(structure.sentences[at] for at in sorted(chosen))


def _original(repaired: Repaired, essay: Essay, span: Span) -> Span:
    return repaired.offsets.to_source(
        Span(essay.span.start + span.start, essay.span.start + span.end)
    )


def _repaired_sentences(repaired: Repaired, essay: Essay, structure: Outline) -> tuple[bool, ...]:
    """Beside the sentences: whether a repair changed their wording."""
    changes = sorted(
        (r.start, r.end)
        for r in repaired.repairs
        if r.kind not in _SILENT_REPAIRS and r.damaged != r.repaired
    )
    flags = []
    at = 0
    for sentence in structure.sentences:
        span = _original(repaired, essay, sentence.span)
        while at < len(changes) and changes[at][1] <= span.start:
            at += 1
        flags.append(at < len(changes) and changes[at][0] < span.end)
    return tuple(flags)


def _audited(
    note: StudyNote, refusals: tuple[Checked, ...], material: Material, repaired: Repaired
) -> StudyNote:
    """The note with its audit: what was checked, replaced, refused, and on how much it rests."""
    lines = [*note.summary, *note.points, *note.claims, *note.measures, *note.practice]
    if note.thesis:
        lines.append(note.thesis)
    rested: dict[int, Sentence] = {
        sentence.index: sentence for line in lines for sentence in line.point.sources
    }
    replaced = sum(
        any(sentence.index in rested for sentence in refusal.point.sources) for refusal in refusals
    )
    body = sum(len(sentence.text) for sentence in note.outline.sentences)
    whole = _original(repaired, note.essay, Span(0, len(note.essay.text)))
    kinds = Counter(
        r.kind for r in repaired.repairs if whole.start <= r.start and r.end <= whole.end
    )
    read = sum(len(passage.text) for passage in material.passages)
    audit = Audit(
        verified=len({line.text for line in lines if line.point.origin == "model"}),
        replaced=replaced,
        refused=len(refusals),
        weak=len({line.text for line in lines if line.verdict == "weak"}),
        coverage=sum(len(s.text) for s in rested.values()) / body if body else 0.0,
        read=read / body if body else 1.0,
        repairs=tuple(sorted((k, n) for k, n in kinds.items() if k != "lost_text")),
        lost=kinds["lost_text"],
        refusals=refusals,
    )
    return replace(note, audit=audit)
