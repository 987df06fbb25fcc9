"""What the tests of supervision share: limits, a request, a notice about it or about a fact."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.tests.world import AT, BEFORE, World, photo
from xinqiao.events.models import Event
from xinqiao.supervision.models import Notice
from xinqiao.supervision.seed import seed_supervision
from xinqiao.supervision.services.answer import accept_notice, report_back
from xinqiao.supervision.services.issue import NoticeDraft, issue_notice
from xinqiao.workflow.dispatch import Party


def lay_rules() -> None:
    seed_supervision(actor=SYSTEM, at=BEFORE)


def to_water(world: World) -> Party:
    return Party(organisation_id=world.water.pk)


def to_desk(world: World) -> Party:
    return Party(post_id=world.posts["desk"].pk)


def about(
    world: World, case_id: int, *, actor: Actor | None = None, at: datetime = AT, **more: Any
) -> Notice:
    """A notice of the street to the water company about a request."""
    facts: dict[str, Any] = {
        "target": to_water(world),
        "requirement": "三日内修好漏水管道，并书面报告。",
        "about_id": case_id,
    }
    draft = NoticeDraft(**(facts | more))
    return issue_notice(actor=actor or world.street_staff, draft=draft, at=at)


def finding(world: World, *, actor: Actor | None = None, at: datetime = AT, **more: Any) -> Notice:
    """A notice of the street to the community's desk about a fact found on the spot."""
    facts: dict[str, Any] = {
        "target": to_desk(world),
        "finding": "消防通道被杂物堵住。",
        "requirement": "立即清理，并建立巡查制度。",
    }
    draft = NoticeDraft(**(facts | more))
    return issue_notice(actor=actor or world.street_staff, draft=draft, at=at)


def reported(world: World, notice: Notice, actor: Actor, *, at: datetime = AT) -> None:
    """Sign for the notice and report it back with a photo."""
    accept_notice(actor=actor, item_id=notice.pk, at=at)
    report_back(actor=actor, item_id=notice.pk, words="已经整改。", proof_tokens=[photo(at)], at=at)


def fresh(notice: Notice) -> Notice:
    return Notice.objects.select_related("item").get(pk=notice.pk)


def kinds(item_id: int) -> list[str]:
    events = Event.objects.filter(subject_kind="item", subject_id=item_id).order_by("id")
    return list(events.values_list("kind", flat=True))
