"""Titles broken where their sense allows it (GB/T 9704, 7.3.1: 回行时词意完整)."""

from __future__ import annotations

import re
import unicodedata

from notes.render.docx.elements import Element, mark, run
from notes.render.docx.grid import TWIPS, WIDTH
from notes.render.docx.looks import TITLE_SIZE
from notes.render.escape import clean

_LINE = WIDTH / TWIPS / TITLE_SIZE
"""Chinese characters in a line of a title."""
_PHRASE = re.compile(r"[^\s，、：；]+[，、：；]*\s*")


def title_runs(title: str) -> list[Element]:
    """The runs of a title; one longer than a line breaks after punctuation or at a space.

    A phrase that is longer than a line by itself is left to the word processor.
    """
    text = clean(title)
    lines: list[str] = []
    for phrase in _PHRASE.findall(text) if _width(text) > _LINE else [text]:
        if lines and _width((lines[-1] + phrase).rstrip()) <= _LINE:
            lines[-1] += phrase
        else:
            lines.append(phrase)
    shown = [run(line) for line in lines or [text]]
    return [one for line in shown[:-1] for one in (line, mark("br"))] + shown[-1:]


def _width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
