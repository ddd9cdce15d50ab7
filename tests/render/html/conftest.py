"""What the tests of the page share: a parsed page, and text as a reader sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import html  # type: ignore[import-untyped]

from notes.pipeline import take_notes
from notes.reading import read
from notes.render.html import render_html
from notes.settings import Settings
from notes.values import Notebook

INPUTS = Path(__file__).parents[3] / "examples" / "input"
_NUMBER = re.compile(r"\[U\+([0-9A-F]{4,6})\]")

Page = Any
Reading = Callable[..., str]


def parse(page: str) -> Page:
    """The tree of ``page``; lone surrogates and NUL cannot be in it."""
    return html.document_fromstring(page, parser=html.HTMLParser(encoding="utf-8"))


def by_id(page: Page) -> dict[str, Page]:
    """The elements of ``page`` by their ids."""
    return {one.get("id"): one for one in page.xpath("//*[@id]")}


@pytest.fixture(scope="session")
def reading() -> Reading:
    """A function for the text of an element with the ``without`` elements taken out.

    ``reading(element, "del")`` is the repaired text, ``reading(element, "ins")`` the
    original; characters shown by number are themselves again.
    """

    def read_out(element: Page, without: str) -> str:
        copy = deepcopy(element)
        for one in copy.xpath(f".//{without}"):
            one.drop_tree()
        for one in copy.xpath(".//*[@class='unseen']"):
            found = _NUMBER.fullmatch(one.text)
            assert found is not None
            one.text = chr(int(found[1], 16))
        return str(copy.text_content())

    return read_out


@pytest.fixture(scope="session")
def books(notebook: Notebook) -> dict[str, Notebook]:
    """A small notebook built by hand, and those of the example inputs without a model."""
    found = {"by hand": notebook}
    for path in sorted(INPUTS.iterdir()):
        found[path.name] = take_notes(read(path), Settings(created="2026-01-01"))
    return found


@pytest.fixture(scope="session")
def pages(books: dict[str, Notebook]) -> dict[str, Page]:
    """The pages of ``books``, parsed."""
    return {name: parse(render_html(book)) for name, book in books.items()}
