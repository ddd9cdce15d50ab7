"""Writes generated papers in the formats that people have, with the damage that sites do."""

from __future__ import annotations

import html
import io
import random
from collections.abc import Callable, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.generated_text import ORDINALS, Paper

_CONFUSED = {"0": "O", "1": "l"}


def joined(papers: Sequence[Paper], rng: random.Random) -> str:
    """The text of one paper, or of a bundle "(N篇)" of several with 篇 labels."""
    if len(papers) == 1:
        return papers[0].text
    topic = rng.choice(("学习心得体会", "研讨发言材料", "会议讲话稿"))
    lines = [f"{topic}({len(papers)}篇)"]
    for at, paper in enumerate(papers):
        lines += [f"篇{ORDINALS[at]}", paper.text]
    return "\n".join(lines)


def damaged(text: str, rng: random.Random) -> str:
    """``text`` as a document site leaves it: page counters, a boilerplate line, misread digits."""
    out: list[str] = []
    step = rng.randint(260, 340)
    # The counters grow by one and fall anywhere, as on the sites.
    for number, at in enumerate(range(0, len(text), step)):
        out.append(text[at : at + step])
        if number and at + step < len(text):
            out.append(f"{number + 1}、")
    text = "".join(out)
    if rng.random() < 0.5:
        digits = [i for i, c in enumerate(text) if c in _CONFUSED and text[i - 1 : i].isdigit()]
        for i in rng.sample(digits, k=min(2, len(digits))):
            text = text[:i] + _CONFUSED[text[i]] + text[i + 1 :]
    if rng.random() < 0.5:
        text = text.replace("，", ",", 3)
    return text


def plain(papers: Sequence[Paper], rng: random.Random) -> bytes:
    """A .txt in one of the encodings in use."""
    text = joined(papers, rng)
    if rng.random() < 0.35:
        text = damaged(text, rng)
    if rng.random() < 0.2:
        text = text.replace("\n", "\r\n")
    coding = rng.choices(("utf-8", "gb18030", "utf-8-sig", "utf-16"), (60, 25, 10, 5))[0]
    return text.encode(coding)


def markdown(papers: Sequence[Paper], rng: random.Random) -> bytes:
    """A .md with headings."""
    blocks: list[str] = [f"# {rng.choice(('学习材料', '发言汇编'))}({len(papers)}篇)"] * (
        len(papers) > 1
    )
    for at, paper in enumerate(papers):
        if len(papers) > 1:
            blocks.append(f"## 篇{ORDINALS[at]}")
        blocks.append(f"{'#' * (3 if len(papers) > 1 else 1)} {paper.title}")
        blocks += [
            f"#### {text}" if level else text
            for text, level in zip(paper.paragraphs, paper.levels, strict=True)
        ]
    return ("\n\n".join(blocks) + "\n").encode()


def web(papers: Sequence[Paper], rng: random.Random) -> bytes:
    """An .html page of a site with navigation and a footer."""
    body: list[str] = []
    for paper in papers:
        body.append(f"<h1>{html.escape(paper.title)}</h1>")
        body += [
            f"<{'h2' if level else 'p'}>{html.escape(text)}</{'h2' if level else 'p'}>"
            for text, level in zip(paper.paragraphs, paper.levels, strict=True)
        ]
    head = f'<head><meta charset="utf-8"><title>{html.escape(papers[0].title)}</title></head>'
    around = '<nav><a href="/">首页</a> <a href="/w">范文</a></nav>' if rng.random() < 0.7 else ""
    return (
        f"<!DOCTYPE html><html lang=zh>{head}<body>{around}<article>{''.join(body)}</article>"
        "<footer>版权所有</footer></body></html>"
    ).encode()


def word(papers: Sequence[Paper], rng: random.Random) -> bytes:
    """A .docx with styles, or with plain paragraphs only."""
    import docx

    document = docx.Document()
    styled = rng.random() < 0.6
    if len(papers) > 1:
        document.add_paragraph(f"学习材料({len(papers)}篇)", style="Title" if styled else None)
    for at, paper in enumerate(papers):
        if len(papers) > 1:
            document.add_paragraph(f"篇{ORDINALS[at]}")
        document.add_paragraph(paper.title, style="Heading 1" if styled else None)
        for text, level in zip(paper.paragraphs, paper.levels, strict=True):
            document.add_paragraph(text, style="Heading 2" if styled and level else None)
    return _saved(document.save)


def portable(papers: Sequence[Paper], rng: random.Random) -> bytes:
    """A .pdf with a text layer: wrapped lines, a page number at the foot."""
    from tests.reading.pdf_maker import Maker

    maker = Maker()
    size = rng.choice((12, 14))
    for at, paper in enumerate(papers):
        if at:
            maker.page()
        maker.centred(paper.title, size + 4)
        for text in paper.paragraphs:
            maker.paragraph(text, size=size)
    return maker.bytes()


def _saved(save: Callable[[io.BytesIO], None]) -> bytes:
    """The bytes of a zip package, with the dates of its parts taken out."""
    raw, buffer = io.BytesIO(), io.BytesIO()
    save(raw)
    with ZipFile(raw) as found, ZipFile(buffer, "w", ZIP_DEFLATED) as made:
        for name in found.namelist():
            made.writestr(ZipInfo(name, (2026, 1, 1, 0, 0, 0)), found.read(name), ZIP_DEFLATED)
    return buffer.getvalue()


WRITERS: dict[str, Callable[[Sequence[Paper], random.Random], bytes]] = {
    ".txt": plain,
    ".docx": word,
    ".md": markdown,
    ".html": web,
    ".pdf": portable,
}

SHARES = {".txt": 40, ".docx": 30, ".html": 10, ".md": 10, ".pdf": 10}
"""The mix of formats, in percent."""
