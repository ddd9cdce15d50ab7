"""The example inputs and the test documents are what the other tests take them for."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import re
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import docx
import pytest

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
DOCUMENTS = TESTS / "data" / "documents"
REFERENCES = TESTS / "data" / "references"
INPUT = ROOT / "examples" / "input"
SHARED = Path(os.environ.get("NOTES_SHARED", ROOT.parent / "shared"))

BUNDLE = (INPUT / "基层治理学习材料(6篇).txt").read_text(encoding="utf-8").rstrip("\n")
CLEAN = (DOCUMENTS / "基层治理-clean.txt").read_text(encoding="utf-8").rstrip("\n")
DAMAGE: list[dict[str, str]] = json.loads(
    (DOCUMENTS / "基层治理-damage.json").read_text(encoding="utf-8")
)
COUNTER = re.compile(r"^(\d+)、", re.MULTILINE)
LABEL = re.compile(r"^篇([一二三四五六])$", re.MULTILINE)


def essays() -> list[str]:
    """The five essays of the clean bundle, titles included."""
    return [part.strip("\n") for part in LABEL.split(CLEAN)[2::2]]


def references() -> list[Any]:
    """The references as pytest parameters, named after their files."""
    return [pytest.param(path, id=path.stem) for path in sorted(REFERENCES.glob("*.json"))]


def source_of(reference: dict[str, Any]) -> str:
    """The clean text that a reference speaks of."""
    if reference["doc"] == "基层治理-clean":
        return essays()[int(reference["ordinal"]) - 1]
    return (DOCUMENTS / f"{reference['doc']}.txt").read_text(encoding="utf-8")


def maker() -> ModuleType:
    """The script that makes the .docx example."""
    spec = importlib.util.spec_from_file_location("make_examples", TESTS / "make_examples.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_repairs_turn_the_damaged_bundle_into_the_clean_text() -> None:
    """Every damage stands exactly once in the bundle, and undoing all gives the clean text."""
    places = []
    for entry in DAMAGE:
        assert BUNDLE.count(entry["damaged"]) == 1, entry
        start = BUNDLE.index(entry["damaged"])
        places.append((start, start + len(entry["damaged"]), entry["repaired"]))
    pieces, at = [], 0
    for start, end, repaired in sorted(places):
        assert at <= start, "two damages overlap"
        pieces += [BUNDLE[at:start], repaired]
        at = end
    assert "".join(pieces) + BUNDLE[at:] == CLEAN


def test_every_damage_says_what_it_is() -> None:
    """Kind, certainty and reason are given; only kept errors and lost ends change nothing."""
    for entry in DAMAGE:
        assert set(entry) == {"kind", "damaged", "repaired", "certainty", "why"}
        assert entry["certainty"] in {"sure", "likely", "unknowable"}
        assert entry["why"]
        unchanged = entry["damaged"] == entry["repaired"]
        assert unchanged == (entry["kind"] in {"original_error_keep", "lost_text"})
    kinds = {entry["kind"] for entry in DAMAGE}
    assert kinds >= {"page_counter", "site_boilerplate", "inserted_noise", "ocr_char"}
    assert kinds >= {"lost_hyphen", "quotation", "lost_heading_break"}


def test_the_counters_rise_by_one_and_stand_about_every_300_characters() -> None:
    """Each line after the boilerplate begins with the next counter, as sites write them."""
    first, *lines = BUNDLE.split("\n")
    assert not COUNTER.match(first)
    assert [int(number) for number in COUNTER.findall(BUNDLE)] == list(range(1, len(lines) + 1))
    assert len(lines) >= 15
    assert all(240 <= len(line) <= 430 for line in lines[:-1])


def test_a_genuine_list_collides_with_the_counters() -> None:
    """The item 3、 of a list is cut by counter 4, and the clean text keeps the list."""
    assert re.search(r"规矩:1、.*?2、.*?3、[^\n]*\n4、", BUNDLE)
    assert re.search(r"规矩:1、.*?2、.*?3、", essays()[0])
    assert not COUNTER.search(CLEAN)


def test_one_counter_stands_right_before_an_enumeration_comma() -> None:
    """Only the counter goes there; the 、 of the text stays."""
    assert len(re.findall(r"\n\d+、、", BUNDLE)) == 1
    assert "、、" not in CLEAN


def test_the_bundle_claims_six_essays_and_holds_five() -> None:
    """The claim stands in the title, the labels end with 篇五, and 篇五 breaks off."""
    assert "(6篇)" in BUNDLE
    assert "共六篇" in BUNDLE
    assert re.findall("篇([一二三四五六])", BUNDLE) == list("一二三四五")
    assert LABEL.findall(CLEAN) == list("一二三四五")
    assert re.search(r"[一-鿿]$", BUNDLE)
    assert 5000 <= len(CLEAN) <= 7000
    assert all(700 <= len(essay) <= 1600 for essay in essays())


def test_the_bundle_has_the_punctuation_of_scraped_text() -> None:
    """Commas, colons, semicolons and brackets are half-width, stops and quotes are not."""
    assert not re.search("[，：；！？（）]", BUNDLE)
    assert "。" in BUNDLE
    assert BUNDLE.count("“") == BUNDLE.count("”") + 1, "one closing quotation mark is lost"
    assert CLEAN.count("“") == CLEAN.count("”")


@pytest.mark.parametrize(
    ("wrong", "right", "witnesses"),
    [
        ("予盾", "矛盾", 3),
        ("网恪员", "网格员", 3),
        ("群从", "群众", 8),
        ("调查研宄", "调查研究", 4),
        ("垃坡分类", "垃圾分类", 3),
        ("Al导办", "AI导办", 2),
    ],
)
def test_the_text_knows_its_misread_terms_better_elsewhere(
    wrong: str, right: str, witnesses: int
) -> None:
    """A misread term is wrong once and right often enough for a consensus."""
    assert BUNDLE.count(wrong) == 1
    assert CLEAN.count(right) > witnesses
    assert wrong not in CLEAN


def test_look_alike_letters_hide_in_numbers() -> None:
    """IO00户, 2O24年, l8件 and 20212023年 are damaged; the clean text has the numbers."""
    for wrong, right in (
        ("IO00户", "1000户"),
        ("2O24年", "2024年"),
        ("l8件", "18件"),
        ("20212023年", "2021-2023年"),
    ):
        assert wrong in BUNDLE
        assert wrong not in CLEAN
        assert right in CLEAN


@pytest.mark.parametrize("path", references())
def test_references_rest_on_the_clean_text(path: Path) -> None:
    """Evidence, quotes, figures, terms and numbered headings are verbatim in the source."""
    reference = json.loads(path.read_text(encoding="utf-8"))
    text = source_of(reference)
    for item in (*reference["facts"], *reference["figures"]):
        assert item["evidence"] in text
    for figure in reference["figures"]:
        assert figure["value"] in figure["evidence"]
    for verbatim in (*reference["quotes"], *reference["terms"]):
        assert verbatim in text
    lines = [unwidened(line) for line in text.splitlines()]
    assert all(unwidened(heading) in lines for heading in reference["outline"])
    assert unwidened(reference["title"]) == lines[0]


@pytest.mark.parametrize("path", references())
def test_references_are_complete(path: Path) -> None:
    """A reference has 10-14 weighted facts, a summary, and numbers the source has."""
    reference = json.loads(path.read_text(encoding="utf-8"))
    text = source_of(reference)
    assert 10 <= len(reference["facts"]) <= 14
    assert {fact["weight"] for fact in reference["facts"]} == {1, 2, 3}
    assert 120 <= len(reference["summary"]) <= 260
    told = [reference["summary"], *(fact["text"] for fact in reference["facts"])]
    known = set(re.findall(r"\d+(?:\.\d+)?", text))
    assert set(re.findall(r"\d+(?:\.\d+)?", "".join(f"{line}\n" for line in told))) <= known


def unwidened(text: str) -> str:
    """``text`` with half-width punctuation, as the bundle has it."""
    return text.translate(str.maketrans("，：；！？（）", ",:;!?()"))


def test_the_docx_is_what_its_maker_makes() -> None:
    """The committed example has the parts its maker writes, whatever zlib packed them."""
    made = zipfile.ZipFile(io.BytesIO(made_docx()))
    kept = zipfile.ZipFile(INPUT / "全面推进乡村文化振兴讲话.docx")
    with made, kept:
        for name in ("document", "header1", "footer1"):
            assert kept.read(f"word/{name}.xml") == made.read(f"word/{name}.xml")
        assert kept.read("docProps/core.xml") == made.read("docProps/core.xml")
        assert {info.date_time for info in kept.infolist()} == {(2024, 11, 6, 9, 0, 0)}


def test_the_maker_is_deterministic() -> None:
    """Two runs give the same bytes."""
    assert made_docx() == made_docx()


def made_docx() -> bytes:
    """The .docx example made anew."""
    made: bytes = maker().speech_docx(speech_text())
    return made


def speech_text() -> str:
    """The text of the .docx example."""
    return (DOCUMENTS / "乡村文化振兴讲话.txt").read_text(encoding="utf-8")


def test_the_docx_holds_the_speech_and_keeps_its_debris_apart() -> None:
    """Paragraphs and table give the text back; header and footer are not part of it."""
    document = docx.Document(str(INPUT / "全面推进乡村文化振兴讲话.docx"))
    lines = speech_text().splitlines()
    assert [p.text for p in document.paragraphs] == [line for line in lines if "\t" not in line]
    (table,) = document.tables
    rows = ["\t".join(cell.text for cell in row.cells) for row in table.rows]
    assert rows == [line for line in lines if "\t" in line]
    styles = [p.style.name for p in document.paragraphs if p.style]
    assert styles.count("Title") == 1
    assert styles.count("Heading 1") == 3
    assert styles.count("Heading 2") == 10
    section = document.sections[0]
    for debris in (section.header.paragraphs[0].text, section.footer.paragraphs[0].text):
        assert debris not in speech_text()
    assert "材料之三" in section.header.paragraphs[0].text
    assert "内部学习" in section.footer.paragraphs[0].text


def test_the_figures_of_the_speech_agree_with_its_table() -> None:
    """What the text says of the table can be computed from the table."""
    rows = [line.split("\t")[1:] for line in speech_text().splitlines() if "\t" in line][1:]
    first, *_, last = [[float(cell) for cell in row] for row in rows]
    text = speech_text()
    assert f"文化广场增加{last[0] - first[0]:.0f}个" in text
    assert f"文艺队增加{last[1] - first[1]:.0f}支" in text
    assert f"由{first[2]:.0f}场增加到{last[2]:.0f}场" in text
    assert f"由{first[3]}万人次增加到{last[3]}万人次" in text


def test_the_hard_wrapped_text_is_the_clean_one_cut_at_35_characters() -> None:
    """Joining the lines paragraph by paragraph gives the clean text back."""
    clean = (DOCUMENTS / "硬换行-clean.txt").read_text(encoding="utf-8").splitlines()
    wrapped = (DOCUMENTS / "硬换行.txt").read_text(encoding="utf-8").splitlines()
    expected = [line[at : at + 35] for line in clean for at in range(0, len(line), 35)]
    assert wrapped == expected
    assert sum(len(line) == 35 for line in wrapped) >= 10


def test_the_small_documents_have_the_traps_they_are_there_for() -> None:
    """Titles with stops inside, dialogue, decimals, lists, no headings, few characters."""
    talk = (DOCUMENTS / "读书会讲话.txt").read_text(encoding="utf-8")
    assert {"《站起来吧！阿婆》", "《快跑！麦子》", "《谁动了村口的井？》"} <= set(
        re.findall("《[^》]+》", talk)
    )
    assert re.search(r"\d\.\d", talk)
    assert re.findall(r"^(\d)\. ", talk, re.MULTILINE) == list("123")
    assert len(re.findall("“[^”]*[。！？]”", talk)) >= 6
    reflection = (DOCUMENTS / "教师培训心得.txt").read_text(encoding="utf-8")
    assert not re.search("^[一二三四五（1-9]", reflection, re.MULTILINE)
    report = (DOCUMENTS / "镇工作报告.txt").read_text(encoding="utf-8")
    assert len(re.findall(r"\d+(?:\.\d+)?", report)) >= 100
    assert len((DOCUMENTS / "短通知.txt").read_text(encoding="utf-8")) <= 90


def test_no_sentence_is_taken_from_the_real_documents() -> None:
    """The texts are original: they share no run of 14 characters with the real bundle."""
    seed = SHARED / "seed" / "bundle.txt"
    if not seed.exists():
        pytest.skip("the real documents are not part of this repository")
    real = runs(seed.read_text(encoding="utf-8"))
    for path in sorted(DOCUMENTS.glob("*.txt")):
        assert not runs(path.read_text(encoding="utf-8")) & real, path.name


def runs(text: str) -> set[str]:
    """All runs of 14 letters and digits of ``text``, punctuation left out."""
    letters = re.sub(r"\W", "", text)
    return {letters[at : at + 14] for at in range(len(letters) - 13)}
