"""Quote-aware sentence segmentation of Chinese text, lossless by offsets.

A sentence ends at 。！？… (and their half-width forms between Chinese characters)
together with the closing marks that follow, and at every line end. It does not end

* inside 《》, however the title is punctuated (《摔跤吧！爸爸》);
* inside a pair of quotation marks or brackets of at most ``QUOTE_LIMIT``
  characters: a short quotation stays with the sentence that introduces it;
* after a closing quotation mark that the sentence goes on from (“好！”的掌声), or
  behind which it says who spoke (“去不去？”他问。);
* at a decimal point, a numbered list mark, a version or an address (a.cn/b?c=1).

A quotation mark without a partner in its line (damaged text) binds nothing.
"""

from __future__ import annotations

import re
from itertools import pairwise

from notes.values import Span

QUOTE_LIMIT = 120
"""Longest quotation, in characters, that is kept whole."""

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "《": "》", "（": "）", "(": ")", "【": "】"}
_CLOSERS = "”’」』》）)】\"'"
_HARD = "。！？!?…⋯"
_HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_STOP = re.compile(rf"[{_HARD}.][{_HARD}.]*[{re.escape(_CLOSERS)}]*")
# What may follow a closed quotation inside the same sentence.
_GOES_ON = re.compile(
    r"[，,、；;：:。的地得了等之和与或及是为这那一]"
    r"|[^，。！？；：“”\n]{1,8}?(?:说|问|道|答|喊|讲|感慨|感叹|回忆)(?:着|了)?[，。！]"
)
_QUERY = re.compile(r"(?<=[!-~])[?!](?=[A-Za-z0-9&=#/%_-])", re.ASCII)


def sentence_spans(text: str) -> list[Span]:
    """Return the sentences of ``text`` in order, without the white space around them.

    The spans do not overlap, and what lies between them is white space only, so
    sentences and gaps together give the text back.
    """
    spans: list[Span] = []
    start = 0
    for line in text.splitlines(keepends=True):
        spans.extend(_line_spans(line, start))
        start += len(line)
    return spans


def _line_spans(line: str, offset: int) -> list[Span]:
    bound = _bound_positions(line)
    cuts = [0]
    for stop in _STOP.finditer(line):
        if stop.start() in bound or not _ends_sentence(line, stop):
            continue
        cuts.append(stop.end())
    cuts.append(len(line))
    spans = []
    for left, right in pairwise(cuts):
        piece = line[left:right]
        if not piece.strip():
            continue
        begin = left + len(piece) - len(piece.lstrip())
        spans.append(Span(offset + begin, offset + left + len(piece.rstrip())))
    return spans


def _bound_positions(line: str) -> set[int]:
    """Positions inside pairs of marks, where a stop does not end a sentence.

    The stop just before the closing mark is bound too: its match includes the
    closing mark, and ``_ends_sentence`` looks at what follows that.
    """
    bound: set[int] = set()
    for opener, closer in _PAIRS.items():
        at = line.find(opener)
        while at >= 0:
            close = line.find(closer, at + 1)
            again = line.find(opener, at + 1)
            if close < 0:
                break
            nested = 0 <= again < close
            if not nested and close - at <= QUOTE_LIMIT:
                inner = close
                if opener != "《":
                    while inner > at + 1 and line[inner - 1] in _HARD + ".":
                        inner -= 1
                bound.update(range(at + 1, inner))
            at = again
    return bound


def _ends_sentence(line: str, stop: re.Match[str]) -> bool:
    mark = stop.group()
    before = line[stop.start() - 1] if stop.start() else ""
    after = line[stop.end()] if stop.end() < len(line) else ""
    if mark.startswith(".") and set(mark.rstrip(_CLOSERS)) == {"."}:
        if mark.startswith("..."):
            return not after or bool(_HAN.match(after))
        return bool(_HAN.match(before) or (before and before in _CLOSERS)) and (
            not after.strip() or bool(_HAN.match(after))
        )
    if mark[-1] in _CLOSERS and after:
        return not _GOES_ON.match(line, stop.end())
    if mark in "?!" and _QUERY.match(line, stop.start()):
        return False
    # 3、…… and 等…… go on when a comma follows.
    return not (after and after in "，,、；;")
