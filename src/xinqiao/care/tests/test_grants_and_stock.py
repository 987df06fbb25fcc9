"""Devices leave the store for those who are entitled, are signed for, and come back."""

from __future__ import annotations

import pytest

from xinqiao.care.errors import (
    GrantMovedOn,
    HasItAlready,
    NotClassified,
    NotEntitled,
    NothingHere,
    NotYourElders,
    OutOfStock,
    SignatureMissing,
)
from xinqiao.care.models import GRANT, Grant, Movement, Stock
from xinqiao.care.selectors.grants import fitted_people, get_grant
from xinqiao.care.selectors.stock import low_stock
from xinqiao.care.services.grants import (
    Signature,
    cancel_grant,
    grant_ware,
    hand_over,
    take_back,
)
from xinqiao.care.services.stock import move_stock
from xinqiao.care.tests.support import Elders, kinds_of_item
from xinqiao.cases.tests.world import AT, DAY, HOUR, photo
from xinqiao.files.models import Attachment
from xinqiao.workflow.models import Item

SIGNED = Signature(by="elder", name="王秀英")


def grant(elders: Elders, code: str = "handrail", **more: object) -> Grant:
    facts = {"person_id": elders.wang.pk, "store_id": elders.store.pk}
    return grant_ware(
        actor=elders.world.desk,
        ware_id=elders.ware(code).pk,
        at=AT,
        **{**facts, **more},  # type: ignore[arg-type]
    )


def on_hand(elders: Elders, code: str = "handrail") -> int:
    return Stock.objects.get(store=elders.store, ware__code=code).on_hand


def test_a_fitting_has_a_clock_a_photo_and_a_signature(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    made = grant(elders, fitter_post_id=elders.world.posts["worker"].pk)
    assert on_hand(elders) == 9
    item = Item.objects.get(care_fitting=made)
    assert item.owner_post_id == elders.world.posts["worker"].pk
    assert item.due_at is not None
    assert "王" not in item.title
    assert fitted_people(actor=elders.world.desk) == 0
    with pytest.raises(SignatureMissing):
        hand_over(
            actor=elders.world.worker, grant_id=made.pk, signature=Signature(by="", name=""), at=AT
        )
    hand_over(
        actor=elders.world.worker,
        grant_id=made.pk,
        signature=SIGNED,
        photo_tokens=[photo(AT)],
        at=AT + HOUR,
    )
    assert kinds_of_item(item.pk) == ["care.fitting_ordered", "care.fitted"]
    assert fitted_people(actor=elders.world.desk) == 1
    assert Attachment.objects.filter(subject_kind=GRANT, subject_id=made.pk).count() == 1
    assert Grant.objects.get(pk=made.pk).fitted_by.startswith("王网格")


def test_a_bracelet_needs_no_fitting(elders: Elders) -> None:
    elders.classified(elders.li, "B")
    made = grant(elders, "bracelet", person_id=elders.li.pk)
    assert made.item_id is None
    hand_over(actor=elders.world.worker, grant_id=made.pk, signature=SIGNED, at=AT)
    assert fitted_people(actor=elders.world.desk) == 1


def test_only_the_entitled_get_it_once(elders: Elders) -> None:
    with pytest.raises(NotClassified):
        grant(elders)
    elders.classified(elders.li, "B")
    with pytest.raises(NotEntitled):
        grant(elders, "care_bed", person_id=elders.li.pk)
    grant(elders, person_id=elders.li.pk)
    with pytest.raises(HasItAlready):
        grant(elders, person_id=elders.li.pk)
    assert on_hand(elders) == 9


def test_an_empty_store_gives_nothing_and_no_item_is_left(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    move_stock(
        actor=elders.world.desk,
        store_id=elders.store.pk,
        ware_id=elders.ware("handrail").pk,
        kind="broken",
        pieces=10,
        at=AT,
    )
    with pytest.raises(OutOfStock):
        grant(elders)
    assert not Item.objects.filter(flow="care_fitting").exists()
    assert [row.ware.code for row in low_stock(actor=elders.world.desk)] == ["handrail"]


def test_what_is_cancelled_or_comes_back_is_in_the_store_again(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    first = grant(elders)
    cancel_grant(actor=elders.world.desk, grant_id=first.pk, reason="老人不愿安装", at=AT)
    assert on_hand(elders) == 10
    assert Item.objects.get(care_fitting=first).state == "called_off"
    second = grant(elders)
    hand_over(actor=elders.world.desk, grant_id=second.pk, signature=SIGNED, at=AT)
    take_back(
        actor=elders.world.desk, grant_id=second.pk, reason="松动", is_broken=True, at=AT + DAY
    )
    assert on_hand(elders) == 9
    changes = list(Movement.objects.filter(grant=second).values_list("kind", "change"))
    assert changes == [("out", -1), ("return", 1), ("broken", -1)]
    with pytest.raises(GrantMovedOn):
        take_back(actor=elders.world.desk, grant_id=second.pk, reason="再退", at=AT + DAY)
    assert fitted_people(actor=elders.world.desk) == 0


def test_the_worker_fits_but_does_not_grant_and_strangers_see_nothing(elders: Elders) -> None:
    elders.classified(elders.wang, "A")
    made = grant(elders)
    with pytest.raises(NotYourElders):
        cancel_grant(actor=elders.world.worker, grant_id=made.pk, reason="不要了", at=AT)
    with pytest.raises(NothingHere):
        get_grant(actor=elders.world.stranger, grant_id=made.pk)
