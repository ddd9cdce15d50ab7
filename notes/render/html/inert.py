"""Text of the source as HTML that shows it and does nothing.

Two ways: ``escape`` of MarkupSafe after ``clean`` for the lines of a note, where nothing
is shown that cannot be seen; ``visible`` for the source itself, where a character that
cannot be seen (or turns the reading direction) is shown by its number, ``[U+202E]``.
"""

from __future__ import annotations

import re
import unicodedata

from markupsafe import Markup, escape

from notes.render.escape import clean

_LINE = re.compile(r"\r\n?")
_BLANK_LETTERS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_KEPT = frozenset("\t\n")
_UNSEEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"})


def plain(value: object) -> object:
    """``value`` ready for a template: strings cleaned, markup of this package as it is."""
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value


def visible(text: str) -> Markup:
    """``text`` escaped, its line feeds kept, each character without a shape shown by number."""
    text = _LINE.sub("\n", text)
    if text.replace("\n", "").replace("\t", "").isprintable() and _BLANK_LETTERS.isdisjoint(text):
        return escape(text)
    return Markup("").join(_shown(char) for char in text)


def _shown(char: str) -> Markup:
    if char in _KEPT:
        return Markup(char)  # noqa: S704 - a tab or a line feed
    if char in _BLANK_LETTERS or unicodedata.category(char) in _UNSEEN:
        return Markup('<span class="unseen">[U+{:04X}]</span>').format(ord(char))
    return escape(char)
