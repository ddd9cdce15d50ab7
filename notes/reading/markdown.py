"""Markdown files: the text without its marks, headings and tables as marks of the document.

Parsed by markdown-it-py (CommonMark and tables), not by expressions of our own, with
two concessions to how Chinese Markdown is written: ``#标题`` without the space is a
heading, and a long sentence above a ``---`` line is a sentence, not a heading. Numbers
of ordered lists are kept as they stand, bullets are dropped, ``---`` is kept as a line.
Offsets refer to the text that results.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from notes.errors import UnreadableFileError
from notes.reading.text import decode_text
from notes.reading.wraps import join_wraps
from notes.values import Document, Mark

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){0,200}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_YAML_KEY = re.compile(r"\s*(?:#[^\n]*\n\s*)*[\w-]+[ \t]*:(?:\s|\Z)")
_YAML_TITLE = re.compile(r"^title[ \t]*:[ \t]*(\S[^\n]*)$", re.MULTILINE)
_TIGHT_HEADING = re.compile(r"^(#{1,6})(?=[\u4e00-\u9fff（(【《“])(?![^\n]*#[ \t]*$)", re.MULTILINE)
# CommonMark would take a footnote for the definition of a link and drop its text.
_FOOTNOTE = re.compile(r"^( {0,3})\[\^", re.MULTILINE)
_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|<[^<>]*>", re.DOTALL)
_LINE_TAG = re.compile(r"<(?:br|/?p|/?div|/?tr|/?li)\b[^<>]*>", re.IGNORECASE)
SIZE_LIMIT = 8 * 1024 * 1024
"""Largest Markdown file, in bytes: the parser needs up to a hundred times that in memory."""

_HEADING_LIMIT = 60
_SENTENCE_END = ("。", "；", "！", "，")


@dataclass(slots=True)
class _Writer:
    """Collects lines and the marks on them."""

    lines: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0
    prefix: str = ""

    def write(self, text: str) -> tuple[int, int]:
        """Add ``text`` as a line of its own; the range it takes, list number left out."""
        start = self.length + len(self.prefix)
        line = self.prefix + text
        self.prefix = ""
        self.lines.append(line)
        self.length += len(line) + 1
        return start, start + len(text)


def read_markdown(data: bytes, source: str) -> Document:
    """The document in the bytes of a Markdown file.

    ``heading`` marks cover the text of headings, ``table`` marks the rows (cells
    parted by tabs). A ``title:`` in YAML front matter becomes the first line, with a
    ``title`` mark, unless the first heading says the same; the rest of the front matter
    is dropped. Raises ``DamagedFileError`` for bytes that are no text and
    ``UnreadableFileError`` for more than ``SIZE_LIMIT``.
    """
    if len(data) > SIZE_LIMIT:
        raise UnreadableFileError(
            source,
            f"Markdown 文件有 {len(data) / 2**20:.0f} MB，超过 {SIZE_LIMIT // 2**20} MB 的上限，"
            "请拆成几份或把后缀改为 .txt。",
        )
    decoded = decode_text(data, source)
    title, body = _front_matter(decoded.text)
    body = _TIGHT_HEADING.sub(r"\1 ", _FOOTNOTE.sub(r"\1\\[^", body))
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).disable("code")
    tokens = parser.parse(body)
    writer = _Writer()
    if title and title != _first_heading(tokens):
        writer.marks.append(Mark(*writer.write(title), "title"))
    _write(tokens, writer)
    return Document(
        source,
        "\n".join(writer.lines),
        tuple(writer.marks),
        "md",
        decoded.encoding,
        decoded.warnings,
    )


def _front_matter(text: str) -> tuple[str, str]:
    """The title in the YAML front matter, and the text after it."""
    block = _FRONT_MATTER.match(text)
    if not block or not _YAML_KEY.match(block.group(1)):
        return "", text
    title = _YAML_TITLE.search(block.group(1))
    return (title.group(1).strip().strip("\"'") if title else ""), text[block.end() :]


def _first_heading(tokens: Sequence[Token]) -> str:
    for token, following in pairwise(tokens):
        if token.type == "heading_open":
            return _inline(following)
    return ""


def _write(tokens: Sequence[Token], writer: _Writer) -> None:
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "table_open":
            at = _write_table(tokens, at, writer)
        elif token.type == "list_item_open":
            writer.prefix = f"{token.info}{token.markup} " if token.info else ""
        elif token.type == "heading_open":
            _write_heading(token, tokens[at + 1], writer)
            at += 2
        elif token.type == "inline":
            _write_paragraph(_inline(token), writer)
        elif token.type in {"fence", "code_block"}:
            _write_paragraph(token.content.rstrip("\n"), writer)
        elif token.type == "html_block":
            _write_paragraph(_plain_html(token.content), writer)
        elif token.type == "hr":
            writer.write("---")
        at += 1


def _write_paragraph(text: str, writer: _Writer) -> None:
    if text.strip():
        writer.write(join_wraps(text)[0])


def _write_heading(token: Token, content: Token, writer: _Writer) -> None:
    text = _inline(content)
    underlined = token.markup in {"-", "="}
    if underlined and (len(text) > _HEADING_LIMIT or text.endswith(_SENTENCE_END)):
        _write_paragraph(text, writer)
        writer.write("---")
    elif text.strip():
        span = writer.write(text.replace("\n", ""))
        writer.marks.append(Mark(*span, "heading", int(token.tag[1:])))


def _write_table(tokens: Sequence[Token], at: int, writer: _Writer) -> int:
    """Write the table that opens at ``at``; the place of the token that closes it."""
    start, end = writer.length, writer.length
    cells: list[str] = []
    while tokens[at].type != "table_close":
        token = tokens[at]
        if token.type == "tr_open":
            cells = []
        elif token.type == "inline":
            cells.append(_inline(token).replace("\n", " ").replace("\t", " "))
        elif token.type == "tr_close":
            end = writer.write("\t".join(cells))[1]
        at += 1
    writer.marks.append(Mark(start, end, "table"))
    return at


def _inline(token: Token) -> str:
    """The text of inline content: without emphasis, addresses and tags."""
    parts: list[str] = []
    for child in token.children or []:
        if child.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        elif child.type == "html_inline":
            parts.append("\n" if _LINE_TAG.match(child.content) else "")
        else:
            parts.append(child.content)
    return "".join(parts).strip("\n")


def _plain_html(content: str) -> str:
    text = html.unescape(_TAG.sub("", _LINE_TAG.sub("\n", content)))
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())
