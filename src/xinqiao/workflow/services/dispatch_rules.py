"""Set whose work a category in an area is. Rules never change: one ends and another begins."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import ADMINISTRATORS, Actor, Role
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Organisation
from xinqiao.grid.services.versions import bump_snapshot
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import require_aware
from xinqiao.workflow.duties import require_editor
from xinqiao.workflow.errors import BadRule, PastDate, RuleNotFound, TargetUnknown
from xinqiao.workflow.machine import registered
from xinqiao.workflow.models import DispatchRule

# Roles that a rule can name; units outside the ladder are named by themselves.
TARGET_ROLES = tuple(r for r in Role if r not in ADMINISTRATORS and r is not Role.DEPARTMENT)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleDraft:
    """A rule as staff fill it in. category_code: prefix ending with a dot, "" for all. area_id:
    None for everywhere. Either target_role or target_organisation_id. valid_from: now by default.
    """

    flow: str
    category_code: str = ""
    area_id: int | None = None
    target_role: str = ""
    target_organisation_id: int | None = None
    may_return: bool = True
    priority: int = 0
    valid_from: datetime | None = None
    note: str = ""


@transaction.atomic
def save_dispatch_rule(
    *, actor: Actor, draft: RuleDraft, at: datetime, replaces: int | None = None
) -> DispatchRule:
    """Let a rule hold for what is dispatched from then on; `replaces` ends an older one.

    Records `workflow.rule_saved`. Raises NotAllowed, BadRule, TargetUnknown, PastDate,
    RuleNotFound.
    """
    at = require_aware(at)
    area = _check(actor, draft)
    begins = require_aware(draft.valid_from) if draft.valid_from else at
    if begins < at:
        raise PastDate(field="valid_from")
    if replaces is not None:
        _end(_lock(actor, replaces, at), ends=begins, actor=actor, at=at)
    rule = DispatchRule.objects.create(
        flow=draft.flow,
        category_code=draft.category_code,
        area=area,
        target_role=draft.target_role,
        target_organisation_id=draft.target_organisation_id,
        may_return=draft.may_return,
        priority=draft.priority,
        valid_from=begins,
        note=clean_text(draft.note, limit=200, field="note", multiline=False),
    )
    _record("workflow.rule_saved", rule, actor=actor, at=at)
    return rule


@transaction.atomic
def end_dispatch_rule(*, actor: Actor, rule_id: int, at: datetime) -> None:
    """Let a rule hold no longer; one that has not begun is removed. Raises RuleNotFound."""
    at = require_aware(at)
    _end(_lock(actor, rule_id, at), ends=at, actor=actor, at=at)


def _check(actor: Actor, draft: RuleDraft) -> Area | None:
    area = None
    if draft.area_id is not None:
        area = Area.objects.filter(pk=draft.area_id).first()
        if area is None:
            raise BadRule(field="area")
    require_editor(actor, area_path=area.path if area else None)
    if draft.flow not in {flow.name for flow in registered()}:
        raise BadRule(field="flow")
    if bool(draft.target_role) == (draft.target_organisation_id is not None):
        raise BadRule(field="target_role")
    if draft.target_role and draft.target_role not in TARGET_ROLES:
        raise BadRule(field="target_role")
    if not -100 <= draft.priority <= 100:
        raise BadRule(field="priority")
    unit = draft.target_organisation_id
    if unit is not None and not Organisation.objects.filter(pk=unit, closed_at=None).exists():
        raise TargetUnknown(field="target_organisation")
    return area


def _lock(actor: Actor, rule_id: int, at: datetime) -> DispatchRule:
    rows = DispatchRule.objects.select_for_update(of=("self",)).select_related("area")
    rule = rows.filter(pk=rule_id).first()
    if rule is None or (rule.valid_until is not None and rule.valid_until <= at):
        raise RuleNotFound
    require_editor(actor, area_path=rule.area.path if rule.area else None)
    return rule


def _end(rule: DispatchRule, *, ends: datetime, actor: Actor, at: datetime) -> None:
    if rule.valid_from >= ends:
        _record("workflow.rule_removed", rule, actor=actor, at=at)
        rule.delete()
        return
    rule.valid_until = ends
    rule.save(update_fields=["valid_until"])
    _record("workflow.rule_ended", rule, actor=actor, at=at)


def _record(kind: str, rule: DispatchRule, *, actor: Actor, at: datetime) -> None:
    bump_snapshot()
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="dispatch_rule",
        subject_id=rule.pk,
        area_path=rule.area.path if rule.area else "",
        data={
            "flow": rule.flow,
            "category": rule.category_code,
            "role": rule.target_role,
            "organisation": rule.target_organisation_id,
            "may_return": rule.may_return,
            "priority": rule.priority,
            "valid_from": rule.valid_from.isoformat(),
            "valid_until": rule.valid_until.isoformat() if rule.valid_until else None,
        },
    )
