"""The command line. Every command reads its options, calls one function, reports.

Data goes to standard output, progress and messages to standard error. Heavy
libraries are imported inside the commands: ``notes --help`` loads none of them.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from notes import __version__
from notes.errors import OK, NotesError
from notes.settings import KindChoice, Length, Settings

EPILOG = (
    "退出码 exit codes：0 成功；1 全部失败；2 用法或设置有误；3 模型不可用；"
    "4 无法写出；5 部分文件失败（其余已完成）；6 用了 --strict，而笔记里有待核的句子。"
)

VERIFY_EPILOG = (
    "退出码 exit codes：0 每一行都成立；6 有的行不再成立；"
    "1 文件不对（不是笔记、读不了，或笔记写的不是这份原文）；2 用法或设置有误。"
)

SHOW_EPILOG = (
    "退出码 exit codes：0 已显示；1 文件读不了，或不是本程序写的笔记；"
    "2 没有所要的那一篇，或没有记下选取的理由。"
)

app = typer.Typer(
    name="notes",
    help="读讲话稿和心得体会，写有出处的学习笔记。Study notes of Chinese speeches and "
    "reflections, every line with its place in the source.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)

Paths = Annotated[
    list[Path],
    typer.Argument(
        help="文件、文件夹或 .zip（.txt .md .docx .pdf .html 等；文件夹会逐层读取）。",
        metavar="PATH...",
    ),
]


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"study-notes {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="显示版本 version。"),
    ] = False,
) -> None:
    """Hold the options that stand before the command."""


@app.command(epilog=EPILOG)
def summarize(  # noqa: PLR0913 - one parameter an option
    paths: Paths,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="笔记写到哪个文件夹 output folder。")
    ] = Path("out"),
    kind: Annotated[
        KindChoice, typer.Option(help="体裁：自动、讲话 speech、心得 reflection。")
    ] = "auto",
    length: Annotated[
        str | None,
        typer.Option(help="摘要长度：字数（200）或占原文比例（15%）。默认 120-260 字。"),
    ] = None,
    points: Annotated[
        int | None, typer.Option(min=1, max=50, help="核心要点条数；默认按篇幅 5-9 条。")
    ] = None,
    model: Annotated[
        str | None,
        typer.Option(help="模型文件夹，或 Hugging Face 上的名称；默认用随程序提供的模型。"),
    ] = None,
    user_dict: Annotated[
        Path | None, typer.Option(help="自定义词典（jieba 格式，每行：词 词频 词性）。")
    ] = None,
    stopwords: Annotated[
        Path | None, typer.Option(help="补充停用词，每行一词 extra stop words。")
    ] = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="笔记里有待核的句子时逐行列出，并以 6 退出（笔记照写）。"),
    ] = False,
    json_events: Annotated[
        bool, typer.Option("--json", help="在标准输出逐行打印 JSON 结果，供程序读取。")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="只报告错误 errors only。")] = False,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="显示各阶段用时 time by stage。")
    ] = False,
) -> None:
    """写学习笔记 study notes：每篇一个 Markdown 文件，另有 index.md 总览和 notes.json.

    [bold]例 examples[/bold]

      notes summarize 学习材料.docx -o out/

      notes summarize 讲话/ 心得.txt --length 15% --points 7

      notes summarize 讲话.txt --model ./my-model --user-dict 词典.txt
    """
    from notes.batch.console import Console

    console = Console(quiet=quiet, verbose=verbose, json_events=json_events)
    try:
        settings = Settings(
            kind=kind,
            length=Length.parse(length) if length else Length(),
            points=points,
            model=model,
            user_dict=user_dict,
            stop_words=stopwords,
            created=_today(),
        )
        from notes.batch.local import summarize_files

        code = summarize_files(paths, output, settings, console, strict=strict)
    except NotesError as error:
        _fail(error)
    raise typer.Exit(code)


@app.command(epilog=EPILOG)
def inspect(
    paths: Paths,
    json_events: Annotated[bool, typer.Option("--json", help="打印 JSON，每个文件一行。")] = False,
) -> None:
    """看程序怎样理解材料 inspect：篇目、提纲、修复之处，不装载模型 no model is loaded.

    [bold]例 example[/bold]

      notes inspect 学习材料.docx
    """
    from notes.batch.inspection import inspect_files

    try:
        code = inspect_files(paths, sys.stdout, json_lines=json_events)
    except NotesError as error:
        _fail(error)
    raise typer.Exit(code)


@app.command(epilog=SHOW_EPILOG)
def show(
    file: Annotated[
        Path,
        typer.Argument(help="notes.json、它所在的文件夹，或一篇 .md 笔记。", metavar="FILE"),
    ],
    essay: Annotated[
        int | None, typer.Option("--essay", "-e", min=1, help="只看第几篇 only this essay。")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="逐条说明为什么选它 why each line was chosen。")
    ] = False,
) -> None:
    """在终端里读写好的笔记 read the notes：一篇接一篇，要点带出处；接管道时不带颜色.

    [bold]例 examples[/bold]

      notes show out/学习材料 --essay 3

      notes show out/学习材料/notes.json --explain | less
    """
    from notes.render.terminal import show as show_notes

    try:
        show_notes(file, sys.stdout, essay, explain=explain)
    except NotesError as error:
        _fail(error)
    raise typer.Exit(OK)


@app.command(epilog=VERIFY_EPILOG)
def verify(
    note: Annotated[
        Path, typer.Argument(help="一篇 .md 笔记（改过的也行），或 notes.json。", metavar="NOTE")
    ],
    source: Annotated[Path, typer.Argument(help="笔记所根据的原文。", metavar="SOURCE")],
    user_dict: Annotated[
        Path | None, typer.Option(help="写笔记时用的自定义词典 the same dictionary。")
    ] = None,
    json_result: Annotated[bool, typer.Option("--json", help="打印一个 JSON 对象。")] = False,
) -> None:
    """拿笔记再对照原文 re-check a note：逐行说明哪些话原文不再支持，为什么；不装载模型.

    你改过、添上的句子也核对；你自己另起的小节、批注和“我的差距”一类填空不核对。

    [bold]例 examples[/bold]

      notes verify out/学习材料/01-题目.md 学习材料.docx

      notes verify out/学习材料/notes.json 学习材料.docx --json
    """
    from notes.batch.rechecking import verify_note

    try:
        code = verify_note(note, source, sys.stdout, as_json=json_result, user_dict=user_dict)
    except NotesError as error:
        _fail(error)
    raise typer.Exit(code)


@app.command()
def models() -> None:
    """列出手边的模型。List the models at hand."""
    from notes.batch.inspection import list_models

    list_models(sys.stdout)
    raise typer.Exit(OK)


def _today() -> str:
    """The date for the notes; ``SOURCE_DATE_EPOCH`` fixes it for reproducible runs."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = (
        datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now().astimezone()
    )
    return moment.date().isoformat()


def _fail(error: NotesError) -> NoReturn:
    typer.echo(f"错误：{error}", err=True)
    raise typer.Exit(error.exit_code) from None


def main() -> None:
    """Entry point of the ``notes`` command."""
    for stream in (sys.stdout, sys.stderr):
        # A console in another encoding shows ? instead of ending in a traceback.
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    app()
