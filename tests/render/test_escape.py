"""Text of the source is inert, and ordinary prose is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from notes.render.escape import clean, inline

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
# Weighted towards what could act.
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\\`*_[]|#^$~<>&;:/=%-+!(){}.\"'1ax \t\n\u200b\u202e甲。"),
        st.characters(),
    ),
    max_size=40,
)


def _flat(tokens: list[Token]) -> list[Token]:
    return [one for token in tokens for one in (token, *_flat(token.children or []))]


@pytest.mark.parametrize(
    "prose",
    [
        "（一）坚持“两个结合”，办好《夜校手记》：2024年增长5.3%。",
        "1.加强学习——从我做起；2、落实到人！",
        "增幅为3%～5%，共1,200人（含R&D人员），A/B两类，约10-20天？",
        "“十四五”以来，人工智能+行动提速……",
    ],
)
def test_ordinary_prose_is_not_escaped(prose: str) -> None:
    """Full-width punctuation, digits, single percent signs and hyphens need no backslash."""
    assert inline(prose) == prose


@given(TEXTS)
def test_shown_text_is_the_cleaned_text(text: str) -> None:
    """What a CommonMark renderer shows is exactly ``clean(text)``, in one plain paragraph."""
    tokens = _flat(MARKDOWN.parse(f"甲{inline(text)}乙"))
    assert {token.type for token in tokens} <= {
        "paragraph_open",
        "inline",
        "text",
        "paragraph_close",
    }
    shown = "".join(token.content for token in tokens if token.type == "text")
    assert shown == f"甲{clean(text)}乙"


@given(TEXTS.filter(lambda text: bool(clean(text))))
def test_the_beginning_of_a_line_starts_nothing(text: str) -> None:
    """At the beginning of an item, a quote, a heading or a cell the text starts no new block."""
    frames = {
        f"- {inline(text)}": {"bullet_list", "list_item", "paragraph"},
        f"> {inline(text)}": {"blockquote", "paragraph"},
        f"# {inline(text)}": {"heading"},
        inline(text): {"paragraph"},
        f"| a |\n| --- |\n| {inline(text)} |": {"table", "thead", "tbody", "tr", "th", "td"},
    }
    for source, allowed in frames.items():
        tokens = _flat(MARKDOWN.parse(source))
        blocks = {token.type.rsplit("_", 1)[0] for token in tokens} - {"inline", "text"}
        assert blocks == allowed, source
        cells = [token for token in tokens if token.type == "text"]
        assert cells[-1].content == clean(text)


@given(TEXTS)
def test_clean_is_idempotent_and_can_be_written(text: str) -> None:
    """Cleaning twice changes nothing more, and the result fits into a UTF-8 file."""
    once = clean(text)
    assert clean(once) == once
    assert "\n" not in once
    once.encode("utf-8")


def test_invisible_characters_go() -> None:
    """Zero-width, bidirectional, control and tag characters are removed."""
    hidden = "\u200b\u200d\u2060\ufeff\u202e\u2066\u061c\x00\x1b\x7f\xad\U000e0041\u3164"
    assert clean(f"夜{hidden}校") == "夜校"
    assert clean("夜\u2028校\u3000\t班\ud800") == "夜 校 班\ufffd"


def test_what_is_escaped_reads_as_expected() -> None:
    """The forms that act in Obsidian or on GitHub lose their power and keep their letters."""
    assert inline("%%藏%%") == r"\%\%藏\%\%"
    assert inline("==亮==") == r"\=\=亮\=\="
    assert inline("见http://a.b和www.c.d") == r"见http\://a.b和www\.c.d"
    assert inline("AT&T &lt; &#60;") == r"AT&T &amp;lt; &amp;\#60;"
    assert inline("- 甲") == r"\- 甲"
    assert inline("12. 甲") == r"12\. 甲"
    assert inline("12.5 甲") == "12.5 甲"
