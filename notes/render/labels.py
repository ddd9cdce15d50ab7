"""The Chinese words of the notes for kinds, repairs, ordinals and shares."""

from __future__ import annotations

from collections.abc import Iterable

from notes.values import EssayKind, RepairKind

KINDS: dict[EssayKind, str] = {
    "speech": "讲话发言",
    "reflection": "学习心得",
    "commentary": "评论",
    "report": "报告",
    "narrative": "叙述",
}
REPAIRS: dict[RepairKind, str] = {
    "page_counter": "页码",
    "site_boilerplate": "网站套话",
    "inserted_noise": "混入字符",
    "half_width": "半角标点",
    "spaces": "多余空格",
    "quotation": "引号",
    "ocr_char": "识别错字",
    "lost_hyphen": "脱落连接号",
    "lost_text": "缺文",
    "line_break": "断行",
}
_DIGITS = "零一二三四五六七八九"


def numeral(number: int) -> str:
    """``number`` as it stands in 第七篇: Chinese up to 99, Arabic above."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    head = "" if tens == 1 else _DIGITS[tens]
    return f"{head}十{_DIGITS[ones] if ones else ''}"


def share(part: float) -> str:
    """``part`` (0..1) in percent, rounded down: 100% is said of the whole only."""
    tenths = int(min(max(part, 0.0), 1.0) * 1000 + 1e-6)  # 0.29 * 1000 is 290 less a breath
    return f"{tenths / 10:g}%"


def repair_counts(counts: Iterable[tuple[RepairKind, int]]) -> str:
    """Changes by kind, such as 页码 5、识别错字 2; lost text is no change and not among them."""
    named = [(REPAIRS[kind], count) for kind, count in counts if count and kind != "lost_text"]
    return "、".join(f"{name} {count}" for name, count in named)


def claim(claimed: int | None, found: int) -> str:
    """What the source says of its number of essays against what is there."""
    if claimed is None:
        return f"共 {found} 篇"
    if claimed == found:
        return f"共 {found} 篇，与原称一致"
    return f"原称 {claimed} 篇，实得 {found} 篇"
