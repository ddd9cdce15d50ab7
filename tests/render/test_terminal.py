"""The reading view of stored notes: what it shows, what it explains, what it refuses."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from notes.errors import (
    DamagedFileError,
    InputError,
    MissingFileError,
    SettingsError,
    UnknownFormatError,
)
from notes.extract.reasons import CUTS, SIGNS
from notes.pipeline import take_notes
from notes.render.explain import _CUTS, _SIGNS, because
from notes.render.stored import Line, load
from notes.render.terminal import show
from notes.render.write import write_notebook
from notes.values import Document, Notebook, Reason
from tests.extract.texts import REFLECTION, SPEECH


@pytest.fixture
def folder(tmp_path: Path, notebook: Notebook) -> Path:
    """The small notebook of two essays on disk."""
    write_notebook(notebook, tmp_path / "夜校")
    return tmp_path / "夜校"


def _shown(path: Path, essay: int | None = None, *, explain: bool = False) -> str:
    stream = io.StringIO()
    show(path, stream, essay, explain=explain)
    return stream.getvalue()


def _plain(text: str) -> str:
    return "".join(text.split())


def test_every_part_is_shown_with_its_places(folder: Path) -> None:
    """Title, thesis, summary, points, quotes, figures, terms and questions, marked with ¶."""
    text = _shown(folder)
    for part in (
        "一句话主旨",
        "内容摘要",
        "核心要点",
        "金句摘录",
        "数据与事实",
        "关键词",
        "思考题",
    ):
        assert part in text
    assert "第 1 篇  让夜校亮起来" in text
    assert "到夜校去听课（拟）" in text
    assert "夜校是社区的第二间教室。¶1" in _plain(text)
    assert "三百一十二场" in text
    assert "五百场" not in text


def test_a_pipe_gets_no_colours_and_no_trailing_spaces(folder: Path) -> None:
    """Off a terminal there are no escape codes, and a line ends with its last word."""
    text = _shown(folder, explain=False)
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_one_essay(folder: Path) -> None:
    """--essay N shows that essay; one that is not there is named with those that are."""
    assert "让夜校亮起来" not in _shown(folder, 2)
    with pytest.raises(SettingsError, match="没有第 3 篇，现有：1、2"):
        _shown(folder, 3)


def test_a_note_opens_its_record_and_a_changed_one_is_shown_as_it_is(folder: Path) -> None:
    """An untouched .md gives its own essay; what the reader wrote into one is not hidden."""
    note = next(folder.glob("01-*.md"))
    assert "第 1 篇" in _shown(note)
    assert "到夜校去听课" not in _shown(note)
    assert "第 2 篇" in _shown(folder / "index.md")
    note.write_text(note.read_text("utf-8") + "\n我的补充：多开两门课。\n", "utf-8")
    text = _shown(note)
    assert "我的补充" in text
    assert "checksum" not in text
    with pytest.raises(SettingsError, match="--explain"):
        _shown(note, explain=True)


def test_a_foreign_markdown_file_is_rendered(tmp_path: Path) -> None:
    """Any .md is readable; control characters in it do nothing."""
    path = tmp_path / "旧笔记.md"
    path.write_text("# 旧笔记\n\n- 一条\x1b[31m要点\n", "utf-8")
    text = _shown(path)
    assert "旧笔记" in text
    assert "\x1b" not in text


def _record(folder: Path) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads((folder / "notes.json").read_text("utf-8"))
    return whole


@pytest.mark.parametrize(
    ("name", "content", "error", "said"),
    [
        ("没有.json", None, MissingFileError, "没有这个文件"),
        ("稿子.txt", "一句话。", UnknownFormatError, "notes summarize"),
        ("断.json", '{"schema": "study-', DamagedFileError, "不是完整的 JSON"),
        ("深.json", "[" * 100_000, DamagedFileError, "不是完整的 JSON"),
        ("别的.json", '{"schema": "other/1"}', UnknownFormatError, "不是本程序写的"),
        ("数组.json", "[1, 2]", UnknownFormatError, "不是本程序写的"),
        ("新版.json", '{"schema": "study-notes/9"}', UnknownFormatError, "另一版本"),
        ("缺.json", '{"schema": "study-notes/1"}', DamagedFileError, "内容不完整"),
    ],
)
def test_a_wrong_file_is_one_sentence(
    tmp_path: Path, name: str, content: str | None, error: type[InputError], said: str
) -> None:
    """What is wrong, which file, and the next step; never a traceback of another kind."""
    path = tmp_path / name
    if content is not None:
        path.write_text(content, "utf-8")
    with pytest.raises(error) as raised:
        _shown(path)
    assert said in str(raised.value)
    assert str(path) in str(raised.value)
    assert str(raised.value).count("。") == 1


def test_a_folder_without_a_record_names_those_below(folder: Path) -> None:
    """A folder of several results tells which folders hold notes."""
    with pytest.raises(MissingFileError, match="夜校"):
        _shown(folder.parent)


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    """A binary file with the right name is refused."""
    (tmp_path / "notes.json").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(DamagedFileError, match="UTF-8"):
        _shown(tmp_path)


def test_wrong_types_inside_are_refused(folder: Path) -> None:
    """A record whose parts have been changed by hand is refused in one sentence."""
    for key, value in (("points", 7), ("ordinal", None), ("thesis_point", []), ("terms", [1])):
        whole = _record(folder)
        whole["essays"][0][key] = value
        (folder / "notes.json").write_text(json.dumps(whole), "utf-8")
        with pytest.raises(DamagedFileError, match="内容不完整"):
            _shown(folder)


def test_reasons_of_a_run_are_stored_and_told(tmp_path: Path) -> None:
    """--explain tells of every point which rules made, weighed and chose it."""
    text = f"办好社区养老服务\n{SPEECH}"
    write_notebook(take_notes(Document("a.txt", text)), tmp_path)
    stored = load(tmp_path / "notes.json")
    for essay in stored.essays:
        for line in (*essay.summary, *essay.points):
            told = "".join(because(line))
            assert all(part in told for part in ("选取：", "分量：", "表述：")), line
    shown = _plain(_shown(tmp_path, explain=True))
    assert "个主要部分须有一点" in shown
    assert "TextRank" in shown


def test_stored_notes_are_the_same_every_time(tmp_path: Path) -> None:
    """Reasons included, the record is byte-identical for the same input."""
    for name in ("one", "two"):
        write_notebook(take_notes(Document("a.txt", REFLECTION)), tmp_path / name)
    one, two = ((tmp_path / name / "notes.json").read_bytes() for name in ("one", "two"))
    assert one == two


def test_an_old_record_without_reasons_says_so(folder: Path) -> None:
    """Notes of an earlier version are shown, but cannot be explained."""
    whole = _record(folder)
    for essay in whole["essays"]:
        for part in (essay["summary_points"], essay["points"], [essay["thesis_point"] or {}]):
            for point in part:
                point.pop("reasons", None)
    (folder / "notes.json").write_text(json.dumps(whole), "utf-8")
    assert "核心要点" in _shown(folder)
    with pytest.raises(SettingsError, match="没有记下选取的理由"):
        _shown(folder, explain=True)


def test_every_kind_of_reason_has_words() -> None:
    """No sign and no cut is silent in the explanation."""
    assert set(_SIGNS) == SIGNS
    assert set(_CUTS) == set(CUTS)
    line = Line("一句。", (1,), "extract", "verbatim", reasons=(Reason("cut_mark", 0, "（一）"),))
    assert because(line) == ("表述：去掉序号“（一）”；逐字摘自原文",)
    assert because(Line("一句。", (1,))) == ()
