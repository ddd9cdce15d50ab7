"""What a check found, in words: one Chinese clause for each kind of finding."""

from __future__ import annotations

from notes.values import Finding

_TOLD = {
    "number": "原文没有“{}”",
    "number_bound": "“{}”的范围（超过、不足、以上、以下）与原文不符",
    "number_context": "原文的“{}”说的是另一件事",
    "person": "原文没有人名“{}”",
    "place": "原文没有地名“{}”",
    "organisation": "原文没有机构“{}”",
    "person_context": "原文说的不是“{}”",
    "place_context": "原文说的不是“{}”",
    "organisation_context": "原文说的不是“{}”",
    "title": "原文没有{}",
    "latin": "原文没有“{}”",
    "quotation": "{}不是原文的话",
    "negation": "“{}”的肯定或否定与原文相反",
    "modality": "“{}”（可以、应当、必须）与原文不符",
    "direction": "“{}”的方向与原文不符",
    "support": "原文没有说到“{}”",
    "scattered": "“{}”由原文几处拼成，没有一处这样说",
    "subject": "原文这样说的不是“{}”",
    "junction": "“{}”在原文里不相连",
    "fusion": "“{}”由两句话拼成，原文没有这样说",
    "form": "“{}”不成句",
    "misattributed": "这句话见于第 {} 篇，不是本篇的",
    "quote": "不是原文的话，金句须逐字相同",
    "heading": "原文没有这个小标题",
    "evidence": "依据所引不是原文",
}


def told(finding: Finding) -> str:
    """Return ``finding`` as a clause for the reader, without a full stop."""
    pattern = _TOLD.get(finding.kind, "“{}”与原文不符")
    return pattern.format(finding.detail)
