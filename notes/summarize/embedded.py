"""The ``Summarizer`` over the embedded model, without transformers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from tokenizers import Tokenizer

from notes.summarize.beams import Wording, search
from notes.summarize.choice import agreement, choose
from notes.summarize.engine import Encoded, Engine, log_chances
from notes.summarize.protocol import Request, Task
from notes.summarize.rules import SourceRules, foreign_names, foreign_pieces, name_pieces, repeats
from notes.summarize.vocabulary import (
    EOS,
    PREFIX,
    SPECIAL_TOKENS,
    UNKNOWN,
    length_token,
    plain,
    task_token,
)
from notes.summarize.wording import sentence
from notes.words import Words, words

if TYPE_CHECKING:
    import torch

BEAMS: dict[Task, int] = {"gist": 8, "heading": 8, "brief": 6}
"""Wordings among which one is chosen."""

LIKELIHOOD = 0.1
"""Weight of the mean log-probability of a token beside the agreement, in the choice."""

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

    ``beams`` wordings are searched for (None: ``BEAMS``); ``ruled`` false switches the
    rules off, to measure what they do; ``lexicon`` knows which words are names; ``dtype``
    is that of the products (None: what is fastest here).
    An answer rests on its own request alone, whatever it is asked with.
    """

    independent = True
    # This checkpoint joins clauses wrongly too often (see its card).
    fusion = False

    def __init__(
        self,
        folder: Path,
        *,
        beams: int | None = None,
        ruled: bool = True,
        lexicon: Words | None = None,
        dtype: torch.dtype | None = None,
    ) -> None:
        self.engine = Engine(folder, dtype)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.beams = BEAMS if beams is None else dict.fromkeys(BEAMS, beams)
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
            key=lambda at: (
                self.beams[requests[at].task],
                requests[at].characters,
                len(ids[at]),
                at,
            ),
        )
        for rows in self._batches(order, requests):
            rows.sort(key=lambda at: (len(ids[at]), at))
            asked = [requests[at] for at in rows]
            encoded = self.read([ids[at] for at in rows])
            found = self.search(encoded, [sources[at] for at in rows], asked)
            for at, passage, wordings in zip(rows, encoded, found, strict=True):
                answers[at] = self._best(wordings, requests[at], sources[at], passage)
        return answers

    def _batches(self, order: Sequence[int], requests: Sequence[Request]) -> Iterator[list[int]]:
        """At most ``TOGETHER`` of ``order``, which are searched with as many beams."""
        for _, group in groupby(order, lambda at: self.beams[requests[at].task]):
            rows = list(group)
            yield from (rows[at : at + TOGETHER] for at in range(0, len(rows), TOGETHER))

    def _ids(self, request: Request, source: str) -> list[int]:
        prefix = [task_token(request.task), length_token(request.characters)]
        head = [self.vocabulary[token] for token in prefix]
        body = self.tokenizer.encode(source, add_special_tokens=False).ids
        return [*head, *body[: self.engine.positions - PREFIX - 1], self.ends]

    def read(self, ids: Sequence[list[int]]) -> list[Encoded]:
        """The passages as the decoder reads them."""
        return [one for part in _portions(ids) for one in self.engine.encode(part)]

    def search(
        self, encoded: Sequence[Encoded], sources: Sequence[str], requests: Sequence[Request]
    ) -> list[list[Wording]]:
        """The wordings found for each request, all of one number of beams; likeliest first."""
        rules = [self._rules(source) for source in sources]
        limits = [round(1.5 * r.characters * _PIECES_A_CHARACTER) + 8 for r in requests]
        beams = self.beams[requests[0].task]
        return search(self.engine, encoded, rules, limits, self.pieces, beams)

    def _rules(self, source: str) -> SourceRules | None:
        return SourceRules(source, foreign_pieces(self.names, source)) if self.ruled else None

    def _best(
        self, wordings: Sequence[Wording], request: Request, source: str, passage: Encoded
    ) -> str:
        texts = [
            sentence(self.decode(one.tokens, source), request.task, ended=one.ended)
            for one in wordings
        ]
        own = slice(PREFIX, passage.length - 1)
        tokens, selected = passage.ids[own].tolist(), passage.prior[own].exp().tolist()
        return choose(
            [
                (text, agreement(one.tokens, tokens, selected) + LIKELIHOOD * one.score)
                for text, one in zip(texts, wordings, strict=True)
                if not self.ruled or self._stands(text, source)
            ],
            request.characters,
        )

    def _stands(self, text: str, source: str) -> bool:
        """Whether ``text`` keeps the rules that only the finished text can be asked for."""
        return not repeats("", text) and not foreign_names(text, source, self.lexicon)

    def decode(self, tokens: Sequence[int], source: str) -> str:
        """The text of ``tokens``; a copied character outside the vocabulary is read off ``source``.

        It is known by what stands before it. Where that does not settle it the text is empty.
        """
        text = ""
        for token in tokens:
            piece = (
                self._unknown_after(text, source) if token == self.unknown else self.pieces[token]
            )
            if token == self.unknown and not piece:
                return ""
            text += piece
        return text

    def _unknown_after(self, text: str, source: str) -> str:
        """What lies outside the vocabulary in ``source`` where it best goes on from ``text``."""
        encoding = self.tokenizer.encode(source, add_special_tokens=False)
        found: dict[str, int] = {}
        for token, (start, end) in zip(encoding.ids, encoding.offsets, strict=True):
            if token == self.unknown:
                same = zip(reversed(text), reversed(source[:start]), strict=False)
                shared = sum(1 for _ in takewhile(lambda two: two[0] == two[1], same))
                found[source[start:end]] = max(found.get(source[start:end], 0), shared)
        best = max(found.values(), default=0)
        settled = [piece for piece, shared in found.items() if shared == best]
        return settled[0] if best and len(settled) == 1 else ""

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


def _portions(ids: Sequence[list[int]]) -> Iterator[list[list[int]]]:
    portion: list[list[int]] = []
    for one in ids:
        if portion and sum(map(len, portion)) + len(one) > ENCODED_TOKENS:
            yield portion
            portion = []
        portion.append(one)
    if portion:
        yield portion
