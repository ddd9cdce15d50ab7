"""The YAML block parses whatever the titles hold, and the seal tells a touched file."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.render.escape import clean
from notes.render.front_matter import sealed, tags, untouched

yaml: Any = pytest.importorskip("yaml")

HARD = st.one_of(
    st.sampled_from(["yes", "null", "2024-01-01", "a: b", "- x", "---\nb: 1", "'\"\\", "#", "{a}"]),
    st.text(max_size=30),
)


def _front(text: str) -> Any:
    assert text.startswith("---\n")
    return yaml.safe_load(text[4 : text.index("\n---\n", 4)])


@given(HARD, st.lists(HARD, max_size=4))
def test_values_come_back_as_the_strings_they_were(title: str, words: list[str]) -> None:
    """YAML gives back the cleaned title and words as strings, no other keys."""
    front = _front(sealed([("title", title), ("kind", "讲话")], [("aliases", words)], "正文"))
    assert set(front) <= {"title", "kind", "aliases", "generator", "checksum"}
    assert front.get("title", "") == clean(title)
    assert (front["aliases"] or []) == [clean(word) for word in words]


def test_an_iso_date_is_a_date_and_anything_else_a_string() -> None:
    """Obsidian shows ``created`` as a date; a text in its place cannot break the block."""
    assert _front(sealed([("created", "2025-03-01")], [], ""))["created"] == date(2025, 3, 1)
    assert _front(sealed([("created", "2025-03-01\nx: 1")], [], "")).get("x") is None
    assert "created" not in _front(sealed([("created", "")], [], ""))


@given(st.lists(HARD, max_size=5))
def test_tags_are_tags(words: list[str]) -> None:
    """No tag holds a space or punctuation, begins with a digit, or comes twice."""
    found = tags(words)
    assert all(tag[0].isalpha() and not set(tag) & set(" #,/.:[]()\"'") for tag in found)
    assert len({tag.casefold() for tag in found}) == len(found)


def test_tags_of_terms() -> None:
    """A term that begins with a digit keeps its digits behind a word."""
    assert tags(["5G 应用", "“三农”", "AI", "ai", "#", "十四五"]) == (
        "主题-5G-应用",
        "三农",
        "AI",
        "十四五",
    )


@given(st.text(max_size=60).map(clean), st.integers(min_value=0))
def test_any_change_breaks_the_seal(body: str, place: int) -> None:
    """A sealed text is untouched also with Windows line ends; one more letter anywhere is not."""
    text = sealed([("title", "夜校")], [("tags", ["甲"])], body)
    assert untouched(text)
    assert untouched(text.replace("\n", "\r\n"))
    at = place % (len(text) + 1)
    assert not untouched(f"{text[:at]}改{text[at:]}")


@pytest.mark.parametrize(
    "text",
    ["", "# 我的笔记\n", "---\ntitle: 甲\n---\n正文", "---\ngenerator: study-notes\n---\n正文"],
)
def test_a_foreign_file_is_not_ours(text: str) -> None:
    """Only a file with both the generator and its own checksum counts as ours."""
    assert not untouched(text)
