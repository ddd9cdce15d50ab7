"""The decoding rules as a ``LogitsProcessor``, for ``generate`` of transformers."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from transformers import LogitsProcessor

from notes.summarize.rules import SourceRules

LOOKED_AT = 64
"""So many of the likeliest next tokens are asked about first; a beam takes far fewer."""


class FromSource(LogitsProcessor):
    """Leaves only next tokens that the rules of the row's source allow.

    ``beams`` rows of the scores belong to each of ``rules``; ``pieces[i]`` is the text of
    token ``i``, empty for special tokens, of which ``end`` ends the text. Where no token
    is allowed the text may end.
    """

    def __init__(
        self, rules: Sequence[SourceRules], pieces: Sequence[str], end: int, beams: int
    ) -> None:
        self.rules, self.pieces, self.end, self.beams = rules, pieces, end, beams

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        """Mask the scores ``(rows, vocabulary)`` for the next token of each row."""
        masked = torch.full_like(scores, -torch.inf)
        count = min(LOOKED_AT, scores.shape[1])
        likely = scores.topk(count).indices.tolist()
        for row, ids in enumerate(input_ids.tolist()):
            text = "".join(self.pieces[i] for i in ids)
            rules = self.rules[row // self.beams]
            allowed = self._allowed(rules, text, likely[row])
            if not allowed:
                allowed = self._allowed(rules, text, range(scores.shape[1])) or [self.end]
            masked[row, allowed] = scores[row, allowed]
        return masked  # type: ignore[return-value]

    def _allowed(self, rules: SourceRules, text: str, tokens: Sequence[int]) -> list[int]:
        return [
            token
            for token in tokens
            if (
                rules.may_end(text)
                if token == self.end
                else not self.pieces[token] or rules.allows(text, self.pieces[token])
            )
        ]
