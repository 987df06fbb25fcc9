"""Exposed matters become black drafts, published assessments red ones; put right ends them."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.tests.world import AT, DAY, World
from xinqiao.events.models import Event
from xinqiao.events.services.append import append
from xinqiao.events.services.outbox import drain
from xinqiao.notifications.models import Notice
from xinqiao.publicity.errors import AnotherPerson
from xinqiao.publicity.models import Listing
from xinqiao.publicity.services.approve import approve_listing
from xinqiao.publicity.services.draft import ListingDraft, edit_listing
from xinqiao.publicity.subscribers import propose_black
from xinqiao.publicity.tests.support import BASIS, WEEK, announced, fresh, published


def _happens(kind: str, item_id: int, actor: Actor = SYSTEM, **data: Any) -> Event:
    event = append(
        kind=kind, actor=actor, at=AT, subject_kind="item", subject_id=item_id, data=data
    )
    while drain(at=AT + DAY, limit=500).taken:
        pass
    return event


def test_an_exposed_matter_waits_for_another_person(world: World) -> None:
    item_id = world.report(text="3栋2单元501室张三家漏水，电话13800138000").case_id
    event = _happens(
        "supervision.exposed", item_id, world.street_staff, organisation=world.property.pk
    )
    row = Listing.objects.get()
    assert (row.colour, row.state, row.source) == ("black", "draft", "supervision")
    assert (row.organisation_id, row.source_item_id) == (world.property.pk, item_id)
    assert "13800138000" not in row.facts
    propose_black(event)  # the worker may hear it twice
    assert Listing.objects.count() == 1
    with pytest.raises(AnotherPerson):  # who exposed it wrote it
        approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    draft = ListingDraft(
        colour="black", subject_kind="organisation", title=row.title, facts=row.facts,
        legal_basis=BASIS,
    )  # fmt: skip
    edit_listing(actor=world.desk, listing_id=row.pk, draft=draft, at=AT)
    approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    _happens("supervision.cancelled", item_id)
    assert (fresh(row).state, fresh(row).end_reason) == ("ended", "repaired")


def test_the_owner_is_named_when_the_event_names_nobody(world: World) -> None:
    item_id = world.report().case_id
    _happens("supervision.exposed", item_id)
    assert Listing.objects.get().post_id == world.posts["worker"].pk


def test_the_best_of_an_assessment(world: World) -> None:
    best = [
        {"organisation": world.property.pk, "rank": 1},
        {"area": world.community.pk, "rank": 2},
        {"organisation": 999999, "rank": 3},
    ]
    append(
        kind="assessment.published",
        actor=world.county_staff,
        at=AT,
        subject_kind="assessment",
        subject_id=1,
        data={"best": best, "name": "2026年10月考核"},
    )
    drain(at=AT + DAY, limit=500)
    rows = Listing.objects.order_by("pk")
    assert {row.colour for row in rows} == {"red"}
    assert {row.subject_kind for row in rows} == {"organisation", "area"}
    assert "2026年10月考核" in rows[0].facts


def test_people_are_told(world: World) -> None:
    announced(world)
    while drain(at=AT + DAY, limit=500).taken:
        pass
    told = set(Notice.objects.values_list("template", "recipient_id"))
    assert ("publicity.announced", world.property_staff.user_id) in told
    assert ("publicity.to_approve", world.county_staff.user_id) in told
    assert ("publicity.to_approve", world.desk.user_id) not in told


def test_other_entries_stay(world: World) -> None:
    row = published(world)
    _happens("supervision.cancelled", world.report().case_id)
    assert fresh(row).state == "published"
    assert fresh(row).published_at == AT + WEEK
