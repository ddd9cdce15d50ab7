"""A written note read back from its Markdown: the lines that its source must bear.

The inverse of ``notes.render.note``, for notes of every flavor, and of the versions before
there were flavors, that a reader has worked on since. Read are the parts that speak of the
essay, whatever stands in them: changed and added lines too. A part, a sub-heading or a
callout that the program does not write is the reader's own and is left alone, as are
comments, code and the room below the prompts of 联系实际.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from notes.errors import UnknownFormatError
from notes.render.escape import clean
from notes.render.fields import fields
from notes.render.front_matter import untouched
from notes.render.headings import HEADINGS
from notes.render.parts import BROKEN, BY_MODEL, WEAK
from notes.render.shown import PROPOSED
from notes.values import Claim, ClaimKind, WrittenNote

_KINDS: dict[str, ClaimKind] = {
    "thesis": "statement",
    "summary": "statement",
    "points": "statement",
    "outline": "heading",
    "arguments": "statement",
    "understanding": "statement",
    "practice": "statement",
    "quotes": "quote",
    "figures": "figure",
    "terms": "statement",
    "evidence": "evidence",
}
"""What the lines of a part are, by its name in ``headings``."""
_PARTS_OF_PART = ("claims", "measures", "steps")
_ROOM = "practice"
_LABELS = (BY_MODEL, WEAK, BROKEN, "（原文有修复）")
_HEADING = re.compile(r"(#{1,6})\s+(.*)")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CALLOUT = re.compile(r">\s*\[!(\w+)\](.*)")
_SUMMARY_HEAD = re.compile(r">\s*\*\*摘要（\d+ 字）\*\*")
_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]+\s*\Z")
_ITEM = re.compile(r"\A\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[[ xX]\]\s+)?")
_MARK = re.compile(
    # A bracket that was escaped, and stands in the private plane, is text of the source.
    "(?<![\U000f005b\U000f005e])"
    r"\[?\^?¶\s?(?P<paragraph>\d{1,6})(?:\.(?P<sentence>\d{1,6}))?\]?"
    r"(?:\([^()\s]*?#第\d+段第(?P<anchor>\d{1,6})句\)|\([^()\s]*\))?"
)
_ANCHOR = re.compile(r"第(\d{1,6})段第(\d{1,6})句")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_HIDDEN = 0xF0000
"""Escaped marks stand here, in a private plane, while a line is taken apart."""
_SHOWN = {_HIDDEN + code: code for code in range(0x21, 0x7F)}
_ORDINAL = re.compile(r"第 (\d{1,6}) 篇（")
_FOOTNOTE = re.compile(r"\[\^¶(\d{1,6})\.(\d{1,6})\]:\s*(.*)")
_PLACE = re.compile(r"〔¶\d{1,6}\.\d{1,6} · 原文字符 \d{1,9}–\d{1,9}")
_FIGURE = re.compile(r"\s*[-*+]\s+\*\*(.+?)\*\*\s*—\s*所指：(.*?)(?:；出处：(.*))?\Z")
_TERM = re.compile(r"\*\*(?P<term>.+?)\*\*\s*(?:—|--|：|:)\s*(?P<gloss>.+)")


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of the body, its number in the file, the part and the entry it stands in."""

    number: int
    text: str
    part: str
    heading: str
    entry: str = ""


def reread(path: Path, text: str, headings: Mapping[str, str] = HEADINGS) -> WrittenNote:
    """Read the note ``text`` of the file ``path`` back.

    ``headings`` are those that it was written with (``notes.render.headings``). Raises
    ``UnknownFormatError`` where it is no note of one essay: nothing in it stands under a
    heading that notes have.
    """
    text = text.replace("\r\n", "\n")
    lines = text.split("\n")
    begin, named = fields(lines)
    rows = list(_Rows(headings).read(lines, begin))
    claims = tuple(claim for row in rows for claim in _claims(row))
    if named.get("kind") == ["总览"] or not any(c.kind != "evidence" for c in claims):
        raise UnknownFormatError(
            path, "不是本程序写的一篇笔记，请给出某一篇的 .md 笔记或 notes.json。"
        )
    heads = [m[2] for line in lines[begin:] if (m := _HEADING.match(line)) and len(m[1]) == 1]
    titles = [*named.get("title", ()), *named.get("aliases", ()), *map(_plain, heads[:1])]
    ordinal = next((m for line in lines[begin:] if (m := _ORDINAL.search(line))), None)
    return WrittenNote(
        titles=tuple(dict.fromkeys(_bare(title) for title in titles if _bare(title))),
        ordinal=int(ordinal[1]) if ordinal else 0,
        source=next(iter(named.get("source", ())), ""),
        claims=claims,
        evidence=tuple(c.text for c in claims if c.kind == "evidence"),
        edited=not untouched(text),
    )


def _bare(title: str) -> str:
    return title.strip().removesuffix(PROPOSED).strip()


def _visible(lines: list[str], begin: int) -> Iterator[tuple[int, str]]:
    """The lines of the body, counted from 1, without code and comments."""
    fence = comment = False
    for number, line in enumerate(lines[begin:], begin + 1):
        if _FENCE.match(line):
            fence = not fence
        hidden = comment or line.lstrip().startswith(("%%", "<!--"))
        comment = _open_comment(line, comment=comment)
        if not (fence or hidden or _FENCE.match(line)):
            yield number, line


def _open_comment(line: str, *, comment: bool) -> bool:
    """Whether a comment, ``%%`` or ``<!--``, goes on after ``line``."""
    if line.count("%%") % 2 and "\\%%" not in line:
        return not comment
    if "<!--" in line:
        return "-->" not in line
    return comment and "-->" not in line


class _Rows:
    """Finds the lines of the known parts."""

    def __init__(self, headings: Mapping[str, str]) -> None:
        self._names = {clean(headings[name]): name for name in _KINDS}
        self._inner = {clean(headings[name]) for name in _PARTS_OF_PART}

    def read(self, lines: list[str], begin: int) -> Iterator[_Row]:
        """The lines of the known parts, items that were wrapped put together again."""
        part = heading = entry = ""
        own = False
        held: _Row | None = None
        for number, line in _visible(lines, begin):
            head = _HEADING.match(line)
            if head or not line.strip():
                if held is not None:
                    yield held
                held = None
                own = own and not head and part == _ROOM
                if head:
                    part, heading, entry = self._entered(head, part, heading)
                continue
            own = _is_own(line, part, held, own=own)
            if not part or own:
                continue
            if held is not None and line[:1].isspace() and not _ITEM.match(line):
                held = replace(held, text=f"{held.text} {line.strip()}")
                continue
            if held is not None:
                yield held
            held = _Row(number, line, part, heading, entry)
        if held is not None:
            yield held

    def _entered(self, head: re.Match[str], part: str, heading: str) -> tuple[str, str, str]:
        """The part and the 依据 entry that a heading opens; an unknown one is the reader's."""
        level, name = len(head[1]), _plain(head[2])
        if part == "evidence" and level > 2 and _ANCHOR.fullmatch(name):
            return part, heading, name
        if level > 2 and part and name in self._inner:
            return part, heading, ""
        return (self._names[name], name, "") if level == 2 and name in self._names else ("", "", "")


def _is_own(line: str, part: str, held: _Row | None, *, own: bool) -> bool:
    """Whether ``line`` is the reader's own remark inside a part of the note."""
    callout = _CALLOUT.match(line)
    if callout:
        alert = part == "summary" and callout[1] == "NOTE" and not callout[2].strip()
        return callout[1].lower() != "abstract" and not alert
    if own and (part == _ROOM or line.startswith(">")):
        return "¶" not in line
    plain = not _ITEM.match(line) and not line.startswith((">", "|")) and not line[:1].isspace()
    return part == _ROOM and plain and held is None and "¶" not in line


def _claims(row: _Row) -> Iterator[Claim]:
    kind = _KINDS[row.part]
    row = replace(row, text=_hidden(row.text))
    if kind == "figure":
        yield from _figure(row)
        return
    if kind == "evidence":
        yield from _evidence(row)
        return
    line = _BLOCK_ID.sub("", row.text)
    if line.startswith(">"):
        if _CALLOUT.match(line) or _SUMMARY_HEAD.match(line):
            return
        line = line[1:].strip()
    line = _ITEM.sub("", line, count=1)
    if row.part == "terms":
        term = _TERM.match(line)
        if term is None:
            return
        line = term["gloss"]
    for text, marks in _statements(line):
        if text and not (kind == "heading" and text.endswith(PROPOSED)):
            yield Claim(row.number, row.heading, text, kind, marks=marks)


def _statements(line: str) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """The statements of a line, each with the marks that follow it."""
    at, marks = 0, []
    found = list(_MARK.finditer(line))
    for number, mark in enumerate(found):
        sentence = mark["anchor"] or mark["sentence"] or "0"
        marks.append((int(mark["paragraph"]), int(sentence)))
        following = found[number + 1].start() if number + 1 < len(found) else len(line)
        if number + 1 < len(found) and not line[mark.end() : following].strip():
            continue
        first = found[number + 1 - len(marks)]
        yield _plain(line[at : first.start()]), tuple(marks)
        at, marks = mark.end(), []
    rest = _plain(line[at:])
    if any(char.isalnum() for char in rest):
        yield rest, ()


def _figure(row: _Row) -> Iterator[Claim]:
    """A row of the table, or of the list that plain CommonMark has in its place."""
    listed = _FIGURE.match(row.text)
    if listed:
        cells = [listed[1], listed[2], listed[3] or ""]
    elif row.text.startswith("|"):
        cells = [cell.strip() for cell in row.text.strip().strip("|").split("|")]
    else:
        return
    marks = [m for _, found in _statements(cells[-1]) for m in found]
    if len(cells) < 2 or set(cells[0]) <= set("-: ") or _plain(cells[0]) == "数据":
        return
    about = _plain(cells[1])
    yield Claim(row.number, row.heading, _plain(cells[0]), "figure", about, tuple(marks))


def _evidence(row: _Row) -> Iterator[Claim]:
    """The sentences that a footnote quotes, or the lines of an entry."""
    note = _FOOTNOTE.match(row.text)
    if note:
        marks = ((int(note[1]), int(note[2])),)
        first, *more = _PLACE.split(note[3])
        quoted = [first, *(piece.partition("〕 ")[2] for piece in more[:-1])]
        for text in filter(None, map(_plain, quoted)):
            yield Claim(row.number, row.heading, text, "evidence", marks=marks)
        return
    anchor = _ANCHOR.fullmatch(row.entry)
    line = row.text[1:].strip()
    if anchor and row.text.startswith(">") and line and not line.startswith("原文字符 "):
        marks = ((int(anchor[1]), int(anchor[2])),)
        yield Claim(row.number, row.heading, _plain(line), "evidence", marks=marks)


def _plain(text: str) -> str:
    """What a reader sees of ``text``: labels, emphasis and escapes taken off."""
    for label in _LABELS:
        text = text.replace(label, "")
    text = re.sub(r"\*\*|==|~~|[*`]", "", _hidden(text))
    text = _ENTITY.sub(lambda found: html.unescape(found.group()), text)
    return clean(text.translate(_SHOWN))


def _hidden(text: str) -> str:
    """``text`` with its escaped marks out of sight: they are letters of the source."""
    return _ESCAPE.sub(lambda found: chr(_HIDDEN + ord(found[1])), text)
