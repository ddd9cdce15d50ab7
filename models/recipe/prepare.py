"""Data preparation: mine the pairs, train the tokenizer, store token ids."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from fusion import Fuser
from pairs import Pair, mined_pairs, verbatim, written_pairs
from pieces import train_pieces

from notes.summarize.vocabulary import ANY_LENGTH, EOS, length_token, task_token

TOKENIZER_SAMPLE = 9_000
"""Mined pairs read to train the tokenizer; unigram training is slow beyond that."""

MAX_SOURCE, MAX_TARGET = 720, 120
"""Longest source and target kept, in tokens."""

VERBATIM = 0.42
"""A further gist that copies a larger share of its runs is not in the style of the first ones."""

REPEATED = 3
"""How often the references of the data folder stand among further ones."""

_SHARES = 8


def prepare(  # noqa: PLR0913 - one parameter an option
    data: Path, work: Path, *, size: int, open_data: bool, seed: int, more: Path | None = None
) -> None:
    """Write tokenizer, ``mined.npz``, ``train.npz`` and ``dev.npz`` under ``work``.

    ``more`` is a folder of further written references to train on, in the form of those
    of ``data``; gists that copy more than those are left out (``pairs.verbatim``), and the
    references of ``data`` count ``REPEATED`` times. Does nothing when the files are there
    already.
    """
    if (work / "dev.npz").exists():
        return
    work.mkdir(parents=True, exist_ok=True)
    written = {part: list(written_pairs(data, part)) for part in ("train", "dev")}
    if more is not None:
        further = [p for p in written_pairs(more, "train") if verbatim(p) <= VERBATIM]
        written["train"] = written["train"] * REPEATED + further
    fuser = Fuser.fit((p.source, p.target) for p in written["train"] if p.origin == "written:gist")
    mine = partial(mined_pairs, data, fuser, open_data=open_data, seed=seed)
    with ProcessPoolExecutor() as pool:
        jobs = [pool.submit(mine, share=(k, _SHARES)) for k in range(_SHARES)]
        mined = [pair for job in jobs for pair in job.result()]
    random.Random(seed).shuffle(mined)
    sample = [p.source + p.target for p in [*mined[:TOKENIZER_SAMPLE], *written["train"][::2]]]
    tokenizer = train_pieces(sample, work / "tokenizer", size)
    counts = {
        name: _store(pairs, tokenizer, work / f"{name}.npz", seed)
        for name, pairs in (("mined", mined), *written.items())
    }
    (work / "counts.json").write_text(json.dumps(counts, indent=1), encoding="utf-8")


def encode(tokenizer: Any, sources: Iterable[tuple[str, str]], *, limit: int) -> list[list[int]]:
    """Token ids of (prefix tokens, text) pairs, ``</s>`` at the end, at most ``limit`` long."""
    prefixes, texts = zip(*sources, strict=True)
    end = tokenizer.convert_tokens_to_ids(EOS)
    bodies = tokenizer(list(texts), add_special_tokens=False)["input_ids"]
    return [
        [
            *[*(tokenizer.convert_tokens_to_ids(t) for t in prefix.split()), *body][: limit - 1],
            end,
        ]
        for prefix, body in zip(prefixes, bodies, strict=True)
    ]


def _store(pairs: Sequence[Pair], tokenizer: Any, path: Path, seed: int) -> dict[str, int]:
    rng = random.Random(seed)
    prefixes = [
        f"{task_token(p.task)} "
        + (length_token(len(p.target)) if rng.random() < 0.8 else ANY_LENGTH)
        for p in pairs
    ]
    sources: list[list[int]] = []
    targets: list[list[int]] = []
    for start in range(0, len(pairs), 20_000):
        block = pairs[start : start + 20_000]
        heads = prefixes[start : start + 20_000]
        sources += encode(
            tokenizer,
            ((h, p.source) for h, p in zip(heads, block, strict=True)),
            limit=MAX_SOURCE,
        )
        targets += encode(tokenizer, (("", p.target) for p in block), limit=MAX_TARGET)
    np.savez(
        path,
        sources=np.concatenate([np.array(s, dtype=np.uint16) for s in sources]),
        targets=np.concatenate([np.array(t, dtype=np.uint16) for t in targets]),
        source_lengths=np.array([len(s) for s in sources], dtype=np.int32),
        target_lengths=np.array([len(t) for t in targets], dtype=np.int32),
    )
    return dict(sorted(Counter(f"{p.task} {p.origin}" for p in pairs).items()))
