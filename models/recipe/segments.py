"""What the parts of the recipe share: sentences, character bigrams, openers."""

from __future__ import annotations

import re
from itertools import pairwise

from notes.structure.sentences import sentence_spans

OPENER = re.compile(
    r"^(?:同时|当前|目前|此外|另外|因此|所以|但是|但|而且|并且|近日|日前|其中|对此|据了解|据介绍|"
    r"记者(?:从|了解到)[^，]{0,25}[，]?|[^，。]{0,12}(?:获悉|指出|强调|表示|认为|介绍|提出)[，：])[，：]?"
)
"""What a sentence may open with and a gist does not: 同时，…指出，"""


def sentences(text: str) -> list[str]:
    """The sentences of ``text``, segmented as ``notes`` does when it runs."""
    return [span.within(text) for span in sentence_spans(text)]


def bigrams(text: str) -> set[str]:
    """Character bigrams of the letters and digits of ``text``."""
    letters = [c for c in text if c.isalnum()]
    return {a + b for a, b in pairwise(letters)}
