"""What of a note is shown: accepted statements only, titles with their mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from notes.values import Checked, StudyNote

PROPOSED = "（拟）"
"""Ends a title or a heading that the program made."""
_STOPS = "。！？!?…；;"
_CLOSERS = "”’」』》）)】\"'"


def bare_title(note: StudyNote) -> str:
    """The title without the mark of a proposed one; 未命名 when it is empty."""
    return note.title.strip().removesuffix(PROPOSED).strip() or "未命名"


def full_title(note: StudyNote) -> str:
    """The title as shown; one that the program made ends in （拟）."""
    return bare_title(note) + (PROPOSED if note.title_proposed else "")


def accepted(points: Iterable[Checked]) -> tuple[Checked, ...]:
    """The points that the checks let pass; an unsupported one is never rendered."""
    return tuple(point for point in points if point.accepted)


def accepted_thesis(note: StudyNote) -> Checked | None:
    """The one-sentence gist when there is one and the checks let it pass."""
    return note.thesis if note.thesis is not None and note.thesis.accepted else None


def statements(note: StudyNote) -> Iterator[Checked]:
    """Every statement that the note makes, in its order."""
    if (thesis := accepted_thesis(note)) is not None:
        yield thesis
    for part in (note.summary, note.points, note.claims, note.measures, note.practice):
        yield from accepted(part)


def extracted(note: StudyNote) -> int:
    """How many different sentences the note takes from the source as they stand."""
    return len({one.text for one in statements(note) if one.point.origin == "extract"})


def broken(point: Checked) -> bool:
    """Whether the point repeats a sentence in which the source lost text."""
    return point.point.origin == "extract" and any(one.broken for one in point.point.sources)


def running_text(point: Checked) -> str:
    """The text of a point with an end: 。 where it has none, …… where the source breaks off."""
    text = point.text.strip()
    if not text or text.rstrip(_CLOSERS)[-1:] in _STOPS:
        return text
    return f"{text}{'……' if broken(point) else '。'}"


def summary_text(note: StudyNote) -> str:
    """The summary as running text without place marks."""
    return "".join(running_text(point) for point in accepted(note.summary))


def characters(text: str) -> int:
    """Characters of ``text`` that are no white space, as Chinese writers count 字."""
    return len("".join(text.split()))
