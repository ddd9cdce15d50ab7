"""Page and chunk counters that a site or a page layout left in the text.

Document sites serve a text in chunks of equal length and write ``2、`` before
each; the chunks end anywhere, so the counter often cuts a word. Printed pages
leave ``- 3 -`` or ``第3页 共38页`` lines. Both look like list numbers. They are told
apart by three things that a list does not have at once: the number rises by one
through the whole text, the chunks between are alike in length, and sentences are
cut where the counter stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from notes.repair.edits import Draft, Edit

MIN_CHUNK = 100
"""Characters between two counters below which they are list numbers."""

_BEHIND_NUMBER = re.compile(r"、(?<=\d、)(?!\d)")
_CHUNK = re.compile(r"(?<!\d)(?<!\d[.,，．])(\d{1,4})、\Z")
_MARGIN = " \t　"
_PAGE_WORDS = re.compile(
    r"^[ \t　]*(?:[-—–－·~]{1,3}[ \t　]*(\d{1,4})[ \t　]*[-—–－·~]{1,3}"
    r"|第[ \t　]*(\d{1,4})[ \t　]*页(?:[ \t　,，/／]*共[ \t　]*\d{1,4}[ \t　]*页)?"
    r"|[Pp]age[ \t]+(\d{1,4})(?:[ \t]+of[ \t]+\d{1,4})?"
    r"|(\d{1,4})[ \t]*[/／][ \t]*\d{1,4})[ \t　]*$",
    re.MULTILINE,
)
_BARE = re.compile(r"^[ \t　]*(\d{1,4})[ \t　]*$", re.MULTILINE)
_PAGE_INLINE = re.compile(r"第[ \t　]*(\d{1,4})[ \t　]*页[ \t　,，/／]*共[ \t　]*\d{1,4}[ \t　]*页")
_ENDS = re.compile(r"[。！？!?…：:；;.][”’」』》）)】\"']*$")
_STARTS_CUT = re.compile(r"[、，,。；;：:！？!?”’》）)]")


@dataclass(frozen=True, slots=True)
class _Counter:
    start: int
    end: int
    number: int

    @property
    def before(self) -> int:
        return self.number - 1


def page_counters(draft: Draft) -> list[Edit]:
    """Remove page counters; never numbering that a word processor generated."""
    text = draft.text
    lists = [(m.start, m.end) for m in draft.marks if m.kind == "list"]
    edits: list[Edit] = []
    chunks = [c for c in _chunks(text) if not _covered(c, lists)]
    for chain in _chunk_chains(text, chunks):
        edits.extend(_chunk_edit(text, counter, len(chain)) for counter in chain)
    edits.extend(_page_edits(text, draft))
    return edits


def _found(pattern: re.Pattern[str], text: str) -> Iterator[_Counter]:
    for match in pattern.finditer(text):
        number = next(int(group) for group in match.groups() if group)
        yield _Counter(match.start(), match.end(), number)


def _chunks(text: str) -> Iterator[_Counter]:
    """Numbers before 、, each with the line break and the margin before it."""
    for mark in _BEHIND_NUMBER.finditer(text):
        match = _CHUNK.search(text, max(mark.start() - 4, 0), mark.end())
        if match is None:
            continue
        margin = match.start()
        while margin and text[margin - 1] in _MARGIN:
            margin -= 1
        lined = margin and text[margin - 1] == "\n"
        yield _Counter(margin - 1 if lined else match.start(), mark.end(), int(match[1]))


def _covered(counter: _Counter, spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= counter.end - 1 < end for start, end in spans)


def _chunk_chains(text: str, counters: Sequence[_Counter]) -> list[list[_Counter]]:
    """The chain of chunk counters, if there is one.

    Of all chains that rise by one the longest regular one is taken: for every
    plausible chunk length the chain that keeps to it.
    """
    best: list[_Counter] = []
    for length in _likely_lengths(counters):
        chain = _follow(counters, length)
        if len(chain) > len(best):
            best = chain
    if len(best) >= 2 and _are_counters(text, best):
        return [best]
    lone = [c for c in counters if _is_lone_counter(text, c)]
    return [lone] if len(lone) == 1 and len(best) < 2 else []


def _likely_lengths(counters: Sequence[_Counter]) -> list[int]:
    """Distances from a number to the next occurrence of its successor, most frequent first."""
    tally: dict[int, int] = {}
    waiting: dict[int, list[int]] = {}
    for counter in counters:
        for start in waiting.get(counter.before, [])[-3:]:
            distance = counter.start - start
            if distance >= MIN_CHUNK:
                key = round(distance / 20)
                tally[key] = tally.get(key, 0) + 1
        waiting.setdefault(counter.number, []).append(counter.start)
    ranked = sorted(tally, key=lambda key: (-tally[key], key))
    return [key * 20 for key in ranked[:8]]


def _follow(counters: Sequence[_Counter], length: int) -> list[_Counter]:
    """The longest chain whose steps are within a third of ``length``."""
    best_at: dict[int, list[tuple[_Counter, int, int]]] = {}
    rows: list[tuple[_Counter, int, int]] = []
    for counter in counters:
        size, link = 1, -1
        for earlier, earlier_size, index in best_at.get(counter.before, [])[-4:]:
            distance = counter.start - earlier.start
            if abs(distance - length) * 3 <= length and earlier_size + 1 > size:
                size, link = earlier_size + 1, index
        rows.append((counter, size, link))
        best_at.setdefault(counter.number, []).append((counter, size, len(rows) - 1))
    if not rows:
        return []
    at = max(range(len(rows)), key=lambda index: (rows[index][1], -index))
    chain: list[_Counter] = []
    while at >= 0:
        chain.append(rows[at][0])
        at = rows[at][2]
    return chain[::-1]


def _are_counters(text: str, chain: Sequence[_Counter]) -> bool:
    cut = [_is_cut(text, counter) for counter in chain]
    inner = cut[1:] if chain[0].number == 1 else cut
    share = sum(inner) / len(inner)
    if len(chain) == 2:
        return share == 1.0
    gaps = [later.start - earlier.start for earlier, later in pairwise(chain)]
    middle = median(gaps)
    regular = sum(abs(gap - middle) * 5 <= middle for gap in gaps) / len(gaps)
    return share >= 0.6 and regular >= 0.7


def _is_cut(text: str, counter: _Counter) -> bool:
    """Whether the sentence before the counter goes on after it."""
    before = text[max(counter.start - 8, 0) : counter.start].rstrip()
    if _STARTS_CUT.match(text, counter.end):
        return True
    return bool(before) and not _ENDS.search(before) and _after_long_line(text, counter)


def _after_long_line(text: str, counter: _Counter) -> bool:
    """Whether 40 characters without a line break lie before: a heading is shorter."""
    before = text[max(counter.start - 48, 0) : counter.start].rstrip()
    return len(before) >= 40 and "\n" not in before[-40:]


def _is_lone_counter(text: str, counter: _Counter) -> bool:
    """A single counter of a short excerpt: it stands before a mark that no item begins with."""
    return (
        counter.number > 1
        and text[counter.start] == "\n"
        and _after_long_line(text, counter)
        and bool(_STARTS_CUT.match(text, counter.end))
    )


def _chunk_edit(text: str, counter: _Counter, count: int) -> Edit:
    start = counter.start
    if text[start] == "\n":
        own_lines = text.count("\n") > 2 * count
        first = counter.number == 1
        if first or (own_lines and not _is_cut(text, counter)):
            start += 1
    return Edit(start, counter.end, "", "page_counter")


def _page_edits(text: str, draft: Draft) -> Iterator[Edit]:
    worded = list(_found(_PAGE_WORDS, text))
    bare = [c for c in _found(_BARE, text) if not _in_table(c, draft)]
    for counter in [*(worded if _is_series(worded) else []), *_bare_chain(text, bare)]:
        yield _line_edit(text, counter)
    inline = [c for c in _found(_PAGE_INLINE, text) if not _alone(text, c)]
    if _is_series(inline):
        for counter in inline:
            yield Edit(counter.start, counter.end, "", "page_counter")


def _in_table(counter: _Counter, draft: Draft) -> bool:
    return any(m.kind == "table" and m.start <= counter.start < m.end for m in draft.marks)


def _alone(text: str, counter: _Counter) -> bool:
    before, after = (
        text[max(counter.start - 20, 0) : counter.start],
        text[counter.end : counter.end + 20],
    )
    return not before.rpartition("\n")[2].strip() and not after.partition("\n")[0].strip()


def _is_series(counters: Sequence[_Counter]) -> bool:
    """Whether numbers rise by one; a single worded page line is one too."""
    steps = [later.number - earlier.number for earlier, later in pairwise(counters)]
    return bool(counters) and sum(step == 1 for step in steps) * 5 >= len(steps) * 4


def _bare_chain(text: str, counters: Sequence[_Counter]) -> list[_Counter]:
    """Lines that hold nothing but a number count as pages from three in a row on."""
    chain: list[_Counter] = []
    best: list[_Counter] = []
    for counter in counters:
        follows = chain and counter.number == chain[-1].number + 1
        last = not text[counter.end : counter.end + 200].strip()
        if follows and (last or counter.start - chain[-1].end >= MIN_CHUNK):
            chain.append(counter)
        else:
            chain = [counter]
        if len(chain) > len(best):
            best = list(chain)
    cuts = sum(_is_cut(text, counter) for counter in best)
    return best if len(best) >= 3 and cuts >= 1 else []


def _line_edit(text: str, counter: _Counter) -> Edit:
    """Delete a page line; where it cut a sentence the halves are joined."""
    start, end = counter.start, counter.end
    if _is_cut_by_line(text, counter):
        before = text[max(start - 200, 0) : start]
        start -= len(before) - len(before.rstrip())
        end += len(text[end : end + 200]) - len(text[end : end + 200].lstrip())
    elif end < len(text):
        end += 1
    elif start:
        start -= 1
    return Edit(start, end, "", "page_counter")


def _is_cut_by_line(text: str, counter: _Counter) -> bool:
    before = text[max(counter.start - 200, 0) : counter.start].rstrip()
    after = text[counter.end : counter.end + 200].lstrip()
    if not before or not after or _ENDS.search(before):
        return False
    line = before[before.rfind("\n") + 1 :]
    return len(line) >= 20 or bool(_STARTS_CUT.match(after))
