"""The .apkg file: a ZIP of an SQLite collection, which genanki fills.

genanki takes ids and times from us and is given a database in memory, so that
nothing of the file comes from the clock or the disk.
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import genanki  # type: ignore[import-untyped]

from notes.render.anki.cards import cards
from notes.render.anki.fields import inert
from notes.render.anki.note_types import CSS, FIGURE, QUESTION, QUOTE, TERM, NoteType, stable_id
from notes.render.escape import clean
from notes.render.fixed_zip import fixed_zip
from notes.render.front_matter import tags
from notes.render.labels import KINDS
from notes.render.names import file_name, folder_name
from notes.render.shown import full_title
from notes.values import Notebook

_UNDATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""The time of a notebook without a date."""
_DAY = 24 * 60 * 60
_DATE_ONLY = len("2000-01-01")
_LONGEST_NAME = 60
_SPECIAL = str.maketrans({":": "：", '"': "”"})


def build(notebook: Notebook) -> bytes:
    """The bytes of the .apkg file of ``notebook``."""
    time = _time(notebook.created)
    models = {kind: _model(kind) for kind in (TERM, QUESTION, FIGURE, QUOTE)}
    source = clean(file_name(notebook.repaired.document.source))
    top = _deck_part(folder_name(source))
    decks = [genanki.Deck(stable_id(f"deck {top}"), top, inert(f"来源：{source}"))]
    for note in notebook.notes:
        name = f"{top}::{_deck_part(f'{note.essay.ordinal:02d} {full_title(note)}')}"
        deck = genanki.Deck(stable_id(f"deck {name}"), name)
        for number, card in enumerate(cards(notebook, note), 1):
            made = _Note(
                model=models[card.kind],
                fields=list(card.values),
                guid=genanki.guid_for("study-notes", *card.key),
                tags=tags(["学习笔记", KINDS[note.kind], _short(card.kind)]),
                due=number,
            )
            if len(notebook.created) <= _DATE_ONLY:
                made.later = stable_id("".join(card.values)) % _DAY
            deck.add_note(made)
        decks.append(deck)
    # Anki takes the ids for times in milliseconds; sources of one day must not share them.
    first = time * 1000 + stable_id(f"source {source}") % (_DAY * 1000)
    with closing(sqlite3.connect(":memory:")) as database:
        package = genanki.Package(decks)
        package.write_to_db(database.cursor(), time, itertools.count(first))
        database.commit()
        collection = database.serialize()
    return fixed_zip([("collection.anki2", collection), ("media", json.dumps({}).encode())])


class _Note(genanki.Note):  # type: ignore[misc]
    """A note whose time of change is ``later`` seconds after that of the package.

    Anki never takes a note whose time is that of the one it has, not even on 始终. Where
    we know the day only, the content tells the second: a changed card has another time.
    """

    later = 0

    def write_to_db(
        self, cursor: sqlite3.Cursor, timestamp: float, deck_id: int, id_gen: Iterator[int]
    ) -> None:
        """Write the note and its card, as genanki does, with the time of this note."""
        super().write_to_db(cursor, timestamp + self.later, deck_id, id_gen)


def _short(kind: NoteType) -> str:
    return kind.name.partition("·")[2]


def _model(kind: NoteType) -> genanki.Model:
    return genanki.Model(
        kind.id,
        kind.name,
        fields=[{"name": name} for name in kind.fields],
        templates=[{"name": _short(kind), "qfmt": kind.front, "afmt": kind.back}],
        css=CSS,
        model_type=genanki.Model.CLOZE if kind.cloze else genanki.Model.FRONT_BACK,
    )


def _deck_part(name: str) -> str:
    """A level of a deck's name; ``::`` would begin another level, Anki drops ``"``."""
    return clean(name).translate(_SPECIAL)[:_LONGEST_NAME].strip() or "未命名"


def _time(created: str) -> int:
    """``created`` in seconds since 1970; a day without a time begins, all times are UTC."""
    try:
        moment = dt.datetime.fromisoformat(created)
    except ValueError:
        return int(_UNDATED.timestamp())
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return max(int(moment.timestamp()), int(_UNDATED.timestamp()))
