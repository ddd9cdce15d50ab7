"""The formats of a notebook: which there are, which files they give, whose a file is.

``md`` gives a file an essay (``01-标题.md``) and ``index.md``, ``json`` ``notes.json``; the
others one file for the whole notebook, ``NAME.html``, ``NAME.docx`` and ``NAME.apkg``, where
NAME is the folder name of the source (``names.folder_name``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from notes.errors import SettingsError
from notes.render.front_matter import generated, untouched
from notes.render.markdown import render_index, render_note
from notes.render.names import folder_name, note_names
from notes.render.notes_json import SCHEMA, render_json
from notes.render.page import look_of
from notes.render.seals import is_whole, seal_package, seal_page, seal_word, was_ours
from notes.render.templates import check_templates
from notes.settings import Rendering
from notes.values import Notebook

Test = Callable[[bytes], bool]
"""Says something of the bytes of a file that is already there."""
Free = Callable[[str, Test, Test], str]
"""Gives the name that a wanted name gets. The first test says whether a file of that name may
be replaced because nobody changed it, the second whether this program once wrote it."""

_JSON_HEAD = f'{{\n  "schema": "{SCHEMA.partition("/")[0]}/'.encode()


def _html(notebook: Notebook, rendering: Rendering) -> bytes:
    from notes.render.html import render_html

    return seal_page(render_html(notebook, templates=rendering.templates).encode("utf-8"))


def _docx(notebook: Notebook, _: Rendering) -> bytes:
    from notes.render.docx import render_docx

    return seal_word(render_docx(notebook))


def _anki(notebook: Notebook, _: Rendering) -> bytes:
    from notes.render.anki import render_anki

    return seal_package(render_anki(notebook))


@dataclass(frozen=True, slots=True)
class Whole:
    """A format that holds a whole notebook in one file."""

    extension: str
    render: Callable[[Notebook, Rendering], bytes]


WHOLE: Mapping[str, Whole] = MappingProxyType(
    {
        "html": Whole(".html", _html),
        "docx": Whole(".docx", _docx),
        "anki": Whole(".apkg", _anki),
    }
)
FORMATS = ("md", "json", *WHOLE)
"""The names of all formats."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """The files of a notebook, names beside contents.

    ``notes`` says, beside the notes, in which file each stands.
    """

    files: tuple[tuple[str, bytes], ...]
    notes: tuple[str, ...]


def formats(wanted: Iterable[str]) -> tuple[str, ...]:
    """The formats named by ``wanted``, each item with one name or more between commas.

    They come once each, in the order of ``FORMATS``. Raises ``SettingsError`` for a name
    that is none, or where nothing is named.
    """
    names = [name.strip().lower() for item in wanted for name in item.replace("，", ",").split(",")]
    names = [name for name in names if name]
    for name in names:
        if name not in FORMATS:
            raise SettingsError(f"--format {name}: 没有这种格式，可选：{'、'.join(FORMATS)}。")
    if not names:
        raise SettingsError(f"--format: 请给出格式，可选：{'、'.join(FORMATS)}。")
    return tuple(name for name in FORMATS if name in names)


def check(rendering: Rendering) -> None:
    """Raise ``SettingsError`` where ``rendering`` asks for what cannot be done."""
    formats(rendering.formats)
    if rendering.templates is not None:
        check_templates(rendering.templates)


def render(notebook: Notebook, rendering: Rendering, free: Free) -> Rendered:
    """All files of ``notebook`` in the formats of ``rendering``, under the names of ``free``.

    Notes come first, then the overview, ``notes.json`` and the others. Raises
    ``SettingsError`` where a template is broken.
    """
    files: list[tuple[str, bytes]] = []
    names = note_names(notebook)
    if "md" in rendering.formats:
        look = look_of(rendering)
        names = tuple(free(name, sealed, _generated) for name in names)
        index = free("index.md", sealed, _generated)
        texts = [render_note(notebook, note, names, index, look) for note in notebook.notes]
        files += zip(names, (text.encode("utf-8") for text in texts), strict=True)
        files.append((index, render_index(notebook, names, look).encode("utf-8")))
    if "json" in rendering.formats:
        record = free("notes.json", _our_json, _our_json)
        files.append((record, render_json(notebook, names).encode("utf-8")))
    stem = folder_name(notebook.repaired.document.source)
    for name, whole in WHOLE.items():
        if name in rendering.formats:
            content = whole.render(notebook, rendering)
            files.append((free(f"{stem}{whole.extension}", is_whole, was_ours), content))
    where = names if "md" in rendering.formats else (files[0][0],) * len(notebook.notes)
    return Rendered(tuple(files), where)


def sealed(content: bytes) -> bool:
    """Whether ``content`` is a file of this program, of any format, that nobody changed."""
    return is_whole(content) or untouched(_decoded(content))


def _generated(content: bytes) -> bool:
    return generated(_decoded(content))


def _our_json(content: bytes) -> bool:
    return content.replace(b"\r\n", b"\n").startswith(_JSON_HEAD)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
