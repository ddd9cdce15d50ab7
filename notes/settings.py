"""The settings of a run, one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from notes.errors import SettingsError

if TYPE_CHECKING:
    # The values take a quarter of the time of `notes --help` and are not needed for it.
    from notes.values import EssayKind

KindChoice = Literal["auto", "speech", "reflection"]
Flavor = Literal["obsidian", "commonmark", "github"]
"""A dialect of Markdown."""


@dataclass(frozen=True, slots=True)
class Length:
    """How long a summary shall be: ``characters``, or ``share`` (0..1) of the essay."""

    characters: int | None = None
    share: float | None = None

    @staticmethod
    def parse(text: str) -> Length:
        """Read ``200``, ``200字`` or ``15%``. Raises ``SettingsError``."""
        value = text.strip().rstrip("字").replace("％", "%")
        try:
            if value.endswith("%"):
                share = float(value[:-1]) / 100
                if 0 < share <= 1:
                    return Length(share=share)
            elif int(value) >= MINIMUM:
                return Length(characters=int(value))
        except ValueError:
            pass
        raise SettingsError(
            f"--length {text}: 请给出不小于 {MINIMUM} 的字数（如 200）或 1%-100% 的比例（如 15%）。"
        )

    def of(self, size: int) -> int | None:
        """The length in characters for an essay of ``size`` characters; ``None``: by default."""
        if self.share is not None:
            return max(MINIMUM, round(self.share * size))
        return self.characters


MINIMUM = 30
"""Shortest summary that can be asked for, in characters."""


@dataclass(frozen=True, slots=True)
class Rendering:
    """How notes are written: names of formats, dialect of Markdown, the user's templates."""

    formats: tuple[str, ...] = ("md", "json")
    flavor: Flavor = "obsidian"
    templates: Path | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose; the defaults are those of the command line."""

    kind: KindChoice = "auto"
    length: Length = Length()
    points: int | None = None
    model: str | None = None
    user_dict: Path | None = None
    stop_words: Path | None = None
    created: str = ""
    formats: tuple[str, ...] = ("md", "json")
    flavor: Flavor = "obsidian"
    templates: Path | None = None

    @property
    def rendering(self) -> Rendering:
        """What of the settings concerns the writing of the notes."""
        return Rendering(self.formats, self.flavor, self.templates)

    def kind_or(self, found: EssayKind) -> EssayKind:
        """The kind the user named, or the one that was found."""
        return found if self.kind == "auto" else self.kind
