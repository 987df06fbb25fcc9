"""C4 资阳市 市民拍客团: 200 citizens photograph what is not right; every word gets an answer.

Four weeks: 1,600 reports by telephone page or by 12345, each with a picture; the civility office
verifies and hands on with a reason, departments put right and show it, the photographer rates on
the follow page. Who answers what until when is the responsibility list (需求清单→责任清单).
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.files.uploadedfile import SimpleUploadedFile
from tqdm import tqdm

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.drafts import ReportDraft, Reported
from xinqiao.cases.models import Kind, Source
from xinqiao.cases.selectors.statistics import statistics
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.ask import answer_question, ask_requester
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.many import accept_cases
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.files.models import Purpose
from xinqiao.files.services.upload import store_upload
from xinqiao.stories import c4_cast
from xinqiao.stories.c4_cast import DEPARTMENTS, MATTERS, Cast, Matter
from xinqiao.stories.c4_figures import figures, lists
from xinqiao.stories.figures import Figure
from xinqiao.stories.pictures import picture
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage

REPORTS, PHOTOGRAPHERS, DAYS = 1_600, 200, 20
SPOTS = ("娇子大道", "正兴街", "袁弘广场", "和平路", "建设西路", "车城大道", "沱江路", "凤岭路")
BEFORE, AFTER = "拍客现场", "整改后"
PHOTO = (480, 360)  # as sent by a chat group; 3,200 of them are looked at
_OPEN_QUESTIONS = 2
_NOT_NEEDED, _UNCLEAR = 7, 9  # of each fifty, one is withdrawn and one must be asked about
_LATE_DAY, _HARD_DAYS = 2, 7  # the last days stay open; a hard one takes longer than its limit


@dataclass(slots=True)
class Said:
    """One report in the hands of the players. day: when it was handed on, -1 before."""

    reported: Reported
    number: int
    matter: Matter
    is_hard: bool
    day: int = -1


@dataclass(slots=True)
class Books:
    """What the players still have to do; dice that fall the same each time."""

    dice: random.Random
    pictures: dict[str, bytes]
    office: Actor
    hotline: Actor
    units: dict[str, int]
    fresh: list[Said] = field(default_factory=list)
    asked: list[Said] = field(default_factory=list)
    handed: list[Said] = field(default_factory=list)
    work: list[Said] = field(default_factory=list)
    done: list[Said] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    phoned: int = 0


def tell(stage: Stage) -> Sequence[Figure]:
    """Play all of it; some minutes of real time."""
    return play(stage, reports=REPORTS, photographers=PHOTOGRAPHERS, days=DAYS)


def rehearse(stage: Stage) -> Sequence[Figure]:
    """The same club in its first days, for tests and a quick look."""
    return play(stage, reports=60, photographers=12, days=3)


def play(stage: Stage, *, reports: int, photographers: int, days: int) -> list[Figure]:
    """Play a club of so many photographers who send in so many reports in so many working days."""
    cast = c4_cast.gather(stage, photographers=photographers)
    office = stage.actor("ziyang_office")
    began, before = stage.now, statistics(actor=office, at=stage.now)
    books = Books(
        random.Random(1600),  # noqa: S311  the same club each time
        {caption: picture(caption, size=PHOTO).read() for caption in (BEFORE, AFTER)},
        office,
        stage.actor("ziyang_12345"),
        {name: stage.actor(name).organisation_ids[0] for name, _unit, _n in DEPARTMENTS},
    )
    with tqdm(total=reports, file=sys.stderr, disable=None, desc="C4") as bar:
        for day in range(days):
            stage.morning()
            due = reports * (day + 1) // days - reports * day // days
            _take_pictures(stage, cast, books, due)
            bar.update(due)
            _work(stage, books, day, last=day == days - 1, days=days)
            if day in (0, 2, 8):
                stage.count_rows()
    end = statistics(actor=office, at=stage.now)
    return [
        *figures(before, end, reports=reports, phoned=books.phoned),
        *lists(
            office,
            end,
            tokens=books.tokens,
            photographers=photographers,
            began=began,
            at=stage.now,
        ),
    ]


def _take_pictures(stage: Stage, cast: Cast, books: Books, count: int) -> None:
    """A morning's reports: by the page with one's account, or by 12345 for those who call."""
    for _ in range(count):
        number = len(books.tokens) % len(cast.photographers)
        by, phone = cast.photographers[number], ""
        source, on_behalf = Source.WEB, False
        if books.dice.random() < 0.12:
            by, phone = books.hotline, cast.numbers[number]
            source, on_behalf = Source.HOTLINE, True
            books.phoned += 1
        matter = books.dice.choice(MATTERS)
        place = books.dice.choice(cast.places)
        lon, lat = place.spot(books.dice.randrange(1, 6))
        reported = stage.report(
            ReportDraft(
                text=f"{books.dice.choice(SPOTS)}{books.dice.randrange(1, 300)}号附近，"
                f"{books.dice.choice(matter.said)}",
                kind=Kind.REPORT,
                category_code=matter.category,
                lon=round(lon + books.dice.uniform(-0.0004, 0.0004), 6),
                lat=round(lat + books.dice.uniform(-0.0003, 0.0003), 6),
                photo_tokens=(_upload(stage, books, BEFORE, by, Purpose.REPORT),),
                reporter_phone=phone,
                on_behalf=on_behalf,
                source=source,
                may_publish=True,
            ),
            by=by,
        )
        books.tokens.append(reported.token)
        said = Said(reported, len(books.tokens), matter, books.dice.random() < 0.06)
        books.fresh.append(said)


def _work(stage: Stage, books: Books, day: int, *, last: bool, days: int) -> None:
    """A day: verify and hand on, put right, rate."""
    stage.wait(minutes=30)
    _verify(stage, books, day, spare=6 if last else 0)
    stage.wait(minutes=40)
    _accept(stage, books, spare=8 if last else 0)
    stage.wait(hours=4)
    _answer(stage, books, last=last)
    _put_right(stage, books, day, days)
    stage.wait(hours=2)
    _rate(stage, books, last=last)


def _verify(stage: Stage, books: Books, day: int, *, spare: int) -> None:
    """The office looks at each picture: hands it on, asks, or hears that it is no longer needed."""
    office = books.office
    for number, said in enumerate(books.fresh[: len(books.fresh) - spare]):
        item_id, fate = said.reported.case_id, said.number % 50
        if spare and number < _OPEN_QUESTIONS:
            fate = _UNCLEAR
        if fate == _NOT_NEEDED:
            withdraw_case(
                actor=ANONYMOUS,
                token=said.reported.token,
                reason="刚才路过已经修好了",
                at=stage.now,
            )
        elif fate == _UNCLEAR:
            accept_case(actor=office, item_id=item_id, at=stage.now)
            ask_requester(
                actor=office, item_id=item_id, question="请问在路的哪一侧？", at=stage.now
            )
            books.asked.append(said)
        else:
            _hand_on(stage, books, said, day)
    del books.fresh[: len(books.fresh) - spare]


def _hand_on(stage: Stage, books: Books, said: Said, day: int) -> None:
    dispatch_case(
        actor=books.office,
        item_id=said.reported.case_id,
        organisation_id=books.units[said.matter.department],
        reason="图片核实属实，请按时限整改并反馈。",
        at=stage.now,
    )
    said.day = day
    books.handed.append(said)


def _accept(stage: Stage, books: Books, *, spare: int) -> None:
    """Each department accepts together what has come to it."""
    keep = books.handed[len(books.handed) - spare :] if spare else []
    taken = books.handed[: len(books.handed) - len(keep)]
    for unit, said in _by_unit(stage, taken):
        ids = [one.reported.case_id for one in said]
        result = accept_cases(actor=unit, item_ids=ids, at=stage.now)
        books.work += said if not result.refused else []
    books.handed = keep


def _answer(stage: Stage, books: Books, *, last: bool) -> None:
    """The photographers answer on their follow page; the last two questions stay open."""
    keep = books.asked[:_OPEN_QUESTIONS] if last else []
    for said in books.asked[len(keep) :]:
        answer_question(
            actor=ANONYMOUS, token=said.reported.token, words="靠河边一侧。", at=stage.now
        )
        _hand_on(stage, books, said, said.day)
    books.asked = keep


def _put_right(stage: Stage, books: Books, day: int, days: int) -> None:
    """Most are put right on the day; some wait for material, and the latest are still open."""
    waiting: list[Said] = []
    for unit, work in _by_unit(stage, books.work):
        for said in work:
            is_latest = said.day >= days - _LATE_DAY and books.dice.random() < 0.25
            if (said.is_hard and day - said.day < _HARD_DAYS) or is_latest:
                waiting.append(said)
                continue
            close_case(
                actor=unit,
                item_id=said.reported.case_id,
                words="已现场整改完毕，整改后照片附后。",
                proof_tokens=(_upload(stage, books, AFTER, unit, Purpose.PROOF),),
                at=stage.now,
            )
            books.done.append(said)
    books.work = waiting


def _by_unit(stage: Stage, work: Sequence[Said]) -> list[tuple[Actor, list[Said]]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for said in work:
        found[said.matter.department].append(said)
    return [(stage.actor(username), said) for username, said in found.items()]


def _rate(stage: Stage, books: Books, *, last: bool) -> None:
    """Four in five rate, hardly anybody low; what nobody rates closes by itself after a week."""
    keep = books.done[-10:] if last else []
    for said in books.done[: len(books.done) - len(keep)]:
        chance = books.dice.random()
        if chance < 0.8:
            score = 2 if chance < 0.004 else books.dice.choice((5, 5, 5, 4, 4, 3))
            rate_case(actor=ANONYMOUS, token=said.reported.token, score=score, at=stage.now)
            if score == 2:
                books.handed.append(said)  # open again: the same unit looks at it anew
    books.done = []


def _upload(stage: Stage, books: Books, caption: str, by: Actor, purpose: Purpose) -> str:
    file = SimpleUploadedFile("photo.jpg", books.pictures[caption], content_type="image/jpeg")
    return store_upload(actor=by, file=file, purpose=purpose, at=stage.now).token


STORY = Story("C4", "资阳市：市民拍客团，随手拍、四色办、件件有回音", "002", tell, rehearse)
