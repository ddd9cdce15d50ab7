"""A title for an essay that has none, made of the essay's own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes.extract.overlap import bigrams
from notes.values import Essay, Point, Term
from notes.words import Words

SHORTEST, LONGEST = 6, 26
_STATEMENT = 24
_SUPPORT = 0.85
_MARKS = re.compile(r"[。！!？?；;：:，,\s]+$")
_UNTITLED = re.compile(
    r"^(?:我们|我|这|那|它|其|他|她|要|必须|应|也|还|更|就|都|当|在|今天|"
    r"首先|其次|再次|再者|最后|第[一二三四五]|[一二三四五]是)"
)
_STUTTER = re.compile(r"(.)\1\1|(..)\2")


def propose(
    essay: Essay,
    terms: Sequence[Term],
    points: Sequence[Point],
    candidates: Sequence[str] = (),
) -> str:
    """Return a title of at most ``LONGEST`` characters.

    ``candidates`` are headings that a model wrote; the best one whose words the essay
    has and that names a key term is taken, else the weightiest short statement
    with a key term, else the first two key terms.
    """
    names = [term.term for term in terms[:6]]
    body = bigrams(essay.text)
    written = [_MARKS.sub("", text.strip()) for text in candidates]
    sound = [text for text in written if _sound(text, body) and any(n in text for n in names)]
    if sound:
        return max(sound, key=lambda text: (_named(text, names), -abs(len(text) - 14), text))
    short = [
        point
        for point in points
        if SHORTEST <= len(point.text.rstrip("。！!")) <= _STATEMENT
        and not _UNTITLED.match(point.text)
        and not re.search(r"[“”\d：；]|并非|不是|没有|不能|不足", point.text)
    ]
    if short and names:
        best = max(short, key=lambda p: (_named(p.text, names) + 0.5 * p.score, p.text))
        if _named(best.text, names) > 0:
            return _MARKS.sub("", best.text)
    if len(names) > 1:
        return f"{names[0]}与{names[1]}"
    first = re.split(r"[，。！？；：\n]", essay.text.strip(), maxsplit=1)[0]
    return names[0] if names else first[:LONGEST]


_COMMON = 5000
"""Single characters of at least this frequency are words of any text (让, 活)."""


def is_legible(title: str, text: str, words: Words) -> bool:
    """Whether a title can be read; ask only where a document is known to be misread.

    Two characters that make no word in the title and stand nowhere in the essay are
    then not its author's (杉鼠条件与格有路莅). In a sound document they may be poetry.
    """
    strange = {
        char
        for word in words.tag(title)
        if words.frequency(word.text) < (_COMMON if len(word.text) == 1 else 1)
        for char in word.text
        if "一" <= char <= "鿿" and char not in text
    }
    return len(strange) < 2


def _sound(text: str, body: frozenset[str]) -> bool:
    held = bigrams(text)
    supported = held and len(held & body) / len(held) >= _SUPPORT
    return bool(supported) and SHORTEST <= len(text) <= LONGEST and not _STUTTER.search(text)


def _named(text: str, names: Sequence[str]) -> float:
    return sum((1.0 / (at + 1)) for at, name in enumerate(names) if name in text)
