"""The user's own Markdown templates: ``note.md.j2`` and ``index.md.j2`` in a folder.

A template gives the body of the file; the YAML block on top stays the program's, because
it is how the program knows its files again. What the values hold is text of the source:
every expression is escaped for Markdown (``escape.inline``) unless its value is Markdown
already (class ``Markdown``), so a template cannot let a source act. ``view`` says what the
values are. Templates are sandboxed (``jinja2.sandbox``): they see these values only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notes.errors import SettingsError
from notes.render.escape import inline
from notes.render.headings import headings
from notes.render.template_errors import broken

if TYPE_CHECKING:
    from jinja2 import Environment

    from notes.render.page import Look, Page
    from notes.values import Notebook, StudyNote

NOTE, INDEX, HTML = "note.md.j2", "index.md.j2", "page.html.j2"
"""Names of the templates for a note, for the overview and for the HTML page."""

Lines = Mapping[str, Sequence[str]]


class Markdown(str):
    """Text that is Markdown already; a template puts it in as it is."""

    __slots__ = ()


def check_templates(folder: Path) -> None:
    """Raise ``SettingsError`` where ``folder`` is none or something in it cannot be used.

    Headings and the syntax of all templates are looked at, so that a long run does not
    end at its first note.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder}: 没有这个模板文件夹，请检查 --templates 后的路径。")
    headings(folder)
    env = markdown_templates(folder)
    for path in sorted(folder.glob("*.j2")):
        _compiled(env, path)


def markdown_templates(folder: Path) -> Environment:
    """The environment of the Markdown templates in ``folder``; each is read once."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(str(folder)),
        autoescape=False,
        undefined=StrictUndefined,
        finalize=_escaped,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def note_template(
    env: Environment,
) -> Callable[[Notebook, StudyNote, Page, Lines], str] | None:
    """A function that fills ``note.md.j2``; ``None`` where the folder has none."""
    if NOTE not in env.list_templates():
        return None

    def fill(notebook: Notebook, note: StudyNote, page: Page, parts: Lines) -> str:
        from notes.render.html.environment import filled
        from notes.render.view import note_view

        return filled(env, NOTE, note_view(notebook, note, page, _texts(parts)))

    return fill


def index_template(
    env: Environment,
) -> Callable[[Notebook, str, Sequence[str], Look, Lines], str] | None:
    """A function that fills ``index.md.j2``; ``None`` where the folder has none."""
    if INDEX not in env.list_templates():
        return None

    def fill(notebook: Notebook, title: str, names: Sequence[str], look: Look, parts: Lines) -> str:
        from notes.render.html.environment import filled
        from notes.render.view import index_view

        return filled(env, INDEX, index_view(notebook, title, names, look, _texts(parts)))

    return fill


def _texts(parts: Lines) -> dict[str, Markdown]:
    return {name: Markdown("\n".join(lines).strip("\n")) for name, lines in parts.items()}


def _escaped(value: Any) -> Any:
    if isinstance(value, Markdown):
        return value
    if value is None:
        return ""
    return inline(str(value))


def _compiled(env: Environment, path: Path) -> None:
    from jinja2 import TemplateSyntaxError

    try:
        env.parse(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{path}: 打不开，请检查读取权限后重试。") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path}: 模板不是 UTF-8 编码，请另存为 UTF-8 后重试。") from error
    except TemplateSyntaxError as error:
        raise broken(str(path), error.lineno, error.message or "") from error
