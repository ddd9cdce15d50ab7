"""A folder of generated documents, most of them good, some broken, and what each of them is.

::

    python -m tests.generated OUTDIR --count 2000 --broken 0.02

writes ``OUTDIR/材料/`` with the documents in subfolders and ``OUTDIR/manifest.json``, which
says of every file whether it is good, broken (and how) or a copy of another. The same seed
gives the same bytes. All text is original (``generated_text``).
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from tests.generated_broken import WAYS
from tests.generated_files import SHARES, WRITERS
from tests.generated_text import reflection, speech

FOLDER, MANIFEST = "材料", "manifest.json"
PER_FOLDER = 100
"""Documents in one subfolder."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file: its path within the folder, what it is, and how it is broken or of whom a copy."""

    path: str
    state: Literal["good", "broken", "copy"]
    detail: str = ""
    essays: int = 0


def generate(
    folder: Path, count: int, *, broken: float = 0.02, copies: float = 0.01, seed: int = 7
) -> list[Made]:
    """Write ``count`` files and the manifest into ``folder``; return what was made, in order.

    ``broken`` and ``copies`` are shares (0..1) of ``count``; the ways of breaking take turns.
    A file depends on the seed and its own number only, so a smaller ``count`` gives a
    beginning of the same folder but for what is broken.
    """
    rng = random.Random(seed)  # noqa: S311 - a test's own dice
    numbers = list(range(count))
    rng.shuffle(numbers)
    bad = {number: at for at, number in enumerate(numbers[: round(count * broken)])}
    again = set(numbers[len(bad) : len(bad) + round(count * copies)])
    home = folder / FOLDER
    made: list[Made] = []
    good: list[Made] = []
    for number in range(count):
        place = home / f"{number // PER_FOLDER + 1:02d}"
        place.mkdir(parents=True, exist_ok=True)
        own = random.Random(seed * 1_000_003 + number)  # noqa: S311
        if number in bad:
            one = _broken(place, number, bad[number], own, home)
        elif number in again and good:
            one = _copy(place, number, good[-1], home)
        else:
            one = _good(place, number, own, home)
            good.append(one)
        made.append(one)
    manifest = {"seed": seed, "count": count, "files": [asdict(one) for one in made]}
    text = json.dumps(manifest, ensure_ascii=False, indent=1) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8")
    return made


def _good(place: Path, number: int, rng: random.Random, home: Path) -> Made:
    # One in eight is a bundle; bundles are longer, as they are in life.
    count = rng.randint(3, 5) if rng.random() < 0.125 else 1
    write = speech if rng.random() < 0.5 else reflection
    papers = [write(rng, rng.randint(1, 4 if count == 1 else 2)) for _ in range(count)]
    suffix = rng.choices(tuple(SHARES), tuple(SHARES.values()))[0]
    name = papers[0].title.replace("：", "-") if rng.random() < 0.8 else "学习材料"
    path = place / f"{number:05d}{name}{suffix}"
    path.write_bytes(WRITERS[suffix](papers, rng))
    return Made(path.relative_to(home).as_posix(), "good", essays=count)


def _broken(place: Path, number: int, turn: int, rng: random.Random, home: Path) -> Made:
    suffix, way = WAYS[turn % len(WAYS)]
    path = place / f"{number:05d}坏文件{suffix}"
    path.unlink(missing_ok=True)
    way(path, rng)
    return Made(path.relative_to(home).as_posix(), "broken", way.__name__)


def _copy(place: Path, number: int, original: Made, home: Path) -> Made:
    path = place / f"{number:05d}副本{Path(original.path).suffix}"
    path.write_bytes((home / original.path).read_bytes())
    return Made(path.relative_to(home).as_posix(), "copy", original.path)


def main(arguments: list[str] | None = None) -> int:
    """Generate a folder as the command line says and print what it holds."""
    parser = argparse.ArgumentParser(prog="python -m tests.generated")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--broken", type=float, default=0.02)
    parser.add_argument("--copies", type=float, default=0.01)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args(arguments)
    made = generate(
        given.folder, given.count, broken=given.broken, copies=given.copies, seed=given.seed
    )
    for state, number in sorted(Counter(one.state for one in made).items()):
        print(f"{state} {number}")  # noqa: T201 - the answer of a command
    return 0


if __name__ == "__main__":
    sys.exit(main())
