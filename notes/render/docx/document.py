"""The whole file: parts in order, the layout around them, and fixed bytes."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from notes.render.docx.body import Body
from notes.render.docx.contents import contents
from notes.render.docx.elements import Element, paragraph, run, xml
from notes.render.docx.essay import subtitle, write_essay
from notes.render.docx.fonts import font_table
from notes.render.docx.overview import write_overview
from notes.render.docx.page import lay_out
from notes.render.docx.settings import settings
from notes.render.docx.styles import style_sheet
from notes.render.docx.titles import title_runs
from notes.render.escape import clean
from notes.render.fixed_zip import fixed_zip
from notes.render.labels import numeral
from notes.render.names import file_name
from notes.render.shown import full_title
from notes.values import Notebook

_PARTS = ("styles", "settings", "fontTable", "footnotes")
_LONGEST_PROPERTY = 255
"""Characters that python-docx lets a document property have."""


def build(notebook: Notebook) -> bytes:
    """The bytes of the .docx file of ``notebook``."""
    bundle = len(notebook.notes) != 1
    title = _title(notebook)
    body = _bundle(notebook, title) if bundle else _single(notebook, title)
    document = docx.Document()
    _replace_body(document, body.blocks)
    lay_out(document)
    _replace_parts(document, body, bundle=bundle)
    _describe(document, notebook, title)
    return _fixed(document)


def _title(notebook: Notebook) -> str:
    if len(notebook.notes) == 1:
        return clean(full_title(notebook.notes[0]))
    source = file_name(notebook.repaired.document.source)
    return clean(notebook.bundle.title) or clean(source)


def _single(notebook: Notebook, title: str) -> Body:
    body = Body(chapters=False)
    note = notebook.notes[0]
    body.add("Title", *title_runs(title))
    body.add("Subtitle", run(subtitle(note)))
    if date := _date(notebook.created):
        body.add("Subtitle", run(date))
    write_essay(body, notebook, note)
    return body


def _bundle(notebook: Notebook, title: str) -> Body:
    body = Body(chapters=True)
    write_overview(body, notebook)
    for note in notebook.notes:
        body.chapter(f"第{numeral(note.essay.ordinal)}篇", full_title(note))
        body.add("Subtitle", run(subtitle(note)))
        write_essay(body, notebook, note)
    front = [paragraph("Title", *title_runs(title)), paragraph("Subtitle", run("（学习笔记汇编）"))]
    if date := _date(notebook.created):
        front.append(paragraph("Subtitle", run(date)))
    body.blocks[:0] = [*front, contents(body.chapters)]
    return body


def _replace_body(document: Document, blocks: list[Element]) -> None:
    root: Element = document.element.body
    for child in list(root)[:-1]:
        root.remove(child)
    for at, block in enumerate(blocks):
        root.insert(at, block)


def _replace_parts(document: Document, body: Body, *, bundle: bool) -> None:
    """Our styles, settings, fonts and footnotes in place of those of the template."""
    part = document.part
    ours = {
        RELATIONSHIP_TYPE.STYLES: style_sheet(bundle=bundle),
        RELATIONSHIP_TYPE.SETTINGS: settings(),
        RELATIONSHIP_TYPE.FONT_TABLE: font_table(),
        RELATIONSHIP_TYPE.FOOTNOTES: body.footnotes.part(),
    }
    for identity, relation in list(part.rels.items()):
        if relation.reltype != RELATIONSHIP_TYPE.FOOTER:
            part.rels.pop(identity)
    kind = CONTENT_TYPE.WML_DOCUMENT_MAIN.removesuffix("document.main+xml")
    for (relation_type, root), name in zip(ours.items(), _PARTS, strict=True):
        uri = PackURI(f"/word/{name}.xml")
        part.relate_to(Part(uri, f"{kind}{name}+xml", xml(root), part.package), relation_type)


def _describe(document: Document, notebook: Notebook, title: str) -> None:
    """The document properties; those of the template would name its author and its day."""
    properties = document.core_properties
    root: Element = properties._element
    for child in list(root):
        root.remove(child)
    properties.title = title[:_LONGEST_PROPERTY]
    properties.subject = "学习笔记"
    properties.author = properties.last_modified_by = "study-notes"
    properties.language = "zh-CN"
    if day := _day(notebook.created):
        properties.created = properties.modified = dt.datetime.combine(day, dt.time.min)
    package = document.part.package
    for identity, relation in list(package.rels.items()):
        if relation.reltype not in {
            RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
            RELATIONSHIP_TYPE.CORE_PROPERTIES,
        }:
            package.rels.pop(identity)


def _fixed(document: Document) -> bytes:
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as archive:
        return fixed_zip((one.filename, archive.read(one)) for one in archive.infolist())


def _date(created: str) -> str:
    day = _day(created)
    return f"{day.year}年{day.month}月{day.day}日" if day else clean(created)


def _day(created: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(created).date()
    except ValueError:
        return None
