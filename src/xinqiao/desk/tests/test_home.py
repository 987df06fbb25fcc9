"""The first page of staff: what is theirs, what is their area's, and nothing of others."""

import pytest

from xinqiao.cases.tests.browse import browser, counting, statements, words_of
from xinqiao.cases.tests.world import World

HOME = "/desk/"
MATTER = "垃圾桶"


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("worker", True),
        ("colleague", True),
        ("neighbour", False),
        ("stranger", False),
        ("desk", False),  # it is in the desk's area, not in the desk's hands
        ("system_admin", False),
    ],
)
def test_owner_colleague_and_stranger(world: World, who: str, sees: bool) -> None:
    world.report()
    response = browser(getattr(world, who)).get(HOME)
    assert response.status_code == 200
    assert (MATTER in words_of(response)) is sees


def test_the_area_is_counted_for_those_who_answer_for_it(world: World) -> None:
    world.report()
    desk = browser(world.desk).get(HOME)
    assert [tile.count for tile in desk.context["area"]] == ["0", "0", "1"]
    assert [tile.count for tile in desk.context["mine"]] == ["0", "0", "0"]
    other = browser(world.other_desk).get(HOME)
    assert [tile.count for tile in other.context["area"]] == ["0", "0", "0"]
    assert "area" not in browser(world.worker).get(HOME).context


def test_grids_without_a_leader_are_shown_to_their_community(world: World) -> None:
    assert world.grid.name in words_of(browser(world.desk).get(HOME))
    assert world.grid.name not in words_of(browser(world.other_desk).get(HOME))


def test_residents_and_nobody_do_not_come_in(world: World) -> None:
    assert browser(world.resident).get(HOME).status_code == 403
    assert browser().get(HOME).status_code == 302


def test_the_cost_does_not_grow(world: World) -> None:
    client = browser(world.worker)
    client.get(HOME)
    with counting() as one:
        world_page = client.get(HOME)
    assert world_page.status_code == 200
    for _ in range(12):
        world.report()
    with counting() as many:
        client.get(HOME)
    assert len(statements(many)) == len(statements(one)) <= 8
