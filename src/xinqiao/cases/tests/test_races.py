"""Two people at once on one request: exactly one wins, and the other reads a clear sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections, transaction

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.drafts import Reported
from xinqiao.cases.models import Merge
from xinqiao.cases.services.accept import accept_case
from xinqiao.cases.services.close import close_case
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.cases.services.split import split_case
from xinqiao.cases.tests.world import AT, World, case_of, item_of, kinds_of, make_world, photo
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.workflow.models import Assignment, Deadline, Item, Rating

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*calls: Callable[[], object]) -> list[object]:
    """Run the calls in threads that start together; results or refusals, in order."""
    together = Barrier(len(calls))

    def run(call: Callable[[], object]) -> object:
        try:
            together.wait(timeout=20)
            return call()
        except DomainError as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]


def test_races_on_one_request() -> None:
    """One world for all of them: a test that commits costs a database."""
    with transaction.atomic():
        world = make_world()
    _two_colleagues_accept(world)
    _accept_against_dispatch(world)
    _two_dispatchers(world)
    _two_ratings(world)
    _two_reports_with_one_key(world)
    _merged_into_each_other(world)
    _merged_while_closed(world)
    _split_twice(world)


def _two_colleagues_accept(world: World) -> None:
    case_id = world.report().case_id
    results = at_once(
        lambda: accept_case(actor=world.worker, item_id=case_id, at=AT),
        lambda: accept_case(actor=world.colleague, item_id=case_id, at=AT),
    )
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    assert kinds_of(case_id).count("cases.accepted") == 1


def _accept_against_dispatch(world: World) -> None:
    case_id = world.report().case_id
    results = at_once(
        lambda: accept_case(actor=world.worker, item_id=case_id, at=AT),
        lambda: dispatch_case(
            actor=world.desk,
            item_id=case_id,
            post_id=world.posts["street_staff"].pk,
            reason="街道来办",
            at=AT,
        ),
    )
    item = item_of(case_id)
    assert not isinstance(results[1], DomainError)
    assert (item.state, item.owner_post_id) == ("assigned", world.posts["street_staff"].pk)
    assert Assignment.objects.filter(item=item, part="lead", until=None).count() == 1
    running = Deadline.objects.filter(item=item, clock="accept", met_at=None, cancelled_at=None)
    assert running.count() == 1


def _two_dispatchers(world: World) -> None:
    case_id = world.report().case_id

    def give(who: str) -> Item:
        return dispatch_case(
            actor=world.actors[who],
            item_id=case_id,
            organisation_id=world.water.pk,
            reason="供水",
            at=AT,
        )

    results = at_once(lambda: give("desk"), lambda: give("street_staff"))
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    assert kinds_of(case_id).count("cases.dispatched") == 1


def _two_ratings(world: World) -> None:
    case_id = world.answered()
    token = case_of(case_id).token
    results = at_once(
        lambda: rate_case(actor=world.resident, item_id=case_id, score=1, at=AT),
        lambda: rate_case(actor=ANONYMOUS, token=token, score=1, at=AT),
    )
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    assert Rating.objects.filter(item_id=case_id).count() == 1
    assert case_of(case_id).times_reopened == 1


def _two_reports_with_one_key(world: World) -> None:
    before = Item.objects.count()
    results = at_once(*[lambda: world.report(idempotency_key="one") for _ in range(3)])
    reports = [r for r in results if isinstance(r, Reported)]
    assert len(reports) == 3
    assert len({r.case_id for r in reports}) == 1
    assert [r.is_new for r in reports].count(True) == 1
    assert Item.objects.count() == before + 1


def _merged_into_each_other(world: World) -> None:
    one, other = world.report().case_id, world.report().case_id

    def merge(item_id: int, into_id: int) -> Item:
        return merge_case(actor=world.worker, item_id=item_id, into_id=into_id, at=AT)

    results = at_once(lambda: merge(one, other), lambda: merge(other, one))
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    assert sorted((item_of(one).is_open, item_of(other).is_open)) == [False, True]
    assert Merge.objects.filter(case_id__in=(one, other)).count() == 1


def _merged_while_closed(world: World) -> None:
    main, other = world.report().case_id, world.handled()
    token = photo()
    results = at_once(
        lambda: merge_case(actor=world.worker, item_id=other, into_id=main, at=AT),
        lambda: close_case(
            actor=world.worker, item_id=other, words="清了。", proof_tokens=[token], at=AT
        ),
    )
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    running = Deadline.objects.filter(item_id=other, met_at=None, cancelled_at=None)
    state = item_of(other).state
    assert (state, running.count()) in {("merged", 0), ("answered", 1)}
    assert kinds_of(other)[-1] == {"merged": "cases.merged", "answered": "cases.answered"}[state]


def _split_twice(world: World) -> None:
    main, other = world.report().case_id, world.report().case_id
    merge_case(actor=world.worker, item_id=other, into_id=main, at=AT)

    def split() -> Item:
        return split_case(actor=world.worker, item_id=other, reason="两回事", at=AT)

    results = at_once(split, split)
    assert sorted(isinstance(r, Conflict) for r in results) == [False, True]
    assert kinds_of(other).count("cases.split") == 1
