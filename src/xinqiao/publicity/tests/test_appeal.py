"""An appeal hides the entry until a third person decides, with a reason."""

from __future__ import annotations

import pytest

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.accounts.errors import ReasonMissing
from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.events.models import Event
from xinqiao.kit.clean import TextMissing
from xinqiao.kit.errors import NotAllowed, TooMany
from xinqiao.publicity.errors import (
    AnotherPerson,
    AppealDecided,
    EntryGone,
    ListingNotFound,
    NotShownNow,
)
from xinqiao.publicity.models import Appeal
from xinqiao.publicity.selectors.public import public_entry, public_page
from xinqiao.publicity.services.appeal import decide_appeal, file_appeal
from xinqiao.publicity.services.reveal import reveal_appellant
from xinqiao.publicity.services.sweep import sweep_listings
from xinqiao.publicity.tests.support import WEEK, announced, drafted, fresh, kinds_of, published

LATER = AT + WEEK + HOUR


def test_the_subject_appeals_and_is_not_right(world: World) -> None:
    row = published(world)
    appeal = file_appeal(
        actor=world.property_staff, listing_id=row.pk, words="我们已经清运了", at=LATER
    )
    assert appeal.by_subject
    assert len(public_page(colour="black", at=LATER)) == 0
    with pytest.raises(NotShownNow):
        public_entry(token=row.token, at=LATER)
    with pytest.raises(AnotherPerson):  # the approver
        _decide(world.street_staff, appeal, upheld=False)
    with pytest.raises(AnotherPerson):  # the writer
        _decide(world.desk, appeal, upheld=False)
    with pytest.raises(NotAllowed):  # the subject
        _decide(world.property_staff, appeal, upheld=True)
    with pytest.raises(ListingNotFound):
        _decide(world.other_desk, appeal, upheld=True)
    with pytest.raises(TextMissing):
        _decide(world.county_staff, appeal, upheld=False, reason=" ")
    _decide(world.county_staff, appeal, upheld=False)
    assert public_entry(token=row.token, at=LATER + DAY).subject == "安居物业"
    with pytest.raises(AppealDecided):
        _decide(world.county_staff, appeal, upheld=True)
    assert kinds_of(row)[-2:] == ["appealed", "appeal_rejected"]


def test_anybody_concerned_appeals_and_is_right(world: World) -> None:
    row = published(world)
    appeal = file_appeal(
        actor=ANONYMOUS, token=row.token, words="写错了单位", phone="13800138000",
        client="somebody", at=LATER,
    )  # fmt: skip
    assert not appeal.by_subject
    assert b"13800138000" not in bytes(appeal.phone_sealed or b"")
    _decide(world.county_staff, appeal, upheld=True)
    with pytest.raises(EntryGone):
        public_entry(token=row.token, at=LATER)
    assert fresh(row).end_reason == "upheld"
    with pytest.raises(EntryGone):
        file_appeal(actor=ANONYMOUS, token=row.token, words="再说一次", at=LATER)


def test_an_appeal_before_publication_holds_it_back(world: World) -> None:
    row = announced(world)
    appeal = file_appeal(actor=ANONYMOUS, token=row.token, words="不是我们", at=AT + DAY)
    assert sweep_listings(at=AT + WEEK + DAY).published == 0
    _decide(world.county_staff, appeal, upheld=False)
    assert sweep_listings(at=LATER + DAY).published == 1
    assert public_entry(token=row.token, at=LATER + DAY)


def test_two_appeals_two_decisions(world: World) -> None:
    row = published(world)
    first, second = (
        file_appeal(actor=ANONYMOUS, token=row.token, words=words, at=LATER)
        for words in ("一", "二")
    )
    _decide(world.county_staff, first, upheld=False)
    assert len(public_page(colour="black", at=LATER)) == 0
    _decide(world.county_staff, second, upheld=False)
    assert len(public_page(colour="black", at=LATER)) == 1


def test_not_too_often_and_not_about_drafts(world: World) -> None:
    row = published(world)
    for _ in range(5):
        file_appeal(actor=ANONYMOUS, token=row.token, words="不对", client="one", at=LATER)
    with pytest.raises(TooMany):
        file_appeal(actor=ANONYMOUS, token=row.token, words="不对", client="one", at=LATER)
    file_appeal(actor=ANONYMOUS, token=row.token, words="不对", client="two", at=LATER)
    with pytest.raises(ListingNotFound):
        file_appeal(actor=ANONYMOUS, token=drafted(world).token, words="不对", at=LATER)
    with pytest.raises(NotAllowed):  # staff who are not the subject use the public form
        file_appeal(actor=world.desk, listing_id=row.pk, words="不对", at=LATER)


def test_the_telephone_is_for_whoever_decides_and_each_look_is_recorded(world: World) -> None:
    row = published(world)
    appeal = file_appeal(
        actor=ANONYMOUS, token=row.token, words="写错了", phone="138 0013 8000", at=LATER
    )
    for actor in (world.desk, world.street_staff):  # the writer, the approver
        with pytest.raises(NotAllowed):
            reveal_appellant(actor=actor, appeal_id=appeal.pk, reason="核实情况", at=LATER)
    with pytest.raises(ListingNotFound):
        reveal_appellant(actor=world.other_desk, appeal_id=appeal.pk, reason="核实情况", at=LATER)
    with pytest.raises(ReasonMissing):
        reveal_appellant(actor=world.county_staff, appeal_id=appeal.pk, reason=" ", at=LATER)
    client = browser(world.county_staff)
    page = f"/publicity/{row.pk}/"
    assert "13800138000" not in client.get(page).content.decode()
    asked = f"{page}appeals/{appeal.pk}/telephone/"
    assert client.post(asked, {"why": ""}).status_code == 422
    assert "13800138000" in words_of(client.post(asked, {"why": "核实情况"}))
    assert Event.objects.filter(kind="accounts.revealed", subject_id=row.pk).count() == 1


def _decide(actor: object, appeal: Appeal, *, upheld: bool, reason: str = "经复核") -> object:
    return decide_appeal(
        actor=actor,  # type: ignore[arg-type]
        appeal_id=appeal.pk,
        is_upheld=upheld,
        reason=reason,
        at=LATER,
    )
