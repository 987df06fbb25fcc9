"""While somebody writes, requests about the same are offered, and nothing private with them."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from xinqiao.accounts.access import ANONYMOUS, Actor
from xinqiao.cases.models import Case, Category, Follower
from xinqiao.cases.selectors.near import Around, Near, near_requests, read_ref
from xinqiao.cases.services.around import around_of
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, IN_GRID, IN_OTHER_GRID, PHONE, World, photo
from xinqiao.files.models import Attachment, Purpose
from xinqiao.kit.time import now

TEXT = "垃圾桶满了没人清运，味道很大"
CLOSE_BY = (IN_GRID[0] + 0.0005, IN_GRID[1])  # some 50 metres


def near(
    text: str = TEXT,
    *,
    actor: Actor = ANONYMOUS,
    point: tuple[float, float] | None = CLOSE_BY,
    at: object = AT,
    **more: str,
) -> list[Near]:
    lon, lat = point or (None, None)
    around = around_of(actor=actor, text=text, lon=lon, lat=lat, **more)
    if around is None:
        return []
    return near_requests(actor=actor, around=around, text=text, at=at)  # type: ignore[arg-type]


def test_the_same_matter_close_by_is_offered_with_why(world: World) -> None:
    known = world.report(text="楼下的垃圾桶满了，三天没有清运。")
    (offer,) = near(at=AT + 2 * DAY)
    assert read_ref(offer.ref) == known.case_id
    assert offer.why.metres is not None
    assert 40 < offer.why.metres < 60
    assert offer.why.days == 2
    assert "垃圾桶满了" in offer.why.shared
    assert offer.teaser.category == "垃圾堆放与清运"


@pytest.mark.parametrize(
    ("text", "point", "later"),
    [
        ("路灯坏了，晚上看不见路", CLOSE_BY, timedelta()),  # another matter
        (TEXT, IN_OTHER_GRID, timedelta()),  # a kilometre away
        (TEXT, CLOSE_BY, timedelta(days=61)),  # long ago
        ("垃圾", CLOSE_BY, timedelta()),  # too short to say anything
        (TEXT, None, timedelta()),  # no place known yet
        (TEXT, (100.0, 20.0), timedelta()),  # outside
    ],
)
def test_what_is_far_in_words_place_or_time_is_not(
    world: World, text: str, point: tuple[float, float] | None, later: timedelta
) -> None:
    world.report(text="楼下的垃圾桶满了，三天没有清运。")
    assert near(text, point=point, at=AT + later) == []


def test_closed_and_withdrawn_ones_are_not_offered(world: World) -> None:
    known = world.report()
    withdraw_case(actor=world.resident, item_id=known.case_id, at=AT)
    assert near() == []


def test_at_most_three_the_likeliest_first(world: World) -> None:
    for metres in (250, 20, 120, 60):
        lon = CLOSE_BY[0] + metres / 97_000
        world.report(text="楼下的垃圾桶满了，三天没有清运。", lon=lon)
    offers = near()
    assert len(offers) == 3
    distances = [offer.why.metres for offer in offers]
    assert distances == sorted(distances)  # type: ignore[type-var]
    assert [o.why.score for o in offers] == sorted((o.why.score for o in offers), reverse=True)


def test_by_the_door_plate_and_by_the_words_of_the_address(world: World) -> None:
    world.report(lon=None, lat=None, plate_code=world.plate)
    assert len(near(point=None, plate_code=world.plate)) == 1
    assert len(near(point=None, address="幸福小区3栋")) == 1


def test_nothing_private_is_told(world: World) -> None:
    """No name, no telephone, no door; the estate but not the building."""
    world.report(
        actor=ANONYMOUS,
        text=f"垃圾桶满了没人清运，我叫何美丽，住3栋2单元501室，电话{PHONE}。",
        reporter_name="何美丽",
        reporter_phone=PHONE,
        lon=None,
        lat=None,
        plate_code=world.plate,
    )
    (offer,) = near(point=None, plate_code=world.plate)
    shown = f"{offer.teaser} {offer.thumb_url} {offer.why}"
    for secret in ("何美丽", PHONE, "501", "2单元"):
        assert secret not in shown
    assert offer.teaser.where == "幸福小区"
    assert offer.case is None


def test_private_matters_are_never_offered(world: World) -> None:
    hidden = _private_codes()
    assert hidden
    world.report(category_code=hidden[0], reporter_phone=PHONE)
    assert near() == []


def _private_codes() -> list[str]:
    codes = Category.objects.filter(is_public=False).exclude(parent=None)
    return list(codes.values_list("code", flat=True))


def test_only_agreed_photos_are_shown_to_neighbours(world: World, client: Client) -> None:
    for agreed in (False, True):
        token = photo(purpose=Purpose.REPORT)
        world.report(may_publish=agreed, photo_tokens=(token,))
        file = Attachment.objects.get(token=token)
        shown = [offer.thumb_url for offer in near() if offer.thumb_url]
        assert (file.thumb_url in shown) is agreed
    proof = Attachment.objects.get(token=photo())
    Attachment.objects.filter(pk=proof.pk).update(subject_kind="item", subject_id=1, claimed_at=AT)
    assert client.get(proof.url).status_code == 404


def test_who_works_there_sees_the_request_itself(world: World) -> None:
    world.report()
    for actor, sees in ((world.worker, True), (world.desk, True), (world.stranger, False)):
        (offer,) = near(actor=actor)
        assert (offer.case is not None) is sees


def test_the_fragment_while_typing(world: World) -> None:
    world.report(text="楼下的垃圾桶满了，三天没有清运。", at=now())
    typed = {"text": TEXT, "lon": IN_GRID[0], "lat": IN_GRID[1]}
    page = words_of(browser().post("/report/near", typed))
    assert "垃圾堆放与清运" in page
    assert words_of(browser().post("/report/near", {"text": "垃圾"})).strip() == ""


def test_without_scripts_it_is_a_step_before_sending(world: World) -> None:
    """Nothing is sent, nothing is lost, and the second press sends."""
    world.report(text="楼下的垃圾桶满了，三天没有清运。", at=now())
    before = Case.objects.count()
    client = browser()
    form = {
        "text": TEXT,
        "lon": IN_GRID[0],
        "lat": IN_GRID[1],
        "category": "env.garbage.",
        "idempotency_key": "k" * 24,
    }
    shown = client.post("/report/", form)
    assert shown.status_code == 200
    assert Case.objects.count() == before
    assert TEXT in shown.content.decode()
    assert client.post("/report/", form | {"near_seen": "1"}).status_code == 302
    # A second click finds its own request, not an offer of it.
    assert client.post("/report/", form).status_code == 302
    assert Case.objects.count() == before + 1


def test_joining_from_the_form_leads_to_a_page_of_ones_own(world: World) -> None:
    known = world.report(
        actor=ANONYMOUS, text=f"垃圾桶满了没人清运，打{PHONE}", reporter_name="何美丽", at=now()
    )
    client = browser()
    page = client.post("/report/", {"text": TEXT, "lon": IN_GRID[0], "lat": IN_GRID[1]})
    ref = re.search(r'name="ref" value="([^"]+)"', page.content.decode())
    assert ref is not None
    answer = client.post("/report/join", {"ref": ref[1], "idempotency_key": "k" * 24})
    token = Follower.objects.get(case_id=known.case_id).token
    assert answer.headers["Location"] == f"/j/{token}"
    seen = words_of(browser().get(f"/j/{token}"))
    assert "垃圾堆放与清运" in seen
    number = Case.objects.get(pk=known.case_id).item.number
    for secret in ("何美丽", PHONE, number, known.token):
        assert secret not in seen
    assert browser().get("/j/made-up").status_code == 404
    refused = client.post("/report/join", {"ref": "made-up", "text": TEXT})
    assert refused.status_code == 409
    assert TEXT in refused.content.decode()


def test_a_worker_joins_for_the_person_on_the_spot(world: World) -> None:
    known = world.report(text="楼下的垃圾桶满了，三天没有清运。", at=now())
    form = {
        "name": "刘阿姨",
        "phone": "13600136000",
        "text": TEXT,
        "lon": IN_GRID[0],
        "lat": IN_GRID[1],
        "category": "env.garbage.",
    }
    client = browser(world.worker)
    shown = client.post("/field/report/", form)
    ref = re.search(r'name="ref" value="([^"]+)"', shown.content.decode())
    assert ref is not None
    assert client.post("/field/join", form | {"ref": ref[1]}).status_code == 302
    follower = Follower.objects.get(case_id=known.case_id)
    assert follower.recorded_by_id == world.worker.user_id
    assert follower.source == "field"
    assert browser(world.resident).post("/field/join", {"ref": ref[1]}).status_code == 403


def test_looking_costs_few_statements(world: World) -> None:
    for _ in range(4):
        world.report(reporter_name="何美丽", may_publish=True)
    around = around_of(actor=ANONYMOUS, text=TEXT, lon=IN_GRID[0], lat=IN_GRID[1])
    assert around is not None
    with counting() as context:
        near_requests(actor=world.worker, around=around, text=TEXT, at=AT)
    # candidates, the three to show, whether seen, photos; and the rules' version once
    assert len(statements(context)) <= 5


def test_an_area_too_wide_offers_nothing(world: World) -> None:
    world.report()
    around = Around(world.county.path)
    assert near_requests(actor=ANONYMOUS, around=around, text=TEXT, at=AT) == []
