r"""Text of the source made inert for Markdown, HTML, tables, LaTeX and Obsidian.

``clean`` takes away what cannot be seen (control, zero-width and bidirectional
characters), ``inline`` also escapes. What a reader sees after rendering is
exactly ``clean(text)``. Escaped is only what could act:

* always, because ordinary Chinese prose hardly has them: ``\ ` * _ [ ] | # ^ $ ~``
  (emphasis, links, wikilinks, embeds, footnotes, tables, tags, block ids, LaTeX)
  with a backslash, ``< >`` as entities;
* only where they act: ``%%`` (Obsidian comments), ``==`` (highlights), ``::``
  (Dataview fields), ``://`` and ``www.`` (bare links), ``&`` before an entity,
  and ``- + =`` or ``1.`` at the beginning (lists, rules).

Full-width punctuation, digits, single percent signs, brackets （）, 《》 stay as
they are. E-mail addresses and ``:emoji:`` are recognised by GitHub after
rendering, where no escape reaches; they only change their look.
"""

from __future__ import annotations

import re
import unicodedata

_ALWAYS = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]|#^$~"} | {"<": "&lt;", ">": "&gt;"})
_ENTITY = re.compile(r"&(?=#|[A-Za-z][A-Za-z0-9]*;)")
_DOUBLED = re.compile(r"%(?=%)|(?<=%)%|=(?==)|(?<==)=|:(?=:|//)|(?<=[wW]{3})\.")
_LEADING = re.compile(r"\A(?:[-+=]|[0-9]{1,9}(?P<stop>[.)])(?=\s|\Z))")
# Letters by their category, but drawn as nothing.
_BLANK_LETTERS = "\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffe\uffff"


def clean(text: str) -> str:
    """``text`` on one line without invisible characters; runs of white space become one space.

    A lone surrogate, which no file can hold, becomes U+FFFD.
    """
    # str.isprintable is false for every category that _visible would change.
    if not text.isprintable() or any(blank in text for blank in _BLANK_LETTERS):
        text = "".join(map(_visible, text))
    return " ".join(text.split())


def inline(text: str) -> str:
    """``text`` as Markdown that shows ``clean(text)`` and does nothing.

    Fit for the beginning or the middle of a line, a list item, a block quote, a
    heading, a table cell and the text of a link.
    """
    text = _ENTITY.sub("&amp;", clean(text)).translate(_ALWAYS)
    text = _DOUBLED.sub(lambda found: f"\\{found.group()}", text)
    start = _LEADING.match(text)
    if start is None:
        return text
    at = start.start("stop") if start["stop"] else 0
    return f"{text[:at]}\\{text[at:]}"


def _visible(char: str) -> str:
    if char.isspace():
        return " "
    category = unicodedata.category(char)
    if category == "Cs":
        return "\ufffd"
    return "" if category in ("Cc", "Cf") or char in _BLANK_LETTERS else char
