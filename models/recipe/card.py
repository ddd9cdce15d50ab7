"""Writes the model card from what the run recorded; no figure is typed by hand.

``python models/recipe/card.py models/study-notes-small`` reads ``training.json``,
``metrics.json``, ``config.json`` and ``remarks.md`` (what a person saw in the outputs)
of the folder and writes its ``README.md``.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from evaluate import table

_FRONT = """---
language: zh
license: other
license_name: study-and-research
library_name: transformers
pipeline_tag: summarization
tags: [study-notes, pointer-generator, pegasus]
---
"""


_PHASES = {
    "pre": "pre-training on mined pairs",
    "tune": "fine-tuning on written pairs",
    "rank": "ranking of its own wordings of written pairs",
}
_PAIRS = {"train": "written"}


def card(folder: Path) -> str:
    """The text of the card for the checkpoint in ``folder``."""
    training = _json(folder / "training.json")
    metrics = _json(folder / "metrics.json")
    config = _json(folder / "config.json")
    size = sum(path.stat().st_size for path in folder.glob("*.safetensors")) / 1e6
    return "\n".join(
        [
            _FRONT,
            f"# {folder.name}",
            "",
            "A small Chinese encoder-decoder with a pointer head. It reads a passage of a speech,",
            "report or reflection (up to 600 characters) and writes a one-sentence gist, a heading",
            "or a brief, by prefix token. Architecture and decoding rules are in the package",
            "`study-notes` (`notes/summarize/pointer.py`, `rules.py`); no remote code.",
            "",
            "## Architecture",
            "",
            f"Pegasus body of width {config['d_model']},",
            f"{config['encoder_attention_heads']} heads,",
            f"{config['encoder_layers']} encoder and {config['decoder_layers']} decoder layers,",
            f"{config['vocab_size']:,} unigram pieces of at most four characters (digits one by",
            f"one), pointer keys of width {config['copy_dim']} that know the token before, and a",
            "content selection that says which source tokens are worth copying. Weights in half",
            f"precision, {size:.1f} MB.",
            "",
            "## Training",
            "",
            *_training(training),
            "",
            "## Figures",
            "",
            "Development sets, F1 in percent, by characters and by jieba words. *lead* is the",
            "first sentence (three for briefs), clipped to the reference's length for headings;",
            "*textrank* is the best sentence by plain TextRank. Command:",
            "`python models/recipe/evaluate.py --shared ../shared/data`.",
            "",
            table(metrics),
            "",
            *_faults(metrics),
            "",
            (folder / "remarks.md").read_text("utf-8").strip()
            if (folder / "remarks.md").exists()
            else "",
            "",
            "## Data and terms",
            "",
            *_terms(training),
            "",
        ]
    )


def _training(training: dict[str, Any]) -> list[str]:
    plan, phases = training["plan"], training["phases"]
    lines = [
        f"Recipe: `models/recipe/run.py`, seed {plan['seed']}, device {training['device']},",
        f"optimizer {plan['optimizer']}, bf16 autocast, batches of {plan['batch_tokens']:,} padded",
        "source tokens.",
        "",
        "| phase | minutes | steps | source tokens |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| {_PHASES.get(name, name)} | {state['seconds'] / 60:.1f} | {state['step']:,} | "
        f"{state['tokens'] / 1e6:.1f} M |"
        for name, state in phases.items()
    ]
    counts = {name: kinds for name, kinds in training["pairs"].items() if name != "dev"}
    lines += ["", f"| pairs | {' | '.join(_PAIRS.get(name, name) for name in counts)} |"]
    lines += ["|---" * (len(counts) + 1) + "|"]
    lines += [
        f"| {kind} | {' | '.join(f'{own.get(kind, 0):,}' for own in counts.values())} |"
        for kind in sorted({kind for own in counts.values() for kind in own})
    ]
    return lines


def _faults(metrics: dict[str, Any]) -> list[str]:
    rows = [(name, part) for name, part in metrics.items() if isinstance(part, dict)]
    keys = list(rows[0][1]["faults"])
    lines = [
        "Faults of the model's outputs, and characters read a second on the machine of the run:",
        "",
        f"| set | {' | '.join(keys)} | characters a second |",
        "|---|" + "---|" * (len(keys) + 1),
    ]
    lines += [
        f"| {name} | {' | '.join(str(part['faults'][key]) for key in keys)} | "
        f"{part['characters a second']:,} |"
        for name, part in rows
    ]
    free = metrics["gists"].get("faults without the rules", {})
    shown = [key for key in keys if key.endswith("%") and key in free]
    if free:
        lines += ["", "Gists without the decoding rules: "]
        lines[-1] += "; ".join(f"{key} {free[key]}" for key in shown) + "."
    batched = metrics["gists"].get("batched against one by one")
    if batched:
        lines += ["", f"Batches write 24 gists {batched} times as fast as one at a time."]
    return [*lines, "", f"Peak memory of the evaluation: {metrics['peak memory MB']:,} MB."]


def _terms(training: dict[str, Any]) -> list[str]:
    lines = [
        "Government reports and laws (official documents, outside copyright), translated",
        "technology articles (Apache-2.0), encyclopedia passages (CC BY-SA 4.0), and gists,",
        "headings and briefs written for this project. No text of the data is shipped.",
    ]
    if not training["open_data"]:
        lines += [
            "",
            "**Study and research only.** The mined pairs include broadcast items whose",
            "broadcaster keeps its rights and allows study use only, so these weights are for",
            "study and research. `run.py --open-data` trains without them.",
        ]
    return lines


def _json(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    (folder / "README.md").write_text(card(folder), encoding="utf-8")
    print(f"wrote {folder / 'README.md'}")


if __name__ == "__main__":
    main()
