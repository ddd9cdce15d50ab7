"""Statements that lean on words said elsewhere: they cannot stand alone in a note.

A pronoun needs its noun before it in the same statement, 这一目标 needs the goal, and
特点是… and 关键在… need the matter whose feature or key they name. Where the essay's noun
stands in another sentence, deletion cannot bring it back, so such a form is not used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from notes.words import Word, Words

_PRONOUN = re.compile(r"[他她它]们?|(?<![尤极与何])其(?![他余实中次间他])")
_OTHERS = re.compile(r"其他|其它|他人|吉他|他乡|他山|他国|他律|利他")
_POINTS_BACK = re.compile(
    r"^(?:围绕|针对|抓住|按照|根据|对于?|在|把|将|以|从|为了?|通过|面对|带着|结合|基于|我们?|但|而|就|是){0,3}"
    r"(?![这那][些几一]?[里儿边么年时次])(?:这|那)(?:一|个|些|种|项|件|样|场|类|方面|两|三|几|也|就)?"
    r"(?P<noun>[^，；：。]*)"
)
_BACK_WORDS = re.compile(
    r"^(?:上述|以上|以下|如上|如下|如此|为此|对此|由此|据此|此举|此时|此类|该)(?!应)"
)
_RELATION = re.compile(
    r"(?:^|[，；])(?:主要|根本|最大|首要|直接|核心|基本|重要|突出|共同|显著|本质)?的?"
    r"(?:特点|特征|关键|本质|实质|核心|目的|原因|结果|重点|难点|目标|意义|优势|内涵|前提|根本"
    r"|作用|效果|标志|区别|差别|任务|理由|教训|动力|出发点|落脚点)"
    r"(?:就?是|就?在(?:于)?|则是|有(?=[二三四五两]))"
)
_PEOPLE = re.compile(
    r"(?:[人员者师民生工手长友童孩兵农友亲家嫂娘爷奶叔伯哥姐弟妹]|干部|孩子|老人|书记|同志|主任|代表|群众|百姓|党员"
    r"|领导|队伍|团队|大家|医生|儿子|女儿|夫妻|夫妇|们)$"
)
_NOUNS = ("n", "j", "vn", "s", "eng", "an")
_QUOTED = re.compile(r"“[^”]*”")


def leans(statement: str, words: Words) -> bool:
    """Whether ``statement`` has a pronoun, a pointer or a relation without its noun.

    Two relations in a row (特点是…，关键在…) define the matter of the essay itself.
    """
    plain = _OTHERS.sub("○○", _QUOTED.sub(lambda found: "○" * len(found.group()), statement))
    if _BACK_WORDS.match(plain) or (_RELATION.match(plain) and len(_RELATION.findall(plain)) < 2):
        return True
    back = _POINTS_BACK.match(plain)
    if back and not _restricts(back.group("noun")):
        return True
    found = _PRONOUN.search(plain)
    if found is None:
        return False
    return not _has_noun(found.group(), words.tag(statement), found.start())


def _restricts(noun: str) -> bool:
    """Whether what follows 这个 says itself which one is meant (这个科技发展的时代)."""
    return re.search(r"[^，]{2,}的[^，]", noun) is not None


def _has_noun(pronoun: str, tagged: Sequence[Word], before: int) -> bool:
    """Whether a word that ``pronoun`` can stand for comes before it."""
    at = 0
    for word in tagged:
        if at + len(word.text) > before:
            return False
        if _may_be_meant(pronoun, word):
            return True
        at += len(word.text)
    return False


def _may_be_meant(pronoun: str, word: Word) -> bool:
    if pronoun[0] in "他她":
        return word.tag.startswith("nr") or bool(_PEOPLE.search(word.text))
    return word.tag.startswith(_NOUNS)
