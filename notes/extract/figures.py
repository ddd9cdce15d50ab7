"""Numbers and dates that mean something, as written and normalised, with what they measure.

Left out are list marks (一是, 2、), the article 一个, idioms (一朝一夕), and set phrases
in quotation marks (“四个意识”): they count nothing.
"""

from __future__ import annotations

import re

from notes.extract.clauses import Clause, clauses
from notes.extract.lexicon import alternatives
from notes.extract.numerals import normal
from notes.extract.places import heading_sentence
from notes.values import Figure, Outline, Sentence
from notes.words import Word, Words

LONGEST_ABOUT = 48
_AR = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CN = r"[零〇一二两三四五六七八九十百千]+"
_BIG = r"(?:万亿|百万|千万|[十百千万亿])*"
_BEFORE = (
    r"(?:约|近|超过|超|逾|不足|不到|不低于|不少于|至少|最多|连续|前|未来|过去|最近|达到|突破)?"
)
_AFTER = r"(?:左右|以上|以下|以内|之多|多)?"
_CLOCK = r"(?:\d{1,2}[时点](?:\d{1,2}分(?:\d{1,2}秒)?)?)?"


def _pattern() -> re.Pattern[str]:
    unit = alternatives("units")
    day = rf"\d{{4}}年(?:底|初|末|\d{{1,2}}月(?:底|初|末|\d{{1,2}}日{_CLOCK})?)?"
    kinds = [
        rf"{day}(?:至|到|—|－|-){day}",
        r"\d{4}年?(?:—|－|-|～|~|至)\d{4}年",
        r"(?:19|20)\d\d(?:19|20)\d\d年",
        day,
        rf"\d{{1,2}}月\d{{1,2}}日{_CLOCK}",
        r"[一二][零〇九][零〇一二三四五六七八九]{2}年",
        rf"{_BEFORE}{_AR}[%％]?(?:至|到|—|-|~|～){_AR}[%％]{_AFTER}",
        rf"{_BEFORE}(?:{_AR}[%％‰]|百分之{_CN}(?:点{_CN})?|百分之{_AR}){_AFTER}",
        rf"{_BEFORE}(?:{_AR}|{_CN})(?:个)?百分点{_AFTER}",
        rf"(?:{_CN}|\d+)分之(?:{_CN}|\d+)",
        r"“十[一二三四五六]五”(?:开局之年|收官之年|开局|收官)?",
        r"(?:全球|世界|全国|全省|亚洲|国内)第[一二三四五六七八九十\d]+(?:位|名)?",
        rf"第(?:{_CN}|\d+)(?:个五年|{unit})",
        r"[十百千万亿]+(?:卡|方|人|吨|千瓦|元)?级",
        rf"\d+(?:{unit})零\d+(?:{unit})",
        rf"{_BEFORE}(?:{_AR}|(?:上|数|几)[十百千万亿]{_BIG}|{_CN}){_BIG}(?:多|余|几)?{_BIG}(?:个多)?(?:{unit}){_AFTER}",
        rf"{_BEFORE}{_AR}{_BIG}(?:多|余)?(?:[KMGTPEZ]B|[kKMG]?[WV]h?|[kcm]?m|[km]?g|nm|Hz|GHz|MHz|TFLOPS|EFLOPS)(?![A-Za-z])",
        rf"{_BEFORE}半(?:年|个月|天|个小时)",
        r"翻[一两三]番",
        rf"{_BEFORE}{_AR}(?:万亿|亿|万)(?:多|余)?{_AFTER}",
    ]
    return re.compile("|".join(f"(?:{kind})" for kind in kinds))


_ONE = re.compile(r"^(?:前|近)?一(?!百|千|万|亿|十|[二三四五六七八九〇零])")
_COUNTED_ONE = re.compile(r"一(?:天|周|年|小时|分钟|公里|倍|半|成)(?!来|代|度|天)")
_MARKS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,2}(?:是|要)|第[一二三四五六七八九十](?:，|、|：))"
)
_SLOGAN = re.compile(r"[“《][^”》]{1,12}[”》]")
_REFERRED = re.compile(r"[这那哪某每同各另任]$|有$")
_IDLE = re.compile(
    r"^(?:十分|万分|百般|千万$|零部|三农|[十二两]{2,}[届大]|两(?:个|种|者|国)$|百年$|千年$|万[分般])"
)
_SET_TAGS = frozenset(["i", "l", "nr", "nrt", "c", "p", "d", "r", "a", "ad"])


def figures(outline: Outline, words: Words) -> tuple[Figure, ...]:
    """Return the figures and dates of the essay in order, the same figure of a sentence once."""
    pattern = _pattern()
    found: list[Figure] = []
    headings = [heading_sentence(outline, part) for part in outline.sections if part.heading]
    for sentence in sorted((*outline.sentences, *headings), key=lambda s: s.span.start):
        matches = list(pattern.finditer(sentence.text))
        if not matches:
            continue
        tagged = _tagged_at(sentence.text, words)
        parts = clauses(sentence.text, words)
        seen: set[str] = set()
        for match in matches:
            written = match.group()
            if written in seen or not _means(match, sentence.text, tagged):
                continue
            seen.add(written)
            about = _about(match, sentence.text, parts)
            found.append(Figure(written, normal(written), about, sentence))
    return tuple(found)


def _tagged_at(text: str, words: Words) -> dict[int, Word]:
    """Which word covers each character."""
    at = 0
    covering: dict[int, Word] = {}
    for word in words.tag(text):
        for position in range(at, at + len(word.text)):
            covering[position] = word
        at += len(word.text)
    return covering


def _means(match: re.Match[str], text: str, tagged: dict[int, Word]) -> bool:
    written = match.group()
    start, end = match.span()
    if written[0].isdigit() or "分之" in written or written.startswith(("“", "全", "世")):
        return not (start == 0 and _list_mark(text, end))
    if _MARKS.match(text[start : end + 1]) or _idle(written, text[start - 2 : start]):
        return False
    if any(s.start() < start and end < s.end() for s in _SLOGAN.finditer(text)):
        return False
    if _ONE.match(written):
        return bool(_COUNTED_ONE.match(text[start:])) and not _REFERRED.search(text[:start])
    word = tagged.get(start)
    inside = word is not None and len(word.text) > 1 and word.tag in _SET_TAGS
    return not inside or written[0] in "约近超逾不至最连前未过达突"


def _idle(written: str, before: str) -> bool:
    """Degree words and names of meetings that only look like counts (十分, 党的十八大)."""
    if before.endswith("党的") and written.endswith(("大", "届")):
        return True
    return bool(_IDLE.match(written))


def _list_mark(text: str, end: int) -> bool:
    return text[end : end + 1] in {"、", ".", "．"}


def _about(match: re.Match[str], text: str, parts: tuple[Clause, ...]) -> str:
    """Return what the figure measures: its clause without the figure at the edge.

    A clause that is little more than the figure takes the clause before it along.
    """
    at = next(
        (i for i, p in enumerate(parts) if p.start <= match.start() < max(p.end, p.start + 1)), None
    )
    if at is None:
        return text[: match.start()][-LONGEST_ABOUT:].strip("，。；：、 ")
    part = parts[at]
    start = part.start
    clause = text[part.start : part.end]
    if len(clause) - len(match.group()) < 5 and at and parts[at - 1].part == part.part:
        start = parts[at - 1].start
    before = text[start : match.start()].strip("，,：:、 ")
    after = text[match.end() : part.end].strip("，,：:、 ")
    if not after or after in {"的", "了"}:
        about = before
    elif not before:
        about = after
    else:
        about = text[start : part.end].strip("，,：:、 ")
    return about if len(about) <= LONGEST_ABOUT else _near(about, match.group())


def _near(about: str, written: str) -> str:
    """The part of a long clause between the 、 around the figure, or its last characters."""
    pieces = about.split("、")
    holding = next((piece for piece in pieces if written in piece), pieces[-1])
    return holding if len(holding) <= LONGEST_ABOUT else holding[-LONGEST_ABOUT:]


def of_sentence(figures_found: tuple[Figure, ...], sentence: Sentence) -> tuple[Figure, ...]:
    """Return those figures that stand in ``sentence``."""
    return tuple(figure for figure in figures_found if figure.source.index == sentence.index)
