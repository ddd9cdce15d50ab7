"""The YAML block on top of a note, and the seal that tells our files from the user's.

Every value is a double-quoted scalar written as JSON, which YAML 1.2 contains;
so no title can turn into a key, a date, a boolean or a second document. The date
``created`` stays plain when it is an ISO date, for the properties view of Obsidian.

``generator`` says that this program wrote the file and ``checksum`` that nobody
changed it since. A note asks its reader to write into it, so a changed note
belongs to the user and is never written over.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence

from notes.render.escape import clean

GENERATOR = "study-notes"
_GENERATOR_LINE = f"generator: {GENERATOR}"
_CHECKSUM_LINE = re.compile(r'^checksum: "([0-9a-f]{16})"\n', re.MULTILINE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)?")
_NOT_TAG = re.compile(r"[^\w-]+")


def quoted(text: str) -> str:
    """``text``, cleaned, as a double-quoted YAML scalar."""
    return json.dumps(clean(text), ensure_ascii=False)


def tags(words: Iterable[str]) -> tuple[str, ...]:
    """The ``words`` as Obsidian tags: no spaces or punctuation, none begins with a digit."""
    found: dict[str, str] = {}
    for word in words:
        tag = _NOT_TAG.sub("-", clean(word)).strip("-_")
        if tag and not tag[0].isalpha():
            tag = f"主题-{tag}"
        if tag:
            found.setdefault(tag.casefold(), tag)
    return tuple(found.values())


def sealed(
    fields: Sequence[tuple[str, str]],
    lists: Sequence[tuple[str, Iterable[str]]],
    body: str,
) -> str:
    """A whole Markdown file: front matter with ``generator`` and ``checksum``, then ``body``.

    Fields with an empty value are left out. The order is that of the arguments.
    """
    lines = ["---"]
    for key, value in fields:
        if value:
            plain = key == "created" and _ISO_DATE.fullmatch(value)
            lines.append(f"{key}: {value if plain else quoted(value)}")
    for key, values in lists:
        lines.extend([f"{key}:", *(f"  - {quoted(value)}" for value in values)])
    lines.extend([_GENERATOR_LINE, "---", "", body.strip("\n"), ""])
    text = "\n".join(lines)
    line = f'checksum: "{_checksum(text)}"\n'
    at = text.index(_GENERATOR_LINE) + len(_GENERATOR_LINE) + 1
    return text[:at] + line + text[at:]


def untouched(text: str) -> bool:
    """Whether ``text`` is a file of ``sealed`` that nobody has changed (line ends aside)."""
    text = text.replace("\r\n", "\n")
    head, end, _ = text.partition("\n---\n")
    seal = _CHECKSUM_LINE.search(head + "\n")
    if not (end and text.startswith("---\n") and f"\n{_GENERATOR_LINE}\n" in head and seal):
        return False
    return _checksum(text[: seal.start()] + text[seal.end() :]) == seal[1]


def generated(text: str) -> bool:
    """Whether ``text`` was once written by ``sealed``, also where somebody changed it since."""
    head, end, _ = text.replace("\r\n", "\n").partition("\n---\n")
    return bool(end) and text.startswith("---") and f"\n{_GENERATOR_LINE}\n" in head + "\n"


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]
