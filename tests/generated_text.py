"""Speeches and reflections made of sentence banks: original Chinese, never twice the same.

A *topic* is a matter that a town deals with; its sentences have slots for numbers, shares,
places and people. A frame orders them as a speech, a discussion paper or a reflection.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

ORDINALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be said of one matter; ``heads`` are headings of its sections."""

    name: str
    heads: tuple[str, ...]
    facts: tuple[str, ...]
    faults: tuple[str, ...]
    measures: tuple[str, ...]
    thoughts: tuple[str, ...]


TOPICS: tuple[Topic, ...] = (
    Topic(
        "护林防火",
        ("把人守在山口", "把火种挡在林外", "把队伍练在平时", "把责任写到山头"),
        (
            "去年{place}在{n}个路口设卡，收缴火种{m}件，全年没有发生一起森林火灾。",
            "全镇有林地{m}亩，专职护林员只有{n}人，人均要管的山头比前年多了{p}。",
            "入冬以来已经组织巡山{m}人次，劝返带火进山的群众{n}起。",
        ),
        (
            "有的村把宣传牌一挂就算完事，路口值守的表格填得很满，人却不在岗上。",
            "{place}的防火道三年没有清，草长得比人高，真烧起来车根本开不进去。",
        ),
        (
            "要在清明、冬至前后把干部排到每一个山口，谁的山头谁上去，谁的班次谁签字。",
            "要把灭火器材分到组里去，每个月拉出来练一次，不能锁在仓库里生锈。",
            "对五保户、痴呆老人和放牛户，要一户一户上门讲，讲到他记住为止。",
            "必须在{month}月底前把{n}公里防火道清完，清一段验一段，验不过的返工。",
        ),
        (
            "山上的火，多半是先从人心里的那点侥幸烧起来的。",
            "防火这件事，平时多走一里路，关键时候就少赔一座山。",
        ),
    ),
    Topic(
        "养老服务",
        ("让老人吃上热饭", "让看病少跑一段路", "让子女放得下心", "让邻里搭得上手"),
        (
            "{place}六十岁以上的老人有{m}名，其中独居的{n}名，占{p}。",
            "食堂开办{n}个月来，累计供餐{m}份，每餐老人只付{n}元。",
            "今年为{n}户老人家里装了扶手和防滑垫，摔伤的报告比去年少了{p}。",
        ),
        (
            "有的食堂建得漂亮，菜却做得又咸又硬，老人去了一回就不再去。",
            "登记表上写着定期探访，可是敲开门一问，{place}的老人说三个月没见过人。",
        ),
        (
            "要把菜谱交给老人自己定，每周贴出来，吃剩多少也贴出来。",
            "要让村医每月到食堂坐诊一天，量血压、看药盒、讲怎么吃药。",
            "要给独居老人配好联络员，一天一个电话，电话没人接就上门。",
            "必须把每一笔伙食补助公开到户，{month}月起由老人代表签字才能报销。",
        ),
        (
            "对老人好不好，不看墙上挂了多少制度，要看锅里的菜烂不烂。",
            "一个地方的人情，就藏在有没有人记得老人几点吃药里。",
        ),
    ),
    Topic(
        "乡村道路",
        ("先修群众天天走的路", "把质量盯在料场上", "管住路修好以后", "让车站跟着人走"),
        (
            "去年新修和硬化村组道路{n}公里，{m}户人家的门口通了水泥路。",
            "{place}到镇上的班车从每天{n}趟加到每天{n}趟，学生上学少走{n}分钟。",
            "全镇还有{n}个自然村不通硬化路，下雨天学生要穿雨靴上学。",
        ),
        (
            "有的路通车不到半年就裂了缝，一查才知道底下的石子少铺了一层。",
            "{place}的路修到村委会门口就停了，再往里的{n}户人家还在走泥路。",
        ),
        (
            "要请群众代表天天到工地看料，沙石水泥不合格的当场拉走。",
            "要把养护的钱列进年初的预算，每公里每年不少于{m}元。",
            "修哪一段、先修哪一段，要开村民会来定，不能由哪一个人说了算。",
            "必须在{month}月前把{n}座危桥加固好，加固以前先把限重牌立起来。",
        ),
        (
            "路是给脚走的，不是给检查组的车走的。",
            "群众记得一条路，往往是因为记得下雨天那双干鞋。",
        ),
    ),
    Topic(
        "教师备课",
        ("把课备到学生那里去", "把教研开成真研究", "把作业减在该减处", "把新教师带起来"),
        (
            "本学期听课{n}节，问卷收回{m}份，{p}的学生说最怕老师一讲到底。",
            "{place}的教研组每周活动一次，全年打磨公开课{n}节，重写教案{m}页。",
            "实行作业公示以来，学生晚上写作业的平均时间少了{n}分钟。",
        ),
        (
            "有的教案是从网上整篇抄下来的，连例题里的地名都没有改。",
            "教研会常常开成了通知会，{n}分钟里有一半在念文件。",
        ),
        (
            "要先把学生的错题摊在桌上，再来谈这节课该怎么讲。",
            "要让老教师每月上一节不打招呼的课，上完当场说哪里没讲明白。",
            "要把重复抄写的作业砍掉，把要动手、要提问的作业留下来。",
            "必须保证新教师每周跟听{n}节课，{month}月起由师傅写出一页评语。",
        ),
        (
            "备课备到最后，备的是对那几十双眼睛的敬畏。",
            "好课不是讲得满，而是讲完以后教室里还有人在想。",
        ),
    ),
    Topic(
        "会议作风",
        ("把会开短", "把文发实", "把表合并", "把脚伸到田里"),
        (
            "今年以来全镇性的会议比去年少了{p}，省下{n}个半天，干部下村{m}人次。",
            "清理各类工作群{n}个，停报重复表格{m}张，{place}的村干部说手机安静了。",
            "上半年发文{n}件，其中没有新内容的{n}件已经停发。",
        ),
        (
            "有的会开了三层，层层念同一份稿子，散会以后没有人说得清要办哪一件事。",
            "还有的部门白天发通知、晚上催报表，基层只好把去年的数字改一改交上去。",
        ),
        (
            "凡是能在电话里说清的，就不开会；凡是开会的，不超过{n}分钟。",
            "要把{n}张表合成一张，一个数只报一次，谁要数谁自己去取。",
            "班子成员每月要有{n}天在村里，带着问题下去，带着办法回来。",
            "必须在{month}月公布减下来的会和文，由村干部来打分，打分不到八成的重新减。",
        ),
        (
            "省下的是会，省不下的是该走的路。",
            "材料写得再厚，也垫不平群众门前的坑。",
        ),
    ),
    Topic(
        "垃圾分类",
        ("从厨房里分起", "让收运跟得上", "把账算给群众看", "用好自己的积分"),
        (
            "试点{n}个月，{place}每天清运的垃圾从{m}公斤降了{p}。",
            "全镇设了{n}个投放点，参与的人家{m}户，参与率{p}。",
            "上个季度卖可回收物得了{m}元，全部换成肥皂和食盐发回各户。",
        ),
        (
            "有的地方居民分得仔细，收运车一来又全倒在一起，分了也白分。",
            "{place}的投放点离得太远，老人提着桶要走{n}分钟，慢慢就没人去了。",
        ),
        (
            "要先把车分开，再去要求群众把桶分开。",
            "要请各家的孩子当监督员，一周一评，红榜贴在小卖部门口。",
            "要把厨余垃圾就近堆肥，{n}个组建{n}个沤肥坑，肥料谁家要谁家拉。",
            "必须每个月把积分账本晒一次，{month}月起由组长轮流记账。",
        ),
        (
            "分类这件小事，考的是我们说话算不算数。",
            "习惯是一桶一桶倒出来的，不是一次一次查出来的。",
        ),
    ),
    Topic(
        "便民窗口",
        ("把材料减下来", "把时间让出来", "把服务送出去", "把差评当镜子"),
        (
            "窗口今年办件{m}件，当场办结的占{p}，平均等候{n}分钟。",
            "取消证明{n}项，合并材料{n}份，{place}的群众少跑{m}趟。",
            "开通夜间窗口以来，下班后来办事的有{m}人，多是在外打工的年轻人。",
        ),
        (
            "有的窗口墙上写着一次办好，群众来了还是被告知缺一张复印件。",
            "差评打了{n}个，回访的却只有{n}个，剩下的没有人问一句为什么。",
        ),
        (
            "凡是系统里查得到的，一律不再向群众要；要了的，窗口自己复印。",
            "要在中午和周六留人值班，让上班的人也能办成事。",
            "要把社保、医保的机器搬到{n}个村里去，由村干部帮老人操作。",
            "必须对每一个差评在{n}天内回访，{month}月起把回访结果贴在大厅里。",
        ),
        (
            "群众跑一趟的路费，就是给我们工作打的分。",
            "窗口的玻璃可以擦得很亮，心里那一层更要常擦。",
        ),
    ),
    Topic(
        "防汛备汛",
        ("把隐患查在雨前", "把预警喊到人", "把转移练到夜里", "把物资放到手边"),
        (
            "汛前排查出隐患{n}处，已经处置{n}处，还有{n}处立了警示牌、落实了专人。",
            "{place}住在低洼处的有{m}户，行动不便的{n}人都写明了由谁背、往哪里走。",
            "去年一场大雨两个小时下了{n}毫米，因为转移得早，{m}名群众没有一个受伤。",
        ),
        (
            "有的预案是抄来的，上面的电话{n}个里有一半打不通。",
            "仓库里的沙袋码得整整齐齐，可是钥匙在县城的一个人手里。",
        ),
        (
            "要趁天晴把{n}条沟渠清一遍，水往哪里走，人先去走一遍。",
            "要给每个组配一面铜锣，停电断网的时候就靠它叫人。",
            "要在夜里练一次转移，练完马上说哪里走不通、哪里没有灯。",
            "必须在{month}月前把值班表排到人头，宁可十防九空，不可一次落空。",
        ),
        (
            "雨不会等我们把会开完。",
            "汛期里最值钱的，是提前半个小时敲开的那扇门。",
        ),
    ),
    Topic(
        "农家书屋",
        ("让书走出柜子", "让孩子带着大人读", "让会讲的人来讲", "让读书用得上"),
        (
            "{place}的书屋有藏书{m}册，去年借出{n}册，今年借出的多了{p}。",
            "暑假办了{n}场读书会，来的孩子有{m}人次，陪着来的老人也有{n}位。",
            "按群众点单添置种植和养殖的书{n}种，最受欢迎的一本被借了{n}次。",
        ),
        (
            "有的书屋常年锁着门，检查来了才开，书脊上的塑料膜都没有撕。",
            "书是统一配来的，{n}本里有{n}本讲的东西村里用不上。",
        ),
        (
            "要把钥匙交给退休的老师，早晚各开{n}个小时，假期全天开。",
            "要让种田的能手来讲一讲果树怎么剪，讲的人多了，借书的人自然就多。",
            "要办一块读书角的黑板，一周写一句大家读到的好话。",
            "必须每个季度换一次书，{month}月先把没有人借过的书调到别的村去。",
        ),
        (
            "一本书翻旧了，才算真正落了户。",
            "村里的灯多亮一盏书屋，夜里就少一桌麻将。",
        ),
    ),
    Topic(
        "信访接待",
        ("听人把话说完", "带着卷宗下去", "把结果交给当事人", "把同类的事一起办"),
        (
            "全年接待来访{m}批次，办结率{p}，其中积了三年以上的老案化解{n}件。",
            "{place}的{n}件来信里，说邻里宅基地的占了{p}，说补偿款的占第二。",
            "实行领导包案后，重复来访的比上年少了{p}。",
        ),
        (
            "有的答复写了三页，群众看完还是不知道自己的事到底能不能办。",
            "案子转来转去，盖了{n}个章，没有一个人到现场看过那道墙。",
        ),
        (
            "接待的时候要先听，听完复述一遍，问一句我说的对不对。",
            "要到现场去看，量一量、问一问四邻，回来再下结论。",
            "办得了的给时限，办不了的把道理讲透，不许用研究研究来打发人。",
            "必须在{n}天内当面答复，{month}月起请当事人在答复书上写意见。",
        ),
        (
            "一封信的背后，常常是一个人想了一夜才写下的几行字。",
            "把别人的小事当成大事，自己的大事才办得成。",
        ),
    ),
)

PLACES = tuple(
    f"{first}{last}"
    for first in ("青石", "柳湾", "东河", "望山", "梅坪", "双桥", "枫树", "白沙", "新塘", "马岭")
    for last in ("村", "社区", "片区", "镇")
)
SURNAMES = "赵钱孙李周吴郑王冯陈"
_OPENINGS = (
    "同志们：今天把大家请来，专门说一说{topic}的事。前面几位同志讲了情况，我都同意，下面再讲几点意见。",
    "同志们：{topic}年年讲，今年为什么还要讲？因为我们到{place}走了一趟，看到的和听到的不大一样。",
    "各位同事：按照安排，我就{topic}作个发言，有不对的地方请大家指出来。",
)
_LEARNED = (
    "这次集中学习，我带着{topic}里遇到的难题去听、去读、去问，收获很实在。",
    "读完这一组材料，再回头看自己在{place}做的{topic}，心里有一些不安，也多了一些办法。",
    "参加培训以前，我以为{topic}不过是按部就班；几天下来，才知道自己差在哪里。",
)
_CLOSINGS = (
    "事情已经说清楚，时间也已经排定，剩下的就是干。年底我们再到{place}去看一看，今天说的话有几句落了地。",
    "以上几点，请各村各部门回去以后拿出自己的办法，{month}月中旬报上来，我们一件一件对。",
    "我是{who}，说得不全，请同志们批评。",
)
_PLEDGES = (
    "下一步，我打算先做三件小事：把{place}再走一遍，把欠下的答复补上，把手里的台账交给群众看。",
    "学习的效果要由工作来回答。我会把上面几条写在本子第一页，每个月对照一次。",
    "我的岗位不大，但{topic}里的每一个细节都连着具体的人，往后要更细、更慢、更实。",
)
_BRIDGES = (
    "先说已经做到的。",
    "再说没有做好的。",
    "往深里想，原因不在别处。",
    "讲到这里，我想起{place}一位姓{surname}的老组长说过的话。",
    "说一千道一万，落到手上才算数。",
    "这一点我体会最深。",
)
_OWN = (
    "对照自己，我在{place}的时候也犯过这样的毛病：看见了问题，嘴上说过，手上没有接着做。",
    "我过去总觉得{topic}是别人的事，这次算是把自己摆了进去。",
    "和我同组的{who}说得好：{thought}",
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A made text: its title, its paragraphs and which of them are headings (level, 0: none)."""

    title: str
    paragraphs: tuple[str, ...]
    levels: tuple[int, ...]

    @property
    def text(self) -> str:
        """Title and paragraphs, a line each."""
        return "\n".join([self.title, *self.paragraphs])


def speech(rng: random.Random, sections: int) -> Paper:
    """A speech in ``sections`` numbered sections."""
    topic = rng.choice(TOPICS)
    title = rng.choice(
        (
            "在{place}{topic}工作会议上的讲话",
            "在全镇{topic}现场推进会上的讲话",
            "关于{topic}的研讨发言",
        )
    )
    return _paper(rng, topic, title, _OPENINGS, _CLOSINGS, sections, own=False)


def reflection(rng: random.Random, sections: int) -> Paper:
    """A reflection on what was learned, in ``sections`` sections."""
    topic = rng.choice(TOPICS)
    title = rng.choice(
        ("{topic}专题学习心得体会", "从{topic}看为民办事：学习体会", "{place}调研{topic}的心得")
    )
    return _paper(rng, topic, title, _LEARNED, _PLEDGES, sections, own=True)


def _paper(
    rng: random.Random,
    topic: Topic,
    title: str,
    openings: Sequence[str],
    closings: Sequence[str],
    sections: int,
    *,
    own: bool,
) -> Paper:
    say = _Speaker(rng, topic)
    paragraphs = [say(rng.choice(openings))]
    levels = [0]
    heads = rng.sample(topic.heads, k=min(sections, len(topic.heads)))
    while len(heads) < sections:
        other = rng.choice(TOPICS)
        heads.append(rng.choice(other.heads))
    numbered = rng.random() < 0.8
    for at, head in enumerate(heads):
        mark = f"{ORDINALS[at]}、" if numbered else ""
        paragraphs.append(f"{mark}{head}")
        levels.append(1)
        for _ in range(rng.randint(1, 3)):
            paragraphs.append(_paragraph(rng, say, own=own))
            levels.append(0)
    paragraphs.append(say(rng.choice(closings)))
    levels.append(0)
    return Paper(say(title), tuple(paragraphs), tuple(levels))


def _paragraph(rng: random.Random, say: _Speaker, *, own: bool) -> str:
    topic = say.topic
    parts = [say(rng.choice(_BRIDGES)), say.fresh(topic.facts)]
    if rng.random() < 0.7:
        parts.append(say.fresh(topic.faults))
    measures = list(dict.fromkeys(say.fresh(topic.measures) for _ in range(rng.randint(1, 3))))
    if len(measures) == 3 and rng.random() < 0.6:
        measures = [f"{ORDINALS[i]}是{text}" for i, text in enumerate(measures)]
    parts += measures
    if own and rng.random() < 0.6:
        parts.append(say(rng.choice(_OWN)))
    if rng.random() < 0.5:
        parts.append(say.fresh(topic.thoughts))
    return "".join(parts)


class _Speaker:
    """Fills the slots of sentences; ``fresh`` prefers those it has not said yet."""

    def __init__(self, rng: random.Random, topic: Topic) -> None:
        self.rng, self.topic = rng, topic
        self._said: dict[str, int] = {}

    def __call__(self, template: str) -> str:
        rng = self.rng
        text = template
        while "{" in text:
            head, _, rest = text.partition("{")
            slot, _, tail = rest.partition("}")
            text = f"{head}{self._fill(slot, rng)}{tail}"
        return text

    def fresh(self, templates: Sequence[str]) -> str:
        """One of the sentences that were said least."""
        fewest = min(self._said.get(one, 0) for one in templates)
        chosen = self.rng.choice([one for one in templates if self._said.get(one, 0) == fewest])
        self._said[chosen] = fewest + 1
        return self(chosen)

    def _fill(self, slot: str, rng: random.Random) -> str:
        made = {
            "n": lambda: str(rng.randint(3, 60)),
            "m": lambda: str(rng.randint(120, 9800)),
            "p": lambda: f"{rng.randint(2, 88)}.{rng.randint(1, 9)}%",
            "month": lambda: str(rng.randint(1, 12)),
            "place": lambda: rng.choice(PLACES),
            "surname": lambda: rng.choice(SURNAMES),
            "who": lambda: f"{rng.choice(SURNAMES)}{rng.choice('建国明秀英志强玉兰')}",
            "topic": lambda: self.topic.name,
            "thought": lambda: rng.choice(self.topic.thoughts),
        }
        return made[slot]()
