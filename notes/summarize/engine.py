"""The embedded model on plain tensors: quick to load, and no row depends on its batch.

The architecture is that of ``notes.summarize.pointer`` (which training uses); here it runs
without transformers, for reading only. Passages of a batch are laid end to end, not
padded: the linear layers read all of them at once and attention each by itself. While
writing, a passage is padded to a length that only its own decides. A matrix product sums
each row alike whatever the number of rows (four or more), so a passage gets the same
numbers alone and among others.

Where the processor multiplies bfloat16 by itself, the products of the linear layers and of
the attention to the source are taken in it, as in training; other attention, sums and
distributions stay in single precision.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch.nn.functional import gelu, layer_norm, linear, logsigmoid, pad, softmax

ARCHITECTURE = "pointer_pegasus"

BUCKET = 64
"""A passage is padded, while it is written about, to a multiple of so many tokens."""

Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True, slots=True)
class Encoded:
    """A passage of ``length`` tokens as the decoder reads it, padded to a multiple of ``BUCKET``.

    ``ids`` is ``(tokens,)``; ``cross`` holds, a decoder layer, the keys
    ``(heads, head width, tokens)`` and the values ``(heads, tokens, head width)``;
    ``copy_keys`` is ``(copy width, tokens)``, ``prior`` ``(tokens,)`` the logarithm of the
    content selection. ``mask`` ``(tokens,)`` and ``prior`` are minus infinity at the padding.
    """

    length: int
    ids: torch.Tensor
    cross: tuple[tuple[torch.Tensor, torch.Tensor], ...]
    copy_keys: torch.Tensor
    prior: torch.Tensor
    mask: torch.Tensor


_EXACT = ("norm", "embed", "shared", "gate", "selector")
"""Weights that are looked up or give one number a token: they stay in single precision."""


def fastest() -> torch.dtype:
    """The type in which this processor takes matrix products fastest: bfloat16 or float32."""
    able: dict[str, object] = getattr(torch.cpu, "get_capabilities", dict)()
    return torch.bfloat16 if able.get("avx512_bf16") or able.get("amx_bf16") else torch.float32


class Engine:
    """The weights of a checkpoint folder; ``dtype`` is that of products (None: ``fastest``).

    Raises ``ValueError``, ``KeyError``, ``OSError`` or ``RuntimeError`` when the folder is
    not whole. ``passes`` counts the runs of encoder and decoder, ``tokens`` what was encoded.
    """

    def __init__(self, folder: Path, dtype: torch.dtype | None = None) -> None:
        self.dtype = dtype or fastest()
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
        weights = _joined({k: v.float() for k, v in stored.items()}, self.heads)
        self.embedding = weights["model.shared.weight"]
        self.output = self.embedding.to(self.dtype)
        self.weights = {
            name: value if any(part in name for part in _EXACT) else value.to(self.dtype)
            for name, value in weights.items()
        }
        self.passes = self.tokens = 0
        self.scale = math.sqrt(self.width) if config["scale_embedding"] else 1.0
        # Reading something shows at once whether weights are missing or misshapen.
        Decoding(self, self.encode([[self.end] * 4]), 1, 1).step([self.start], [1.0])
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
        both = torch.cat([hidden, self._embed(before)], -1).to(self.dtype)
        keys = linear(both, self.weights["copy_key.weight"]) / self.copy_width**0.5
        prior = logsigmoid(self._linear(hidden, "selector").squeeze(-1))
        layers = [
            self._linear(hidden, f"model.decoder.layers.{number}.encoder_attn.kv")
            for number in range(self.decoder_layers)
        ]
        found, start = [], 0
        for own in split:
            part, extra = slice(start, start + len(own)), -len(own) % BUCKET
            start += len(own)
            cross = []
            for layer in layers:
                whole = pad(layer[part], (0, 0, 0, extra)).view(-1, 2, heads, self.width // heads)
                cross.append((whole[:, 0].permute(1, 2, 0), whole[:, 1].transpose(0, 1)))
            found.append(
                Encoded(
                    len(own),
                    pad(own, (0, extra)),
                    tuple(cross),
                    pad(keys[part], (0, 0, 0, extra)).t(),
                    pad(prior[part], (0, extra), value=-torch.inf),
                    pad(torch.zeros(len(own)), (0, extra), value=-torch.inf),
                )
            )
        return found

    def _attend_all(self, joined: torch.Tensor) -> torch.Tensor:
        """Every token of a passage looks at all; ``(tokens, 3 width)`` to ``(tokens, width)``."""
        tokens = len(joined)
        # Products in bfloat16 are compiled once a shape, and every passage has its own.
        query, key, value = joined.float().view(tokens, 3, self.heads, -1).permute(1, 2, 0, 3)
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
        weight = self.weights[f"{name}.weight"]
        return linear(hidden.to(weight.dtype), weight, self.weights[f"{name}.bias"])

    def _norm(self, hidden: torch.Tensor, name: str) -> torch.Tensor:
        weight, bias = self.weights[f"{name}.weight"], self.weights[f"{name}.bias"]
        return layer_norm(hidden, (self.width,), weight, bias)


@dataclass(slots=True)
class _Group:
    """Passages of one padded length, one after the other, as ``Encoded`` has them."""

    ids: torch.Tensor
    cross: list[tuple[torch.Tensor, torch.Tensor]]
    copy_keys: torch.Tensor
    prior: torch.Tensor
    mask: torch.Tensor

    @classmethod
    def of(cls, sources: Sequence[Encoded]) -> _Group:
        return cls(
            torch.stack([one.ids for one in sources]),
            [
                (torch.stack([keys for keys, _ in layer]), torch.stack([v for _, v in layer]))
                for layer in zip(*(one.cross for one in sources), strict=True)
            ],
            torch.stack([one.copy_keys for one in sources]),
            torch.stack([one.prior for one in sources])[:, None],
            torch.stack([one.mask for one in sources])[:, None, None],
        )

    def keep(self, places: Sequence[int]) -> _Group:
        """Those at ``places`` only."""
        if len(places) == len(self.ids):
            return self
        at = torch.tensor(places)
        return _Group(
            self.ids[at],
            [(keys[at], values[at]) for keys, values in self.cross],
            self.copy_keys[at],
            self.prior[at],
            self.mask[at],
        )


class Decoding:
    """The state of ``beams`` wordings for each of some passages, one token after the other.

    It is quickest when passages of one padded length stand together.
    """

    def __init__(self, engine: Engine, sources: Sequence[Encoded], beams: int, limit: int) -> None:
        self.engine, self.beams = engine, beams
        rows, width = len(sources) * beams, engine.width // engine.heads
        self.groups = [
            _Group.of(list(group)) for _, group in groupby(sources, lambda one: len(one.ids))
        ]
        self.length = 0
        self.chances = torch.empty(rows, len(engine.embedding))
        # (position, key and value, row, head, width): what is known lies together.
        self.cache = [
            torch.empty(limit, 2, rows, engine.heads, width, dtype=engine.dtype)
            for _ in range(engine.decoder_layers)
        ]

    def keep(self, rows: Sequence[int], passages: Sequence[int]) -> None:
        """Go on with these rows (in this order) and these passages (ascending) only."""
        start, groups = 0, []
        for group in self.groups:
            own = [p - start for p in passages if start <= p < start + len(group.ids)]
            start += len(group.ids)
            if own:
                groups.append(group.keep(own))
        self.groups = groups
        if list(rows) == list(range(self.cache[0].shape[2])):
            return
        order = torch.tensor(rows)
        for at, layer in enumerate(self.cache):
            moved = layer[: self.length].index_select(2, order)
            if len(rows) < layer.shape[2]:
                self.cache[at] = layer.new_empty(len(layer), 2, len(rows), *layer.shape[3:])
            self.cache[at][: self.length] = moved

    @torch.inference_mode()
    def step(self, tokens: Sequence[int], weights: Sequence[float]) -> torch.Tensor:
        """Append a token to each row; the probabilities ``(rows, vocabulary)`` of the next.

        Those of a row are multiplied by its weight. The array is written over by the next step.
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
        return self._mixture(hidden, last, torch.tensor(weights)[:, None])

    def _attend_self(self, number: int, joined: torch.Tensor) -> torch.Tensor:
        rows, cache = len(joined), self.cache[number]
        parts = joined.view(rows, 3, self.engine.heads, -1)
        cache[self.length] = parts[:, 1:].transpose(0, 1)
        keys, values = cache[: self.length + 1].float().permute(1, 2, 3, 0, 4)
        weights = softmax(parts[:, 0, :, None].float() @ keys.transpose(2, 3), -1)
        read: torch.Tensor = weights @ values
        return read.reshape(rows, -1)

    def _parts(self, rows: torch.Tensor) -> list[torch.Tensor]:
        """``rows`` as ``(passages, beams, ...)`` for each group."""
        sizes = [len(group.ids) * self.beams for group in self.groups]
        return [part.view(-1, self.beams, part.shape[1]) for part in torch.split(rows, sizes)]

    def _attend_source(self, number: int, query: torch.Tensor) -> torch.Tensor:
        read = []
        for group, part in zip(self.groups, self._parts(query), strict=True):
            keys, values = group.cross[number]
            own = part.view(*part.shape[:2], self.engine.heads, -1).transpose(1, 2)
            weights = softmax((own @ keys).float() + group.mask, -1).to(values.dtype)
            read.append((weights @ values).transpose(1, 2).reshape(-1, query.shape[1]))
        return torch.cat(read)

    def _mixture(
        self, hidden: torch.Tensor, last: torch.Tensor, weights: torch.Tensor
    ) -> torch.Tensor:
        engine = self.engine
        gate = torch.sigmoid(engine._linear(hidden, "gate"))
        # A fresh array of this size at every step costs more than what is computed in it.
        chances = self.chances[: len(hidden)]
        torch.softmax(
            linear(hidden.to(engine.dtype), engine.output), -1, torch.float32, out=chances
        ).mul_(gate * weights)
        both = torch.cat([hidden, last], -1).to(engine.dtype)
        query = linear(both, engine.weights["copy_query.weight"])
        for group, part, share, mixed in zip(
            self.groups,
            self._parts(query),
            self._parts((1 - gate) * weights),
            self._parts(chances),
            strict=True,
        ):
            copied = softmax((part @ group.copy_keys).float() + group.prior, -1) * share
            mixed.scatter_add_(2, group.ids[:, None].expand(copied.shape), copied)
        return chances


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
        weights = softmax((query @ key.transpose(1, 2)).float() + future, -1).to(value.dtype)
        read = weights @ value
        read = read.transpose(0, 1).reshape(len(wanted), -1)
        hidden = hidden + engine._linear(read, f"{name}.self_attn.out_proj")
        normed = engine._norm(hidden, f"{name}.encoder_attn_layer_norm")
        query = engine._linear(normed, f"{name}.encoder_attn.q_proj")
        query = query.view(len(wanted), engine.heads, -1).transpose(0, 1)
        keys, values = source.cross[number]
        weights = softmax((query @ keys).float() + source.mask, -1).to(values.dtype)
        read = (weights @ values).transpose(0, 1).reshape(len(wanted), -1)
        hidden = hidden + engine._linear(read, f"{name}.encoder_attn.out_proj")
        hidden = hidden + engine._forward(hidden, name)
    hidden = engine._norm(hidden, "model.decoder.layer_norm")
    gate = torch.sigmoid(engine._linear(hidden, "gate")).squeeze(-1)
    whole = softmax(linear(hidden.to(engine.dtype), engine.output).float(), -1)
    own = whole[torch.arange(len(wanted)), wanted]
    both = torch.cat([hidden, last], -1).to(engine.dtype)
    query = linear(both, engine.weights["copy_query.weight"])
    copied = softmax((query @ source.copy_keys).float() + source.prior, -1)
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
