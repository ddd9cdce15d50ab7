"""The JSON Schema of notes.json: it describes every key, and what is written obeys it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.render.notes_json import SCHEMA, render_json
from notes.values import Notebook

jsonschema: Any = pytest.importorskip("jsonschema")

Maker = Callable[..., Notebook]
EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "output"


def _schema() -> dict[str, Any]:
    text = files("notes.data").joinpath("notes.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _objects(one)


@pytest.fixture(scope="module")
def strict() -> Any:
    """A validator that takes no key the schema does not describe."""
    schema = copy.deepcopy(_schema())
    for one in _objects(schema):
        if one.get("type") == "object" and "additionalProperties" not in one:
            one["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)


def test_the_schema_is_one() -> None:
    """It is valid itself, of draft 2020-12, and of the version that is written."""
    schema = _schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["properties"]["schema"]["const"] == SCHEMA


def test_every_field_is_described() -> None:
    """Each property has a title and a description, its own or of what it refers to."""
    schema = _schema()
    count = 0
    for one in _objects(schema):
        for name, field in one.get("properties", {}).items():
            if isinstance(field, dict) and one.get("type") == "object":
                told = schema["$defs"][field["$ref"].split("/")[-1]] if "$ref" in field else field
                assert told["title"], name
                assert told["description"], name
                count += 1
    assert count > 100


def test_what_is_written_obeys(strict: Any, notebook: Notebook) -> None:
    """The small notebook has every part, and no key that is not described."""
    whole = json.loads(render_json(notebook))
    strict.validate(whole)
    assert set(whole) == set(_schema()["properties"])


@settings(max_examples=25)
@given(word=st.text(max_size=8), damaged=st.booleans())
def test_any_notebook_obeys(strict: Any, make_notebook: Maker, word: str, *, damaged: bool) -> None:
    """Whatever letters the source holds."""
    notebook = make_notebook(lambda text: f"{text}{word}", damaged=damaged)
    strict.validate(json.loads(render_json(notebook)))


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*/notes.json")), ids=lambda p: p.parent.name)
def test_the_examples_obey(path: Path) -> None:
    """The example notes, also those that were written by the version before."""
    jsonschema.Draft202012Validator(_schema()).validate(json.loads(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("trail", "value"),
    [
        (("schema",), "study-notes/2"),
        (("claimed",), "3"),
        (("source", "sha256"), "0"),
        (("essays", 0, "kind"), "poem"),
        (("essays", 0, "points", 0, "verdict"), "true"),
        (("repairs", 0, "start"), -1),
        (("rebuild", "pieces", 0), [1]),
    ],
)
def test_what_is_wrong_is_found(
    strict: Any, notebook: Notebook, trail: tuple[Any, ...], value: Any
) -> None:
    """The schema is no empty promise."""
    whole = at = json.loads(render_json(notebook))
    for key in trail[:-1]:
        at = at[key]
    at[trail[-1]] = value
    assert not strict.is_valid(whole)
