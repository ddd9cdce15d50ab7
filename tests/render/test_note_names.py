"""File and folder names are safe everywhere, unique and deterministic."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.render.names import BYTES, beside, file_name, folder_name, folder_names, note_names
from notes.values import Notebook

TITLES = st.lists(
    st.one_of(
        st.sampled_from(
            ["夜校", "夜校 ", "Con", "CON", "a/b", "a\\b", "x.", "长" * 90, "", "🌙" * 70]
        ),
        st.text(max_size=60),
    ),
    min_size=1,
    max_size=12,
)
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\..*)?")


def _is_safe(name: str) -> bool:
    return (
        bool(name)
        and len(name.encode("utf-8")) <= BYTES
        and not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f\s#^\[\]%]', name)
        and not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in name)
        and name[-1] not in ". "
        and not name.startswith((".", "-"))
        and not _DEVICE.fullmatch(name)
    )


def _with_titles(notebook: Notebook, titles: list[str], ordinals: list[int]) -> Notebook:
    note = notebook.notes[0]
    return replace(
        notebook,
        notes=tuple(
            replace(note, title=title, essay=replace(note.essay, ordinal=ordinal))
            for title, ordinal in zip(titles, ordinals, strict=True)
        ),
    )


@given(titles=TITLES, equal=st.booleans())
def test_note_names_are_safe_unique_and_the_same_again(
    notebook: Notebook, titles: list[str], equal: bool
) -> None:
    """Whatever the titles, and even when ordinals repeat, no two files collide on Windows."""
    ordinals = [1] * len(titles) if equal else list(range(1, len(titles) + 1))
    changed = _with_titles(notebook, titles, ordinals)
    names = note_names(changed)
    assert names == note_names(changed)
    assert len({name.casefold() for name in names}) == len(titles)
    assert all(_is_safe(name) and re.fullmatch(r"\d{2,}-?.*\.md", name) for name in names)


@given(TITLES)
def test_folder_names_are_safe_and_unique(sources: list[str]) -> None:
    """Sources of one run get different folders, also where only case or extension differ."""
    names = folder_names([f"{source}.txt" for source in sources])
    assert len({name.casefold() for name in names}) == len(sources)
    assert all(_is_safe(name) for name in names)


def test_note_names_show_the_title(notebook: Notebook) -> None:
    """The ordinal has two digits, the mark of a proposed title is left out."""
    assert note_names(notebook) == ("01-让夜校亮起来.md", "02-到夜校去听课.md")
    many = _with_titles(notebook, ["甲：乙？", "丙"], [7, 100])
    assert note_names(many) == ("007-甲：乙？.md", "100-丙.md")


@pytest.mark.parametrize(
    ("source", "folder"),
    [
        ("in/夜校.docx", "夜校"),
        ("C:\\文稿\\夜校.TXT", "夜校"),
        ("nul.txt", "_nul"),
        ("Con .md", "_Con"),
        ("aux.a.txt", "_aux.a"),
        ("COM1", "_COM1"),
        (".hidden.txt", "hidden"),
        ("夜校3.5版", "夜校3.5版"),
        ("-rf.txt", "rf"),
        ("...txt", "未命名"),
        ("a<b>:c?.txt", "a＜b＞：c？"),
        ("\u202egnp.txt", "gnp"),
    ],
)
def test_folder_name(source: str, folder: str) -> None:
    """The stem of the source, made safe."""
    assert folder_name(source) == folder


def test_same_stem_in_one_run() -> None:
    """Equal stems are numbered in the order of the sources."""
    assert folder_names(["a/夜校.txt", "b/夜校.txt", "夜校.docx"]) == ("夜校", "夜校-2", "夜校-3")


def test_helpers() -> None:
    """The last part of either kind of path; a numbered name keeps extension and limit."""
    assert file_name("C:\\甲\\乙.txt") == "乙.txt"
    assert file_name("甲/乙/") == "乙"
    assert beside("index.md", 2) == "index-2.md"
    assert len(beside("长" * 39 + ".md", 2).encode()) <= BYTES
