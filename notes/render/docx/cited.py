"""What a citation says: place, wording of the source, repairs of that wording."""

from __future__ import annotations

from collections.abc import Iterable

from notes.render.citing import Citations, in_order
from notes.render.docx.elements import Element
from notes.render.docx.footnotes import Footnotes
from notes.render.escape import clean
from notes.values import Sentence

_ENDS = ("。", "！", "？", "”", "）", "……")
_RECENT = 12
"""So many footnotes back a wording still stands on this page or the one before."""
_SHORT = 30
"""A wording of so many characters is repeated all the same."""


class Cited:
    """Writes the footnotes of one essay."""

    def __init__(self, citations: Citations, footnotes: Footnotes) -> None:
        self._citations = citations
        self._footnotes = footnotes
        self._quoted: dict[tuple[str, str], int] = {}

    def cite(self, sources: Iterable[Sentence], beside: str = "") -> list[Element]:
        """The reference to a new footnote about ``sources``; nothing without sources.

        The wording is left out where the line repeats it (``beside``), and where one of
        the last footnotes has it.
        """
        said = [self._told(one, clean(beside)) for one in in_order(sources)]
        text = "".join(one if one.endswith(_ENDS) else f"{one}；" for one in said)
        return [self._footnotes.cite(text.rstrip("；"))] if said else []

    def row(self, one: Sentence) -> str:
        """Place and wording of ``one``, for a table, where there are no footnotes."""
        return f"{self._citations.place(one)}：{clean(one.text)}{self._remarks(one)}"

    def _told(self, one: Sentence, beside: str) -> str:
        place, text = self._citations.place(one), clean(one.text)
        if text.rstrip("。") in beside:
            return f"{place}{self._remarks(one)}"
        number = self._footnotes.count + 1
        if len(text) > _SHORT and number - self._quoted.get((place, text), -_RECENT) < _RECENT:
            return f"{place}（原句见前注）"
        self._quoted[place, text] = number
        return f"{place}：{text}{self._remarks(one)}"

    def _remarks(self, one: Sentence) -> str:
        repairs = self._citations.repairs(one)
        said = [f"修复：{repairs}"] if repairs else []
        said += ["此处原文有缺"] if one.broken else []
        return f"（{'；'.join(said)}）" if said else ""
