"""The front matter of a note read back, also after a reader or Obsidian rewrote it."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

_FIELD = re.compile(r"([A-Za-z_]+):(.*)")


def fields(lines: Sequence[str]) -> tuple[int, dict[str, list[str]]]:
    """Where the body begins, and the front matter of a note that a reader may have changed.

    Each key has the list of its values. Read is what ``sealed`` writes and what Obsidian
    makes of it; other YAML is passed over.
    """
    found: dict[str, list[str]] = {}
    if not lines or lines[0].rstrip() != "---":
        return 0, found
    key = ""
    for number, line in enumerate(lines[1:], 1):
        if line.rstrip() == "---":
            return number + 1, found
        named = _FIELD.match(line)
        if named:
            key = named[1]
            found[key] = [_value(named[2])] if named[2].strip() else []
        elif key and line.lstrip().startswith("- "):
            found[key].append(_value(line.lstrip()[2:]))
    return 0, {}


def _value(text: str) -> str:
    text = text.strip()
    try:
        value = json.loads(text) if text.startswith('"') else text.strip("'")
    except ValueError:
        return text
    return str(value)
