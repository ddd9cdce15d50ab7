"""Key terms: TextRank over words, then joined to the phrases in which they stand.

Words that are neighbours within a window of ``WINDOW`` content words vote for each
other (Mihalcea and Tarau 2004, section 3). A phrase of neighbouring words that
comes back is one term (新质 + 生产力), and a shorter term that stands only inside a
longer one gives way to it (the C-value idea of Frantzi et al. 2000).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from notes.extract.grammar import awaits_noun
from notes.extract.lexicon import listed
from notes.extract.textrank import power_iteration
from notes.values import Essay, Outline, Sentence, Term
from notes.words import Word, Words

FEWEST, MOST = 6, 15
WINDOW = 4
LONGEST = 4
"""Most words in a phrase."""
LONGEST_GLOSS = 60
_CONTENT = ("n", "vn", "j", "l", "i", "nz", "eng", "a", "b", "v", "an", "s")
_FIRST = ("n", "vn", "j", "nz", "eng", "a", "b", "l", "i", "v", "an")
_LAST = ("n", "vn", "j", "nz", "eng", "l", "i", "an")
_NAMES = ("nr", "t", "m", "q", "r", "ns")
_CLAUSAL = ("d", "r", "u", "c", "p", "y")
_NOUNS_TOO = frozenset(
    (
        "创新",
        "合作",
        "改革",
        "发展",
        "建设",
        "管理",
        "服务",
        "治理",
        "攻关",
        "保护",
        "评价",
        "转化",
        "培训",
    )
)
"""Verbs that stand as nouns after a modifier, whatever the tagger says."""
_UNNAMED = frozenset(["v", "i", "m", "mq", "q", "r", "d", "c", "p", "u", "t", "y", "ul", "uj"])
_QUOTED = re.compile(r"“([㐀-鿿A-Za-z\d、]{2,8})”")
_HAN = re.compile(r"^[㐀-鿿A-Za-z\d、]{2,14}$")
_KNOWN = 1.7
_BOUND = 0.6
"""A phrase that more often than this only modifies the next noun is a piece of a term."""
_CORPUS, _COMMONEST = 6e7, 0.45
"""The words that jieba's dictionary counted, and the least factor for an everyday word."""
_SIZES = {2: 0.7, 3: 0.9, 4: 1.2, 5: 1.25, 6: 1.2}
_SHAPELESS = re.compile(
    r"[里起中]$|^[一二两三四五六七八九十][^体带新网]|[每这那]|[一二两三四五六七八九十]秒"
    r"|^[全本我各][国省市县区镇乡村局校院厂]$"
)
_MEASURES = frozenset(
    (
        "水平",
        "情况",
        "方式",
        "过程",
        "个人",
        "方面",
        "时候",
        "成绩",
        "任务",
        "步伐",
        "力度",
        "进程",
        "程度",
        "角度",
        "层面",
        "阶段",
        "地位",
        "作用",
        "意义",
        "需要",
        "要求",
        "重要性",
    )
)
"""Words at the end of a phrase that ask for a verb or name only a degree."""
_DEGREES = frozenset(
    re.findall(
        r"\w+",
        "重大 重要 主要 巨大 强大 高度 显著 基本 突出 全面 深刻 广泛 良好 积极 有效 具体 不同 各类",
    )
)
"""What only praises or measures a thing makes no term of it (重大科技)."""
_EVERYWHERE = frozenset(
    re.findall(
        r"\w+",
        "科技 产业 国家 领域 环境 资源 优势 世界 人类 合作 数据 社会 经济 发展 时代 时间 名字 "
        "同志 群众 工作 人才 企业",
    )
)
_DEFINES = r"(?:，|,|”)*(?:就是指|指的是|是指|就是|是|本质上是|指)"
_TELLS = r"(?:的(?=本质|核心|实质|关键)|，(?=核心在|本质上?是)|(?=意味着))"
"""What a gloss keeps: the essence of a term is said of it, it is not the term itself."""
_LEADS = re.compile(r"(?:^|[，,；;。：:“])(?:所谓)?“?\Z")
_LONGEST_LEAD = 4
_GLOSS = re.compile(rf"(?:{_DEFINES}|{_TELLS})([^。！？!?；;]+)")
_GOES_ON = re.compile(
    r"^(?:也|更|就|还|又)?是|^(?:包括|即|其|以|由|主要|往往|一般|通常|具有|能够?|用于|用来)"
)
_NOT_GLOSS = re.compile(r"^(?:否|不|一种|什么|怎|谁|哪|一个$|要|为了|我们?的?)")


@dataclass(slots=True)
class _Tally:
    """What was counted of a candidate."""

    count: int = 0
    quoted: int = 0
    headed: int = 0
    words: tuple[str, ...] = ()
    verb: bool = False
    loose: bool = False
    bound: int = 0


def keywords(essay: Essay, outline: Outline, words: Words, most: int = MOST) -> tuple[Term, ...]:
    """Return up to ``most`` key terms, the weightiest first, with the text's glosses."""
    known = listed("genre_terms") | words.user_words
    lines = [words.tag(sentence.text) for sentence in outline.sentences]
    headings = [words.tag(s.heading) for s in outline.sections if s.heading and not s.run_in]
    title = [words.tag(essay.title)] if essay.title else []
    ranks = word_ranks([*lines, *headings, *title], words)
    tallies = _tallies([*lines, *headings, *title], len(lines), words)
    _count_quoted(outline.sentences, tallies, words)
    _count_known(outline.sentences, known, tallies, words)
    weighed = _weigh(tallies, ranks, known, words)
    chosen = _without_parts(weighed, tallies, most)
    return tuple(_term(text, weight, outline.sentences, words) for text, weight in chosen)


def word_ranks(lines: Sequence[Sequence[Word]], words: Words) -> dict[str, float]:
    """Return the TextRank of every content word of the tagged ``lines``; the mean is 1."""
    index: dict[str, int] = {}
    pairs: Counter[tuple[int, int]] = Counter()
    for line in lines:
        content = [w.text for w in line if _is_content(w, words)]
        numbers = [index.setdefault(text, len(index)) for text in content]
        for at, left in enumerate(numbers):
            for right in numbers[at + 1 : at + WINDOW]:
                if left != right:
                    pairs[(min(left, right), max(left, right))] += 1
    if not index:
        return {}
    from scipy import sparse

    ordered = sorted(pairs.items())
    left_right = np.array([pair for pair, _ in ordered], dtype=np.int64).reshape(-1, 2)
    counts = np.array([count for _, count in ordered], dtype=float)
    shape = (len(index), len(index))
    half = sparse.csr_array((counts, (left_right[:, 0], left_right[:, 1])), shape=shape)
    weights = power_iteration(sparse.csr_array(half + half.T), 0.85, 1e-6)
    return {text: float(weights[number]) for text, number in index.items()}


def _is_content(word: Word, words: Words) -> bool:
    return (
        word.tag.startswith(_CONTENT)
        and not word.tag.startswith(_NAMES)
        and len(word.text) > 1
        and not words.is_stop(word.text)
    )


def _tallies(lines: Sequence[Sequence[Word]], sentences: int, words: Words) -> dict[str, _Tally]:
    """Count every run of one to four words that could be a term."""
    tallies: dict[str, _Tally] = {}
    for number, line in enumerate(lines):
        # A run ends before a mark and before a stop word that is no verb.
        stops = [words.is_stop(word.text) for word in line]
        bars = [
            not word.text[0].isalnum() or (stop and not word.tag.startswith("v"))
            for word, stop in zip(line, stops, strict=True)
        ]
        ends = [len(word.text) > 1 and word.tag.startswith(_LAST) for word in line]
        for start in range(len(line)):
            if stops[start] or not _can_begin(line[start]):
                continue
            for end in range(start + 1, min(start + LONGEST, len(line)) + 1):
                if bars[end - 1]:
                    break
                if not ends[end - 1]:
                    continue
                run = line[start:end]
                text = "".join([word.text for word in run])
                tally = tallies.get(text)
                if tally is None:
                    tally = tallies[text] = _Tally(words=tuple(w.text for w in run))
                tally.verb = len(run) > 1 and run[0].tag == "v"
                tally.loose = not _is_name(run) or _acts(run, words)
                tally.count += 1
                tally.bound += len(run) > 1 and _modifies(line, end)
                tally.headed += number >= sentences
    return tallies


def _is_name(run: Sequence[Word]) -> bool:
    """Whether the words read as the name of a thing: no idiom, no clause, no bare measure."""
    text = "".join([word.text for word in run])
    inner = any(word.tag in _UNNAMED for word in run[1:]) or (len(run) == 2 and run[0].tag == "v")
    inner = inner or (len(run) == 2 and run[0].text in _DEGREES)
    whole_idiom = len(run) == 1 and run[0].tag in {"i", "l", "z"}
    return not (inner or whole_idiom or _SHAPELESS.search(text) or run[-1].text in _MEASURES)


def _acts(run: Sequence[Word], words: Words) -> bool:
    """Whether a word that the tagger guessed to be a noun is a verb and its object (守堤)."""
    return any(
        len(word.text) == 2
        and word.tag.startswith("n")
        and not words.frequency(word.text)
        and words.usual_tag(word.text[0]).startswith("v")
        for word in run
    )


def _modifies(line: Sequence[Word], end: int) -> bool:
    """Whether the words before ``end`` only modify the noun after them (国际科技|合作)."""
    return (
        end < len(line)
        and (line[end].tag.startswith(("n", "vn")) or line[end].text in _NOUNS_TOO)
        and len(line[end].text) > 1
        and not line[end].tag.startswith(("nr", "ns", "nt"))
    )


def is_noun_phrase(text: str, words: Words) -> bool:
    """Whether ``text`` reads as a term: of the genre, the user's, or a specific noun phrase."""
    if text in listed("genre_terms") or text in words.user_words:
        return True
    run = words.tag(text)
    return _is_name(run) and run[-1].tag.startswith(_LAST) and run[0].tag != "v"


def is_specific(text: str) -> bool:
    """Whether a term says more than the everyday words of the genre (产业, 国家, 领域)."""
    return text not in listed("common_words") and text not in _EVERYWHERE


def _can_begin(word: Word) -> bool:
    """Whether a word that is no stop word can begin a term."""
    return (
        word.tag.startswith(_FIRST)
        and not word.tag.startswith(_NAMES)
        and word.text[0].isalnum()
        and (len(word.text) > 1 or word.tag.startswith(("a", "b")))
    )


def _count_quoted(sentences: Sequence[Sentence], tallies: dict[str, _Tally], words: Words) -> None:
    """Count names in quotation marks; what has pronouns or particles in it is somebody's saying."""
    for sentence in sentences:
        for quoted in _QUOTED.findall(sentence.text):
            if any(word.tag.startswith(_CLAUSAL) for word in words.tag(quoted)):
                continue
            tally = tallies.setdefault(quoted, _Tally(words=(quoted,)))
            tally.quoted += 1
            if tally.words == (quoted,) and tally.count < tally.quoted:
                tally.count += 1


def _count_known(
    sentences: Sequence[Sentence],
    known: frozenset[str],
    tallies: dict[str, _Tally],
    words: Words,
) -> None:
    """Count the terms of the genre, however jieba cuts them."""
    text = "\n".join(sentence.text for sentence in sentences)
    for term in sorted(known):
        count = text.count(term)
        if count:
            tally = tallies.setdefault(term, _Tally(words=tuple(words.cut(term))))
            tally.count = max(tally.count, count)
            tally.verb = tally.loose = False


def _weigh(
    tallies: dict[str, _Tally], ranks: dict[str, float], known: frozenset[str], words: Words
) -> list[tuple[str, float]]:
    weighed: list[tuple[str, float]] = []
    for text, tally in tallies.items():
        if not _HAN.match(text):
            continue
        if text in known:
            weighed.append((text, _KNOWN * _weight(text, tally, ranks, words)))
        elif tally.bound > _BOUND * tally.count and not tally.quoted:
            continue
        elif tally.count >= 2 or tally.headed or tally.quoted:
            weighed.append((text, _weight(text, tally, ranks, words)))
    named = [pair for pair in weighed if not tallies[pair[0]].loose]
    kept = named if len(named) >= FEWEST else weighed
    return sorted(kept, key=lambda pair: (-pair[1], pair[0]))


def _rarity(frequency: int) -> float:
    """How much a word says by itself: less the oftener any text has it (the idea of IDF)."""
    if not frequency:
        return 1.0
    return min(1.0, max(_COMMONEST, (math.log10(_CORPUS / frequency) - 3.0) / 1.5))


def _weight(text: str, tally: _Tally, ranks: dict[str, float], words: Words) -> float:
    """Central words, often together, and more telling than a common word alone."""
    mean = sum(ranks.get(word, 0.3) for word in tally.words) / len(tally.words)
    often = math.log2(1 + tally.count + tally.headed + 0.5 * tally.quoted)
    telling = _SIZES.get(len(text), 1.1)
    if len(tally.words) == 1:
        telling *= 0.3 if text in listed("common_words") else _rarity(words.frequency(text))
    if tally.verb:
        telling *= 0.5
    if tally.loose:
        telling *= 0.3
    return math.sqrt(mean) * often * telling


def _without_parts(
    weighed: list[tuple[str, float]], tallies: dict[str, _Tally], most: int
) -> list[tuple[str, float]]:
    """Drop a term that mostly stands inside a chosen longer one, and the reverse."""
    kept: list[tuple[str, float]] = []
    for text, weight in weighed:
        clash = [
            other
            for other, _ in kept
            if (text in other and tallies[text].count < 1.5 * tallies[other].count)
            or (other in text and tallies[text].count < 0.9 * tallies[other].count)
            or _shifted(text, other)
        ]
        if clash:
            continue
        kept.append((text, weight))
        if len(kept) == most:
            break
    return kept


def _shifted(text: str, other: str) -> bool:
    """Whether two terms are windows on the same phrase (培育新质生产力, 新质生产力发展)."""
    small, large = sorted((text, other), key=len)
    return len(small) > 4 and small not in large and len(set(small) & set(large)) >= len(small) - 1


def _term(text: str, weight: float, sentences: Sequence[Sentence], words: Words) -> Term:
    first: Sentence | None = None
    for sentence in sentences:
        if text not in sentence.text:
            continue
        first = first or sentence
        told = _told(sentence.text, text)
        if told and not _NOT_GLOSS.match(told):
            gloss = _clip(told, words)
            if len(gloss) >= 6:
                return Term(text, gloss, sentence, weight)
    return Term(text, "", first, weight)


def _told(sentence: str, term: str) -> str:
    """What ``sentence`` says ``term`` is, where it begins a clause; else nothing."""
    at = sentence.find(term)
    while at >= 0:
        if _LEADS.search(sentence, max(at - _LONGEST_LEAD, 0), at):
            found = _GLOSS.match(sentence, at + len(term))
            if found:
                return found.group(1)
        at = sentence.find(term, at + 1)
    return ""


def _clip(gloss: str, words: Words) -> str:
    """The clauses of the gloss that define, up to ``LONGEST_GLOSS`` characters.

    It ends before a clause that says something else of the term, and where a quotation that
    began before the gloss is closed.
    """
    inside = _inside_quotation(gloss)
    kept = ""
    for part in re.split(r"(?<=[，,])", inside):
        goes_on = not kept or _GOES_ON.match(part) or awaits_noun(_predicate(kept, words))
        if not goes_on or (kept and len(kept) + len(part) > LONGEST_GLOSS):
            break
        kept += part
    kept = kept.strip("，, ")
    balanced = all(kept.count(a) == kept.count(b) for a, b in ("“”", "《》", "（）"))
    return kept if balanced and len(kept) <= LONGEST_GLOSS else ""


def _inside_quotation(gloss: str) -> str:
    """The gloss up to a closing mark whose opening one stands before it."""
    depth = 0
    for at, character in enumerate(gloss):
        depth += (character == "“") - (character == "”")
        if depth < 0:
            return gloss[:at]
    return gloss


def _predicate(gloss: str, words: Words) -> list[Word]:
    return [Word("是", "v"), *words.tag(gloss.strip("，, "))]
