"""Dialects of Markdown: what each program that shows the notes understands.

* *obsidian*: callouts with a title, wikilinks, block ids, footnotes;
* *github*: alerts, relative links, tables, footnotes (GitHub Flavored Markdown);
* *commonmark*: nothing but CommonMark 0.31; tables become lists, footnotes a list of
  headings that the place marks lead to.

The YAML block on top is the same for all: it is what programs look for that read metadata.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notes.render.escape import clean, inline
from notes.render.links import link as relative_link
from notes.render.links import target
from notes.settings import Flavor


@dataclass(frozen=True, slots=True)
class Dialect:
    """One flavor; ``footnotes`` says how 依据 is given."""

    name: Flavor = "obsidian"
    footnotes: bool = True
    wikilinks: bool = True
    tables: bool = True

    def link(self, text: str, file: str, *, cell: bool = False, block: str = "") -> str:
        """A link that shows ``text`` and leads to ``file``, there to ``block``.

        ``cell`` says that it stands in a table. A wikilink shows its text as it is, escapes
        and all; where text or name needs them it is an ordinary link, which Obsidian follows
        as well. The bare name is enough: of several notes called index Obsidian takes the
        one in the folder of the link (measured with 1.13.7, markdown-vault-mcp #1380), but
        for a note of that name in the root of the vault.
        """
        name = file.removesuffix(".md")
        if self.wikilinks and inline(text) == clean(text) and inline(name) == name:
            bar = "\\|" if cell else "|"
            place = f"#^{block}" if block else ""
            return f"[[{name}{place}{bar}{clean(text)}]]"
        if self.wikilinks and block:
            return f"[{inline(text)}]({target(file)}#^{block})"
        return relative_link(text, file)

    def block(self, ident: str) -> str:
        """What makes the line before it a block that can be linked to."""
        return f" ^{ident}" if self.wikilinks else ""

    def callout(self, title: str, text: str) -> list[str]:
        """``text`` set off from the rest under ``title``."""
        if self.name == "obsidian":
            return [f"> [!abstract] {title}", f"> {text}"]
        head = ["> [!NOTE]"] if self.name == "github" else []
        return [*head, f"> **{title}**", ">", f"> {text}"]

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
        """A table of Markdown cells, or a list of its rows; nothing without rows."""
        if not rows:
            return []
        if self.tables:
            return [
                f"| {' | '.join(head)} |",
                f"|{' --- |' * len(head)}",
                *(f"| {' | '.join(cell.strip() for cell in row)} |" for row in rows),
            ]
        return [f"- **{row[0].strip()}** — {_told(head[1:], row[1:])}" for row in rows]


def _told(head: Sequence[str], row: Sequence[str]) -> str:
    return "；".join(f"{name}：{cell.strip()}" for name, cell in zip(head, row, strict=True))


_DIALECTS: dict[Flavor, Dialect] = {
    "obsidian": Dialect(),
    "github": Dialect("github", wikilinks=False),
    "commonmark": Dialect("commonmark", footnotes=False, wikilinks=False, tables=False),
}


def dialect(name: Flavor) -> Dialect:
    """The dialect called ``name``."""
    return _DIALECTS[name]
