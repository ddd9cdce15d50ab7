"""What speaks for and against the end of a glued heading at a word boundary.

``evidence`` names every sign and gives it a number; ``notes.structure.glued`` weighs
them. How often words begin a sentence or end a clause comes from a table that was
counted on government reports, laws and articles (``data/sentence_edges.json``).
"""

from __future__ import annotations

import json
import math
import re
from functools import lru_cache
from importlib import resources
from typing import Any

from notes.structure.joints import Joint, clause_start
from notes.structure.openers import COPULA, FRAME, STRONG, TIME, WEAK
from notes.words import Word

_PLACE_OF = re.compile(r"[上中下里]的")
_FRAMED = re.compile(r"(?:^|，)(?:把|将|以|在|从|对|由|用|为|向|就|于|与)[^，]*$")
_TRANSITIVE = re.compile(
    r"加快|推动|促进|推进|实现|形成|构建|打造|坚持|加强|深化|完善|抓好|做好|发挥|优化|把握|增强|培育|营造|"
    r"激发|夯实|筑牢|汇聚|凝聚|引领|建设|发展|提升|提高|落实|贯彻|理解|认识|抓住|聚焦|围绕|统筹"
)
_ALIKE_HALVES = re.compile(
    r"(一[阵手头边面]|越|边|时而)([^，。！？；]{1,6})\1([^，。！？；]{1,6})$"
)
_CLAUSE = re.compile(r"[，。；：！？]")


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
        "frame": bool(FRAME.match(rest)),
        "time": time,
        "time_subject": subject,
        "strong": not time and bool(STRONG.match(rest)),
        "weak": not time and not STRONG.match(rest) and bool(WEAK.match(rest)),
        "again2": again == 2,
        "again3": again == 3,
        "again4": again >= 4,
        "mentions": again < 4 and _mentions(phrase, first),
        "copula": "是" not in phrase and bool(COPULA.match(rest)),
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
    opener = any(p.match(behind) for p in (TIME, FRAME, STRONG))
    inner = any(p.search(phrase, 4) for p in (FRAME,))
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
    frames = [m for m in FRAME.finditer(text) if m.start() < at < m.end()]
    # 开在大堤上的党课 is no opener: the place describes a noun.
    return any(not _PLACE_OF.search(m.group()) for m in frames)


def _is_framed_with_verb(joint: Joint) -> bool:
    """Whether a clause that begins with 把, 以, 对 … has its verb (以创新引领发展)."""
    clause = joint.tokens[clause_start(joint) + 1 : joint.index]
    return bool(_FRAMED.search(joint.phrase)) and any(word.tag == "v" for word in clause)


def _joint_signs(joint: Joint) -> dict[str, float]:
    """Verb and object: a verb wants its noun, a verb with its noun is complete."""
    tokens, index = joint.tokens, joint.index
    last, following = joint.last, joint.following
    begin = clause_start(joint)
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
    time = TIME.match(joint.rest)
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
