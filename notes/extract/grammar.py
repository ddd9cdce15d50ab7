"""What a clause is made of: its subject, its verb, whether it is only a circumstance.

All judged by jieba's parts of speech and by the word groups of ``clause_words.txt``. A
clause is a list of tagged words that is never empty.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from notes.extract.lexicon import group, listed
from notes.words import Word

_SUBJECT_TAGS = ("n", "r", "j", "s", "b", "m", "q", "t", "f", "eng", "x", "uj", "vn")
_NAMING_TAGS = ("n", "r", "j", "l", "i", "s", "eng", "vn", "x")
_PREDICATE_TAGS = "vdpail"
_IS = frozenset(
    [
        "更是",
        "也是",
        "就是",
        "还是",
        "都是",
        "正是",
        "只是",
        "才是",
        "则是",
        "便是",
        "而是",
        "不是",
        "乃是",
    ]
)
"""是 with its adverb, which the tagger takes for an adverb."""
_TO = frozenset(["到", "至", "从"])
"""Tagged as verbs, but prepositions where the clause has no other verb (从山脚，到山顶)."""
_LINKS = frozenset("和与及、的")
_POINTERS = frozenset(["这个", "这", "那个", "这样", "这种"])
_WHEN = re.compile(
    r"(?:[每今去前明后上下本当近这那]|\d+|[一二三四五六七八九十]+)?[年月周天日晚早季][度底初末]?"
)
_SERVES = re.compile(
    r"^为.{2,60}?(?:提供|奠定|注入|营造|创造|作出|做出|做好|打下|打好|打牢|指明|增添|拉开|画出|描绘|赋能"
    r"|积蓄|凝聚|夯实|贡献|筑牢|树立|服务|所|是|而|加油|添|谋)"
)


@dataclass(frozen=True, slots=True)
class Subject:
    """The leading noun phrase that the verb of a clause belongs to.

    ``length`` counts its characters (0: the clause has no subject), ``head`` those up to
    the end of the modal words after it (要, 必须). ``denies``: the verb is negated.
    """

    length: int
    head: int
    denies: bool


def first_words(inside: list[Word]) -> frozenset[str]:
    """Return the first word of the clause, and the first two written together."""
    plain = [word.text for word in inside if word.text[0].isalnum()][:2]
    return frozenset((*plain[:1], "".join(plain)))


def is_bare(inside: list[Word]) -> bool:
    """Whether the clause begins with a verb, an adverb or a preposition, not with a name."""
    first = inside[0]
    return first.text in listed("demands") or not first.tag.startswith((*_NAMING_TAGS, "m", "q"))


def describes(inside: list[Word]) -> bool:
    """Whether a clause without a subject tells of something (界定了…, 尚处于…).

    Such a clause needs its subject; one that demands (推进…, 完善…) does not.
    """
    at = 1 if inside[0].text in ("对外", "对内") and len(inside) > 1 else 0
    if inside[at].text in group("telling"):
        return True
    return any(word.text in group("aspects") for word in inside[1:4])


def has_predicate(inside: list[Word]) -> bool:
    """Whether the clause says something: it has a verb that is not a noun's modifier.

    不断壮大的实力 and 突飞猛进的变化 are noun phrases; 抓住难得的机遇 is not.
    """
    verbs = [at for at, word in enumerate(inside) if _verbal(word)]
    if verbs == [0] and inside[0].text in _TO:
        return False
    if not verbs or _only_names(inside):
        return False
    links = [at for at, word in enumerate(inside) if word.text == "的"]
    if not links or any(verb > links[-1] for verb in verbs):
        return True
    if inside[0].text in _POINTERS:
        return False
    before = inside[: links[0]]
    only_modifies = len(links) == 1 and all(_verbal(w) or w.tag[0] == "d" for w in before)
    acts = any(word.tag[0] == "v" or word.text in _IS for word in inside)
    return acts and not only_modifies


def _only_names(inside: list[Word]) -> bool:
    """Whether three or more items with 、 are each a name (社区食堂、共享厨房、流动书屋)."""
    items: list[list[Word]] = [[]]
    for word in inside:
        if word.text == "、":
            items.append([])
        else:
            items[-1].append(word)
    return len(items) > 2 and all(
        item
        and item[0].tag.startswith(("n", "j", "b", "s", "eng"))
        and item[-1].tag.startswith(("n", "j", "eng"))
        and not any(word.tag.startswith(("d", "p", "ul", "c")) for word in item)
        for item in items
    )


def is_nominal(inside: list[Word]) -> bool:
    """Whether the clause is a topic that ends in 的 (到期没有结果的): its predicate follows."""
    if inside[-1].text != "的" or len(inside) < 2:
        return False
    return not any("是" in word.text for word in inside)


def ends_in_means(inside: list[Word]) -> bool:
    """Whether after 在于 there is only a means (目的在于通过走访): what it serves follows."""
    at = next((at for at, word in enumerate(inside) if word.text in ("在于", "旨在")), None)
    return at is not None and is_adjunct(inside[at + 1 :], 0)


def is_purpose(inside: list[Word]) -> bool:
    """Whether the clause only says what for: 以支持…, and 为… that serves nothing yet."""
    if inside[0].text == "以" and len(inside) > 1 and inside[1].tag == "v":
        return True
    return inside[0].text == "为了" or is_unserved(inside)


def is_unserved(inside: list[Word]) -> bool:
    """Whether a 为-clause lacks the verb that completes it (为…提供, 为…奠定)."""
    return inside[0].text == "为" and not serves("".join(word.text for word in inside))


def serves(clause: str) -> bool:
    """Whether a clause that begins with 为 has the verb that completes it."""
    return bool(_SERVES.match(clause))


def is_adjunct(inside: list[Word], subject: int) -> bool:
    """Whether the clause is a circumstance of the next one (随着…, 在…下, 我国经过…).

    After 在, 对, 以 and the like a verb of its own makes it a full clause: 以创新催生产业
    is one, 以创新这一引擎 is not. ``subject`` is the length of the subject before it.
    """
    at = 0
    while subject > 0 and at < len(inside):
        subject -= len(inside[at].text)
        at += 1
    rest = inside[at:]
    if not rest:
        return False
    if rest[0].text in listed("adjuncts"):
        return True
    if rest[0].text not in group("prepositions"):
        return False
    if rest[-1].text in group("places"):
        return rest[0].tag in {"p", "v"}
    if rest[0].text == "从" and any(word.text == "到" for word in rest):
        return True
    return not any(word.tag in {"v", "a", "i", "l"} for word in rest[max(2, len(rest) // 3) :])


def subject_of(inside: list[Word]) -> Subject:
    """Return the subject of the clause; its length is 0 where the clause begins with a verb."""
    if inside[0].text in listed("demands"):
        return Subject(0, 0, _denied(inside[:3]))
    at = length = 0
    if inside[0].tag == "l" and inside[1:] and inside[1].text in group("modals"):
        at, length = 1, len(inside[0].text)
    while at < len(inside) and _may_be_subject(inside[at]):
        length += len(inside[at].text)
        at += 1
    denies = _denied(inside[at : at + 3])
    if _WHEN.fullmatch("".join(word.text for word in inside[:at])):
        return Subject(0, 0, denies)
    if not at or at == len(inside) or not _ends_subject(inside[at - 1], inside[at]):
        return Subject(0, 0, denies)
    return Subject(length, length + _modal_reach(inside[at : at + 3]), denies)


def awaits_noun(inside: list[Word]) -> bool:
    """Whether 是 in the clause has not met the noun it needs (…是破解难题，推进发展的举措)."""
    at = next((at for at, word in enumerate(inside[:4]) if word.text.endswith("是")), None)
    if at is None:
        return False
    rest = inside[at + 1 :]
    verbal = bool(rest) and rest[0].tag[0] in "vr" and any(w.tag[0] == "v" for w in rest[:3])
    return verbal and not any(word.text == "的" for word in rest)


def gives_noun(inside: list[Word]) -> bool:
    """Whether the clause ends with 的 and a noun phrase (推进发展的举措)."""
    links = [at for at, word in enumerate(inside) if word.text == "的"]
    return bool(links) and 1 < len("".join(w.text for w in inside[links[-1] + 1 :])) <= 8


def _may_be_subject(word: Word) -> bool:
    named = word.text in _LINKS or word.tag.startswith(_SUBJECT_TAGS)
    return named and word.text not in group("forces")


def _ends_subject(last: Word, following: Word) -> bool:
    named = last.tag.startswith(_NAMING_TAGS) and last.tag != "vn"
    return named and (following.tag[0] in _PREDICATE_TAGS or following.text in group("forces"))


def _modal_reach(after: list[Word]) -> int:
    """The characters up to the end of the modal word after a subject, adverbs included."""
    reach = 0
    for word in after:
        reach += len(word.text)
        if word.text in group("modals"):
            return reach
        if word.tag[0] != "d":
            break
    return 0


def _denied(some: list[Word]) -> bool:
    return any(word.text in group("denials") for word in some)


def _verbal(word: Word) -> bool:
    return word.tag[0] == "v" or word.tag in {"a", "i", "l", "an", "z"} or word.text in _IS
