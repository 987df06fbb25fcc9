"""“That is my problem too”: one person counts once, hears the news, and gives nothing away."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import SignInToHelp
from xinqiao.cases.merge_errors import JoinGone, JoinOwn
from xinqiao.cases.models import Follower, Source
from xinqiao.cases.selectors.near import near_requests
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.around import around_of
from xinqiao.cases.services.join import Joined, join_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.subscribers import tell_people
from xinqiao.cases.tests.test_races import at_once
from xinqiao.cases.tests.world import AT, IN_GRID, PHONE, World, case_of, kinds_of, make_world
from xinqiao.events.models import Event
from xinqiao.kit.clean import BadPhone
from xinqiao.notifications.models import Notice

TEXT = "垃圾桶满了没人清运，味道很大"


def offer_of(text: str = TEXT) -> str:
    around = around_of(actor=ANONYMOUS, text=text, lon=IN_GRID[0], lat=IN_GRID[1])
    assert around is not None
    return near_requests(actor=ANONYMOUS, around=around, text=text, at=AT)[0].ref


def join(ref: str, **more: Any) -> Joined:
    facts: dict[str, Any] = {"actor": ANONYMOUS, "at": AT, "key": "form-1"}
    return join_case(ref=ref, **(facts | more))


def test_a_double_click_joins_once(world: World) -> None:
    case_id = world.report().case_id
    ref = offer_of()
    first, second = join(ref), join(ref)
    assert (first.token, first.count, first.is_new) == (second.token, 1, True)
    assert second.is_new is False
    assert kinds_of(case_id).count("cases.joined") == 1
    assert Event.objects.get(kind="cases.joined").data["count"] == 1


def test_one_person_counts_once_by_account_and_by_telephone(world: World) -> None:
    world.report()
    ref = offer_of()
    join(ref, actor=world.passer_by, key="a")
    join(ref, actor=world.passer_by, key="b")
    join(ref, phone="13700137000", key="c")
    assert join(ref, phone="137 0013 7000", key="d").is_new is False
    assert join(ref, key="e").count == 3


def test_the_requester_need_not_join(world: World) -> None:
    world.report()
    with pytest.raises(JoinOwn):
        join(offer_of(), actor=world.resident)
    assert not Follower.objects.exists()


def test_what_is_gone_cannot_be_joined(world: World) -> None:
    known = world.report()
    ref = offer_of()
    withdraw_case(actor=world.resident, item_id=known.case_id, at=AT)
    for bad in (ref, "", "made-up", str(known.case_id)):
        with pytest.raises(JoinGone):
            join(bad)


def test_a_bad_telephone_number_is_refused(world: World) -> None:
    world.report()
    with pytest.raises(BadPhone):
        join(offer_of(), phone="1234567")


def test_a_worker_joins_for_somebody(world: World) -> None:
    """Both are on record; without a telephone the worker hears the news and tells it."""
    case_id = world.report().case_id
    ref = offer_of()
    for number in (1, 2):
        join(
            ref,
            actor=world.worker,
            on_behalf=True,
            source=Source.FIELD,
            key=f"visit-{number}",
        )
    follower = Follower.objects.latest("pk")
    assert (follower.user_id, follower.recorded_by_id) == (None, world.worker.user_id)
    assert Event.objects.filter(kind="cases.joined", on_behalf=True).count() == 2
    assert Follower.objects.filter(case_id=case_id).count() == 2
    with pytest.raises(SignInToHelp):
        join(ref, actor=world.passer_by, on_behalf=True)


def test_who_joined_hears_the_news_with_a_link_of_their_own(world: World) -> None:
    case_id = world.report().case_id
    ref = offer_of()
    token = join(ref, actor=world.passer_by).token
    join(ref, phone="13700137000", key="x")
    accept_case(actor=world.worker, item_id=case_id, at=AT)
    world.close(case_id)
    for event in Event.objects.filter(subject_id=case_id).order_by("id"):
        tell_people(event)
        tell_people(event)
    mine = Notice.objects.filter(recipient_id=world.passer_by.user_id).order_by("id")
    assert list(mine.values_list("template", flat=True)) == [
        "cases.joined_accepted",
        "cases.joined_answered",
    ]
    assert {notice.link for notice in mine} == {f"/j/{token}"}
    assert Notice.objects.filter(template="cases.joined_answered").count() == 2
    # Nothing of the other's request: not even its number.
    assert all(notice.params == {} for notice in mine)


def test_requesters_of_merged_requests_hear_the_same(world: World) -> None:
    main = world.handled()
    other = world.report(actor=world.passer_by).case_id
    merge_case(actor=world.worker, item_id=other, into_id=main, at=AT)
    world.close(main)
    for event in Event.objects.filter(subject_id__in=(main, other)).order_by("id"):
        tell_people(event)
    mine = Notice.objects.filter(recipient_id=world.passer_by.user_id)
    assert set(mine.values_list("template", flat=True)) == {
        "cases.accepted",  # its own, before
        "cases.merged",
        "cases.answered",
    }
    assert {notice.link for notice in mine} == {f"/r/{case_of(other).token}"}


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_one_moment_join_once() -> None:
    with transaction.atomic():
        world = make_world()
    case_id = world.report().case_id
    ref = offer_of()
    results = at_once(
        lambda: join(ref, phone=PHONE.replace("138", "137")),
        lambda: join(ref, phone=PHONE.replace("138", "137")),
        lambda: join(ref, key="another"),
    )
    assert all(isinstance(result, Joined) for result in results)
    assert Follower.objects.filter(case_id=case_id).count() == 2
    counts = Event.objects.filter(kind="cases.joined").values_list("data__count", flat=True)
    assert sorted(counts) == [1, 2]
