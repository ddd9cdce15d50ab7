"""Nothing unproven reaches a note: every point is checked against the text it came from."""

from __future__ import annotations

from collections.abc import Sequence

from notes.values import Checked, Essay, Outline, Point
from notes.verify.verifier import Verifier
from notes.words import Words

__all__ = ["Verifier", "check"]


def check(
    point: Point,
    essay: Essay,
    outline: Outline,
    words: Words,
    *,
    others: Sequence[Essay] = (),
) -> Checked:
    """Judge one ``point`` about ``essay``; for many points make one ``Verifier``.

    The verdict is ``verbatim`` (whole clauses of the source, up to white space and
    width), ``supported``, ``weak`` (nothing speaks against it, but the wording is
    only partly the source's), ``unsupported`` with the findings that refuse it, or
    ``misattributed``: unsupported here and supported by one of ``others``.
    """
    return Verifier(essay, outline, words, others=others).check(point)
