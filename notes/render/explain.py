"""The reasons of a stored line in words: one Chinese sentence for each stage that decided."""

from __future__ import annotations

from collections.abc import Sequence

from notes.extract.reasons import CUTS, SIGNS
from notes.render.stored import Line
from notes.values import Reason

_SIGNS = {
    "rank": "与其他句子用词相通（TextRank）",
    "title": "含题目用语",
    "paragraph_start": "段首句",
    "paragraph_end": "段尾句",
    "copula": "“是”字判断",
    "demanding": "要求语气",
    "figures": "有数据",
    "listing": "罗列",
    "short": "短句",
    "quoting": "有引语",
    "flourish": "套语",
    "condition": "条件或转折",
    "cue": "提示语",
    "courtesy": "客套话",
}
_CUTS = {
    "cut_mark": "去掉序号",
    "cut_opener": "去掉开头",
    "cut_aside": "去掉括注",
    "cut_example": "去掉举例",
    "cut_before": "去掉前面的",
    "cut_after": "去掉后面的",
    "cut_items": "列举只留前两项，去掉",
    "subject": "补上同句的主语",
}
_THESIS = {
    "central": "涵盖全篇",
    "title_words": "题目用语",
    "matter": "不谈题中之事",
    "edge": "在首段或末段",
    "key_terms": "含关键词",
    "claims": "是否论断",
    "verdict": "下了断语",
    "own_words": "写明体会",
    "penalty": "指代、数字、过长等扣分",
}
_SHOWN = 24
"""Longest piece of left out text that is shown in full."""
_VERDICTS = {
    "verbatim": "逐字摘自原文",
    "supported": "与原文逐项核对相符",
    "weak": "依据不足，待核",
}


def because(line: Line) -> tuple[str, ...]:
    """Return why ``line`` was chosen, one sentence a stage; empty where nothing was kept."""
    if line.reasons is None:
        return ()
    found = {reason.kind: reason for reason in line.reasons}
    told = [
        _choice(found),
        _thesis(found, line.reasons),
        _weight(found, line.reasons),
        _form(line, found),
    ]
    return tuple(text for text in told if text)


def _choice(found: dict[str, Reason]) -> str:
    """What decided when the points were chosen under the budget."""
    order = found.get("order")
    if order is None:
        mood = found.get("mood")
        return f"选取：语气词“{mood.detail}”" if mood and mood.detail else ""
    parts = [f"第{order.value:.0f}个选中"]
    if "section_quota" in found:
        parts.append(f"第{found['section_quota'].value:.0f}个主要部分须有一点，它在其中最好")
    elif "completes" in found:
        parts.append("补足条数")
    else:
        parts.append("同样篇幅里新增内容最多")
    if "gist_first" in found:
        parts.append("概括句优先于摘句")
    if "replaces" in found:
        parts.append(f"取代说同一件事的摘句{found['replaces'].value:.0f}条")
    if "coverage" in found:
        parts.append(f"新覆盖的内容权重{found['coverage'].value:.2f}")
    if "form" in found:
        parts.append(f"句式系数{found['form'].value:.2f}")
    if "heading" in found:
        parts.append(f"说到标题“{found['heading'].detail}”")
    fresh = found.get("new_bigrams")
    if fresh is not None:
        words = f"（如“{fresh.detail.replace('、', '”“')}”）" if fresh.detail else ""
        parts.append(f"前面没有说过的字对{fresh.value:.0f}个{words}")
    return "选取：" + "，".join(parts)


def _thesis(found: dict[str, Reason], reasons: Sequence[Reason]) -> str:
    """What made a sentence the thesis."""
    if "thesis" not in found:
        return ""
    return f"主旨：得分{found['thesis'].value:.2f}（{_sum(reasons, _THESIS)}）"


def _weight(found: dict[str, Reason], reasons: Sequence[Reason]) -> str:
    """The score of the sentence and what it is made of."""
    if "stated_heading" in found:
        return f"分量：{found['stated_heading'].value:.2f}，是作出论断的小标题"
    if "salience" not in found:
        return ""
    signs = _sum([reason for reason in reasons if reason.kind in SIGNS], _SIGNS)
    return f"分量：{found['salience'].value:.2f}（对数：{signs or '无特征'}）"


def _sum(reasons: Sequence[Reason], names: dict[str, str]) -> str:
    """The parts of a sum, the largest first."""
    parts = [reason for reason in reasons if reason.kind in names and round(reason.value, 2)]
    parts.sort(key=lambda reason: -abs(reason.value))
    return "，".join(
        f"{names[one.kind]}{f'“{one.detail}”' if one.detail else ''}{one.value:+.2f}"
        for one in parts
    )


def _short(words: str) -> str:
    """The words, or their two ends."""
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN // 2]}……{words[-_SHOWN // 2 :]}"


def _form(line: Line, found: dict[str, Reason]) -> str:
    """Who worded the line, what was left out of its sentence, and what the checks said."""
    if line.origin == "model":
        made = "模型概括"
    else:
        cuts = [found[kind] for kind in CUTS if kind in found]
        made = "；".join(f"{_CUTS[cut.kind]}“{_short(cut.detail)}”" for cut in cuts) or "原句未压缩"
    verdict = _VERDICTS.get(line.verdict, "")
    return f"表述：{made}{f'；{verdict}' if verdict else ''}"
