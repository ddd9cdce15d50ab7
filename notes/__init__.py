"""Study notes of Chinese speeches and reflections, every line with its place in the source.

::

    from notes import Settings, read, take_notes
    notebook = take_notes(read(Path("讲话.docx")), Settings(points=7))

``take_notes`` extracts only unless it is given a summarizer, such as
``notes.summarize.loading.load(notes.summarize.checkpoint.find())``.
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"
__all__ = ["Settings", "__version__", "read", "take_notes"]

if TYPE_CHECKING:
    from notes.pipeline import take_notes
    from notes.reading import read
    from notes.settings import Settings


def __getattr__(name: str) -> Any:
    """Import the public functions when they are first used: the command starts without them."""
    from importlib import import_module

    homes = {"take_notes": "notes.pipeline", "read": "notes.reading", "Settings": "notes.settings"}
    if name not in homes:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(homes[name]), name)
