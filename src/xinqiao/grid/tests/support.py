"""A small town for the tests of this room, built through the services."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from shapely.geometry import box, mapping
from tests.support.remembered import remembered

from xinqiao.accounts import sessions
from xinqiao.accounts.access import SYSTEM, Actor, Role
from xinqiao.accounts.models import User
from xinqiao.grid.models import Area, PlaceKind
from xinqiao.grid.selectors.posts import actor_for
from xinqiao.grid.services.appointments import appoint
from xinqiao.grid.services.areas import add_area
from xinqiao.grid.services.boundaries import set_boundary
from xinqiao.grid.services.places import add_place
from xinqiao.grid.services.posts import desk_of, open_post
from xinqiao.kit.time import now

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
COUNTY, STREET = "511083", "511083001"
WEST, EAST = "511083001001", "511083001002"


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    """A square of `size` degrees as GeoJSON."""
    drawn: dict[str, Any] = mapping(box(west, south, west + size, south + size))
    return drawn


@dataclass
class Town:
    """A county with one street, two communities of two grids each, and an estate."""

    county: Area
    street: Area
    west: Area
    east: Area
    grids: list[Area]


def person(name: str, username: str = "") -> User:
    return User.objects.create(
        username=username or name, display_name=name, created_at=AT, password="!"
    )


def holding(name: str, role: Role, area: Area, at: datetime = AT) -> Actor:
    """Somebody who holds one post of `role` in `area`."""
    user = person(name)
    post = open_post(actor=SYSTEM, role=role, area_id=area.pk, title=f"{name}的岗位", at=at)
    appoint(actor=SYSTEM, user_id=user.pk, post_id=post.pk, at=at)
    return actor_for(user, at)


@remembered
def build_town() -> Town:
    def add(code: str, name: str) -> Area:
        return add_area(actor=SYSTEM, code=code, name=name, at=AT)

    add("51", "四川省")
    add("5110", "内江市")
    county, street = add(COUNTY, "隆昌市"), add(STREET, "古湖街道")
    west, east = add(WEST, "观湖社区"), add(EAST, "金五区社区")
    grids = []
    for i, community in enumerate((west, east)):
        for j in range(2):
            grid = add(f"{community.code}{j + 1:03}", f"{community.name}第{j + 1}网格")
            corner = (105.0 + i * 0.02 + j * 0.01, 29.0)
            set_boundary(actor=SYSTEM, area_id=grid.pk, geometry=square(*corner), at=AT)
            grids.append(grid)
    for area in (county, street, west, east):
        desk_of(area_id=area.pk, at=AT)
    return Town(county, street, west, east, grids)


def add_estate(town: Town) -> tuple[int, int]:
    """丽湖新城 with its building 3 in the first grid; (estate id, building id)."""
    estate = add_place(
        actor=SYSTEM, kind=PlaceKind.ESTATE, name="丽湖新城", area_id=town.west.pk, at=AT
    )
    building = add_place(
        actor=SYSTEM,
        kind=PlaceKind.BUILDING,
        name="3栋",
        area_id=town.grids[0].pk,
        parent_id=estate.pk,
        at=AT,
    )
    return estate.pk, building.pk


def shared_data(name: str) -> Path:
    """A file of real data beside the repository; the test is skipped where there is none."""
    root = Path(__file__).resolve().parents[4]
    folder = Path(os.environ.get("XINQIAO_SHARED_DATA") or root.parent / "shared" / "data")
    if not (folder / name).exists():
        pytest.skip(f"{name} is not here")
    return folder / name


def sign_in_as(client: Client, user: User) -> Client:
    """Sign in with password and second factor behind one."""
    client.force_login(user)
    session = client.session
    session[sessions.STRONG] = True
    session[sessions.SEEN] = now().timestamp()
    session.save()
    return client
