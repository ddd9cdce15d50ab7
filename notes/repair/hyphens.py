"""Hyphens that got lost between the ends of a range: ``20232035年``, ``2.5%4%``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.repair.edits import Draft, Edit

_YEARS = re.compile(r"((?:19|20)\d\d)(?<![\d.A-Za-z-]....)((?:19|20)\d\d)(?![\d.A-Za-z-])")
_PERCENT = re.compile(r"(?<![\d.])(\d{1,3}(?:\.\d+)?[%％])(\d{1,3}(?:\.\d+)?[%％])(?![\d.])")
_PERCENT_BEFORE_DIGIT = re.compile(r"[%％](?=\d)")
_NOT_A_DATE = 12
_LONGEST_SPAN = 60


def lost_hyphens(draft: Draft) -> Iterator[Edit]:
    """Put the hyphen back between two years or two percentages that rise.

    Eight digits that can be a date (20250312) or that stand alone, as numbers of
    files do, are left as they are.
    """
    text = draft.text
    for match in _YEARS.finditer(text):
        first, second = int(match[1]), int(match[2])
        rises = 0 < second - first <= _LONGEST_SPAN
        a_date = 1 <= int(match[2][:2]) <= _NOT_A_DATE and 1 <= int(match[2][2:]) <= 31
        followed = text[match.end() : match.end() + 1]
        in_words = followed == "年" or "一" <= followed <= "鿿"
        if rises and in_words and not (a_date and followed != "年"):
            yield Edit(match.start(), match.end(), f"{match[1]}-{match[2]}", "lost_hyphen")
    if not _PERCENT_BEFORE_DIGIT.search(text):
        return
    for match in _PERCENT.finditer(text):
        if float(match[1][:-1]) < float(match[2][:-1]):
            yield Edit(match.start(), match.end(), f"{match[1]}-{match[2]}", "lost_hyphen")
