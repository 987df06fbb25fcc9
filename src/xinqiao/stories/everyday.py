"""Everyday requests of 金五区社区 in every state and colour, so no list of the demo is empty."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Outcome, Source
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.ask import ask_requester
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import rate_case
from xinqiao.files.models import Purpose
from xinqiao.stories import c1
from xinqiao.stories.communities import Community, found
from xinqiao.stories.stage import Stage

# Words, category, kind.
SAID = (
    ("2单元三层楼道灯不亮，老人晚上下楼看不清台阶。", "facility.light.", Kind.REPORT),
    ("楼前下水道堵了，污水流到路面，味道很大。", "env.drain.", Kind.REPORT),
    ("早上有车停在消防通道上，救护车都进不来。", "traffic.parking.", Kind.COMPLAIN),
    ("垃圾桶满了两天没人清，苍蝇很多。", "env.garbage.", Kind.COMPLAIN),
    ("门禁坏了，单元门关不上，大家不放心。", "house.door.", Kind.HELP),
    ("花园里的路面有个坑，昨天有位大娘差点摔倒。", "facility.road.", Kind.REPORT),
    ("楼上晚上十一点还在装修，孩子睡不着。", "env.noise.", Kind.COMPLAIN),
    ("充电桩有两个坏了，扫码没反应。", "traffic.ebike.", Kind.REPORT),
    ("想问一下老年餐怎么办卡，要带什么材料？", "affairs.permit.", Kind.CONSULT),
    ("建议在小花园加两把带靠背的椅子。", "facility.fitness.", Kind.SUGGEST),
    ("树枝伸到窗户上了，下雨天打得玻璃响。", "env.green.", Kind.HELP),
    ("有人在楼道里堆旧家具，挡住了消防栓。", "safety.fire.", Kind.REPORT),
    ("自来水发黄，放了十分钟还是黄的。", "utility.water.", Kind.COMPLAIN),
    ("快递柜旁边的路灯三天没亮了。", "facility.light.", Kind.REPORT),
)
NAMES = ("周阿姨", "小胡", "沈先生", "郝大爷", "马女士", "")
RECENT, LATELY = 14, timedelta(hours=40)  # so that blue and yellow are seen beside red
ANSWERS = (
    "已安排人员到场处理好了，请您看看。",
    "当天处理完毕，谢谢您的提醒。",
    "已修好并检查了同楼其他单元。",
)


def play_everyday(stage: Stage, *, until: datetime, count: int = 48, recent: int = RECENT) -> None:
    """Let `count` requests come in over the days up to `until`; most of the old ones are done.

    recent: how many of them come in the last forty hours.
    """
    place = found(stage, c1.PLAN)
    c1.cast(stage, place)
    dice = random.Random(count)  # noqa: S311  the same days each time
    span = until - stage.now
    old = [stage.now + span * dice.random() for _ in range(count - recent)]
    lately = [until - LATELY * dice.random() for _ in range(recent)]
    moments = sorted(max(moment, stage.now) for moment in (*old, *lately))
    for moment in moments:
        if moment > stage.now:
            stage.wait(seconds=(moment - stage.now).total_seconds())
        _one(stage, place, dice, until)
    stage.wait(seconds=max(0.0, (until - stage.now).total_seconds()))


def _one(stage: Stage, place: Community, dice: random.Random, until: datetime) -> None:
    words, category, kind = dice.choice(SAID)
    grid = dice.randrange(1, 11)
    said = _report(stage, place, dice, grid, words, category, kind)
    age = until - stage.now
    if age < timedelta(hours=4) or dice.random() < 0.05:
        return  # just in, or forgotten: the ladder takes it up
    stage.wait(minutes=dice.randrange(10, 50))
    holder = stage.owner_of(said.case_id)
    accept_case(actor=holder, item_id=said.case_id, at=stage.now)
    if age < timedelta(days=2) or dice.random() < 0.06:
        if dice.random() < 0.3:
            _ask(stage, holder, said)
        return
    _finish(stage, holder, said, dice)


def _report(
    stage: Stage,
    place: Community,
    dice: random.Random,
    grid: int,
    words: str,
    category: str,
    kind: Kind,
) -> Reported:
    lon, lat = place.spot(grid)
    name = dice.choice(NAMES)
    photos = (
        (stage.photo(words[:10], by=None, purpose=Purpose.REPORT),) if dice.random() < 0.4 else ()
    )
    return stage.report(
        ReportDraft(
            text=words,
            kind=kind,
            category_code=category,
            lon=round(lon + dice.uniform(-0.0004, 0.0004), 6),
            lat=round(lat + dice.uniform(-0.0003, 0.0003), 6),
            photo_tokens=photos,
            reporter_name=name,
            reporter_phone=f"1390000{dice.randrange(10**4):04}",
            may_publish=dice.random() < 0.7,
            source=dice.choice((Source.WEB, Source.WEB, Source.PLATE, Source.HOTLINE)),
        ),
        by=ANONYMOUS,
    )


def _ask(stage: Stage, holder: Actor, said: Reported) -> None:
    ask_requester(
        actor=holder,
        item_id=said.case_id,
        question="请问具体是几单元几层？方便的话拍张照片发给我们。",
        at=stage.now,
    )


def _finish(stage: Stage, holder: Actor, said: Reported, dice: random.Random) -> None:
    stage.wait(hours=dice.choice((1, 2, 3, 5)))
    close_case(
        actor=holder,
        item_id=said.case_id,
        words=dice.choice(ANSWERS),
        outcome=Outcome.SOLVED,
        proof_tokens=stage.proof("处理完成", by=holder),
        at=stage.now,
    )
    if dice.random() < 0.8:
        score = dice.choice((5, 5, 5, 4, 4, 3, 2))
        rate_case(
            actor=ANONYMOUS,
            token=said.token,
            score=score,
            words="",
            at=stage.now + timedelta(hours=2),
        )
