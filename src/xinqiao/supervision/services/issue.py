"""Issue a supervision notice (下达督办单): to whom, about what, until when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from django.db import connection, transaction
from django.db.models import Max

from xinqiao.accounts.access import Actor, HeldPost
from xinqiao.files.models import Purpose
from xinqiao.grid.models import Area, Level, Organisation, Post
from xinqiao.kit.time import local_day, require_aware
from xinqiao.supervision.errors import (
    NothingToSupervise,
    NotYourArea,
    OwnWork,
    TargetNeeded,
    TooEarly,
    TooFar,
)
from xinqiao.supervision.flow import FLOW
from xinqiao.supervision.models import Basis, Notice
from xinqiao.supervision.selectors.duty import SUPERVISORS, belongs_to, posts_over
from xinqiao.supervision.services.common import claim_files, clean_words, tell_the_matter
from xinqiao.workflow import snapshot
from xinqiao.workflow.clock import Unit, point_before
from xinqiao.workflow.dispatch import Party, prefixes
from xinqiao.workflow.errors import TargetUnknown
from xinqiao.workflow.flow import OPEN
from xinqiao.workflow.machine import latest
from xinqiao.workflow.models import Item, Part
from xinqiao.workflow.planning import DeadlinePlan, OpeningPlan, plan_deadline
from xinqiao.workflow.selectors.items import get_item
from xinqiao.workflow.services.leads import join
from xinqiao.workflow.services.opening import open_item

LONGEST: Final = timedelta(days=366)
TITLE_LENGTH: Final = 120
# First key of the advisory lock that lets one office number one notice at a time.
SERIAL_LOCK: Final = 20_017


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDraft:
    """What a supervisor fills in. `about_id`: the item it is about, or `finding`: the fact found.

    area_path: where the fact was found; by default the item's place, else the issuer's area.
    until: aware; by default the limit that staff have set.
    """

    target: Party | None
    requirement: str
    finding: str = ""
    about_id: int | None = None
    area_path: str = ""
    until: datetime | None = None
    photo_tokens: tuple[str, ...] = ()
    basis: Basis | None = None


@transaction.atomic
def issue_notice(*, actor: Actor, draft: NoticeDraft, at: datetime) -> Notice:
    """Open a notice with a clock of its own; the item it is about keeps its own clocks.

    Records `supervision.issued`, and `supervision.matter_taken_up` on the item it is about.
    Raises TargetNeeded, NothingToSupervise, TooEarly, TooFar (422), NotYourArea, OwnWork (403).
    """
    at = require_aware(at)
    requirement = clean_words(draft.requirement, field="requirement")
    about = get_item(actor=actor, item_id=draft.about_id) if draft.about_id else None
    finding = clean_words(draft.finding, field="finding") if draft.finding.strip() else ""
    if about is None and not finding:
        raise NothingToSupervise(field="finding")
    area, post = _where(actor, draft, about)
    signing = _signs(actor, draft, area, post)
    item = _open(actor, draft, about, (finding, requirement), (area, post), at)
    issued_area_id = signing.area_id if signing else area.pk
    year = local_day(at).year
    notice = Notice.objects.create(
        item=item,
        basis=_basis(draft),
        about=about,
        finding=finding,
        requirement=requirement,
        issued_area_id=issued_area_id,
        issued_post_id=signing.post_id if signing else None,
        issued_by_id=actor.user_id,
        year=year,
        serial=_next_serial(issued_area_id, year),
    )
    if signing is not None:
        join(item, Part.SUPERVISE, Party(post_id=signing.post_id), at=at)
    claim_files(
        actor=actor, notice=notice, tokens=draft.photo_tokens, at=at, purpose=Purpose.REPORT
    )
    tell_the_matter(actor=actor, notice=notice, kind="supervision.matter_taken_up", at=at)
    return notice


def _open(
    actor: Actor,
    draft: NoticeDraft,
    about: Item | None,
    words: tuple[str, str],
    where: tuple[Area, Post | None],
    at: datetime,
) -> Item:
    area, post = where
    title = about.title if about else words[0].splitlines()[0]
    return open_item(
        actor=actor,
        flow=FLOW,
        number=_next_number(),
        title=title[:TITLE_LENGTH],
        words="\n".join((title, *words)),
        category_code=about.category_code if about else "",
        area_id=area.pk,
        area_path=area.path,
        plan=_plan(draft, area, post, at),
        event="supervision.issued",
        data={"about": draft.about_id, "basis": _basis(draft).value},
        at=at,
    )


def _where(actor: Actor, draft: NoticeDraft, about: Item | None) -> tuple[Area, Post | None]:
    """The area the notice lies in, which decides who sees it; the post it goes to, if any.

    A post's notice lies where the post is, so that those below do not read it; a unit's lies in
    the community at the deepest.
    """
    if draft.target is None:
        raise TargetNeeded(field="target")
    if draft.target.post_id is not None:
        post = (
            Post.objects.filter(pk=draft.target.post_id, closed_at__isnull=True)
            .select_related("area")
            .first()
        )
        if post is None:
            raise TargetUnknown(field="target")
        return post.area, post
    unit = Organisation.objects.filter(pk=draft.target.organisation_id or 0, closed_at__isnull=True)
    if not unit.exists():
        raise TargetUnknown(field="target")
    path = draft.area_path or (about.area_path if about else _own_path(actor))
    areas = Area.objects.filter(path__in=list(prefixes(path)), level__lte=Level.COMMUNITY)
    area = areas.order_by("-level").first()
    if area is None:
        raise NotYourArea(field="area")
    return area, None


def _own_path(actor: Actor) -> str:
    return next((post.area_path for post in actor.posts if post.role in SUPERVISORS), "")


def _signs(actor: Actor, draft: NoticeDraft, area: Area, post: Post | None) -> HeldPost | None:
    """The post that signs: over the area, and above the post that is told to put it right."""
    if draft.target is not None and belongs_to(actor, draft.target):
        raise OwnWork(field="target")
    if actor.is_system:
        return None
    over = posts_over(actor, area.path)
    if not over:
        raise NotYourArea(field="target")
    # A street does not supervise itself; the county does.
    above = over if post is None else [p for p in over if p.area_path != area.path]
    if not above:
        raise OwnWork(field="target")
    return max(above, key=lambda one: len(one.area_path))


def _basis(draft: NoticeDraft) -> Basis:
    return draft.basis or (Basis.ITEM if draft.about_id else Basis.FINDING)


def _plan(draft: NoticeDraft, area: Area, post: Post | None, at: datetime) -> OpeningPlan:
    assert draft.target is not None  # noqa: S101 (checked by `_where`)
    picture = snapshot.current()
    flow = latest(FLOW)
    deadlines = [
        plan_deadline(flow=flow, clock=spec, category_code="", at=at, snapshot=picture)
        for spec in flow.clocks
        if OPEN in spec.starts_on
    ]
    if draft.until is not None:
        deadlines = [_until(plan, draft.until, at, picture) for plan in deadlines]
    first = min(deadlines, key=lambda plan: plan.due_at)
    return OpeningPlan(
        flow=flow.name,
        flow_version=flow.version,
        state=flow.initial,
        owner=draft.target,
        # A unit outside the ladder counts as its lowest step, as in dispatch.
        level=post.area.level if post is not None else Level.GRID.value,
        why=({"code": "place", "area": area.path, "category": ""},),
        deadlines=tuple(deadlines),
        due_at=first.due_at,
        yellow_at=first.yellow_at,
        beyond_calendar=first.beyond_calendar,
        snapshot_version=picture.version,
    )


def _until(
    plan: DeadlinePlan, until: datetime, at: datetime, picture: snapshot.Snapshot
) -> DeadlinePlan:
    """The limit to put it right, to the very time the supervisor has set."""
    length = require_aware(until) - at
    if length <= timedelta():
        raise TooEarly(field="until")
    if length > LONGEST:
        raise TooFar(field="until")
    if plan.clock != "rectify":
        return plan
    days = Decimal(length.total_seconds()) / 86_400
    yellow = point_before(
        until, length, plan.yellow_percent, Unit.NATURAL_DAYS, calendar=picture.calendar
    )
    return replace(
        plan,
        amount=max(Decimal("0.01"), days.quantize(Decimal("0.01"))),
        unit=Unit.NATURAL_DAYS.value,
        due_at=until,
        yellow_at=yellow,
        next_at=yellow,
        beyond_calendar=False,
    )


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_number(nextval('supervision_number_seq'))")
        return str(cursor.fetchone()[0])


def _next_serial(area_id: int, year: int) -> int:
    """The next number of this office in this year; offices number without gaps."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [SERIAL_LOCK, area_id])
    last = Notice.objects.filter(issued_area_id=area_id, year=year).aggregate(last=Max("serial"))
    return int(last["last"] or 0) + 1
