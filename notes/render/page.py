"""What the parts of a Markdown file are written with: dialect, headings, templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from notes.render.escape import inline
from notes.render.flavors import Dialect, dialect
from notes.render.headings import HEADINGS, headings
from notes.render.places import Footnotes, PlaceMarks
from notes.settings import Rendering
from notes.values import Repaired, StudyNote

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Look:
    """How Markdown files look; ``templates`` are the user's, where there are any."""

    dialect: Dialect = field(default_factory=Dialect)
    headings: Mapping[str, str] = field(default_factory=lambda: HEADINGS)
    templates: Environment | None = None

    def part(self, name: str, lines: Sequence[str], level: int = 2) -> list[str]:
        """``lines`` under the heading of the part ``name``; nothing when there are none."""
        if not lines:
            return []
        return [f"{'#' * level} {inline(self.headings[name])}", "", *lines, ""]

    def marks(self, repaired: Repaired, note: StudyNote) -> PlaceMarks:
        """The place marks of ``note``."""
        return (Footnotes if self.dialect.footnotes else PlaceMarks)(repaired, note)


@dataclass(frozen=True, slots=True)
class Page:
    """The look of one note and its place marks."""

    look: Look
    marks: PlaceMarks


def look_of(rendering: Rendering) -> Look:
    """The look that ``rendering`` asks for. Raises ``SettingsError`` for its templates."""
    templates = None
    if rendering.templates is not None:
        from notes.render.templates import markdown_templates

        templates = markdown_templates(rendering.templates)
    return Look(dialect(rendering.flavor), headings(rendering.templates), templates)
