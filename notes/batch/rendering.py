"""``notes render``: stored notes in other formats, without model and source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console

from notes.batch.journal import folder_versions
from notes.errors import FAILED, OK, PARTIAL, InputError
from notes.render.formats import check
from notes.render.from_json import read_notebook
from notes.render.json_file import RECORD
from notes.render.names import folder_names
from notes.render.write import write_notebook
from notes.settings import Rendering


def render_files(
    records: Sequence[Path],
    output: Path | None,
    rendering: Rendering,
    out: TextIO,
    *,
    force: bool = False,
) -> int:
    """Write the notebooks of ``records`` in the formats of ``rendering``; return the exit code.

    A record is a ``notes.json``, the folder of one, or a folder of such folders. Without
    ``output`` the files are written beside it, else into a folder of ``output`` for each
    source, as ``summarize`` does. The paths are printed on ``out``. Raises
    ``SettingsError`` and ``OutputError``; what was written before stays.
    """
    check(rendering)
    errors: list[InputError] = []
    taken: list[str] = []
    done = 0
    for record in _each(records):
        try:
            notebook = read_notebook(record)
        except InputError as error:
            errors.append(error)
            continue
        folder = record if record.is_dir() else record.parent
        if output is not None:
            source = notebook.repaired.document.source
            taken += folder_names([source], taken=taken)
            folder = output / taken[-1]
        known = folder_versions(folder)
        paths = write_notebook(notebook, folder, rendering=rendering, known=known, force=force)
        out.writelines(f"{path}\n" for path in paths)
        done += 1
    screen = Console(stderr=True, highlight=False)
    for failed in errors:
        screen.print(f"错误：{failed}", markup=False, soft_wrap=True)
    if errors:
        return PARTIAL if done else FAILED
    return OK


def _each(records: Sequence[Path]) -> Iterator[Path]:
    """The records, with those inside in place of a folder that is none itself."""
    for record in records:
        inside = [] if (record / RECORD).is_file() else sorted(record.glob(f"*/{RECORD}"))
        yield from inside or [record]
