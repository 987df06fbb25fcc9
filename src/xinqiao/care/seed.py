"""The first rows of the room: limits, classes, wares, services, kinds of help.

Run again, it changes nothing; what staff have edited or ended since is left as it is.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.flow import CALL, CALL_FLOW, FITTING, FITTING_FLOW
from xinqiao.care.models import ElderClass, HelpKind, ServiceKind, Ware
from xinqiao.care.seed_data import CLASSES, HELP_KINDS, SERVICE_KINDS, WARES
from xinqiao.workflow.models import LimitRule
from xinqiao.workflow.services.limits import save_limit


@transaction.atomic
def seed_care(*, actor: Actor, at: datetime) -> int:
    """Write what a new place begins with; how many rows were new."""
    new = _limits(actor, at)
    known = set(ElderClass.objects.values_list("code", flat=True))
    made = ElderClass.objects.bulk_create(
        ElderClass(position=n, valid_from=at, **row)
        for n, row in enumerate(CLASSES)
        if row["code"] not in known
    )
    kinds = HelpKind.objects.bulk_create(
        [HelpKind(position=n, **row) for n, row in enumerate(HELP_KINDS)], ignore_conflicts=True
    )
    services = ServiceKind.objects.bulk_create(
        [
            ServiceKind(position=n, code=code, name=name, minutes=minutes)
            for n, (code, name, minutes) in enumerate(SERVICE_KINDS)
        ],
        ignore_conflicts=True,
    )
    return new + len(made) + len(kinds) + len(services) + _wares()


def _limits(actor: Actor, at: datetime) -> int:
    flows = ((CALL, CALL_FLOW), (FITTING, FITTING_FLOW))
    known = set(LimitRule.objects.values_list("flow", "clock"))
    specs = [(name, spec) for name, flow in flows for spec in flow.clocks]
    new = [(name, spec) for name, spec in specs if (name, spec.name) not in known]
    for name, spec in new:
        save_limit(
            actor=actor,
            flow=name,
            clock=spec.name,
            category_code="",
            amount=spec.limit.amount,
            unit=spec.limit.unit.value,
            at=at,
        )
    return len(new)


def _wares() -> int:
    classes = {row.code: row for row in ElderClass.objects.all()}
    known = set(Ware.objects.values_list("code", flat=True))
    new = [row for row in WARES if row.code not in known]
    for row in new:
        ware = Ware.objects.create(
            code=row.code,
            name=row.name,
            needs_fitting=row.needs_fitting,
            position=WARES.index(row),
        )
        ware.classes.set(classes[code] for code in row.classes if code in classes)
    return len(new)
