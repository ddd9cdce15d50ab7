"""Relative Markdown links between the files of a notebook.

``[标题](01-标题.md)`` works in Obsidian as well as on GitHub and in any other
renderer, also inside a table. A wikilink is plain text outside Obsidian, and the
``|`` of ``[[file|title]]`` breaks a table.
"""

from __future__ import annotations

import re
from urllib.parse import quote

from notes.render.escape import inline

# Chinese stays readable: browsers encode it, Obsidian takes it as it is.
_ENCODED = re.compile(r"(?![A-Za-z0-9_.-])[\x00-\x7f]")


def link(text: str, name: str) -> str:
    """A link that shows ``text`` and leads to the file ``name`` of the same folder."""
    return f"[{inline(text)}]({target(name)})"


def target(name: str) -> str:
    """``name`` as the target of a link."""
    return _ENCODED.sub(lambda found: quote(found.group(), safe=""), name)
