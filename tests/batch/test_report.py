"""The report of a batch: it names all that needs an eye, shows it inertly, and spares others."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from notes.batch.report import as_html, as_markdown, write_report
from notes.batch.report_view import MOST_ROWS, view
from notes.batch.result import BatchResult, BatchRow, Facts
from notes.batch.timing import timing
from notes.batch.weak import WeakLine
from notes.errors import OutputError
from tests.batch.conftest import Batch

FACTS = Facts(
    essays=3,
    claimed=4,
    characters=5200,
    repairs=(("lost_text", 1), ("ocr_char", 2), ("page_counter", 9)),
    verified=5,
    replaced=1,
    refused=2,
    weak=1,
    weak_lines=(WeakLine(Path("01-护林.md"), "防火道都清完了。", (3,)),),
    warnings=("有 2 张图片没有读。",),
)


def result_of(output: Path, *rows: BatchRow) -> BatchResult:
    return BatchResult(output, rows, "study-notes-small", "2026-03-02", 2, 30.0)


@pytest.fixture
def result(tmp_path: Path) -> BatchResult:
    folder = tmp_path / "护林"
    done = BatchRow(
        "材料/护林.docx",
        "written",
        folder=folder,
        outputs=(folder / "01-护林.md", folder / "index.md", folder / "notes.json"),
        facts=FACTS,
        seconds=(("read", 0.5), ("model", 2.0)),
    )
    return result_of(
        tmp_path,
        done,
        BatchRow("材料/空.txt", "failed", "材料/空.txt: 文件是空的（0 字节），请检查。"),
        BatchRow("材料/表.xlsx", "skipped", "材料/表.xlsx: 不能直接读取 .xlsx 文件。"),
        BatchRow("材料/护林2.docx", "duplicate", "相同", duplicate_of="材料/护林.docx"),
    )


def cells(page: str, title: str) -> list[list[str]]:
    """The rows of the table under ``title`` of an HTML report."""
    body = html.document_fromstring(page).xpath(f"//details[.//h2='{title}']//tbody/tr")
    return [[str(cell.text_content()) for cell in row.xpath("td")] for row in body]


def test_every_state_has_its_place(result: BatchResult) -> None:
    """Failed with reason, skipped, copies, weak lines, wrong counts, warnings, and the done."""
    page = as_html(view(result))
    assert cells(page, "没有做成的") == [["材料/空.txt", "文件是空的（0 字节），请检查。"]]
    assert cells(page, "跳过的") == [["材料/表.xlsx", "不能直接读取 .xlsx 文件。"]]
    assert cells(page, "内容重复，只写一份的") == [["材料/护林2.docx", "材料/护林.docx"]]
    assert cells(page, "待核的句子") == [["护林/01-护林.md", "防火道都清完了。", "¶3"]]
    assert cells(page, "篇数与原称不符") == [["材料/护林.docx", "4", "3"]]
    assert cells(page, "读取时的提醒") == [["材料/护林.docx", "有 2 张图片没有读。"]]
    done = cells(page, "写成笔记的")
    assert done == [["材料/护林.docx", "3", "5200", "11", "5", "1", "2", "1"]]
    text = as_markdown(view(result))
    for word in ("空.txt", "表.xlsx", "护林2.docx", "防火道都清完了。", "识别错字 2", "页码 9"):
        assert word in text
    assert "修复：11 处" in text


def test_the_page_is_self_contained_and_leads_to_the_notes(result: BatchResult) -> None:
    """Nothing is loaded; a source leads to its overview within the folder."""
    tree = html.document_fromstring(as_html(view(result)))
    assert not tree.xpath("//script | //link | //img | //@src")
    targets = tree.xpath("//a/@href")
    assert "%E6%8A%A4%E6%9E%97/index.md" in targets
    assert not [target for target in targets if re.match(r"[a-z]+:|/", target)]


def test_names_of_files_do_nothing(tmp_path: Path) -> None:
    """A name with markup is shown as it is, in both reports."""
    name = "<img src=x onerror=alert(1)>|[a](http://b).txt"
    row = BatchRow(name, "failed", f"{name}: 文件是空的 | <b>。")
    report = view(result_of(tmp_path, row))
    page = as_html(report)
    assert cells(page, "没有做成的") == [[name, "文件是空的 | <b>。"]]
    assert not html.document_fromstring(page).xpath("//img | //a | //b")
    line = next(line for line in as_markdown(report).splitlines() if "onerror" in line)
    assert line.count("|") - line.count("\\|") == 3
    shown = html.fromstring(MarkdownIt("gfm-like", {"linkify": False}).render(line))
    assert not shown.xpath("//img | //a | //b")


def test_a_resumed_run_reports_the_same(batch: Batch, tmp_path: Path) -> None:
    """Done now or done before makes no difference; no time of day or duration is in it."""
    first = write_report(batch())
    before = [path.read_bytes() for path in first]
    assert first == (tmp_path / "out" / "report.md", tmp_path / "out" / "report.html")
    assert write_report(replace(batch(), seconds=999.0)) == first
    assert [path.read_bytes() for path in first] == before


def test_an_edited_report_and_a_foreign_file_stay(result: BatchResult, tmp_path: Path) -> None:
    """The new report goes beside; an untouched one is replaced."""
    page = tmp_path / "report.html"
    page.write_text("<p>我的</p>", encoding="utf-8")
    note, beside = write_report(result)
    assert beside.name == "report-2.html"
    note.write_text(note.read_text("utf-8") + "\n已看。\n", encoding="utf-8")
    assert [path.name for path in write_report(result)] == ["report-2.md", "report-2.html"]
    assert page.read_text("utf-8") == "<p>我的</p>"
    assert "已看。" in note.read_text("utf-8")


def test_a_long_table_says_what_it_leaves_out(tmp_path: Path) -> None:
    """No more rows than the limit, and the rest is counted."""
    rows = [BatchRow(f"{n}.txt", "failed", f"{n}.txt: 空。") for n in range(MOST_ROWS + 3)]
    assert "另有 3 行没有列出。" in as_markdown(view(result_of(tmp_path, *rows)))


def test_a_folder_that_cannot_be_written_is_one_sentence(result: BatchResult) -> None:
    """OutputError, which names the folder."""
    gone = result.output / "没有这个文件夹"
    with pytest.raises(OutputError, match="没有这个文件夹"):
        write_report(replace(result, output=gone))


def test_timing_names_stages_and_speed(result: BatchResult) -> None:
    """Seconds by stage, sources and characters a minute; nothing where nothing was written."""
    told = timing(result)
    assert "读取 0.5 秒" in told
    assert "每分钟 2 个来源、10400 字" in told
    assert not timing(result_of(result.output))
