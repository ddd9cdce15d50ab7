"""Figures in the rows of a table: what they measure stands in the heads of row and column."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.extract.numerals import normal
from notes.values import Figure, Outline, Sentence

_NUMBER = re.compile(r"[约近]?\d[\d.,]*(?:[%％‰]|[万亿]*[^\d\s]{0,3})")

_UNIT = re.compile(r"[（(]([^（）()\d]{1,6})[）)]$")


def cells(outline: Outline) -> Iterator[Figure]:
    """Yield the figures of table rows (cells between tabs) under a row of column heads.

    A row whose number of cells is not that of the heads, or a table without heads, gives
    nothing: what its figures measure is not known.
    """
    heads: list[str] = []
    last = -2
    for at, sentence in enumerate(outline.sentences):
        if "\t" not in sentence.text:
            continue
        row = _cells(sentence)
        if at != last + 1 or len(row) != len(heads):
            heads = [] if any(_NUMBER.fullmatch(cell) for cell in row[1:]) else row
        else:
            yield from _figures(row, heads, sentence)
        last = at


def _figures(row: list[str], heads: list[str], sentence: Sentence) -> Iterator[Figure]:
    seen: set[tuple[str, str]] = set()
    for cell, head in list(zip(row, heads, strict=True))[1:]:
        about = f"{row[0]}{head}"
        if _NUMBER.fullmatch(cell) and head and (cell, about) not in seen:
            seen.add((cell, about))
            unit = _UNIT.search(head)
            bare = unit and cell[-1].isdigit()
            yield Figure(cell, normal(cell) + (unit[1] if unit and bare else ""), about, sentence)


def _cells(sentence: Sentence) -> list[str]:
    return [cell.strip() for cell in sentence.text.split("\t")]
