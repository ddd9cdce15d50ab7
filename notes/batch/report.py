"""The report of a batch as ``report.md`` and ``report.html`` in the output folder.

The page holds its style and loads nothing. A report that somebody edited, or a file of the
same name that is not ours, is left alone; the new one is written beside it.
"""

from __future__ import annotations

import hashlib
import os
import re
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from notes.batch.report_view import Cell, Report, Table, view
from notes.batch.result import BatchResult
from notes.render.escape import clean, inline
from notes.render.front_matter import sealed, untouched
from notes.render.links import target
from notes.render.names import beside
from notes.render.write import output_error

TITLE = "批量笔记报告"
_SEAL = re.compile(r"\A<!-- study-notes ([0-9a-f]{16}) -->\n")
_TEMPLATE = "report.html.j2"


def write_report(result: BatchResult) -> tuple[Path, ...]:
    """Write both reports of ``result`` into its output folder; return their paths.

    Raises ``OutputError``; reports of before are then still whole.
    """
    report = view(result)
    files: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
        ("report.md", as_markdown(report), untouched),
        ("report.html", as_html(report), _ours),
    )
    try:
        return tuple(_write(_free(result.output, name, ours), text) for name, text, ours in files)
    except OSError as error:
        raise output_error(error, result.output) from error


def as_markdown(report: Report) -> str:
    """``report`` as a Markdown file with front matter."""
    lines = [f"# {TITLE}", ""]
    lines += [f"- {name}：{inline(text)}" for name, text in report.counts]
    for table in report.tables:
        lines += ["", *_markdown_table(table)]
    fields = (("title", TITLE), ("created", report.created))
    return sealed(fields, (("tags", ["学习笔记"]),), "\n".join(lines))


def as_html(report: Report) -> str:
    """``report`` as a page that needs no other file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("notes.batch"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters["address"] = quote
    page = environment.get_template(_TEMPLATE).render(title=TITLE, report=report)
    return f"<!-- study-notes {_digest(page)} -->\n{page}"


def _markdown_table(table: Table) -> list[str]:
    lines = [
        f"## {table.title}",
        "",
        f"| {' | '.join(table.headings)} |",
        "|---" * len(table.headings) + "|",
    ]
    lines += [f"| {' | '.join(map(_markdown_cell, row))} |" for row in table.rows]
    if table.more:
        lines += ["", f"另有 {table.more} 行没有列出。"]
    return lines


def _markdown_cell(cell: Cell) -> str:
    if not cell.target:
        return inline(cell.text)
    return f"[{inline(cell.text)}]({'/'.join(map(target, cell.target.split('/')))})"


def _ours(text: str) -> bool:
    seal = _SEAL.match(text)
    return bool(seal) and seal[1] == _digest(text[seal.end() :]) if seal else False


def _digest(text: str) -> str:
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


def _free(folder: Path, name: str, ours: Callable[[str], bool]) -> Path:
    """``name`` in ``folder``, or the first variant of it that is free or our own."""
    number, path = 1, folder / name
    while os.path.lexists(path) and not (not path.is_symlink() and ours(_text(path))):
        number += 1
        path = folder / beside(name, number)
    return path


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _write(path: Path, text: str) -> Path:
    temporary = path.with_name(f".notes-{uuid.uuid4().hex}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(text.encode("utf-8", "replace"))
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path
