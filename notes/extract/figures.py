"""Numbers and dates that mean something, as written and normalised, with what they measure.

Left out are list marks (一是, 2、), the article 一个, idioms (一朝一夕), and set phrases
in quotation marks (“四个意识”): they count nothing.
"""

from __future__ import annotations

import re
from itertools import accumulate

from notes.extract.clauses import Clause, clauses
from notes.extract.lexicon import alternatives
from notes.extract.numerals import normal
from notes.extract.places import heading_sentence, is_courtesy
from notes.extract.tables import cells
from notes.values import Figure, Outline, Sentence
from notes.words import Word, Words

LONGEST_ABOUT = 30
_LEAST = 5
"""A clause that says less beside its figure takes a neighbour along."""
_AR = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONTH = r"(?:十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_CN = r"[零〇一二两三四五六七八九十百千]+"
_BIG = r"(?:万亿|百万|千万|[十百千万亿])*"
_BEFORE = (
    r"(?:约|将近|接近|近|不超过|不多于|不高于|超过|超|逾|不足|不到|不低于|不少于|至少|最多|连续|前|未来|过去"
    r"|最近|达到|突破)?"
)
_AFTER = r"(?:左右|以上|以下|以内|之多|多)?"
_CLOCK = r"(?:\d{1,2}[时点](?:\d{1,2}分(?:\d{1,2}秒)?)?)?"


def _pattern() -> re.Pattern[str]:
    unit = alternatives("units")
    day = rf"\d{{4}}年(?:底|初|末|\d{{1,2}}月(?:底|初|末|\d{{1,2}}日{_CLOCK})?)?"
    month = rf"(?:\d{{1,2}}|{_MONTH})月"
    this_day = rf"{month}(?:\d{{1,2}}|{_DAY})日"
    kinds = [
        rf"{day}(?:至|到|—|－|-)(?:{day}|{this_day}|\d{{1,2}}日)",
        rf"{this_day}(?:至|到|—|－|-)(?:{this_day}|\d{{1,2}}日|{_DAY}日)",
        r"\d{4}年?(?:—|－|-|～|~|至)\d{4}年",
        r"(?:19|20)\d\d(?:19|20)\d\d年",
        day,
        rf"{this_day}{_CLOCK}",
        rf"{month}(?:上旬|中旬|下旬|底|初|末)",
        r"[一二][零〇九][零〇一二三四五六七八九]{2}年",
        rf"{_BEFORE}{_AR}[%％]?(?:至|到|—|-|~|～){_AR}[%％]{_AFTER}",
        rf"{_BEFORE}(?:{_AR}[%％‰]|百分之{_CN}(?:点{_CN})?|百分之{_AR}){_AFTER}",
        rf"{_BEFORE}(?:{_AR}|{_CN})(?:个)?百分点{_AFTER}",
        rf"{_BEFORE}(?:{_CN}|\d+)分之(?:{_CN}|\d+){_AFTER}",
        rf"{_BEFORE}(?:{_CN}|{_AR})成半?{_AFTER}(?![了为果效就长员本熟立功])",
        r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])点(?:半|[一三]刻)(?!点)",
        rf"(?:{_CN}|{_AR})(?:至|到)(?:{_CN}|{_AR})(?:个多?)?(?:{unit}){_AFTER}",
        r"“十[一二三四五六]五”(?:开局之年|收官之年|开局|收官)?",
        r"(?:全球|世界|全国|全省|亚洲|国内)第[一二三四五六七八九十\d]+(?:位|名)?",
        rf"第(?:{_CN}|\d+)(?:个五年|{unit})",
        r"[十百千万亿]+(?:卡|方|人|吨|千瓦|元)?级",
        rf"\d+(?:{unit})零\d+(?:{unit})",
        rf"{_BEFORE}(?:{_AR}|(?:上|数|几)[十百千万亿]{_BIG}|{_CN}){_BIG}(?:多|余|几)?{_BIG}(?:个多(?=月|小时|星期|世纪|季度))?(?:{unit}){_AFTER}",
        rf"{_BEFORE}{_AR}{_BIG}(?:多|余)?(?:[KMGTPEZ]B|[kKMG]?[WV]h?|[kcm]?m|[km]?g|nm|Hz|GHz|MHz|TFLOPS|EFLOPS)(?![A-Za-z])",
        rf"{_BEFORE}(?<![上下])半(?:年|个月|天|个小时)",
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
    r"^(?:十分|万分|百般|千万$|零部|三农|[十二两]{2,}[届大]|两(?:个|种|者|国)多?$|百年$|千年$|万[分般])"
)
_BROKEN_YEAR = re.compile(r"\d{1,3}年\d{1,2}月")
_RATIO = re.compile(r"\d[:：]$")
_DATED = re.compile(r"[年月日底初末旬]$|[日旬][\d时点分秒]+$|\d[时点分]\d*[分秒]?$|[天晚周]$")
_MEASURES = re.compile(
    r"(?:[为达至到占是约近]|达到|增长|增加|下降|提高|减少|超过|突破|完成|实现|仅|只有|共)$"
)
_AMOUNT = re.compile(r"(?:达到?|为|是|超过?|约|有|增长|下降|提高到?)?[约近]?\d.*$")
_CHANGE = re.compile(
    r"^(?:同比|环比|比去年|比上年|名义|实际|累计)*(?:增长|增加|增幅|下降|降低|减少|提高|上升|降幅)"
    r"|^(?:全国|全球|全省|全市|世界)?占比"
)
_RELATION = re.compile(r"^(?:的|之?前(?!往|来|后)|之后|下来|以来|以后)")
_ANNOUNCED = re.compile(r"(?:讲|谈|说|提|汇报|分享|有|回答)[^，。；\d]{0,4}$")
_TALK = re.compile(
    r"^(?:方面的?)?(?:问题|意见|体会|看法|想法|感受|要求|建议|希望|认识|收获|启示|思考|打算)"
)
_LEFTOVER = re.compile(r"[\d.,]+$|^其中(?=.{2})")
_OPINION = re.compile(r"(?:认为|表示|显示|指出|相信|担心|反映)$")
_DATE_BEFORE = re.compile(r"^(?:截至)?\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:底|初|末)?，?")
_SLIGHT = 2
_EDGES = "，,：:、；; 。！"
_PAIRED = (("“", "”"), ("（", "）"), ("《", "》"))
_SET_TAGS = frozenset(["i", "l", "nr", "nrt", "c", "p", "d", "r", "a", "ad"])


def figures(outline: Outline, words: Words) -> tuple[Figure, ...]:
    """Return the figures and dates of the essay in order, the same figure of a sentence once."""
    pattern = _pattern()
    found: list[Figure] = list(cells(outline))
    headings = [heading_sentence(outline, part) for part in outline.sections if part.heading]
    for sentence in sorted((*outline.sentences, *headings), key=lambda s: s.span.start):
        matches = list(pattern.finditer(sentence.text))
        if not matches or is_courtesy(sentence.text) or "\t" in sentence.text:
            continue
        tagged = _tagged_at(sentence.text, words)
        parts = clauses(sentence.text, words)
        seen: set[str] = set()
        for match in matches:
            written = match.group()
            if written in seen or not _means(match, sentence.text, tagged):
                continue
            seen.add(written)
            about = _about(match, sentence.text, parts, words)
            found.append(Figure(written, normal(written), about, sentence))
    return tuple(sorted(found, key=lambda figure: figure.source.span.start))


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
    announced = _TALK.match(text[end:]) and _ANNOUNCED.search(text[:start])
    if announced or _BROKEN_YEAR.match(text[start:]) or _RATIO.search(text[:start]):
        return False
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
    return not inside or written[0] in "约将接近超逾不至最连前未过达突"


def _idle(written: str, before: str) -> bool:
    """Degree words and names of meetings that only look like counts (十分, 党的十八大)."""
    if before.endswith("党的") and written.endswith(("大", "届")):
        return True
    return bool(_IDLE.match(written))


def _list_mark(text: str, end: int) -> bool:
    return text[end : end + 1] in {"、", ".", "．"}


def _about(match: re.Match[str], text: str, parts: tuple[Clause, ...], words: Words) -> str:
    """Return what the figure measures, at most ``LONGEST_ABOUT`` characters.

    A date that opens a clause measures what follows, an amount after 为, 达, 至 or 是 what
    stands before it. A clause that is little more than the figure takes the clause after
    it (a date) or the matter of the clause before it (an amount) along.
    """
    at = next((i for i, p in enumerate(parts) if p.start <= match.start() < p.end), None)
    if at is None:
        outside = text[: match.start()] if match.start() > len(text) / 2 else text[match.end() :]
        return _shortened(outside.strip(_EDGES), match.group(), words)
    part = parts[at]
    before = text[part.start : match.start()].strip(_EDGES)
    after = _RELATION.sub("", text[match.end() : part.end].strip(_EDGES))
    if text.strip(_EDGES) == match.group():
        return "成文日期" if _DATED.search(match.group()) else match.group()
    if _is_set_name(match.group()) and (before or after):
        return _shortened(text[part.start : part.end].strip(_EDGES), match.group(), words)
    if not before and _OPINION.search(after) and at + 1 < len(parts):
        after = f"{after}，{text[parts[at + 1].start : parts[at + 1].end]}"
    slight = len(before) <= _SLIGHT and len(after) <= _SLIGHT
    if _DATED.search(match.group()) and slight and at + 1 < len(parts):
        about = text[parts[at + 1].start : parts[at + 1].end]
    elif not before and not after and at:
        about = text[parts[at - 1].start : parts[at - 1].end]
    elif before and after in {"", "了"}:
        about = _with_matter(before, text, parts, at)
    elif len(before) >= _LEAST and _MEASURES.search(before):
        about = before
    elif not before and len(after) > 1 and not after.startswith(("至", "到")):
        about = after
    else:
        about = text[part.start : part.end]
    return _shortened(about.strip(_EDGES), match.group(), words)


def _is_set_name(written: str) -> bool:
    """Whether a figure is a set name (“十四五”), which measures nothing of its own."""
    return written.startswith("“")


def _with_matter(before: str, text: str, parts: tuple[Clause, ...], at: int) -> str:
    """The words before an amount; what grew or fell is named by the clause before them."""
    if at == 0 or parts[at - 1].part != parts[at].part:
        return before
    if _CHANGE.match(before):
        while at > 1 and parts[at - 2].part == parts[at].part and _is_change(text, parts[at - 1]):
            at -= 1
    previous = text[parts[at - 1].start : parts[at - 1].end]
    if _CHANGE.match(before):
        matter = _matter(previous)
        return before if _MEASURES.search(matter) else matter + before
    if len(before) < _LEAST and len(previous) + len(before) < LONGEST_ABOUT:
        return f"{previous}，{before}"
    return before


def _is_change(text: str, part: Clause) -> bool:
    return bool(_CHANGE.match(text[part.start : part.end]))


def _matter(clause: str) -> str:
    """The clause up to its first amount, without the date before it: what was measured."""
    bare = _DATE_BEFORE.sub("", clause.strip(_EDGES))
    return _AMOUNT.sub("", bare).strip(_EDGES)


def _shortened(about: str, written: str, words: Words) -> str:
    """A long phrase from its figure on, or its last whole words; no half of a pair of marks."""
    short = _LEFTOVER.sub("", _fitted(about, written, words)) or about
    for opening, closing in _PAIRED:
        if short.count(opening) > short.count(closing):
            head, _, tail = short.rpartition(opening)
            short = head if len(head) > len(tail) else tail
        elif short.count(closing) > short.count(opening):
            short = short.replace(closing, "", 1)
    return short.strip(_EDGES)


def _fitted(about: str, written: str, words: Words) -> str:
    if len(about) <= LONGEST_ABOUT:
        return about
    pieces = about.split("、")
    about = next((piece for piece in pieces if written in piece), about)
    if len(about) <= LONGEST_ABOUT:
        return about
    where = about.find(written)
    if where >= 0 and len(about) - where - len(written) > _LEAST:
        return _head(words.cut(about[where:]))
    if where < 0 and not _MEASURES.search(about):
        return _head(words.cut(about))
    return "".join(reversed(_within(words.cut(about)[::-1]))).lstrip("的和与及、，")


def _head(cut: list[str]) -> str:
    return "".join(_within(cut)).rstrip("的和与及、，")


def _within(cut: list[str]) -> list[str]:
    """The first words that have at most ``LONGEST_ABOUT`` characters together."""
    ends = accumulate(len(word) for word in cut)
    return [word for word, end in zip(cut, ends, strict=True) if end <= LONGEST_ABOUT]


def of_sentence(figures_found: tuple[Figure, ...], sentence: Sentence) -> tuple[Figure, ...]:
    """Return those figures that stand in ``sentence``."""
    return tuple(figure for figure in figures_found if figure.source.index == sentence.index)
