"""Decoding rules: what a summary may only take from its source.

Numbers, Latin words, 《》 titles and names are copied whole or not at all, and nothing
is said twice. The rules act while the text is written, so that the beam looks for
another wording instead of an invented figure. They need a tokenizer whose pieces are
substrings of the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

import torch
from transformers import LogitsProcessor

from notes.words import Words

RUN = re.compile(r"[0-9A-Za-z]+(?:[.%][0-9A-Za-z]+)*%?")
"""A number or a Latin word as one unit: 2035, 7.0, 52.3%, C919, 5G."""

_IN_RUN = re.compile(r"[0-9A-Za-z.%]")
_RUN_AT_END = re.compile(r"[0-9A-Za-z][0-9A-Za-z.%]*\Z")
_TITLE = re.compile(r"《[^《》]+》")
_NAME_TAGS = {"nr", "nrt", "nrfg", "ns", "nt"}

REPEATED = 4
"""So many characters in a row may stand once."""

_DISCOURAGED = 50.0
"""Taken off a log-probability: nothing else survives a beam, but a beam with nothing else does."""


class SourceOnly(LogitsProcessor):
    """Forbids numbers, Latin words and 《》 titles that the source does not have.

    ``sources`` are the source texts of the batch; ``beams`` rows of the scores
    belong to each. ``pieces[i]`` is the text of token ``i`` and special tokens are
    empty strings.
    """

    def __init__(self, sources: Sequence[str], pieces: Sequence[str], beams: int) -> None:
        self.beams = beams
        self.pieces = pieces
        self.runs = [frozenset(RUN.findall(source)) for source in sources]
        self.titles = [tuple(sorted(set(_TITLE.findall(source)))) for source in sources]
        self.run_tokens = [i for i, p in enumerate(pieces) if p and _IN_RUN.search(p)]
        self.title_openers = [i for i, p in enumerate(pieces) if "《" in p]
        self.inside: list[list[int]] = [
            [i for i, p in enumerate(pieces) if p and any(p in t for t in titles)]
            for titles in self.titles
        ]
        self._allowed: dict[tuple[int, str], tuple[list[int], bool]] = {}

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Mask the scores ``(rows, vocabulary)`` for the next token of each row."""
        for row, ids in enumerate(input_ids.tolist()):
            source = row // self.beams
            text = "".join(self.pieces[i] for i in ids)
            opened = text.rfind("《")
            if opened > text.rfind("》"):
                self._only(scores[row], self._title_tokens(source, text[opened:]))
                continue
            if not self.titles[source]:
                scores[row, self.title_openers] = -torch.inf
            found = _RUN_AT_END.search(text)
            run = found.group() if found else ""
            allowed, may_end = self._run_tokens(source, run)
            if may_end:
                kept = scores[row, allowed].clone()
                scores[row, self.run_tokens] = -torch.inf
                scores[row, allowed] = kept
            else:
                self._only(scores[row], allowed)
        return scores

    def _run_tokens(self, source: int, run: str) -> tuple[list[int], bool]:
        key = (source, run)
        if key not in self._allowed:
            wholes = self.runs[source]
            allowed = [
                token
                for token in self.run_tokens
                if any(whole.startswith(run + self.pieces[token]) for whole in wholes)
            ]
            may_end = not run or run in wholes
            # Nothing fits a run that the beam should never have begun: let it end.
            self._allowed[key] = (allowed, may_end or not allowed)
        return self._allowed[key]

    def _title_tokens(self, source: int, begun: str) -> list[int]:
        return [
            token
            for token in self.inside[source]
            if any(title.startswith(begun + self.pieces[token]) for title in self.titles[source])
        ]

    @staticmethod
    def _only(scores: torch.Tensor, allowed: list[int]) -> None:
        if allowed:
            kept = scores[allowed].clone()
            scores.fill_(-torch.inf)
            scores[allowed] = kept


class NoStutter(LogitsProcessor):
    """Forbids the same piece twice in a row (将将) unless the source has it so."""

    def __init__(self, sources: Sequence[str], pieces: Sequence[str], beams: int) -> None:
        self.sources, self.pieces, self.beams = sources, pieces, beams

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Mask the scores ``(rows, vocabulary)`` for the next token of each row."""
        for row, last in enumerate(input_ids[:, -1].tolist()):
            piece = self.pieces[last]
            digit = piece.isascii() and piece.isalnum()
            if piece and not digit and piece * 2 not in self.sources[row // self.beams]:
                scores[row, last] = -torch.inf
        return scores


class NoRepeat(LogitsProcessor):
    """Keeps any ``REPEATED`` characters from standing twice, however they are cut to pieces.

    The pieces must be at most ``REPEATED`` characters long.
    """

    def __init__(self, pieces: Sequence[str]) -> None:
        self.pieces = pieces
        starting: defaultdict[str, list[int]] = defaultdict(list)
        for token, piece in enumerate(pieces):
            for size in range(1, len(piece) + 1):
                starting[piece[:size]].append(token)
        self.starting = dict(starting)

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Lower the scores ``(rows, vocabulary)`` for the next token of each row."""
        for row, ids in enumerate(input_ids.tolist()):
            text = "".join(self.pieces[i] for i in ids)
            repeating: list[int] = []
            for at in range(len(text) - REPEATED + 1):
                gram = text[at : at + REPEATED]
                for known in range(REPEATED):
                    if text.endswith(gram[:known]):
                        repeating += self.starting.get(gram[known:], ())
            scores[row, repeating] -= _DISCOURAGED
        return scores


class SourceNames(LogitsProcessor):
    """Forbids a piece that is the name of a person, place or body which the source lacks."""

    def __init__(
        self, sources: Sequence[str], names: Sequence[tuple[int, str]], beams: int
    ) -> None:
        self.beams = beams
        self.foreign = [
            [token for token, name in names if name not in source] for source in sources
        ]

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Mask the scores ``(rows, vocabulary)`` for the next token of each row."""
        for row in range(len(input_ids)):
            scores[row, self.foreign[row // self.beams]] = -torch.inf
        return scores


def name_pieces(pieces: Sequence[str], words: Words) -> list[tuple[int, str]]:
    """The pieces that the dictionary knows as names, with their token numbers."""
    return [
        (token, piece)
        for token, piece in enumerate(pieces)
        if len(piece) > 1 and words.usual_tag(piece) in _NAME_TAGS
    ]


def foreign_names(text: str, source: str, words: Words) -> list[str]:
    """The names of persons, places and bodies in ``text`` that ``source`` lacks.

    Names composed of several pieces are seen only here, in the finished text.
    """
    return [
        word.text
        for word in words.tag(text)
        if len(word.text) > 1 and word.tag in _NAME_TAGS and word.text not in source
    ]
