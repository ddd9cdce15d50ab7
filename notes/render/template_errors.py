"""A broken template as a sentence: which file, which line, what is wrong with it."""

from __future__ import annotations

import re

from notes.errors import SettingsError

_TOLD = (
    (r"'(.+?)' is undefined", "没有“{}”这个值"),
    (r".* has no attribute '(.+?)'", "没有“{}”这个值"),
    (r"access to attribute '(.+?)' of .* is unsafe.*", "模板里不能用“{}”"),
    (r"No filter named '(.+?)'", "没有叫“{}”的过滤器"),
    (r"No test named '(.+?)'", "没有叫“{}”的判断"),
    (r"Encountered unknown tag '(.+?)'.*", "没有叫“{}”的语句"),
    (r"Unexpected end of template.*tags are? ?:? ?'(\w+)'.*", "语句没有结束，缺“{}”"),
    (r"Unexpected end of template.*", "语句没有结束"),
    (r"unexpected end of template.*", "语句没有结束"),
    (r"Expected an expression, got .*", "这里缺一个表达式"),
    (r"unexpected '(.+?)'", "多出“{}”"),
    (r"expected token '(.+?)', got .*", "这里缺“{}”"),
    (r"division by zero", "除数是零"),
    (r"Range too big.*", "循环次数太多"),
)
"""The messages of Jinja that users meet, in Chinese; any other is given as it is."""


def broken(where: str, line: int, reason: str) -> SettingsError:
    """The error that says ``reason``, a message of Jinja, of ``line`` of the template ``where``."""
    reason = reason.strip().rstrip(".。") or "语法有误"
    for pattern, told in _TOLD:
        found = re.fullmatch(pattern, reason, re.DOTALL)
        if found:
            reason = told.format(*found.groups())
            break
    return SettingsError(
        f"{where}: 模板第 {line} 行有误（{reason}），"
        "请改正后重试，或去掉 --templates 使用自带的模板。"
    )
