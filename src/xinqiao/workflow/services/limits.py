"""Set how long a clock may take. A limit is never changed: it ends, and another one begins."""

from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.time import require_aware
from xinqiao.workflow.duties import require_editor
from xinqiao.workflow.errors import BadLimit, PastDate, RuleNotFound, RuleOverlap
from xinqiao.workflow.machine import registered
from xinqiao.workflow.models import LimitRule
from xinqiao.workflow.planning import YELLOW_PERCENT
from xinqiao.workflow.services.deadlines import parse_limit


@transaction.atomic
def save_limit(
    *,
    actor: Actor,
    flow: str,
    clock: str,
    category_code: str,
    amount: int | Decimal,
    unit: str,
    at: datetime,
    yellow_percent: int = YELLOW_PERCENT,
    valid_from: datetime | None = None,
) -> LimitRule:
    """Let a limit hold from `valid_from` (now by default) for what starts after that.

    category_code: a prefix ending with a dot, "" for all. The limit that held before ends then.
    Running deadlines stay as they are. Records `workflow.limit_saved`.
    Raises NotAllowed, BadLimit, PastDate, RuleOverlap.
    """
    require_editor(actor)
    at = require_aware(at)
    begins = require_aware(valid_from) if valid_from else at
    if begins < at:
        raise PastDate(field="valid_from")
    limit = parse_limit(amount, unit)
    _check_clock(flow, clock)
    if not 1 <= yellow_percent <= 99:
        raise BadLimit(field="yellow_percent")
    same = LimitRule.objects.filter(flow=flow, clock=clock, category_code=category_code)
    _end_others(same, begins)
    try:
        with transaction.atomic():
            rule = LimitRule.objects.create(
                flow=flow,
                clock=clock,
                category_code=category_code,
                amount=Decimal(limit.amount),
                unit=limit.unit.value,
                yellow_percent=yellow_percent,
                valid_from=begins,
            )
    except IntegrityError as error:
        raise RuleOverlap(field="valid_from") from error
    _record("workflow.limit_saved", rule, actor=actor, at=at)
    return rule


@transaction.atomic
def end_limit(*, actor: Actor, limit_id: int, at: datetime) -> LimitRule:
    """Let a limit hold no longer; one that has not begun is removed. Raises RuleNotFound."""
    require_editor(actor)
    at = require_aware(at)
    rule = LimitRule.objects.select_for_update().filter(pk=limit_id).first()
    if rule is None or (rule.valid_until is not None and rule.valid_until <= at):
        raise RuleNotFound
    if rule.valid_from >= at:
        _record("workflow.limit_removed", rule, actor=actor, at=at)
        rule.delete()
        return rule
    rule.valid_until = at
    rule.save(update_fields=["valid_until"])
    _record("workflow.limit_ended", rule, actor=actor, at=at)
    return rule


def _end_others(same: QuerySet[LimitRule], begins: datetime) -> None:
    same.filter(valid_from=begins).delete()
    same.filter(valid_until__isnull=True, valid_from__lt=begins).update(valid_until=begins)


def _check_clock(flow: str, clock: str) -> None:
    known = {(one.name, spec.name) for one in registered() for spec in one.clocks}
    if (flow, clock) not in known:
        raise BadLimit(field="clock")


def _record(kind: str, rule: LimitRule, *, actor: Actor, at: datetime) -> None:
    bump_snapshot()
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="limit_rule",
        subject_id=rule.pk,
        data={
            "flow": rule.flow,
            "clock": rule.clock,
            "category": rule.category_code,
            "amount": str(rule.amount),
            "unit": rule.unit,
            "yellow_percent": rule.yellow_percent,
            "valid_from": rule.valid_from.isoformat(),
            "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
        },
    )
