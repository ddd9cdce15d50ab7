"""The parts of the overview that hold the essays against each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from notes.render.escape import inline
from notes.render.labels import share
from notes.render.page import Look
from notes.render.shown import full_title
from notes.values import Notebook, Repeat, Sentence

_SHOWN_REPEATS = 3


def themes(notebook: Notebook, names: Sequence[str], look: Look) -> list[str]:
    """共同主题 and who says them."""
    lines = [
        f"- **{inline(theme.term)}**：{_essays(theme.essays, notebook, names, look)}"
        for theme in notebook.overview.themes
    ]
    return look.part("themes", lines)


def unique(notebook: Notebook, names: Sequence[str], look: Look) -> list[str]:
    """What only one essay says."""
    titles = {note.essay.ordinal: full_title(note) for note in notebook.notes}
    lines = [
        f"- {_essays([ordinal], notebook, names, look)} {inline(titles.get(ordinal, ''))}："
        f"{'、'.join(map(inline, words))}"
        for ordinal, words in notebook.overview.unique
        if words
    ]
    return look.part("unique", lines)


def repeats(notebook: Notebook, names: Sequence[str], look: Look) -> list[str]:
    """重复与近似: essays that are nearly one, then the most alike passages of each pair."""
    pairs: dict[tuple[int, int], list[Repeat]] = {}
    for repeat in notebook.overview.repeats:
        pairs.setdefault((repeat.first, repeat.second), []).append(repeat)
    lines = [
        f"- {_essays(one.essays, notebook, names, look)}：**近乎相同**，"
        f"相似度 {share(one.similarity)}"
        for one in notebook.overview.twins
    ]
    for (first, second), found in pairs.items():
        head = (
            f"{_essays([first], notebook, names, look)}与{_essays([second], notebook, names, look)}"
        )
        lines.append(f"- {head}：重复 {len(found)} 处")
        most_alike = sorted(found, key=lambda one: -one.similarity)[:_SHOWN_REPEATS]
        lines.extend(f"  - {_repeat(one)}" for one in most_alike)
        if len(found) > _SHOWN_REPEATS:
            lines.append(f"  - 其余 {len(found) - _SHOWN_REPEATS} 处见 notes.json")
    return look.part("repeats", lines)


def figures(notebook: Notebook, names: Sequence[str], look: Look) -> list[str]:
    """数据异同: figures that several essays give for the same thing."""
    rows = []
    for match in notebook.overview.figures:
        said = "；".join(
            f"{_essays([ordinal], notebook, names, look, cell=True)} {inline(value)}"
            for ordinal, value in match.values
        )
        rows.append([inline(match.about), said, "一致" if match.agree else "不一致"])
    return look.part("differences", look.dialect.table(["所指", "各篇数据", "异同"], rows))


def _essays(
    ordinals: Iterable[int],
    notebook: Notebook,
    names: Sequence[str],
    look: Look,
    *,
    cell: bool = False,
) -> str:
    files = {note.essay.ordinal: name for note, name in zip(notebook.notes, names, strict=True)}
    numbers = [
        look.dialect.link(str(ordinal), files[ordinal], cell=cell)
        if ordinal in files
        else str(ordinal)
        for ordinal in ordinals
    ]
    return f"第 {'、'.join(numbers)} 篇"


def _repeat(repeat: Repeat) -> str:
    first, second = repeat.first_sentence, repeat.second_sentence
    alike = f"相似度 {share(repeat.similarity)}"
    if first.text == second.text:
        places = f"{_place(repeat.first, first)}、{_place(repeat.second, second)}"
        return f"{inline(first.text)}（{places}）"
    return (
        f"{inline(first.text)}（{_place(repeat.first, first)}）／"
        f"{inline(second.text)}（{_place(repeat.second, second)}），{alike}"
    )


def _place(ordinal: int, one: Sentence) -> str:
    return f"第 {ordinal} 篇 ¶{one.paragraph}"
