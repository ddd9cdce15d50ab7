"""A .docx file taken apart: its parts as XML, for tests that look at what Word reads."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from notes.values import Notebook

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def parts(document: bytes) -> dict[str, Any]:
    """The XML parts by name; entities and network are closed to the parser."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        assert archive.testzip() is None
        return {
            name: etree.fromstring(archive.read(name), parser)
            for name in archive.namelist()
            if name.endswith((".xml", ".rels"))
        }


def style(paragraph: Any) -> str:
    """The style of a paragraph."""
    return str(paragraph.find(f"{W}pPr/{W}pStyle").get(f"{W}val"))


def text(node: Any) -> str:
    """What is shown of ``node``; a line break is a line feed."""
    shown = node.iter(f"{W}t", f"{W}br")
    return "".join("\n" if one.tag == f"{W}br" else one.text or "" for one in shown)


def paragraphs(document: dict[str, Any]) -> list[tuple[str, str]]:
    """Style and text of each paragraph of the body, tables and contents included."""
    body = document["word/document.xml"]
    return [(style(one), text(one)) for one in body.iter(f"{W}p")]


def single(notebook: Notebook) -> Notebook:
    """The notebook with its first essay only: a document without overview."""
    return replace(notebook, notes=notebook.notes[:1])


def styles(document: dict[str, Any]) -> dict[str, Any]:
    """The styles by id."""
    found = document["word/styles.xml"].findall(f"{W}style")
    return {one.get(f"{W}styleId"): one for one in found}


def value(node: Any, path: str, attribute: str = "val") -> str | None:
    """The ``attribute`` of the element at ``path`` below ``node``; ``None`` without one."""
    found = node.find("/".join(f"{W}{name}" for name in path.split("/")))
    return None if found is None else found.get(f"{W}{attribute}")
