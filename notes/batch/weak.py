"""The weak points of a run, which ``summarize --strict`` names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from notes.render.shown import statements
from notes.values import Notebook


@dataclass(frozen=True, slots=True)
class WeakLine:
    """A line that its sources bear only in part: the file, the text, its paragraphs."""

    file: Path
    text: str
    paragraphs: tuple[int, ...]


def weak_lines(notebook: Notebook, files: Sequence[Path]) -> list[WeakLine]:
    """Return the weak lines of ``notebook``, each once a note.

    ``files`` begin with the files of its notes, as ``write_notebook`` returns them.
    """
    found: dict[tuple[Path, str], WeakLine] = {}
    for note, file in zip(notebook.notes, files, strict=False):
        for line in statements(note):
            if line.verdict == "weak":
                places = tuple(sorted({one.paragraph for one in line.point.sources}))
                found.setdefault((file, line.text), WeakLine(file, line.text, places))
    return list(found.values())
