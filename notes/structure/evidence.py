"""What speaks for and against the end of a glued heading at a word boundary.

``evidence`` names every sign and gives it a number; ``notes.structure.glued`` weighs
them. How often words begin a sentence or end a clause comes from a table that was
counted on government reports, laws and articles (``data/sentence_edges.json``).
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from notes.words import Word

PUNCTUATION = frozenset("，,、。！？!?；;：:…—·.")
_OPENING = frozenset("“‘「『《（(【")
_CLOSING = frozenset("”’」』》）)】")

_TIME = re.compile(
    r"当前|当今|当下|如今|目前|现在|近年来?|近日|日前|近期|近来|今年以?来?|去年|前不久|这[几些]年来?|长期以来|"
    r"一直以来|一段时间以来|多年来|改革开放以来|新中国成立以来|"
    r"(?:党的)?[一二三四五六七八九十]{1,3}大以来|(?:19|20)\d\d年|过去的?[一二三四五几]年|"
    r"前年|上个?月|前几[天年]|那[天年]|[这那]一[天年夜]|"
    r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?!革命)(?:(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|[份起底初])?"
    r"(?:凌晨|清晨|早[上晨]|上午|中午|下午|傍晚|晚上|夜里)?"
)
_FRAME = re.compile(
    r"从[^，。]{1,10}?(?:看|来看|来说|而言|讲|上讲|出发)，|就[^，。]{1,10}?而言，|"
    r"对[^，。]{1,8}?(?:来说|而言)，|在[^，。、：；！？]{2,20}?(?:上|下|中|时|后|里|期间|之际|方面|过程中)，|"
    r"随着[^，。]{2,40}，|(?:首先|第一|一是|一方面|为此|因此|所以|实践证明|众所周知|近日|日前)，"
)
_STRONG = re.compile(
    r"随着|习近平|总书记|毛泽东|邓小平|马克思|列宁|古人[云说]|俗话说|常言道|进入新|"
    r"实践证明|历史(?:证明|表明|和)|事实(?:证明|表明)|众所周知|同志们|各位|作为|面对|为了|为此|因此|所以|"
    r"(?:党的)?[一二三四五六七八九十]{1,3}大"
)
_WEAK = re.compile(
    r"我们|我|大家|要|必须|应当?|需要|各级|各地|全[市县省区党国镇乡村校局院州]|有[的些人]|我[国省市县区]|中国|通过|根据|按照|围绕|"
    r"针对|近|这|其|只有|只要|如果|由于|虽然|尽管|不仅|既|"
    r"不断|进一步|持续|全面|深入|着力|大力|切实|加快|认真|充分|始终|继续|具体|坚决|牢牢|紧紧"
)
_COPULA = re.compile(
    r"[^，,。！？；：、]{1,14}?(?:，是|是|就是|指的?是|意味着|关系到?|关乎|决定着?|具有|包括|离不开)"
)
_BAD_START = re.compile(
    r"[的地得了着过和与及或之者们等把被中上下内外里间后前时性化度率力量型类级式]|以及|并且?|而且?|方面|之间|为主|为要"
)
_NEEDS_SUBJECT = re.compile(
    r"(?:是|为|有(?![的些人])|将|已|正|仍|还|也|都|就|才|又|再|则|均|令|能|会|可)(?!了)"
)
_PLACE_OF = re.compile(r"[上中下里]的")
_FRAMED = re.compile(r"(?:^|，)(?:把|将|以|在|从|对|由|用|为|向|就|于|与)[^，]*$")
_BAD_LAST = re.compile(
    r"[的地得和与及或是为在对向从将把被以于并而更最很不要使让由给]|全[市县省区镇乡村校局院州]|以及|通过|关于|随着|因为|如果|虽然|"
    r"不仅|并且|而且|或者|无论|只有|[一-鿿]*的"
)
_TRANSITIVE = re.compile(
    r"加快|推动|促进|推进|实现|形成|构建|打造|坚持|加强|深化|完善|抓好|做好|发挥|优化|把握|增强|培育|营造|"
    r"激发|夯实|筑牢|汇聚|凝聚|引领|建设|发展|提升|提高|落实|贯彻|理解|认识|抓住|聚焦|围绕|统筹"
)
_BAD_TAGS = frozenset({"p", "u", "uj", "ul", "uz", "ug", "ud", "uv", "r", "q"})
# Twice the same word makes one phrase: 一阵热一阵冷, 越走越宽, 既快又好.
_DOUBLED = re.compile(
    r"(一[阵手头边面]|越|边|时而)[^，。！？；]{1,6}?\1|既[^，。！？；]{1,8}?[又要]|又[^，。！？；]{1,2}又"
)
_ALIKE_HALVES = re.compile(
    r"(一[阵手头边面]|越|边|时而)([^，。！？；]{1,6})\1([^，。！？；]{1,6})$"
)
_COMPLEMENT = re.compile(r"[在到向于给成进出入住]")
_CLAUSE = re.compile(r"[，。；：！？]")


def fine_words(tokens: Sequence[Word]) -> list[Word]:
    """Tokens with words divided that hide a boundary.

    Idioms that hold a word of time (当今世界, 回顾过去), and a guessed name behind a
    doubling whose first half is one character (一阵热一阵冷群…).
    """
    fine: list[Word] = []
    for place, word in enumerate(tokens):
        text = word.text
        if len(text) == 4 and (_TIME.fullmatch(text[:2]) or text[2:] in {"过去", "当前", "近年"}):
            tags = ("t", "n") if _TIME.fullmatch(text[:2]) else (word.tag, "t")
            fine += [Word(text[:2], tags[0]), Word(text[2:], tags[1])]
        elif word.tag == "nr" and len(text) == 2 and _second_half(tokens, place):
            fine += [Word(text[0], "a"), Word(text[1], "n")]
        else:
            fine.append(word)
    return fine


def _second_half(tokens: Sequence[Word], place: int) -> bool:
    if place < 3 or len(tokens[place - 2].text) != 1:
        return False
    return tokens[place - 3].text == tokens[place - 1].text


_PREPOSITIONS = frozenset("为对把将给向从以用由被同与")


@dataclass(frozen=True, slots=True)
class Joint:
    """A word boundary: the phrase before it, what follows, and the text around them.

    ``index`` is the last token of the phrase among ``tokens``; ``rest`` goes to the end
    of the sentence; ``context`` is the whole text, asked for how it uses the words.
    """

    tokens: Sequence[Word]
    index: int
    phrase: str
    rest: str
    context: str

    @property
    def last(self) -> Word:
        """The word before the boundary."""
        return self.tokens[self.index]

    @property
    def following(self) -> Word:
        """The word behind the boundary."""
        return self.tokens[self.index + 1]


def may_cut(joint: Joint) -> bool:
    """Whether a heading can end here at all."""
    return (
        _may_end(joint)
        and _may_begin(joint)
        and _is_whole(joint)
        and not _divides_phrase(joint)
        and not _waits_for_verb(joint)
    )


def _waits_for_verb(joint: Joint) -> bool:
    """Whether the clause behind a comma is a preposition and its noun (…，为我国的发展|)."""
    start = _clause_start(joint)
    clause = joint.tokens[start : joint.index + 1]
    if start == 0 or clause[0].text not in _PREPOSITIONS:
        return False
    return not any(word.tag.startswith("v") and word.tag != "vn" for word in clause[1:])


def _divides_phrase(joint: Joint) -> bool:
    """Whether the boundary parts a number and its unit, a verb and its place, or a doubling."""
    last, following, rest = joint.last, joint.following, joint.rest
    if last.tag == "m" and (following.tag[0] in "mq" or last.text[-1].isdigit()):
        return True
    if last.tag == "v" and len(last.text) == 1 and _COMPLEMENT.match(rest):
        return not _FRAME.match(rest)
    text = joint.phrase[-12:] + rest[:8]
    at = min(len(joint.phrase), 12)
    return any(m.start() < at <= m.end() for m in _DOUBLED.finditer(text))


def _may_end(joint: Joint) -> bool:
    phrase, last = joint.phrase, joint.last
    if phrase[-1] in PUNCTUATION | _OPENING:
        return False
    if last.tag in _BAD_TAGS or _BAD_LAST.fullmatch(last.text):
        return False
    opened = sum(phrase.count(c) for c in _OPENING)
    return opened == sum(phrase.count(c) for c in _CLOSING)


def _may_begin(joint: Joint) -> bool:
    rest, following = joint.rest, joint.following
    if rest[0] in PUNCTUATION | _CLOSING or not _has_predicate(joint):
        return False
    if _FRAME.match(rest) or _STRONG.match(rest):
        return True
    if following.tag[0] in "uyfkq" or following.tag == "c" or _NEEDS_SUBJECT.match(rest):
        return False
    return not (_BAD_START.fullmatch(following.text))


def _is_whole(joint: Joint) -> bool:
    """Whether the last clause of the phrase is more than verbs without a noun (着力提高|…)."""
    clause = joint.tokens[_clause_start(joint) : joint.index + 1]
    return len(clause) > 2 or any(w.tag[0] not in "vd" or w.tag == "vn" for w in clause)


def _clause_start(joint: Joint) -> int:
    tokens, index = joint.tokens, joint.index
    return next((i + 1 for i in range(index, -1, -1) if tokens[i].text in PUNCTUATION), 0)


def evidence(joint: Joint) -> dict[str, float]:
    """The signs at a boundary inside a sentence, by name."""
    phrase, rest, context = joint.phrase, joint.rest, joint.context
    again = _longest_prefix_in(rest, phrase)
    first = _CLAUSE.split(rest, maxsplit=1)[0]
    time, subject = _time_opener(joint)
    around = context.count(phrase[-2:] + rest[:2]) - 1
    signs = {
        "starts": _edge(joint.following, 0),
        "second": _edge(joint.tokens[joint.index + 2], 0) if _more(joint, 2) else 0.0,
        "ends": _edge(joint.last, 1),
        "bound": _pair(joint.last.tag, joint.following.tag),
        "together": math.log1p(max(around, 0)),
        "frame": bool(_FRAME.match(rest)),
        "time": time,
        "time_subject": subject,
        "strong": not time and bool(_STRONG.match(rest)),
        "weak": not time and not _STRONG.match(rest) and bool(_WEAK.match(rest)),
        "again2": again == 2,
        "again3": again == 3,
        "again4": again >= 4,
        "mentions": again < 4 and _mentions(phrase, first),
        "copula": "是" not in phrase and bool(_COPULA.match(rest)),
        "familiar": min(_begun(context, rest[:4]), 3),
        "closed": min(_ended(context, phrase[-3:]), 3),
        "phrase": joint.following.text in _phrases().get(joint.last.text, ()),
        "in_frame": _divides_frame(phrase, rest),
        "framed": bool(_FRAMED.search(phrase)) and "的" not in phrase,
        "framed_verb": _is_framed_with_verb(joint),
        "rest_short": len(first) < 5,
        "name": _is_name(joint),
        "counted": _counts(joint),
        "doubled": _ends_doubling(phrase),
        **_joint_signs(joint),
    }
    return {name: float(value) for name, value in {**signs, **shape(phrase)}.items() if value}


def stop_evidence(phrase: str, behind: str) -> dict[str, float]:
    """The signs at the end of the first sentence, were the heading that sentence."""
    opener = any(p.match(behind) for p in (_TIME, _FRAME, _STRONG))
    inner = any(p.search(phrase, 4) for p in (_FRAME,))
    signs = {"stop": 1.0, "stop_opener": float(opener), "stop_frame": float(inner)}
    size = {"stop_long": max(len(phrase) - 20, 0) / 10, "stop_short": float(len(phrase) <= 12)}
    return {name: value for name, value in {**signs, **size, **shape(phrase)}.items() if value}


def clauses(phrase: str) -> tuple[int, ...]:
    """The lengths of the clauses of a heading."""
    parts = re.split(r"[，,　 ]", phrase.rstrip("。！？!?；;"))
    return tuple(len(part) for part in parts if part)


def shape(phrase: str) -> dict[str, float]:
    """Length and rhythm: official headings like two or three clauses of one length."""
    parts = clauses(phrase)
    spread = max(parts) - min(parts) if 2 <= len(parts) <= 4 and min(parts) >= 4 else -1
    length = sum(parts)
    return {
        "tiny": float(length < 6),
        "short": float(6 <= length < 9),
        "long": max(length - 18, 0) / 10,
        "very_long": max(length - 30, 0) / 10,
        "rhythm0": float(spread == 0),
        "rhythm1": float(spread == 1),
        "rhythm2": float(spread == 2),
        "uneven": float(spread > 4),
        "clauses3": float(len(parts) >= 3),
        "stub": float(len(parts) >= 2 and parts[-1] < 4),
    }


def _divides_frame(phrase: str, rest: str) -> bool:
    """Whether the boundary lies inside an opener such as 从历史看，."""
    text = phrase[-16:] + rest[:24]
    at = min(len(phrase), 16)
    frames = [m for m in _FRAME.finditer(text) if m.start() < at < m.end()]
    # 开在大堤上的党课 is no opener: the place describes a noun.
    return any(not _PLACE_OF.search(m.group()) for m in frames)


def _is_framed_with_verb(joint: Joint) -> bool:
    """Whether a clause that begins with 把, 以, 对 … has its verb (以创新引领发展)."""
    clause = joint.tokens[_clause_start(joint) + 1 : joint.index]
    return bool(_FRAMED.search(joint.phrase)) and any(word.tag == "v" for word in clause)


def _joint_signs(joint: Joint) -> dict[str, float]:
    """Verb and object: a verb wants its noun, a verb with its noun is complete."""
    tokens, index = joint.tokens, joint.index
    last, following = joint.last, joint.following
    begin = _clause_start(joint)
    if last.tag == "v" and following.tag[0] in "nlij":
        before = tokens[index - 1].tag if index > begin else ""
        opens = before in {"", "v", "d"} and bool(_TRANSITIVE.fullmatch(last.text))
        return {"dangling": 1.0, "object": float(opens)}
    complete = index > begin and tokens[begin].tag[0] == "v" and last.tag[0] == "n"
    compound = last.tag[0] == "n" and following.tag[0] == "n"
    return {
        "complete": float(complete and following.tag[0] in "vd"),
        "compound": float(compound),
        "attribute": float(last.tag[0] in "ab" and following.tag[0] == "n"),
    }


def _time_opener(joint: Joint) -> tuple[bool, bool]:
    """Whether a word of time follows, and whether a comma or a subject follows that.

    Before a verb (晒场|去年还是泥地) the subject stands in front of the word of time.
    """
    time = _TIME.match(joint.rest)
    if not time:
        return False, False
    length = 0
    for token in joint.tokens[joint.index + 1 : joint.index + 6]:
        if length >= time.end():
            return True, token.text in "，," or token.tag[0] in "nrsbm" or length > time.end()
        length += len(token.text)
    return True, length > time.end()


def _is_name(joint: Joint) -> bool:
    """Whether a name and what it does follow: 王充在…, 苗圃村有…."""
    if joint.following.tag not in {"nr", "nrt", "ns", "nt"} or not _more(joint, 2):
        return False
    return joint.tokens[joint.index + 2].tag in {"p", "v", "d", "t"}


def _ends_doubling(phrase: str) -> bool:
    """Whether the phrase ends in two halves of one length: 一阵热一阵冷."""
    found = _ALIKE_HALVES.search(phrase[-16:])
    return bool(found) and len(found[2]) == len(found[3])  # type: ignore[index]


def _counts(joint: Joint) -> bool:
    """Whether a verb and a number follow a noun: …的坎|办一张许可证."""
    if joint.last.tag[0] != "n" or joint.following.tag != "v" or not _more(joint, 2):
        return False
    return joint.tokens[joint.index + 2].tag == "m"


def _has_predicate(joint: Joint) -> bool:
    """Whether what is left is a sentence: it needs a verb and some length."""
    length = len(joint.rest)
    if length < 6:
        return False
    seen = 0
    for token in joint.tokens[joint.index + 1 :]:
        if seen >= length:
            return False
        seen += len(token.text)
        if token.tag[0] in "vailj":
            return True
    return False


def _more(joint: Joint, ahead: int) -> bool:
    return joint.index + ahead < len(joint.tokens)


def _longest_prefix_in(rest: str, phrase: str) -> int:
    length = 0
    while length < min(len(rest), 12) and rest[: length + 1] in phrase:
        length += 1
    return length


def _mentions(phrase: str, clause: str) -> bool:
    """Whether a clause takes up four characters of the heading."""
    return any(phrase[i : i + 4] in clause for i in range(len(phrase) - 3))


def _begun(context: str, start: str) -> int:
    return sum(context.count(mark + start) for mark in "。！？\n")


def _ended(context: str, end: str) -> int:
    return sum(context.count(end + mark) for mark in "。，；、\n")


def _edge(word: Word, side: int) -> float:
    """Log odds that ``word`` begins a sentence (0) or ends a clause (1)."""
    table = _table()
    known = table["words"].get(word.text) or table["tags"].get(word.tag)
    return float(known[side]) if known else 0.0


def _pair(before: str, after: str) -> float:
    """How much more often two parts of speech stand together than by chance (log)."""
    return float(_table()["pairs"].get(f"{before} {after}", 0.0))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, frozenset[str]]:
    """Words that often follow a word: 经济 → 建设, 结构, …."""
    return {word: frozenset(after.split()) for word, after in _table()["phrases"].items()}


@lru_cache(maxsize=1)
def _table() -> dict[str, dict[str, Any]]:
    text = resources.files("notes.data").joinpath("sentence_edges.json").read_text("utf-8")
    table: dict[str, dict[str, Any]] = json.loads(text)
    return table
