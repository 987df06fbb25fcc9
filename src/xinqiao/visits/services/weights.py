"""Tune what signals are worth, and below which score somebody is stale, from now on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor, Role
from xinqiao.events.services.append import append
from xinqiao.kit.errors import NotAllowed
from xinqiao.visits.models import FreshnessRule, SignalKind
from xinqiao.visits.plan_errors import BadWeight

SUBJECT = "freshness"


def may_tune(actor: Actor) -> bool:
    """County staff and system administrators set what counts for the whole place."""
    return actor.is_system or actor.has_role(Role.COUNTY, Role.SYSTEM_ADMIN)


@transaction.atomic
def weigh_signal(
    *, actor: Actor, code: str, weight: int, half_life_days: int, at: datetime
) -> SignalKind:
    """Set weight (per cent) and half-life of a signal from now on. Records
    `visits.signal_weighed`; the worker computes everybody anew. Raises NotAllowed, BadWeight."""
    if not may_tune(actor):
        raise NotAllowed
    if not 1 <= weight <= 100 or not 1 <= half_life_days <= 3650:
        raise BadWeight(field="weight")
    old = SignalKind.objects.select_for_update().filter(code=code, valid_until=None).first()
    if old is None:
        raise BadWeight(field="code")
    if (old.weight, old.half_life_days) == (weight, half_life_days):
        return old
    old.valid_until = at
    old.save(update_fields=["valid_until"])
    new = SignalKind.objects.create(
        code=code,
        name=old.name,
        weight=weight,
        half_life_days=half_life_days,
        events=old.events,
        valid_from=at,
    )
    data: dict[str, int | str] = {"code": code, "weight": weight, "half_life_days": half_life_days}
    _record("visits.signal_weighed", new.pk, data, actor, at)
    return new


@transaction.atomic
def set_threshold(*, actor: Actor, threshold: int, at: datetime) -> FreshnessRule:
    """Set below how many points somebody is stale. Records `visits.threshold_set`."""
    if not may_tune(actor):
        raise NotAllowed
    if not 1 <= threshold <= 99:
        raise BadWeight(field="threshold")
    current = FreshnessRule.objects.select_for_update().filter(valid_until=None)
    if (same := current.filter(threshold=threshold).first()) is not None:
        return same
    current.update(valid_until=at)
    new = FreshnessRule.objects.create(threshold=threshold, valid_from=at)
    _record("visits.threshold_set", new.pk, {"threshold": threshold}, actor, at)
    return new


def _record(kind: str, row_id: int, data: dict[str, int | str], actor: Actor, at: datetime) -> None:
    append(kind=kind, actor=actor, at=at, subject_kind=SUBJECT, subject_id=row_id, data=data)
