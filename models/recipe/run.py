"""The whole recipe: data → tokenizer → training → checkpoint.

::

    python models/recipe/run.py --data ../shared/data --work models/.work --minutes 120

A run that was stopped goes on when it is called again with the same ``--work``.
``evaluate.py`` then measures the checkpoint and ``card.py`` writes its card.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from pairs import written_pairs
from prepare import prepare
from rank import rank
from train import Plan, train
from transformers import AutoTokenizer

from notes.summarize import pointer
from notes.summarize.checkpoint import DEFAULT_MODEL


def export(work: Path, target: Path) -> Path:
    """Write the finished checkpoint of the run under ``work`` to ``target``, half precision."""
    pointer.register()
    model = pointer.PointerPegasusForConditionalGeneration.from_pretrained(str(work / "model"))
    model.half().save_pretrained(str(target))
    AutoTokenizer.from_pretrained(str(work / "tokenizer")).save_pretrained(str(target))
    return target


def main() -> None:
    """Run from the command line."""
    usual = Plan()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the corpora")
    parser.add_argument(
        "--more", type=Path, help="folder of further written references, gists_train.jsonl …"
    )
    parser.add_argument(
        "--start", type=Path, help="a pre-training folder (…/pre) whose weights to begin with"
    )
    parser.add_argument("--work", type=Path, default=Path("models/.work"), help="for checkpoints")
    parser.add_argument("--out", type=Path, default=Path("models") / DEFAULT_MODEL)
    parser.add_argument("--minutes", type=float, default=usual.minutes, help="of the training")
    parser.add_argument(
        "--steps",
        type=int,
        nargs=3,
        metavar=("PRE", "TUNE", "RANK"),
        help="instead of --minutes",
    )
    parser.add_argument("--open-data", action="store_true", help="leave the broadcasts out")
    parser.add_argument("--vocabulary", type=int, default=12_000)
    parser.add_argument("--width", type=int, default=usual.width)
    parser.add_argument("--encoder-layers", type=int, default=usual.encoder_layers)
    parser.add_argument("--decoder-layers", type=int, default=usual.decoder_layers)
    parser.add_argument("--batch-tokens", type=int, default=usual.batch_tokens)
    parser.add_argument("--seed", type=int, default=usual.seed)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    prepare(
        options.data,
        options.work,
        size=options.vocabulary,
        open_data=options.open_data,
        seed=options.seed,
        more=options.more,
    )
    plan = Plan(
        minutes=options.minutes,
        steps=tuple(options.steps) if options.steps else None,
        width=options.width,
        encoder_layers=options.encoder_layers,
        decoder_layers=options.decoder_layers,
        batch_tokens=options.batch_tokens,
        seed=options.seed,
    )
    pieces = AutoTokenizer.from_pretrained(str(options.work / "tokenizer")).get_vocab()
    stops = sorted(number for piece, number in pieces.items() if piece[-1] in "。！？；")
    train(
        options.work,
        plan,
        device=options.device,
        vocabulary=len(pieces),
        stops=stops,
        start=options.start,
    )
    export(options.work, options.work / "tuned")
    pairs = list(written_pairs(options.data, "train"))
    if options.more is not None:
        pairs += written_pairs(options.more, "train")
    rank(options.work, options.work / "tuned", pairs, plan, device=options.device)
    export(options.work, options.out)
    training = {
        "plan": json.loads((options.work / "plan.json").read_text("utf-8")),
        "pairs": json.loads((options.work / "counts.json").read_text("utf-8")),
        "open_data": options.open_data,
        "device": options.device,
        "phases": {
            phase: json.loads((options.work / phase / "state.json").read_text("utf-8"))
            for phase in ("pre", "tune", "rank")
        },
    }
    (options.out / "training.json").write_text(
        json.dumps(training, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    print(f"wrote {options.out}")


if __name__ == "__main__":
    main()
