"""The headings of the parts of a note, and how users name them otherwise.

``headings.toml`` in a folder of templates holds ``name = "heading"`` lines; parts that it
does not name keep theirs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from notes.errors import SettingsError
from notes.render.escape import clean

FILE = "headings.toml"

HEADINGS: Mapping[str, str] = MappingProxyType(
    {
        # of a note
        "thesis": "一句话主旨",
        "summary": "内容摘要",
        "points": "核心要点",
        "outline": "层级提纲",
        "arguments": "分论点与举措",
        "claims": "主要论点",
        "measures": "具体举措",
        "steps": "下一步打算",
        "understanding": "认识与体会",
        "practice": "联系实际与下一步打算",
        "quotes": "金句摘录",
        "figures": "数据与事实",
        "terms": "关键词",
        "questions": "思考题",
        "audit": "核验报告",
        "evidence": "依据",
        # of the overview
        "essays": "篇目",
        "themes": "共同主题",
        "unique": "各篇独有",
        "repeats": "重复与近似",
        "differences": "数据异同",
        "repairs": "修复汇总",
        "audits": "核验合计",
        "hints": "提示",
    }
)
"""The headings by the name of their part."""


def headings(folder: Path | None) -> Mapping[str, str]:
    """All headings, those of ``headings.toml`` in ``folder`` instead of the built-in ones.

    Raises ``SettingsError``: a name that no part has, an empty heading, one heading for two
    parts, or no TOML.
    """
    path = folder / FILE if folder is not None else None
    if path is None or not path.is_file():
        return HEADINGS
    try:
        own = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: 打不开，请检查读取权限后重试。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: 不是 UTF-8 编码，请另存为 UTF-8 后重试。") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: 不是合格的 TOML（{error}），请改正后重试。") from error
    for name, heading in own.items():
        if name not in HEADINGS:
            raise SettingsError(f"{path}: 没有叫“{name}”的部分，可用：{'、'.join(HEADINGS)}。")
        if not isinstance(heading, str) or not clean(heading):
            raise SettingsError(f"{path}: “{name}”的标题须是一段文字，请改正后重试。")
    named = {**HEADINGS, **{name: clean(heading) for name, heading in own.items()}}
    taken: dict[str, str] = {}
    for name, heading in named.items():
        if taken.setdefault(heading, name) != name:
            raise SettingsError(
                f"{path}: “{taken[heading]}”和“{name}”的标题都是“{heading}”，请改成不同的。"
            )
    return MappingProxyType(named)
