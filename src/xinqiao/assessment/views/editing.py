"""What the editor of a scheme offers, and how its groups are told in words."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _

from xinqiao.accounts.access import Actor, Role
from xinqiao.assessment.duties import require_keeper
from xinqiao.assessment.forms.scheme import Options, StartForm
from xinqiao.assessment.models import Scheme
from xinqiao.assessment.selectors.schemes import area_names, get_kept_area, kept_areas
from xinqiao.assessment.selectors.units import AREA, REST, group_drafts, rules_of, units_of
from xinqiao.grid.models import OrganisationKind
from xinqiao.indicators.selectors.definitions import definitions
from xinqiao.kit.time import local_day
from xinqiao.workflow.views.labels import flow_choices

# More boxes than that nobody ticks; then groups are made of areas, roles and kinds.
MOST_UNITS: Final = 120
MOST_AREAS: Final = 40


def start_form(data: QueryDict | None, actor: Actor) -> StartForm:
    """Where, who, what."""
    areas = [(str(area.pk), area.name) for area in kept_areas(actor=actor)[:200]]
    return StartForm(data, areas=areas, flows=flow_choices())


def options_for(
    actor: Actor, at: datetime, *, area_id: int | None, level: str, flow: str
) -> Options:
    """Indicators of the flow, units of the level, and rules that take many units at once."""
    area = get_kept_area(actor=actor, area_id=area_id or 0)
    require_keeper(actor, area.path)
    day = local_day(at)
    units = units_of(level=level, area_path=area.path, first=day, last=day)
    inside = area_names(parent_id=area.pk)[:MOST_AREAS]
    rules = [(rule, rule_words(rule, {})) for rule in rules_of(level)]
    rules += [(f"{AREA}{path}", name) for path, name in inside]
    few = len(units) <= MOST_UNITS
    return Options(
        indicators=[(one.code, one.name) for one in definitions(at, flow=flow)],
        units=[(str(unit.id), unit.name) for unit in units.values()] if few else [],
        rules=rules,
    )


def rule_words(rule: str, areas: dict[str, str]) -> str:
    """A rule as people read it. areas: names by path."""
    kind, _colon, value = rule.partition(":")
    if rule == REST:
        return _("All that are in no other group")
    if kind == "role":
        return str(Role(value).label)
    if kind == "kind":
        return str(OrganisationKind(value).label)
    return areas.get(value, value)


def group_rows(scheme: Scheme) -> list[dict[str, Any]]:
    """The groups of a scheme: rules in words and how many units are listed."""
    drafts = group_drafts(scheme)
    paths = {r.removeprefix(AREA) for d in drafts for r in d.rules if r.startswith(AREA)}
    areas = area_names(paths=paths)
    names = dict(areas)
    return [
        {
            "name": draft.name,
            "rules": [rule_words(rule, names) for rule in draft.rules],
            "listed": len(draft.members),
        }
        for draft in drafts
    ]
