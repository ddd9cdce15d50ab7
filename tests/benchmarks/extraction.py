"""What extracts the essential sentences and the key terms of a Chinese text.

Each contestant gets a text and gives sentences and terms. ``ours`` does more than the
others (headings, terms joined to phrases with their glosses) and is measured with it;
``jieba`` gives terms only and ``sumy`` sentences only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SENTENCES, TERMS = 5, 15

Found = tuple[list[str], list[str]]


@dataclass(frozen=True, slots=True)
class Contestant:
    """``module`` must be there; ``whole`` says that it gives sentences and terms."""

    run: Callable[[str], Found]
    module: str
    whole: bool = True


def ours(text: str) -> Found:
    """Segmentation, outline, TextRank and key terms of this program."""
    from notes.extract.keywords import keywords
    from notes.extract.textrank import rank
    from notes.structure.outline import outline
    from notes.values import Essay, Span
    from notes.words import words

    essay = Essay(1, "", "", Span(0, len(text)), text)
    structure = outline(essay)
    scores = rank(structure, words())
    best = sorted(range(len(scores)), key=lambda at: (-scores[at], at))[:SENTENCES]
    terms = keywords(essay, structure, words())
    return [structure.sentences[at].text for at in sorted(best)], [term.term for term in terms]


def snownlp(text: str) -> Found:
    """Its own segmentation, TextRank over BM25."""
    from snownlp import SnowNLP

    read = SnowNLP(text)
    return read.summary(SENTENCES), read.keywords(TERMS)


def sumy(text: str) -> Found:
    """TextRank over sentences cut by jieba; no key terms."""
    from sumy.nlp.tokenizers import Tokenizer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.text_rank import TextRankSummarizer

    parser = PlaintextParser.from_string(text, Tokenizer("chinese"))
    return [str(one) for one in TextRankSummarizer()(parser.document, SENTENCES)], []


def textrank4zh(text: str) -> Found:
    """TextRank over sentences and words, tagged by jieba."""
    import networkx as nx

    # networkx 3 gave this function another name; the package calls the old one.
    nx.from_numpy_matrix = nx.from_numpy_array
    from textrank4zh import TextRank4Keyword, TextRank4Sentence

    sentences, terms = TextRank4Sentence(), TextRank4Keyword()
    sentences.analyze(text)
    terms.analyze(text)
    return (
        [one.sentence for one in sentences.get_key_sentences(SENTENCES)],
        [one.word for one in terms.get_keywords(TERMS)],
    )


def jieba(text: str) -> Found:
    """Key terms by ``jieba.analyse.textrank``; no sentences."""
    import jieba.analyse

    return [], list(jieba.analyse.textrank(text, topK=TERMS))


CONTESTANTS = {
    "ours": Contestant(ours, "notes"),
    "snownlp": Contestant(snownlp, "snownlp"),
    "sumy": Contestant(sumy, "sumy", whole=False),
    "textrank4zh": Contestant(textrank4zh, "textrank4zh"),
    "jieba": Contestant(jieba, "jieba", whole=False),
}
