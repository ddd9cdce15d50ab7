"""Finds a model: by option, by environment, inside the package, beside the sources.

The order is ``--model`` → ``NOTES_MODEL`` → ``notes/models/`` in an installed package
→ ``models/`` beside the package in a checkout. Only a name that the user gives and
that is no local folder is looked up on the hub, and then ``HF_HUB_OFFLINE`` holds.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from notes.errors import ModelError

DEFAULT_MODEL = "study-notes-small"
"""Folder name of the checkpoint that comes with the package."""

ENVIRONMENT = "NOTES_MODEL"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model to load: ``location`` is a folder, or a hub id when ``local`` is false."""

    name: str
    location: str
    local: bool = True


def shelves() -> tuple[Path, ...]:
    """Folders that hold the models which come with the program."""
    package = Path(__file__).resolve().parents[1]
    return tuple(p for p in (package / "models", package.parent / "models") if p.is_dir())


def at_hand() -> tuple[Checkpoint, ...]:
    """The checkpoints on the shelves, the default one first."""
    found: dict[str, Checkpoint] = {}
    for shelf in shelves():
        for folder in sorted(shelf.iterdir()):
            if (folder / "config.json").is_file():
                found.setdefault(folder.name, Checkpoint(folder.name, str(folder)))
    return tuple(sorted(found.values(), key=lambda c: (c.name != DEFAULT_MODEL, c.name)))


def find(name: str | None = None) -> Checkpoint:
    """The checkpoint for ``name`` (a folder, a name on a shelf or a hub id) or the default.

    Raises ``ModelError`` when a folder is not a usable checkpoint or nothing is at hand.
    """
    wanted = name or os.environ.get(ENVIRONMENT) or ""
    if not wanted:
        return _default()
    path = Path(wanted).expanduser()
    if path.exists():
        _require_checkpoint(path)
        return Checkpoint(path.name, str(path))
    for checkpoint in at_hand():
        if checkpoint.name == wanted:
            return checkpoint
    if path.is_absolute() or wanted.startswith((".", "~")) or wanted.count("/") > 1:
        raise ModelError(f"{wanted}: 没有这个模型文件夹，请检查 --model 给出的路径。")
    return Checkpoint(wanted, wanted, local=False)


def _default() -> Checkpoint:
    models = at_hand()
    if not models:
        raise ModelError(
            "没有找到随程序提供的模型，请用 --model 指定模型文件夹，或重新安装 study-notes。"
        )
    return models[0]


def _require_checkpoint(path: Path) -> None:
    if not path.is_dir():
        raise ModelError(f"{path}: 不是模型文件夹，请给出含 config.json 的文件夹。")
    try:
        config = json.loads((path / "config.json").read_text("utf-8"))
        valid = isinstance(config, dict) and "model_type" in config
    except FileNotFoundError:
        raise ModelError(
            f"{path}: 文件夹里没有 config.json，请给出 Hugging Face 格式的模型文件夹。"
        ) from None
    except (OSError, ValueError):
        valid = False
    if not valid:
        raise ModelError(f"{path}: config.json 已损坏，请重新下载或导出这个模型。")
    if not any(path.glob("*.safetensors")):
        raise ModelError(f"{path}: 没有 safetensors 权重文件（不读取 pickle 权重），请转换后再用。")


def offline() -> bool:
    """Whether ``HF_HUB_OFFLINE`` forbids to ask the hub, read as huggingface_hub reads it."""
    return os.environ.get("HF_HUB_OFFLINE", "").upper() in {"1", "ON", "YES", "TRUE"}


def explain(checkpoint: Checkpoint) -> str:
    """The sentence that says why ``checkpoint`` could not be loaded."""
    if checkpoint.local:
        return (
            f"{checkpoint.location}: 模型装载失败，文件不全、已损坏或不是文本生成模型，"
            "请换一个模型文件夹。"
        )
    if offline():
        return (
            f"{checkpoint.location}: 本机没有这个模型，而现在是离线状态（HF_HUB_OFFLINE），"
            "请先联网下载，或用 --model 指定本地文件夹。"
        )
    return (
        f"{checkpoint.location}: 没有取到这个模型，请检查名称与网络，或用 --model 指定本地文件夹。"
    )
