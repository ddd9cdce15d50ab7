"""Each repair rule: what it mends and what it must not touch."""

from __future__ import annotations

import pytest

from notes.repair import repair
from notes.values import Document
from tests.repair.prose import prose


def mended(text: str) -> str:
    return repair(Document("x.txt", text)).text


def kinds(text: str) -> set[str]:
    return {r.kind for r in repair(Document("x.txt", text)).repairs}


BODY = prose(12)
SITE_LINE = (
    "《社区工作札记.docx》由会员分享,可在线阅读,更多相关《社区工作札记.docx(9页珍藏版)》"
    "请在某某文库上搜索。\n"
)


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        (SITE_LINE + BODY, BODY),
        (f"{BODY}\n本文由某某文库网友上传，版权归原作者所有，侵权请联系我们删除。", BODY),
        (f"{BODY}\nhttps://www.example.com/doc/12.html", BODY),
        (f"{BODY}\n更多好文，请关注某某之窗公众号", BODY),
        (f"(5篇)社区工作心得体会篇一\n{BODY}\n篇二\n{BODY}", f"篇一\n{BODY}\n篇二\n{BODY}"),
        (f"篇一，共五篇\n{BODY}\n篇二\n{BODY}", f"篇一\n{BODY}\n篇二\n{BODY}"),
        (f"第1篇，共7篇\n{BODY}", f"第1篇\n{BODY}"),
    ],
)  # fmt: skip
def test_site_boilerplate_goes(damaged: str, expected: str) -> None:
    """The words of the site and of the packager are no part of any essay."""
    assert mended(damaged) == expected
    assert kinds(damaged) == {"site_boilerplate"}


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY}会员大会通过了新的章程，文件可以在村务公开栏下载。{BODY}",
        f"{BODY}\n村民可以扫码关注图书室的公众号。",
        f"我读了五篇文章，其中一篇写的是水渠。{BODY}",
        f"{BODY}\n此表仅供参考，以实际丈量为准。",
    ],
)
def test_the_writers_own_words_about_documents_stay(text: str) -> None:
    """One phrase of the kind is no advertisement."""
    assert mended(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("贯彻新能源(73.340,-1.16,-1.56%)规划。", "贯彻新能源规划。"),
        ("学习长江电力（22.15，+0.31，+1.42%）的做法。", "学习长江电力的做法。"),
        ("走进粮仓\u200b看变化。", "走进粮仓看变化。"),
    ],
)
def test_inserted_noise_goes(damaged: str, expected: str) -> None:
    """Stock quotations and shapeless characters were put there by programs."""
    assert mended(damaged) == expected


@pytest.mark.parametrize(
    "text", ["三年分别为（12，15，18）户。", "增长率（5.2%，4.8%）稳定。", "坐标（3，-4，5）处。"]
)
def test_numbers_in_brackets_stay(text: str) -> None:
    """A list of numbers is no stock quotation."""
    assert mended(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("要办实事,更要办好事;行不行?行!", "要办实事，更要办好事；行不行？行！"),
        ("(一)办好食堂", "（一）办好食堂"),
        ("合作社(简称BX)有成效.", "合作社（简称BX）有成效。"),
        ("达到41.5%,比上年高", "达到41.5%，比上年高"),
        ("要求如下:第一,", "要求如下：第一，"),
    ],
)
def test_half_width_marks_inside_chinese_become_full(damaged: str, expected: str) -> None:
    """Chinese text gets its own punctuation."""
    assert mended(damaged) == expected
    assert kinds(damaged) == {"half_width"}


@pytest.mark.parametrize(
    "text",
    [
        "共有1,234,567人，早上8:30开会。",
        "网址是 https://example.com/a?b=1,2;c 请看。",
        "写信到 a.b@example.com 即可。",
        "use f(x), g(y); then stop.",
        "见[说明](https://example.com/x(1).html)一节",
        "版本2.0.1与3.5并存",
        "1.加强领导\n2.落实责任",
    ],
)
def test_marks_of_numbers_latin_and_addresses_stay(text: str) -> None:
    """A mark between digits or letters is not Chinese punctuation."""
    assert mended(text) == text


def test_spaces_inside_a_word_go_with_the_others_of_the_line() -> None:
    """A gap that splits a word shows that the line was read with gaps."""
    damaged = (
        "我们要把走访当成日 常功课，带着本子下去 ，带着办法回来，坚持 下去，久久为功，让群众满意。"
    )
    assert " " not in mended(damaged)


@pytest.mark.parametrize(
    "text",
    [
        "凝心聚力办实事 同心共建好家园",
        "　　我们走访了四个小区，记下了三百多条意见，其中一半说的是菜咸、路滑。",
        "会议学习了《守望相助办实事 同心共建好家园》一文，大家谈了各自的体会和打算。",
        "书记 张三　　主任 李四",
        "使用 Python 3.11 处理数据，速度比以往快了许多，群众办事也方便了。",
    ],
)
def test_spaces_that_divide_stay(text: str) -> None:
    """Titles, signatures, indents and Latin words keep their spaces."""
    assert mended(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("编写“民情地图“，挂在墙上。", "编写“民情地图”，挂在墙上。"),
        ("编写”民情地图”，挂在墙上。", "编写“民情地图”，挂在墙上。"),
        ('他说"要办实事"，我们记下了。', "他说“要办实事”，我们记下了。"),
    ],
)
def test_quotation_marks_are_turned(damaged: str, expected: str) -> None:
    """Two equal marks around a short phrase are a pair."""
    assert mended(damaged) == expected
    assert kinds(damaged) == {"quotation"}


@pytest.mark.parametrize(
    "text",
    [
        "“一米菜园”和“共享书屋”都受欢迎。",
        "他讲了“十年树木的道理。大家都点头，说“这话在理”。",
        '屏幕是5"的，放在窗口。',
        "“人在哪里，服务就到哪里。",
    ],
)
def test_whole_and_lone_quotation_marks_stay(text: str) -> None:
    """Where the lost mark stood is a guess."""
    assert mended(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("投入IlOO亿元", "投入1100亿元"),
        ("新建2O座", "新建2O座"),
        ("惠及3O万人", "惠及30万人"),
        ("2l世纪的乡村，走路要3O分钟", "21世纪的乡村，走路要30分钟"),
        ("先进的Al技术正在走进课堂", "先进的AI技术正在走进课堂"),
        ("产业局（BlS）发布", "产业局（BIS）发布"),
        ("采用LinUX系统", "采用Linux系统"),
        ("来村里交流O参与的人很多", "来村里交流。参与的人很多"),
        ("二O二四年", "二〇二四年"),
        ("自给率不足10沆二者相差", "自给率不足10%。二者相差"),
    ],
)
def test_look_alikes_are_put_back(damaged: str, expected: str) -> None:
    """Digits, capitals and stops that were read as something of the same shape."""
    assert mended(damaged) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Al合金门窗和Al2O3陶瓷",
        "O型血告急",
        "使用LINUX和linux两种写法",
        "IO接口与Oil价格",
        "AlN材料和GaN材料",
        "型号I100的机器",
        "卡拉OK厅",
    ],
)
def test_latin_that_means_itself_stays(text: str) -> None:
    """Chemistry, blood groups and names are no misreadings."""
    assert mended(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("规划（20212025年）已印发", "规划（2021-2025年）已印发"),
        ("介于2.5%4%之间", "介于2.5%-4%之间"),
        ("发布20232024图书报告", "发布2023-2024图书报告"),
    ],
)
def test_lost_hyphens_come_back(damaged: str, expected: str) -> None:
    """Two rising years or shares without anything between are a range."""
    assert mended(damaged) == expected
    assert kinds(damaged) == {"lost_hyphen"}


@pytest.mark.parametrize(
    "text",
    ["文号20231125号", "日期20240512记录", "编号20252021年", "电话20232024", "占4%2.5%是笔误"],
)
def test_other_runs_of_digits_stay(text: str) -> None:
    """Dates, numbers of files and falling ranges are left as they are."""
    assert mended(text) == text


TERM = "大家都说乡村图书馆办得好，乡村图书馆的灯亮到九点，乡村图书馆的书越来越多。"


def test_a_misread_term_is_mended_by_the_documents_own_use() -> None:
    """The text writes the term many times and its misreading once."""
    text = TERM * 4 + "墙外就是乡村图节馆的院子。"
    assert "图节馆" not in mended(text)
    assert mended(text).endswith("墙外就是乡村图书馆的院子。")


def test_a_digit_inside_a_term_is_mended() -> None:
    """A term with a figure in its middle is no word."""
    text = TERM * 4 + "乡村图2馆的院子。"
    assert mended(text).endswith("乡村图书馆的院子。")


@pytest.mark.parametrize(
    "rare",
    [
        "另有一座乡村图书室在山上。",
        "来的有张小明、李小明。",
        "我们要稳市场、稳就业。",
        "他做为代表发言。",
        "乡村图书的种类不少。",
    ],
)
def test_good_chinese_beside_a_frequent_term_stays(rare: str) -> None:
    """A rare word that is a word is the writer's."""
    text = TERM * 4 + "记者张大明报道，张大明说，张大明又说，张大明还说。" + rare
    assert mended(text) == text


def test_one_sentence_gives_no_consensus() -> None:
    """Without repetition nothing is guessed."""
    text = "为经济社会发展提拱了有力支撑。"
    assert mended(text) == text


def test_lost_text_is_marked_and_not_mended() -> None:
    """A list mark behind an unfinished clause shows a gap; a cut end shows one too."""
    text = (
        "一是新的办法。街道把意见逐条记下，催生基层治理内部的二是新的队伍。三是新的平台。"
        + prose(4)
    )
    repaired = repair(Document("x.txt", text))
    lost = [r for r in repaired.repairs if r.kind == "lost_text"]
    assert repaired.text == text
    assert [r.damaged for r in lost] == ["催生基层治理内部的"]
    assert lost[0].damaged == lost[0].repaired
    cut = (
        text
        + "下一步，我们打算把三个村的图书室连成一张网，书可以互借，活动可以同办，" * 2
        + "这说明"
    )
    assert [r.damaged for r in repair(Document("x.txt", cut)).repairs][-1] == "这说明"


@pytest.mark.parametrize(
    "text",
    [
        "一是一，二是二，办事要清楚。",
        "一、办好食堂（一）把饭做热。（二）把路修平。",
        "一是走访。二是记录。三是办理。",
        "东桥街道\n2024年3月",
    ],
)
def test_whole_enumerations_are_not_marked(text: str) -> None:
    """Complete text has no lost places."""
    assert not [r for r in repair(Document("x.txt", text)).repairs if r.kind == "lost_text"]


LINE = (
    "街道把意见分成马上能办、季度能办和需要上级支持三类，逐条写上责任人与完成日子。"
    "冬天到来之前，楼道的扶手全部换成了木质的，坡道铺上了"
)


@pytest.mark.parametrize(
    "heading", ["二、修好路", "（二）修好路", "篇二", "第2篇", "\n　　三、种树"]
)
def test_a_paragraph_that_breaks_off_before_a_heading_is_marked(heading: str) -> None:
    """The line is prose and ends no sentence, and something new begins behind it."""
    repaired = repair(Document("x.txt", f"一、办好食堂\n{LINE}\n{heading}\n{prose(6)}"))
    lost = [r for r in repaired.repairs if r.kind == "lost_text"]
    assert [r.damaged for r in lost] == ["坡道铺上了"]


@pytest.mark.parametrize("end", ["防滑条。", "防滑条：", "防滑条”", "防滑条……"])
def test_a_paragraph_that_ends_before_a_heading_is_whole(end: str) -> None:
    """A stop, a colon or a closing mark ends a paragraph."""
    repaired = repair(Document("x.txt", f"{LINE}{end}\n二、修好路\n{prose(6)}"))
    assert not [r for r in repaired.repairs if r.kind == "lost_text"]


def test_a_garbled_title_is_mended_by_the_body() -> None:
    """The body says the words of the title again, and 赍彤 is no Chinese."""
    damaged = (
        f"篇一办好乡村图书馆的赍彤办法近年来，{BODY}我们找到了办好乡村图书馆的根本办法。{BODY}"
    )
    assert mended(damaged).startswith("篇一办好乡村图书馆的根本办法近年来")


def test_a_title_in_other_words_stays() -> None:
    """A title may say it differently, as long as it says something."""
    text = f"篇一办好乡村图书馆的具体办法近年来，{BODY}我们找到了办好乡村图书馆的根本办法。{BODY}"
    assert mended(text) == text


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("我们学了<<社区治理办法>>，很受启发。", "我们学了《社区治理办法》，很受启发。"),
        ("食堂、图书室、广场...都去看了。", "食堂、图书室、广场……都去看了。"),
        ("老人说得直白--要的是方便。", "老人说得直白——要的是方便。"),
    ],
)
def test_marks_typed_in_pieces_become_one(damaged: str, expected: str) -> None:
    """A keyboard without Chinese marks gives them in pieces."""
    assert mended(damaged) == expected
    assert kinds(damaged) == {"half_width"}


@pytest.mark.parametrize(
    "text",
    ["第一章 走访.......12", "a << b >> c", "x -- y", "参见 docs...html", "--help 说明", "1...9"],
)
def test_dots_and_dashes_of_other_texts_stay(text: str) -> None:
    """Leaders, code and options are no Chinese punctuation."""
    assert mended(text) == text


WHOLE = "大家把它叫作“民情地图”。有了“民情地图”，走访就有了方向。"


@pytest.mark.parametrize(
    ("damaged", "expected"),
    [
        ("我们打开“民情地图看了又看。", "我们打开“民情地图”看了又看。"),
        ("我们打开民情地图”看了又看。", "我们打开“民情地图”看了又看。"),
        ("按“民情地图走访，按“社区账本”办事。", "按“民情地图”走访，按“社区账本”办事。"),
    ],
)
def test_a_lost_quotation_mark_comes_back(damaged: str, expected: str) -> None:
    """The same words stand whole elsewhere, so the place of the other mark is known."""
    assert mended(WHOLE + "\n" + damaged) == WHOLE + "\n" + expected


@pytest.mark.parametrize(
    "text",
    [
        "我们打开“社区账本看了又看。",
        "我们打开民情地图看了又看。",
        "“民情地图是一面镜子。\n“镜子里有我们自己。”",
        "“民情地图是一面镜子。\n镜子里有我们自己。”",
        "“挂出“民情地图”，为的是心里有数。”",
    ],
)
def test_marks_without_a_witness_stay(text: str) -> None:
    """No whole counterpart, no marks at all, or a quotation over several lines."""
    assert mended(WHOLE + "\n" + text) == WHOLE + "\n" + text


def test_titles_get_their_marks_back() -> None:
    """A lone 《 by its counterpart, a bare title only where it was published."""
    whole = "去年印发的《东桥街道社区食堂管理办法》写得很细。"
    lone = "翻开《东桥街道社区食堂管理办法一看便知。"
    assert mended(whole + "\n" + lone).endswith("翻开《东桥街道社区食堂管理办法》一看便知。")
    bare = "自从发布了东桥街道社区食堂管理办法，账目就清楚了。"
    assert "发布了《东桥街道社区食堂管理办法》，" in mended(whole + bare)
    spoken = "说起东桥街道社区食堂管理办法，人人称好。"
    assert mended(whole + spoken) == whole + spoken


SEARCHES = "图书室能搜索书目，手机上也能搜索，老人让孩子帮着搜索。"


def test_a_look_alike_that_makes_no_word_is_mended() -> None:
    """搜素 is no word, 搜索 is, and the document has it three times."""
    assert mended(SEARCHES + "我也搜素过。") == SEARCHES + "我也搜索过。"
    assert kinds(SEARCHES + "我也搜素过。") == {"ocr_char"}


@pytest.mark.parametrize(
    "text",
    [
        "图书室能搜索书目，我也搜素过。",
        SEARCHES + "菜篮子里有素菜，也有荤菜。",
        SEARCHES + "他们去搜素材，我去拍照。",
        "自己的事自己办，自己人帮自己人，自已的心愿。",
    ],
)
def test_look_alikes_without_support_or_inside_words_stay(text: str) -> None:
    """One use is no consensus; characters of words are meant; writers' own errors stay."""
    assert mended(text) == text
