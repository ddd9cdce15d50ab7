"""Original prose of any size in which hardly a sentence comes twice."""

from __future__ import annotations

import random
from collections.abc import Iterator


def _listed(text: str) -> list[str]:
    """The phrases of ``text``, which white space divides."""
    return text.split()


_WHO = _listed(
    """
    镇村干部 网格员 包片领导 驻村工作队 妇联的同志 司法所 农技站 卫生院 各村党支部 社区书记
    退役军人 返乡青年 养殖大户 合作社社长 粮站职工 水利站 中心小学 供电所 信用社 老党员 河长
    护林员 食堂管理员 物业公司 商会会员 窗口人员 督查小组 志愿者 文化站 调解员 村医 种粮户
    外来务工人员 快递小哥 楼栋长 财务人员 青年突击队 民兵排
    """
)
_WHEN = _listed(
    """
    去年入冬以后 今年三月 汛期到来之前 秋收那几天 每个月的月底 走访了一圈下来 换届以来
    工程验收那天 开学前后 大雪封路的时候 集中整治期间 最近两个季度 经过反复商量 对照年初的清单
    座谈会开完以后 账目公开之后 项目停工的半个月里 遇到连续阴雨 检查组离开以后 到了年根底下
    """
)
_HOW = _listed(
    """
    挨家挨户 按图索骥地 一项一项 带着本子 不打招呼 分组包干 自掏腰包 连夜 当面 用老办法
    按照制度 借着农闲 拿着清单 现场 认认真真 想方设法 分头 提前 反复 集体
    """
)
_DID = _listed(
    """
    核对了 修好了 清理了 登记了 改造了 更换了 公示了 讨论了 补上了 协调了 检查了 整修了 收集了
    销号了 推进了 解决了 回访了 测量了 梳理了 安排了 落实了 拆除了 新建了 培训了 化解了
    """
)
_WHAT = _listed(
    """
    拖了三年的断头路 独居老人的用药台账 田间的排水沟 低保名单 旧楼的消防通道 学校门口的积水
    村集体的三资账目 饮水管网的漏点 林区的防火隔离带 邻里之间的宅基地纠纷 养老食堂的菜价
    春耕的农资储备 危桥的限高架 快递进村的最后一里 垃圾中转站的异味 高标准农田的水泵
    困难家庭的助学金 晒谷场的硬化 夜间照明的盲区 政务大厅的排队 合作社的烘干设备
    小微企业的用工缺口 老旧电表 河道里的沉船 冷库的备用电源 山塘的泄洪口 图书室的借阅卡
    留守儿童的暑期托管 茶叶的包装标准 村规民约里的老条款
    """
)
_SO = _listed(
    """
    群众少跑了{n}趟 投诉比上年同期下降了{p}% 节省开支{m}元 受益的有{m}户人家
    平均办理时间缩短到{n}天 大家心里有了底 说闲话的人少了 问题没有再反弹 工期反而提前了{n}天
    满意率达到{p}% 村里的老人逢人便夸 该谁的责任一清二楚 亩产增加了{n}公斤 矛盾没有出村
    台账和实物对得上 剩下的{n}件列入了下季度计划 干部自己也受了教育 外地的同行前来取经
    损失控制在{m}元以内 隐患全部销号
    """
)
_JUDGED = _listed(
    """
    可见{what}不是小事，而是检验作风的一把尺子 要把{what}摆在更加突出的位置，一抓到底
    必须让{who}有职有权，也有人监督 实践证明，只有{how}做事，才能把{what}办到群众心坎上
    不能因为{what}琐碎，就让{who}一个单位去扛 关键在于把经验变成制度，让{who}换了人也照样办
    今后凡是涉及{what}的事项，一律先听{who}的意见 要坚持{how}抓落实，防止{what}前紧后松
    """
)
_PARAGRAPH = 6
_SECTION = 5
_ORDINALS = "一二三四五六七八九十"


def prose(size: int, seed: int = 1) -> str:
    """A report of exactly ``size`` characters in numbered sections; a seed, a text."""
    parts: list[str] = []
    length = 0
    for line in _lines(random.Random(seed)):  # noqa: S311 - the text shall be the same again
        parts.append(line)
        length += len(line) + 1
        if length >= size + 1:
            break
    return "\n".join(parts)[:size]


def essays(count: int, size: int, seed: int = 1) -> str:
    """A bundle of ``count`` essays of about ``size`` characters each, each under its label."""
    found = [
        f"篇{_ORDINALS[at]}：{_of(random.Random(seed + at), '把{what}办好的体会')}\n"  # noqa: S311
        f"{prose(size, seed + at)}。"
        for at in range(count)
    ]
    return f"({count}篇)基层工作学习心得汇编\n" + "\n".join(found)


def _lines(rng: random.Random) -> Iterator[str]:
    section = 0
    while True:
        yield f"{_ORDINALS[section % 10]}、{_of(rng, '{how}抓好{what}')}"
        for _ in range(_SECTION):
            yield "".join(_sentence(rng) for _ in range(_PARAGRAPH))
        section += 1


def _sentence(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return f"{_of(rng, rng.choice(_JUDGED))}。"
    told = _of(rng, f"{{when}}，{{who}}{{how}}{{did}}{{what}}，{rng.choice(_SO)}")
    more = _of(rng, "；{who}也{how}{did}{what}") if rng.random() < 0.3 else ""
    return f"{told}{more}。"


def _of(rng: random.Random, template: str) -> str:
    return template.format(
        who=rng.choice(_WHO),
        when=rng.choice(_WHEN),
        how=rng.choice(_HOW),
        did=rng.choice(_DID),
        what=rng.choice(_WHAT),
        n=rng.randint(2, 60),
        m=rng.randint(100, 9900),
        p=f"{rng.randint(2, 97)}.{rng.randint(1, 9)}",
    )
