"""The four note types: their fields, the faces of their cards, their looks.

Anki knows a note type by its id and refuses to mix two of one id and different
fields. So the fields and their order never change under an id: whoever changes
them raises ``_VERSION``, which changes all ids.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_VERSION = 1
_SOURCE = '<div class="source">{{出处}}</div>'
# MathJax passes over these classes: the text of a source is no formula.
_WRAP = '<div class="note tex2jax_ignore mathjax_ignore">{}</div>'


@dataclass(frozen=True, slots=True)
class NoteType:
    """A note type with one card; ``front`` and ``back`` are Anki templates."""

    name: str
    fields: tuple[str, ...]
    front: str
    back: str
    cloze: bool = False

    @property
    def id(self) -> int:
        """The id by which Anki knows it, the same in every package."""
        return stable_id(f"note type {self.name} {_VERSION}")


def stable_id(name: str) -> int:
    """An id for ``name`` that fits Anki: a number of ten digits, always the same."""
    number = int.from_bytes(hashlib.sha256(f"study-notes {name}".encode()).digest()[:8])
    return (1 << 30) + number % (1 << 30)


def _face(kind: str, *parts: str) -> str:
    head = f'<div class="kind"><b>{kind}</b>{{{{篇名}}}}</div>'
    return _WRAP.format("".join([head, *parts]))


def _basic(kind: str, question: str, *answers: str) -> tuple[str, str]:
    asked = f'<div class="asked">{question}</div>'
    return _face(kind, asked), _face(kind, asked, '<hr id="answer">', *answers, _SOURCE)


def _cloze(kind: str, *extra: str) -> tuple[str, str]:
    text = '<div class="asked">{{cloze:文字}}</div>'
    return _face(kind, text), _face(kind, text, *extra, _SOURCE)


TERM = NoteType(
    "学习笔记·术语",
    ("术语", "释义", "原句", "篇名", "出处"),
    *_basic(
        "术语",
        "{{术语}}",
        '<div class="answer">{{释义}}</div>',
        '{{#原句}}<div class="quoted">{{原句}}</div>{{/原句}}',
    ),
)
QUESTION = NoteType(
    "学习笔记·问题",
    ("问题", "答案", "篇名", "出处"),
    *_basic("思考题", "{{问题}}", '<div class="answer">{{答案}}</div>'),
)
FIGURE = NoteType(
    "学习笔记·数据",
    ("文字", "所指", "篇名", "出处"),
    *_cloze("数据", '{{#所指}}<div class="quoted">{{所指}}</div>{{/所指}}'),
    cloze=True,
)
QUOTE = NoteType("学习笔记·金句", ("文字", "篇名", "出处"), *_cloze("金句"), cloze=True)

CSS = """\
.card {
  margin: 0;
  padding: 1.2em 1em;
  background: #fbfaf7;
  color: #262626;
  font-family: "Source Han Serif SC", "Noto Serif CJK SC", "Songti SC", STSong, SimSun, serif;
  font-size: 21px;
  line-height: 1.75;
}
.note { max-width: 34em; margin: 0 auto; text-align: left; }
.kind {
  margin-bottom: .6em;
  color: #8a6d3b;
  font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif;
  font-size: .7em;
}
.kind b { margin-right: 1em; letter-spacing: .2em; }
.asked { font-size: 1.15em; }
.cloze { color: #9c2f1f; font-weight: bold; }
#answer { margin: 1em 0; border: 0; border-top: 1px solid #d8d2c4; }
.line + .line { margin-top: .5em; }
.quoted {
  margin-top: .8em;
  padding-left: .8em;
  border-left: 3px solid #d8d2c4;
  color: #595959;
  font-size: .9em;
}
.source { margin-top: 1.2em; color: #76705f; font-size: .7em; line-height: 1.5; }
.nightMode.card, .night_mode.card, .nightMode .card, .night_mode .card {
  background: #1f1f1d;
  color: #dedbd2;
}
.nightMode .kind, .night_mode .kind { color: #c9a96a; }
.nightMode .cloze, .night_mode .cloze { color: #ee9482; }
.nightMode #answer, .night_mode #answer { border-top-color: #4a4740; }
.nightMode .quoted, .night_mode .quoted { border-left-color: #4a4740; color: #b3afa4; }
.nightMode .source, .night_mode .source { color: #a09a88; }
"""
"""The looks of all cards, by day and in Anki's dark mode."""
