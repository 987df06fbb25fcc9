"""From the draft to the list and off it again: four eyes, announcement, expiry, repair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.kit.clean import TextMissing
from xinqiao.kit.errors import NotAllowed
from xinqiao.publicity import flow
from xinqiao.publicity.errors import (
    AnotherPerson,
    BasisMissing,
    EntryGone,
    HowTold,
    ListingNotFound,
    NotInThisState,
    ProofMissing,
    SubjectOutside,
)
from xinqiao.publicity.models import Listing
from xinqiao.publicity.selectors.public import public_entry, public_page
from xinqiao.publicity.selectors.visible import get_listing, visible_listings
from xinqiao.publicity.services.approve import approve_listing, refuse_listing
from xinqiao.publicity.services.draft import ListingDraft, edit_listing
from xinqiao.publicity.services.end import repair_listing, withdraw_listing
from xinqiao.publicity.services.sweep import sweep_listings
from xinqiao.publicity.services.terms import save_term
from xinqiao.publicity.tests.support import (
    BASIS,
    WEEK,
    announced,
    drafted,
    fresh,
    kinds_of,
    published,
)


def _shown(row: Listing, at: object) -> bool:
    page = public_page(colour=row.colour, at=at)  # type: ignore[arg-type]
    return row.token in {entry.token for entry in page}


def test_a_black_entry_from_draft_to_expiry(world: World) -> None:
    row = drafted(world)
    assert not _shown(row, AT + WEEK)
    row = approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    # Five working days from Monday 10:00 end on the next Monday at 10:00.
    assert row.appeal_until == AT + WEEK
    assert sweep_listings(at=AT + WEEK - HOUR).published == 0
    assert not _shown(row, AT + WEEK - HOUR)
    assert sweep_listings(at=AT + WEEK).published == 1
    row = fresh(row)
    assert row.expires_at == AT + WEEK + timedelta(days=90)
    assert _shown(row, AT + WEEK)
    assert _shown(row, row.expires_at - HOUR)
    # Nobody has swept yet: the list itself asks for the time.
    assert not _shown(row, row.expires_at)
    with pytest.raises(EntryGone) as gone:
        public_entry(token=row.token, at=row.expires_at)
    assert gone.value.status == 410
    assert sweep_listings(at=row.expires_at).expired == 1
    assert sweep_listings(at=row.expires_at + DAY).expired == 0
    assert (fresh(row).state, fresh(row).end_reason) == (flow.ENDED, "expired")
    assert kinds_of(row) == ["drafted", "announced", "published", "expired"]


def test_two_people_at_least(world: World) -> None:
    row = drafted(world, actor=world.street_staff)
    with pytest.raises(AnotherPerson):
        approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    # Exposing somebody is for the level above the community; praise is not.
    with pytest.raises(NotAllowed):
        approve_listing(actor=world.desk, listing_id=row.pk, at=AT)
    with pytest.raises(ListingNotFound):
        approve_listing(actor=world.other_desk, listing_id=row.pk, at=AT)
    with pytest.raises(ListingNotFound):
        approve_listing(actor=world.resident, listing_id=row.pk, at=AT)
    approve_listing(actor=world.county_staff, listing_id=row.pk, at=AT)
    red = drafted(world, colour="red", legal_basis="")
    assert approve_listing(actor=world.second_desk, listing_id=red.pk, at=AT).state == "announced"
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=row.pk).update(approved_by_id=row.drafted_by_id)


def test_whoever_changes_the_words_is_their_writer(world: World) -> None:
    row = drafted(world)
    draft = ListingDraft(
        colour="black", subject_kind="organisation", title="改过的标题", facts="改过的事实",
        legal_basis=BASIS,
    )  # fmt: skip
    edit_listing(actor=world.street_staff, listing_id=row.pk, draft=draft, at=AT)
    with pytest.raises(AnotherPerson):
        approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    approve_listing(actor=world.county_staff, listing_id=row.pk, at=AT)
    with pytest.raises(NotInThisState):
        edit_listing(actor=world.desk, listing_id=row.pk, draft=draft, at=AT)


def test_what_a_draft_needs(world: World) -> None:
    with pytest.raises(ProofMissing):
        drafted(world, proof_tokens=[])
    with pytest.raises(TextMissing):
        drafted(world, facts=" ")
    with pytest.raises(NotAllowed):
        drafted(world, actor=world.worker)
    with pytest.raises(NotAllowed):
        drafted(world, actor=world.resident)
    with pytest.raises(SubjectOutside):
        drafted(world, actor=world.other_desk)
    with pytest.raises(NotAllowed):  # nobody writes about their own area
        drafted(world, subject_kind="area", subject_area_id=world.community.pk)
    row = drafted(world, legal_basis="")
    with pytest.raises(BasisMissing):
        approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    person = drafted(world, subject_kind="person", area_id=world.community.pk)
    with pytest.raises(HowTold):
        approve_listing(actor=world.street_staff, listing_id=person.pk, at=AT)


def test_refused_withdrawn_and_put_right(world: World) -> None:
    refused = refuse_listing(
        actor=world.street_staff, listing_id=drafted(world).pk, reason="证据不足", at=AT
    )
    assert (refused.end_reason, refused.end_words) == ("refused", "证据不足")
    row = published(world)
    with pytest.raises(TextMissing):
        withdraw_listing(actor=world.desk, listing_id=row.pk, reason=" ", at=AT + WEEK)
    with pytest.raises(NotAllowed):
        repair_listing(actor=world.property_staff, listing_id=row.pk, reason="改好了", at=AT)
    repair_listing(actor=world.desk, listing_id=row.pk, reason="已整改到位", at=AT + WEEK + DAY)
    with pytest.raises(EntryGone):
        public_entry(token=row.token, at=AT + WEEK + DAY)
    assert kinds_of(row)[-1] == "repaired"
    with pytest.raises(NotInThisState):
        withdraw_listing(actor=world.desk, listing_id=row.pk, reason="再撤", at=AT + WEEK + DAY)


def test_lengths_are_rows(world: World) -> None:
    with pytest.raises(NotAllowed):
        save_term(actor=world.desk, colour="black", days_shown=30, appeal_working_days=3, at=AT)
    save_term(
        actor=world.county_staff, colour="black", days_shown=30, appeal_working_days=10, at=AT
    )
    row = announced(world, at=AT + HOUR)
    assert row.appeal_until == AT + HOUR + 2 * WEEK
    sweep_listings(at=AT + HOUR + 2 * WEEK)
    assert fresh(row).expires_at == AT + HOUR + 2 * WEEK + timedelta(days=30)


def test_a_black_entry_cannot_stay_for_ever(world: World) -> None:
    row = published(world)
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.filter(pk=row.pk).update(expires_at=None)


def test_who_sees_it_at_the_desk(world: World) -> None:
    row = drafted(world)
    for actor in (world.desk, world.second_desk, world.street_staff, world.county_staff):
        assert get_listing(actor=actor, listing_id=row.pk) == row
    for actor in (world.property_staff, world.water_staff, world.other_desk, world.resident):
        assert not visible_listings(actor=actor).exists()
    approve_listing(actor=world.street_staff, listing_id=row.pk, at=AT)
    assert get_listing(actor=world.property_staff, listing_id=row.pk) == row
    for actor in (world.water_staff, world.other_desk, world.resident, world.worker):
        assert not visible_listings(actor=actor).exists()
