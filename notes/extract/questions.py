"""Questions that the essay answers, made from its own statements and headings.

Each kind of question comes from a form of words in the text: a definition asks
what, a judgement (X是Y的关键) and a condition (只有…才…) ask why, a heading that
demands asks how, a list asks which, a contrast asks for the difference, a figure
asks how much. Words are moved and asked, never invented.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from notes.extract.lexicon import alternatives
from notes.extract.measures import is_measure
from notes.extract.overlap import containment
from notes.extract.places import heading_sentence
from notes.values import Figure, Outline, Point, Question, Sentence, Term

FEWEST, MOST = 3, 5
_LONGEST = 46
_JUDGEMENT = re.compile(
    r"^(?!这|那|它|其|他|她|此|该)[^，。；：“”]{2,24}(?:，)?(?:是|就是)(?!否)[^。；：]{2,36}"
    r"(?:关键|关键所在|必然要求|内在要求|必然之举|关键之举|首要任务|根本保证|重要保障|重要支撑|根本尺子|第一动力|重要着力点"
    r"|必由之路|重要标志|关键因素|关键力量|能动主体|最大政绩|根本动力|源头活水|基础|根本|核心|前提|重要载体|重要基础|重要动力|根本性问题)$"
)
_CONDITION = re.compile(
    r"^(?:[^，。；]{2,10})?(?:只有|唯有)[^，。；]{2,30}，才(?:能|会|可以|是)?[^，。；]{3,30}$"
)
_NOT_BUT = re.compile(r"^[^，。；：这它其]{2,16}不是[^，。；]{2,24}，而?是[^，。；]{2,30}$")
_ASSERTS = re.compile(
    r"^(?!这|那|它|其|他|她|此|该|我|今|当|第)[^，。；：“”\d]{2,16}(?:是|就是)(?!否)[^。；：\d，]{2,24}"
    r"(?:体现|要求|因素|力量|源泉|责任|过程|保证|保障|支撑|标志|途径|法宝|灵魂|生命线|基石|尺子|阵地|选择|优势|动能|目的|宗旨|使命|之基|之道|之本|之源|来的)$"
    r"|^(?!这|那|它|其|他|她|此|该|我)[^，。；：“”\d]{2,16}(?:在于|离不开|(?<![、会议])决定着?(?!、)|取决于|不等于)[^。；：\d，]{4,24}$"
    r"|^没有[^，。；]{2,16}，?就没有[^。；]{2,16}$"
    r"|^[^，。；]{0,12}多少(?![名场个件次户])[^，。；]{1,12}，[^，。；]{0,12}多少(?![名场个件次户])[^，。；]{1,12}$"
)
_DEMAND = re.compile(
    rf"^(?:要|必须|积极|全面|大力|切实|深入|着力|持续|进一步|协同|有效|不断)*(?:{alternatives('demands')})"
)
_STATEMENT = re.compile(
    r"需|须|正|起来|\d|较|面临|难|不足|将|能够|显著|是|成为|已|意味|尚|了|达到|增长"
)
_SETTING = re.compile(r"^(?:聚焦|围绕|依托|面向|坚持|突出|立足|针对)")
_ZEAL = re.compile(
    r"^(?:积极|全面|大力|切实|着力|持续|进一步|有效|不断|坚决|认真|扎实|努力)+(?=[^的地、，]{4})"
)
_OPENING = re.compile(r"^(?:那么|可是|但是?|所以|于是|试问|有人问)[，：]?")
_POINTING = re.compile(
    r"^(?:它|其|他|她|此)|[“”你您]|这|那(?!么)|难道|不是吗|岂|何尝|问我|问，|说，"
)
_ASKS = re.compile(
    r"为什么|为何|怎样|怎么(?!说|办)|如何|靠什么|什么是|是什么|谁来|哪[里些个几]|多少"
)
_CHANGED = re.compile(
    r"^(?P<subject>[^，。；：、\d]{3,16}?)(?P<change>(?:由|从)[^，。；：]{1,16}"
    r"(?:增加到|增长到|上升到|提高到|下降到|减少到|降低到|升到|增至|升至|降至|减至|降到|减到|涨到|缩短到|缩短至)"
    r"[^，。；：]{2,12}|比[^，。；：\d]{2,8}(?:少了|多了|增加了?|减少了?|下降了?|提高了?|缩短了?)[^，。；：]{2,10})$"
)
_OBLIGED = re.compile(
    r"^(?P<subject>(?!我|这|那|它|其|他|她|此|该|今|当|第|只|如|要|凡|由|在|对)[^，。；：“”、是]{3,16}，?)"
    r"(?P<modal>必须|决不能|绝不能|不能(?!不)|不得(?!不)|离不开)(?P<rest>(?![^，]*的是)[^，。；：]{2,24})$"
)
_REALISED = re.compile(
    r"^(?:进一步|深刻|真正|更加)?(?:认识到|体会到|明白|懂得|感受到|领悟到)，?"
    r"|^我?(?:体会最深的|最深的体会|最大的感受)，?(?:首先)?就?是，?"
)
_SET_COUNT = re.compile(r"八项规定|三个代表|四个|两个|五位一体|三农|一带一路|十四五|十五五")
_SO_CALLED = re.compile(
    r"所谓[“]?(?P<name>[^，。；“”]{2,12})[”]?，?(?:就是|是指|指的是|是|指|不是)"
)
_LIST = re.compile(
    r"^(?P<head>(?!这|它|其|他|此)[^，。；：、“”]{2,22}?(?:具有|包括|包含|存在|面临|体现在|表现在|表现为|具备|有着))(?P<items>[^，。；：]*、[^。；：，]*)等(?P<noun>[^，。；：、]{2,10})$"
)
_COUNTED = re.compile(
    r"^(?P<head>(?!这|它|其|他|此)[^，。；：、\d]{4,26})(?<![\d.百千万亿第一二三四五六七八九十到为])(?P<count>[两三四五六七八九十]|[2-9])(?!\d)(?P<unit>个方面|方面|大|个|项|条|点)(?P<noun>[^，。；：、\d]{0,6}(?:要素|特征|特点|问题|条件|任务|原则|关系|环节|短板|重点|要求|目标|转变|方面|原因|教训|步骤|举措|机制|做法|途径|领域|优势|方向|关口|体会))?(?=$|[：:])"
)
_UNLIKE = re.compile(
    r"^(?:与|同|和)(?P<other>[^，。；]{2,14})(?:不同|相比)，(?P<self>[^，。；、]{2,14}?)(?:以|具有|是|在|更|不|有|存在|强调)"
)
_MARK = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]+|第[一二三四五六七八九十]+[，、：]?|[一二三四五六七八九十]{1,2}是)\s*"
)
_ENDS_ON_FIGURE = re.compile(
    r"(?:达|达到|为|增长|增加|下降|提高到|上升至|升至|超过|突破|减少|降低|降幅|提高)$"
)
_NO_SUBJECT = re.compile(
    r"^(?:其中|同比|环比|比|较|也|并|又|约|共|建成|完成|投入|平均|最|增速|降幅|产值?|总|截至|使|让)|[，,]|.{2,}了"
)
_NAMED_MATTER = re.compile(
    r"^[^，。；：、]{2,16}的(?:[^，。；：、的]{0,4})(?:内涵|特征|特点|本质|意义|要求|原则|任务|条件|路径|做法|关系|原因|现状|重点|目标)$"
)
_PROBLEM = re.compile(
    r"^[^，。；：]{2,20}(?:不强|不足|不够|不高|不平衡|不充分|不宽|有待[^，。；]{2,4}|滞后|薄弱|短缺|尚未[^，。；]{2,8})$"
)
_NUMBER = re.compile(r"^(?:约|近|超过|超|不足|突破|达到?)?(?P<number>\d[\d.,]*)(?P<rest>.*)$")


def questions(
    outline: Outline,
    points: Sequence[Point],
    terms: Sequence[Term],
    figures: Sequence[Figure],
    most: int = MOST,
) -> tuple[Question, ...]:
    """Return up to ``most`` questions, kinds mixed, in the order of the text.

    ``points`` are the candidates or the chosen key points; the weightier ask first.
    """
    kinds = [
        list(_asked(outline)),
        list(_why(points)),
        [*_how(outline), *_headed(outline), *_how_else(points)],
        [*_what(terms), *_so_called(outline)],
        list(_which(points)),
        list(_difference(points)),
        list(_changed(points)),
        list(_must(points)),
        list(_how_much(figures)),
    ]
    chosen = _mixed(kinds, most)
    if len(chosen) < FEWEST:
        chosen = _mixed([chosen, list(_how_else(points, told=True))], FEWEST)
    return tuple(sorted(chosen, key=lambda q: (q.sources[0].span.start, q.text)))


def _mixed(kinds: list[list[Question]], most: int) -> list[Question]:
    """Take one question of each kind in turn, no two about the same words."""
    chosen: list[Question] = []
    while len(chosen) < most and any(kinds):
        for kind in kinds:
            while kind and len(chosen) < most:
                question = kind.pop(0)
                if len(question.text) <= _LONGEST and all(
                    containment(question.text, other.text) <= 0.6 for other in chosen
                ):
                    chosen.append(question)
                    break
    return chosen


def _plain(point: Point) -> str:
    return _REALISED.sub("", point.text.rstrip("。！!"))


def _weighty(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda p: (-p.score, p.sources[0].span.start, len(p.text), p.text))


def _why(points: Sequence[Point]) -> Iterator[Question]:
    """Conditions and judgements first, then plain assertions."""
    ranked = _weighty(points)
    for point in ranked:
        text = _plain(point)
        if _CONDITION.match(text):
            yield Question(f"为什么{text}？", point.sources)
        elif _JUDGEMENT.match(text) or _NOT_BUT.match(text):
            yield Question(f"为什么说{text}？", point.sources)
    for point in ranked:
        text = _plain(point)
        if _ASSERTS.match(text) and not _JUDGEMENT.match(text):
            yield Question(f"为什么说{text}？", point.sources)


def _how(outline: Outline) -> Iterator[Question]:
    for section in outline.sections:
        heading = _MARK.sub("", section.heading).rstrip("。：:；！")
        heading = re.sub(r"^(?:要|必须)(?=.{4})", "", heading)
        if section.run_in or not _DEMAND.match(heading) or not 6 <= len(heading) <= 34:
            continue
        inside = tuple(s for s in outline.sentences if s.section == section.index)[:3]
        yield Question(f"怎样{_bare(heading)}？", (heading_sentence(outline, section), *inside))


def _headed(outline: Outline) -> Iterator[Question]:
    """What a heading that names a matter or a problem leaves to its section to say."""
    for section in outline.sections:
        heading = _MARK.sub("", section.heading).rstrip("。：:；！")
        inside = tuple(s for s in outline.sentences if s.section == section.index)[:3]
        if not inside:
            continue
        sources = (heading_sentence(outline, section), *inside)
        if _NAMED_MATTER.match(heading):
            yield Question(f"{heading}是什么？", sources)
        elif _PROBLEM.match(heading):
            yield Question(f"为什么说{heading}？", sources)


def _how_else(points: Sequence[Point], *, told: bool = False) -> Iterator[Question]:
    """What the text demands outside its headings, when it says so in one short clause.

    ``told``: also what it tells as being done; how that is done can be asked as well.
    """
    for point in _weighty(points):
        text = re.sub(r"^(?:要|必须)(?=.{6})", "", _plain(point))
        short = 8 <= len(text) <= 24 and "，" not in text
        asks = told or is_measure(point)
        demands = asks and _DEMAND.match(text) and not _SETTING.match(text)
        if short and demands and not _STATEMENT.search(text):
            yield Question(f"怎样{_bare(text)}？", point.sources)


def _bare(demand: str) -> str:
    """The demand without its adverbs of zeal (积极, 大力): they ask nothing."""
    return _ZEAL.sub("", demand)


def _asked(outline: Outline) -> Iterator[Question]:
    """What the essay itself asks; the answer is expected in the sentences that follow."""
    sentences = outline.sentences
    for at, sentence in enumerate(sentences):
        text = _OPENING.sub("", sentence.text)
        whole = text.endswith("？") and not _POINTING.search(text) and text.count("？") == 1
        if whole and _ASKS.search(text) and 9 <= len(text) <= _LONGEST and not sentence.broken:
            yield Question(text, sentences[at : at + 3])


def _must(points: Sequence[Point]) -> Iterator[Question]:
    """Why the matter must, cannot or cannot do without what the text says."""
    for point in _weighty(points):
        found = _OBLIGED.match(_plain(point))
        if found:
            subject, modal, rest = found.group("subject", "modal", "rest")
            yield Question(f"{subject}为什么{modal}{rest}？", point.sources)


def _changed(points: Sequence[Point]) -> Iterator[Question]:
    """Why something grew or fell from one figure to another."""
    for point in _weighty(points):
        found = _CHANGED.match(_plain(point))
        if found and not _NO_SUBJECT.search(found.group("subject")):
            subject = found.group("subject").rstrip("却也还已都就")
            yield Question(f"{subject}为什么{found.group('change')}？", point.sources)


def _so_called(outline: Outline) -> Iterator[Question]:
    for sentence in outline.sentences:
        found = _SO_CALLED.search(sentence.text)
        if found:
            yield Question(f"什么是{found.group('name')}？", (sentence,))


def _what(terms: Sequence[Term]) -> Iterator[Question]:
    for term in terms:
        if term.gloss and term.source is not None and len(term.term) > 2:
            yield Question(f"什么是{term.term}？", (term.source,))


def _which(points: Sequence[Point]) -> Iterator[Question]:
    for point in _weighty(points):
        text = _plain(point)
        listed = _LIST.match(text)
        if listed:
            yield Question(f"{listed.group('head')}哪些{listed.group('noun')}？", point.sources)
            continue
        counted = _COUNTED.match(text)
        if (
            counted
            and not _SET_COUNT.search(text)
            and not counted.group("head").endswith(("第", "十", "“", "这", "前", "的", "那", "各"))
        ):
            noun = counted.group("noun") or ""
            if not noun and not counted.group("unit").endswith("方面"):
                continue
            yield Question(
                f"{counted.group('head')}哪{counted.group('count')}{counted.group('unit')}{noun}？",
                point.sources,
            )


def _difference(points: Sequence[Point]) -> Iterator[Question]:
    for point in _weighty(points):
        found = _UNLIKE.match(point.text)
        if found:
            yield Question(
                f"与{found.group('other')}相比，{found.group('self')}有什么不同？", point.sources
            )


def _how_much(figures: Sequence[Figure]) -> Iterator[Question]:
    for figure in figures:
        sentence: Sentence = figure.source
        number = _NUMBER.match(figure.normal)
        if number is None or not _asks_well(figure.about):
            continue
        rest = number.group("rest")
        if f"{figure.about}{figure.value}" not in sentence.text and not rest.startswith("%"):
            continue
        asked = f"百分之多少{rest[1:]}" if rest.startswith("%") else f"多少{rest}"
        yield Question(f"{figure.about.lstrip('，,')}{asked}？", (sentence,))


def _asks_well(about: str) -> bool:
    """Whether 多少 can follow: one measured thing, no other figure, not a fragment."""
    ends = _ENDS_ON_FIGURE.search(about)
    return bool(ends) and len(about) >= 8 and not re.search(r"\d", about) and not _fragment(about)


def _fragment(about: str) -> bool:
    return bool(_NO_SUBJECT.search(about))
