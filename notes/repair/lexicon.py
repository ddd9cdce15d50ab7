"""What is good Chinese, by the dictionary of the segmenter."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from notes.words import words

LONGEST_WORD = 6
"""Characters of the longest word that is looked for."""

FUNCTION = frozenset(
    "的了是在和与或等也都不有为以之其而且及于就把被对从向将使让要能会可这那此该各每某我你他她它们个着过地得上中下大小新老多少前后"
)
"""Characters that stand alone everywhere, so that no consensus about them means anything."""

LEAST_FREQUENCY = 3
"""Dictionary words that are rarer than this are too odd to protect or to restore."""


@lru_cache(maxsize=65536)
def is_word(text: str) -> bool:
    """Whether ``text`` is a word of two or more characters in the dictionary."""
    return len(text) >= 2 and words().frequency(text) >= LEAST_FREQUENCY


@lru_cache(maxsize=4096)
def is_name(text: str) -> bool:
    """Whether the dictionary knows ``text`` as the name of a person, place or body."""
    tagged = words().tag(text)
    return len(tagged) == 1 and tagged[0].tag in {"nr", "nrt", "nrfg", "ns", "nt", "nz"}


def is_covered(text: str, at: int, within: tuple[int, int] | None = None) -> bool:
    """Whether a dictionary word of two or more characters covers position ``at``.

    With ``within``, parts of a long word at that range do not count.
    """
    for length in range(2, LONGEST_WORD):
        for start in range(max(at - length + 1, 0), at + 1):
            if start + length > len(text):
                break
            inside = within and within[0] <= start and start + length <= within[1]
            if inside and within and within[1] - within[0] >= 4:
                continue
            if is_word(text[start : start + length]):
                return True
    return False


def code_points(text: str) -> npt.NDArray[np.uint32]:
    """The code points of ``text``, one number a character."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


@lru_cache(maxsize=1)
def in_two_letter_word(text: str) -> npt.NDArray[np.bool_]:
    """Which of the characters of ``text`` are in a word with a neighbour.

    Words are those of ``is_word`` that have two characters. A character beyond the
    Basic Multilingual Plane is in none. The answer is kept for the next question, so
    it must not be written to.
    """
    points = code_points(text)
    numbers, size, pairs = _two_letter_words()
    known = numbers[np.minimum(points, len(numbers) - 1)]
    place = known[:-1] * size + known[1:]
    word = (pairs[place >> 3] >> (place & 7).astype(np.uint8)) & 1 == 1
    inside = np.zeros(len(points), dtype=bool)
    inside[:-1] |= word
    inside[1:] |= word
    inside.setflags(write=False)
    return inside


@lru_cache(maxsize=1)
def _two_letter_words() -> tuple[npt.NDArray[np.int64], int, npt.NDArray[np.uint8]]:
    """Numbers of the characters, how many there are, and a bit for each pair of them."""
    known = words().dictionary().pairs(LEAST_FREQUENCY)
    points = known[known.max(axis=1) < 0xFFFF].ravel()
    alphabet, dense = np.unique(points, return_inverse=True)
    numbers = np.zeros(0x10000, dtype=np.int64)
    numbers[alphabet] = np.arange(1, len(alphabet) + 1)
    size = len(alphabet) + 1
    bits = np.zeros(size * size, dtype=bool)
    bits[(dense[0::2] + 1) * size + dense[1::2] + 1] = True
    return numbers, size, np.packbits(bits, bitorder="little")


def are_alike(first: str, second: str) -> bool:
    """Whether two characters are easily taken for each other by their shape."""
    return second in _look_alikes().get(first, frozenset())


def characters_with_look_alikes() -> frozenset[str]:
    """All characters that are easily taken for another."""
    return frozenset(_look_alikes())


@lru_cache(maxsize=4096)
def look_alikes(character: str) -> tuple[str, ...]:
    """The characters that ``character`` is easily taken for, in a fixed order."""
    return tuple(sorted(_look_alikes().get(character, frozenset())))


def is_rare_alone(character: str, most: int) -> bool:
    """Whether the dictionary has seen ``character`` as a word at most ``most`` times."""
    return words().frequency(character) <= most


def has_look_alike(character: str, present: frozenset[str] | None = None) -> bool:
    """Whether a character is easily taken for any other (of those ``present``, when given)."""
    others = _look_alikes().get(character, frozenset())
    return bool(others) if present is None else not others.isdisjoint(present)


@lru_cache(maxsize=1)
def _look_alikes() -> dict[str, frozenset[str]]:
    text = resources.files("notes.data").joinpath("look_alikes.txt").read_text("utf-8")
    groups = [line for line in text.splitlines() if line and not line.startswith("#")]
    alike: dict[str, set[str]] = {}
    for group in groups:
        for character in group:
            alike.setdefault(character, set()).update(set(group) - {character})
    return {character: frozenset(others) for character, others in alike.items()}
