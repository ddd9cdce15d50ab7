"""A word boundary in a glued heading, and whether a heading can end there at all.

What is no boundary of phrases (a number and its unit, a verb and its place, half of a
doubling) is left out here; the rest is weighed by ``notes.structure.evidence``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from notes.structure.openers import FRAME, STRONG, TIME
from notes.words import Word

PUNCTUATION = frozenset("，,、。！？!?；;：:…—·.")
_OPENING = frozenset("“‘「『《（(【")
_CLOSING = frozenset("”’」』》）)】")
_BAD_START = re.compile(
    r"[的地得了着过和与及或之者们等把被中上下内外里间后前时性化度率力量型类级式]|以及|并且?|而且?|方面|之间|为主|为要"
)
_NEEDS_SUBJECT = re.compile(
    r"(?:是|为|有(?![的些人])|将|已|正|仍|还|也|都|就|才|又|再|则|均|令|能|会|可)(?!了)"
)
_BAD_LAST = re.compile(
    r"[的地得和与及或是为在对向从将把被以于并而更最很不要使让由给]|全[市县省区镇乡村校局院州]|以及|通过|关于|随着|因为|如果|虽然|"
    r"不仅|并且|而且|或者|无论|只有|[一-鿿]*的"
)
_BAD_TAGS = frozenset({"p", "u", "uj", "ul", "uz", "ug", "ud", "uv", "r", "q"})
# Twice the same word makes one phrase: 一阵热一阵冷, 越走越宽, 既快又好.
_DOUBLED = re.compile(
    r"(一[阵手头边面]|越|边|时而)[^，。！？；]{1,6}?\1|既[^，。！？；]{1,8}?[又要]|又[^，。！？；]{1,2}又"
)
_COMPLEMENT = re.compile(r"[在到向于给成进出入住]")
_PREPOSITIONS = frozenset("为对把将给向从以用由被同与")


def fine_words(tokens: Sequence[Word]) -> list[Word]:
    """Tokens with words divided that hide a boundary.

    Idioms that hold a word of time (当今世界, 回顾过去), and a guessed name behind a
    doubling whose first half is one character (一阵热一阵冷群…).
    """
    fine: list[Word] = []
    for place, word in enumerate(tokens):
        text = word.text
        if len(text) == 4 and (TIME.fullmatch(text[:2]) or text[2:] in {"过去", "当前", "近年"}):
            tags = ("t", "n") if TIME.fullmatch(text[:2]) else (word.tag, "t")
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
    start = clause_start(joint)
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
        return not FRAME.match(rest)
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
    if FRAME.match(rest) or STRONG.match(rest):
        return True
    if following.tag[0] in "uyfkq" or following.tag == "c" or _NEEDS_SUBJECT.match(rest):
        return False
    return not (_BAD_START.fullmatch(following.text))


def _is_whole(joint: Joint) -> bool:
    """Whether the last clause of the phrase is more than verbs without a noun (着力提高|…)."""
    clause = joint.tokens[clause_start(joint) : joint.index + 1]
    return len(clause) > 2 or any(w.tag[0] not in "vd" or w.tag == "vn" for w in clause)


def clause_start(joint: Joint) -> int:
    """The first token of the clause that ends at the boundary."""
    tokens, index = joint.tokens, joint.index
    return next((i + 1 for i in range(index, -1, -1) if tokens[i].text in PUNCTUATION), 0)


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
