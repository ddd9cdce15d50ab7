"""A model in a process of its own, for an engine that does everything else in this one.

Loading a model is mostly the import of torch, which holds the interpreter: in another
process it costs the reading of the first source nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from notes.batch.inside import Broken, Ready
from notes.batch.model import Loader
from notes.batch.modelling import Answers, never_ready, summarize
from notes.batch.process import Child
from notes.errors import ModelError
from notes.summarize.protocol import Request


class Beside:
    """A ``Summarizer`` that passes the requests on; the process starts at once.

    ``fusion`` and ``independent`` are known after ``wait``.
    """

    def __init__(self, loader: Loader, threads: int) -> None:
        self._order = (loader, threads)
        self._child = Child(summarize, *self._order)
        self.fusion = self.independent = True

    def wait(self) -> Beside:
        """Return when the model is loaded. Raises ``ModelError``."""
        if self._child.ready is None:
            try:
                word = self._child.receive()
            except EOFError:
                raise never_ready(self._child.exitcode) from None
            if isinstance(word, Broken):
                raise word.error
            if isinstance(word, Ready):
                self.fusion, self.independent = word.fusion, word.independent
        return self

    def write(self, requests: Sequence[Request]) -> list[str]:
        """Return one text a request, in their order.

        Raises ``ModelError``, also where the process ends; the next call starts another.
        """
        self.wait()
        self._child.give(requests, tuple(requests))
        try:
            word = self._child.receive()
        except EOFError:
            error = never_ready(self._child.exitcode)
            self._child.stop()
            self._child = Child(summarize, *self._order)
            raise error from None
        texts: list[str] = []
        for text in word.texts if isinstance(word, Answers) else ():
            if isinstance(text, ModelError):
                raise text
            texts.append(text)
        return texts

    def stop(self) -> None:
        """End the process."""
        self._child.stop()
