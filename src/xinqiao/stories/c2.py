"""C2 金五区社区: 149 parking requests in residents' own words surface as one hot issue.

The source: 2,587 registered cars against 691 ground spaces. Told here up to the confirmed issue
with its facts and one answer for all; the vote and the new plan come with the councils.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

from xinqiao.accounts.access import ANONYMOUS, SYSTEM, Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Outcome, Source
from xinqiao.cases.services.many import accept_cases, close_cases
from xinqiao.cases.services.reply import reply_case
from xinqiao.issues.models import State
from xinqiao.issues.selectors.board import hot_issues
from xinqiao.issues.selectors.issues import get_issue
from xinqiao.issues.selectors.membership import issue_of, member_items
from xinqiao.issues.services.correct import rename_issue
from xinqiao.issues.services.decide import decide_issue, draft_answer, note_facts
from xinqiao.issues.services.discover import discover
from xinqiao.stories import c1
from xinqiao.stories.communities import Community, found
from xinqiao.stories.figures import Figure
from xinqiao.stories.parking_words import OTHERS, parking_words
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage
from xinqiao.workflow.selectors.items import get_item

REQUESTS, CARS, SPACES = 149, 2587, 691
DAYS = 8
FACTS = (
    f"全社区登记机动车 {CARS:,} 辆，地面车位 {SPACES} 个，平均每个车位近 4 辆车。"
    "晚 7 点后车位全满，消防通道和绿地被占。需征求居民意见，重新规划停车。"
)
ANSWER = (
    "您反映的停车难，社区已当作全社区的大事来办："
    f"登记车辆 {CARS:,} 辆、地面车位 {SPACES} 个，缺口很大。"
    "我们正在逐户征求意见，将由业主共同决定新的停车方案，进展会在公示栏和网上公布。"
)
TITLE = "金五区小区停车难"


def tell(stage: Stage) -> Sequence[Figure]:
    """Eight days of requests, the machine's rounds, and what the community makes of it."""
    place = found(stage, c1.PLAN)
    c1.cast(stage, place)
    stage.morning()
    parking, others = _speak(stage, place)
    stage.morning()
    discover(at=stage.now, area_path=place.area.path)
    found_issue = issue_of(actor=stage.actor("jinwu_desk"), item_id=parking[0].case_id)
    assert found_issue is not None  # noqa: S101  the figures would differ all the same
    _lead(stage, found_issue.pk)
    _answer(stage, parking)
    _settle(stage, others)
    return _figures(stage, found_issue.pk, parking, others)


def _speak(stage: Stage, place: Community) -> tuple[list[Reported], list[Reported]]:
    """Requests come in at all hours; each evening their owners accept them."""
    dice = random.Random(SPACES)  # noqa: S311  the same words each time
    words = parking_words(dice, REQUESTS)
    said = [(text, "traffic.parking.") for text in words] + list(OTHERS)
    begin, length = stage.now, timedelta(days=DAYS)
    moments = sorted(begin + length * dice.random() for _ in said)
    dice.shuffle(said)
    parking: list[Reported] = []
    others: list[Reported] = []
    evening = begin + timedelta(hours=9)
    waiting: list[Reported] = []
    for (text, category), moment in zip(said, moments, strict=True):
        if moment > stage.now:
            stage.wait(seconds=(moment - stage.now).total_seconds())
        reported = _report(stage, place, dice, text, category)
        (parking if category == "traffic.parking." else others).append(reported)
        waiting.append(reported)
        if stage.now >= evening:
            _accept(stage, waiting)
            discover(at=stage.now, area_path=place.area.path)
            waiting, evening = [], evening + timedelta(days=1)
    _accept(stage, waiting)
    return parking, others


def _report(
    stage: Stage, place: Community, dice: random.Random, text: str, category: str
) -> Reported:
    lon, lat = place.spot(dice.randrange(1, 11))
    draft = ReportDraft(
        text=text,
        kind=dice.choice((Kind.COMPLAIN, Kind.HELP, Kind.SUGGEST)),
        category_code=category,
        lon=round(lon + dice.uniform(-0.0005, 0.0005), 6),
        lat=round(lat + dice.uniform(-0.0004, 0.0004), 6),
        reporter_phone=f"1390001{dice.randrange(10**4):04}",
        source=dice.choice((Source.WEB, Source.WEB, Source.PLATE, Source.HOTLINE)),
    )
    return stage.report(draft, by=ANONYMOUS)


def _accept(stage: Stage, reported: Sequence[Reported]) -> None:
    for owner, ids in _by_owner(stage, reported):
        accept_cases(actor=owner, item_ids=ids, at=stage.now)


def _lead(stage: Stage, issue_id: int) -> None:
    """The community secretary confirms the issue, names it and notes the figures."""
    desk = stage.actor("jinwu_desk")
    decide_issue(actor=desk, issue_id=issue_id, step="confirm", at=stage.now)
    rename_issue(actor=desk, issue_id=issue_id, title=TITLE, at=stage.now)
    note_facts(actor=desk, issue_id=issue_id, words=FACTS, at=stage.now)
    draft_answer(actor=desk, issue_id=issue_id, words=ANSWER, at=stage.now)


def _answer(stage: Stage, parking: Sequence[Reported]) -> None:
    """Each owner takes the drafted answer for their own requests; nothing closes by itself."""
    for owner, ids in _by_owner(stage, parking):
        for item_id in ids:
            reply_case(actor=owner, item_id=item_id, words=ANSWER, at=stage.now)
        close_cases(
            actor=owner,
            item_ids=ids,
            words=ANSWER,
            outcome=Outcome.EXPLAINED,
            proof_tokens=stage.proof("停车情况公示", by=owner),
            at=stage.now,
        )


def _settle(stage: Stage, others: Sequence[Reported]) -> None:
    """What is not about parking goes its ordinary way."""
    for owner, ids in _by_owner(stage, others):
        close_cases(
            actor=owner,
            item_ids=ids,
            words="已到现场处理好，谢谢您的提醒。",
            proof_tokens=stage.proof("处理完成", by=owner),
            at=stage.now,
        )


def _by_owner(stage: Stage, reported: Sequence[Reported]) -> list[tuple[Actor, list[int]]]:
    """The requests by who of the cast has them now."""
    owners: dict[int | None, Actor] = {}
    held: defaultdict[int | None, list[int]] = defaultdict(list)
    for one in reported:
        item = get_item(actor=SYSTEM, item_id=one.case_id)
        key = item.owner_post_id
        if key not in owners:
            owners[key] = stage.owner_of(one.case_id)
        held[key].append(one.case_id)
    return [(owners[key], ids) for key, ids in held.items()]


def _figures(
    stage: Stage, issue_id: int, parking: Sequence[Reported], others: Sequence[Reported]
) -> list[Figure]:
    desk = stage.actor("jinwu_desk")
    issue = get_issue(actor=desk, issue_id=issue_id)
    inside = set(member_items(actor=desk, issue=issue).values_list("pk", flat=True))
    said, apart = {one.case_id for one in parking}, {one.case_id for one in others}
    hottest = hot_issues(actor=desk, area_path=issue.area_path, limit=1)[0]
    answered = member_items(actor=desk, issue=issue).filter(done_at__isnull=False).count()
    return [
        Figure("parking requests in one issue", REQUESTS, len(inside & said)),
        Figure("other requests in that issue", 0, len(inside & apart)),
        Figure("issue is confirmed", State.CONFIRMED.value, str(issue.state)),
        Figure("hottest issue of the community", TITLE, hottest.title),
        Figure("cars and spaces in its facts", "yes", _says(issue.note)),
        Figure("requests answered one by one", REQUESTS, answered),
    ]


def _says(note: str) -> str:
    return "yes" if f"{CARS:,}" in note and str(SPACES) in note else "no"


STORY = Story("C2", "金五区社区：149 件停车诉求，归成一件热点", "000", tell)
