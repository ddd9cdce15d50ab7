"""Citations as footnotes: ``footnotes.xml``, which python-docx does not write.

The numbers ①②③ begin anew on each page, as in printed Chinese documents (the page
settings say so); beyond ten Word goes on with plain numbers.
"""

from __future__ import annotations

from notes.render.docx.elements import Element, element, literal, mark, paragraph, run

STYLE = "FootnoteText"
_REFERENCE = "FootnoteReference"
SEPARATORS = {"separator": -1, "continuationSeparator": 0}
"""The ids of the rules above the footnotes, which the settings name too."""


class Footnotes:
    """Numbers the footnotes in the order in which they are cited."""

    def __init__(self) -> None:
        self._written: list[Element] = [_rule(*one) for one in SEPARATORS.items()]
        self.count = 0

    def cite(self, text: str) -> Element:
        """The run of the reference to a new footnote that says ``text``."""
        self.count += 1
        note = paragraph(STYLE, mark("footnoteRef", _REFERENCE), literal(" "), run(text))
        self._written.append(element("footnote", note, id=self.count))
        return mark("footnoteReference", _REFERENCE, id=self.count)

    def part(self) -> Element:
        """The root of ``footnotes.xml``."""
        return element("footnotes", *self._written)


def _rule(kind: str, identity: int) -> Element:
    return element("footnote", paragraph(STYLE, mark(kind)), type=kind, id=identity)
