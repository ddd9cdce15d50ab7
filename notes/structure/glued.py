"""Where a heading or a title ends that was glued to the sentence behind it.

Scraped text loses its line breaks: ``一、整合人才资源，推动能力跃升人才是…``. No single
sign tells where the heading stops, so every word boundary in reach is scored by
what speaks for a new start behind it (an opener such as 当前, a phrase that starts
again, a subject with 是), what speaks for a finished phrase before it (clauses of
equal length, the form of the sibling headings) and what forbids a cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notes.words import Word, words

LONGEST = 46
"""Characters up to which a heading is looked for; official headings rarely pass 40."""
SHORTEST = 4

_READ_ON = 60
_STOPS = "。！？!?；;"
_PUNCTUATION = frozenset("，,、。！？!?；;：:…—·.")
_OPENING = frozenset("“‘「『《（(【")
_CLOSING = frozenset("”’」』》）)】")

_TIME = re.compile(
    r"当前|当今|当下|如今|目前|现在|近年来?|近日|日前|近期|近来|今年以?来?|去年|前不久|这[几些]年来?|长期以来|一直以来|"
    r"一段时间以来|多年来|改革开放以来|新中国成立以来|党的[一二三四五六七八九十]{1,3}大以来|(?:19|20)\d\d年"
)
_FRAME = re.compile(
    r"从[^，。]{1,10}?(?:看|来看|来说|而言|讲|上讲|出发)，|就[^，。]{1,10}?而言，|对[^，。]{1,8}?(?:来说|而言)，|"
    r"在[^，。、]{2,20}?(?:上|下|中|时|后|里|期间|之际|方面|过程中)，|随着[^，。]{2,40}，|"
    r"(?:首先|第一|一是|一方面|为此|因此|所以|实践证明|众所周知|近日|日前)，"
)
_STRONG = re.compile(
    r"随着|习近平|总书记|毛泽东|邓小平|马克思|列宁|古人[云说]|俗话说|常言道|进入新|"
    r"实践证明|历史(?:证明|表明|和)|事实(?:证明|表明)|众所周知|同志们|各位|作为|面对|为了|为此|因此|所以|"
    r"党的[一二三四五六七八九十]{1,3}大"
)
_WEAK = re.compile(
    r"我们|我|大家|要|必须|应当?|需要|各级|各地|全[市县省区党国]|我[国省市县区]|中国|通过|根据|按照|围绕|针对|"
    r"近|这|其|只有|只要|如果|由于|虽然|尽管|不仅|既|"
    r"不断|进一步|持续|全面|深入|着力|大力|切实|加快|认真|充分|始终|继续|具体|坚决|牢牢|紧紧"
)
_COPULA = re.compile(
    r"[^，,。！？；：、]{1,14}?(?:，是|是|就是|指的?是|意味着|关系到?|关乎|决定着?|具有|包括|离不开)"
)
_BAD_START = re.compile(
    r"[的地得了着过和与及或之者们等把被中上下内外里间后前时性化度率力量型类级式]|以及|并且?|而且?|方面|之间|为主|为要"
)
_BAD_LAST = re.compile(
    r"(?:[的地得和与及或是为在对向从将把被以于并而更最很不要使让由给]|以及|通过|关于|随着|因为|如果|虽然|不仅|"
    r"并且|而且|或者|无论|只有)$"
)
_TRANSITIVE = re.compile(
    r"加快|推动|促进|推进|实现|形成|构建|打造|坚持|加强|深化|完善|抓好|做好|发挥|优化|把握|增强|培育|营造|"
    r"激发|夯实|筑牢|汇聚|凝聚|引领|建设|发展|提升|提高|落实|贯彻|理解|认识|抓住|聚焦|围绕|统筹"
)
_BAD_TAGS = frozenset({"p", "u", "uj", "ul", "uz", "ug", "ud", "uv", "r", "d", "q"})
_VERBAL = frozenset("va")


@dataclass(frozen=True, slots=True)
class Cut:
    """A place where a heading may end; ``stop`` says that a sentence ends there as well."""

    end: int
    score: float
    stop: bool
    clauses: tuple[int, ...]


def cuts(text: str, start: int, limit: int, *, familiar: Sequence[str] = ()) -> list[Cut]:
    """Score the places between ``start`` and ``limit`` where a phrase may end, best first.

    ``limit`` is a certain boundary (line end or the next heading mark);
    ``familiar`` are terms of the essay, with which a new sentence likes to begin.
    """
    window = text[start : min(limit, start + LONGEST + _READ_ON)]
    tokens = words().tag(window)
    stop = next((i for i, c in enumerate(window) if c in _STOPS), -1)
    found = list(_glue_cuts(window, tokens, stop, familiar))
    if 0 <= stop < LONGEST:
        found.append(_stop_cut(window, stop))
    if limit - start <= LONGEST and (stop < 0 or stop == len(window) - 1):
        clauses = _clauses(window)
        found.append(Cut(limit - start, 8.0 + _rhythm(clauses), stop=stop >= 0, clauses=clauses))
    placed = [Cut(start + c.end, c.score, c.stop, c.clauses) for c in found]
    return sorted(placed, key=lambda cut: (-cut.score, cut.end))


def _stop_cut(window: str, stop: int) -> Cut:
    """The end of the first sentence: the heading is a sentence itself."""
    heading = window[:stop]
    clauses = _clauses(heading)
    score = 2.5 + _rhythm(clauses) - _length_penalty(len(heading)) - 0.8 * max(len(clauses) - 2, 0)
    if any(opener.match(window, stop + 1) for opener in (_TIME, _FRAME, _STRONG)):
        score += 1.0
    return Cut(stop + 1, score, stop=True, clauses=clauses)


def _glue_cuts(
    window: str, tokens: Sequence[Word], stop: int, familiar: Sequence[str]
) -> Iterator[Cut]:
    """Word boundaries inside the first sentence."""
    at = 0
    end = stop if stop >= 0 else len(window)
    for index, token in enumerate(tokens[:-1]):
        at += len(token.text)
        if at > min(LONGEST, end - 3):
            return
        if at < SHORTEST or not _may_cut(window, at, token, tokens[index + 1]):
            continue
        rest = window[at:end]
        if not _has_predicate(tokens[index + 1 :], len(rest)):
            continue
        clauses = _clauses(window[:at])
        score = _new_start(window[:at], rest, familiar) + _rhythm(clauses)
        score += _opener(rest, tokens[index + 1 : index + 4]) + _joint(tokens, index)
        score -= _length_penalty(at) + 0.8 * max(len(clauses) - 2, 0)
        yield Cut(at, score, stop=False, clauses=clauses)


def _joint(tokens: Sequence[Word], index: int) -> float:
    """What the words on both sides of a cut say about it.

    A verb before a noun wants it for its object (加快形成|新质生产力), the more so a verb
    that opens its clause; a phrase of verb and object is complete before another verb.
    """
    last, following = tokens[index], tokens[index + 1]
    begin = next((i + 1 for i in range(index, -1, -1) if tokens[i].text in _PUNCTUATION), 0)
    if last.tag == "v" and following.tag[0] in "nlij":
        before = tokens[index - 1].tag if index > begin else ""
        opens = before in {"", "v", "d"} and bool(_TRANSITIVE.fullmatch(last.text))
        return -4.5 if opens else -1.5
    complete = index > begin and tokens[begin].tag[0] == "v" and last.tag[0] == "n"
    return 1.0 if complete and following.tag[0] in "vd" else 0.0


def _opener(rest: str, tokens: Sequence[Word]) -> float:
    """How surely ``rest`` begins with words that open a sentence.

    A word of time does so before a comma or a subject; before a verb (晒场|去年还是泥地)
    the subject stands before it.
    """
    if _FRAME.match(rest):
        return 4.5
    time = _TIME.match(rest)
    if time:
        length = 0
        for index, token in enumerate(tokens):
            if length > time.end():
                return 3.0
            if length == time.end():
                subject = token.tag[0] in "nrsbm" and index > 0
                return 4.5 if token.text in "，," else 3.0 if subject else 0.0
            length += len(token.text)
        return 0.0
    if _STRONG.match(rest):
        return 3.0
    return 1.2 if _WEAK.match(rest) else 0.0


def _may_cut(window: str, at: int, last: Word, following: Word) -> bool:
    heading = window[:at]
    if window[at] in _PUNCTUATION | _CLOSING or heading[-1] in _PUNCTUATION | _OPENING:
        return False
    if last.tag in _BAD_TAGS or _BAD_LAST.search(heading):
        return False
    if following.tag[0] in "uyfkq" or following.tag == "c":
        return bool(_STRONG.match(window, at) or _FRAME.match(window, at))
    if len(following.text) == 1 and _BAD_START.match(following.text):
        return False
    if _BAD_START.fullmatch(following.text):
        return False
    opened = sum(heading.count(c) for c in _OPENING)
    return opened == sum(heading.count(c) for c in _CLOSING)


def _has_predicate(tokens: Sequence[Word], length: int) -> bool:
    """Whether what is left is a sentence: it needs a verb and some length."""
    if length < 6:
        return False
    seen = 0
    for token in tokens:
        if seen >= length:
            return False
        seen += len(token.text)
        if token.tag[0] in _VERBAL and token.tag not in {"vn", "an", "ad"}:
            return True
    return False


def _new_start(heading: str, rest: str, familiar: Sequence[str]) -> float:
    """How much speaks for a sentence that begins with ``rest`` after ``heading``."""
    score = 0.0
    again = _longest_prefix_in(rest, heading)
    score += {0: 0.0, 1: 0.0, 2: 1.5, 3: 2.0}.get(again, 3.5)
    if again < 4 and _mentions(heading, re.split(r"[，。；：！？]", rest, maxsplit=1)[0]):
        score += 1.0
    if _COPULA.match(rest) and "是" not in heading:
        score += 1.5
    if any(rest.startswith(term) for term in familiar):
        score += 1.5
    return score


def _longest_prefix_in(rest: str, heading: str) -> int:
    length = 0
    while length < min(len(rest), 12) and rest[: length + 1] in heading:
        length += 1
    return length


def _mentions(heading: str, clause: str) -> bool:
    """Whether a clause takes up four characters of the heading."""
    return any(heading[i : i + 4] in clause for i in range(len(heading) - 3))


def _clauses(heading: str) -> tuple[int, ...]:
    parts = re.split(r"[，,　 ]", heading.rstrip("。！？!?；;"))
    return tuple(len(part) for part in parts if part)


def _rhythm(clauses: Sequence[int]) -> float:
    """Official headings like two or three clauses of one length."""
    if not 2 <= len(clauses) <= 4:
        return 0.0
    spread = max(clauses) - min(clauses)
    return {0: 3.0, 1: 1.2, 2: 0.6}.get(spread, 0.0) if min(clauses) >= 4 else 0.0


def _length_penalty(length: int) -> float:
    if length < 6:
        return 1.5
    return max(length - 30, 0) * 0.12
