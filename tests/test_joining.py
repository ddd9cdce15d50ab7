"""What a model joined is said again in statements of the source."""

from __future__ import annotations

from notes.joining import Statements
from notes.values import Point, Sentence, Span

SENTENCES = [
    "要进一步改进作风，多到基层去，多听群众的意见。",
    "今年办成了三件实事。",
    "干部要把账算清楚。",
]


def statements() -> Statements:
    points = []
    for index, text in enumerate(SENTENCES):
        sentence = Sentence(index, text, Span(0, len(text)), 0, 0)
        forms = (text, text.rstrip("。").split("，")[0] + "。")
        points += [Point(form, (sentence,), "extract") for form in forms]
    return Statements.of(points)


def test_a_statement_is_known_with_and_without_strengthening_adverbs() -> None:
    """Whole ones and short forms; nothing is accepted by likeness."""
    known = statements()
    assert known.has("今年办成了三件实事。")
    assert known.has("要改进作风。")
    assert known.has(SENTENCES[0])
    assert not known.has("今年办成了四件实事。")
    assert not known.has("")


def test_a_joint_is_no_statement() -> None:
    """Two statements in one sentence may imply a link that the source does not make."""
    assert not statements().has("今年办成了三件实事，干部要把账算清楚。")
    assert not statements().has("今年办成了三件实事，多到基层去。")


def test_what_was_joined_is_said_again_in_the_words_of_the_source() -> None:
    """Each clause becomes the shortest statement that carries it, in the order of the text."""
    known = statements()
    joined = "干部要把账算清楚，多听群众的意见，要改进作风。"
    assert known.recast(joined, {0, 2}) == (SENTENCES[0], SENTENCES[2])
    assert known.recast("今年办成了三件实事，要改进。", {1}) == (SENTENCES[1],)


def test_what_no_statement_carries_is_not_said() -> None:
    """Foreign clauses go; a text of which less than half remains goes as a whole."""
    known = statements()
    assert known.recast("城里的灯会十分热闹，游客来了很多。", {0, 1, 2}) == ()
    assert known.recast("今年办成了三件实事。", {0, 2}) == ()
