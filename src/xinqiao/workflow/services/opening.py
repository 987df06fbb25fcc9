"""Open an item."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.kit.time import require_aware
from xinqiao.workflow import snapshot
from xinqiao.workflow.flow import OPEN
from xinqiao.workflow.machine import latest
from xinqiao.workflow.models import Assignment, Item, Part
from xinqiao.workflow.planning import OpeningPlan, plan_opening
from xinqiao.workflow.services import deadline_rows
from xinqiao.workflow.services.steps import SUBJECT


@transaction.atomic
def open_item(
    *,
    actor: Actor,
    flow: str,
    number: str,
    title: str,
    words: str,
    category_code: str,
    area_id: int,
    area_path: str,
    at: datetime,
    lon: float | None = None,
    lat: float | None = None,
    cell: int | None = None,
    requester_id: int | None = None,
    plan: OpeningPlan | None = None,
    event: str = "",
    on_behalf: bool = False,
    data: Mapping[str, Any] | None = None,
) -> Item:
    """Open an item of the newest version of a flow, give it an owner, start its clocks.

    words: what the search looks through. lon, lat: WGS 84 degrees; cell: h3 at resolution 12.
    plan: when the caller has decided already. event: its kind, `<flow>.open` when empty.
    Raises NoDesk (409).
    """
    at = require_aware(at)
    plan = plan or plan_opening(
        flow=latest(flow),
        category_code=category_code,
        area_path=area_path,
        at=at,
        snapshot=snapshot.current(),
    )
    item = Item.objects.create(
        **_planned(plan),
        number=number,
        title=title,
        words=words,
        category_code=category_code,
        area_id=area_id,
        area_path=area_path,
        requester_id=requester_id,
        lon=lon,
        lat=lat,
        cell=cell,
        opened_at=at,
        changed_at=at,
    )
    _hand_over(item, plan, at)
    for deadline in plan.deadlines:
        deadline_rows.start(item, deadline)
    append(
        kind=event or f"{plan.flow}.{OPEN}",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=item.pk,
        area_path=area_path,
        data={**plan.facts, "category": category_code, **(data or {})},
        on_behalf=on_behalf,
    )
    return item


def _planned(plan: OpeningPlan) -> dict[str, Any]:
    """The columns of the item that the plan decides."""
    return {
        "flow": plan.flow,
        "flow_version": plan.flow_version,
        "state": plan.state,
        "owner_post_id": plan.owner.post_id,
        "owner_organisation_id": plan.owner.organisation_id,
        "level": plan.level,
        "due_at": plan.due_at,
        "yellow_at": plan.yellow_at,
        "beyond_calendar": plan.beyond_calendar,
    }


def _hand_over(item: Item, plan: OpeningPlan, at: datetime) -> None:
    Assignment.objects.create(
        item=item,
        part=Part.LEAD,
        post_id=plan.owner.post_id,
        organisation_id=plan.owner.organisation_id,
        since=at,
        why=list(plan.why),
    )
