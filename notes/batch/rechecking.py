"""``notes verify``: an edited note against its source, long after it was written."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

from notes.errors import OK, UNPROVEN, DamagedFileError, MissingFileError, UnknownFormatError
from notes.extract.places import heading_sentence
from notes.pipeline import Understood, understand
from notes.reading import read
from notes.render.escape import clean
from notes.render.findings import told
from notes.render.headings import headings
from notes.render.json_file import RECORD, text_of
from notes.render.names import file_name
from notes.render.recorded import record
from notes.render.reread import reread
from notes.values import Document, Essay, Outline, WrittenNote
from notes.verify.recheck import Rechecked, Rechecker, Standing
from notes.verify.verifier import Verifier
from notes.words import Words, words

LEAST_EVIDENCE = 0.3
"""Share of the quoted sentences that an essay must still hold where no title names it."""
SHORT = 4
"""Characters up to which a quoted sentence tells no essay from another."""
_NAMES: dict[Standing, str] = {"weak": "依据不足", "moved": "出处不符", "fallen": "不再成立"}
_NEXT = "请给出 .md 笔记或 notes.json，以及它所根据的原文"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A note, the essay that it is about, and how each of its lines stands."""

    note: WrittenNote
    essay: Essay
    lines: tuple[Rechecked, ...]

    def of(self, standing: Standing) -> tuple[Rechecked, ...]:
        """The lines that stand so."""
        return tuple(line for line in self.lines if line.standing == standing)


def verify_note(  # noqa: PLR0913 - one parameter an option
    note: Path,
    source: Path,
    out: TextIO,
    *,
    as_json: bool = False,
    user_dict: Path | None = None,
    templates: Path | None = None,
) -> int:
    """Print on ``out`` which lines of ``note`` its ``source`` no longer bears.

    ``note`` is a Markdown note, a ``notes.json`` or the folder of one; ``templates`` is the
    folder whose ``headings.toml`` it was written with. Returns ``OK``
    where all lines stand, else ``UNPROVEN``. Raises ``InputError`` where a file cannot be
    used or the note is about another source, and ``SettingsError``.
    """
    written, sha256 = _written(note, templates)
    document = read(source)
    understood = understand(document)
    lexicon = words(user_dict)
    outcomes = [
        _outcome(one, _essay_of(one, understood, note, source), understood, lexicon)
        for one in written
    ]
    changed = None if sha256 is None else sha256 != _hash(document)
    if as_json:
        whole = _as_json(note, source, outcomes, changed=changed)
        out.write(json.dumps(whole, ensure_ascii=False) + "\n")
    else:
        out.write("".join(f"{line}\n" for line in _as_text(note, source, outcomes, changed)))
    return UNPROVEN if any(one.of("fallen") for one in outcomes) else OK


def _hash(document: Document) -> str:
    return hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()


def _written(path: Path, templates: Path | None) -> tuple[tuple[WrittenNote, ...], str | None]:
    """The notes of a file; of a record also the hash of the text that it was written of."""
    if path.is_dir() and (path / RECORD).is_file():
        path /= RECORD
    if not path.exists() or path.is_dir():
        raise MissingFileError(path, f"没有这个笔记文件，{_NEXT}。")
    if path.suffix.lower() == ".json":
        found = record(path, text_of(path))
        if not found.notes:
            raise DamagedFileError(path, f"里面没有笔记，{_NEXT}。")
        return found.notes, found.sha256
    if path.suffix.lower() not in {".md", ".markdown"}:
        raise UnknownFormatError(path, f"不是笔记，{_NEXT}（先写笔记，后写原文）。")
    return (reread(path, text_of(path), headings(templates)),), None


def _essay_of(
    note: WrittenNote, understood: Understood, path: Path, source: Path
) -> tuple[Essay, Outline]:
    """The essay that ``note`` is about: by its title, its evidence and its 篇.

    Raises ``UnknownFormatError`` where no essay of the source can be it.
    """
    evidence = note.evidence or [claim.text for claim in note.claims]
    quoted = [_bare(text) for text in evidence if len(text) > SHORT]
    titles = {_bare(title) for title in note.titles}
    best: tuple[Essay, Outline] | None = None
    best_rank = (LEAST_EVIDENCE, False, False)
    for essay, outline, _ in understood.essays:
        body = _bare(essay.text)
        share = sum(text in body for text in quoted) / max(len(quoted), 1)
        named = bool(essay.title) and _bare(essay.title) in titles
        rank = (max(share, LEAST_EVIDENCE * named), named, essay.ordinal == note.ordinal)
        if rank > best_rank:
            best, best_rank = (essay, outline), rank
    if best is None:
        title = next(iter(note.titles), "")
        raise UnknownFormatError(
            path, f"笔记写的是《{title}》，{source} 里没有这一篇，请核对原文是不是这一份。"
        )
    return best


def _bare(text: str) -> str:
    return "".join(char for char in clean(text) if char.isalnum())


def _outcome(
    note: WrittenNote, about: tuple[Essay, Outline], understood: Understood, lexicon: Words
) -> Outcome:
    essay, outline = about
    verifier = Verifier(essay, outline, lexicon, others=understood.bundle.essays)
    headed = (section for section in outline.sections if section.heading and not section.run_in)
    headings = tuple(heading_sentence(outline, section) for section in headed)
    rechecker = Rechecker(essay, outline, verifier, headings)
    return Outcome(note, essay, tuple(rechecker.recheck(claim) for claim in note.claims))


def _as_text(
    note: Path, source: Path, outcomes: Sequence[Outcome], changed: bool | None
) -> list[str]:
    lines = [f"{note}，对照 {source}"]
    if changed:
        lines.append("原文自笔记写成以来有改动。")
    for one in outcomes:
        if one.note.edited is not None:
            lines.append("笔记写成以后有改动。" if one.note.edited else "笔记写成以后没有改动。")
        lines.append(
            f"第 {one.essay.ordinal} 篇 {clean(one.essay.title) or '（无题）'}：{_count(one)}"
        )
        for line in one.of("fallen"):
            reasons = "；".join(clean(told(finding)) for finding in line.findings)
            lines += [f"  {_where(line)} 不再成立  {_text(line)}", f"    {reasons}。"]
        for line in one.of("moved"):
            there = "、".join(f"¶{number}" for number in line.paragraphs)
            lines.append(f"  {_where(line)} 出处不符，现见 {there}  {_text(line)}")
        for line in one.of("weak"):
            lines.append(f"  {_where(line)} 依据不足，请对照原文  {_text(line)}")
    return lines


def _count(one: Outcome) -> str:
    counts = Counter(line.standing for line in one.lines)
    parts = [f"核对 {len(one.lines)} 行", f"{counts['stands']} 行成立"]
    parts += [f"{counts[key]} 行{name}" for key, name in _NAMES.items() if counts[key]]
    return "，".join(parts) + "。"


def _where(line: Rechecked) -> str:
    claim = line.claim
    return f"第 {claim.line} 行〔{claim.place}〕" if claim.line else claim.place


def _text(line: Rechecked) -> str:
    claim = line.claim
    return f"{claim.text}（{claim.about}）" if claim.about else claim.text


def _as_json(
    note: Path, source: Path, outcomes: Sequence[Outcome], *, changed: bool | None
) -> dict[str, Any]:
    return {
        "note": str(note),
        "source": str(source),
        "source_changed": changed,
        "stands": not any(one.of("fallen") for one in outcomes),
        "essays": [
            {
                "ordinal": one.essay.ordinal,
                "title": one.essay.title,
                "edited": one.note.edited,
                "written_of": file_name(one.note.source) if one.note.source else "",
                "checked": len(one.lines),
                "standing": len(one.of("stands")),
                "weak": len(one.of("weak")),
                "moved": len(one.of("moved")),
                "fallen": len(one.of("fallen")),
                "lines": [_line(line) for line in one.lines if line.standing != "stands"],
            }
            for one in outcomes
        ],
    }


def _line(line: Rechecked) -> dict[str, Any]:
    claim = line.claim
    return {
        "line": claim.line or None,
        "place": claim.place,
        "text": claim.text,
        "about": claim.about,
        "standing": line.standing,
        "findings": [{"kind": one.kind, "detail": one.detail} for one in line.findings],
        "reasons": [told(one) for one in line.findings],
        "paragraphs": list(line.paragraphs),
    }
