"""The page says what the notebook says, and every mark leads to the words it rests on."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from notes import __version__
from notes.render.escape import clean
from notes.render.html import render_html
from notes.render.places import original_span
from notes.render.shown import PROPOSED, full_title, statements
from notes.values import Notebook, Sentence, StudyNote
from tests.render.html.conftest import by_id, parse

GOLDEN = Path(__file__).resolve().parents[2] / "data" / "render" / "page.html"

Page = Any


def _cited(note: StudyNote) -> list[Sentence]:
    found = [source for line in statements(note) for source in line.point.sources]
    found += [source for entry in note.entries for source in entry.sources]
    found += [source for question in note.questions for source in question.sources]
    found += [quote.source for quote in note.quotes]
    found += [figure.source for figure in note.figures]
    found += [term.source for term in note.terms if term.gloss and term.source is not None]
    return found


def test_every_mark_has_one_target_in_the_source(pages: dict[str, Page]) -> None:
    """Each ¶ link leads to exactly one element, which stands in the source text."""
    for page in pages.values():
        marks = page.xpath("//a[@class='mark']")
        assert marks
        elements = by_id(page)
        for mark in marks:
            target = elements[mark.get("href")[1:]]
            assert target.xpath("ancestor::article[@class='source']")
            assert "出处" in mark.get("aria-label")
            assert mark.text in mark.get("aria-label")


def test_the_target_of_a_mark_holds_the_cited_sentence(
    books: dict[str, Notebook], pages: dict[str, Page], reading: Any
) -> None:
    """The passage that a mark leads to holds the sentence, at the place that its id says."""
    for name, book in books.items():
        checked = 0
        elements = by_id(pages[name])
        links = set(pages[name].xpath("//a[@class='mark']/@href"))
        for note in book.notes:
            for one in _cited(note):
                there = original_span(book.repaired, note.essay, one.span)
                ident = f"s-{there.start}-{there.end}"
                target = elements[ident]
                assert clean(one.text) in clean(reading(target, "del"))
                before = there.within(book.repaired.document.text)
                assert reading(target, "ins") == before
                assert f"#{ident}" in links
                checked += 1
        assert checked > 5


def test_each_line_carries_the_marks_of_its_own_sources(
    books: dict[str, Notebook], pages: dict[str, Page]
) -> None:
    """The marks of a point are those of its sources, in text order."""
    for name, book in books.items():
        for note in book.notes:
            lines = [one for one in note.points if one.accepted]
            for number, point in enumerate(lines, 1):
                line = f"e{note.essay.ordinal}-points-{number}"
                (element,) = pages[name].xpath("//li[@id=$id]", id=line)
                spans = sorted(
                    {(s.paragraph, s.span.start, s.span) for s in point.point.sources},
                    key=lambda one: one[:2],
                )
                there = [original_span(book.repaired, note.essay, span) for _, _, span in spans]
                wanted = [f"#s-{span.start}-{span.end}" for span in there]
                assert element.xpath(".//a[@class='mark']/@href") == wanted


def test_the_page_holds_the_whole_source_before_and_after_its_repairs(
    books: dict[str, Notebook], pages: dict[str, Page], reading: Any
) -> None:
    """Without insertions the page has the original text; without deletions, the repaired."""
    for name, book in books.items():
        texts = pages[name].xpath("//div[@class='source-text']")
        assert "".join(reading(one, "ins") for one in texts) == book.repaired.document.text
        assert "".join(reading(one, "del") for one in texts) == book.repaired.text


def test_every_repair_is_marked_with_its_kind(
    books: dict[str, Notebook], pages: dict[str, Page]
) -> None:
    """Each repair of the wording stands in the source as damaged and repaired, with its name."""
    book, page = books["by hand"], pages["by hand"]
    fixes = page.xpath("//article[@class='source']//span[@class='fix word']")
    shown = [
        (one.get("data-kind"), one.xpath("string(./del)"), one.xpath("string(./ins)"))
        for one in fixes
    ]
    assert shown == [("识别错字", "南涵", "内涵"), ("页码", "12、", "")]
    assert page.xpath("//span[@class='lost']/@data-note") == ["此处原文有缺"]
    assert book.repaired.repairs


def test_parts_come_in_the_order_of_the_contract(pages: dict[str, Page]) -> None:
    """Summary before points before outline and so on, headings as the contract names them."""
    wanted = [
        "一句话主旨", "内容摘要", "核心要点", "层级提纲", "分论点与举措", "认识与体会",
        "联系实际与下一步打算", "金句摘录", "数据与事实", "关键词", "思考题", "核验报告",
    ]  # fmt: skip
    for page in pages.values():
        for essay in page.xpath("//article[@class='essay']"):
            found = [one.xpath("string(h3/text())") for one in essay.xpath("./section")]
            assert found == [one for one in wanted if one in found]
            assert found[-1] == "核验报告"
            links = [
                link.get("href")
                for link in page.xpath("//nav//a")
                if link.get("href").startswith(f"#{essay.get('id')}-")
            ]
            ids = [f"#{one.get('id')}" for one in essay.xpath("./section")]
            assert links == [*ids, f"#{essay.get('id')}-source"]


def test_a_bundle_begins_with_its_overview(pages: dict[str, Page]) -> None:
    """The overview of a bundle stands before its essays, a single essay has none."""
    page = pages["by hand"]
    main = page.xpath("//main/*/@id | //main/*/@class")
    assert main.index("overview") < main.index("e1") < main.index("e2") < main.index("source")
    assert "原称 3 篇，实得 2 篇；第二篇在原文中断" in page.xpath("//main/header")[0].text_content()
    alone = pages["全面推进乡村文化振兴讲话.docx"]
    assert not alone.xpath("//*[@id='overview']")
    assert alone.xpath("string(//h1)") == "全面推进乡村文化振兴 让文脉活在日子里"


def test_refused_statements_stand_nowhere_but_in_the_report(
    books: dict[str, Notebook], pages: dict[str, Page]
) -> None:
    """A refused sentence is struck through in the report, with the reason, and nowhere else."""
    page = pages["by hand"]
    refused = page.xpath("//*[contains(text(), '全区开课五百场')]")
    assert [one.tag for one in refused] == ["s"]
    assert "原文没有“五百”" in refused[0].getparent().text_content()
    assert books["by hand"].notes[0].audit.refusals


def test_labels_of_model_and_weak_lines_and_of_proposed_titles(
    books: dict[str, Notebook], pages: dict[str, Page]
) -> None:
    """What the model worded, what is weak and what the program named is labelled so."""
    page = pages["by hand"]
    tags = "//*[@id=$id]//span[contains(@class, 'tag')]/text()"
    assert page.xpath(tags, id="e1-points-3") == ["模型", "待核"]
    assert page.xpath(tags, id="e2-h") == ["拟题"]
    assert full_title(books["by hand"].notes[1]).endswith("（拟）")
    assert page.xpath(tags, id="e2-quotes-1") == ["原文有修复"]


def test_the_map_shows_the_outline_as_a_tree(
    books: dict[str, Notebook], pages: dict[str, Page]
) -> None:
    """Every entry of the outline is an item of the tree, below the entry it belongs to."""
    for name, book in books.items():
        for note in book.notes:
            path = f"//*[@id='e{note.essay.ordinal}-outline']"
            boxes = pages[name].xpath(f"{path}//*[@role='treeitem']")
            if not note.entries:
                assert not boxes
                continue
            assert len(boxes) == len(note.entries) + 1
            for number, box in enumerate(boxes):
                parent = int(box.get("data-parent"))
                assert parent < number
                level = int(box.get("aria-level"))
                assert level == (int(boxes[parent].get("aria-level")) + 1 if number else 1)
            texts = ["".join(box.xpath(".//*[local-name()='tspan']/text()")) for box in boxes[1:]]
            wanted = [
                clean(one.heading).removesuffix(PROPOSED) + PROPOSED * one.proposed
                for one in note.entries
            ]
            assert [re.sub(r"\s", "", one) for one in texts] == [
                re.sub(r"\s", "", one) for one in wanted
            ]


def test_golden_page(notebook: Notebook) -> None:
    """The page of the small notebook, without style and script, is the one that was approved.

    Run with ``NOTES_UPDATE_GOLDEN=1`` to write it anew, then read the difference.
    """
    page = re.sub(r"<(style|script)>.*?</\1>", r"<\1></\1>", render_html(notebook), flags=re.DOTALL)
    page = re.sub(r"sha256-[A-Za-z0-9+/=]+", "sha256-", page).replace(__version__, "VERSION")
    if os.environ.get("NOTES_UPDATE_GOLDEN"):
        GOLDEN.write_text(page, encoding="utf-8", newline="\n")
    assert page == GOLDEN.read_text(encoding="utf-8")


def test_parts_are_named_as_the_user_wants(tmp_path: Path, notebook: Notebook) -> None:
    """``headings.toml`` in the folder of templates names the parts, in contents and text."""
    (tmp_path / "headings.toml").write_text('points = "要点提炼"\naudits = "核对"\n', "utf-8")
    page = parse(render_html(notebook, templates=tmp_path))
    assert page.xpath("string(//h3[@id='e1-points-h'])") == "要点提炼"
    assert page.xpath("string(//nav//a[@href='#e1-points'])") == "要点提炼"
    assert "核对" in page.xpath("//section[@id='overview']//h3/text()")


def test_a_page_is_the_same_each_time(books: dict[str, Notebook]) -> None:
    """Two renderings of one notebook are the same text, in UTF-8, with line feeds only."""
    page = render_html(books["by hand"])
    assert page == render_html(books["by hand"])
    assert "\r" not in page
    assert page.encode().decode() == page
