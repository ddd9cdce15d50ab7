"""Words that the dictionary lacks, by jieba's hidden Markov model.

A state says where in its word a character stands (B begins, M, E ends, S alone) and the
part of speech of the word; the likeliest run of states is found by Viterbi's algorithm.
Sums are taken in jieba's order, and of equals the later state wins, as in jieba.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from notes.segmenting.compiled import Tables

_NEVER = -3.14e100
"""jieba's log chance of a character that was never seen in a state."""

_Flags = npt.NDArray[np.bool_]
_States = npt.NDArray[np.intp]
_Chances = npt.NDArray[np.float64]


class Hidden:
    """The compiled model."""

    def __init__(self, tables: Tables) -> None:
        self._arrays = tables.arrays
        self._place = {code: at for at, code in enumerate(tables.arrays["seen"].tolist())}
        self._states = [state.split(" ") for state in tables.states]
        self._follows: _Flags = tables.arrays["follows"].astype(bool)
        self._goes_on: _Flags = np.asarray(self._follows.any(axis=1))
        self._known: dict[str, tuple[_States, _Chances]] = {}

    def cut(self, text: str) -> Iterator[tuple[str, str]]:
        """The words of ``text`` (Chinese characters) and their parts of speech."""
        begin = after = 0
        states = [self._states[state] for state in self._path(text)]
        for at, (place, tag) in enumerate(states):
            if place == "B":
                begin = at
            elif place == "E":
                yield text[begin : at + 1], tag
                after = at + 1
            elif place == "S":
                yield text[at], tag
                after = at + 1
        if after < len(text):
            yield text[after:], states[after][1]

    def _path(self, text: str) -> list[int]:
        trans = self._arrays["trans"]
        states, chance = self._character(text[0])
        value = self._arrays["start"][states] + chance[states]
        back: list[tuple[_States, _States]] = []
        for character in text[1:]:
            live = self._goes_on[states]
            before, value = states[live], value[live]
            reached: _Flags = np.asarray(self._follows[before].any(axis=0))
            states, chance = self._character(character)
            states = states[reached[states]]
            if not len(states):
                states = np.flatnonzero(reached)
            step = value[:, None] + trans[before[:, None], states] + chance[states]
            # The last of the largest: states lie in rising order.
            best = len(before) - 1 - step[::-1].argmax(axis=0)
            back.append((states, before[best]))
            value = step[best, np.arange(len(states))]
        at = len(value) - 1 - int(value[::-1].argmax())
        state = int(states[at])
        path = [state]
        for own, before in reversed(back):
            state = int(before[np.searchsorted(own, state)])
            path.append(state)
        return path[::-1]

    def _character(self, character: str) -> tuple[_States, _Chances]:
        """The states in which ``character`` is looked for and its log chances in all."""
        if character not in self._known:
            arrays, place = self._arrays, self._place.get(ord(character))
            chances = np.full(len(self._states), _NEVER)
            states = np.arange(len(self._states))
            if place is not None:
                own = slice(*arrays["emit_first"][place : place + 2])
                chances[arrays["emit_state"][own]] = arrays["emit"][own]
                may = slice(*arrays["may_first"][place : place + 2])
                if may.start < may.stop:
                    states = arrays["may_state"][may].astype(np.intp)
            self._known[character] = states, chances
        return self._known[character]
