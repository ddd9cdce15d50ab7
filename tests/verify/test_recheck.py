"""``notes verify``: an edited note held against its source long after."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from notes.batch.rechecking import verify_note
from notes.errors import OK, UNPROVEN, InputError
from notes.pipeline import take_notes
from notes.reading import read
from notes.render.write import write_notebook

SPEECH = """在全县农田水利建设动员会上的讲话

同志们：今天召开这次会议，就是要把今冬明春的农田水利建设抓紧抓实。

一、认清形势，把家底摸清楚

去年全县新修水渠48公里，清淤沟塘316处，受益农户超过6000户。全县农民人均收入增长7.4%，村集体负债下降3.1%。

水利是农业的命脉，渠道不通，再好的种子也长不出粮食。青山乡的提灌站还没有建成，管网并不牢固。

二、突出重点，把工程建设好

要先修群众最急需的渠，再修路边好看的渠。每项工程必须由受益农户代表签字验收，不合格的一律返工。

浇地用水可以分期缴费，工业用水必须一次缴清。县水利局长周立平说：“水到不了田头，什么都是空话。”

三、压实责任，把管护长效化

工程建成以后要有人管、有钱管。各乡镇每年安排管护资金不少于20万元，账目向群众公开。

严禁挪用水利资金，发现一起，查处一起。希望大家拿出愚公移山的劲头，一年接着一年干。
"""
FALSE = "全县三年内要建成五座大型水库"


@pytest.fixture
def written(tmp_path: Path) -> tuple[Path, Path]:
    """A note and its source."""
    source = tmp_path / "讲话.txt"
    source.write_text(SPEECH, encoding="utf-8")
    files = write_notebook(take_notes(read(source)), tmp_path / "out")
    return files[0], source


def verify(note: Path, source: Path) -> tuple[int, dict[str, Any]]:
    """Exit code and the JSON result."""
    out = io.StringIO()
    code = verify_note(note, source, out, as_json=True)
    whole: dict[str, Any] = json.loads(out.getvalue())
    return code, whole


def edit(note: Path, old: str, new: str) -> int:
    """Replace ``old`` by ``new`` where it first stands; the number of its line."""
    text = note.read_text("utf-8")
    assert old in text
    note.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


def add(note: Path, heading: str, line: str) -> None:
    """Put ``line`` right under the first heading ``heading``."""
    edit(note, f"{heading}\n\n", f"{heading}\n\n{line}\n")


def fallen(whole: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines that no longer stand."""
    return [
        line for one in whole["essays"] for line in one["lines"] if line["standing"] == "fallen"
    ]


def test_a_note_as_it_was_written_stands(written: tuple[Path, Path]) -> None:
    """Every line of an untouched note stands, in Markdown and in JSON."""
    note, source = written
    code, whole = verify(note, source)
    assert (code, fallen(whole), whole["stands"]) == (OK, [], True)
    assert whole["essays"][0]["edited"] is False
    assert whole["essays"][0]["checked"] == whole["essays"][0]["standing"] > 20
    code, whole = verify(note.with_name("notes.json"), source)
    assert (code, fallen(whole), whole["source_changed"]) == (OK, [], False)
    assert verify(note.parent, source)[0] == OK


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("48公里", "84公里", "number"),
        ("增长7.4%", "下降7.4%", "direction"),
        ("工业用水必须一次缴清", "工业用水可以一次缴清", "modality"),
        ("超过6000户", "不足6000户", "number"),
    ],
)
def test_a_changed_line_is_named(written: tuple[Path, Path], old: str, new: str, kind: str) -> None:
    """Line number, text and reason of what the reader got wrong."""
    note, source = written
    number = edit(note, old, new)
    code, whole = verify(note, source)
    lines = fallen(whole)
    assert code == UNPROVEN
    assert whole["essays"][0]["edited"] is True
    assert [line["line"] for line in lines] == [number]
    assert kind in {finding["kind"] for finding in lines[0]["findings"]}
    assert all(lines[0]["reasons"])


def test_an_added_line_is_checked(written: tuple[Path, Path]) -> None:
    """What a reader adds among the points stands or falls by the source, marked or not."""
    note, source = written
    add(note, "## 核心要点", "- 各乡镇每年安排管护资金不少于20万元")
    assert verify(note, source)[0] == OK
    add(note, "## 核心要点", f"- {FALSE}")
    code, whole = verify(note, source)
    assert code == UNPROVEN
    assert [line["text"] for line in fallen(whole)] == [FALSE]


@pytest.mark.parametrize(
    "remark",
    [
        f"\n## 我的体会\n\n- {FALSE} [¶2]\n",
        f"\n### 我的话\n\n{FALSE}\n",
        f"\n> [!tip] 我的批注\n> {FALSE}\n",
        f"\n%%{FALSE}%%\n",
        f"\n<!--\n{FALSE}\n-->\n",
        f"\n```\n{FALSE}\n```\n",
    ],
)
def test_a_readers_own_remarks_are_left_alone(written: tuple[Path, Path], remark: str) -> None:
    """A part, callout or comment of the reader is no claim of the note."""
    note, source = written
    edit(note, "\n## 金句摘录", f"{remark}\n## 金句摘录")
    code, whole = verify(note, source)
    assert (code, fallen(whole)) == (OK, [])


def test_a_change_of_the_source_is_found(written: tuple[Path, Path]) -> None:
    """A line falls when the source no longer says it; the record knows that it changed."""
    note, source = written
    source.write_text(SPEECH.replace("不少于20万元", "不少于35万元"), encoding="utf-8")
    code, whole = verify(note, source)
    assert code == UNPROVEN
    assert all("20万元" in line["text"] for line in fallen(whole))
    assert verify(note.with_name("notes.json"), source)[1]["source_changed"] is True


def test_what_moved_is_no_error(written: tuple[Path, Path]) -> None:
    """The source says it elsewhere now: named with the new place, exit code 0."""
    note, source = written
    more = "\n\n".join(f"会前第{n}项议程已经完成。大家听取了说明。" for n in "一二三四五六")
    source.write_text(SPEECH.replace("同志们：", f"{more}\n\n同志们："), encoding="utf-8")
    code, whole = verify(note, source)
    moved = [one for one in whole["essays"][0]["lines"] if one["standing"] == "moved"]
    assert code == OK
    assert moved
    assert all(line["paragraphs"] for line in moved)


def test_a_line_of_another_essay_is_misattributed(tmp_path: Path) -> None:
    """In a bundle the note is held against its own essay, and the owner is named."""
    other = (
        "县图书馆今年延长开放时间，每天开放到晚上九点。馆里还在车站设了四个书柜，读者增加了两成。"
    )
    source = tmp_path / "材料.txt"
    text = f"学习材料（2篇）\n\n篇一：{SPEECH}\n\n篇二：在图书馆工作会上的讲话\n\n{other * 2}\n"
    source.write_text(text, encoding="utf-8")
    files = write_notebook(take_notes(read(source)), tmp_path / "out")
    add(files[0], "## 核心要点", "- 县图书馆每天开放到晚上九点，读者增加了两成 [¶2]")
    code, whole = verify(files[0], source)
    assert code == UNPROVEN
    assert whole["essays"][0]["ordinal"] == 1
    kinds = {f["kind"]: f["detail"] for f in fallen(whole)[0]["findings"]}
    assert kinds["misattributed"] == "2"
    assert "这句话见于第 2 篇，不是本篇的" in fallen(whole)[0]["reasons"]


def test_a_note_without_its_evidence_finds_its_essay(written: tuple[Path, Path]) -> None:
    """A reader may take away the title and the 依据: the lines themselves tell the essay."""
    note, source = written
    body = note.read_text("utf-8").partition("## 一句话主旨")
    assert body[1]
    kept = (body[1] + body[2]).partition("## 依据")[0]
    note.write_text(kept.replace("\n", "\r\n"), encoding="utf-8")
    code, whole = verify(note, source)
    assert (code, fallen(whole)) == (OK, [])


def test_wrong_files_are_refused_in_one_sentence(written: tuple[Path, Path]) -> None:
    """The overview, a foreign text, a foreign source, no file: an error that names the file."""
    note, source = written
    foreign = source.with_name("别的.txt")
    foreign.write_text("社区食堂开张了。\n\n老人来吃饭，每餐十二元。", encoding="utf-8")
    plain = source.with_name("日记.md")
    plain.write_text("# 日记\n\n今天下雨。\n", encoding="utf-8")
    broken = source.with_name("notes.json")
    broken.write_text('{"schema": "study-notes/1"}', encoding="utf-8")
    for wrong, about in [
        (note.with_name("index.md"), source),
        (note, foreign),
        (plain, source),
        (broken, source),
        (source, source),
        (note.with_name("nowhere.md"), source),
        (note, source.with_name("nowhere.txt")),
    ]:
        with pytest.raises(InputError) as error:
            verify_note(wrong, about, io.StringIO())
        assert str(error.value).count("。") == 1


def test_the_report_for_people(written: tuple[Path, Path]) -> None:
    """Line number, text, reason, and how many lines stand."""
    note, source = written
    number = edit(note, "清淤沟塘316处", "清淤沟塘361处")
    out = io.StringIO()
    assert verify_note(note, source, out) == UNPROVEN
    told = out.getvalue()
    assert f"第 {number} 行" in told
    assert "原文没有“361处”" in told
    assert "1 行不再成立" in told
