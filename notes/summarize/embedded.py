"""The ``Summarizer`` over the embedded model, without transformers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from notes.summarize.beams import Wording, search
from notes.summarize.choice import likeliest
from notes.summarize.engine import Engine, log_chances
from notes.summarize.protocol import Request
from notes.summarize.rules import SourceRules, foreign_names, foreign_pieces, name_pieces
from notes.summarize.vocabulary import EOS, SPECIAL_TOKENS, UNKNOWN, length_token, plain, task_token
from notes.summarize.wording import sentence
from notes.words import Words, words

if TYPE_CHECKING:
    import torch

BEAMS = 4

ENCODED_TOKENS = 4_096
"""Source tokens that the encoder reads at once."""

TOGETHER = 32
"""Passages that are decoded at once."""

STATEMENT_LIMIT = 200
"""Tokens of a statement whose likelihood is asked for; later ones do not count."""

_PIECES_A_CHARACTER = 1.1
"""Upper bound of tokens for a character of the text that is written."""


class EmbeddedSummarizer:
    """A ``Summarizer`` that writes under the rules of ``notes.summarize.rules``.

    ``ruled`` false switches them off, to measure what they do; ``lexicon`` knows which
    words are names; ``dtype`` is that of the products (None: what is fastest here).
    An answer rests on its own request alone, whatever it is asked with.
    """

    independent = True
    # This checkpoint joins clauses wrongly too often (see its card).
    fusion = False

    def __init__(
        self,
        folder: Path,
        *,
        beams: int = BEAMS,
        ruled: bool = True,
        lexicon: Words | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        self.engine = Engine(folder, dtype)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.beams = beams
        self.ruled = ruled
        self.lexicon = lexicon or words()
        self.vocabulary: dict[str, int] = self.tokenizer.get_vocab()
        missing = [token for token in SPECIAL_TOKENS if token not in self.vocabulary]
        if missing or len(self.vocabulary) > len(self.engine.embedding):
            raise ValueError("the tokenizer is not that of the weights")
        self.unknown = self.vocabulary[UNKNOWN]
        self.ends = self.vocabulary[EOS]
        special = set(SPECIAL_TOKENS)
        self.pieces = [""] * len(self.engine.embedding)
        for piece, token in self.vocabulary.items():
            self.pieces[token] = "" if piece in special else piece
        self.names = name_pieces(self.pieces, self.lexicon)

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request, in their order."""
        sources = [plain(request.text) for request in requests]
        ids = [self._ids(r, s) for r, s in zip(requests, sources, strict=True)]
        answers = [""] * len(requests)
        order = sorted(
            (at for at, source in enumerate(sources) if source),
            key=lambda at: (requests[at].characters, len(ids[at]), at),
        )
        for start in range(0, len(order), TOGETHER):
            rows = sorted(order[start : start + TOGETHER], key=lambda at: (len(ids[at]), at))
            found = self._search(
                [ids[at] for at in rows],
                [sources[at] for at in rows],
                [requests[at] for at in rows],
            )
            for at, wordings in zip(rows, found, strict=True):
                answers[at] = self._best(wordings, requests[at], sources[at])
        return answers

    def _ids(self, request: Request, source: str) -> list[int]:
        prefix = [task_token(request.task), length_token(request.characters)]
        head = [self.vocabulary[token] for token in prefix]
        body = self.tokenizer.encode(source, add_special_tokens=False).ids
        return [*head, *body[: self.engine.positions - 3], self.ends]

    def _search(
        self, ids: Sequence[list[int]], sources: Sequence[str], requests: Sequence[Request]
    ) -> list[list[Wording]]:
        rules = [self._rules(source) for source in sources]
        limits = [round(1.5 * r.characters * _PIECES_A_CHARACTER) + 8 for r in requests]
        encoded = [one for part in _portions(ids) for one in self.engine.encode(part)]
        return search(self.engine, encoded, rules, limits, self.pieces, self.beams)

    def _rules(self, source: str) -> SourceRules | None:
        return SourceRules(source, foreign_pieces(self.names, source)) if self.ruled else None

    def _best(self, wordings: Sequence[Wording], request: Request, source: str) -> str:
        texts = [
            sentence(self.decode(one.tokens, source), request.task, ended=one.ended)
            for one in wordings
        ]
        if self.ruled:
            texts = [text for text in texts if not foreign_names(text, source, self.lexicon)]
        return likeliest(texts, request.characters)

    def decode(self, tokens: Sequence[int], source: str) -> str:
        """The text of ``tokens``; a copied character outside the vocabulary is read off ``source``.

        It is known by its neighbours. Where they do not settle it the text is empty.
        """
        parts: list[str] = []
        for token in tokens:
            if token != self.unknown:
                parts.append(self.pieces[token])
                continue
            before = "".join(parts)[-2:]
            found = re.search(rf"{re.escape(before)}(.)", source) if before else None
            if not found:
                return ""
            parts.append(found.group(1))
        text = "".join(parts)
        if self.unknown not in tokens:
            return text
        grams = (text[i : i + 3] for i in range(len(text) - 2))
        odd = {char for char in text if self._is_unknown(char)}
        return "" if any(odd & set(g) and g not in source for g in grams) else text

    def support(self, source: str, statements: Sequence[str]) -> list[float]:
        """How likely the model finds each statement of ``source``, a token, in nats (≤ 0).

        The mean log-probability of the tokens; ``source`` is read once.
        """
        wholes = [plain(statement) for statement in statements]
        if not plain(source) or not wholes:
            return [0.0] * len(wholes)
        ids = self._ids(Request("gist", source), plain(source))
        encoded = self.engine.encode([ids])[0]
        found = []
        for whole in wholes:
            target = self.tokenizer.encode(whole, add_special_tokens=False).ids
            chances = log_chances(self.engine, encoded, [*target[:STATEMENT_LIMIT], self.ends])
            found.append(float(chances.mean()))
        return found

    def _is_unknown(self, char: str) -> bool:
        return self.tokenizer.encode(char, add_special_tokens=False).ids[:1] == [self.unknown]


def _portions(ids: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    portion: list[list[int]] = []
    for one in ids:
        if portion and sum(map(len, portion)) + len(one) > ENCODED_TOKENS:
            yield portion
            portion = []
        portion.append(one)
    if portion:
        yield portion
