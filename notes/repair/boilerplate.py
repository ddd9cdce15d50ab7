"""What document sites and packagers write around a text.

Three kinds: sentences of the site (“由会员分享…请在…上搜索”), lines of advertising at
the head or the foot of the document, and the packager's own title with its count
“(10篇)…学习心得” where it is glued to the first essay. A phrase that a writer could
use himself (下载, 版权) counts only at the edges and only together with others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from notes.repair.edits import Draft, Edit

HEAD_LINES = 6
FOOT_LINES = 8

_COUNT = r"(?:\d{1,3}|[一二两三四五六七八九十百]{1,4})"
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十百]{1,4})"
_LABEL = rf"(?:篇{_NUMBER}|第{_NUMBER}篇|【(?:第?{_NUMBER}篇|篇{_NUMBER})】|范文{_NUMBER})"

_SITE = re.compile(
    r"《[^》\n]{1,120}》由(?:会员|用户|网友)[^\n。]{0,20}(?:分享|上传)[^\n]{0,300}?(?:上搜索[。.]?|$)"
    r"|更多(?:相关|关于)[^\n]{1,160}?请在[^\n。]{1,20}上搜索[。.]?"
    r"|请在[^\n。,，]{1,20}(?:文档|文库|网站?|平台)上搜索[。.]?"
    r"|(?:本文|本文档|文档|资料|材料|内容)(?:由|来源于|来自)[^\n。,，]{0,12}"
    r"(?:会员|用户|网友|文库|文档网|范文网|网络)[^\n。]{0,20}"
    r"(?:分享|上传|整理|收集|提供|转载|发布)[^\n。]{0,30}(?:[。.]|$)"
    r"|^[^\n。]{0,10}更多[^\n。]{0,12}(?:请|欢迎)[^\n。]{0,4}关注[^\n]{0,30}$"
    r"|[（(]\d{1,4}页[^\n（）()]{0,6}珍藏版[）)]",
    re.MULTILINE,
)
# Families of phrases; a line needs two of them to count as an advertisement.
_CUES = tuple(
    re.compile(pattern)
    for pattern in (
        r"由会员分享|可在线阅读|在线阅读|更多相关|珍藏版|上搜索|猜你喜欢|相关(?:文章|推荐|阅读|文档)",
        r"下载(?:文档|本文|全文|原文|权限|后|链接|地址|即可)|(?:文档|全文|免费|点击|立即|[Ww]ord版?|资料)下载",
        r"文库|范文网|文档网|文秘网|公文网|资料网|豆丁|道客巴巴|原创力|知网空间",
        r"VIP|会员|积分|付费|客服|QQ群?|加微信|微信号",
        r"版权(?:归|所有|声明)|侵权|联系(?:我们|管理员)|删除处理|请勿(?:转载|商用)|仅供(?:参考|学习)",
        r"关注(?:我们|公众号|微信)|公众号|扫(?:码|一扫|描)",
        r"本文(?:档)?由|整理(?:发布|分享)|(?:来源|转自|出处)[:：]|上传(?:者|时间|人)?",
        r"上一篇[:：]|下一篇[:：]|返回(?:首页|顶部|列表)|(?:阅读|浏览|点击)(?:量|次数|数|查看)",
        r"文档(?:编号|大小|格式|页数|热度)|页数[:：]|https?://|www\.",
    )
)
_URL_LINE = re.compile(r"^[ \t　]*(?:[^\s\n]{0,10}[:：])?[ \t]*(?:https?://|www\.)[!-~]+[ \t　]*$")
_PACKAGER = re.compile(
    rf"^[ \t　]*(?:[【（(]{_COUNT}篇[】）)][^\n。！？!?]{{0,60}}?"
    rf"|[^\n。！？!?，,]{{2,60}}?[【（(]{_COUNT}篇[】）)][^\n。！？!?，,]{{0,10}}?)(?={_LABEL})",
    re.MULTILINE,
)
_TAIL = re.compile(
    rf"(?<=[篇一二三四五六七八九十百\d】）)])[ \t]*[,，、][ \t]*共[ \t]*{_COUNT}[ \t]*篇"
)
_COUNTED = re.compile(rf"共[ \t]*{_COUNT}[ \t]*篇")
# What a sentence of a site must hold; asked first because it is quick.
_SITE_CUE = re.compile(
    r"由(?:会员|用户|网友)|上搜索|珍藏版|更多[^\n。]{0,12}(?:请|欢迎)|本文(?:由|来)|文档(?:由|来)"
    r"|资料(?:由|来)|材料(?:由|来)|内容(?:由|来)"
)
_LABEL_BEFORE = re.compile(rf"{_LABEL}$")


def site_boilerplate(draft: Draft) -> list[Edit]:
    """Remove the site's sentences, advertising lines and the packager's title."""
    text = draft.text
    edits = []
    if _SITE_CUE.search(text):
        edits = [_whole_line(text, m.start(), m.end()) for m in _SITE.finditer(text)]
    edits.extend(_advertising(text))
    packager = _PACKAGER.search(text, 0, 2000)
    if packager:
        edits.append(Edit(packager.start(), packager.end(), "", "site_boilerplate"))
    tails = _TAIL.finditer(text) if _COUNTED.search(text) else ()
    edits.extend(
        Edit(tail.start(), tail.end(), "", "site_boilerplate")
        for tail in tails
        if _LABEL_BEFORE.search(text[max(tail.start() - 8, 0) : tail.start()])
    )
    return edits


def _whole_line(text: str, start: int, end: int) -> Edit:
    """The edit that removes a range, with its line break where the line holds nothing else."""
    begins = start == 0 or text[start - 1] == "\n"
    if begins and text.startswith("\n", end):
        end += 1
    elif start and text[start - 1] == "\n" and end == len(text):
        start -= 1
    return Edit(start, end, "", "site_boilerplate")


def _advertising(text: str) -> Iterator[Edit]:
    head, foot = _edge_lines(text)
    for start, end in (*head, *foot):
        line = text[start:end]
        if len(line) <= 300 and (_URL_LINE.match(line) or _is_advert(line)):
            yield _whole_line(text, start, end)


def _is_advert(line: str) -> bool:
    """Whether a line holds two kinds of advertising phrases, or three when it is long."""
    families = sum(bool(cue.search(line)) for cue in _CUES)
    return families >= 3 or (families == 2 and len(line) <= 120)


def _edge_lines(text: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    head: list[tuple[int, int]] = []
    at = 0
    while at < len(text) and len(head) < HEAD_LINES:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            head.append((at, end))
        at = end + 1
    foot: list[tuple[int, int]] = []
    stop, floor = len(text), head[-1][1] if head else 0
    while stop > floor and len(foot) < FOOT_LINES:
        at = text.rfind("\n", 0, stop) + 1
        if text[at:stop].strip() and at > floor:
            foot.append((at, stop))
        stop = at - 1
    return head, foot
