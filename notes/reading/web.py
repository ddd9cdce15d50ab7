"""Web pages (.html, .htm): the main content, in the order of the page.

trafilatura (Apache-2.0, maintained) decides what on the page is the main content. Its
own output moves and loses lines (text before the first ``<br>``, headings outside the
container), so the text is taken from the page itself: everything between the first and
the last block that trafilatura kept, without navigation and lists of links, and the
heading above it.
"""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Sequence
from typing import Any

from notes.errors import DamagedFileError, EmptyDocumentError, UnreadableFileError
from notes.reading.encoding import Decoded, decode
from notes.reading.foreign import foreign_format
from notes.reading.text import normal_line_ends
from notes.reading.web_blocks import WebBlock, web_blocks
from notes.values import Document, Mark

SIZE_LIMIT = 8 * 1024 * 1024
"""Largest page, in bytes: extraction takes about a second a megabyte."""

ELEMENT_LIMIT = 200_000
"""Most tags of a page."""

LINKED = 0.5
"""Share of a block in links from which it is navigation."""

ENOUGH = 0.3
"""Least share of the page's own text that trafilatura has to find to be followed."""

_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,40})", re.IGNORECASE
)
_DECLARATION = re.compile(r"\A\s{0,64}<\?xml[^<>]{0,200}\?>")
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "big5": "cp950"}
_HEAD = 4096
_SITE = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]{1,40}\Z")
_TITLE_LONGEST = 80


def read_web(data: bytes, source: str) -> Document:
    """The main content of the page in ``data``.

    Marks: ``title`` for the page's title where the content has no heading of the first
    level, ``heading`` for h1 to h6, ``table`` for rows of data. Raises
    ``DamagedFileError`` for bytes that are no text, ``EmptyDocumentError`` for a page
    without content, ``UnreadableFileError`` over ``SIZE_LIMIT``.
    """
    if len(data) > SIZE_LIMIT or data.count(b"<") > 2 * ELEMENT_LIMIT:
        raise UnreadableFileError(
            source,
            f"网页有 {len(data) / 2**20:.1f} MB，太大或太复杂（上限 {SIZE_LIMIT // 2**20} MB），"
            "请把正文另存为 .txt。",
        )
    decoded = _decoded(data, source)
    root = _parsed(decoded.text, source)
    if root is None:
        raise EmptyDocumentError(source, "网页里没有内容，请检查它是否保存完整。")
    found = web_blocks(root)
    kept = _main(found, _main_lines(decoded.text))
    title = _title(root, kept)
    text, marks = _written(title, kept)
    if not text.strip():
        raise EmptyDocumentError(source, "网页里没有正文，请用浏览器打开，把正文另存为 .txt。")
    return Document(source, text, marks, "html", decoded.encoding, decoded.warnings)


def _decoded(data: bytes, source: str) -> Decoded:
    """The text of the page, by its own word on the encoding if that is true."""
    foreign = foreign_format(data)
    if foreign and foreign[0] != "网页":
        raise DamagedFileError(source, f"内容不是网页，像是{foreign[0]}，{foreign[1]}。")
    if data.lstrip()[:13].lower() == b"mime-version:":
        raise DamagedFileError(source, "这是单个文件网页（MHTML），请用浏览器打开并另存为 .html。")
    named = _CHARSET.search(data[:_HEAD])
    if named:
        name = named[1].decode("ascii").lower()
        try:
            codec = codecs.lookup(_WIDER.get(name, name)).name
            # A name may be that of a codec from bytes to bytes, or none for text.
            text = data.decode(codec)
        except (LookupError, UnicodeError, ValueError, AssertionError):
            pass
        else:
            if "\x00" not in text:
                return Decoded(normal_line_ends(text.lstrip("\ufeff")), codec)
    decoded = decode(data, source)
    return Decoded(normal_line_ends(decoded.text), decoded.encoding, decoded.warnings)


def _parsed(text: str, source: str) -> Any:
    from lxml import etree, html  # type: ignore[import-untyped]

    parser = html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True)
    # lxml refuses str with an encoding declaration, and characters that XML cannot hold.
    body = re.sub(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]", "", _DECLARATION.sub("", text))
    try:
        root = html.document_fromstring(body, parser=parser)
    except (etree.LxmlError, ValueError):
        return None
    # The parser stops there, and what follows would be lost without a word.
    if any("depth" in entry.message for entry in parser.error_log):
        raise DamagedFileError(source, "网页嵌套过深，不像人写的网页，请把正文另存为 .txt。")
    return root


def _main_lines(text: str) -> set[str]:
    """The lines that trafilatura takes for main content, without white space."""
    import trafilatura

    # It reports a page that it cannot use as an error, on the console.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    try:
        found = trafilatura.extract(
            text, output_format="txt", include_comments=False, favor_recall=True
        )
    except Exception:  # noqa: BLE001 - whatever a page does to the library, it found nothing
        return set()
    return {"".join(line.lstrip("-| ").split()) for line in (found or "").split("\n")} - {""}


def _main(found: Sequence[WebBlock], lines: set[str]) -> list[WebBlock]:
    """The main content among the blocks of a page."""
    own = [block for block in found if block.linked < LINKED and not block.surrounding]
    places = [
        at
        for at, block in enumerate(found)
        if block.linked < LINKED and "".join(block.text.split()) in lines
    ]
    size = sum(len(found[at].text) for at in places)
    if not places or size < ENOUGH * sum(len(block.text) for block in own):
        return own
    first, last = places[0], places[-1]
    while first and _together(found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _together(found[last + 1], found[last]):
        last += 1
    within = found[first : last + 1]
    kept = [block for block in within if block.linked < LINKED and not block.surrounding]
    return _above(found[:first]) + kept


def _together(block: WebBlock, kept: WebBlock) -> bool:
    """Whether a block at the edge, a date or a signature say, goes with one that is kept."""
    return block.element == kept.element or block.parent == kept.parent > 0


def _above(before: Sequence[WebBlock]) -> list[WebBlock]:
    """The nearest h1 above the content, which trafilatura often leaves out."""
    heads = [block for block in before if block.kind == "heading" and block.level == 1]
    return [block for block in heads[-1:] if not block.surrounding]


def _title(root: Any, kept: Sequence[WebBlock]) -> str:
    """The page's title without the name of the site, unless the content has its own."""
    if any(block.kind == "heading" and block.level == 1 for block in kept):
        return ""
    found = root.findtext(".//title") or ""
    title = _SITE.sub("", " ".join(found.split()))[:_TITLE_LONGEST].strip()
    first = "".join(kept[0].text.split()) if kept else ""
    return "" if "".join(title.split()) == first else title


def _written(title: str, blocks: Sequence[WebBlock]) -> tuple[str, tuple[Mark, ...]]:
    lines = [title] if title else []
    marks = [Mark(0, len(title), "title")] if title else []
    length = len(title) + 1 if title else 0
    table: int | None = None
    for block in blocks:
        if block.kind == "row":
            table = length if table is None else table
        elif table is not None:
            marks.append(Mark(table, length - 1, "table"))
            table = None
        end = length + len(block.text)
        if block.kind == "heading":
            marks.append(Mark(length, end, "heading", block.level))
        lines.append(block.text)
        length = end + 1
    if table is not None:
        marks.append(Mark(table, length - 1, "table"))
    return "\n".join(lines), tuple(marks)
