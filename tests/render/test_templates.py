"""The user's templates: what they may change, and what a broken one says."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from notes.errors import USAGE, SettingsError
from notes.render.formats import check
from notes.render.front_matter import untouched
from notes.render.headings import HEADINGS, headings
from notes.render.markdown import render_index, render_note
from notes.render.names import note_names
from notes.render.page import look_of
from notes.render.reread import reread
from notes.render.write import write_notebook
from notes.settings import Rendering
from notes.values import Notebook
from tests.render.attacks import ATTACKS, Attack

Maker = Callable[..., Notebook]
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "templates"


def _files(notebook: Notebook, folder: Path) -> list[str]:
    names = note_names(notebook)
    look = look_of(Rendering(templates=folder))
    notes = [render_note(notebook, note, names, look=look) for note in notebook.notes]
    return [*notes, render_index(notebook, names, look)]


def _template(folder: Path, text: str, name: str = "note.md.j2") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_the_example_templates(notebook: Notebook) -> None:
    """The example does what it shows: own order, own headings, tasks; the seal is on it."""
    check(Rendering(templates=EXAMPLE))
    first, _, index = _files(notebook, EXAMPLE)
    assert "- [ ] 夜校是社区的第二间教室。[^¶1.1]\n" in first
    assert "- [ ] 让居民定课表。[^¶2.2]（模型概括）\n" in first
    assert re.findall(r"^## (.*)$", first, re.MULTILINE) == [
        "中心意思", "要点", "值得记住的话", "数据与事实", "思考题", "我的话", "出处",
    ]  # fmt: skip
    assert "- 全区开课：**三百一十二场**[^¶1.2]" in first
    assert "1. [[01-让夜校亮起来" in index
    assert untouched(first)
    assert untouched(index)


def test_a_note_with_own_headings_is_read_back(notebook: Notebook) -> None:
    """The re-check finds the parts under the headings of the template, given the folder."""
    own = headings(EXAMPLE)
    back = reread(Path("a.md"), _files(notebook, EXAMPLE)[0], own)
    assert "夜校是社区的第二间教室。" in {claim.text for claim in back.claims}
    assert len(back.evidence) == 4


def test_only_what_is_there_is_changed(notebook: Notebook, tmp_path: Path) -> None:
    """A folder with nothing but headings leaves the rest as it is."""
    folder = _template(tmp_path / "a", 'points = "要  点\\u200b"\n', "headings.toml")
    names = note_names(notebook)
    usual = render_note(notebook, notebook.notes[0], names)
    changed = _files(notebook, folder)[0]
    assert changed.split("\n---\n")[1] == usual.split("\n---\n")[1].replace(
        "## 核心要点", "## 要 点"
    )


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_text_of_the_source_cannot_act(
    attack: Attack, make_notebook: Maker, tmp_path: Path
) -> None:
    """What a template puts in is escaped, and is never itself a template."""
    notebook = make_notebook(lambda text: f"{attack.text}{text}{attack.text}")
    plain = _template(
        tmp_path / "a", "{{ title }}\n\n{% for one in quotes %}\n{{ one.text }}\n{% endfor %}\n"
    )
    usual = render_note(notebook, notebook.notes[0], note_names(notebook))
    title = re.search(r"^# (.*)$", usual, re.MULTILINE)
    quote = re.search(r"^## 金句摘录\n\n> (.*)\[\^¶1\.1\] \^q1$", usual, re.MULTILINE)
    assert title
    assert quote
    body = _files(notebook, plain)[0].split("\n---\n", 1)[1]
    assert body.strip() == f"{title[1]}\n\n{quote[1]}"


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# 甲\n\n{% for one in points %}\n", 3, "语句没有结束"),
        ("# 甲\n{{ titel }}\n", 2, "没有“titel”这个值"),
        ("{{ title }}\n\n\n{{ title.nothing }}\n", 4, "没有“nothing”这个值"),
        ("甲\n{{ 1 / 0 }}\n", 2, "除数是零"),
        ("甲\n{{ ''.__class__.__mro__ }}\n", 2, "不能用“__class__”"),
        ("甲\n\n{{ points.append(1) }}\n", 3, "append"),
        ("甲\n{% for a in range(10 ** 9) %}{% endfor %}\n", 2, "循环次数太多"),
        ("甲\n{{ title | nofilter }}\n", 2, "没有叫“nofilter”的过滤器"),
        ("甲\n{% include 'b.md.j2' %}\n", 2, "b.md.j2"),
    ],
)
def test_a_broken_template_says_its_line(
    notebook: Notebook, tmp_path: Path, text: str, line: int, words: str
) -> None:
    """One sentence with file, line and what is wrong; the code for usage; nothing is written."""
    folder = _template(tmp_path / "a", text)
    out = tmp_path / "out"
    with pytest.raises(SettingsError) as caught:
        write_notebook(notebook, out, rendering=Rendering(templates=folder))
    told = str(caught.value)
    assert "note.md.j2" in told
    assert f"第 {line} 行" in told
    assert words in told
    assert told.count("。") == 1
    assert caught.value.exit_code == USAGE
    assert not out.exists()
    assert {path.name for path in tmp_path.iterdir()} == {"a"}


def test_what_is_broken_is_told_before_the_work(tmp_path: Path) -> None:
    """Syntax, encoding, a missing folder: found without a notebook."""
    with pytest.raises(SettingsError, match="没有这个模板文件夹"):
        check(Rendering(templates=tmp_path / "没有"))
    broken = _template(tmp_path / "a", "甲\n{% if %}\n", "page.html.j2")
    with pytest.raises(SettingsError, match=r"page\.html\.j2: 模板第 2 行"):
        check(Rendering(templates=broken))
    (broken / "page.html.j2").write_bytes("甲".encode("gb18030"))
    with pytest.raises(SettingsError, match="不是 UTF-8"):
        check(Rendering(templates=broken))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('pionts = "要点"', "没有叫“pionts”的部分"),
        ('points = ""', "“points”的标题须是一段文字"),
        ("points = 3", "“points”的标题须是一段文字"),
        ('points = "内容摘要"', "“summary”和“points”的标题都是"),
        ("points = ", "不是合格的 TOML"),
    ],
)
def test_broken_headings(tmp_path: Path, text: str, words: str) -> None:
    """A name that is none, no text, one heading for two parts, no TOML."""
    with pytest.raises(SettingsError, match=re.escape(words)) as caught:
        headings(_template(tmp_path / "a", text, "headings.toml"))
    assert "headings.toml" in str(caught.value)
    assert str(caught.value).count("。") == 1


def test_every_part_has_a_heading_of_its_own() -> None:
    """No two parts share one."""
    assert len(set(HEADINGS.values())) == len(HEADINGS)
