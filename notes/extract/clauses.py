"""The clauses of a sentence and which of them can open or close a statement.

A clause ends at ，；： or at the sentence's end, never inside quotation marks,
brackets or book titles. Whether a run of clauses is a statement of its own is
decided by the words at its edges (the lists in ``notes/data``) and by jieba's parts
of speech; where in doubt the answer is no.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from notes.extract.lexicon import entries
from notes.words import Word, Words

_OPENING = dict(zip("“‘「『《（(【[", "”’」』》）)】]", strict=True))
_STOPS = "，,；;：:。！？!?…"
_ATTRIBUTION = re.compile(
    r"(?:指出|强调|提出|认为|表示|要求|显示|表明|证明|说|讲到|谈到|看到|认识到|体会到|明白|知道|懂得)$"
)
_SUBJECT_TAGS = ("n", "r", "j", "l", "i", "s", "b", "m", "q", "t", "f", "eng", "x", "uj", "vn")
_NAMING_TAGS = ("n", "r", "j", "l", "i", "s", "eng", "vn", "x")
_LINKS = frozenset("和与及、的")
_PLACES = frozenset(
    [
        "中",
        "下",
        "上",
        "时",
        "里",
        "方面",
        "领域",
        "同时",
        "看",
        "来看",
        "来说",
        "而言",
        "基础",
        "之际",
        "以来",
        "后",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "在",
        "对",
        "为",
        "从",
        "以",
        "通过",
        "围绕",
        "与",
        "同",
        "和",
        "当",
        "除",
        "自",
        "经",
        "将",
        "把",
    ]
)
_MODALS = frozenset(
    [
        "要",
        "必须",
        "应",
        "应该",
        "应当",
        "须",
        "需",
        "需要",
        "将",
        
        "可以",
        "能",
        "能够",
        "会",
        "得",
        "务必",
        "要求",
        "拟",
    ]
)
_DENIALS = frozenset(
    [
        "不",
        "没",
        "没有",
        "未",
        "非",
        "并非",
        "不是",
        "难以",
        "无法",
        "不能",
        "不得",
        "不要",
        "不可",
        "不会",
        "绝不",
        "决不",
        "尚未",
    ]
)
_PREDICATES = frozenset(
    [
        "是",
        "也是",
        "更是",
        "还是",
        "就是",
        "乃是",
        "正是",
        "才",
        "就",
        "则",
        "却",
        "都",
        "便",
        "均",
        "的",
        "等",
        "一道",
        "一样",
        "进而",
        "以及",
        "及",
        "和",
        "与",
        "或",
        "但",
        "但是",
        "然而",
        "不过",
        "而",
        "而是",
        "却",
    ]
)
_REPORTING = frozenset(
    [
        "提出",
        "要求",
        "强调",
        "指出",
        "认为",
        "希望",
        "计划",
        "建议",
        "决定",
        "表示",
        "支持",
        "鼓励",
        "呼吁",
        "承诺",
        "宣布",
        "力争",
        "争取",
    ]
)
_CONSEQUENCES = frozenset(["就能", "就会", "就可以", "就要", "才能", "才会", "才可以", "方能"])
_ANSWERS = frozenset(["就", "才", "便", "就会", "就能", "才能", "才会"])
_FORCES = frozenset(["大力", "有力", "全力", "合力", "着力", "奋力", "极力", "竭力"])
_SERVES = re.compile(
    r"^为.{2,60}?(?:提供|奠定|注入|营造|创造|作出|做出|做好|打下|打好|打牢|指明|增添|拉开|画出|描绘|赋能"
    r"|积蓄|凝聚|夯实|贡献|筑牢|树立|服务|所|是|而|加油|添|谋)"
)
_PHRASE = re.compile(r"(?:一道|一样|一起|之际|之前|以前|来说|而言|来看|以来)$")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause ``text[start:end]`` of a sentence; ``mark`` is the character after it.

    ``group`` counts the parts between semicolons. ``opens``: a statement can begin
    here; ``closes``: it can end here; ``frees``: the next clause can stand without
    this one. ``subject`` is the length of the noun phrase that its verb belongs to
    (0: none), ``head`` the length including the modal words after it (要, 必须).
    ``bare`` clauses begin with a verb, an adverb or a preposition, ``modal`` ones with
    a modal word; ``denies`` says that the verb is negated or reports another's words.
    """

    start: int
    end: int
    mark: str
    group: int
    opens: bool
    closes: bool
    frees: bool
    subject: int
    head: int
    bare: bool
    modal: bool
    denies: bool


def clauses(text: str, words: Words) -> tuple[Clause, ...]:
    """Return the clauses of the sentence ``text`` in order, their edges judged by ``words``."""
    ranges = _ranges(text)
    tokens = _tokens_by_range(ranges, words.tag(text))
    found: list[Clause] = []
    group = 0
    for (start, end, mark), inside in zip(ranges, tokens, strict=True):
        found.append(_clause(text[start:end], start, mark, group, inside))
        group += mark in "；;" and mark != ""
    return _linked(found, tokens)


def _clause(body: str, start: int, mark: str, group: int, inside: list[Word]) -> Clause:
    first = _first_words(inside)
    subject, head, denies = _subject(inside)
    purpose = inside[0].text in {"以", "为"} and len(inside) > 1 and inside[1].tag == "v"
    unserved = inside[0].text == "为" and not _SERVES.match(body)
    adjunct = _adjunct(inside, subject) or unserved
    attribution = bool(_ATTRIBUTION.search(body)) and mark in ("，", ",", "：", ":")
    opener = body in _listed("openers")
    verbal = not (opener or _PHRASE.search(body)) and _has_predicate(inside)
    return Clause(
        start=start,
        end=start + len(body),
        mark=mark,
        group=group,
        opens=not (first & _listed("continuations") or opener or purpose),
        closes=verbal and not (adjunct or attribution or mark in ("：", ":")),
        frees=opener
        or attribution
        or (adjunct and not unserved)
        or (verbal and mark not in ("：", ":")),
        subject=0 if attribution else subject,
        head=head,
        bare=inside[0].text in _listed("demands")
        or not inside[0].tag.startswith((*_NAMING_TAGS, "m", "q")),
        modal=bool(first & (_MODALS | _DENIALS)),
        denies=denies or any(word.text in _REPORTING for word in inside),
    )


def _linked(found: list[Clause], tokens: list[list[Word]]) -> tuple[Clause, ...]:
    """Tie clauses that need each other: topic and predicate, condition and consequence."""
    kept = list(found)
    framed = -1
    for at, clause in enumerate(found):
        first = _first_words(tokens[at])
        before = found[at - 1] if at and found[at - 1].group == clause.group else None
        if before is None:
            framed = -1
        else:
            topic = not before.subject and at >= 1 and bool(first & _MODALS) and _leads(found, at)
            answers = any(word.text in _ANSWERS for word in tokens[at][1:5])
            if first & _PREDICATES or first & _listed("frames") or topic or answers:
                kept[at - 1] = replace(kept[at - 1], closes=False)
                kept[at] = replace(kept[at], opens=False)
            if not before.frees or framed >= 0:
                kept[at] = replace(kept[at], opens=False)
            if framed < 0 and first & _CONSEQUENCES:
                framed = next(i for i in range(at + 1) if found[i].group == clause.group)
                for earlier in range(framed + 1, at + 1):
                    kept[earlier] = replace(kept[earlier], opens=False)
            if framed >= 0 and first & _listed("second_halves"):
                for earlier in range(framed, at):
                    kept[earlier] = replace(kept[earlier], closes=False)
        if framed < 0 and any(word.text in _listed("frames") for word in tokens[at]):
            framed = at
            kept[at] = replace(kept[at], closes=False)
    return tuple(kept)


def _leads(found: list[Clause], at: int) -> bool:
    """Whether the clause before ``at`` is the first of its group that says something."""
    return at == 1 or found[at - 2].group != found[at].group or not found[at - 2].closes


def _ranges(text: str) -> list[tuple[int, int, str]]:
    ranges: list[tuple[int, int, str]] = []
    waiting: list[str] = []
    start = 0
    for at, character in enumerate(text):
        if waiting and character == waiting[-1]:
            waiting.pop()
        elif character in _OPENING and text.find(_OPENING[character], at + 1, at + 121) > 0:
            waiting.append(_OPENING[character])
        elif not waiting and character in _STOPS and not _inside_number(text, at):
            if text[start:at].strip():
                ranges.append((start, at, character))
            start = at + 1
    if text[start:].strip("”’」』）)】 "):
        ranges.append((start, len(text), ""))
    return ranges


def _inside_number(text: str, at: int) -> bool:
    """1,000 and 10:30 hold no clause end."""
    return text[at] in ",:：" and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def _tokens_by_range(
    ranges: list[tuple[int, int, str]], tagged: Sequence[Word]
) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in ranges]
    position = 0
    at = 0
    for word in tagged:
        while at < len(ranges) and position >= ranges[at][1]:
            at += 1
        if at < len(ranges) and position >= ranges[at][0]:
            found[at].append(word)
        position += len(word.text)
    for at, (start, end, _) in enumerate(ranges):
        if not found[at]:
            found[at].append(Word("…" * (end - start), "x"))
    return found


@lru_cache(maxsize=16)
def _listed(name: str) -> frozenset[str]:
    return frozenset(entries(name))


def _first_words(inside: list[Word]) -> frozenset[str]:
    plain = [word.text for word in inside if word.text[0].isalnum()][:2]
    return frozenset((*plain[:1], "".join(plain)))


def _verbal(word: Word) -> bool:
    return word.tag[0] == "v" or word.tag in {"a", "i", "l", "an", "z"}


def _has_predicate(inside: list[Word]) -> bool:
    """Whether the clause says something: it has a verb that is not a noun's modifier.

    不断壮大的实力 and 突飞猛进的变化 are noun phrases; 抓住难得的机遇 is not.
    """
    verbs = [at for at, word in enumerate(inside) if _verbal(word)]
    if not verbs:
        return False
    links = [at for at, word in enumerate(inside) if word.text == "的"]
    if not links or any(verb > links[-1] for verb in verbs):
        return True
    if inside[0].text in {"这个", "这", "那个", "这样", "这种"}:
        return False
    before = inside[: links[0]]
    return any(word.tag[0] == "v" for word in inside) and not (
        len(links) == 1 and all(_verbal(word) or word.tag[0] == "d" for word in before)
    )


def _adjunct(inside: list[Word], subject: int) -> bool:
    """Whether the clause is a circumstance of the next one (随着…, 在…下, 我国经过…).

    After 在, 对, 以 and the like a verb in the second half makes it a clause of its
    own: 以创新催生产业 is one, 以创新这一引擎 is not.
    """
    at = 0
    while subject > 0 and at < len(inside):
        subject -= len(inside[at].text)
        at += 1
    rest = inside[at:]
    if not rest:
        return False
    if rest[0].text in _listed("adjuncts"):
        return True
    if rest[-1].text in _PLACES and (rest[0].text in _PREPOSITIONS or len(rest) > 1):
        return rest[0].tag in {"p", "v"} and rest[0].text in _PREPOSITIONS
    if rest[0].text not in _PREPOSITIONS:
        return False
    if rest[0].text == "从" and any(word.text == "到" for word in rest):
        return True
    return not any(word.tag in {"v", "a", "i", "l"} for word in rest[max(2, len(rest) // 3) :])


def _subject(inside: list[Word]) -> tuple[int, int, bool]:
    """Return the lengths of the leading noun phrase without and with its modal words.

    The third value says that the verb is negated. A clause that begins with a verb
    or has no verb after the noun phrase has no subject: (0, 0, …).
    """
    if inside[0].text in _listed("demands"):
        return 0, 0, any(word.text in _DENIALS for word in inside[:3])
    length = 0
    at = 0
    while at < len(inside) and (
        inside[at].text in _LINKS or inside[at].tag.startswith(_SUBJECT_TAGS)
    ) and inside[at].text != "正在":
        length += len(inside[at].text)
        at += 1
    denies = any(word.text in _DENIALS for word in inside[at : at + 3])
    while at and inside[at - 1].text in _FORCES:
        at -= 1
        length -= len(inside[at].text)
    named = at > 0 and inside[at - 1].tag.startswith(_NAMING_TAGS) and inside[at - 1].tag != "vn"
    if (
        not named
        or at == len(inside)
        or not (inside[at].tag[0] in "vdpa" or inside[at].text in _FORCES | {"正在"})
    ):
        return 0, 0, denies
    head = length
    reach = length
    for word in inside[at : at + 3]:
        reach += len(word.text)
        if word.text in _MODALS:
            head = reach
            break
        if word.tag[0] != "d":
            break
    return length, head, denies
