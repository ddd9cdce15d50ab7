"""Ranking: teach the likelihood of a wording to follow how good the wording is.

The model writes several wordings of each written pair, some of them after reading only a
part of the passage, so that they choose different things; each is compared with the
reference. Then the model learns to find the better one likelier, by a margin that grows
with the difference (BRIO: Liu et al. 2022, "Bringing Order to Abstractive Summarization"),
besides going on to learn the reference. Beam search then ends with better wordings.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from pairs import Pair
from rouge import characters, rouge_l, rouge_n
from segments import sentences
from train import Pairs, Phase, Plan, set_dropout, use_plain_attention

from notes.summarize.embedded import TOGETHER, EmbeddedSummarizer
from notes.summarize.pointer import IGNORED, PointerPegasusForConditionalGeneration
from notes.summarize.protocol import Request

VIEWS: tuple[tuple[float, int], ...] = ((0.0, 3), (0.35, 2), (0.35, 2))
"""Share of the sentences that a view of a passage leaves out, and wordings taken from it."""

RANK_WEIGHT, REFERENCE_WEIGHT = 4.0, 0.5
"""Weights of the two losses."""

SEAMS = 0.4
"""Weight of the share of seams; headings and briefs got worse by it."""

BEAMS = 4
"""Wordings searched for in a view, of every task."""

SOURCE_TOKENS = 1_600
"""Padded source tokens of a batch; each is read by the decoder for all wordings."""

_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Ranked:
    """Token ids of a source, its reference and the ``wordings``, whose worth is at most 1."""

    source: tuple[int, ...]
    reference: tuple[int, ...]
    wordings: tuple[tuple[int, ...], ...]
    worth: tuple[float, ...]


def worth(text: str, pair: Pair) -> float:
    """The F1 of ROUGE-1, ROUGE-2 and (twice) ROUGE-L by characters, less seams of a gist.

    A seam is a pair of neighbouring characters of ``text`` that neither the source nor the
    reference has: there the wording was glued. Their share counts ``SEAMS``. At most 1.
    """
    ours, theirs = characters(text), characters(pair.target)
    both = rouge_n(ours, theirs, 1) + rouge_n(ours, theirs, 2) + 2 * rouge_l(ours, theirs)
    if pair.task != "gist":
        return both / 4
    pairs = [a + b for a, b in pairwise(text) if (a + b).isalnum()]
    seams = sum(one not in pair.source and one not in pair.target for one in pairs)
    return both / 4 - SEAMS * seams / max(1, len(pairs))


def write_wordings(model: Path, pairs: Sequence[Pair], target: Path) -> None:
    """Let the checkpoint ``model`` write about ``pairs``; one JSON line a pair to ``target``.

    Does nothing when ``target`` is there already.
    """
    if target.exists():
        return
    blocks = [pairs[at : at + _BLOCK] for at in range(0, len(pairs), _BLOCK)]
    aside = target.with_suffix(".new")
    with ProcessPoolExecutor() as pool, aside.open("w", encoding="utf-8") as file:
        for lines in pool.map(partial(_wordings, model), blocks):
            file.writelines(lines)
    aside.replace(target)


_loaded: dict[Path, EmbeddedSummarizer] = {}


def _wordings(model: Path, pairs: Sequence[Pair]) -> list[str]:
    torch.set_num_threads(1)
    if model not in _loaded:
        _loaded[model] = EmbeddedSummarizer(model, beams=BEAMS)
    summarizer = _loaded[model]
    asked = [
        (at, view, Request(pair.task, thinned(pair.source, share, f"{pair.source[:20]}{view}")))
        for at, pair in enumerate(pairs)
        for view, (share, _) in enumerate(VIEWS)
    ]
    asked.sort(key=lambda one: (one[2].characters, len(one[2].text)))
    texts: list[dict[tuple[int, ...], str]] = [{} for _ in pairs]
    for start in range(0, len(asked), TOGETHER):
        part = asked[start : start + TOGETHER]
        requests = [request for _, _, request in part]
        ids = [summarizer._ids(request, request.text) for request in requests]
        encoded = summarizer.read(ids)
        found = summarizer.search(encoded, [request.text for request in requests], requests)
        for (at, view, _), wordings in zip(part, found, strict=True):
            ended = [one.tokens for one in wordings if one.ended][: VIEWS[view][1]]
            texts[at] |= {one: summarizer.decode(one, pairs[at].source) for one in ended}
    lines = []
    for pair, found_texts in zip(pairs, texts, strict=True):
        kept = [(tokens, text) for tokens, text in found_texts.items() if text]
        reference = summarizer.tokenizer.encode(pair.target, add_special_tokens=False).ids
        row = {
            "source": summarizer._ids(Request(pair.task, pair.source), pair.source),
            "reference": [*reference, summarizer.ends],
            "wordings": [[*tokens, summarizer.ends] for tokens, _ in kept],
            "worth": [round(worth(text, pair), 4) for _, text in kept],
        }
        lines.append(json.dumps(row) + "\n")
    return lines


def thinned(text: str, share: float, seed: str) -> str:
    """``text`` without about ``share`` of its sentences, but with one at least."""
    rng = random.Random(seed)
    units = sentences(text)
    kept = [unit for unit in units if rng.random() >= share]
    return "".join(kept or units)


def read_wordings(path: Path) -> list[Ranked]:
    """What ``write_wordings`` stored, where there is something to compare."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        Ranked(
            tuple(row["source"]),
            tuple(row["reference"]),
            tuple(map(tuple, row["wordings"])),
            tuple(row["worth"]),
        )
        for row in rows
        if len(set(row["worth"])) > 1
    ]


def batches(rows: Sequence[Ranked], tokens: int, seed: int) -> Iterator[list[Ranked]]:
    """Batches of at most ``tokens`` padded source tokens, alike in length, for ever."""
    epoch = 0
    while True:
        rng = np.random.default_rng((seed, epoch))
        order = rng.permutation(len(rows))
        found = []
        for start in range(0, len(order), 1024):
            block = sorted(order[start : start + 1024], key=lambda at: -len(rows[at].source))
            while block:
                count = max(1, tokens // len(rows[block[0]].source))
                found.append([rows[at] for at in block[:count]])
                block = block[count:]
        yield from (found[at] for at in rng.permutation(len(found)))
        epoch += 1


def loss_of(
    model: PointerPegasusForConditionalGeneration, batch: Sequence[Ranked], device: str
) -> torch.Tensor:
    """The two losses of a batch, weighed and added."""
    ids = _padded([row.source for row in batch], 0, device)
    mask = (ids != 0).long()
    encoded = model.model.encoder(input_ids=ids, attention_mask=mask)
    rows = [[row.reference, *row.wordings] for row in batch]
    owner = torch.tensor([at for at, own in enumerate(rows) for _ in own], device=device)
    labels = _padded([one for own in rows for one in own], IGNORED, device)
    encoded.last_hidden_state = encoded.last_hidden_state[owner]
    chances = model(
        attention_mask=mask[owner],
        encoder_outputs=encoded,
        source_ids=ids[owner],
        labels=labels,
    ).logits
    counted = labels != IGNORED
    sums = torch.zeros(labels.shape, device=device).masked_scatter(counted, chances).sum(1)
    means = sums / counted.sum(1)
    total, start = torch.zeros((), device=device), 0
    for row, own in zip(batch, rows, strict=True):
        likely = means[start + 1 : start + len(own)]
        good = torch.tensor(row.worth, device=device)
        ahead = good[:, None] - good[None, :]
        # How far a worse wording is from being as much less likely as it is worse.
        behind = (ahead - (likely[:, None] - likely[None, :])).clamp_min(0)[ahead > 0]
        total = total + RANK_WEIGHT * behind.mean() - REFERENCE_WEIGHT * means[start]
        start += len(own)
    return total / len(batch)


def _padded(rows: Sequence[Sequence[int]], value: int, device: str) -> torch.Tensor:
    whole = torch.full((len(rows), max(map(len, rows))), value, dtype=torch.long)
    for at, row in enumerate(rows):
        whole[at, : len(row)] = torch.tensor(row)
    return whole.to(device)


class Ranking(Phase):
    """The phase: ``minutes`` over the wordings of ``rows``, beginning with ``model``."""

    def rank(self, rows: Sequence[Ranked], dev: Pairs) -> None:
        """Train; a run that was stopped goes on from its last checkpoint."""
        self.resume()
        if self.state["done"]:
            return
        set_dropout(self.model, 0.0)
        self.model.train()
        began = time.monotonic() - self.state["seconds"]
        saved = time.monotonic()
        losses: list[float] = []
        stream = batches(rows, SOURCE_TOKENS, self.plan.seed + self.state["step"])
        while rows and (progress := self.progress()) < 1:
            batch = next(stream)
            with torch.autocast(self.device, dtype=torch.bfloat16):
                loss = loss_of(self.model, batch, self.device)
            losses.append(self.learn(loss, progress))
            self.average_in()
            self.state["step"] += 1
            self.state["tokens"] += sum(len(row.source) for row in batch)
            self.state["seconds"] = time.monotonic() - began
            if self.state["step"] % 50 == 0:
                self.log(losses)
                losses.clear()
            if time.monotonic() - saved > 60 * self.plan.checkpoint_minutes:
                self.save()
                saved = time.monotonic()
        self.finish(dev)


def rank(work: Path, model: Path, pairs: Sequence[Pair], plan: Plan, *, device: str) -> None:
    """Rank the wordings of ``pairs`` that ``model`` writes; the weights go to ``work/model``.

    ``model`` is the exported checkpoint of ``work/model``.
    """
    folder = work / "rank"
    folder.mkdir(parents=True, exist_ok=True)
    write_wordings(model, pairs, folder / "wordings.jsonl")
    rows = read_wordings(folder / "wordings.jsonl")
    loaded = PointerPegasusForConditionalGeneration.from_pretrained(
        str(work / "model"), dtype=torch.float32
    )
    if device == "cpu":
        use_plain_attention(loaded)
    phase = Ranking(folder, plan, loaded.to(device), device, tuning=True)
    phase.rate, phase.minutes = plan.ranking_rate, plan.minutes * plan.ranking_share
    phase.steps = plan.steps[2] if plan.steps else None
    phase.rank(rows, Pairs(work / "dev.npz"))
    loaded.save_pretrained(str(work / "model"))
