r"""Text of the source made inert for the fields of Anki notes.

A field is HTML, and Anki looks for more in it: ``{{c1::…}}`` (cloze), ``[sound:…]``
and ``[anki:…]``, ``[latex]``, ``[$]``, and ``\(…\)`` and ``\[…\]`` (MathJax, which reads
what the browser shows and not the source of the page; it does not read across the
border of an element).
"""

from __future__ import annotations

import html
import re

from notes.render.escape import clean

_ENTITIES = {letter: f"&#{ord(letter)};" for letter in "{}[]"}
_SPECIAL = str.maketrans(_ENTITIES | {"\\": "<span>&#92;</span>"})
_DOUBLE = re.compile(r":(?=:)|(?<=:):")
_NOT_LETTERS = re.compile(r"[\W_]+")


def inert(text: str) -> str:
    """``text`` as HTML that shows ``clean(text)`` and does nothing."""
    return escaped(clean(text))


def escaped(text: str) -> str:
    """A piece of clean ``text`` as HTML; blanks at its ends stay."""
    return _DOUBLE.sub("&#58;", html.escape(text).translate(_SPECIAL))


def hidden(text: str, hint: str = "") -> str:
    """A piece of clean ``text`` as a cloze deletion of the first card."""
    answer, shown = (escaped(one).replace(":", "&#58;") for one in (text, hint))
    return f"{{{{c1::{answer}{f'::{shown}' if hint else ''}}}}}"


def letters(text: str) -> str:
    """What of ``text`` tells a card from others: its letters and digits, in lower case."""
    return _NOT_LETTERS.sub("", clean(text)).casefold()
