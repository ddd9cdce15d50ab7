"""Original prose for the repair tests, and the damage that sites do to it."""

from __future__ import annotations

from collections.abc import Iterable

SENTENCES = (
    "社区食堂办得好不好，老人最有发言权。",
    "我们走访了东桥街道的四个小区，记下了三百多条意见，其中一半说的是菜咸、路滑、排队久。",
    "看似零碎，实则件件连着民心。",
    "街道把意见分成马上能办、季度能办和需要上级支持三类，逐条写上责任人与完成日子。",
    "冬天到来之前，楼道的扶手全部换成了木质的，坡道铺上了防滑条。",
    "办事的窗口少了，跑腿的干部多了，群众的脸色也就不一样了。",
    "有位退休教师说，从前是人找服务，如今是服务找人。",
    "这句话让我想了很久，服务二字说来容易，做起来全在细处。",
    "细处见作风，也见能力，更见一个干部把百姓放在心里的什么位置。",
    "要把走访当成日常功课，带着本子下去，带着办法回来。",
    "对一时办不了的事，也要把缘由讲清楚，让群众心里有数。",
    "粮仓旁的晒场去年还是泥地，今年浇上了水泥，秋收时节再不用抢天气。",
    "合作社添了两台烘干机，一天能处理四十吨稻谷，损耗比往年少了一成。",
    "账算明白了，种粮的人心里就踏实，荒着的坡地也有人来问价。",
    "山里的孩子周末能到村图书室看书，管理员是回乡的大学生。",
    "她把借书卡做成了树叶的样子，一年下来墙上长出了一棵大树。",
    "文化的种子不会一夜开花，但只要有人浇水，总会有发芽的那天。",
    "下一步，我们打算把三个村的图书室连成一张网，书可以互借，活动可以同办。",
    "经费不多，办法要多，心思更要多。",
    "凡是群众点头的事，就坚持办下去；凡是群众摇头的事，就停下来改。",
)


def prose(sentences: int = 60) -> str:
    """A running text without line breaks, sentences of it numbered apart."""
    return "".join(SENTENCES[i % len(SENTENCES)] for i in range(sentences))


def with_counters(text: str, size: int = 300, first: int = 1, mark: str = "\n{}、") -> str:
    """``text`` in chunks of ``size`` characters with a counter before each chunk but the first."""
    chunks = [text[at : at + size] for at in range(0, len(text), size)]
    counted = (mark.format(first + index) + chunk for index, chunk in enumerate(chunks[1:], 1))
    return chunks[0] + "".join(counted)


def kinds(repairs: Iterable[object]) -> list[str]:
    """The kinds of some repairs."""
    return [str(getattr(repair, "kind", "")) for repair in repairs]
