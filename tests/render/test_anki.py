"""The Anki package: which cards there are, what is inert, what stays from run to run."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notes.render.anki import render_anki
from notes.render.anki.fields import hidden, inert
from notes.render.anki.note_types import FIGURE, QUESTION, QUOTE, TERM
from notes.render.escape import clean
from notes.values import Figure, Notebook, Question, Quote, Section, Span, Term
from tests.render.attacks import ATTACKS, Attack

pytest.importorskip("genanki")
Maker = Callable[..., Notebook]
_CLOZE = re.compile(r"\{\{c1::(.*?)\}\}")
# What Anki looks for in a field, besides HTML.
_OURS = [("span", []), ("div", [("class", "line")])]
_ACTIVE = re.compile(r"\{\{|\}\}|\[|\]|\\|::")


@dataclass(frozen=True, slots=True)
class Note:
    """A row of the table of notes with the name of its type, its deck and its cards."""

    guid: str
    kind: str
    fields: dict[str, str]
    tags: tuple[str, ...]
    deck: str
    cards: int


def _open(package: bytes) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        assert archive.namelist() == ["collection.anki2", "media"]
        assert json.loads(archive.read("media")) == {}
        collection = archive.read("collection.anki2")
    database = sqlite3.connect(":memory:")
    database.deserialize(collection)
    return database


def read_notes(package: bytes) -> list[Note]:
    """The notes of a package, in their order."""
    with closing(_open(package)) as database:
        head = database.execute("SELECT models, decks FROM col").fetchone()
        models, decks = map(json.loads, head)
        cards: dict[int, list[int]] = {}
        for note, deck in database.execute("SELECT nid, did FROM cards ORDER BY id"):
            cards.setdefault(note, []).append(deck)
        rows = database.execute("SELECT id, guid, mid, flds, tags FROM notes ORDER BY id")
        notes = rows.fetchall()
    found = []
    for identity, guid, model, fields, tags in notes:
        kind = models[str(model)]
        names = [field["name"] for field in kind["flds"]]
        assert fields.count("\x1f") == len(names) - 1
        found.append(
            Note(
                guid,
                kind["name"],
                dict(zip(names, fields.split("\x1f"), strict=True)),
                tuple(tags.split()),
                decks[str(cards[identity][0])]["name"],
                len(cards[identity]),
            )
        )
    return found


class _Reader(HTMLParser):
    """The elements of a field and the text that a browser shows."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""
        self.feed(_CLOZE.sub(lambda found: found[1].partition("::")[0], field))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def _shown(field: str) -> str:
    return _Reader(field).text


def _of(notes: list[Note], kind: str) -> list[Note]:
    return [note for note in notes if note.kind == kind]


def test_each_part_gives_its_cards(notebook: Notebook) -> None:
    """A glossed term, a question, the figures and the quotes; each note has one card."""
    notes = read_notes(render_anki(notebook))
    assert {note.cards for note in notes} == {1}
    (term,) = _of(notes, TERM.name)
    assert term.fields["术语"] == "夜校"
    assert term.fields["释义"] == "社区的第二间教室"
    assert term.fields["原句"] == "夜校是社区的第二间教室。"
    (question,) = _of(notes, QUESTION.name)
    assert question.fields["问题"] == "为什么课表要交给居民来定？"
    assert _shown(question.fields["答案"]) == "办好夜校，必须把课表交给居民来定。"
    assert [note.fields["文字"] for note in _of(notes, FIGURE.name)] == [
        "去年全区开课{{c1::三百一十二场}}，到课率百分之八十六。",
        "去年全区开课三百一十二场，到课率{{c1::百分之八十六}}。",
    ]
    assert [note.fields["文字"] for note in _of(notes, QUOTE.name)] == [
        "{{c1::夜校}}是社区的第二间教室。",
        "读完《社区夜校手记》，{{c1::我懂得了服务的内涵}}。",
    ]


def test_every_card_says_where_it_comes_from(notebook: Notebook) -> None:
    """The title of the essay, paragraph and sentence, and the file stand on each card."""
    notes = read_notes(render_anki(notebook))
    figures = _of(notes, FIGURE.name)
    assert {note.fields["出处"] for note in figures} == {"第1段第2句，夜校.txt"}
    assert {note.fields["篇名"] for note in notes} == {"让夜校亮起来", "到夜校去听课（拟）"}
    assert all(note.fields["出处"].startswith("第") for note in notes)


def test_decks_and_tags(notebook: Notebook) -> None:
    """One deck an essay below the source; tags without spaces name the kind of card."""
    notes = read_notes(render_anki(notebook))
    assert {note.deck for note in notes} == {"夜校::01 让夜校亮起来", "夜校::02 到夜校去听课（拟）"}
    assert ("学习笔记", "讲话发言", "数据") in {note.tags for note in notes}


def test_small_counts_and_bare_terms_are_not_asked(notebook: Notebook) -> None:
    """三条 and 第三个 give no card, 不超过8万元 and 4月1日 do; a term without gloss does not."""
    first, *others = notebook.notes
    one = first.outline.sentences[0]
    figures = tuple(
        Figure(value, normal, f"第{number}项", one)
        for number, (value, normal) in enumerate(
            [("三条", "3条"), ("第三个", "第3个"), ("不超过8万元", "不超过8万元"), ("4月1日",) * 2]
        )
    )
    terms = (Term("夜校"), Term("点单"))
    changed = replace(notebook, notes=(replace(first, figures=figures, terms=terms), *others))
    notes = read_notes(render_anki(changed))
    assert [note.fields["文字"] for note in _of(notes, FIGURE.name)] == [
        "第2项：{{c1::不超过8万元}}",
        "第3项：{{c1::4月1日}}",
    ]
    assert not _of(notes, TERM.name)


def test_a_number_is_not_hidden_inside_another(notebook: Notebook) -> None:
    """12 is hidden where it stands alone, not in 312 or 2.12; twice when it stands twice."""
    first, *others = notebook.notes
    text = "报名312人，录取12人，平均2.12小时，结业12人。"
    one = replace(first.outline.sentences[0], text=text)
    changed = replace(first, figures=(Figure("12人", "12人", "录取", one),))
    (note,) = _of(read_notes(render_anki(replace(notebook, notes=(changed, *others)))), FIGURE.name)
    assert note.fields["文字"] == "报名312人，录取{{c1::12人}}，平均2.12小时，结业{{c1::12人}}。"


def test_a_row_of_a_table_asks_for_what_is_measured(notebook: Notebook) -> None:
    """A row of numbers says nothing by itself, so the card names the measure."""
    first, *others = notebook.notes
    row = replace(first.outline.sentences[0], text="2021年\t74\t58")
    changed = replace(first, figures=(Figure("74", "74场", "2021年夜校（场）", row),))
    (note,) = _of(read_notes(render_anki(replace(notebook, notes=(changed, *others)))), FIGURE.name)
    assert note.fields["文字"] == "2021年夜校（场）：{{c1::74}}"


def test_a_quote_without_term_hides_its_end(notebook: Notebook) -> None:
    """The last clause; of a single clause all but the hint of its beginning."""
    first, *others = notebook.notes
    quotes = tuple(
        Quote(text, first.outline.sentences[0])
        for text in ("“灯亮着，心就亮着。”", "人心是最亮的灯。")
    )
    changed = replace(first, terms=(), quotes=quotes)
    notes = _of(read_notes(render_anki(replace(notebook, notes=(changed, *others)))), QUOTE.name)
    assert [note.fields["文字"] for note in notes][:2] == [
        "“灯亮着，{{c1::心就亮着}}。”",
        "{{c1::人心是最亮的灯。::人心……}}",
    ]


def test_a_question_about_a_heading_is_answered_by_its_section(notebook: Notebook) -> None:
    """Where the source is a heading, the points of the note on that section follow it."""
    first, *others = notebook.notes
    one = first.outline.sentences[0]
    heading = Section(0, 1, one.text, one.span, Span(one.span.end, len(first.essay.text)))
    asked = replace(
        first,
        outline=replace(first.outline, sections=(heading,)),
        questions=(Question("夜校怎样办好？", (one,)),),
    )
    (note,) = _of(read_notes(render_anki(replace(notebook, notes=(asked, *others)))), QUESTION.name)
    assert "去年全区开课三百一十二场，到课率百分之八十六。" in _shown(note.fields["答案"])
    assert "全区开课五百场" not in note.fields["答案"], "a refused statement is no answer"


def test_the_same_notebook_gives_the_same_bytes(make_notebook: Maker) -> None:
    """Neither the clock nor the disk nor the order of a hash enters the file."""
    package = render_anki(make_notebook())
    assert render_anki(make_notebook()) == package
    with closing(_open(package)) as database:
        times = [
            dt.datetime.fromtimestamp(time, dt.UTC).date()
            for (time,) in database.execute("SELECT mod FROM notes UNION SELECT mod FROM cards")
        ]
    assert set(times) == {dt.date(2025, 3, 1)}, "the day of the notebook"


def test_a_rerun_keeps_the_identity_of_each_card(notebook: Notebook) -> None:
    """Changed answers, a proposed title and a later day change no GUID, type or field order."""
    first, second = notebook.notes
    terms = (replace(first.terms[0], gloss="另一种说法"), *first.terms[1:])
    figures = (replace(first.figures[0], value="三百场", normal="300场"), first.figures[1])
    changed = (replace(first, terms=terms, figures=figures), replace(second, title="另拟的题目"))
    later = replace(notebook, created="2025-04-01", notes=changed)
    before, after = read_notes(render_anki(notebook)), read_notes(render_anki(later))
    assert [note.guid for note in before] == [note.guid for note in after]
    assert [list(note.fields) for note in before] == [list(note.fields) for note in after]
    assert before[0].fields != after[0].fields


def test_identities_are_those_of_the_first_release(notebook: Notebook) -> None:
    """Ids that change would double the cards of everyone who imports again."""
    assert [kind.id for kind in (TERM, QUESTION, FIGURE, QUOTE)] == [
        1184267174,
        1597077260,
        1822422598,
        1888774902,
    ]
    assert [note.guid for note in read_notes(render_anki(notebook))] == [
        "eo&JT~#]~;",
        "i0-X|FZK?[",
        "pc:>-J{e.v",
        "t64lSUsokY",
        "Bf7JtDI]R>",
        "KB&@&WAQFP",
    ]


def test_sources_of_one_name_do_not_overwrite_each_other(notebook: Notebook) -> None:
    """Another essay under the same file name and place has other cards."""
    first, second = notebook.notes
    other = replace(first, essay=replace(first.essay, title="别的一篇"))
    mine = {
        note.guid for note in read_notes(render_anki(notebook)) if note.deck.startswith("夜校::01")
    }
    theirs = {
        note.guid for note in read_notes(render_anki(replace(notebook, notes=(other, second))))
    }
    assert not mine & theirs


def test_equal_questions_of_one_essay_stay_apart(notebook: Notebook) -> None:
    """Two figures of one measure get two identities."""
    first, second = notebook.notes
    twice = tuple(replace(one, about="人数") for one in first.figures)
    notes = read_notes(
        render_anki(replace(notebook, notes=(replace(first, figures=twice), second)))
    )
    assert len({note.guid for note in notes}) == len(notes)


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda one: one.name)
def test_an_attack_is_text_in_every_field(
    attack: Attack, make_notebook: Maker, notebook: Notebook
) -> None:
    """No element, cloze, sound, formula or deck level that is not ours; the text is shown."""
    before = read_notes(render_anki(notebook))
    attacked = make_notebook(lambda text: f"{attack.text}{text}{attack.text}")
    notes = read_notes(render_anki(attacked))
    assert [note.kind for note in notes] == [note.kind for note in before]
    quotes = [_shown(note.fields["文字"]) for note in _of(notes, QUOTE.name)]
    assert clean(attacked.notes[0].quotes[0].text) in quotes
    for note in notes:
        assert note.cards == 1
        assert note.deck.count("::") == 1
        assert all(re.fullmatch(r"[\w-]+", tag) for tag in note.tags)
        for field in note.fields.values():
            assert all(one in _OURS for one in _Reader(field).tags)
            assert not _ACTIVE.search(_CLOZE.sub(_without_braces, field))
            assert field.isprintable()


def _without_braces(found: re.Match[str]) -> str:
    answer, _, hint = found[1].partition("::")
    return answer + hint


@given(st.text())
def test_inert_text_shows_itself(text: str) -> None:
    """Whatever the text, a browser shows its visible letters and Anki finds nothing in it."""
    assert _shown(inert(text)) == clean(text)
    assert not _ACTIVE.search(inert(text))
    answer = hidden(clean(text))
    assert answer.count("{{") == answer.count("}}") == answer.count("::") == 1


def _collection(folder: str) -> Any:
    pytest.importorskip("anki", reason="the library of Anki itself (AGPL, only for this test)")
    from anki.collection import Collection  # type: ignore[import-not-found,unused-ignore]

    return Collection(f"{folder}/collection.anki2")


@pytest.fixture
def collection(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """An empty collection of Anki."""
    opened = _collection(str(tmp_path_factory.mktemp("anki")))
    yield opened
    opened.close()


def _import(collection: Any, package: bytes, folder: Any, **options: Any) -> Any:
    from anki.collection import (  # type: ignore[import-not-found,unused-ignore]
        ImportAnkiPackageOptions,
        ImportAnkiPackageRequest,
    )

    path = folder / "notes.apkg"
    path.write_bytes(package)
    request = ImportAnkiPackageRequest(
        package_path=str(path), options=ImportAnkiPackageOptions(**options)
    )
    return collection.import_anki_package(request).log


@pytest.mark.slow
def test_anki_imports_updates_and_never_doubles(
    notebook: Notebook, collection: Any, tmp_path: Any
) -> None:
    """Anki's own importer: the same file twice adds nothing, a later one changes the answer."""
    package = render_anki(notebook)
    count = len(read_notes(package))
    first = _import(collection, package, tmp_path)
    assert len(first.new) == count == collection.note_count() == collection.card_count()
    again = _import(collection, package, tmp_path)
    assert (len(again.new), len(again.duplicate)) == (0, count)
    one, two = notebook.notes
    terms = (replace(one.terms[0], gloss="居民的第二课堂"), *one.terms[1:])
    later = replace(notebook, created="2025-03-02", notes=(replace(one, terms=terms), two))
    updated = _import(collection, render_anki(later), tmp_path)
    assert (len(updated.new), len(updated.updated)) == (0, count)
    assert collection.note_count() == collection.card_count() == count
    (found,) = collection.find_notes("居民的第二课堂")
    answer = collection.get_note(found).cards()[0].answer()
    assert "居民的第二课堂" in answer
    assert "第1段第1句" in answer


@pytest.mark.slow
def test_anki_takes_a_change_of_the_same_day_on_demand(
    notebook: Notebook, collection: Any, tmp_path: Any
) -> None:
    """更新笔记：始终 takes the change, and it alone, when both files have one date."""
    _import(collection, render_anki(notebook), tmp_path)
    one, two = notebook.notes
    terms = (replace(one.terms[0], gloss="居民的第二课堂"), *one.terms[1:])
    changed = render_anki(replace(notebook, notes=(replace(one, terms=terms), two)))
    always = 1
    log = _import(collection, changed, tmp_path, update_notes=always)
    assert (len(log.new), len(log.updated)) == (0, 1)
    assert len(collection.find_notes("居民的第二课堂")) == 1


@pytest.mark.slow
def test_anki_shows_attacks_as_text(make_notebook: Maker, collection: Any, tmp_path: Any) -> None:
    """All attacks at once, imported and rendered by Anki: no element and no sound of theirs."""
    text = "".join(attack.text for attack in ATTACKS)
    package = render_anki(make_notebook(lambda one: f"{one}{text}"))
    log = _import(collection, package, tmp_path)
    assert len(log.new) == len(read_notes(package))
    for identity in collection.find_notes(""):
        (card,) = collection.get_note(identity).cards()
        output = card.render_output()
        assert not output.question_av_tags
        assert not output.answer_av_tags
        for side in (output.question_text, output.answer_text):
            kinds = {tag for tag, _ in _Reader(side).tags}
            assert kinds <= {"div", "span", "hr", "b"}


def test_a_card_tells_the_repairs_of_its_sentence(notebook: Notebook) -> None:
    """What the source reads otherwise stands beside the place."""
    sources = [note.fields["出处"] for note in _of(read_notes(render_anki(notebook)), QUOTE.name)]
    assert sources[1] == "第1段第1句，夜校.txt（修复：“南涵”改为“内涵”）"
    assert "修复" not in sources[0]
