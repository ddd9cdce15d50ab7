"""Everything that can go wrong, as one tree.

Each message is one sentence that names what failed, where, and the next step::

    NotesError                    exit code 1
    ├── InputError                a source that cannot be used
    │   ├── MissingFileError      the path does not exist
    │   ├── UnreadableFileError   no permission, or the file vanished
    │   ├── UnknownFormatError    no reader for this format
    │   ├── DamagedFileError      the bytes are not what the name says
    │   └── EmptyDocumentError    no text in it
    ├── SettingsError             an option is wrong (exit code 2)
    ├── ModelError                the model cannot be used (exit code 3)
    └── OutputError               notes cannot be written (exit code 4)

When some sources of a run fail and others succeed the command ends with exit
code 5 (``PARTIAL``); when the user's settings are wrong, with 2. Exit code 6
(``UNPROVEN``) says that all went well and that the text itself is at fault:
``summarize --strict`` wrote a note with weak points, or ``verify`` found lines that
their source no longer bears. A failed source (5) goes before it. A run that was cut off
ends as programs do for the signal: 130 for Ctrl-C, 143 for SIGTERM; the same command goes
on with it.
"""

from __future__ import annotations

from pathlib import Path

OK = 0
FAILED = 1
USAGE = 2
PARTIAL = 5
UNPROVEN = 6
INTERRUPTED = 130
TERMINATED = 143


class NotesError(Exception):
    """Base of all errors of this package; ``str()`` is a sentence for the user."""

    exit_code = FAILED


class InputError(NotesError):
    """A source that cannot be used; ``path`` names it."""

    def __init__(self, path: str | Path, message: str) -> None:
        super().__init__(f"{path}: {message}")
        self.path = str(path)
        self.message = message


class MissingFileError(InputError):
    """The path does not exist."""


class UnreadableFileError(InputError):
    """The file exists but cannot be opened or read."""


class UnknownFormatError(InputError):
    """There is no reader for this kind of file."""


class DamagedFileError(InputError):
    """The content is not what the name of the file says."""


class EmptyDocumentError(InputError):
    """The file holds no text."""


class SettingsError(NotesError):
    """An option or a settings file is wrong."""

    exit_code = USAGE


class ModelError(NotesError):
    """The model cannot be found, loaded or used."""

    exit_code = 3


class OutputError(NotesError):
    """The notes cannot be written."""

    exit_code = 4
