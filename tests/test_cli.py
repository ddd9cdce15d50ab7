"""The command line: what it prints, what it writes, what it says when something is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from notes.batch import stages
from notes.batch.model import CheckpointLoader
from notes.cli import app
from notes.errors import FAILED, OK, PARTIAL, UNPROVEN, USAGE, ModelError, OutputError
from notes.pipeline import Draft, finish, take_notes
from notes.reading import read
from notes.render.write import write_notebook
from notes.summarize.protocol import Request
from notes.values import Document, Notebook

ROOT = Path(__file__).resolve().parents[1]
INPUT = ROOT / "examples" / "input"
TEXT = (
    "在全镇干部大会上的讲话\n同志们：今天开这个会，就是要把作风抓实。"
    "一、要到群众家里去。去年我们走访了1260户，解决了318件事。"
    "二、要把会开短。会议比前年少了四成，时间省下来办实事。"
)


def run(*arguments: str | Path, model: Path | None = None) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of ``notes ARGUMENTS``."""
    environment = {"NOTES_MODEL": str(model)} if model else {}
    result = CliRunner().invoke(app, [str(a) for a in arguments], env=environment)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def test_help_imports_no_heavy_library() -> None:
    """``notes --help`` loads neither torch nor transformers nor jieba."""
    code = (
        "import sys\nfrom notes.cli import main\nsys.argv = ['notes', '--help']\n"
        "try: main()\nexcept SystemExit: pass\n"
        "heavy = {'torch', 'transformers', 'jieba', 'numpy', 'scipy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr
    assert "summarize" in done.stdout


def test_summarize_writes_notes_overview_and_json(tmp_path: Path, tiny_model: Path) -> None:
    """One folder a source, one Markdown file an essay, index.md and notes.json."""
    code, out, err = run("summarize", INPUT, "-o", tmp_path / "out", model=tiny_model)
    assert code == 0
    assert out == ""
    assert "学习笔记已写到" in err
    assert (tmp_path / "out" / "report.md").is_file()
    assert (tmp_path / "out" / "report.html").is_file()
    found = (path.name for path in (tmp_path / "out").iterdir() if path.is_dir())
    folders = sorted(name for name in found if not name.startswith("."))
    assert folders == ["全面推进乡村文化振兴讲话", "基层治理学习材料(6篇)"]
    for folder in folders:
        names = {path.name for path in (tmp_path / "out" / folder).iterdir()}
        assert {"index.md", "notes.json"} <= names
        assert any(name.startswith("01-") and name.endswith(".md") for name in names)


def test_json_events_are_one_object_a_line(tmp_path: Path, tiny_model: Path) -> None:
    """--json prints what was written and what failed, on standard output."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="gb18030")
    (tmp_path / "b.txt").write_bytes(b"")
    code, out, _ = run(
        "summarize",
        tmp_path / "a.txt",
        tmp_path / "b.txt",
        "-o",
        tmp_path / "out",
        "--json",
        model=tiny_model,
    )
    events = [json.loads(line) for line in out.splitlines()]
    assert code == PARTIAL
    assert [event["event"] for event in events] == ["written", "failed"]
    assert Path(events[0]["files"][0]).exists()


BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "garbage.txt": bytes(range(256)) * 40,
    "notazip.docx": b"this is no zip archive",
    "program.exe": b"MZ\x90\x00",
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_costs_itself_only(name: str, tmp_path: Path, tiny_model: Path) -> None:
    """One sentence that names it, the documented exit code, and the good file is done."""
    (tmp_path / name).write_bytes(BAD_FILES[name])
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    code, _, err = run(
        "summarize",
        tmp_path / name,
        tmp_path / "good.txt",
        "-o",
        tmp_path / "out",
        model=tiny_model,
    )
    assert code == PARTIAL
    assert name in err.replace("\n", "")
    assert "Traceback" not in err
    assert (tmp_path / "out" / "good" / "notes.json").exists()


def test_a_missing_path_is_named(tmp_path: Path, tiny_model: Path) -> None:
    """A path that does not exist: one sentence, exit code 1, nothing written."""
    code, _, err = run(
        "summarize", tmp_path / "nowhere.txt", "-o", tmp_path / "out", model=tiny_model
    )
    assert code == FAILED
    assert "nowhere.txt" in err.replace("\n", "")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_nothing_readable_is_named(tmp_path: Path, tiny_model: Path) -> None:
    """An empty folder is an error that says so."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "picture.png").write_bytes(b"\x89PNG")
    code, _, err = run("summarize", tmp_path / "folder", "-o", tmp_path / "out", model=tiny_model)
    assert code == FAILED
    assert "folder" in err.replace("\n", "")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(tmp_path: Path, tiny_model: Path) -> None:
    """No permission: the sentence names the file."""
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    code, _, err = run("summarize", path, "-o", tmp_path / "out", model=tiny_model)
    assert code == FAILED
    assert "secret.txt" in err.replace("\n", "")


def test_a_broken_model_folder_is_named(tmp_path: Path) -> None:
    """--model with a folder that is no checkpoint: exit code 3, nothing written."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code, _, err = run("summarize", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", tmp_path)
    assert code == ModelError.exit_code
    assert str(tmp_path) in err.replace("\n", "")
    assert not (tmp_path / "out").exists()


def test_an_unknown_hub_id_while_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With HF_HUB_OFFLINE set nothing is tried and the sentence says what to do."""
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code, _, err = run(
        "summarize", tmp_path / "a.txt", "-o", tmp_path / "out", "--model", "nobody/nothing"
    )
    assert code == ModelError.exit_code
    assert "nobody/nothing" in err.replace("\n", "")


def test_an_output_that_is_a_file_is_named(tmp_path: Path, tiny_model: Path) -> None:
    """-o names a file: exit code 4 and a sentence."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    code, _, err = run("summarize", tmp_path / "a.txt", "-o", tmp_path / "out", model=tiny_model)
    assert code == OutputError.exit_code
    assert "out" in err
    assert (tmp_path / "out").read_text("utf-8") == "mine"


@pytest.mark.parametrize("length", ["0", "abc", "150%", "-3"])
def test_a_senseless_length_is_a_usage_error(length: str, tmp_path: Path) -> None:
    """--length is a number of characters or a share."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    code, _, err = run("summarize", tmp_path / "a.txt", f"--length={length}")
    assert code == USAGE
    assert "--length" in err


def test_inspect_shows_essays_outline_and_repairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a model: what was found, and how many were claimed."""
    monkeypatch.setenv("NOTES_MODEL", "/nowhere")
    code, out, _ = run("inspect", INPUT / "基层治理学习材料(6篇).txt")
    assert code == 0
    assert "原称 6 篇" in out
    assert "页码 18" in out


def test_inspect_as_json() -> None:
    """The same for programs."""
    code, out, _ = run("inspect", "--json", INPUT)
    assert code == 0
    rows = [json.loads(line) for line in out.splitlines()]
    assert sorted(len(row["essays"]) for row in rows) == [1, 5]


def test_models_lists_the_default() -> None:
    """The model that ships is listed first."""
    code, out, _ = run("models")
    assert code == 0
    assert out.startswith("study-notes-small（默认）")


def test_show_reads_a_result(tmp_path: Path) -> None:
    """The command show prints the notes on standard output, --explain adds the reasons."""
    text = "一、把会开短\n会议比前年少了四成，时间省下来办实事是干部的本分。"
    write_notebook(take_notes(Document("a.txt", text)), tmp_path / "a")
    code, out, err = run("show", tmp_path / "a", "--essay", "1", "--explain")
    assert (code, err) == (0, "")
    assert "核心要点" in out
    assert "选取：" in out
    assert "\x1b" not in out


def test_show_has_documented_exit_codes(tmp_path: Path) -> None:
    """1 for a wrong file, 2 for an essay that is not there; one sentence on standard error."""
    code, out, err = run("show", tmp_path / "nowhere.json")
    assert (code, out) == (FAILED, "")
    assert "nowhere.json" in err
    write_notebook(take_notes(Document("a.txt", TEXT)), tmp_path / "a")
    code, out, err = run("show", tmp_path / "a", "--essay", "9")
    assert (code, out) == (USAGE, "")
    assert "现有：1" in err


def test_show_loads_no_model_library() -> None:
    """Reading a result needs neither torch nor jieba."""
    code = (
        "import sys, io, pathlib\nfrom notes.render.terminal import show\n"
        "from notes.errors import NotesError\n"
        "try: show(pathlib.Path('nowhere.json'), io.StringIO())\nexcept NotesError: pass\n"
        "heavy = {'torch', 'transformers', 'jieba'} & set(sys.modules)\nassert not heavy, heavy\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """``summarize`` by extraction, the first point of every note made a weak one."""

    def weakened(begun: Draft, answers: Sequence[str], *more: Any, **named: Any) -> Notebook:
        made = finish(begun, answers, *more, **named)
        notes = tuple(
            replace(note, points=(replace(note.points[0], verdict="weak"), *note.points[1:]))
            for note in made.notes
        )
        weak = "weak" in begun.repaired.document.source
        return replace(made, notes=notes if weak else made.notes)

    class Silent:
        independent = True

        def write(self, requests: Sequence[Request]) -> list[str]:
            return [""] * len(requests)

    monkeypatch.setattr(stages, "finish", weakened)
    monkeypatch.setattr(CheckpointLoader, "load", lambda *_: Silent())


@pytest.mark.usefixtures("without_model")
def test_strict_ends_with_its_own_code(tmp_path: Path) -> None:
    """The weak lines are named on standard error, the notes are written all the same."""
    (tmp_path / "weak.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    code, printed, err = run("summarize", tmp_path / "weak.txt", "-o", out, "--strict", "--quiet")
    told = err.replace("\n", "")
    weak = json.loads((out / "weak" / "notes.json").read_text("utf-8"))["essays"][0]["points"][0]
    assert (code, printed) == (UNPROVEN, "")
    assert weak["verdict"] == "weak"
    assert "待核" in told
    assert weak["text"] in told
    assert ".md" in told
    assert run("summarize", tmp_path / "good.txt", "-o", out, "--strict")[0] == OK
    assert run("summarize", tmp_path / "weak.txt", "-o", out)[0] == OK


@pytest.mark.usefixtures("without_model")
def test_a_failed_source_goes_before_a_weak_point(tmp_path: Path) -> None:
    """With --strict and a bad file the code is that of the bad file; --json names the line."""
    (tmp_path / "weak.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"no archive")
    code, printed, _ = run("summarize", tmp_path, "-o", tmp_path / "out", "--strict", "--json")
    events = [json.loads(line) for line in printed.splitlines()]
    assert code == PARTIAL
    assert [event["event"] for event in events if event["event"] == "weak"] == ["weak"]


def test_verify_has_documented_exit_codes(tmp_path: Path) -> None:
    """0 when all stands, 6 with the line named when not, 1 with a sentence for a wrong file."""
    source = tmp_path / "a.txt"
    source.write_text(TEXT, encoding="utf-8")
    note = write_notebook(take_notes(read(source)), tmp_path / "out")[0]
    code, out, err = run("verify", note, source)
    assert (code, err) == (OK, "")
    assert "不再成立" not in out
    text = note.read_text("utf-8")
    number = text[: text.index("1260户")].count("\n") + 1
    note.write_text(text.replace("1260户", "2160户", 1), encoding="utf-8")
    code, out, _ = run("verify", note, source)
    assert code == UNPROVEN
    assert f"第 {number} 行" in out
    code, out, _ = run("verify", note, source, "--json")
    assert code == UNPROVEN
    assert json.loads(out)["essays"][0]["lines"][0]["line"] == number
    code, out, err = run("verify", source, note)
    assert (code, out) == (FAILED, "")
    assert "a.txt" in err


def test_the_help_tells_the_exit_codes() -> None:
    """The codes of --strict and verify stand in the help."""
    for command in ("summarize", "verify"):
        code, out, _ = run(command, "--help")
        assert code == OK
        assert "6" in out.partition("exit codes")[2]


def test_version() -> None:
    """The version is that of the package."""
    code, out, _ = run("--version")
    assert code == 0
    assert out.startswith("study-notes ")
