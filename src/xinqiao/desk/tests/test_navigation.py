"""Every entry leads somewhere, and opens for those it is shown to."""

import pytest
from django.urls import reverse

from xinqiao.cases.tests.browse import browser
from xinqiao.cases.tests.world import World
from xinqiao.kit.navigation import links_for, registered

STAFF = (
    "worker",
    "desk",
    "street_staff",
    "county_staff",
    "water_staff",
    "hotline",
    "system_admin",
    "security_admin",
    "audit_admin",
)


def test_every_entry_has_an_address() -> None:
    assert [reverse(entry.url_name) for entry in registered()]


@pytest.mark.parametrize("who", [*STAFF, "resident"])
def test_what_is_shown_can_be_opened(world: World, who: str) -> None:
    actor = getattr(world, who)
    client = browser(actor)
    links = links_for(actor, "/")
    assert links
    refused = [link.url for link in links if client.get(link.url).status_code != 200]
    assert refused == []


def test_administrators_see_no_requests(world: World) -> None:
    for who in ("system_admin", "security_admin", "audit_admin"):
        addresses = {link.url for link in links_for(getattr(world, who), "/")}
        assert "/desk/work/" not in addresses
        assert "/desk/map/" not in addresses


def test_the_present_page_is_marked_once(world: World) -> None:
    links = links_for(world.desk, "/desk/work/?colour=red".partition("?")[0])
    current = [link.url for link in links if link.is_current and link.group == "desk"]
    assert current == ["/desk/work/"]
