"""PDF: what the pages broke is joined, what is printed around the text is left out."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from notes.errors import DamagedFileError, EmptyDocumentError, InputError, UnreadableFileError
from notes.reading import read
from notes.reading.pdf import PagesAreImagesError, extract_pdf
from notes.values import Document
from tests.reading.pdf_maker import WIDTH, Maker

FIRST = (
    "同志们，今天请大家来，主要是谈一谈怎样把社区的图书角办好。前一阵我到几个小区转了转，看到有的书架落了灰，"
    "有的借阅本子停在去年春天，心里不是滋味。书放在那里没有人看，就等于没有放。"
)
SECOND = (
    "摸情况不能坐在办公室里摸。要到居民家里去，到广场上去，问一问老人想看什么，问一问孩子缺什么，把需要记在"
    "本子上。城东的三个小区共有2460户，去年借书的只有310人次，用的是open source的系统，"
    "平均每8户才有1人次。"
)
THIRD = (
    "办法要从群众中来。上班的人下班了，门也关了，把开放时间推迟两个小时，事情就会好办得多；把书架搬到院子里，"
    "老人不用爬楼；把绘本放在低处，孩子够得着。做一件，成一件，三个月以后再回头看一遍。"
)


def marked(document: Document, kind: str) -> list[tuple[int, str]]:
    return [
        (mark.level, document.text[mark.start : mark.end])
        for mark in document.marks
        if mark.kind == kind
    ]


def speech(pages: int = 3) -> bytes:
    """A speech with title, headings, a header and page numbers, over several pages."""
    maker = Maker()
    body = 0
    for page in range(pages):
        maker.line(f"社区读书简报 第{page + 5}期", 90, 9, y=800)
        maker.centred(f"— {page + 1} —", 10, y=40)
        if page == 0:
            maker.centred("在社区图书角推进会上的讲话", 22)
            maker.centred("（二〇二四年三月五日）", 12)
        maker.y -= 30 * page
        maker.line(f"{'一二三四五'[page]}、把第{page + 1}件事情办好", 114, 16)
        while maker.y > 200:
            maker.paragraph((FIRST, SECOND, THIRD)[body % 3])
            body += 1
        if page < pages - 1:
            maker.page()
    return maker.bytes()


def test_a_speech_over_pages() -> None:
    """Title, headings by size and whole paragraphs come back; headers and numbers do not."""
    document = extract_pdf(speech(), "讲话.pdf")
    lines = document.text.split("\n")
    assert marked(document, "title") == [(0, "在社区图书角推进会上的讲话")]
    headings = ["一、把第1件事情办好", "二、把第2件事情办好", "三、把第3件事情办好"]
    assert marked(document, "heading") == [(1, heading) for heading in headings]
    assert set(lines[2:]) == {FIRST, SECOND, THIRD, *headings}
    assert lines.count(FIRST) >= 3
    assert len(marked(document, "page")) == 2
    assert document.format == "pdf"
    assert document.warnings == ()


def test_a_paragraph_goes_on_over_pages() -> None:
    """A paragraph that a page end breaks is one paragraph, with the page marked inside it."""
    maker = Maker(y=130)
    maker.paragraph((FIRST + SECOND + THIRD) * 2)
    maker.paragraph(FIRST)
    document = extract_pdf(maker.bytes(), "a.pdf")
    assert document.text == (FIRST + SECOND + THIRD) * 2 + "\n" + FIRST
    (page,) = [mark for mark in document.marks if mark.kind == "page"]
    assert 0 < page.start < len(FIRST) * 2


def test_two_columns() -> None:
    """Columns are read one after the other, a title over both before them, a table after."""
    maker = Maker()
    maker.centred("读书简报", 20)
    top = maker.y
    maker.paragraph(FIRST * 2, 60, 225, 10)
    maker.paragraph(SECOND * 2, 60, 225, 10)
    maker.y = top - 3
    maker.paragraph(THIRD * 2, 310, 225, 10)
    maker.paragraph(FIRST + SECOND + THIRD, 310, 225, 10)
    for row, cells in enumerate(
        [("小区", "户数", "人次"), ("城东", "2460", "310"), ("城西", "98", "7")]
    ):
        for column, cell in enumerate(cells):
            maker.line(cell, 80 + 150 * column, 10, y=200 - 16 * row)
    document = extract_pdf(maker.bytes(), "a.pdf")
    assert document.text.split("\n") == [
        "读书简报", FIRST * 2, SECOND * 2, THIRD * 2, FIRST + SECOND + THIRD,
        "小区\t户数\t人次", "城东\t2460\t310", "城西\t98\t7",
    ]  # fmt: skip
    assert marked(document, "table") == [(0, "小区\t户数\t人次\n城东\t2460\t310\n城西\t98\t7")]


def test_three_columns_are_found_by_cutting_again() -> None:
    """A newspaper page of three columns."""
    maker = Maker()
    for x, text in ((40, FIRST), (215, SECOND), (390, THIRD)):
        maker.y = 760
        maker.paragraph(text * 2, x, 160, 10)
    assert extract_pdf(maker.bytes(), "a.pdf").text.split("\n") == [
        FIRST * 2,
        SECOND * 2,
        THIRD * 2,
    ]


def test_words_and_numbers_at_line_ends() -> None:
    """A hyphenated word becomes whole, words keep their space, Chinese and digits none."""
    maker = Maker()
    maker.paragraph(FIRST)
    for line in (
        "　　这个系统叫做library of the street，借书还书都可以在手机上办，open",
        "source的办法很省钱，一年下来总共只花了五百多元钱，借出去的书共有20",
        "24册，大家都说好用，城西的社区也想照着这个办法办起来，名叫commu-",
        "nity shelf。",
    ):
        maker.line(line, 90)
    assert extract_pdf(maker.bytes(), "a.pdf").text.split("\n", 1)[1] == (
        "这个系统叫做library of the street，借书还书都可以在手机上办，open source的办法很省钱，"
        "一年下来总共只花了五百多元钱，借出去的书共有2024册，大家都说好用，"
        "城西的社区也想照着这个办法办起来，名叫community shelf。"
    )


def test_a_title_of_two_lines_is_one() -> None:
    """Lines in the middle of the page and of one size belong together; a date does not."""
    maker = Maker()
    maker.centred("在全市社区图书角建设工作", 22)
    maker.centred("推进会议上的讲话提纲", 22)
    maker.centred("王某某", 12)
    maker.paragraph(FIRST)
    document = extract_pdf(maker.bytes(), "a.pdf")
    assert document.text == f"在全市社区图书角建设工作推进会议上的讲话提纲\n王某某\n{FIRST}"
    assert marked(document, "title") == [(0, "在全市社区图书角建设工作推进会议上的讲话提纲")]


def test_short_paragraphs_and_lists_stay_apart() -> None:
    """One line a paragraph: nothing is joined, whether indented or not."""
    items = [f"{n}.第{n}件事是把书架擦干净，把本子钉好。" for n in range(1, 9)]
    for indent in (0, 2):
        maker = Maker()
        maker.paragraph(FIRST)
        for item in items:
            maker.paragraph(item, indent=indent)
        assert extract_pdf(maker.bytes(), "a.pdf").text.split("\n") == [FIRST, *items]


def test_footnote_marks_are_told_from_numbers() -> None:
    """A raised digit does not run into the number before it."""
    maker = Maker()
    maker.line("去年借书的有310人次", 90)
    maker.canvas.setFont("STSong-Light", 6)
    maker.canvas.drawString(90 + 12 * 9.4 - 3, maker.y + 12 * 1.7 + 5, "2")
    maker.line("今年更多。", 90)
    assert "310人次²" in extract_pdf(maker.bytes(), "a.pdf").text


def test_watermarks_across_the_page_are_left_out_and_declared() -> None:
    """Text at an angle is no part of the text."""
    maker = Maker()
    maker.paragraph(FIRST)
    maker.canvas.saveState()
    maker.canvas.translate(200, 300)
    maker.canvas.rotate(45)
    maker.canvas.setFont("STSong-Light", 40)
    maker.canvas.drawString(0, 0, "内部资料")
    maker.canvas.restoreState()
    document = extract_pdf(maker.bytes(), "a.pdf")
    assert document.text == FIRST
    assert any("水印" in warning for warning in document.warnings)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_turned_pages(angle: int) -> None:
    """A page whose text runs in another direction is turned first.

    In Latin, because PDFium gives no turned text of fonts that are not at hand.
    """
    maker = Maker()
    maker.canvas.translate(WIDTH / 2, 421)
    maker.canvas.rotate(angle)
    maker.canvas.translate(-WIDTH / 2, -421)
    maker.canvas.setFont("Helvetica", 12)
    lines = ["The reading corner is open for two hours long-", "er, and people need not", "climb."]
    for at, line in enumerate(lines):
        maker.canvas.drawString(200, 500 - 18 * at, line)
    text = extract_pdf(maker.bytes(), "a.pdf").text
    assert text.startswith("The reading corner is open for two hours longer, and people")


def test_scaled_text_has_its_size_on_paper() -> None:
    """Sizes are measured on paper, whatever the page's own units are."""
    maker = Maker()
    maker.canvas.scale(0.25, 0.25)
    maker.y = 3000
    maker.line("在社区图书角推进会上的讲话", 400, 88)
    maker.y = 2800
    maker.paragraph(FIRST, 360, 1660, 48)
    document = extract_pdf(maker.bytes(), "a.pdf")
    assert marked(document, "title") == [(0, "在社区图书角推进会上的讲话")]
    assert document.text.endswith(FIRST)


def test_a_page_that_is_a_picture_is_declared() -> None:
    """Beside pages with text, a page that is only a picture is named in a warning."""
    maker = Maker()
    maker.paragraph(FIRST)
    maker.page()
    picture(maker)
    document = extract_pdf(maker.bytes(), "a.pdf")
    assert document.text == FIRST
    assert any("第 2 页是图片" in warning for warning in document.warnings)


def picture(maker: Maker) -> None:
    from PIL import Image
    from reportlab.lib.utils import ImageReader  # type: ignore[import-untyped]

    maker.canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "gray")), 50, 50, 400, 600)


def refused(path: Path, kind: type[InputError], *words: str) -> None:
    with pytest.raises(kind) as caught:
        read(path)
    message = str(caught.value)
    assert path.name in message
    assert message.endswith("。")
    assert message.count("。") == 1
    for word in words:
        assert word in message


def test_scans_without_recognition_say_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A PDF of pictures is refused with what to install."""
    maker = Maker()
    picture(maker)
    path = tmp_path / "扫描.pdf"
    path.write_bytes(maker.bytes())
    monkeypatch.setattr("notes.reading.recognition.is_installed", lambda: False)
    refused(path, EmptyDocumentError, "扫描", 'pip install "study-notes[ocr]"')
    with pytest.raises(PagesAreImagesError):
        extract_pdf(path.read_bytes(), "a.pdf")


def test_passwords(tmp_path: Path) -> None:
    """An opening password is named; a file that only forbids printing is read."""
    from reportlab.lib.pdfencrypt import StandardEncryption  # type: ignore[import-untyped]

    path = tmp_path / "密.pdf"
    maker = Maker(encrypt=StandardEncryption("open", "own", canPrint=0))
    maker.paragraph(FIRST)
    path.write_bytes(maker.bytes())
    refused(path, DamagedFileError, "打开密码")
    maker = Maker(encrypt=StandardEncryption("", "own", canPrint=0))
    maker.paragraph(FIRST)
    path.write_bytes(maker.bytes())
    assert read(path).text == FIRST


def test_damaged_and_empty_files(tmp_path: Path) -> None:
    """Garbage after the header, and a file without any text: one sentence each."""
    path = tmp_path / "坏.pdf"
    path.write_bytes(b"%PDF-1.7\n" + bytes(range(256)) * 20)
    refused(path, DamagedFileError, "损坏")
    path.write_bytes(raw_pdf(b"0 0 m 9 9 l S"))
    refused(path, EmptyDocumentError, "没有文字")


def test_a_cut_off_file_is_read_as_far_as_it_goes() -> None:
    """A file that lost its directory is rebuilt from its objects."""
    data = speech()
    document = extract_pdf(data[: data.rindex(b"xref")], "半.pdf")
    assert document.text == extract_pdf(data, "半.pdf").text
    with pytest.raises(DamagedFileError, match="损坏"):
        extract_pdf(data[: len(data) // 3], "半.pdf")


def raw_pdf(stream: bytes, count: int = 1) -> bytes:
    """A minimal PDF with one compressed content stream that ``count`` pages share."""
    packed = zlib.compress(stream, 9)
    kids = " ".join(f"{4 + at} 0 R" for at in range(count))
    parts = [
        b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
        f"2 0 obj<</Type/Pages/Count {count}/Kids[{kids}]>>endobj".encode(),
        b"3 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj"
        % (len(packed), packed),
        *(
            f"{4 + at} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R"
            "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj".encode()
            for at in range(count)
        ),
        b"trailer<</Root 1 0 R>>",
    ]
    return b"%PDF-1.4\n" + b"\n".join(parts)


def test_too_many_pages_and_characters(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limits a file is refused with the next step (the second one lowered)."""
    path = tmp_path / "长.pdf"
    path.write_bytes(raw_pdf(b"BT /F 12 Tf 50 50 Td (a) Tj ET", 2001))
    refused(path, UnreadableFileError, "2001 页")
    monkeypatch.setattr("notes.reading.pdf.TEXT_LIMIT", 100)
    with pytest.raises(UnreadableFileError, match="拆成几份"):
        extract_pdf(raw_pdf(b"BT /F 3 Tf 50 50 Td (%s) Tj ET" % (b"ab" * 60)), "长.pdf")


def test_a_file_that_takes_too_long_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The child is ended at the limit of time, with one sentence."""
    monkeypatch.setattr("notes.reading.isolation.PDF_SECONDS", 1)
    path = tmp_path / "慢.pdf"
    path.write_bytes(raw_pdf(b"q 1 0 0 1 0 0 cm " * 400_000 + b"BT /F 9 Tf (a) Tj ET", 400))
    start = time.monotonic()
    refused(path, DamagedFileError, "没有读完")
    assert time.monotonic() - start < 10


def test_a_crash_of_the_library_costs_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child that dies gives a ``DamagedFileError``, whatever killed it."""
    real = subprocess.run

    def crashing(_: list[str], **options: Any) -> object:
        return real([sys.executable, "-c", "import os; os.abort()"], **options)

    monkeypatch.setattr(subprocess, "run", crashing)
    path = tmp_path / "崩.pdf"
    path.write_bytes(speech(1))
    refused(path, DamagedFileError, "中断")


def test_modules_beside_the_documents_are_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The folder that the user stands in is no place for modules of the child."""
    (tmp_path / "json.py").write_text("raise SystemExit", encoding="utf-8")
    (tmp_path / "pypdfium2.py").write_text("raise SystemExit", encoding="utf-8")
    path = tmp_path / "稿.pdf"
    path.write_bytes(speech(1))
    monkeypatch.chdir(tmp_path)
    assert "图书角" in read(path).text


@pytest.mark.slow
def test_a_stream_that_unpacks_to_gigabytes(tmp_path: Path) -> None:
    """Memory is bounded in the child, whatever the stream unpacks to (packed twice here)."""
    resource = pytest.importorskip("resource")
    packer = zlib.compressobj(9)
    text = b"BT /F 9 Tf 9 9 Td (abcdefghij) Tj ET\n" * 30_000
    packed = b"".join(packer.compress(text) for _ in range(300)) + packer.flush()
    twice = raw_pdf(packed).replace(b"/Filter/FlateDecode", b"/Filter[/FlateDecode/FlateDecode]")
    path = tmp_path / "弹.pdf"
    path.write_bytes(twice)
    assert len(twice) < 10_000
    refused(path, DamagedFileError, "弹.pdf")
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_700_000


def test_marks_in_a_second_font_stand_where_they_are_printed() -> None:
    """Quotation marks that the file draws after the line come out inside it."""
    maker = Maker()
    maker.paragraph(FIRST)
    size, y = 12, maker.y
    parts = [(0, "我们要把"), (5, "小事"), (8, "当成"), (11, "大事"), (14, "来做，做到底。")]
    for at, text in [*parts, (4, "“"), (7, "”"), (10, "“"), (13, "”")]:
        maker.line(text, 90 + at * size, size, y=y)
    assert extract_pdf(maker.bytes(), "a.pdf").text.endswith(
        "我们要把“小事”当成“大事”来做，做到底。"
    )


def test_one_character_in_two_sizes_is_kept_twice() -> None:
    """What a header and a title share is not taken for a letter printed twice."""
    maker = Maker()
    for at in range(12):
        maker.line("区" * 30, 30 + at * 3, 6 + at, y=780 - 60 * at)
    assert extract_pdf(maker.bytes(), "a.pdf").text.count("区") == 12 * 30


def test_where_no_child_can_be_started_the_file_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A frozen program has no interpreter to start; documents and errors are the same."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    path = tmp_path / "稿.pdf"
    path.write_bytes(speech(1))
    assert read(path) == replace(extract_pdf(speech(1), ""), source=str(path))
    path.write_bytes(b"%PDF-1.7\n")
    refused(path, DamagedFileError, "损坏")
