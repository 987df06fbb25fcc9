"""C3 石狮市: grid workers collect what disturbs the city's order, departments put it right.

24,832 items in five weeks: a worker's round comes in at once, a department accepts and closes its
day's work together, the communities look whether it is true. What is late is reminded, escalated,
co-ordinated by whistle and followed until the end; 24,464 are closed when the story ends.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from tqdm import tqdm

from xinqiao.cases.drafts import ReportDraft
from xinqiao.cases.models import Kind, Source
from xinqiao.cases.selectors.statistics import Statistics, statistics
from xinqiao.cases.services.many import accept_cases, call_back_cases, close_cases
from xinqiao.cases.services.report_many import report_cases
from xinqiao.cases.services.whistle import reply_as_co_unit, whistle_case
from xinqiao.events.selectors import LogFilter, log_entries
from xinqiao.stories import c3_cast
from xinqiao.stories.c3_cast import MATTERS, SPOTS, Cast, Matter
from xinqiao.stories.figures import Figure
from xinqiao.stories.registry import Story
from xinqiao.stories.stage import Stage

COLLECTED, CLOSED = 24_832, 24_464
DAYS, MORE = 25, 12  # working days of collecting, and those in which the late ones are followed
_COUNTED = frozenset({0, 2, 8})  # days after which the tables have grown many times over
TALKS = 0.1  # of the late ones, those that need more than one department


@dataclass(slots=True)
class Books:
    """What the players still have to do, by department; dice that fall the same each time."""

    dice: random.Random
    fresh: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    work: dict[str, deque[tuple[int, int]]] = field(default_factory=lambda: defaultdict(deque))
    done: list[int] = field(default_factory=list)
    slow: set[int] = field(default_factory=set)
    closed: int = 0
    talks: int = 0


def tell(stage: Stage) -> Sequence[Figure]:
    """Play all of it; some minutes of real time."""
    return play(stage, collected=COLLECTED, closed=CLOSED)


def rehearse(stage: Stage) -> Sequence[Figure]:
    """The same city in a quiet week, for tests and a quick look."""
    return play(stage, collected=200, closed=197, days=5)


def play(stage: Stage, *, collected: int, closed: int, days: int = DAYS) -> list[Figure]:
    """Play a city that collects so many in so many working days and closes so many of them."""
    cast = c3_cast.gather(stage)
    county = stage.actor("shishi_county")
    before = statistics(actor=county, at=stage.now)
    began = stage.now
    books = Books(random.Random(24832))  # noqa: S311  the same city each time
    with tqdm(total=collected + closed, file=sys.stderr, disable=None, desc="C3") as bar:
        for day in range(days):
            stage.morning()
            due = collected * (day + 1) // days - collected * day // days
            bar.update(_collect(stage, cast, books, due))
            bar.update(_work_off(stage, cast, books, day, closed))
            if day in _COUNTED:
                stage.count_rows()
        for day in range(days, days + MORE):
            stage.morning()
            bar.update(_work_off(stage, cast, books, day, closed))
        stage.morning()
        _look(stage, cast, books)
    end = statistics(actor=county, at=stage.now)
    told = {
        kind: log_entries(LogFilter(kind=kind, since=began, area_path=cast.city_path)).count()
        for kind in _TOLD
    }
    return _figures(before, end, told, books, collected=collected, closed=closed)


def _collect(stage: Stage, cast: Cast, books: Books, count: int) -> int:
    """The rounds of one morning: each worker sends in what was seen."""
    workers = list(cast.workers)
    for number, username in enumerate(workers):
        share = count * (number + 1) // len(workers) - count * number // len(workers)
        drafts, matters = [], []
        for _ in range(share):
            matter = books.dice.choice(MATTERS)
            drafts.append(_draft(cast, books.dice, username, matter))
            matters.append(matter)
        rows = report_cases(actor=stage.actor(username), drafts=drafts, at=stage.now)
        for matter, row in zip(matters, rows, strict=True):
            books.fresh[matter.department].append(row.case_id)
            if books.dice.random() < matter.slow:
                books.slow.add(row.case_id)
    return count


def _draft(cast: Cast, dice: random.Random, username: str, matter: Matter) -> ReportDraft:
    lon, lat = cast.spots[username]
    return ReportDraft(
        text=f"{dice.choice(SPOTS)}{dice.randrange(1, 199)}号前，{dice.choice(matter.said)}",
        kind=Kind.REPORT,
        category_code=matter.category,
        lon=round(lon + dice.uniform(-0.0004, 0.0004), 6),
        lat=round(lat + dice.uniform(-0.0003, 0.0003), 6),
        source=Source.FIELD,
    )


def _work_off(stage: Stage, cast: Cast, books: Books, day: int, most: int) -> int:
    """A day of the departments: accept, put right, show it; the slow ones take two weeks."""
    stage.wait(hours=1)
    for department, fresh in books.fresh.items():
        accept_cases(actor=stage.actor(department), item_ids=fresh, at=stage.now)
        books.work[department].extend((day, case_id) for case_id in fresh)
        fresh.clear()
    _co_ordinate(stage, cast, books, day)
    stage.wait(hours=6)
    closed = sum(_close(stage, books, department, day, most) for department in cast.departments)
    stage.wait(hours=1)
    _look(stage, cast, books)
    return closed


def _close(stage: Stage, books: Books, department: str, day: int, most: int) -> int:
    ready: list[int] = []
    waiting: deque[tuple[int, int]] = deque()
    for since, case_id in books.work[department]:
        age = day - since
        wanted = 9 if case_id in books.slow else 0
        if age >= wanted and books.closed + len(ready) < most:
            ready.append(case_id)
        else:
            waiting.append((since, case_id))
    books.work[department] = waiting
    if not ready:
        return 0
    actor = stage.actor(department)
    result = close_cases(
        actor=actor,
        item_ids=ready,
        words="已派人到现场处理完毕，现场照片附后。",
        proof_tokens=stage.proof("整改后", by=actor),
        at=stage.now,
    )
    books.closed += len(result.done)
    books.done += [item.pk for item in result.done]
    return len(result.done)


def _co_ordinate(stage: Stage, cast: Cast, books: Books, day: int) -> None:
    """What one department cannot do alone: the street whistles, another one reports and helps."""
    for department, work in books.work.items():
        stuck = [c for since, c in work if c in books.slow and day - since == 7]
        for case_id in stuck[: max(1, int(len(stuck) * TALKS))]:
            helper = stage.actor(cast.helper_of(department))
            whistle_case(
                actor=stage.actor("shishi_county"),
                item_id=case_id,
                co=helper.organisation_ids,
                reason="涉及两个部门，请到场会商。",
                at=stage.now,
            )
            reply_as_co_unit(
                actor=helper, item_id=case_id, words="已到场，配合完成。", at=stage.now
            )
            books.talks += 1


def _look(stage: Stage, cast: Cast, books: Books) -> None:
    """Another person than the handler looks whether it is really done."""
    if books.done:
        call_back_cases(
            actor=stage.actor("shishi_check"),
            item_ids=books.done,
            score=5,
            words="现场复核，已整改到位。",
            at=stage.now,
        )
        books.done.clear()


_TOLD = ("workflow.reminded", "workflow.escalated", "cases.whistled", "cases.co_replied")


def _figures(
    before: Statistics,
    end: Statistics,
    told: dict[str, int],
    books: Books,
    *,
    collected: int,
    closed: int,
) -> list[Figure]:
    received = end.received - before.received
    ended = end.by_state.get("closed", 0) - before.by_state.get("closed", 0)
    late = end.by_colour.get("red", 0) - before.by_colour.get("red", 0)
    return [
        Figure("collected", collected, received),
        Figure("closed", closed, ended),
        Figure("closed, per cent", round(100 * closed / collected, 1), _share(ended, received)),
        Figure("closed with proof", closed, end.proven.part - before.proven.part),
        Figure("checked by another person", closed, end.satisfied.part - before.satisfied.part),
        Figure("late ones were reminded", "yes", _yes(told["workflow.reminded"] >= late > 0)),
        Figure("late ones were escalated", "yes", _yes(told["workflow.escalated"] >= late)),
        Figure("departments called together", books.talks, told["cases.whistled"]),
        Figure("departments that came", books.talks, told["cases.co_replied"]),
    ]


def _share(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"


STORY = Story("C3", "石狮市：文明创建事项入格，采集、派发、整改、销号", "002", tell, rehearse)
