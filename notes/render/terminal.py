"""Stored notes in the terminal: one essay after the other, plain text in a pipe.

rich drops colours by itself where the output is no terminal or ``NO_COLOR`` is set. Texts
of the source are ``Text`` values, never markup.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.markdown import Markdown
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from notes.errors import SettingsError
from notes.render.explain import because
from notes.render.json_file import RECORD, text_of
from notes.render.labels import KINDS, claim
from notes.render.stored import Entry, Line, Stored, StoredEssay, find, load

_HEAD, _DIM, _MARK = "bold cyan", "dim", "dim cyan"
_FRONT_MATTER = "---\n"


def show(path: Path, stream: TextIO, essay: int | None = None, *, explain: bool = False) -> None:
    """Print the notes at ``path`` on ``stream``.

    ``essay`` is the ordinal of the only essay to show; ``explain`` adds why each line was
    chosen. A Markdown note with a ``notes.json`` beside it gives its own essay.
    Raises ``InputError`` for a wrong file and ``SettingsError`` for an essay or for
    reasons that are not there.
    """
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    with console.capture() as captured:
        _show(path, console, essay, explain=explain)
    # The cells of a table are filled up with spaces, which a pager or a file needs not.
    stream.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _show(path: Path, console: Console, essay: int | None, *, explain: bool) -> None:
    found = find(path)
    if found.suffix.lower() == ".md":
        _markdown(found, console, essay, explain=explain)
        return
    stored = load(found)
    wanted = _wanted(stored, path, essay)
    lines = [line for one in wanted for line in _lines(one)]
    if explain and lines and all(line.reasons is None for line in lines):
        raise SettingsError(f"{found}: 没有记下选取的理由，请重新运行 notes summarize。")
    _print_source(stored, console)
    for one in wanted:
        _print_essay(one, console, explain=explain)


def _wanted(stored: Stored, path: Path, essay: int | None) -> tuple[StoredEssay, ...]:
    if essay is None:
        named = tuple(one for one in stored.essays if one.file == path.name)
        return named or stored.essays
    chosen = tuple(one for one in stored.essays if one.ordinal == essay)
    if not chosen:
        there = "、".join(str(one.ordinal) for one in stored.essays) or "无"
        raise SettingsError(f"--essay {essay}: {path} 里没有第 {essay} 篇，现有：{there}。")
    return chosen


def _lines(essay: StoredEssay) -> list[Line]:
    thesis = [essay.thesis] if essay.thesis else []
    return [*thesis, *essay.summary, *essay.points]


def _markdown(path: Path, console: Console, essay: int | None, *, explain: bool) -> None:
    if explain or essay is not None:
        option = "--explain" if explain else "--essay"
        raise SettingsError(f"{option}: {path} 只按 Markdown 显示，请改为给出 {RECORD}。")
    text = text_of(path).replace("\r\n", "\n")
    if text.startswith(_FRONT_MATTER) and (end := text.find("\n---\n")) > 0:
        text = text[end + len("\n---\n") :]
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    console.print(Markdown("".join(kept), hyperlinks=False))


def _print_source(stored: Stored, console: Console) -> None:
    facts = [stored.source, claim(stored.claimed, len(stored.essays))]
    facts.extend(filter(None, (stored.created, f"模型 {stored.model}" if stored.model else "")))
    console.print(Text(" · ".join(facts), _DIM))


def _print_essay(essay: StoredEssay, console: Console, *, explain: bool) -> None:
    kind = next((name for key, name in KINDS.items() if key == essay.kind), essay.kind)
    console.print()
    console.print(Text(f"第 {essay.ordinal} 篇  {essay.title}", "bold"))
    facts = [kind, f"{essay.characters} 字", *(["原文在本篇中断"] * essay.cut_off)]
    console.print(Text(" · ".join(facts), _DIM))
    if essay.thesis is not None:
        _part("一句话主旨", [_row("", _said(essay.thesis), essay.thesis, explain)], console)
    if explain:
        rows = [_row("·", _said(one), one, explain) for one in essay.summary]
        _part("内容摘要", rows, console)
    elif essay.summary:
        _part("内容摘要", [("", Text.assemble(*map(_said, essay.summary)))], console)
    points = enumerate(essay.points, 1)
    _part("核心要点", [_row(f"{n}.", _said(one), one, explain) for n, one in points], console)
    _part("金句摘录", [("·", _entry(one)) for one in essay.quotes], console)
    _print_figures(essay.figures, console)
    _part("关键词", _terms(essay.terms), console)
    asked = enumerate(essay.questions, 1)
    _part("思考题", [(f"{number}.", _entry(one)) for number, one in asked], console)


def _part(heading: str, rows: Sequence[tuple[str, Text]], console: Console) -> None:
    """A heading and its lines with a hanging indent; nothing where there are no lines."""
    if not rows:
        return
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, justify="right")
    grid.add_column(overflow="fold")
    for label, text in rows:
        grid.add_row(Text(label), text)
    console.print()
    console.print(Text(heading, _HEAD))
    console.print(Padding(grid, (0, 0, 0, 1), expand=False))


def _row(label: str, text: Text, line: Line, explain: bool) -> tuple[str, Text]:
    if explain:
        reasons = because(line) or ("没有记下选取的理由",)
        text = Text("\n").join([text, *(Text(f"└{reason}", _DIM) for reason in reasons)])
    return label, text


def _said(line: Line) -> Text:
    label = "〔模型〕" * (line.origin == "model") + "〔待核〕" * (line.verdict == "weak")
    return Text.assemble(line.text, (label, _DIM), _marks(line.paragraphs), " ")


def _entry(entry: Entry) -> Text:
    return Text.assemble(entry.text, _marks(entry.paragraphs))


def _marks(paragraphs: Iterable[int]) -> tuple[str, str]:
    return ("".join(f" ¶{number}" for number in paragraphs), _MARK)


def _terms(terms: Sequence[Entry]) -> list[tuple[str, Text]]:
    rows = [
        ("·", Text.assemble((one.text, "bold"), f" — {one.about}", _marks(one.paragraphs)))
        for one in terms
        if one.about
    ]
    plain = "、".join(one.text for one in terms if not one.about)
    return [*rows, ("·", Text(plain))] if plain else rows


def _print_figures(figures: Sequence[Entry], console: Console) -> None:
    if not figures:
        return
    table = Table(box=None, padding=(0, 2, 0, 0), header_style=_DIM)
    table.add_column("数据", overflow="fold", max_width=24)
    table.add_column("所指", overflow="fold")
    table.add_column("出处", no_wrap=True)
    for one in figures:
        table.add_row(
            Text(one.text, "bold"), Text(one.about), Text.assemble(_marks(one.paragraphs))
        )
    console.print()
    console.print(Text("数据与事实", _HEAD))
    console.print(Padding(table, (0, 0, 0, 1), expand=False))
