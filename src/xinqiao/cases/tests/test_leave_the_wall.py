"""A request leaves the wall by its requester's word, an objection, or time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from xinqiao.accounts.access import ANONYMOUS
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.models import WallObjection
from xinqiao.cases.selectors.wall import objection_page, public_wall
from xinqiao.cases.services.confirm import close_unconfirmed
from xinqiao.cases.services.wall import (
    decide_objection,
    object_to_entry,
    save_wall_term,
    take_off_wall,
)
from xinqiao.cases.tests.browse import browser, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World, case_of, kinds_of
from xinqiao.cases.wall_errors import BadDays, ObjectionDecided
from xinqiao.kit.clean import TextMissing
from xinqiao.kit.errors import NotAllowed, TooMany

LATER = AT + DAY


def _closed(world: World, *, at: object = AT) -> int:
    case_id = world.answered(may_publish=True, at=at)  # type: ignore[arg-type]
    close_unconfirmed(item_id=case_id, at=at)  # type: ignore[arg-type]
    return case_id


def _key() -> str:
    return public_wall(at=LATER).items[0].key


def test_anybody_hides_what_shows_them_until_staff_decide(world: World) -> None:
    case_id = _closed(world)
    key = _key()
    filed = object_to_entry(actor=ANONYMOUS, key=key, words="这是我家", at=LATER)
    assert len(public_wall(at=LATER)) == 0
    with pytest.raises(CaseNotFound):  # it is not there any more
        object_to_entry(actor=ANONYMOUS, key=key, words="这是我家", at=LATER)
    assert [row.pk for row in objection_page(actor=world.desk)] == [filed.pk]
    assert len(objection_page(actor=world.street_staff)) == 1
    for stranger in (world.other_desk, world.worker, world.resident, ANONYMOUS):
        assert len(objection_page(actor=stranger)) == 0
        with pytest.raises(NotAllowed):
            decide_objection(
                actor=stranger, objection_id=filed.pk, stays_hidden=False, reason="看过", at=LATER
            )
    with pytest.raises(TextMissing):
        decide_objection(
            actor=world.desk, objection_id=filed.pk, stays_hidden=False, reason=" ", at=LATER
        )
    decide_objection(
        actor=world.desk, objection_id=filed.pk, stays_hidden=False, reason="无人可辨", at=LATER
    )
    assert len(public_wall(at=LATER)) == 1
    with pytest.raises(ObjectionDecided):
        decide_objection(
            actor=world.desk, objection_id=filed.pk, stays_hidden=True, reason="再看", at=LATER
        )
    assert kinds_of(case_id)[-2:] == ["cases.wall_objected", "cases.wall_decided"]


def test_hidden_for_good(world: World) -> None:
    _closed(world)
    filed = object_to_entry(actor=ANONYMOUS, key=_key(), words="这是我家", at=LATER)
    decide_objection(
        actor=world.desk, objection_id=filed.pk, stays_hidden=True, reason="可以认出", at=LATER
    )
    assert len(public_wall(at=LATER)) == 0


def test_the_requester_has_the_last_word(world: World) -> None:
    case_id = _closed(world)
    filed = object_to_entry(actor=ANONYMOUS, key=_key(), words="这是我家", at=LATER)
    token = case_of(case_id).token
    take_off_wall(actor=ANONYMOUS, token=token, at=LATER)
    take_off_wall(actor=ANONYMOUS, token=token, at=LATER)
    decide_objection(
        actor=world.desk, objection_id=filed.pk, stays_hidden=False, reason="无人可辨", at=LATER
    )
    assert len(public_wall(at=LATER)) == 0
    assert kinds_of(case_id).count("cases.wall_left") == 1
    with pytest.raises(CaseNotFound):
        take_off_wall(actor=ANONYMOUS, token="wrong", at=LATER)


def test_it_leaves_by_itself(world: World) -> None:
    _closed(world)
    year = timedelta(days=365)
    assert len(public_wall(at=AT + year - HOUR)) == 1
    assert len(public_wall(at=AT + year)) == 0
    with pytest.raises(NotAllowed):
        save_wall_term(actor=world.desk, days_shown=30, at=LATER)
    with pytest.raises(BadDays):
        save_wall_term(actor=world.county_staff, days_shown=0, at=LATER)
    save_wall_term(actor=world.county_staff, days_shown=60, at=AT)
    save_wall_term(actor=world.system_admin, days_shown=30, at=LATER)
    assert len(public_wall(at=AT + 30 * DAY - HOUR)) == 1
    assert len(public_wall(at=AT + 30 * DAY)) == 0


def test_not_too_often(world: World) -> None:
    for hours in range(6):
        _closed(world, at=AT + hours * HOUR)
    for _ in range(5):
        object_to_entry(actor=ANONYMOUS, key=_key(), words="我", client="one", at=LATER)
    with pytest.raises(TooMany):
        object_to_entry(actor=ANONYMOUS, key=_key(), words="我", client="one", at=LATER)
    object_to_entry(actor=ANONYMOUS, key=_key(), words="我", client="two", at=LATER)


def test_the_pages(world: World) -> None:
    ago = timezone.now() - timedelta(days=3)
    case_id = _closed(world, at=ago)
    visitor, desk, county = browser(), browser(world.desk), browser(world.county_staff)
    wall = visitor.get("/wall/")
    assert wall["X-Robots-Tag"] == "noindex, noarchive"
    key = public_wall(at=timezone.now()).items[0].key
    page = f"/wall/{key}/objection/"
    assert page in wall.content.decode()
    assert visitor.get(page).status_code == 200
    assert visitor.post(page, {"words": " "}).status_code == 422
    answer = visitor.post(page, {"words": "门口的人是我"})
    assert "已隐藏" in words_of(visitor.get(answer["Location"]))
    assert visitor.get(page).status_code == 404
    assert visitor.get("/wall/forged/objection/").status_code == 404
    assert "门口的人是我" in words_of(desk.get("/desk/wall-objections/"))
    assert "门口的人是我" not in words_of(browser(world.other_desk).get("/desk/wall-objections/"))
    assert browser(world.worker).get("/desk/wall-objections/").status_code == 403
    assert visitor.get("/desk/wall-objections/").status_code == 302
    filed = WallObjection.objects.get()
    decide = f"/desk/wall-objections/{filed.pk}/"
    assert desk.post(decide, {"verdict": "show"}).status_code == 302
    assert case_of(case_id).may_publish is False
    desk.post(decide, {"verdict": "show", "reason": "认不出人"})
    assert case_of(case_id).may_publish is True
    assert "认不出人" in words_of(visitor.get(answer["Location"]))
    assert county.post("/desk/wall-objections/", {"days_shown": 90}).status_code == 302
    assert "90" in words_of(county.get("/desk/wall-objections/"))
    token = case_of(case_id).token
    assert "off-the-wall" in visitor.get(f"/r/{token}").content.decode()
    assert visitor.post(f"/r/{token}/off-the-wall").status_code == 302
    assert "off-the-wall" not in visitor.get(f"/r/{token}").content.decode()
    assert case_of(case_id).may_publish is False
