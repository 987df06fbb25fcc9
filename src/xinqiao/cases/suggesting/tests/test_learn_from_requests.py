"""Learning from the product's own requests: corrections weigh more, worse versions stay unused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.cases.models import Case
from xinqiao.cases.services.recategorise import recategorise_case
from xinqiao.cases.suggesting import store, training
from xinqiao.cases.suggesting.errors import TooFewRows
from xinqiao.cases.suggesting.history import CORRECTED, ENOUGH, own_requests
from xinqiao.cases.suggesting.services.retrain import retrain_when_corrected
from xinqiao.cases.suggesting.services.train import train_from_requests
from xinqiao.cases.suggesting.suggest import suggest_category
from xinqiao.cases.suggesting.tests.support import letters
from xinqiao.cases.suggesting.trained import Origin, Verdict
from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.events.models import Event
from xinqiao.kit.errors import NotAllowed
from xinqiao.workflow.models import Item


def handle(world: World, *, every: int = 1) -> list[int]:
    """Requests with the made letters, handled; in bulk, for the tests' time."""
    made = [
        world.report(text=text, category_code=code, reporter_phone="13800138000").case_id
        for text, code in list(letters())[::every]
    ]
    Item.objects.filter(pk__in=made).update(done_at=AT + HOUR)
    return made


def test_what_was_handled_is_learnt(world: World) -> None:
    handle(world, every=2)
    world.report(text="没有人看过的诉求", category_code="other.")
    version = train_from_requests(actor=world.system_admin, at=AT + DAY)
    assert version.record.origin is Origin.REQUESTS
    assert version.record.metrics.rows == 72
    assert set(version.record.codes) == {"env.garbage.", "traffic.parking.", "care.elder."}
    found = suggest_category("我家老人需要上门送餐", AT + DAY)
    assert found.by_model
    assert found.best is not None
    assert found.best.code == "care.elder."


def test_corrections_weigh_more(world: World) -> None:
    first = handle(world, every=48)[0]
    case_id = world.report(text="楼道里堆了垃圾").case_id
    recategorise_case(
        actor=world.worker, item_id=case_id, category_code="house.illegal.", at=AT + HOUR
    )
    own = own_requests(AT + DAY)
    weight = dict(zip(own.found.texts, own.found.importance, strict=True))
    assert weight["楼道里堆了垃圾"] == CORRECTED
    assert weight[Case.objects.get(pk=first).text] == 1
    assert own.corrections == 1
    assert own.found.labels[own.found.texts.index("楼道里堆了垃圾")] == "house.illegal."


def test_withdrawn_and_ended_ones_teach_nothing(world: World) -> None:
    made = handle(world, every=48)
    Case.objects.filter(pk=made[0]).update(outcome="withdrawn")
    assert len(own_requests(AT + DAY).found.texts) == len(made) - 1


def test_too_little_is_refused_and_strangers_too(world: World) -> None:
    with pytest.raises(TooFewRows):
        train_from_requests(actor=SYSTEM, at=AT)
    with pytest.raises(NotAllowed):
        train_from_requests(actor=world.desk, at=AT)


def test_the_worker_learns_when_enough_was_corrected(world: World) -> None:
    made = handle(world, every=2)
    assert retrain_when_corrected(at=AT + DAY) is None
    for case_id in made[: ENOUGH - 1]:
        recategorise_case(
            actor=world.desk, item_id=case_id, category_code="env.pest.", at=AT + HOUR
        )
    assert retrain_when_corrected(at=AT + DAY) is None
    for category in ("env.noise.", "env.pest."):  # one request twice counts once
        recategorise_case(
            actor=world.desk, item_id=made[ENOUGH], category_code=category, at=AT + HOUR
        )
    version = retrain_when_corrected(at=AT + DAY)
    assert version is not None
    assert version.record.verdict is Verdict.FIRST
    assert version.record.corrections == ENOUGH
    assert store.active_number() == version.number
    assert retrain_when_corrected(at=AT + 2 * DAY) is None


def test_a_worse_version_is_kept_and_not_used(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle(world, every=2)
    good = train_from_requests(actor=SYSTEM, at=AT + DAY)
    learn = training.train

    def badly(*args: object, **options: object) -> object:
        found = learn(*args, **options)  # type: ignore[arg-type]
        return replace(found, held_out=found.held_out[:, ::-1].copy())

    monkeypatch.setattr("xinqiao.cases.suggesting.services.train.train", badly)
    bad = train_from_requests(actor=SYSTEM, at=AT + 2 * DAY, must_be_better=True)
    assert (bad.is_active, bad.record.verdict) == (False, Verdict.WORSE)
    assert store.active_number() == good.number
    assert [v.number for v in store.versions()] == [bad.number, good.number]
    event = Event.objects.filter(kind="cases.suggestions_trained").latest("id")
    assert event.data["used"] is False
    monkeypatch.undo()
    same = train_from_requests(actor=SYSTEM, at=AT + 3 * DAY, must_be_better=True)
    assert same.record.verdict is Verdict.BETTER
