"""The Jinja environment of the page: sandboxed, strict, escaping, and its errors in words."""

from __future__ import annotations

import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from notes.errors import SettingsError
from notes.render.template_errors import broken

if TYPE_CHECKING:
    from jinja2 import Environment

BUILT_IN = Path(__file__).parent / "templates"
"""The templates that the program comes with."""
PAGE = "page.html.j2"


@lru_cache(maxsize=8)
def environment(templates: Path | None) -> Environment:
    """An environment that looks in ``templates`` first and then among the built-in ones.

    Everything is escaped, and text is cleaned of characters that cannot be seen; a name
    that the templates do not know is an error, and a template cannot reach outside the
    values it is given. The same folder gives the same environment, its files read once.
    """
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from notes.render.html.inert import plain

    folders = [BUILT_IN] if templates is None else [templates, BUILT_IN]
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders], encoding="utf-8-sig"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=plain,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
    )


def asset(env: Environment, name: str) -> str:
    """The text of ``page.css`` or ``page.js``, which are no templates."""
    loader = env.loader
    if loader is None:
        raise SettingsError(f"{name}: 没有可用的模板文件夹，请检查 --templates。")
    with _readable(name):
        return loader.get_source(env, name)[0]


def filled(env: Environment, name: str, values: Mapping[str, Any]) -> str:
    """Fill the template ``name``. Raises ``SettingsError`` with its file and line."""
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError

    try:
        with _readable(name):
            return env.get_template(name).render(values)
    except TemplateSyntaxError as error:
        where = error.filename or error.name or name
        raise broken(where, error.lineno, error.message or "语法有误") from error
    except TemplateNotFound as error:
        where, line = _place(error, name)
        raise broken(where, line, f"引用的模板 {error.name} 不存在") from error
    except (*_IN_TEMPLATES, TemplateError) as error:
        where, line = _place(error, name)
        raise broken(where, line, str(error)) from error


_IN_TEMPLATES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError)
"""What an expression of a template can raise."""


@contextmanager
def _readable(name: str) -> Iterator[None]:
    """Put into words that a template cannot be read."""
    from jinja2 import TemplateNotFound

    try:
        yield
    except TemplateNotFound:  # an OSError as well, but it has a line
        raise
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name}: 模板不是 UTF-8 编码，请另存为 UTF-8 后重试。") from error
    except OSError as error:
        raise SettingsError(f"{name}: 模板打不开，请检查读取权限后重试。") from error


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """The innermost line of a template that ``error`` went through."""
    places = [
        (frame.filename, frame.lineno or 0)
        for frame in traceback.extract_tb(error.__traceback__)
        if frame.filename.endswith(".j2")
    ]
    return places[-1] if places else (name, 0)
