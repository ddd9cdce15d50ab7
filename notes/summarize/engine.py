"""The embedded model on plain tensors: quick to load, and no row depends on its batch.

The architecture is that of ``notes.summarize.pointer`` (which training uses); here it runs
without transformers, for reading only. Passages of a batch are laid end to end, not
padded: the linear layers read all of them at once and attention each by itself. A matrix
product sums each row alike whatever the number of rows (four or more), so a passage gets
the same numbers alone and among others.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch.nn.functional import gelu, layer_norm, linear, logsigmoid, pad, softmax

ARCHITECTURE = "pointer_pegasus"

Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage of ``tokens`` tokens as the decoder reads it.

    ``ids`` is ``(tokens,)``; ``cross`` holds, a decoder layer, the keys
    ``(heads, head width, tokens)`` and the values ``(heads, tokens, head width)``;
    ``copy_keys`` is ``(copy width, tokens)``, ``prior`` ``(tokens,)`` the logarithm of the
    content selection.
    """

    ids: torch.Tensor
    cross: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    copy_keys: torch.Tensor
    prior: torch.Tensor


class Engine:
    """The weights of a checkpoint folder, in single precision.

    Raises ``ValueError``, ``KeyError``, ``OSError`` or ``RuntimeError`` when the folder is
    not whole. ``passes`` counts the runs of encoder and decoder, ``tokens`` what was encoded.
    """

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config["model_type"] != ARCHITECTURE:
            raise ValueError(f"not a {ARCHITECTURE} checkpoint")
        self.width: int = config["d_model"]
        self.copy_width: int = config["copy_dim"]
        self.positions: int = config["max_position_embeddings"]
        self.heads: int = config["encoder_attention_heads"]
        self.encoder_layers: int = config["encoder_layers"]
        self.decoder_layers: int = config["decoder_layers"]
        self.start: int = config["decoder_start_token_id"]
        self.end: int = config["eos_token_id"]
        stored = load_file(str(folder / "model.safetensors"))
        self.weights = _joined({k: v.float() for k, v in stored.items()}, self.heads)
        self.embedding = self.weights["model.shared.weight"]
        self.passes = self.tokens = 0
        self.scale = math.sqrt(self.width) if config["scale_embedding"] else 1.0
        # Reading something shows at once whether weights are missing or misshapen.
        Decoding(self, self.encode([[self.end] * 4]), 1, 1).step([self.start])
        self.passes = 0
        self.tokens = 0

    @torch.inference_mode()
    def encode(self, passages: Sequence[Sequence[int]]) -> list[Encoded]:
        """Read the passages, at most ``positions`` token ids each."""
        lengths = [len(ids) for ids in passages]
        ids = torch.tensor([token for one in passages for token in one])
        places = torch.cat([torch.arange(length) for length in lengths])
        positions = self.weights["model.encoder.embed_positions.weight"]
        hidden = self._embed(ids) + positions[places]
        for number in range(self.encoder_layers):
            name = f"model.encoder.layers.{number}"
            normed = self._norm(hidden, f"{name}.self_attn_layer_norm")
            joined = self._linear(normed, f"{name}.self_attn.qkv")
            read = torch.cat([self._attend_all(part) for part in torch.split(joined, lengths)])
            hidden = hidden + self._linear(read, f"{name}.self_attn.out_proj")
            hidden = hidden + self._forward(hidden, name)
        hidden = self._norm(hidden, "model.encoder.layer_norm")
        self.passes += 1
        self.tokens += sum(lengths)
        return self._for_decoder(hidden, ids, lengths)

    def _for_decoder(
        self, hidden: torch.Tensor, ids: torch.Tensor, lengths: list[int]
    ) -> list[Encoded]:
        heads, split = self.heads, torch.split(ids, lengths)
        before = torch.cat([pad(one[:-1], (1, 0)) for one in split])
        keys = linear(torch.cat([hidden, self._embed(before)], -1), self.weights["copy_key.weight"])
        prior = self._linear(hidden, "selector").squeeze(-1)
        cross = []
        for number in range(self.decoder_layers):
            both = self._linear(hidden, f"model.decoder.layers.{number}.encoder_attn.kv")
            cross.append(torch.split(both, lengths))
        return [
            Encoded(
                own,
                tuple(
                    (
                        layer[at][:, : self.width].reshape(len(own), heads, -1).permute(1, 2, 0),
                        layer[at][:, self.width :].reshape(len(own), heads, -1).transpose(0, 1),
                    )
                    for layer in cross
                ),
                key.t() / self.copy_width**0.5,
                logsigmoid(weight),
            )
            for at, (own, key, weight) in enumerate(
                zip(split, torch.split(keys, lengths), torch.split(prior, lengths), strict=True)
            )
        ]

    def _attend_all(self, joined: torch.Tensor) -> torch.Tensor:
        """Every token of a passage looks at all; ``(tokens, 3 width)`` to ``(tokens, width)``."""
        tokens = len(joined)
        query, key, value = joined.view(tokens, 3, self.heads, -1).permute(1, 2, 0, 3)
        weights = softmax(query @ key.transpose(1, 2), dim=-1)
        read: torch.Tensor = weights @ value
        return read.transpose(0, 1).reshape(tokens, -1)

    def _forward(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        inner = self._linear(self._norm(hidden, f"{name}.final_layer_norm"), f"{name}.fc1")
        return self._linear(gelu(inner), f"{name}.fc2")

    def _embed(self, ids: torch.Tensor) -> torch.Tensor:
        embedded: torch.Tensor = self.embedding[ids]
        return embedded * self.scale

    def _linear(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        return linear(hidden, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return layer_norm(hidden, (self.width,), weight, bias)


class Decoding:
    """The state of ``beams`` wordings for each of some passages, one token after the other."""

    def __init__(self, engine: Engine, sources: Sequence[Encoded], beams: int, limit: int) -> None:
        self.engine, self.sources, self.beams = engine, list(sources), beams
        rows, width = len(sources) * beams, engine.width // engine.heads
        self.length = 0
        self.chances = torch.empty(rows, len(engine.embedding))
        self.cache = [
            torch.zeros(2, rows, engine.heads, limit, width) for _ in range(engine.decoder_layers)
        ]

    def keep(self, rows: Sequence[int], passages: Sequence[int]) -> None:
        """Go on with these rows (in this order) and these passages only."""
        self.sources = [self.sources[p] for p in passages]
        if list(rows) == list(range(self.cache[0].shape[1])):
            return
        order = torch.tensor(rows)
        for at, layer in enumerate(self.cache):
            moved = layer[:, :, :, : self.length].index_select(1, order)
            if len(rows) == layer.shape[1]:
                layer[:, :, :, : self.length] = moved
            else:
                self.cache[at] = pad(moved, (0, 0, 0, layer.shape[3] - self.length))

    @torch.inference_mode()
    def step(self, tokens: Sequence[int]) -> torch.Tensor:
        """Append a token to each row; the log-probabilities ``(rows, vocabulary)`` of the next.

        The array is written over by the next step.
        """
        engine, at = self.engine, self.length
        last = engine._embed(torch.tensor(tokens))
        hidden = last + engine.weights["model.decoder.embed_positions.weight"][at]
        for number in range(engine.decoder_layers):
            name = f"model.decoder.layers.{number}"
            normed = engine._norm(hidden, f"{name}.self_attn_layer_norm")
            read = self._attend_self(number, engine._linear(normed, f"{name}.self_attn.qkv"))
            hidden = hidden + engine._linear(read, f"{name}.self_attn.out_proj")
            normed = engine._norm(hidden, f"{name}.encoder_attn_layer_norm")
            read = self._attend_source(
                number, engine._linear(normed, f"{name}.encoder_attn.q_proj")
            )
            hidden = hidden + engine._linear(read, f"{name}.encoder_attn.out_proj")
            hidden = hidden + engine._forward(hidden, name)
        hidden = engine._norm(hidden, "model.decoder.layer_norm")
        self.length += 1
        engine.passes += 1
        return self._mixture(hidden, last)

    def _attend_self(self, number: int, joined: torch.Tensor) -> torch.Tensor:
        rows, cache = len(joined), self.cache[number]
        parts = joined.view(rows, 3, self.engine.heads, -1)
        cache[:, :, :, self.length] = parts[:, 1:].transpose(0, 1)
        known = cache[:, :, :, : self.length + 1]
        scores = (known[0] * parts[:, 0, :, None]).sum(-1)
        return (softmax(scores, -1)[..., None] * known[1]).sum(2).reshape(rows, -1)

    def _attend_source(self, number: int, query: torch.Tensor) -> torch.Tensor:
        heads, beams = self.engine.heads, self.beams
        whole = query.view(len(self.sources), beams, heads, -1).transpose(1, 2)
        read = [
            (softmax(own @ source.cross[number][0], -1) @ source.cross[number][1])
            for own, source in zip(whole, self.sources, strict=True)
        ]
        return torch.stack(read).transpose(1, 2).reshape(len(query), -1)

    def _mixture(self, hidden: torch.Tensor, last: torch.Tensor) -> torch.Tensor:
        engine, beams = self.engine, self.beams
        gate = torch.sigmoid(engine._linear(hidden, "gate"))
        # A fresh array of this size at every step costs more than what is computed in it.
        chances = self.chances[: len(hidden)]
        torch.mm(hidden, engine.embedding.t(), out=chances)
        torch.softmax(chances, -1, out=chances).mul_(gate)
        query = linear(torch.cat([hidden, last], -1), engine.weights["copy_query.weight"])
        for at, source in enumerate(self.sources):
            own = slice(at * beams, (at + 1) * beams)
            copied = softmax(query[own] @ source.copy_keys + source.prior, -1) * (1 - gate[own])
            chances[own].index_add_(1, source.ids, copied)
        return chances.clamp_min_(1e-9).log_()


@torch.inference_mode()
def log_chances(engine: Engine, source: Encoded, target: Sequence[int]) -> torch.Tensor:
    """The log-probability ``(target,)`` of each token of ``target`` after those before it."""
    wanted = torch.tensor(target)
    last = engine._embed(pad(wanted[:-1], (1, 0), value=engine.start))
    hidden = last + engine.weights["model.decoder.embed_positions.weight"][: len(wanted)]
    future = torch.full((len(wanted), len(wanted)), -torch.inf).triu(1)
    for number in range(engine.decoder_layers):
        name = f"model.decoder.layers.{number}"
        normed = engine._norm(hidden, f"{name}.self_attn_layer_norm")
        joined = engine._linear(normed, f"{name}.self_attn.qkv")
        query, key, value = joined.view(len(wanted), 3, engine.heads, -1).permute(1, 2, 0, 3)
        read = softmax(query @ key.transpose(1, 2) + future, -1) @ value
        read = read.transpose(0, 1).reshape(len(wanted), -1)
        hidden = hidden + engine._linear(read, f"{name}.self_attn.out_proj")
        normed = engine._norm(hidden, f"{name}.encoder_attn_layer_norm")
        query = engine._linear(normed, f"{name}.encoder_attn.q_proj")
        query = query.view(len(wanted), engine.heads, -1).transpose(0, 1)
        keys, values = source.cross[number]
        read = (softmax(query @ keys, -1) @ values).transpose(0, 1).reshape(len(wanted), -1)
        hidden = hidden + engine._linear(read, f"{name}.encoder_attn.out_proj")
        hidden = hidden + engine._forward(hidden, name)
    hidden = engine._norm(hidden, "model.decoder.layer_norm")
    gate = torch.sigmoid(engine._linear(hidden, "gate")).squeeze(-1)
    own = softmax(linear(hidden, engine.embedding), -1)[torch.arange(len(wanted)), wanted]
    query = linear(torch.cat([hidden, last], -1), engine.weights["copy_query.weight"])
    copied = softmax(query @ source.copy_keys + source.prior, -1)
    same = source.ids[None, :] == wanted[:, None]
    return (gate * own + (1 - gate) * (copied * same).sum(-1)).clamp_min(1e-9).log()


def _joined(weights: Tensors, heads: int) -> Tensors:
    """The weights with the projections that read the same thing in one matrix.

    The query is scaled here once and not at every product.
    """
    for name in [n for n in weights if ".q_proj." in n]:
        attention, _, part = name.rpartition(".q_proj.")
        query = weights.pop(name)
        query = query / (weights["model.shared.weight"].shape[1] // heads) ** 0.5
        rest = [weights.pop(f"{attention}.{one}_proj.{part}") for one in "kv"]
        if attention.endswith("encoder_attn"):
            weights[name] = query
            weights[f"{attention}.kv.{part}"] = torch.cat(rest)
        else:
            weights[f"{attention}.qkv.{part}"] = torch.cat([query, *rest])
    return weights
