"""No name on a list unless its owner has agreed, and off it when they take that back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.tests.world import AT, DAY, World
from xinqiao.events.models import Event
from xinqiao.kit.errors import BadInput, NotAllowed
from xinqiao.publicity.errors import ConsentStands, ListingNotFound, NoConsent, NoPersonNamed
from xinqiao.publicity.models import Consent, Listing
from xinqiao.publicity.selectors.public import public_entry
from xinqiao.publicity.services.consent import record_consent, withdraw_consent
from xinqiao.publicity.services.end import withdraw_listing
from xinqiao.publicity.tests.support import WEEK, drafted, published

LATER = AT + WEEK


def _praised(world: World) -> Listing:
    return published(
        world,
        colour="red",
        subject_kind="post",
        post_id=world.posts["worker"].pk,
        title="王网格帮老人修水管",
        facts="网格员王网格上门帮3栋2单元501室老人修好水管，电话13800138000。",
    )


def _consent(actor: Actor, row: Listing, **more: Any) -> Consent:
    facts: dict[str, Any] = {
        "name": "王网格",
        "giver": "王网格",
        "document": "同意书2026-12号",
        "given_on": date(2026, 11, 20),
    }
    return record_consent(actor=actor, listing_id=row.pk, at=LATER, **(facts | more))


def test_nothing_personal_without_consent(world: World) -> None:
    entry = public_entry(token=_praised(world).token, at=LATER)
    # The duty and the community, not the grid: a grid has one worker.
    assert entry.subject == "金五区社区 · 网格员"
    said = f"{entry.title} {entry.facts} {entry.subject} {entry.name}"
    for private in ("王网格", "501", "13800138000"):
        assert private not in said


def test_the_words_are_hidden_before_they_are_stored(world: World) -> None:
    row = drafted(world, facts="业主张三电话13800138000，身份证511083199001011234，住3栋2单元501室")
    for private in ("张三", "13800138000", "511083199001011234", "501"):
        assert private not in Listing.objects.get(pk=row.pk).facts


def test_a_name_with_consent_until_it_is_withdrawn(world: World) -> None:
    row = _praised(world)
    with pytest.raises(ListingNotFound):
        _consent(world.other_desk, row)
    with pytest.raises(NotAllowed):
        _consent(world.worker, row)
    with pytest.raises(BadInput):
        _consent(world.desk, row, given_on=date(2099, 1, 1))
    _consent(world.desk, row)
    assert public_entry(token=row.token, at=LATER).name == "王网格"
    with pytest.raises(ConsentStands):
        _consent(world.desk, row)
    withdraw_consent(actor=world.worker, listing_id=row.pk, at=LATER)  # by the person
    assert public_entry(token=row.token, at=LATER).name == ""
    consent = row.consents.get()
    assert (consent.name_sealed, consent.giver_sealed) == (None, None)
    assert (consent.document, consent.withdrawn_at) == ("同意书2026-12号", LATER)
    with pytest.raises(NoConsent):
        withdraw_consent(actor=world.desk, listing_id=row.pk, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(name_sealed=b"x")


def test_units_and_areas_take_no_consent(world: World) -> None:
    with pytest.raises(NoPersonNamed):
        _consent(world.desk, published(world))


def test_the_name_goes_with_the_entry(world: World) -> None:
    row = _praised(world)
    _consent(world.desk, row)
    withdraw_listing(actor=world.desk, listing_id=row.pk, reason="活动结束", at=LATER + DAY)
    assert row.consents.get().name_sealed is None


def test_the_log_holds_no_name(world: World) -> None:
    row = _praised(world)
    _consent(world.desk, row)
    for data in Event.objects.filter(subject_id=row.pk).values_list("data", flat=True):
        assert "王网格" not in str(data)
