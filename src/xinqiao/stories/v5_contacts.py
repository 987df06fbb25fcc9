"""Two contacts a week with whoever lives alone or cannot manage alone: visits and telephone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from xinqiao.grid.models import Level
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Tag
from xinqiao.stories.communities import Community
from xinqiao.stories.figures import Figure
from xinqiao.stories.stage import Stage
from xinqiao.stories.v5_cast import Numbers
from xinqiao.visits.drafts import VisitDraft
from xinqiao.visits.models import Method, Plan
from xinqiao.visits.planning import Beat
from xinqiao.visits.selectors.coverage import coverage_board
from xinqiao.visits.selectors.forms import form_in_use
from xinqiao.visits.selectors.today import todays_visits
from xinqiao.visits.services.plans import PlanDraft, start_plan
from xinqiao.visits.services.record import record_visit
from xinqiao.visits.services.rounds import make_rounds

TAGS = ("living_alone", "disabled_elder", "half_disabled")
MONDAY, THURSDAY = 0, 3


def contact_twice_a_week(
    stage: Stage, place: Community, numbers: Numbers, *, meanwhile: Callable[[], None]
) -> Sequence[Figure]:
    """Plan it, and play one whole week. meanwhile: what else happens on Thursday."""
    _plan(stage, place)
    _until(stage, MONDAY)
    make_rounds(at=stage.now)
    _go_round(stage, place, Method.VISIT)
    _until(stage, THURSDAY)
    make_rounds(at=stage.now)
    meanwhile()
    _go_round(stage, place, Method.PHONE)
    stage.wait(hours=2)
    desk = stage.actor("nneihuan_desk")
    board = coverage_board(actor=desk, at=stage.now, level=Level.COMMUNITY, path=place.area.path)
    each = numbers.contacted
    return (
        Figure("contacts planned in the week", 2 * each, board.total.planned),
        Figure("contacts kept in the week", 2 * each, board.total.done),
        Figure("contacts a week each", 2.0, board.total.done / each),
    )


def _plan(stage: Stage, place: Community) -> Plan:
    tags = Tag.objects.filter(code__in=TAGS).values_list("pk", flat=True)
    draft = PlanDraft(
        name="独居、失能老人每周两次探访",
        area_id=place.area.pk,
        beat=Beat.WEEKDAYS,
        weekdays=(MONDAY, THURSDAY),
        tag_ids=tuple(tags),
        form_code="contact",
        valid_from=local_day(stage.now) + timedelta(days=7 - local_day(stage.now).weekday()),
    )
    return start_plan(actor=stage.actor("nneihuan_desk"), draft=draft, at=stage.now)


def _until(stage: Stage, weekday: int) -> None:
    stage.morning()
    while local_day(stage.now).weekday() != weekday:
        stage.morning()


def _go_round(stage: Stage, place: Community, method: Method) -> None:
    """Each worker keeps what stands on the own list of today."""
    form = form_in_use(code="contact", at=stage.now, area_path=place.area.path)
    for number in range(1, len(place.grids) + 1):
        worker = stage.actor(f"nneihuan_worker{number}")
        for row in todays_visits(actor=worker, at=stage.now, size=100):
            draft = VisitDraft(
                form_id=form.pk,
                key=f"v5-{row.pk}-{method}",
                started_at=stage.now,
                method=method,
                person_id=row.person_id,
                answers={"met": [row.person_id], "state": "good"},
            )
            record_visit(actor=worker, draft=draft, at=stage.now)
