"""The first page of staff: what is theirs, what is their area's, and nothing of others."""

from __future__ import annotations

from typing import Any

import pytest

from xinqiao.accounts.access import SYSTEM
from xinqiao.accounts.models import User
from xinqiao.accounts.services.second_factor import enrol
from xinqiao.cases.services.dispatch import dispatch_case
from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import AT, DAY, HOUR, World
from xinqiao.events.services.seal import seal_events
from xinqiao.indicators.services.feed import follow
from xinqiao.kit.time import now

HOME = "/desk/"
MATTER = "垃圾桶"


def sections(response: Any) -> dict[str, dict[str, Any]]:
    """The sections of a page by name, in order."""
    return {section.name: section.facts for section in response.context["sections"]}


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("worker", True),
        ("colleague", True),
        ("neighbour", False),
        ("stranger", False),
        ("desk", True),  # it must be accepted today, and it lies in the desk's area
        ("other_desk", False),
        ("system_admin", False),
    ],
)
def test_owner_colleague_and_stranger(world: World, who: str, sees: bool) -> None:
    world.report()
    response = browser(getattr(world, who)).get(HOME)
    assert response.status_code == 200
    assert (MATTER in words_of(response)) is sees


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("worker", ["duties", "mine", "my_next"]),
        (
            "desk",
            [
                "duties",
                "mine",
                "area",
                "today",
                "notices",
                "issues",
                "my_next",
                "call_backs",
                "gaps",
            ],
        ),
        (
            "street_staff",
            [
                "duties",
                "area",
                "mine",
                "late",
                "notices",
                "issues",
                "ranking",
                "my_next",
                "call_backs",
                "gaps",
            ],
        ),
        (
            "county_staff",
            ["duties", "area", "mine", "late", "notices", "issues", "ranking", "my_next", "gaps"],
        ),
        ("water_staff", ["duties", "mine", "notices", "my_next", "unit_figures"]),
        ("hotline", ["duties", "mine", "call_backs", "my_next"]),
        ("system_admin", ["system", "gaps"]),
        ("security_admin", ["security"]),
        ("audit_admin", ["audit"]),
    ],
)
def test_each_role_has_its_own_page(world: World, who: str, expected: list[str]) -> None:
    response = browser(getattr(world, who)).get(HOME)
    assert list(sections(response)) == expected


@pytest.mark.parametrize(
    "who",
    ["worker", "desk", "street_staff", "county_staff", "water_staff", "hotline", "system_admin"],
)
def test_every_link_leads_on(world: World, who: str) -> None:
    world.answered(at=AT - 30 * DAY)
    world.report(at=AT - 30 * DAY)
    client = browser(getattr(world, who))
    found = sections(client.get(HOME))
    links = [duty.url for duty in found.get("duties", {}).get("duties", [])]
    links += [facts["url"] for facts in found.values() if "url" in facts]
    links += [row.url for facts in found.values() for row in facts.get("rows", [])]
    links += [tile.url for facts in found.values() for tile in facts.get("tiles", [])]
    assert [url for url in links if client.get(url).status_code != 200] == []
    assert links or who == "system_admin"


def test_the_area_is_counted_for_those_who_answer_for_it(world: World) -> None:
    world.report()
    desk = sections(browser(world.desk).get(HOME))
    assert [tile.count for tile in desk["area"]["tiles"]] == ["0", "0", "1"]
    assert [tile.count for tile in desk["mine"]["tiles"]] == ["0", "0", "0"]
    other = sections(browser(world.other_desk).get(HOME))
    assert [tile.count for tile in other["area"]["tiles"]] == ["0", "0", "0"]


def test_what_is_late_is_named_with_who_has_it(world: World) -> None:
    world.report(at=AT - 30 * DAY)
    for who, section in (("county_staff", "late"), ("street_staff", "late"), ("desk", "today")):
        response = browser(getattr(world, who)).get(HOME)
        (row,) = sections(response)[section]["rows"]
        assert (row.colour, row.owner) == ("red", str(world.posts["worker"]))
        assert MATTER in words_of(response)
    assert sections(browser(world.other_desk).get(HOME))["today"]["rows"] == []


def test_the_ranking_shows_the_parts_of_the_area(world: World) -> None:
    world.close(world.handled(at=AT - 10 * DAY), at=AT - 9 * DAY)
    follow(at=now())
    lines = sections(browser(world.street_staff).get(HOME))["ranking"]["lines"]
    assert [(row.name, percent) for row, percent, _url in lines] == [
        (world.community.name, "100.0%"),
        (world.other_community.name, "—"),
    ]


def test_a_department_sees_what_was_handed_to_it_and_how_it_did(world: World) -> None:
    case_id = world.report(at=AT - 10 * DAY).case_id
    dispatch_case(
        actor=world.desk,
        item_id=case_id,
        organisation_id=world.water.pk,
        reason="水管破了",
        at=AT - 10 * DAY,
    )
    follow(at=now())
    response = browser(world.water_staff).get(HOME)
    assert MATTER in words_of(response)
    assert sections(response)["unit_figures"]["on_time"] == "0.0%"
    assert MATTER not in words_of(browser(world.property_staff).get(HOME))


def test_whom_to_call_back(world: World) -> None:
    world.answered()
    for who in ("hotline", "desk"):
        (case,) = sections(browser(getattr(world, who)).get(HOME))["call_backs"]["cases"]
        assert case.item.state == "answered"
    assert sections(browser(world.other_desk).get(HOME))["call_backs"]["cases"] == []


def test_grids_without_a_leader_are_shown_to_their_community(world: World) -> None:
    assert world.grid.name in words_of(browser(world.desk).get(HOME))
    assert world.grid.name not in words_of(browser(world.other_desk).get(HOME))


def test_administrators_see_their_duty_and_nothing_of_the_others(world: World) -> None:
    enrol(user=User.objects.get(pk=world.audit_admin.user_id or 0))
    seal_events(at=now())
    security = sections(browser(world.security_admin).get(HOME))["security"]
    names = {person.username for person in security["without_factor"]}
    assert "worker" in names or security["more"]
    assert not names & {"audit-admin", "resident"}
    audit = sections(browser(world.audit_admin).get(HOME))["audit"]
    assert audit["seal"] is not None
    assert audit["rows"]
    system = sections(browser(world.system_admin).get(HOME))["system"]
    assert (system["stuck"], system["next_year"], system["is_covered"]) == (0, 2027, True)


def test_residents_and_nobody_do_not_come_in(world: World) -> None:
    assert browser(world.resident).get(HOME).status_code == 403
    assert browser().get(HOME).status_code == 302


@pytest.mark.parametrize(
    ("who", "most"),
    [
        ("worker", 8),
        ("desk", 13),
        ("street_staff", 22),
        ("county_staff", 22),
        ("water_staff", 17),
        ("hotline", 9),
        ("system_admin", 12),
        ("security_admin", 8),
        ("audit_admin", 9),
    ],
)
def test_the_cost_does_not_grow(world: World, who: str, most: int) -> None:
    client = browser(getattr(world, who))
    world.report()
    follow(at=now())
    client.get(HOME)
    with counting() as one:
        assert client.get(HOME).status_code == 200
    for _ in range(6):
        world.answered()
        world.report(at=AT - 30 * DAY + HOUR)
    follow(at=now())
    with counting() as many:
        client.get(HOME)
    assert len(statements(many)) == len(statements(one)) <= most


def test_the_product_itself_is_named_in_the_log(world: World) -> None:
    assert SYSTEM.user_id is None
    assert "系统" in words_of(browser(world.audit_admin).get(HOME))
