"""The training loop: pre-training on mined pairs, then fine-tuning on written ones.

One code path for CPU and GPU (bf16 autocast). ``--minutes`` is the budget of these
phases and of the ranking (``rank.py``); a run that was stopped goes on from its last
checkpoint. With ``--steps`` instead of ``--minutes`` a run is reproducible to the step on
one machine type.
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from safetensors.torch import load_file, save_file
from transformers import AttentionInterface
from transformers.masking_utils import AttentionMaskInterface, eager_mask

from notes.summarize.pointer import (
    IGNORED,
    PointerPegasusConfig,
    PointerPegasusForConditionalGeneration,
)
from notes.summarize.vocabulary import PREFIX

Batch = dict[str, torch.Tensor]
Tokens = npt.NDArray[np.int64]

UNUSED = 0.1
"""A sentence is unused when the target uses a smaller share of its tokens."""

VOCABULARY_LIMIT = 1 << 16


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run does. ``steps`` (pre-training, fine-tuning, ranking) overrides ``minutes``.

    ``tuning_share`` and ``ranking_share`` of the minutes are for fine-tuning and ranking.

    The first ``short_share`` of pre-training reads sources of at most
    ``short_limit`` tokens only: copying is learned there at half the cost.
    Fine-tuning is kept from learning few rows by heart: the share
    ``replay`` of its batches are mined ones, a sentence that the target does not use is
    left out with probability ``sentence_drop``, and the weights that are kept are an
    exponential average of decay ``averaging`` over the steps.
    """

    minutes: float = 95.0
    steps: tuple[int, int, int] | None = None
    tuning_share: float = 0.32
    ranking_share: float = 0.18
    replay: float = 0.25
    sentence_drop: float = 0.15
    averaging: float = 0.995
    width: int = 256
    encoder_layers: int = 4
    decoder_layers: int = 2
    batch_tokens: int = 6_000
    short_share: float = 0.45
    short_limit: int = 200
    rate: float = 2e-3
    tuning_rate: float = 5e-4
    ranking_rate: float = 2e-4
    optimizer: str = "muon"
    dropout: float = 0.1
    seed: int = 1
    checkpoint_minutes: float = 8.0


class Pairs:
    """Token ids of training pairs; ``batches`` yields padded batches for ever.

    ``stops`` are the token ids that end a sentence.
    """

    def __init__(self, path: Path, stops: Sequence[int] = ()) -> None:
        stored = np.load(path)
        self.stops = np.array(stops, dtype=np.int64)
        self.sources = stored["sources"]
        self.targets = stored["targets"]
        self.source_at = np.concatenate([[0], np.cumsum(stored["source_lengths"])])
        self.target_at = np.concatenate([[0], np.cumsum(stored["target_lengths"])])

    def __len__(self) -> int:
        return len(self.source_at) - 1

    def batches(
        self,
        tokens: int,
        seed: int,
        *,
        limit: int | None = None,
        skip: int = 0,
        drop: float = 0.0,
    ) -> Iterator[Batch]:
        """Batches of at most ``tokens`` padded source tokens, alike in length.

        ``limit`` leaves longer sources out; ``skip`` batches are passed over to resume;
        ``drop`` is the probability with which an unused sentence is left out.
        """
        epoch = 0
        while True:
            for rows in self._epoch(tokens, seed + epoch, limit):
                if skip:
                    skip -= 1
                    continue
                yield self.batch(rows, drop, np.random.default_rng((seed, epoch, int(rows[0]))))
            epoch += 1

    def batch(
        self,
        rows: npt.NDArray[np.int64],
        drop: float = 0.0,
        rng: np.random.Generator | None = None,
    ) -> Batch:
        """The padded batch of these rows.

        Ids and ``used`` are ``(batch, source)``, labels ``(batch, target)``.
        """
        sources = [
            self.sources[self.source_at[r] : self.source_at[r + 1]].astype(np.int64) for r in rows
        ]
        targets = [
            self.targets[self.target_at[r] : self.target_at[r + 1]].astype(np.int64) for r in rows
        ]
        marks = [used_tokens(s, t) for s, t in zip(sources, targets, strict=True)]
        if drop and rng is not None:
            for at, (source, mark) in enumerate(zip(sources, marks, strict=True)):
                kept = self._kept(source, mark, drop, rng)
                sources[at], marks[at] = source[kept], mark[kept]
        used = torch.full((len(rows), max(map(len, sources))), IGNORED, dtype=torch.long)
        ids = torch.zeros(len(rows), max(map(len, sources)), dtype=torch.long)
        labels = torch.full((len(rows), max(map(len, targets))), IGNORED, dtype=torch.long)
        for at, (source, target) in enumerate(zip(sources, targets, strict=True)):
            ids[at, : len(source)] = torch.from_numpy(source)
            labels[at, : len(target)] = torch.from_numpy(target)
            used[at, PREFIX : len(source)] = torch.from_numpy(marks[at][PREFIX:])
        mask = (ids != 0).long()
        return {"input_ids": ids, "attention_mask": mask, "labels": labels, "used": used}

    def _kept(
        self, source: Tokens, used: Tokens, drop: float, rng: np.random.Generator
    ) -> npt.NDArray[np.bool_]:
        """Which tokens stay when unused sentences are left out at random."""
        kept = np.ones(len(source), dtype=bool)
        ends = np.flatnonzero(np.isin(source, self.stops)) + 1
        for start, end in pairwise([PREFIX, *ends.tolist()]):
            if used[start:end].mean() < UNUSED and rng.random() < drop:
                kept[start:end] = False
        return kept

    def _epoch(
        self, tokens: int, seed: int, limit: int | None = None
    ) -> list[npt.NDArray[np.int64]]:
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(self))
        lengths = np.diff(self.source_at)
        if limit is not None:
            order = order[lengths[order] <= limit]
        batches: list[npt.NDArray[np.int64]] = []
        for start in range(0, len(order), 4096):
            block = order[start : start + 4096]
            block = block[np.argsort(lengths[block], kind="stable")[::-1]]
            while len(block):
                count = max(1, tokens // int(lengths[block[0]]))
                batches.append(block[:count])
                block = block[count:]
        return [batches[i] for i in rng.permutation(len(batches))]


def used_tokens(source: Tokens, target: Tokens) -> Tokens:
    """1 for the tokens of the source in a bigram of tokens that the target has too."""
    pairs = source[:-1] * VOCABULARY_LIMIT + source[1:]
    same = np.isin(pairs, target[:-1] * VOCABULARY_LIMIT + target[1:])
    used = np.zeros(len(source), dtype=np.int64)
    used[:-1] |= same
    used[1:] |= same
    return used


class Optimizers:
    """AdamW, or Muon for the matrices inside the layers and AdamW for the rest.

    Muon (Jordan et al. 2024) orthogonalises the momentum of a matrix; its rate is
    matched to AdamW's root mean square (Liu et al. 2025).
    """

    def __init__(self, model: torch.nn.Module, kind: str, rate: float) -> None:
        named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
        inner = [p for n, p in named if kind == "muon" and p.ndim == 2 and ".layers." in n]
        chosen = {id(p) for p in inner}
        rest = [p for _, p in named if id(p) not in chosen]
        self.all: list[torch.optim.Optimizer] = [
            torch.optim.AdamW(rest, lr=rate, betas=(0.9, 0.98), weight_decay=0.01)
        ]
        if inner:
            self.all.append(
                torch.optim.Muon(inner, lr=rate, weight_decay=0.01, adjust_lr_fn="match_rms_adamw")
            )

    def step(self, rate: float) -> None:
        """Apply the gradients at learning rate ``rate`` and clear them."""
        for optimizer in self.all:
            for group in optimizer.param_groups:
                group["lr"] = rate
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)

    def tensors(self) -> dict[str, torch.Tensor]:
        """The state as a flat dictionary, for safetensors."""
        return {
            f"{number}.{index}.{name}": torch.as_tensor(value).contiguous().clone()
            for number, optimizer in enumerate(self.all)
            for index, state in optimizer.state_dict()["state"].items()
            for name, value in state.items()
        }

    def restore(self, tensors: dict[str, torch.Tensor]) -> None:
        """Take back what ``tensors`` gave."""
        for number, optimizer in enumerate(self.all):
            state: dict[int, dict[str, torch.Tensor]] = {}
            for key, value in tensors.items():
                which, index, name = key.split(".", 2)
                if int(which) == number:
                    state.setdefault(int(index), {})[name] = value
            whole = optimizer.state_dict()
            whole["state"] = state
            optimizer.load_state_dict(whole)


def new_model(plan: Plan, vocabulary: int) -> PointerPegasusForConditionalGeneration:
    """A freshly initialised model of the planned size."""
    torch.manual_seed(plan.seed)
    config = PointerPegasusConfig(
        vocab_size=vocabulary,
        d_model=plan.width,
        encoder_layers=plan.encoder_layers,
        decoder_layers=plan.decoder_layers,
        encoder_ffn_dim=4 * plan.width,
        decoder_ffn_dim=4 * plan.width,
        encoder_attention_heads=plan.width // 64,
        decoder_attention_heads=plan.width // 64,
        activation_function="gelu",
        dropout=0.0,
        scale_embedding=True,
        max_position_embeddings=1024,
        forced_eos_token_id=None,
        decoder_start_token_id=0,
    )
    return PointerPegasusForConditionalGeneration(config)


def train(  # noqa: PLR0913 - what a run is made of
    work: Path,
    plan: Plan,
    *,
    device: str,
    vocabulary: int,
    stops: Sequence[int] = (),
    start: Path | None = None,
) -> Path:
    """Run both phases under ``work`` and return the folder of the finished model.

    ``stops`` are the token ids that end a sentence; ``start`` is the folder of an earlier
    pre-training with the same tokenizer, whose weights this one begins with.
    """
    torch.set_float32_matmul_precision("high")
    model = new_model(plan, vocabulary).to(device)
    if start is not None:
        model.load_state_dict(load_file(str(start / "model.safetensors")), strict=False)
    if device == "cpu":
        use_plain_attention(model)
    mined, written = Pairs(work / "mined.npz"), Pairs(work / "train.npz", stops)
    dev = Pairs(work / "dev.npz")
    (work / "plan.json").write_text(json.dumps(asdict(plan), indent=1), encoding="utf-8")
    pre = Phase(work / "pre", plan, model, device)
    pre.minutes = plan.minutes * (1 - plan.tuning_share - plan.ranking_share)
    pre.steps = plan.steps[0] if plan.steps else None
    pre.train(mined, dev)
    tune = Phase(work / "tune", plan, model, device, tuning=True)
    tune.minutes = plan.minutes * plan.tuning_share
    tune.steps = plan.steps[1] if plan.steps else None
    tune.train(written, dev, mined)
    model.save_pretrained(str(work / "model"))
    return work / "model"


def use_plain_attention(model: PointerPegasusForConditionalGeneration) -> None:
    """Compute attention as two matrix products in half precision.

    On two cores and a few hundred tokens that trains 1.3 to 1.7 times as fast as the
    fused kernel of torch 2.13.
    """
    AttentionInterface.register("plain", _plain_attention)
    AttentionMaskInterface.register("plain", eager_mask)
    model.set_attn_implementation("plain")


def _plain_attention(  # noqa: PLR0913 - the signature that transformers calls
    module: torch.nn.Module,
    query: torch.Tensor,
    key: torch.Tensor,
    value: torch.Tensor,
    attention_mask: torch.Tensor | None,
    scaling: float = 1.0,
    dropout: float = 0.0,
    **_: Any,
) -> tuple[torch.Tensor, None]:
    scores = torch.matmul(query * scaling, key.transpose(2, 3))
    if attention_mask is not None:
        scores = scores + attention_mask.clamp_min(-1e4).to(scores.dtype)
    weights = torch.nn.functional.dropout(scores.softmax(-1), dropout, module.training)
    return torch.matmul(weights, value).transpose(1, 2).contiguous(), None


class Phase:
    """One phase: its clock, schedule, log and checkpoints."""

    def __init__(
        self,
        folder: Path,
        plan: Plan,
        model: PointerPegasusForConditionalGeneration,
        device: str,
        *,
        tuning: bool = False,
    ) -> None:
        self.folder, self.plan, self.model, self.device = folder, plan, model, device
        self.rate = plan.tuning_rate if tuning else plan.rate
        self.dropout = plan.dropout if tuning else 0.0
        self.minutes = 0.0
        self.steps: int | None = None
        self.state: dict[str, Any] = {"step": 0, "seconds": 0.0, "tokens": 0, "done": False}
        self.short_share = 0.0 if tuning else plan.short_share
        self.sentence_drop = plan.sentence_drop if tuning else 0.0
        self.averages = tuning
        self.average: dict[str, torch.Tensor] = {}
        self.optimizers = Optimizers(model, plan.optimizer, self.rate)
        folder.mkdir(parents=True, exist_ok=True)

    def train(self, rows: Pairs, dev: Pairs, mined: Pairs | None = None) -> None:
        """Train on ``rows``, with batches of ``mined`` between them."""
        self.resume()
        if self.state["done"]:
            return
        set_dropout(self.model, self.dropout)
        batches: Iterator[Batch] | None = None
        seed = self.plan.seed + 2000 + self.state["step"]
        replayed = mined.batches(self.plan.batch_tokens, seed) if mined else None
        began = time.monotonic() - self.state["seconds"]
        saved = time.monotonic()
        losses: list[float] = []
        while (progress := self.progress()) < 1:
            if batches is None or (self.state.get("short") and progress >= self.short_share):
                batches = self._batches(rows, progress)
            if replayed and self._rng(self.state["step"]).random() < self.plan.replay:
                batch = next(replayed)
                self._step(batch, progress)
            else:
                batch = next(batches)
                self.state["drawn"] += 1
                losses.append(self._step(batch, progress))
            self.average_in()
            self.state["step"] += 1
            self.state["tokens"] += int(batch["attention_mask"].sum())
            self.state["seconds"] = time.monotonic() - began
            if self.state["step"] % 50 == 0:
                self.log(losses)
                losses.clear()
            if time.monotonic() - saved > 60 * self.plan.checkpoint_minutes:
                self.log([], dev_loss=self.dev_loss(dev))
                self.save()
                saved = time.monotonic()
        self.finish(dev)

    def finish(self, dev: Pairs) -> None:
        """Take the averaged weights and store them as the phase's last word."""
        self.state["done"] = True
        if self.average:
            self.model.load_state_dict(self.average, strict=False)
        self.log([], dev_loss=self.dev_loss(dev))
        self.save()

    def _rng(self, step: int) -> np.random.Generator:
        return np.random.default_rng((self.plan.seed, step))

    @torch.no_grad()
    def average_in(self) -> None:
        """Let the weights of this step count in the average."""
        if not self.averages:
            return
        # A young average is the mean of what was seen; the decay takes over later.
        decay = min(self.plan.averaging, (1 + self.state["step"]) / (10 + self.state["step"]))
        for name, parameter in self.model.named_parameters():
            if name not in self.average:
                self.average[name] = parameter.detach().clone()
            self.average[name].lerp_(parameter, 1 - decay)

    def _batches(self, rows: Pairs, progress: float) -> Iterator[Batch]:
        """The stream of batches for this part of the phase, where it was left."""
        short = progress < self.short_share
        if self.state.get("short") != short:
            self.state |= {"short": short, "drawn": 0}
        return rows.batches(
            self.plan.batch_tokens,
            self.plan.seed + (0 if short else 1000),
            limit=self.plan.short_limit if short else None,
            skip=self.state["drawn"],
            drop=self.sentence_drop,
        )

    def progress(self) -> float:
        """How much of the phase is done, 0..1."""
        if self.steps is not None:
            return float(self.state["step"] / self.steps) if self.steps else 1.0
        return float(self.state["seconds"] / (60 * self.minutes)) if self.minutes else 1.0

    def _step(self, batch: Batch, progress: float) -> float:
        self.model.train()
        batch = {key: value.to(self.device) for key, value in batch.items()}
        with torch.autocast(self.device, dtype=torch.bfloat16):
            loss: torch.Tensor = self.model(**batch).loss
        return self.learn(loss, progress)

    def learn(self, loss: torch.Tensor, progress: float) -> float:
        """Apply the gradients of ``loss`` at the rate for this part of the phase."""
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        warm = min(1.0, (self.state["step"] + 1) / 60)
        self.optimizers.step(
            self.rate * warm * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * progress)))
        )
        return float(loss.detach())

    @torch.no_grad()
    def dev_loss(self, dev: Pairs) -> float:
        """The mean negative log-likelihood of a target token of ``dev``, in nats."""
        self.model.eval()
        total, count = 0.0, 0
        for rows in dev._epoch(self.plan.batch_tokens, 0):
            batch = {k: v.to(self.device) for k, v in dev.batch(rows).items() if k != "used"}
            with torch.autocast(self.device, dtype=torch.bfloat16):
                loss = float(self.model(**batch).loss)
            weight = int((batch["labels"] != IGNORED).sum())
            total, count = total + loss * weight, count + weight
        return total / count

    def log(self, losses: list[float], **more: float) -> None:
        """Add a line to the log of the phase."""
        entry = {k: self.state[k] for k in ("step", "tokens")}
        entry["minutes"] = round(self.state["seconds"] / 60, 2)
        if losses:
            entry["loss"] = round(sum(losses) / len(losses), 4)
        entry |= {key: round(value, 4) for key, value in more.items()}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry) + "\n")

    def save(self) -> None:
        """Write a checkpoint in place of the last one."""
        parts = {k: v.contiguous() for k, v in self.model.state_dict().items()}
        parts = {k: v for k, v in parts.items() if k not in self.model._tied_weights_keys}
        tied = ("model.encoder.embed_tokens.weight", "model.decoder.embed_tokens.weight")
        parts = {k: v for k, v in parts.items() if k not in tied}
        files = {"model": parts, "optimizer": self.optimizers.tensors()}
        if self.average:
            files["average"] = self.average
        for name, tensors in files.items():
            save_file(tensors, str(self.folder / f"{name}.new"))
            (self.folder / f"{name}.new").replace(self.folder / f"{name}.safetensors")
        (self.folder / "state.json").write_text(json.dumps(self.state), encoding="utf-8")

    def resume(self) -> None:
        """Go on from the checkpoint, where there is one."""
        if not (self.folder / "state.json").exists():
            return
        self.state = json.loads((self.folder / "state.json").read_text(encoding="utf-8"))
        self.model.load_state_dict(
            load_file(str(self.folder / "model.safetensors"), device=self.device), strict=False
        )
        if not self.state["done"]:
            self.optimizers.restore(load_file(str(self.folder / "optimizer.safetensors")))
            if self.averages:
                self.average = load_file(
                    str(self.folder / "average.safetensors"), device=self.device
                )


def set_dropout(model: torch.nn.Module, share: float) -> None:
    """Let every layer drop this share of its values."""
    for module in model.modules():
        if isinstance(getattr(module, "dropout", None), float):
            setattr(module, "dropout", share)  # noqa: B010 - typed as a module by torch
