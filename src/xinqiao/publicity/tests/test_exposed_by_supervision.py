"""A real notice that is exposed leads to a black entry; its cancelled number takes it down."""

from __future__ import annotations

from datetime import timedelta

import pytest

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.cases.tests.world import AT, BEFORE, DAY, World, person
from xinqiao.events.services.outbox import drain
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.publicity.errors import EntryGone
from xinqiao.publicity.models import Listing
from xinqiao.publicity.selectors.public import public_entry
from xinqiao.publicity.services.approve import approve_listing
from xinqiao.publicity.services.draft import ListingDraft, edit_listing
from xinqiao.publicity.services.sweep import sweep_listings
from xinqiao.publicity.tests.support import BASIS
from xinqiao.supervision.services.expose import expose_notice
from xinqiao.supervision.services.settle import cancel_notice
from xinqiao.supervision.tests.support import about, lay_rules, reported

LATE = AT + timedelta(days=20)
PUBLIC = LATE + timedelta(days=10)


def _worker() -> None:
    while drain(limit=500, at=PUBLIC + 9 * DAY).taken:
        pass


def _second(world: World) -> Actor:
    user = person("county-second", "区督办二号")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=world.posts["county_staff"].pk, at=BEFORE)
    return actor_for(user, LATE)


def test_from_the_notice_to_the_list_and_off_it(world: World) -> None:
    lay_rules()
    case_id = world.handled()
    notice = about(world, case_id)
    expose_notice(actor=world.street_staff, item_id=notice.pk, reason="逾期未改", at=LATE)
    _worker()
    row = Listing.objects.get()
    assert (row.organisation_id, row.source_item_id) == (world.water.pk, notice.pk)
    # The company belongs to the county, so the county's people write and approve.
    draft = ListingDraft(
        colour="black",
        subject_kind="organisation",
        title=row.title,
        facts=row.facts,
        legal_basis=BASIS,
    )
    edit_listing(actor=world.county_staff, listing_id=row.pk, draft=draft, at=LATE)
    approve_listing(actor=_second(world), listing_id=row.pk, at=LATE)
    sweep_listings(at=PUBLIC)
    assert public_entry(token=row.token, at=PUBLIC).subject == "自来水公司"
    reported(world, notice, world.water_staff, at=PUBLIC)
    cancel_notice(actor=world.street_staff, item_id=notice.pk, words="核实属实。", at=PUBLIC)
    _worker()
    with pytest.raises(EntryGone):
        public_entry(token=row.token, at=PUBLIC)
    row.refresh_from_db()
    assert row.end_reason == "repaired"
