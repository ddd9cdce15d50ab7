"""The overview of a bundle: its essays side by side, before the notes of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from notes.render.citing import Citations
from notes.render.docx.audit import changed, warnings
from notes.render.docx.body import Body, Column, Line
from notes.render.docx.elements import run
from notes.render.docx.essay import labels
from notes.render.escape import clean
from notes.render.labels import KINDS, claim, numeral, share
from notes.render.names import file_name
from notes.render.shown import accepted_thesis, characters, extracted, full_title, running_text
from notes.values import Checked, Notebook, RepairKind, Repeat, Sentence

_SHOWN_REPEATS = 3


def write_overview(body: Body, notebook: Notebook) -> None:
    """来源, 篇目 and what the essays have in common, below the title 总览."""
    body.chapter("", "总览")
    _origin(body, notebook)
    _essays(body, notebook)
    _themes(body, notebook)
    _unique(body, notebook)
    _repeats(body, notebook)
    _figures(body, notebook)
    _repairs(body, notebook)
    _audit(body, notebook)
    said = warnings(notebook)
    if said:
        body.heading("提示")
        body.numbered([run(one)] for one in said)


def _origin(body: Body, notebook: Notebook) -> None:
    document, bundle = notebook.repaired.document, notebook.bundle
    form = f"{clean(document.format)}，{clean(document.encoding)}"
    facts = [
        f"来源：{clean(file_name(document.source))}（{form}）",
        f"{characters(document.text)}字",
        claim(bundle.claimed, len(bundle.essays)).replace(" ", ""),
        *(f"第{numeral(one.ordinal)}篇在原文中断" for one in bundle.essays if one.cut_off),
    ]
    if notebook.model:
        facts.append(f"模型：{clean(notebook.model)}")
    body.add("Origin", run(f"{'；'.join(facts)}。"))


def _essays(body: Body, notebook: Notebook) -> None:
    rows: list[list[Line]] = []
    for note in notebook.notes:
        thesis = accepted_thesis(note)
        citations = Citations(notebook.repaired, note)
        gist = _gist(citations, thesis) if thesis is not None else [run("—")]
        ordinal = [run(str(note.essay.ordinal))]
        rows.append([ordinal, [run(full_title(note))], [run(KINDS[note.kind])], gist])
    if rows:
        columns = (
            Column("篇次", 0.09, "TableNumber"),
            Column("标题", 0.3),
            Column("体裁", 0.14, "TableNumber"),
            Column("一句话主旨", 0.47),
        )
        body.heading("篇目")
        body.table(columns, rows)


def _gist(citations: Citations, thesis: Checked) -> Line:
    """The statement with its place in brackets; a footnote has no room in a long table."""
    said = f"{running_text(thesis)}{labels(thesis)}"
    where = citations.places(thesis.point.sources)
    return [run(said), *([run(f"（{where}）")] if where else [])]


def _themes(body: Body, notebook: Notebook) -> None:
    if notebook.overview.themes:
        body.heading("共同主题")
        body.numbered(
            [run(theme.term, "Strong"), run(f"：{_ordinals(theme.essays)}。")]
            for theme in notebook.overview.themes
        )


def _unique(body: Body, notebook: Notebook) -> None:
    """What only one essay says."""
    titles = {note.essay.ordinal: f"《{full_title(note)}》" for note in notebook.notes}
    lines = [
        [
            run(f"{_ordinals([ordinal])}{titles.get(ordinal, '')}：", "Strong"),
            run(f"{'、'.join(map(clean, words))}。"),
        ]
        for ordinal, words in notebook.overview.unique
        if words
    ]
    if lines:
        body.heading("各篇独有")
        body.numbered(lines)


def _repeats(body: Body, notebook: Notebook) -> None:
    """重复与近似: essays that are nearly one, then the most alike passages of each pair."""
    lines: list[Line] = [
        [run(f"{_ordinals(one.essays)}近乎相同，相似度{share(one.similarity)}。")]
        for one in notebook.overview.twins
    ]
    pairs: dict[tuple[int, int], list[Repeat]] = {}
    for repeat in notebook.overview.repeats:
        pairs.setdefault((repeat.first, repeat.second), []).append(repeat)
    places = {note.essay.ordinal: Citations(notebook.repaired, note) for note in notebook.notes}
    for (first, second), found in pairs.items():
        most_alike = sorted(found, key=lambda one: -one.similarity)[:_SHOWN_REPEATS]
        said = "；".join(_repeat(one, places) for one in most_alike)
        rest = "等" if len(found) > _SHOWN_REPEATS else ""
        head = f"{_ordinals([first])}与{_ordinals([second])}重复{len(found)}处："
        lines.append([run(f"{head}{said}{rest}。")])
    if lines:
        body.heading("重复与近似")
        body.numbered(lines)


def _repeat(repeat: Repeat, places: dict[int, Citations]) -> str:
    first = _place(repeat.first, repeat.first_sentence, places)
    second = _place(repeat.second, repeat.second_sentence, places)
    one = clean(repeat.first_sentence.text).rstrip("。")
    other = clean(repeat.second_sentence.text).rstrip("。")
    if one == other:
        return f"{one}（{first}、{second}）"
    return f"{one}（{first}），作{other}（{second}），相似度{share(repeat.similarity)}"


def _place(ordinal: int, one: Sentence, places: dict[int, Citations]) -> str:
    where = places[ordinal].place(one) if ordinal in places else f"第{one.paragraph}段"
    return f"第{numeral(ordinal)}篇{where}"


def _figures(body: Body, notebook: Notebook) -> None:
    """数据异同: figures that several essays give for the same thing."""
    rows = [
        [
            [run(match.about)],
            [run("；".join(f"{_ordinals([at])}{clean(value)}" for at, value in match.values))],
            [run("一致" if match.agree else "不一致")],
        ]
        for match in notebook.overview.figures
    ]
    if rows:
        columns = (
            Column("所指", 0.36),
            Column("各篇数据", 0.48),
            Column("异同", 0.16, "TableNumber"),
        )
        body.heading("数据异同")
        body.table(columns, rows)


def _repairs(body: Body, notebook: Notebook) -> None:
    counts: Counter[RepairKind] = Counter(one.kind for one in notebook.repaired.repairs)
    lost = counts.pop("lost_text", 0)
    lines = []
    if counts:
        lines.append(f"修复{counts.total()}处：{changed(counts.most_common())}。")
    if lost:
        lines.append(f"缺文{lost}处，所缺文字未作补写。")
    if lines:
        body.heading("修复汇总")
        body.add("BodyText", run("".join(lines)))


def _audit(body: Body, notebook: Notebook) -> None:
    rows = [
        [
            str(note.essay.ordinal),
            str(extracted(note)),
            str(note.audit.verified),
            str(note.audit.replaced),
            str(note.audit.refused),
            str(note.audit.weak),
            share(note.audit.coverage),
        ]
        for note in notebook.notes
    ]
    if not rows:
        return
    heads = ("篇次", "引自原文", "模型句通过", "被替换", "被拒", "待核", "依据覆盖")
    columns = [Column(head, 1 / len(heads), "TableNumber") for head in heads]
    body.heading("核验合计")
    body.table(columns, [[[run(cell)] for cell in row] for row in rows])


def _ordinals(ordinals: Iterable[int]) -> str:
    return f"第{'、'.join(map(numeral, ordinals))}篇"
