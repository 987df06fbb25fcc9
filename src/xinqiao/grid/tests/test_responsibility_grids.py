"""Responsibility grids: parts of a unit grid, with part-timers who help and own no work."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.events.models import Event
from xinqiao.grid.codes import check_code, level_named, level_of, parent_code, path_of
from xinqiao.grid.errors import AreaNotFound, BadCode
from xinqiao.grid.importers.areas import import_areas
from xinqiao.grid.models import Appointment, Area, Force, Level, Post
from xinqiao.grid.selectors.posts import gaps
from xinqiao.grid.selectors.staffing import staffing
from xinqiao.grid.services.appointments import appoint, end_appointment
from xinqiao.grid.services.areas import add_area, add_grid, add_responsibility_grid
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.founding import Seat, add_areas, appoint_many, open_posts
from xinqiao.grid.services.posts import desk_of, open_post
from xinqiao.grid.services.redraw import GridPart, split_grid
from xinqiao.grid.snapshot import fresh
from xinqiao.grid.tests.support import AT, WEST, Town, holding, person, square
from xinqiao.kit.errors import BadInput, Conflict, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
INSIDE, BESIDE = (105.002, 29.002), (105.008, 29.008)


@pytest.fixture
def part(town: Town) -> Area:
    """The south-western quarter of the first grid."""
    made = add_responsibility_grid(actor=SYSTEM, grid_id=town.grids[0].pk, at=AT)
    set_boundary(actor=SYSTEM, area_id=made.pk, geometry=square(105.0, 29.0, 0.005), at=AT)
    return made


def part_timer(area: Area, name: str, force: Force = Force.VOLUNTEERS) -> Appointment:
    post = open_post(actor=SYSTEM, role=Role.GRID_WORKER, area_id=area.pk, force=force.value, at=AT)
    return appoint(actor=SYSTEM, user_id=person(name).pk, post_id=post.pk, at=AT)


def test_codes_have_eighteen_digits() -> None:
    code = f"{WEST}001007"
    assert (level_of(check_code(code)), parent_code(code)) == (Level.RESPONSIBILITY, f"{WEST}001")
    assert path_of(code).endswith(f".{WEST}.{WEST}001.{code}.")
    assert level_named("责任网格") is Level.RESPONSIBILITY
    assert level_named("单元网格") is Level.GRID
    for bad in (f"{WEST}001000", f"{WEST}00100", f"{WEST}0010010"):
        with pytest.raises(BadCode):
            check_code(bad)


def test_they_are_numbered_within_their_grid(town: Town) -> None:
    one, two = (
        add_responsibility_grid(actor=SYSTEM, grid_id=town.grids[0].pk, at=AT) for _ in range(2)
    )
    assert (one.code, two.code) == (f"{WEST}001001", f"{WEST}001002")
    assert (one.name, two.level) == ("观湖社区第1网格第1责任网格", Level.RESPONSIBILITY)
    with pytest.raises(BadInput):
        add_responsibility_grid(actor=SYSTEM, grid_id=town.west.pk, at=AT)
    with pytest.raises(BadInput):
        add_grid(actor=SYSTEM, community_id=town.grids[0].pk, at=AT)
    with pytest.raises(BadInput):
        desk_of(area_id=one.pk, at=AT)
    with pytest.raises(NotAllowed):
        add_responsibility_grid(
            actor=holding("社区", Role.COMMUNITY, town.west), grid_id=town.grids[0].pk, at=AT
        )


def test_a_file_brings_them_too(town: Town, tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text(
        f"code,name,level\n{WEST}001001,东片,责任网格\n{WEST}009001,无处,责任网格\n", "utf-8"
    )
    report = import_areas(file, actor=SYSTEM, at=AT)
    assert (report.added, len(report.refused)) == (1, 1)
    assert Area.objects.get(code=f"{WEST}001001").parent == town.grids[0]


def test_a_point_leads_to_the_deepest_area_where_somebody_is(town: Town, part: Area) -> None:
    grid = town.grids[0]
    found = fresh().locate_point(*INSIDE)
    assert found is not None
    assert (found.area.id, found.grid and found.grid.id) == (grid.pk, grid.pk)
    part_timer(part, "志愿者")
    found = fresh().locate_point(*INSIDE)
    assert found is not None
    assert (found.area.id, found.grid and found.grid.id) == (part.pk, grid.pk)
    beside = fresh().locate_point(*BESIDE)
    assert beside is not None
    assert beside.area.id == grid.pk


def test_its_shape_alone_makes_no_community(town: Town, part: Area) -> None:
    undrawn = add_grid(actor=SYSTEM, community_id=town.west.pk, at=AT)
    inner = add_responsibility_grid(actor=SYSTEM, grid_id=undrawn.pk, at=AT)
    set_boundary(actor=SYSTEM, area_id=inner.pk, geometry=square(106.0, 30.0), at=AT)
    assert fresh().locate_point(106.005, 30.005) is None


def test_a_grid_with_parts_is_not_split(town: Town, part: Area) -> None:
    halves = [GridPart(square(105.0, 29.0, 0.005)), GridPart(square(105.005, 29.0, 0.005))]
    with pytest.raises(BadInput, match="观湖社区第1网格"):
        split_grid(actor=SYSTEM, area_id=town.grids[0].pk, parts=halves, reason="太大", at=AT)


def test_part_timers_are_grid_workers(town: Town, part: Area) -> None:
    for role, force in ((Role.GRID_LEADER, "volunteers"), (Role.GRID_WORKER, "aliens")):
        with pytest.raises(BadInput):
            open_post(actor=SYSTEM, role=role, area_id=part.pk, force=force, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Post.objects.create(role=Role.COMMUNITY, area=town.west, title="甲", force="owners")
    held = part_timer(part, "环卫工", Force.SANITATION)
    assert held.post.title == f"{part.name}兼职网格员（环卫）"
    assert held.post.is_part_time


def test_every_empty_seat_is_a_gap(town: Town, part: Area) -> None:
    grid, owner = town.grids[0], holding("社区甲", Role.COMMUNITY, town.west)
    colleague = holding("街道甲", Role.STREET, town.street)
    stranger = holding("社区乙", Role.COMMUNITY, town.east)

    def missing(actor: Actor, area: Area) -> tuple[bool, ...] | None:
        row = gaps(actor, AT).filter(pk=area.pk).first()
        if row is None:
            return None
        return tuple(vars(row)[f"lacks_{who}"] for who in ("leader", "worker", "part_timer"))

    assert missing(owner, grid) == missing(colleague, grid) == (True, True, False)
    assert missing(owner, part) == (False, False, True)
    assert missing(stranger, grid) is None
    assert missing(stranger, part) is None
    for role in (Role.GRID_LEADER, Role.GRID_WORKER):
        post = open_post(actor=SYSTEM, role=role, area_id=grid.pk, at=AT)
        appoint(actor=SYSTEM, user_id=person(role.value).pk, post_id=post.pk, at=AT)
    held = part_timer(part, "志愿者")
    assert missing(owner, grid) is missing(owner, part) is None
    end_appointment(actor=SYSTEM, appointment_id=held.pk, at=AT.replace(hour=5))
    assert gaps(owner, AT.replace(hour=6)).filter(pk=part.pk).exists()


def test_a_part_timer_is_no_full_time_worker(town: Town) -> None:
    part_timer(town.grids[0], "物业保安", Force.PROPERTY)
    assert vars(gaps(SYSTEM, AT).get(pk=town.grids[0].pk))["lacks_worker"]


def test_the_figures_count_seats_once(town: Town, part: Area) -> None:
    part_timer(part, "志愿者")
    leader = open_post(actor=SYSTEM, role=Role.GRID_LEADER, area_id=town.grids[0].pk, at=AT)
    for name in ("甲", "乙"):
        appoint(actor=SYSTEM, user_id=person(name).pk, post_id=leader.pk, at=AT)
    found = staffing(SYSTEM, AT)
    assert (found.grids, found.parts, found.gaps) == (4, 1, 4)
    assert dict(found.leaders) == {2: 1, 0: 3}
    assert dict(found.workers) == {0: 4}
    assert dict(found.part_timers) == {1: 1}
    assert dict(found.forces) == {"volunteers": 1}
    assert staffing(holding("社区乙", Role.COMMUNITY, town.east), AT).grids == 2


def test_a_city_is_founded_as_if_one_by_one(town: Town) -> None:
    seen = Event.objects.count()
    code = f"{WEST}009"
    grid = add_area(actor=SYSTEM, code=code, name="九网格", at=AT)
    post = open_post(actor=SYSTEM, role=Role.GRID_WORKER, area_id=grid.pk, force="owners", at=AT)
    user = person("甲")
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=AT)
    version = fresh().version
    [many] = add_areas(actor=SYSTEM, rows=[(f"{WEST}010", "九网格")], at=AT)
    [seat] = open_posts(
        actor=SYSTEM, seats=[Seat(Role.GRID_WORKER, many.pk, force="owners")], at=AT
    )
    [held] = appoint_many(actor=SYSTEM, pairs=[(user.pk, seat.pk)], at=AT)
    assert fresh().version > version
    assert (many.level, many.parent_id, many.valid_from) == (
        grid.level, grid.parent_id, grid.valid_from,
    )  # fmt: skip
    assert (seat.title, seat.force, seat.role) == (post.title, post.force, post.role)
    assert held.starts_at == AT
    one, other = (
        [(e.kind, e.subject_kind, set(e.data), e.actor_label) for e in events]
        for events in (
            Event.objects.order_by("id")[seen : seen + 3],
            Event.objects.order_by("id")[seen + 3 :],
        )
    )
    assert one == other


def test_founding_is_whole_or_not_at_all(town: Town) -> None:
    rows = [(f"{WEST}010", "十网格"), (f"{WEST}010001", "东片")]
    stranger = holding("社区乙", Role.COMMUNITY, town.east)
    with pytest.raises(NotAllowed):
        add_areas(actor=stranger, rows=rows, at=AT)
    with pytest.raises(AreaNotFound):
        add_areas(actor=SYSTEM, rows=[*rows, (f"{WEST}011001", "无处")], at=AT)
    with pytest.raises(Conflict):
        add_areas(actor=SYSTEM, rows=[*rows, (f"{WEST}001", "已有")], at=AT)
    assert not Area.objects.filter(code__startswith=f"{WEST}010").exists()
    made = add_areas(actor=SYSTEM, rows=rows, at=AT)
    assert made[1].parent == made[0]
    seats = [Seat(Role.GRID_LEADER, made[0].pk)]
    posts = open_posts(actor=SYSTEM, seats=seats, at=AT)
    with pytest.raises(Conflict):
        open_posts(actor=SYSTEM, seats=seats, at=AT)
    with pytest.raises(NotFound):
        appoint_many(actor=SYSTEM, pairs=[(0, posts[0].pk)], at=AT)
    user = person("甲")
    appoint_many(actor=SYSTEM, pairs=[(user.pk, posts[0].pk)], at=AT)
    with pytest.raises(Conflict):
        appoint_many(actor=SYSTEM, pairs=[(user.pk, posts[0].pk)], at=AT)


def test_the_pages_add_them_and_say_who_is_missing(town: Town, sign_in) -> None:
    client, grid = sign_in(Role.SYSTEM_ADMIN), town.grids[0]
    assert "增设责任网格" in client.get(reverse("grid:area", args=[grid.code])).content.decode()
    client.post(reverse("grid:new-area", args=[grid.code]), {"name": "东片", "code": ""})
    part = Area.objects.get(name="东片")
    assert part.code == f"{grid.code}001"
    sent = {"role": "grid_worker", "title": "", "force": "volunteers"}
    assert client.post(reverse("grid:new-post", args=[part.code]), sent).status_code == 302
    wrong = sent | {"role": "grid_leader"}
    assert client.post(reverse("grid:new-post", args=[part.code]), wrong).status_code == 422
    page = client.get(reverse("grid:area", args=[part.code])).content.decode()
    assert "兼职 · 志愿者" in page
    assert "增设" not in page
    listed = client.get(reverse("grid:gaps")).content.decode()
    assert "兼职网格员" in listed
    assert "专职网格员" in listed
    assert "东片" in listed


def test_the_page_of_empty_seats_costs_the_same_with_more_grids(
    town: Town,
    sign_in,
    django_assert_max_num_queries,
) -> None:
    client = sign_in(Role.COUNTY)
    add_areas(actor=SYSTEM, rows=[(f"{WEST}{n:03}", f"第{n}网格") for n in range(20, 40)], at=AT)
    client.get(reverse("grid:gaps"))
    with django_assert_max_num_queries(12):
        assert client.get(reverse("grid:gaps")).status_code == 200
