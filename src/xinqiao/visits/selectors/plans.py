"""Plans that somebody sees, what can be chosen for one, and how it is going."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor
from xinqiao.grid.models import Area, Level, Place, PlaceKind, Post
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Tag
from xinqiao.visits.models import Form, Leave, Plan, PlannedState
from xinqiao.visits.plan_errors import PlanNotFound
from xinqiao.visits.planning import Beat

MOST = 300


def visible_plans(*, actor: Actor) -> QuerySet[Plan]:
    """Plans of the actor's areas and of those above, whose visits stand on the actor's lists."""
    inside = below(actor, *GRID_ROLES, *AREA_STAFF, field="area_path")
    above = {path for post in actor.posts for path in _ways_up(post.area_path)}
    return Plan.objects.filter(inside | Q(area_path__in=above)).select_related("area", "place")


def plan_list(*, actor: Actor, at: datetime, ended: bool) -> QuerySet[Plan]:
    """Plans that hold or will hold, or those that have ended; each with `waiting` and `late`."""
    today = local_day(at)
    over = Q(valid_until__isnull=False, valid_until__lte=today)
    rows = visible_plans(actor=actor).filter(over if ended else ~over)
    due = Q(visits__state=PlannedState.DUE, visits__opens_on__lte=today)
    return rows.annotate(
        waiting=Count("visits", filter=due),
        late=Count("visits", filter=due & Q(visits__behind__gt=0)),
    ).prefetch_related("tags")


def get_plan(*, actor: Actor, plan_id: int) -> Plan:
    """One plan. Raises PlanNotFound for strangers, too."""
    plan = visible_plans(actor=actor).filter(pk=plan_id).first()
    if plan is None:
        raise PlanNotFound
    return plan


def rhythm_words(plan: Plan) -> str:
    """How often, as people say it."""
    if plan.beat == Beat.WEEKLY:
        words = ngettext("once a week", "%(count)s times a week", plan.times)
        return words % {"count": plan.times}
    if plan.beat == Beat.MONTHLY:
        return _("once a month")
    if plan.beat == Beat.DAYS:
        return ngettext("every day", "every %(count)s days", plan.every) % {"count": plan.every}
    names = (_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun"))
    days = _(", ").join(str(names[day]) for day in plan.weekdays)
    return _("from each %(days)s on") % {"days": days}


def area_choices(*, actor: Actor) -> list[tuple[int, str]]:
    """Areas that somebody may make plans for: communities and grids of the own area."""
    rows = Area.objects.filter(
        below(actor, *AREA_STAFF),
        level__in=(Level.STREET, Level.COMMUNITY, Level.GRID),
        valid_until__isnull=True,
    ).order_by("path")
    return [(row.pk, "　" * max(0, row.level - Level.COMMUNITY) + row.name) for row in rows[:MOST]]


def building_choices(*, actor: Actor) -> list[tuple[int, str]]:
    """Buildings of these areas."""
    rows = Place.objects.filter(
        below(actor, *AREA_STAFF, field="area__path"),
        kind=PlaceKind.BUILDING,
        retired_at__isnull=True,
    ).select_related("parent", "area")
    return [
        (row.pk, f"{row.parent.name if row.parent else row.area.name}{row.name}")
        for row in rows.order_by("area__path", "pk")[:MOST]
    ]


def post_choices(*, actor: Actor) -> list[tuple[int, str]]:
    """Posts that can take visits: of the actor's areas, of the same community for grid staff."""
    rows = Post.objects.filter(
        below(actor, *AREA_STAFF, field="area__path")
        | Q(area__parent__children__posts__in=actor.post_ids, area__level=Level.GRID)
        | Q(area__children__posts__in=actor.post_ids, area__level=Level.COMMUNITY),
        closed_at__isnull=True,
        organisation__isnull=True,
        area__level__gte=Level.COMMUNITY,
    ).distinct()
    return [(row.pk, row.title) for row in rows.order_by("area__path", "pk")[:MOST]]


def tag_choices(at: datetime) -> list[tuple[int, str]]:
    """Categories of people that hold now."""
    holds = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    rows = Tag.objects.filter(holds, valid_from__lte=at).order_by("position", "pk")
    return [(row.pk, row.name) for row in rows]


def form_choices(at: datetime) -> list[tuple[str, str]]:
    """Forms in use, by code."""
    holds = Q(valid_until__isnull=True) | Q(valid_until__gt=at)
    rows = Form.objects.filter(holds, published_at__isnull=False, valid_from__lte=at)
    return list(
        {row.code: (row.code, row.title) for row in rows.order_by("position", "version")}.values()
    )


def leaves(*, actor: Actor, today: date) -> QuerySet[Leave]:
    """Who stands in for whom now or later, where the actor holds a post or answers for it."""
    mine = Q(post_id__in=actor.post_ids) | Q(substitute_id__in=actor.post_ids)
    area = below(actor, *AREA_STAFF, field="post__area__path")
    return (
        Leave.objects.filter(mine | area, last_day__gte=today, cancelled_at__isnull=True)
        .select_related("post", "substitute")
        .order_by("first_day", "pk")
    )


def own_posts(*, actor: Actor) -> list[tuple[int, str]]:
    """Posts for which somebody may take leave: the own ones, and those of the own area."""
    if actor.has_role(*AREA_STAFF):
        return post_choices(actor=actor)
    return [(post.post_id, post.title) for post in actor.posts]


def _ways_up(path: str) -> list[str]:
    codes = path.rstrip(".").split(".")
    return ["".join(f"{code}." for code in codes[:depth]) for depth in range(1, len(codes) + 1)]
