"""The registry of formats: names, files, and the same bytes from a run and from its record."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from notes.cli import app
from notes.errors import FAILED, OK, PARTIAL, USAGE, SettingsError
from notes.pipeline import take_notes
from notes.reading import read
from notes.render.formats import FORMATS, formats
from notes.render.from_json import read_notebook
from notes.render.write import write_notebook
from notes.settings import Flavor, Rendering, Settings
from notes.values import Notebook

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "examples" / "templates"
EVERY = Rendering(FORMATS)


def _state(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def _run(*arguments: object) -> tuple[int, str, str]:
    found = CliRunner().invoke(app, [str(one) for one in arguments])
    return found.exit_code, found.stdout, found.stderr


def test_names_of_formats() -> None:
    """Commas and repeats, any case, each once and in one order."""
    assert formats(["docx, MD", "html", "md"]) == ("md", "html", "docx")
    assert formats(["anki，json"]) == ("json", "anki")
    for wrong in (["pdf"], ["md,,x"], [""], [","]):
        with pytest.raises(SettingsError, match="可选：md、json、html、docx、anki。"):
            formats(wrong)


def test_files_of_the_formats(notebook: Notebook, tmp_path: Path) -> None:
    """Each format gives its files, named after the source, and nothing else."""
    names = {
        "md": {"01-让夜校亮起来.md", "02-到夜校去听课.md", "index.md"},
        "json": {"notes.json"},
        "html": {"夜校.html"},
        "docx": {"夜校.docx"},
        "anki": {"夜校.apkg"},
    }
    assert set(names) == set(FORMATS)
    for name, expected in names.items():
        write_notebook(notebook, tmp_path / name, rendering=Rendering((name,)))
        assert set(_state(tmp_path / name)) == expected
    paths = write_notebook(notebook, tmp_path / "every", rendering=EVERY)
    assert {path.name for path in paths} == set().union(*names.values())


def test_other_formats_leave_the_notes_alone(notebook: Notebook, tmp_path: Path) -> None:
    """A page written into a folder of notes takes none of them away; a second run adds nothing."""
    write_notebook(notebook, tmp_path)
    before = _state(tmp_path)
    for _ in range(2):
        write_notebook(notebook, tmp_path, rendering=Rendering(("html", "docx", "anki")))
    after = _state(tmp_path)
    assert after.items() > before.items()
    assert set(after) - set(before) == {"夜校.html", "夜校.docx", "夜校.apkg"}


def test_a_foreign_file_of_the_name_stays(notebook: Notebook, tmp_path: Path) -> None:
    """Somebody's own document is not written over: ours goes beside it."""
    (tmp_path / "夜校.docx").write_bytes(b"mine")
    write_notebook(notebook, tmp_path, rendering=Rendering(("docx",)))
    assert (tmp_path / "夜校.docx").read_bytes() == b"mine"
    assert (tmp_path / "夜校-2.docx").is_file()


@pytest.mark.parametrize("flavor", get_args(Flavor))
def test_a_round_trip_gives_the_same_files(
    notebook: Notebook, tmp_path: Path, flavor: Flavor
) -> None:
    """notes.json gives every format byte for byte as the run itself did, with templates too."""
    for templates in (None, TEMPLATES):
        rendering = Rendering(FORMATS, flavor, templates)
        here, there = tmp_path / f"{templates is None}-a", tmp_path / f"{templates is None}-b"
        write_notebook(notebook, here, rendering=rendering)
        write_notebook(read_notebook(here), there, rendering=rendering)
        assert _state(here) == _state(there)


@pytest.mark.parametrize("name", ["基层治理-clean.txt", "镇工作报告.txt"])
def test_a_round_trip_of_a_document(name: str, tmp_path: Path) -> None:
    """So it does for what the whole chain makes of a document."""
    notebook = take_notes(
        read(ROOT / "tests" / "data" / "documents" / name), Settings(created="2026-01-01")
    )
    write_notebook(notebook, tmp_path / "a", rendering=EVERY)
    write_notebook(read_notebook(tmp_path / "a"), tmp_path / "b", rendering=EVERY)
    assert _state(tmp_path / "a") == _state(tmp_path / "b")


def test_render_needs_neither_model_nor_source(notebook: Notebook, tmp_path: Path) -> None:
    """The command writes what the run would have written, and prints the paths."""
    write_notebook(notebook, tmp_path / "a" / "夜校", rendering=EVERY)
    record = tmp_path / "a" / "夜校" / "notes.json"
    code, out, _ = _run(
        "render", record, "--format", "docx,html,anki,md", "-f", "json", "-o", tmp_path / "b"
    )
    assert code == OK
    assert _state(tmp_path / "b") == _state(tmp_path / "a")
    assert sorted(out.splitlines()) == sorted(
        str(tmp_path / "b" / name) for name in _state(tmp_path / "b")
    )


def test_render_beside_the_record(notebook: Notebook, tmp_path: Path) -> None:
    """Without -o the files are written into the folder of the record, under its flavor."""
    write_notebook(notebook, tmp_path / "夜校")
    code, out, _ = _run("render", tmp_path / "夜校", "--format", "html")
    assert (code, out) == (OK, f"{tmp_path / '夜校' / '夜校.html'}\n")
    assert _run("render", tmp_path / "夜校", "--flavor", "github")[0] == OK
    assert "> [!NOTE]\n" in (tmp_path / "夜校" / "01-让夜校亮起来.md").read_text("utf-8")
    assert len(list((tmp_path / "夜校").glob("*.md"))) == 3


def test_render_takes_a_whole_output_folder(notebook: Notebook, tmp_path: Path) -> None:
    """A folder of folders stands for all of them; equal names get folders of their own."""
    for name in ("甲", "乙"):
        write_notebook(notebook, tmp_path / "out" / name)
    code, _, _ = _run("render", tmp_path / "out", "--format", "html", "-o", tmp_path / "b")
    assert code == OK
    assert set(_state(tmp_path / "b")) == {"夜校/夜校.html", "夜校-2/夜校.html"}


def test_render_says_what_is_wrong(notebook: Notebook, tmp_path: Path) -> None:
    """One sentence each, the documented codes, and what can be done is done."""
    write_notebook(notebook, tmp_path / "夜校")
    code, _, told = _run("render", tmp_path / "夜校", "--format", "pdf")
    assert (code, told.count("。")) == (USAGE, 1)
    assert "没有这种格式" in told
    code, _, told = _run("render", tmp_path / "没有")
    assert (code, told.count("\n")) == (FAILED, 1)
    code, _, told = _run("render", tmp_path / "没有", tmp_path / "夜校", "-o", tmp_path / "b")
    assert code == PARTIAL
    assert (tmp_path / "b" / "夜校" / "index.md").is_file()
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "note.md.j2").write_text("甲\n{{ titel }}\n", "utf-8")
    code, _, told = _run(
        "render", tmp_path / "夜校", "--templates", tmp_path / "t", "-o", tmp_path / "c"
    )
    assert code == USAGE
    assert "note.md.j2: 模板第 2 行有误" in told
    assert not (tmp_path / "c").exists()


def test_nothing_heavy_is_loaded_to_render(notebook: Notebook, tmp_path: Path) -> None:
    """The command starts without torch, and loads a library only for its format."""
    write_notebook(notebook, tmp_path)
    script = (
        "import sys\n"
        "from notes.cli import app\n"
        f"app(['render', {str(tmp_path)!r}, '--format', 'md'], standalone_mode=False)\n"
        "heavy = {'torch', 'transformers', 'docx', 'genanki', 'jinja2'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == OK, done.stderr.decode()
