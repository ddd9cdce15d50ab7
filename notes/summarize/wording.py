"""From the characters a model wrote to a sentence or a heading."""

from __future__ import annotations

import re

from notes.summarize.protocol import Task

_STOPS = "。！？!?"


def sentence(text: str, task: Task, *, ended: bool) -> str:
    """``text`` as a whole sentence (for a *heading*: without end marks), or empty.

    What did not end by itself (``ended`` is false) is cut back to its last sentence
    end; a heading that did not end is given up.
    """
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text).strip()
    if task == "heading":
        return text.strip("。，、；：,;: ") if ended else ""
    if not ended:
        text = text[: max(text.rfind(stop) for stop in _STOPS) + 1]
    text = re.sub(rf"[，、；：,;: ]+$|(?<=[{_STOPS}])[{_STOPS}]+$", "", text)
    return text if not text or text[-1] in _STOPS + "”…" else text + "。"
