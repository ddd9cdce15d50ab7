"""Segmentation from compiled tables is jieba's, and its cache is private and harmless."""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notes.segmenting import store
from notes.segmenting.compiled import Tables, plain_jieba
from notes.segmenting.cutter import Cutter
from notes.words import Words, entries
from tests import generated_text
from tests.repair.prose import prose

ODD = (
    "小明硕士毕业于中国科学院计算所，后在日本京都大学深造。",
    "他来到了网易杭研大厦,C++和C#都会写；3.14%的人用 vi_m。\r\n第２行　全角\t制表",
    "雾霾散了，茶马古道上的骡马驮着粿条、榫卯与鲎，去见欧阳锋和尉迟恭。",
    "𠮷野家😀的价格是12.5.6元……abc123.4def",
    "的的的的的的不了不了在在在在上下上下人人人",
)


@pytest.fixture(scope="module")
def both() -> tuple[Cutter, Any]:
    added = list(entries(None))
    return Cutter(store.tables(added)), plain_jieba(added)


def same(both: tuple[Cutter, Any], text: str) -> None:
    ours, theirs = both
    expected = [(pair.word, pair.flag) for pair in theirs.cut(text)]
    assert [(word.text, word.tag) for word in ours.cut(text)] == expected


@pytest.mark.parametrize("text", [*ODD, prose(), ""])
def test_the_words_are_those_of_jieba(both: tuple[Cutter, Any], text: str) -> None:
    """Prose, names, rare characters, Latin, numbers, spaces: word for word and tag for tag."""
    same(both, text)


def test_generated_speeches_are_cut_as_by_jieba(both: tuple[Cutter, Any]) -> None:
    """The same for speeches with names, places and figures."""
    rng = random.Random(9)  # noqa: S311 - chooses sentences
    same(both, generated_text.speech(rng, 2).text)
    same(both, generated_text.reflection(rng, 2).text)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_any_mixture_is_cut_as_by_jieba(both: tuple[Cutter, Any], data: st.DataObject) -> None:
    """Characters in no order, with which the hidden Markov model has most to do."""
    seen = "".join(ODD) + prose()
    character = st.one_of(
        st.sampled_from(seen),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FD5),
        st.characters(),
    )
    same(both, data.draw(st.text(character, max_size=24)))


def test_the_dictionary_is_that_of_jieba(both: tuple[Cutter, Any]) -> None:
    """Frequencies, tags, the words of two characters; beginnings of words count nothing."""
    ours, theirs = both[0].dictionary, both[1]
    counts: dict[str, int] = theirs.tokenizer.FREQ
    for word in [*list(counts)[::211], "新质生产力", "没有这个词", "", "a", "𠮷"]:
        assert ours.frequency(word) == counts.get(word, 0), word
        assert ours.tag(word) == theirs.word_tag_tab.get(word, ""), word
    pairs = {"".join(map(chr, pair)) for pair in ours.pairs(3).tolist()}
    assert pairs == {word for word, count in counts.items() if len(word) == 2 and count >= 3}


def test_a_user_dictionary_is_cut_as_by_jieba(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Words with and without frequency and tag; their tables are kept apart."""
    monkeypatch.setenv("NOTES_CACHE", str(tmp_path / "cache"))
    dictionary = tmp_path / "词典.txt"
    dictionary.write_text("枫桥小哨 500 nz\n护林网格员\n烘干机房 n\n", encoding="utf-8")
    theirs = plain_jieba(list(entries(dictionary)))
    text = "枫桥小哨的护林网格员在烘干机房值班。"
    expected = [(pair.word, pair.flag) for pair in theirs.cut(text)]
    for _ in range(2):  # compiled, then read back
        words = Words(dictionary)
        assert [(word.text, word.tag) for word in words.tag(text)] == expected
    assert ("枫桥小哨", "nz") in expected
    assert len(list((tmp_path / "cache").glob("words-*.safetensors"))) == 1


def small() -> Tables:
    import numpy as np

    return Tables({"first": np.arange(3, dtype=np.int32)}, 7, ("", "n"), ("B n",))


def compiled_once(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count how often tables are compiled, without the seconds that it takes."""
    calls: list[int] = []

    def compile_small(_: object) -> Tables:
        calls.append(1)
        return small()

    monkeypatch.setattr(store, "compile_tables", compile_small)
    return calls


def test_tables_are_compiled_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second process reads what the first one wrote, into a folder of the user's own."""
    calls = compiled_once(monkeypatch)
    monkeypatch.setenv("NOTES_CACHE", str(tmp_path / "cache"))
    first, second = store.tables([]), store.tables([])
    assert calls == [1]
    assert second.arrays["first"].tolist() == first.arrays["first"].tolist()
    assert (second.total, second.tags, second.states) == (7, ("", "n"), ("B n",))
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / "cache").stat().st_mode) == 0o700
    assert [path.suffix for path in (tmp_path / "cache").iterdir()] == [".safetensors"]


@pytest.mark.skipif(os.name == "nt", reason="rights of POSIX")
def test_what_others_may_write_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder or a file that is open to others is passed over."""
    calls = compiled_once(monkeypatch)
    cache = tmp_path / "cache"
    monkeypatch.setenv("NOTES_CACHE", str(cache))
    store.tables([])
    written = next(cache.iterdir())
    written.chmod(0o666)
    store.tables([])
    assert len(calls) == 2
    cache.chmod(0o777)
    store.tables([])
    assert len(calls) == 3
    cache.chmod(0o700)
    written.unlink()
    cache.rmdir()
    cache.symlink_to(tmp_path)
    store.tables([])
    assert len(calls) == 4


@pytest.mark.parametrize(
    "damage", [b"", b"\x00" * 40, b"\x08\x00\x00\x00\x00\x00\x00\x00{}", b"x" * 999]
)
def test_a_damaged_cache_is_made_anew(
    damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that was cut off or overwritten costs a compilation, never a failure."""
    calls = compiled_once(monkeypatch)
    cache = tmp_path / "cache"
    monkeypatch.setenv("NOTES_CACHE", str(cache))
    store.tables([])
    written = next(cache.iterdir())
    written.write_bytes(damage)
    assert store.tables([]).total == 7
    assert len(calls) == 2
    assert store.tables([]).total == 7
    assert len(calls) == 2


def test_without_a_folder_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unusable folder, or the empty name that switches the cache off, is no failure."""
    calls = compiled_once(monkeypatch)
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in ("", str(tmp_path / "file")):
        monkeypatch.setenv("NOTES_CACHE", place)
        assert store.tables([]).total == 7
    assert len(calls) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_few_files_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder does not grow with every user dictionary that was tried."""
    compiled_once(monkeypatch)
    monkeypatch.setenv("NOTES_CACHE", str(tmp_path / "cache"))
    for number in range(store.KEPT + 3):
        store.tables([("词", number, "n")])
    assert len(list((tmp_path / "cache").iterdir())) == store.KEPT


def test_a_warm_start_does_not_import_jieba() -> None:
    """With the tables at hand neither jieba nor its temporary file is touched."""
    Words()._load()
    program = (
        "import sys\n"
        "from notes.words import words\n"
        "assert words().cut('抓住发展的机遇') == ['抓住', '发展', '的', '机遇']\n"
        "assert 'jieba' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
