"""Areas, names, boundaries and places are edited by the system administrator, with history."""

from __future__ import annotations

from datetime import timedelta

import pytest

from xinqiao.accounts.access import ANONYMOUS, SYSTEM, Role
from xinqiao.events.models import Event
from xinqiao.grid.errors import AreaNotFound, BadBoundary, BadCode
from xinqiao.grid.models import Area, PlaceKind
from xinqiao.grid.selectors.areas import (
    boundary_of,
    children_of,
    get_area,
    history_of,
    search_areas,
    visible_areas,
    way_up,
)
from xinqiao.grid.selectors.places import search_places, visible_places, with_plates
from xinqiao.grid.selectors.plates import buildings_without_plate, plate_by_code, plates_below
from xinqiao.grid.services.areas import add_area, add_grid, end_area, rename_area
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.places import add_place, change_place, retire_place
from xinqiao.grid.services.plates import issue_missing_plates, issue_plate, retire_plate
from xinqiao.grid.tests.support import AT, WEST, add_estate, build_town, holding, square
from xinqiao.kit.errors import BadInput, Conflict, NotAllowed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def town():
    return build_town()


def test_an_area_needs_its_parent_and_a_free_code(town):
    with pytest.raises(AreaNotFound):
        add_area(actor=SYSTEM, code="520102", name="南明区", at=AT)
    with pytest.raises(Conflict):
        add_area(actor=SYSTEM, code=WEST, name="又一个", at=AT)
    with pytest.raises(BadCode):
        add_area(actor=SYSTEM, code="51101", name="错", at=AT)


def test_a_new_grid_gets_the_next_number_and_a_name(town):
    grid = add_grid(actor=SYSTEM, community_id=town.west.pk, at=AT)
    assert (grid.code, grid.name) == (WEST + "003", "观湖第3网格")
    assert grid.path == town.west.path + WEST + "003."
    with pytest.raises(BadInput):
        add_grid(actor=SYSTEM, community_id=town.street.pk, at=AT)


def test_a_renamed_area_is_still_found_by_its_old_name(town):
    rename_area(actor=SYSTEM, area_id=town.west.pk, name="湖畔社区", at=AT)
    assert get_area(SYSTEM, WEST).name == "湖畔社区"
    assert list(search_areas(visible_areas(SYSTEM), "观湖社区").filter(level=5)) == [town.west]
    assert [n.name for n in history_of(town.west)["names"]] == ["观湖社区"]
    event = Event.objects.get(kind="grid.area_renamed")
    assert event.data == {"old": "观湖社区", "new": "湖畔社区"}


def test_an_area_with_something_in_it_does_not_end(town):
    with pytest.raises(Conflict):
        end_area(actor=SYSTEM, area_id=town.west.pk, at=AT)
    add_estate(town)
    with pytest.raises(Conflict):
        end_area(actor=SYSTEM, area_id=town.grids[0].pk, at=AT)
    end_area(actor=SYSTEM, area_id=town.grids[1].pk, at=AT)
    assert town.grids[1] not in children_of(town.west, visible_areas(SYSTEM))


def test_only_the_system_administrator_of_the_area_edits(town):
    owner = holding("系统", Role.SYSTEM_ADMIN, town.county)
    neighbour = holding("邻居", Role.SYSTEM_ADMIN, town.east)
    colleague = holding("社区", Role.COMMUNITY, town.west)
    for stranger in (neighbour, colleague, ANONYMOUS):
        with pytest.raises(NotAllowed):
            rename_area(actor=stranger, area_id=town.west.pk, name="新", at=AT)
        with pytest.raises(NotAllowed):
            set_boundary(actor=stranger, area_id=town.west.pk, geometry=square(1, 1), at=AT)
    assert rename_area(actor=owner, area_id=town.west.pk, name="新", at=AT).name == "新"


def test_what_one_sees_is_below_and_on_the_way_up(town):
    west = holding("西", Role.COMMUNITY, town.west)
    seen = set(visible_areas(west).values_list("code", flat=True))
    assert seen == {"51", "5110", "511083", "511083001", WEST, WEST + "001", WEST + "002"}
    assert [a.code for a in way_up(town.west)] == ["51", "5110", "511083", "511083001"]
    assert [a.code for a in children_of(None, visible_areas(west))] == ["51"]
    with pytest.raises(AreaNotFound):
        get_area(west, town.east.code)
    assert not visible_areas(ANONYMOUS).exists()


def test_a_boundary_keeps_its_versions(town):
    grid = town.grids[0]
    later = set_boundary(actor=SYSTEM, area_id=grid.pk, geometry=square(106, 30), at=AT + DAY)
    again = set_boundary(actor=SYSTEM, area_id=grid.pk, geometry=square(106, 30), at=AT + 2 * DAY)
    assert again == later
    assert boundary_of(grid) == later
    assert boundary_of(grid, AT).valid_until == AT + DAY
    assert boundary_of(grid, AT - DAY) is None
    grid.refresh_from_db()
    assert (grid.lon, grid.lat) == (106.005, 30.005)
    with pytest.raises(BadBoundary):
        set_boundary(actor=SYSTEM, area_id=grid.pk, geometry={"type": "Point"}, at=AT)


def test_places_are_found_by_name_alias_and_estate(town):
    estate, building = add_estate(town)
    change_place(
        actor=SYSTEM, place_id=building, name="3栋", area_id=town.grids[0].pk,
        aliases=["红楼", " 红楼 ", ""], lon=105.001, lat=29.001, at=AT,
    )  # fmt: skip
    seen = visible_places(holding("西", Role.COMMUNITY, town.west))
    assert [p.pk for p in search_places(seen, "红楼")] == [building]
    assert {p.pk for p in search_places(seen, "丽湖")} == {estate, building}
    assert not visible_places(holding("东", Role.COMMUNITY, town.east)).exists()


def test_a_building_belongs_to_an_estate_around_it(town):
    estate, building = add_estate(town)

    def add(**changed):
        values = {"kind": PlaceKind.BUILDING, "name": "5栋", "area_id": town.grids[1].pk}
        return add_place(actor=SYSTEM, at=AT, **(values | {"parent_id": estate} | changed))

    assert add().parent_id == estate
    with pytest.raises(Conflict):
        add()
    for wrong in (
        {"area_id": town.grids[2].pk},
        {"parent_id": building},
        {"kind": PlaceKind.LANDMARK, "name": "亭"},
        {"name": " "},
        {"name": "6栋", "lon": 105.0},
        {"name": "6栋", "lon": 1e9, "lat": 2.0},
    ):
        with pytest.raises(BadInput):
            add(**wrong)
    assert Area.objects.get(pk=town.grids[1].pk).places.count() == 1


def test_an_estate_is_retired_after_its_buildings(town):
    estate, building = add_estate(town)
    plate = issue_plate(actor=SYSTEM, place_id=building, at=AT)
    with pytest.raises(Conflict):
        retire_place(actor=SYSTEM, place_id=estate, at=AT)
    retire_place(actor=SYSTEM, place_id=building, at=AT)
    retire_place(actor=SYSTEM, place_id=estate, at=AT)
    assert plate_by_code(plate.code) is None
    assert not visible_places(SYSTEM).exists()


def test_a_plate_opens_its_building(town, django_assert_num_queries):
    _estate, building = add_estate(town)
    plate = issue_plate(actor=SYSTEM, place_id=building, detail="2单元", at=AT)
    assert len(plate.code) == 8
    with django_assert_num_queries(1):
        found = plate_by_code(plate.code.lower())
        assert found.place.area.path == town.grids[0].path
        assert found.place.parent.name == "丽湖新城"
    retire_plate(actor=SYSTEM, plate_id=plate.pk, at=AT)
    assert plate_by_code(plate.code) is None


def test_a_plate_that_hangs_already_keeps_its_code(town):
    _estate, building = add_estate(town)
    assert issue_plate(actor=SYSTEM, place_id=building, code="lc0001", at=AT).code == "LC0001"
    with pytest.raises(Conflict):
        issue_plate(actor=SYSTEM, place_id=building, code="LC0001", at=AT)
    for wrong in ("x", "门牌一二三", "A" * 17, "AB/C1"):
        with pytest.raises(BadInput):
            issue_plate(actor=SYSTEM, place_id=building, code=wrong, at=AT)


def test_every_building_gets_its_first_plate_once(town):
    _estate, building = add_estate(town)
    assert [p.pk for p in buildings_without_plate(town.west.path)] == [building]
    assert issue_missing_plates(actor=SYSTEM, area_path=town.west.path, at=AT) == 1
    assert issue_missing_plates(actor=SYSTEM, area_path=town.west.path, at=AT) == 0
    assert len(plates_below(town.west.path)) == 1
    assert not plates_below(town.east.path)
    assert with_plates(visible_places(SYSTEM)).get(pk=building).plate_count == 1
