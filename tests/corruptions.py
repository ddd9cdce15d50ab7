"""Make false points from true ones: the corrupted test set of the verification.

Each maker changes one thing in a true statement, in the ways a small summarizer
gets things wrong, and says what kind of error it made. Deterministic for a seed.
Shares nothing with ``notes/verify``: a fault of its parsing must not hide here.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from notes.structure.sentences import sentence_spans
from notes.values import Sentence, Span
from notes.words import words

PASSAGE = 350
"""Characters of source text around the evidence: what the summarizer would have read."""


@dataclass(frozen=True, slots=True)
class Truth:
    """A true statement, the text it is about and the passage it comes from."""

    document: str
    text: str
    passage: tuple[Sentence, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class Case:
    """A statement to be judged; ``kind`` names the error, or the kind of truth."""

    kind: str
    document: str
    text: str
    passage: tuple[Sentence, ...]
    truth: str = ""


def sentences_of(text: str) -> tuple[Sentence, ...]:
    """All sentences of ``text`` in order."""
    return tuple(
        Sentence(i, span.within(text), span, 0, 0) for i, span in enumerate(sentence_spans(text))
    )


def passage_around(sentences: Sequence[Sentence], span: Span) -> tuple[Sentence, ...]:
    """The sentences that touch ``span``, widened on both sides to about ``PASSAGE`` characters."""
    hits = [i for i, s in enumerate(sentences) if s.span.start < span.end > span.start < s.span.end]
    if not hits:
        return ()
    first, last = hits[0], hits[-1]
    while sentences[last].span.end - sentences[first].span.start < PASSAGE:
        if first == 0 and last == len(sentences) - 1:
            break
        first, last = max(first - 1, 0), min(last + 1, len(sentences) - 1)
    return tuple(sentences[first : last + 1])


Maker = Callable[[Truth, random.Random, Sequence[Truth]], "str | None"]


def _table(kind: str) -> tuple[str, ...]:
    lines = (line.split() for line in TABLES.read_text("utf-8").splitlines())
    return tuple(w for first, *rest in lines if first == kind for w in rest)


def _pairs(kind: str) -> tuple[tuple[str, str], ...]:
    return tuple((old, new) for old, _, new in (w.partition("→") for w in _table(kind)))


TABLES = Path(__file__).parent / "data" / "verify" / "tables.txt"
_UNITS, _BOUNDS = _pairs("units"), _pairs("bounds")
_DIRECTIONS, _MODALS = _pairs("directions"), _pairs("modals")
_VERBS, _GAZETTEER = _table("verbs"), frozenset(_table("gazetteer"))
_OTHER = {tag: _table(f"other_{tag}") for tag in ("nr", "ns", "nt")}
_NOT_NAMES, _SURNAMES = frozenset(_table("not_names")), frozenset(_table("surnames"))
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_HAN_NUMBER = re.compile(
    r"[二三四五六七八九十百]{2,}(?=[个项条年月日人%届万亿家户])|[三四五六七八九](?=[个项条大年家户])"
)
_UNIT_AFTER = re.compile(
    r"(?<=[\d十百千二三四五六七八九])("
    + "|".join(sorted({a for a, _ in _UNITS}, key=len, reverse=True))
    + ")"
)
_DATE = re.compile(r"\d{4}(?=年)|\d{1,2}(?=月|日)")
_NEGATIVE = ("没有", "不能", "未能", "不再", "不必", "不得", "尚未", "不", "未")
_TITLE = re.compile(r"《([^《》]+)》")
_QUOTE = re.compile(r"“([^“”]+)”")


def number(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """Another number in the place of one: 5.1% for 5.7%."""
    hits = [*_DIGITS.finditer(truth.text), *_HAN_NUMBER.finditer(truth.text)]
    if not hits:
        return None
    hit = rng.choice(hits)
    taken = "".join(s.text for s in truth.passage)
    for _try in range(40):
        if hit.group()[0].isdigit():
            digits = list(hit.group())
            at = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
            digits[at] = str((int(digits[at]) + rng.randint(1, 9)) % 10)
            new = "".join(digits)
            if new.startswith("0") and not new.startswith("0."):
                continue
        else:
            new = rng.choice(["二十八", "四", "六", "七", "八", "九", "三十七", "十三"])
        if new != hit.group() and new not in taken:
            return _put(truth.text, hit.span(), new)
    return None


def number_joined(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """The digits of two numbers of the passage joined, as a digit-wise tokenizer does."""
    hits = list(_DIGITS.finditer(truth.text))
    others = [m for s in truth.passage for m in _DIGITS.findall(s.text)]
    if not hits or not others:
        return None
    hit = rng.choice(hits)
    new = hit.group()[: rng.randint(1, len(hit.group()))].rstrip(".") + rng.choice(others)
    if new.count(".") > 1 or new in "".join(s.text for s in truth.passage):
        return None
    return _put(truth.text, hit.span(), new)


def number_swapped(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """Another number of the same passage with the same unit: 增长4% for 增长5%."""
    hits = list(
        re.finditer(r"(\d+(?:\.\d+)?)(万亿元|亿元|万人|%|个|项|年|月|日|元|人|家|户)", truth.text)
    )
    rng.shuffle(hits)
    for hit in hits:
        own = set(re.findall(r"\d+(?:\.\d+)?" + hit.group(2), truth.text))
        found = {
            m
            for s in truth.passage
            for m in re.findall(r"(?<![\d.])\d+(?:\.\d+)?" + hit.group(2), s.text)
        } - own
        if found:
            return _put(truth.text, hit.span(), rng.choice(sorted(found)))
    return None


def unit(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """Another unit or scale: 亿元 for 万亿元, 户 for 人."""
    hits = list(_UNIT_AFTER.finditer(truth.text))
    if not hits:
        return None
    hit = rng.choice(hits)
    return _put(truth.text, hit.span(), dict(_UNITS)[hit.group()])


def date(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """Another year, month or day."""
    hits = list(_DATE.finditer(truth.text))
    if not hits:
        return None
    hit = rng.choice(hits)
    if len(hit.group()) == 4:
        new = str(int(hit.group()) + rng.choice([-10, -3, -1, 1, 2, 5]))
    else:
        new = str(int(hit.group()) % 11 + 1)
    return None if new == hit.group() else _put(truth.text, hit.span(), new)


def bound(truth: Truth, _rng: random.Random, _: Sequence[Truth]) -> str | None:
    """超过 turned into 不足, 以上 into 以下."""
    for old, new in _BOUNDS:
        hit = re.search(
            rf"{old}(?=[\d一二三四五六七八九十百])|(?<=[\d亿万%人家个年]){old}", truth.text
        )
        if hit:
            return _put(truth.text, hit.span(), new)
    return None


def name(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """A person, place or organisation that the text does not know."""
    return _renamed(truth, rng, lambda tag, _own: _OTHER[tag])


def name_swapped(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """A name of the same passage in the place of another."""

    def others(tag: str, own: str) -> list[str]:
        found = {
            w.text
            for s in truth.passage
            for w in words().tag(s.text)
            if w.tag[:2] == tag and _is_name(w.text, tag)
        }
        return sorted(w for w in found if w not in truth.text and own not in w)

    return _renamed(truth, rng, others)


_COMMON = frozenset({"中国", "我国", "国务院", "党中央", "中央", "中共中央", "全国"})


def _is_name(text: str, tag: str) -> bool:
    """Whether the tagger's name is one: it takes 施策 and 高水平 for persons."""
    if text in _COMMON or text in _NOT_NAMES or len(text) < 2:
        return False
    if tag == "nr":
        return text[0] in _SURNAMES and len(text) <= 3
    return tag == "nt" or text in _GAZETTEER or text[-1] in "省市县区州镇乡村"


def _renamed(
    truth: Truth, rng: random.Random, others: Callable[[str, str], Sequence[str]]
) -> str | None:
    tagged, at = [], 0
    for word in words().tag(truth.text):
        if word.tag[:2] in _OTHER and _is_name(word.text, word.tag[:2]):
            tagged.append((at, word))
        at += len(word.text)
    rng.shuffle(tagged)
    for start, word in tagged:
        choices = [c for c in others(word.tag[:2], word.text) if c != word.text]
        if choices:
            return _put(truth.text, (start, start + len(word.text)), rng.choice(choices))
    return None


def title(truth: Truth, rng: random.Random, truths: Sequence[Truth]) -> str | None:
    """Another 《》 title, one cut short, or one with a word more."""
    hits = list(_TITLE.finditer(truth.text))
    if not hits:
        return None
    hit = rng.choice(hits)
    known = {m for s in truth.passage for m in _TITLE.findall(s.text)}
    others = sorted({t for o in truths for t in _TITLE.findall(o.text)} - known)
    inner = hit.group(1)
    made = ["关于" + inner + "的通知", inner[: max(2, len(inner) * 2 // 3)], inner[1:], *others[:5]]
    new = rng.choice([m for m in made if m and m not in known] or ["新编读本"])
    return _put(truth.text, hit.span(1), new)


def quotation(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """Other words between quotation marks."""
    hits = [h for h in _QUOTE.finditer(truth.text) if len(h.group(1)) >= 2]
    if not hits:
        return None
    hit = rng.choice(hits)
    inner = hit.group(1)
    middle = len(inner) // 2
    new = rng.choice([inner[:middle] + "大" + inner[middle:], inner[::-1], "新" + inner])
    return None if new == inner else _put(truth.text, hit.span(1), new)


def negation(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """A negation put before a verb, or one taken away."""
    for mark in _NEGATIVE:
        hit = re.search(rf"{mark}(?![断仅但少同久懈忘足良管论知觉只来])", truth.text)
        if hit and rng.random() < 0.7:
            return _put(truth.text, hit.span(), "")
    hits = [
        (m.start(), v)
        for v in _VERBS
        for m in re.finditer(v, truth.text)
        if truth.text[m.start() - 1 : m.start()] not in tuple("不未没非的但还就可要若总只正而于更")
    ]
    if not hits:
        return None
    start, verb = rng.choice(hits)
    new = "不" if verb == "是" else rng.choice(["不", "没有", "不再", "未"])
    return _put(truth.text, (start, start), new)


def direction(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """增长 for 下降, 高于 for 低于."""
    return _exchange(truth.text, _DIRECTIONS, rng)


def modality(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """可以 for 必须, 允许 for 严禁."""
    return _exchange(truth.text, _MODALS, rng)


def borrowed(truth: Truth, rng: random.Random, truths: Sequence[Truth]) -> str | None:
    """What another text says."""
    others = [t for t in truths if t.document != truth.document]
    return rng.choice(others).text if others else None


def fused(truth: Truth, rng: random.Random, truths: Sequence[Truth]) -> str | None:
    """The subject of one statement with the action of another of the same passage or text."""
    head = _subject_and_action(truth.text)
    if head is None:
        return None
    mine = {s.index for s in truth.passage}
    choices = []
    for other in truths:
        if other.document != truth.document or other.text == truth.text:
            continue
        tail = _subject_and_action(other.text)
        shared = mine & {s.index for s in other.passage}
        if tail and shared and tail[0] not in head[0] and head[0] not in other.text:
            choices.append(head[0] + tail[1])
    return rng.choice(choices) if choices else None


def fused_sentences(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """The subject of one sentence of the passage with the action of another."""
    parted = [p for s in truth.passage if (p := _subject_and_action(s.text))]
    whole = "".join(s.text for s in truth.passage)
    made = [
        head + action
        for head, _own in parted
        for other, action in parted
        if head not in other
        and other not in head
        and head + action not in whole
        and not any(noun in action for noun in _nouns(head))
    ]
    return rng.choice(made) if made else None


def _nouns(text: str) -> list[str]:
    return [w.text for w in words().tag(text) if w.tag[:1] == "n" and len(w.text) >= 2]


def _subject_and_action(text: str) -> tuple[str, str] | None:
    """The noun phrase a statement opens with and what it says of it, up to the comma."""
    clause = re.split(r"[，；：。]", text)[0]
    at = 0
    last = ""
    for word in words().tag(clause):
        if word.tag[:1] == "v" and word.tag != "vn":
            break
        if word.tag[:1] not in "namqjlbsu" or word.text in "要必须应":
            return None
        at += len(word.text)
        last = word.tag
    subject, action = clause[:at], clause[at:]
    if not 2 <= len(subject) <= 14 or not 7 <= len(action) <= 60 or last[:1] != "n":
        return None
    if subject.endswith(("大力", "深度", "布局", "地", "一步")) or subject.startswith("一"):
        return None
    return subject, action


def stutter(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """A character three times, or a word or phrase twice, as small decoders write."""
    parts = [w.text for w in words().tag(truth.text)]
    at = rng.randrange(len(parts))
    if not parts[at].isalpha() or parts[at].isascii():
        return None
    if len(parts[at]) == 1:
        parts[at] *= 3
    else:
        parts[at] *= 2
    return "".join(parts)


def cut(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """A statement that stops inside a word of at least three characters, or after a particle."""
    text, at, ends = truth.text, 0, []
    for word in words().tag(text):
        at += len(word.text)
        if word.text in {"的", "和", "与", "把", "对", "以", "为", "在", "从", "向", "将"}:
            ends.append(at)
    ends = [e for e in ends if 8 <= e < len(text)]
    return text[: rng.choice(ends)] if ends else None


def glued(truth: Truth, rng: random.Random, truths: Sequence[Truth]) -> str | None:
    """The first half of one statement run into the second half of another of the passage."""
    mine = {s.index for s in truth.passage}
    others = [
        t
        for t in truths
        if t.document == truth.document
        and t.text != truth.text
        and mine & {s.index for s in t.passage}
    ]
    if not others:
        return None
    first = [w.text for w in words().tag(re.split("[，；：。]", truth.text)[0])]
    second = [w.text for w in words().tag(re.split("[，；：。]", rng.choice(others).text)[0])]
    if len(first) < 4 or len(second) < 4:
        return None
    return "".join(first[: len(first) // 2]) + "".join(second[len(second) // 2 :])


def halves(truth: Truth, rng: random.Random, _: Sequence[Truth]) -> str | None:
    """Half a clause of one sentence of the passage run into half a clause of another."""
    clauses = [
        (number, [w.text for w in words().tag(clause)])
        for number, sentence in enumerate(truth.passage)
        for clause in re.split("[，；：。！？]", sentence.text)
    ]
    long = [(number, parts) for number, parts in clauses if len(parts) >= 4]
    pairs = [(a, b) for n, a in long for m, b in long if n != m]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    return "".join(first[: len(first) // 2]) + "".join(second[len(second) // 2 :])


def _exchange(text: str, pairs: Sequence[tuple[str, str]], rng: random.Random) -> str | None:
    hits = [(m.span(), new) for old, new in pairs for m in re.finditer(old, text)]
    if not hits:
        return None
    span, new = rng.choice(hits)
    return _put(text, span, new)


def _put(text: str, span: tuple[int, int], new: str) -> str:
    return text[: span[0]] + new + text[span[1] :]


MAKERS: dict[str, Maker] = {
    "number": number,
    "number_joined": number_joined,
    "number_swapped": number_swapped,
    "unit": unit,
    "date": date,
    "bound": bound,
    "name": name,
    "name_swapped": name_swapped,
    "title": title,
    "quotation": quotation,
    "negation": negation,
    "direction": direction,
    "modality": modality,
    "borrowed": borrowed,
    "fused": fused,
    "fused_sentences": fused_sentences,
    "stutter": stutter,
    "cut": cut,
    "glued": glued,
    "halves": halves,
}


def corrupt(truths: Sequence[Truth], *, seed: int = 7, rounds: int = 2) -> Iterator[Case]:
    """Every maker on every true statement, ``rounds`` times; what changes nothing is left out."""
    seen: set[tuple[str, str, str]] = set()
    for kind, maker in MAKERS.items():
        rng = random.Random(f"{kind}-{seed}")  # noqa: S311
        for _ in range(rounds):
            for truth in truths:
                text = maker(truth, rng, truths)
                if text is None or text == truth.text or (kind, truth.document, text) in seen:
                    continue
                seen.add((kind, truth.document, text))
                yield Case(kind, truth.document, text, truth.passage, truth.text)
