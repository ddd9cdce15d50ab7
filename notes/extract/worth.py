"""How good a form of words is as a point of notes, whatever it says.

A short whole sentence is a claim that its author meant to stand alone; 是 makes a
claim of it, and figures make it worth noting; long lists with 、 and 等 name examples, and
what had words before it in its sentence stands less well alone.
The weights come from the search that ``salience`` describes.
"""

from __future__ import annotations

import math
import re

from notes.extract.compress import tidy
from notes.values import Point

COPULA = re.compile(r"(?<![都还但就只总于要可正凡])是(?!否|要|不是|为了)")
MODAL = re.compile(r"(?<![重主必首紧需])要(?![求素点义害])|必须|应当?(?![用对急])")
POINTER = re.compile(r"这|那些|它们?")
DIGIT = re.compile(r"\d")
_END = "。！!"
SHORTEST, SHORTEST_WHOLE = 18, 12
_MODEL = 1.3
"""A checked gist of the model says in one sentence what extraction needs several for."""


def worth(point: Point) -> float:
    """Return the factor (about 0.5 to 3) by which the form of ``point`` helps or harms it."""
    body = point.text.rstrip(_END)
    logarithm = (
        0.45 * bool(COPULA.search(body))
        + 0.23 * bool(MODAL.search(body))
        + 0.3 * bool(DIGIT.search(body))
        - 0.1 * ("等" in body)
        - 0.15 * min(body.count("、"), 4) / 4
        - 0.1 * bool(POINTER.search(body))
        - 0.1 * any(reason.kind == "cut_before" for reason in point.reasons)
    )
    if point.origin == "extract" or point.reasons:
        # Reasons say that it is a form of extraction, even when the model chose it.
        return math.exp(logarithm + 0.1 * _is_whole(body, point))
    return _MODEL * math.exp(logarithm + 0.1)


def stands(point: Point) -> bool:
    """Whether the point is long enough to be a line of its own.

    ``SHORTEST`` characters, or fewer when the author made it a whole sentence with a 是.
    """
    if len(point.text) >= SHORTEST:
        return True
    body = point.text.rstrip(_END)
    whole = (point.origin == "extract" or bool(point.reasons)) and _is_whole(body, point)
    return len(point.text) >= SHORTEST_WHOLE and whole and bool(COPULA.search(body))


def _is_whole(body: str, point: Point) -> bool:
    source = tidy(point.sources[0].text).rstrip(_END) if point.sources else ""
    return source.startswith(body[:6]) and source.endswith(body[-5:])
