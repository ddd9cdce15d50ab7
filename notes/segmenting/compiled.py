"""jieba's dictionary and models as arrays.

The dictionary is a trie whose nodes are numbered by breadth: the children of a node are
neighbours, in the order of their characters, so that a node needs only its first child.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import numpy.typing as npt

Entry = tuple[str, int | None, str]
"""A word, its frequency (``None``: as jieba would guess it), its part of speech."""

Arrays = dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Tables:
    """The compiled dictionary and models.

    ``arrays`` hold, a node of the trie: ``first`` (its first child; one more entry closes the
    last), ``letter`` (its own character), ``count`` (a place in ``counts``, the different
    frequencies), ``tag`` (a place in ``tags``). Of the model they hold, by states: ``start``,
    ``trans`` (log chances), ``follows`` (whether the step is known); by the characters
    ``seen``: ``emit_first``, ``emit_state``, ``emit`` and ``may_first``, ``may_state``, the
    states in which a character is looked for. ``states`` are pairs like ``B n``.
    """

    arrays: Arrays
    total: int
    tags: tuple[str, ...]
    states: tuple[str, ...]


def plain_jieba(entries: Iterable[Entry]) -> Any:
    """A ``jieba.posseg.POSTokenizer`` with ``entries`` added to its dictionary.

    It reads jieba's own files: its cache in the temporary folder, which anybody may have
    written, is neither read nor made.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
        import jieba.posseg
    jieba.setLogLevel(logging.WARNING)
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for word, frequency, tag in entries:
        tokenizer.add_word(word, frequency, tag)
    tagger = jieba.posseg.POSTokenizer(tokenizer)
    tagger.makesure_userdict_loaded()
    return tagger


def compile_tables(entries: Iterable[Entry]) -> Tables:
    """Compile jieba's dictionary with ``entries`` added, and its models; takes seconds."""
    tagger = plain_jieba(entries)
    counts: dict[str, int] = tagger.tokenizer.FREQ
    tag_of: dict[str, str] = tagger.word_tag_tab
    tags = ("", *sorted(set(tag_of.values()) - {""}))
    arrays = _trie(counts, tag_of, {tag: at for at, tag in enumerate(tags)})
    states = sorted(_states())
    arrays.update(_model(states))
    return Tables(arrays, tagger.tokenizer.total, tags, tuple(" ".join(s) for s in states))


def _trie(counts: Mapping[str, int], tag_of: Mapping[str, str], tags: Mapping[str, int]) -> Arrays:
    # Every beginning of a word is a key of jieba's dictionary too, so each key is a node.
    words = sorted(counts, key=lambda word: (len(word), word))
    number = {"": 0, **{word: at for at, word in enumerate(words, start=1)}}
    children = np.zeros(len(words) + 1, dtype=np.int64)
    np.add.at(children, [number[word[:-1]] for word in words], 1)
    different, place = np.unique([0, *(counts[word] for word in words)], return_inverse=True)
    return {
        "first": np.concatenate([[1], 1 + np.cumsum(children)]).astype(np.int32),
        "letter": np.array([0, *(ord(word[-1]) for word in words)], dtype=np.uint32),
        "counts": different.astype(np.int64),
        "count": place.astype(np.uint32),
        "tag": np.array([0, *(tags[tag_of.get(word, "")] for word in words)], dtype=np.uint16),
    }


def _states() -> Iterable[tuple[str, str]]:
    from jieba.posseg import trans_P

    found: Iterable[tuple[str, str]] = trans_P
    return found


def _model(states: list[tuple[str, str]]) -> Arrays:
    from jieba.posseg import char_state_tab_P, emit_P, start_P, trans_P

    number = {state: at for at, state in enumerate(states)}
    trans = np.full((len(states), len(states)), -np.inf)
    follows = np.zeros((len(states), len(states)), dtype=np.uint8)
    for before, row in trans_P.items():
        for after, chance in row.items():
            trans[number[before], number[after]] = chance
            follows[number[before], number[after]] = 1
    emitted: dict[str, list[tuple[int, float]]] = {}
    for state in states:
        for character, chance in emit_P[state].items():
            emitted.setdefault(character, []).append((number[state], chance))
    seen = sorted(emitted.keys() | char_state_tab_P.keys())
    emission = [pair for character in seen for pair in emitted.get(character, ())]
    looked_for = [sorted(number[s] for s in char_state_tab_P.get(c, ())) for c in seen]
    return {
        "start": np.array([start_P[state] for state in states]),
        "trans": trans,
        "follows": follows,
        "seen": np.array([ord(character) for character in seen], dtype=np.uint32),
        "emit_first": _bounds(len(emitted.get(character, ())) for character in seen),
        "emit_state": np.array([state for state, _ in emission], dtype=np.uint16),
        "emit": np.array([chance for _, chance in emission]),
        "may_first": _bounds(map(len, looked_for)),
        "may_state": np.array([s for found in looked_for for s in found], dtype=np.uint16),
    }


def _bounds(lengths: Iterable[int]) -> npt.NDArray[np.int32]:
    return np.array(list(accumulate(lengths, initial=0)), dtype=np.int32)
