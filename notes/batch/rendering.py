"""``notes render``: stored notes in other formats, without model and source."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console

from notes.batch.journal import folder_versions
from notes.errors import FAILED, OK, PARTIAL, InputError
from notes.render.formats import check
from notes.render.from_json import read_notebook
from notes.render.names import folder_names
from notes.render.write import write_notebook
from notes.settings import Rendering
from notes.values import Notebook


def render_files(
    records: Sequence[Path],
    output: Path | None,
    rendering: Rendering,
    out: TextIO,
    *,
    force: bool = False,
) -> int:
    """Write the notebooks of ``records`` in the formats of ``rendering``; return the exit code.

    A record is a ``notes.json`` or the folder of one. Without ``output`` the files are written
    beside it, else into a folder of ``output`` for each source, as ``summarize`` does. The
    paths are printed on ``out``. Raises ``SettingsError`` and ``OutputError``.
    """
    check(rendering)
    found: list[tuple[Notebook, Path]] = []
    errors: list[InputError] = []
    for record in records:
        try:
            notebook = read_notebook(record)
        except InputError as error:
            errors.append(error)
            continue
        found.append((notebook, record if record.is_dir() else record.parent))
    folders = [folder for _, folder in found]
    if output is not None:
        sources = [notebook.repaired.document.source for notebook, _ in found]
        folders = [output / name for name in folder_names(sources)]
    for (notebook, _), folder in zip(found, folders, strict=True):
        known = folder_versions(folder)
        out.writelines(
            f"{path}\n"
            for path in write_notebook(
                notebook, folder, rendering=rendering, known=known, force=force
            )
        )
    screen = Console(stderr=True, highlight=False)
    for failed in errors:
        screen.print(f"错误：{failed}", markup=False, soft_wrap=True)
    if errors:
        return PARTIAL if found else FAILED
    return OK
