"""The command line. Every command reads its options, calls one function, reports.

Data goes to standard output, progress and messages to standard error. Heavy
libraries are imported inside the commands: ``notes --help`` loads none of them.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from notes import __version__
from notes.errors import INTERRUPTED, OK, NotesError
from notes.settings import Flavor, KindChoice, Length, Rendering, Settings

EPILOG = (
    "退出码 exit codes：0 成功；1 全部失败；2 用法或设置有误；3 模型不可用；"
    "4 无法写出；5 部分文件失败（其余已完成）；6 用了 --strict，而笔记里有待核的句子；"
    "130 按 Ctrl-C 中断（再运行同一命令会接着做）。"
)

WATCH_EPILOG = (
    "退出码 exit codes：0 按 Ctrl-C 结束，手边的都已做完；130 正在写笔记时按了 Ctrl-C"
    "（再运行会接着做）；1 没有这个文件夹；2 用法或设置有误；3 模型不可用；4 无法写出。"
)

VERIFY_EPILOG = (
    "退出码 exit codes：0 每一行都成立；6 有的行不再成立；"
    "1 文件不对（不是笔记、读不了，或笔记写的不是这份原文）；2 用法或设置有误。"
)

SHOW_EPILOG = (
    "退出码 exit codes：0 已显示；1 文件读不了，或不是本程序写的笔记；"
    "2 没有所要的那一篇，或没有记下选取的理由。"
)

RENDER_EPILOG = (
    "退出码 exit codes：0 成功；1 全部失败（文件读不了，或不是本程序写的 notes.json）；"
    "2 用法、设置或模板有误；4 无法写出；5 部分失败（其余已完成）。"
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


Formats = Annotated[
    list[str] | None,
    typer.Option(
        "--format",
        "-f",
        help="写成哪些格式 formats：md, json, html, docx, anki（用逗号隔开）。",
    ),
]
FlavorOption = Annotated[
    Flavor, typer.Option("--flavor", help="Markdown 写给谁看 dialect of Markdown。")
]
Templates = Annotated[
    Path | None,
    typer.Option(
        help="模板文件夹 templates：note.md.j2, index.md.j2, page.html.j2, headings.toml。"
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
    formats: Formats = None,
    flavor: FlavorOption = "obsidian",
    templates: Templates = None,
    strict: Annotated[
        bool,
        typer.Option("--strict", help="笔记里有待核的句子时逐行列出，并以 6 退出（笔记照写）。"),
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option(min=1, max=256, help="用几个处理器核 cores to use；默认全部，1 不另开进程。"),
    ] = None,
    timeout: Annotated[
        float,
        typer.Option(min=0, help="一个文件处理多少秒还没做完就放弃；0 不限。"),
    ] = 600,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="全部重做；默认接着上次，没变的不重做 start over。")
    ] = False,
    force: Annotated[
        bool,
        typer.Option("--force", help="连你改过的笔记也覆盖；默认新的写在旁边。"),
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(help="只读名称相符的文件，如 '*讲话*'；可重复 only these files。"),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(help="不读名称相符的文件或文件夹，如 '草稿/*'；可重复 not these。"),
    ] = None,
    max_size: Annotated[
        str | None, typer.Option(help="跳过更大的文件，如 20MB skip larger files。")
    ] = None,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="在哪里做 engine：本机 local，或多台机器 ray（须装 study-notes[ray]）。"),
    ] = "local",
    ray_address: Annotated[
        str | None,
        typer.Option(help="Ray 集群的地址，如 auto、10.0.0.5:6379；不给就在本机起一个。"),
    ] = None,
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

      notes summarize 讲话.txt --format md,json,html,docx,anki

      notes summarize 材料/ -o out/ --exclude '草稿/*' --max-size 20MB
    """
    from notes.batch.console import Console
    from notes.render.formats import check
    from notes.render.formats import formats as wanted_formats

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
            formats=wanted_formats(formats or ["md", "json"]),
            flavor=flavor,
            templates=templates,
        )
        check(settings.rendering)
        from notes.batch.discover import Filters, bytes_of
        from notes.batch.local import Options, summarize_files

        options = Options(
            workers=workers,
            timeout=timeout,
            fresh=fresh,
            force=force,
            strict=strict,
            filters=Filters(
                include=tuple(include or ()),
                exclude=tuple(exclude or ()),
                size=bytes_of(max_size) if max_size else None,
            ),
            engine=engine,
            ray_address=ray_address,
        )
        code = summarize_files(paths, output, settings, console, options)
    except NotesError as error:
        _fail(error)
    except KeyboardInterrupt:
        typer.echo("已按 Ctrl-C 中断。", err=True)
        raise typer.Exit(INTERRUPTED) from None
    raise typer.Exit(code)


@app.command(epilog=WATCH_EPILOG)
def watch(  # noqa: PLR0913 - one parameter an option
    folder: Annotated[
        Path, typer.Argument(help="看管哪个文件夹（逐层）folder to watch。", metavar="FOLDER")
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="笔记写到哪个文件夹 output folder。")
    ] = Path("out"),
    settle: Annotated[
        float,
        typer.Option(min=0.2, max=3600, help="文件多少秒不再变化才读，免得读到一半的拷贝。"),
    ] = 2.0,
    poll: Annotated[
        bool, typer.Option("--poll", help="定时查看；网络盘收不到系统通知时用 for network drives。")
    ] = False,
    kind: Annotated[
        KindChoice, typer.Option(help="体裁：自动、讲话 speech、心得 reflection。")
    ] = "auto",
    length: Annotated[
        str | None, typer.Option(help="摘要长度：字数（200）或占原文比例（15%）。")
    ] = None,
    points: Annotated[int | None, typer.Option(min=1, max=50, help="核心要点条数。")] = None,
    model: Annotated[str | None, typer.Option(help="模型文件夹，或网上的模型名称。")] = None,
    user_dict: Annotated[Path | None, typer.Option(help="自定义词典（jieba 格式）。")] = None,
    stopwords: Annotated[Path | None, typer.Option(help="补充停用词，每行一词。")] = None,
    formats: Formats = None,
    flavor: FlavorOption = "obsidian",
    templates: Templates = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=256, help="用几个处理器核 cores to use；默认全部。")
    ] = None,
    timeout: Annotated[float, typer.Option(min=0, help="一个文件最多处理多少秒；0 不限。")] = 600,
    include: Annotated[
        list[str] | None, typer.Option(help="只读名称相符的文件，如 '*讲话*'；可重复。")
    ] = None,
    exclude: Annotated[
        list[str] | None, typer.Option(help="不读名称相符的文件或文件夹；可重复。")
    ] = None,
    max_size: Annotated[str | None, typer.Option(help="跳过更大的文件，如 20MB。")] = None,
    json_events: Annotated[
        bool, typer.Option("--json", help="在标准输出逐行打印 JSON 结果，供程序读取。")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="只报告错误 errors only。")] = False,
) -> None:
    """看管文件夹 watch：先为已有的材料写笔记，再等新来的、改过的；按 Ctrl-C 结束.

    [bold]例 examples[/bold]

      notes watch 收件箱/ -o 笔记/

      notes watch /mnt/共享/材料 -o 笔记/ --poll --settle 10
    """
    from notes.batch.console import Console
    from notes.render.formats import check
    from notes.render.formats import formats as wanted_formats

    console = Console(quiet=quiet, json_events=json_events)
    try:
        settings = Settings(
            kind=kind,
            length=Length.parse(length) if length else Length(),
            points=points,
            model=model,
            user_dict=user_dict,
            stop_words=stopwords,
            created=_today(),
            formats=wanted_formats(formats or ["md", "json"]),
            flavor=flavor,
            templates=templates,
        )
        check(settings.rendering)
        from notes.batch.discover import Filters, bytes_of
        from notes.batch.local import Options
        from notes.batch.watch import Watching, watch_folder

        filters = Filters(
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            size=bytes_of(max_size) if max_size else None,
        )
        options = Options(workers=workers, timeout=timeout, filters=filters)
        watching = Watching(settle=settle, poll=poll)
        code = watch_folder(folder, output, settings, console, options, watching, today=_today)
    except NotesError as error:
        _fail(error)
    except KeyboardInterrupt:
        typer.echo("已按 Ctrl-C 停止。", err=True)
        raise typer.Exit(OK) from None
    raise typer.Exit(code)


@app.command(epilog=RENDER_EPILOG)
def render(  # noqa: PLR0913 - one parameter an option
    records: Annotated[
        list[Path],
        typer.Argument(help="notes.json，或它所在的文件夹，或整个输出文件夹。", metavar="NOTES"),
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="写到哪个文件夹 output folder；默认在原处。"),
    ] = None,
    formats: Formats = None,
    flavor: FlavorOption = "obsidian",
    templates: Templates = None,
    force: Annotated[
        bool, typer.Option("--force", help="连你改过的笔记也覆盖；默认新的写在旁边。")
    ] = False,
) -> None:
    """把写好的笔记换一种格式 render stored notes：不需要原文，也不装载模型.

    与当初用 summarize 直接写成这种格式逐字节相同；写出的文件逐行打印。

    [bold]例 examples[/bold]

      notes render out/学习材料/notes.json --format docx,html

      notes render out/学习材料 --format md --flavor github -o 网站/

      notes render out/ --format anki
    """
    from notes.batch.rendering import render_files
    from notes.render.formats import formats as wanted_formats

    try:
        rendering = Rendering(wanted_formats(formats or ["md"]), flavor, templates)
        code = render_files(records, output, rendering, sys.stdout, force=force)
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
    templates: Annotated[
        Path | None,
        typer.Option(help="写笔记时用的模板文件夹 the same templates。"),
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
        code = verify_note(
            note,
            source,
            sys.stdout,
            as_json=json_result,
            user_dict=user_dict,
            templates=templates,
        )
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
