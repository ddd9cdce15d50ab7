"""The one quiet wrapper around jieba: segmentation, parts of speech, user dictionary.

jieba configures a logger and reads its dictionary on first use; both happen
here and nowhere else, so that a user dictionary reaches every consumer.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import Any

from notes.errors import SettingsError

_lock = Lock()
_HMM = True


@dataclass(frozen=True, slots=True)
class Word:
    """A word and its part of speech in the ICTCLAS tag set (n, v, nr, ns, nt, m, …)."""

    text: str
    tag: str


class Words:
    """Segmentation with jieba, one dictionary for all callers.

    ``user_dict`` is a file in jieba's format (word, frequency, tag a line);
    ``stop_words`` replaces nothing: it is added to the built-in list.
    Raises ``SettingsError`` when a file cannot be read.
    """

    def __init__(self, user_dict: Path | None = None, stop_words: Path | None = None) -> None:
        self._user_dict = user_dict
        extra = _read_lines(stop_words) if stop_words else ()
        self.stop_words: frozenset[str] = built_in_stop_words() | frozenset(extra)
        self._tagger: Any = None
        self.user_words: frozenset[str] = frozenset(
            line.split()[0] for line in (_read_lines(user_dict) if user_dict else ())
        )

    def cut(self, text: str) -> list[str]:
        """Return the words of ``text``; joined they give ``text`` back."""
        return [word.text for word in self.tag(text)]

    def tag(self, text: str) -> Sequence[Word]:
        """Return the words of ``text`` with parts of speech; joined they give ``text`` back."""
        return _tagged(self, text)

    def frequency(self, word: str) -> int:
        """How often the dictionary has seen ``word``; 0 for a word it does not have."""
        count: int = self._load().tokenizer.FREQ.get(word, 0)
        return count

    def frequencies(self) -> Mapping[str, int]:
        """How often the dictionary has seen each of its words; beginnings of words have 0."""
        counts: dict[str, int] = self._load().tokenizer.FREQ
        return counts

    def usual_tag(self, word: str) -> str:
        """The part of speech the dictionary gives for ``word``; empty for an unknown word."""
        tag: str = self._load().word_tag_tab.get(word, "")
        return tag

    def is_stop(self, word: str) -> bool:
        """Whether ``word`` carries no matter of its own."""
        return word in self.stop_words or not any(c.isalnum() for c in word)

    def _load(self) -> Any:
        with _lock:
            if self._tagger is None:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    import jieba
                    import jieba.posseg
                jieba.setLogLevel(logging.WARNING)
                tokenizer = jieba.Tokenizer()
                tokenizer.initialize()
                for word, frequency, tag in _dictionary(self._user_dict):
                    tokenizer.add_word(word, frequency, tag)
                self._tagger = jieba.posseg.POSTokenizer(tokenizer)
            return self._tagger


@lru_cache(maxsize=65536)
def _tagged(words: Words, text: str) -> tuple[Word, ...]:
    tagger = words._load()
    return tuple(Word(pair.word, pair.flag) for pair in tagger.cut(text, HMM=_HMM))


def _dictionary(path: Path | None) -> Iterable[tuple[str, int | None, str]]:
    built_in = resources.files("notes.data").joinpath("terms.txt").read_text("utf-8").splitlines()
    for line in [*built_in, *(_read_lines(path) if path else ())]:
        if line.startswith("#") or not line.strip():
            continue
        fields = line.split()
        frequency = next((int(f) for f in fields[1:] if f.isdigit()), None)
        tag = next((f for f in fields[1:] if f.isascii() and f.isalpha()), "n")
        yield fields[0], frequency, tag


def _read_lines(path: Path) -> tuple[str, ...]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path}: 词表读不出来，请给出 UTF-8 文本文件，每行一词。") from error
    return tuple(line.strip() for line in lines if line.strip())


@lru_cache(maxsize=1)
def built_in_stop_words() -> frozenset[str]:
    """The stop words that come with the package."""
    text = resources.files("notes.data").joinpath("stop_words.txt").read_text("utf-8")
    return frozenset(
        line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")
    )


@lru_cache(maxsize=4)
def words(user_dict: Path | None = None, stop_words: Path | None = None) -> Words:
    """The shared ``Words`` for these files; jieba loads once a process."""
    return Words(user_dict, stop_words)
