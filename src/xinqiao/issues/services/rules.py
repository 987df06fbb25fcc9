"""Save how heat is counted from a moment on."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.issues.errors import BadHeatRule
from xinqiao.issues.models import HeatRule
from xinqiao.kit.errors import NotAllowed

EDITORS: Final = (Role.SYSTEM_ADMIN, Role.COUNTY)
MOST: Final = 1000


@transaction.atomic
def save_heat_rule(*, actor: Actor, values: dict[str, Any], at: datetime) -> HeatRule:
    """Make a rule that holds from `at` on; older ones stay readable. `issues.rule_saved`.

    values: the columns of HeatRule but `valid_from`. Raises BadHeatRule (422), NotAllowed.
    """
    if not actor.is_system and not actor.has_role(*EDITORS):
        raise NotAllowed
    for name, value in values.items():
        least = 2 if name == "least_members" else 1 if name == "window_days" else 0
        if not least <= value <= MOST or (name == "half_life_days" and value <= 0):
            raise BadHeatRule(field=name)
    rule, _made = HeatRule.objects.update_or_create(valid_from=at, defaults=values)
    append(
        kind="issues.rule_saved",
        actor=actor,
        at=at,
        subject_kind="heat_rule",
        subject_id=rule.pk,
        data=dict(values),
    )
    return rule
