"""The one way to segmentation, parts of speech and the dictionary, as jieba has them.

The tables load on first use, here and nowhere else, so that a user dictionary reaches
every consumer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from notes.errors import SettingsError
from notes.segmenting.word import Word

if TYPE_CHECKING:
    from notes.segmenting.compiled import Entry
    from notes.segmenting.cutter import Cutter
    from notes.segmenting.dictionary import Dictionary

__all__ = ["Word", "Words", "built_in_stop_words", "entries", "words"]

_lock = Lock()
_REMEMBERED = 65_536


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
        self._cutter: Cutter | None = None
        self._stops: dict[str, bool] = {}
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
        return self._load().dictionary.frequency(word)

    def dictionary(self) -> Dictionary:
        """The dictionary itself, for questions about all of its words."""
        return self._load().dictionary

    def usual_tag(self, word: str) -> str:
        """The part of speech the dictionary gives for ``word``; empty for an unknown word."""
        return self._load().dictionary.tag(word)

    def is_stop(self, word: str) -> bool:
        """Whether ``word`` carries no matter of its own."""
        known = self._stops.get(word)
        if known is None:
            known = word in self.stop_words or not any(c.isalnum() for c in word)
            if len(self._stops) >= _REMEMBERED:
                self._stops.clear()
            self._stops[word] = known
        return known

    def _load(self) -> Cutter:
        if self._cutter is None:
            with _lock:
                if self._cutter is None:
                    from notes.segmenting.cutter import Cutter
                    from notes.segmenting.store import tables

                    self._cutter = Cutter(tables(list(entries(self._user_dict))))
        return self._cutter


@lru_cache(maxsize=_REMEMBERED)
def _tagged(words: Words, text: str) -> tuple[Word, ...]:
    return tuple(words._load().cut(text))


def entries(path: Path | None) -> Iterable[Entry]:
    """The words of the package's own list and of a user dictionary (jieba's format).

    Raises ``SettingsError`` when it cannot be read.
    """
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
    """The shared ``Words`` for these files; the tables load once a process."""
    return Words(user_dict, stop_words)
