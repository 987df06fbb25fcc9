"""After grids were redrawn: the register follows its buildings, by set and not row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.grid.following import Follower, register_follower
from xinqiao.grid.selectors.redraw import Redraw
from xinqiao.registry.models import FACILITY, Facility, Stewardship

# Where the building went, its dwellings go; with them households, and with those their people.
_DWELLINGS: Final = """
    UPDATE registry_dwelling d SET area_id = a.id, area_path = a.path
    FROM grid_place p JOIN grid_area a ON a.id = p.area_id
    WHERE p.id = d.place_id AND d.area_id = ANY(%s) AND d.area_id <> a.id
    RETURNING d.area_id
"""
_HOUSEHOLDS: Final = """
    UPDATE registry_household h SET area_id = d.area_id, area_path = d.area_path
    FROM registry_dwelling d
    WHERE d.id = h.dwelling_id AND h.area_id = ANY(%s) AND h.area_id <> d.area_id
    RETURNING h.area_id
"""
# Somebody who has left stays with the household they left last.
_PEOPLE: Final = """
    UPDATE registry_person p SET area_id = h.area_id, area_path = h.area_path
    FROM (
        SELECT DISTINCT ON (m.person_id) m.person_id, h.area_id, h.area_path
        FROM registry_person q
        JOIN registry_membership m ON m.person_id = q.id
        JOIN registry_household h ON h.id = m.household_id
        WHERE q.area_id = ANY(%s)
        ORDER BY m.person_id, m.ended_at DESC NULLS FIRST, m.id DESC
    ) AS h
    WHERE p.id = h.person_id AND p.area_id <> h.area_id
    RETURNING p.area_id
"""
# Somebody who never had a household goes where the whole grid went.
_WITHOUT_HOME: Final = """
    UPDATE registry_person SET area_id = %s, area_path = %s
    WHERE area_id = %s AND NOT EXISTS (
        SELECT 1 FROM registry_membership m WHERE m.person_id = registry_person.id)
    RETURNING area_id
"""
AFTER_BUILDINGS: Final = 20


@transaction.atomic
def move_dwellings(redraw: Redraw, _at: datetime) -> Counter[int]:
    """Dwellings go where their buildings, moved before, lie now; one statement."""
    return _moved(_DWELLINGS, redraw.predecessors)


@transaction.atomic
def move_households(redraw: Redraw, _at: datetime) -> Counter[int]:
    """Households go with their dwellings, ended ones too; one statement."""
    return _moved(_HOUSEHOLDS, redraw.predecessors)


@transaction.atomic
def move_people(redraw: Redraw, _at: datetime) -> Counter[int]:
    """People go with their present or last household; a statement, and one for each old grid."""
    moved = _moved(_PEOPLE, redraw.predecessors)
    for area_id in redraw.predecessors:
        to = redraw.area_for(area_id, None, None)
        if to.area_id != area_id:
            moved += _returned(_WITHOUT_HOME, [to.area_id, to.path, area_id])
    return moved


@transaction.atomic
def move_facilities(redraw: Redraw, at: datetime) -> Counter[int]:
    """Facilities and lanes go where they lie; their stewards hand over with their posts."""
    moved: Counter[int] = Counter()
    rows = list(Facility.objects.filter(area_id__in=redraw.predecessors).order_by("pk"))
    stewards = Stewardship.objects.filter(facility__in=rows, until__isnull=True)
    steward_of = {now.facility_id: now for now in stewards}
    for facility in rows:
        to = redraw.area_for(
            facility.area_id, facility.lon, facility.lat, row=(FACILITY, facility.pk)
        )
        if facility.pk in steward_of:
            _hand_over(steward_of[facility.pk], redraw.post_for, to.area_id, at)
        if to.area_id != facility.area_id:
            facility.area_id, facility.area_path = to.area_id, to.path
            facility.save(update_fields=["area", "area_path"])
            moved[to.area_id] += 1
    return moved


def _hand_over(
    now: Stewardship, post_for: Callable[[int, int], int], area_id: int, at: datetime
) -> None:
    post_id = post_for(now.post_id, area_id)
    if post_id != now.post_id:
        now.until = at
        now.save(update_fields=["until"])
        Stewardship.objects.create(facility_id=now.facility_id, post_id=post_id, since=at)


def _moved(statement: str, area_ids: Sequence[int]) -> Counter[int]:
    return _returned(statement, [list(area_ids)])


def _returned(statement: str, params: list[Any]) -> Counter[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return Counter(row[0] for row in cursor.fetchall())


def register() -> None:
    """Let the rows of the register follow every redraw, after the buildings."""
    moves = (
        ("registry.1-dwellings", _("Dwellings"), move_dwellings),
        ("registry.2-households", _("Households"), move_households),
        ("registry.3-people", _("People"), move_people),
        ("registry.4-facilities", _("Facilities and lanes"), move_facilities),
    )
    for name, label, move in moves:
        register_follower(Follower(name=name, label=label, move=move, position=AFTER_BUILDINGS))
