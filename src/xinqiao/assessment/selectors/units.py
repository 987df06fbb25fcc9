"""Which units a scheme compares, and in which group each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from xinqiao.accounts.access import ADMINISTRATORS, Role
from xinqiao.assessment.drafts import GroupDraft
from xinqiao.assessment.errors import UnitInTwoGroups, UnknownRule, UnknownUnit
from xinqiao.assessment.models import Scheme, UnitLevel
from xinqiao.grid.models import Appointment, Area, Level, Organisation, OrganisationKind, Post
from xinqiao.grid.selectors.posts import current_at
from xinqiao.kit.time import day_range

AREA_LEVELS: Final = {
    UnitLevel.STREET: Level.STREET,
    UnitLevel.COMMUNITY: Level.COMMUNITY,
    UnitLevel.GRID: Level.GRID,
}
WORKING_ROLES: Final = tuple(role for role in Role if role not in ADMINISTRATORS)
REST: Final = "rest"
AREA: Final = "area:"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit that can be assessed. tags: rules that take it."""

    id: int
    name: str
    area_path: str
    tags: frozenset[str] = frozenset()


def units_of(*, level: str, area_path: str, first: date, last: date) -> dict[int, Unit]:
    """All units of a level inside an area in a period, by their id; one statement."""
    if level in AREA_LEVELS:
        return _areas(AREA_LEVELS[UnitLevel(level)], area_path, first)
    if level == UnitLevel.ORGANISATION:
        return _organisations(area_path, first)
    if level == UnitLevel.POST:
        return _posts(area_path, first)
    return _persons(area_path, first, last)


def rules_of(level: str) -> tuple[str, ...]:
    """The rules that make sense for a level, beside those that name an area."""
    if level == UnitLevel.ORGANISATION:
        return (REST, *(f"kind:{kind.value}" for kind in OrganisationKind))
    if level in (UnitLevel.POST, UnitLevel.PERSON):
        return (REST, *(f"role:{role.value}" for role in WORKING_ROLES))
    return (REST,)


def group_drafts(scheme: Scheme) -> list[GroupDraft]:
    """The groups of a saved scheme, in order; two statements."""
    members: dict[int, list[int]] = {}
    for group_id, unit_id in scheme.members.values_list("group_id", "unit_id").order_by("id"):
        members.setdefault(group_id, []).append(unit_id)
    return [
        GroupDraft(
            name=group.name,
            rules=tuple(group.rules.split()),
            members=tuple(members.get(group.pk, ())),
        )
        for group in scheme.groups.all()
    ]


def assign(
    level: str, groups: Sequence[GroupDraft], units: Mapping[int, Unit]
) -> list[dict[int, Unit]]:
    """The units of each group. What is listed comes first, then the rules in their order.

    A listed unit that does not exist (any more) is no error here: offices are merged. Raises
    UnknownRule, UnitInTwoGroups.
    """
    found: list[dict[int, Unit]] = [
        {key: units[key] for key in group.members if key in units} for group in groups
    ]
    taken: set[int] = set()
    for members in found:
        twice = taken.intersection(members)
        if twice:
            raise UnitInTwoGroups(unit=units[min(twice)].name, field="groups")
        taken.update(members)
    for group, members in zip(groups, found, strict=True):
        _require_rules(level, group)
        fits = {
            key: unit
            for key, unit in units.items()
            if key not in taken and any(_takes(rule, unit) for rule in group.rules)
        }
        members.update(fits)
        taken.update(fits)
    return found


def require_known(groups: Sequence[GroupDraft], units: Mapping[int, Unit]) -> None:
    """Raises UnknownUnit when a group lists what is not there."""
    for group in groups:
        if not set(group.members) <= set(units):
            raise UnknownUnit(group=group.name, field="groups")


def holders_in(*, paths: Iterable[str], at: datetime) -> dict[int, int]:
    """Post id -> who has held it longest of those who hold it at a moment; one statement."""
    rows = (
        Appointment.objects.filter(current_at(at), post__area__path__in=set(paths))
        .order_by("-starts_at", "-pk")
        .values_list("post_id", "user_id")
    )
    return dict(rows)


def _takes(rule: str, unit: Unit) -> bool:
    if rule.startswith(AREA):
        return unit.area_path.startswith(rule.removeprefix(AREA))
    return rule == REST or rule in unit.tags


def _require_rules(level: str, group: GroupDraft) -> None:
    known = rules_of(level)
    if any(rule not in known and not rule.startswith(AREA) for rule in group.rules):
        raise UnknownRule(group=group.name, field="groups")


def _existing(first: date | datetime, *, until: str) -> Q:
    return Q(**{f"{until}__isnull": True}) | Q(**{f"{until}__gt": first})


def _areas(level: Level, area_path: str, first: date) -> dict[int, Unit]:
    rows = Area.objects.filter(
        _existing(first, until="valid_until"), level=level, path__startswith=area_path
    ).order_by("path")
    return {pk: Unit(pk, name, path) for pk, name, path in rows.values_list("pk", "name", "path")}


def _organisations(area_path: str, first: date) -> dict[int, Unit]:
    began = day_range(first)[0]
    rows = Organisation.objects.filter(
        _existing(began, until="closed_at"), area__path__startswith=area_path
    ).order_by("area__path", "name")
    return {
        pk: Unit(pk, name, path, frozenset({f"kind:{kind}"}))
        for pk, name, path, kind in rows.values_list("pk", "name", "area__path", "kind")
    }


def _posts(area_path: str, first: date) -> dict[int, Unit]:
    began = day_range(first)[0]
    rows = Post.objects.filter(
        _existing(began, until="closed_at"),
        role__in=WORKING_ROLES,
        area__path__startswith=area_path,
    ).order_by("area__path", "pk")
    return {
        pk: Unit(pk, title, path, frozenset({f"role:{role}"}))
        for pk, title, path, role in rows.values_list("pk", "title", "area__path", "role")
    }


def _persons(area_path: str, first: date, last: date) -> dict[int, Unit]:
    """Whoever held a working post on a day of the period; at home in the deepest of them."""
    began, ended = day_range(first)[0], day_range(last)[1]
    rows = Appointment.objects.filter(
        _existing(began, until="ends_at"),
        starts_at__lt=ended,
        post__role__in=WORKING_ROLES,
        post__area__path__startswith=area_path,
    ).order_by("post__area__path", "user_id")
    found: dict[int, Unit] = {}
    columns = ("user_id", "user__display_name", "post__area__path", "post__role")
    for pk, name, path, role in rows.values_list(*columns):
        known = found.get(pk)
        tags = frozenset({f"role:{role}"}) | (known.tags if known else frozenset())
        home = path if known is None or len(path) >= len(known.area_path) else known.area_path
        found[pk] = Unit(pk, name, home, tags)
    return found
