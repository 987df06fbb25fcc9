"""Fill in the first categories, limits and dispatch rules; run again, it changes nothing.

What staff have edited or ended since is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.cases.flow import FLOW
from xinqiao.cases.models import Category
from xinqiao.cases.seed_data import LIMITS, RULES, seed_categories
from xinqiao.cases.services.categories import save_category
from xinqiao.workflow.models import DispatchRule, LimitRule
from xinqiao.workflow.services.dispatch_rules import RuleDraft, save_dispatch_rule
from xinqiao.workflow.services.limits import save_limit


@dataclass(frozen=True, slots=True)
class Seeded:
    """How many rows were new."""

    categories: int
    limits: int
    rules: int


@transaction.atomic
def seed_cases(*, actor: Actor, at: datetime) -> Seeded:
    """Make a place ready to take requests. at: aware UTC, from when everything holds."""
    return Seeded(
        categories=_categories(actor, at), limits=_limits(actor, at), rules=_rules(actor, at)
    )


def _categories(actor: Actor, at: datetime) -> int:
    known = set(Category.objects.values_list("code", flat=True))
    new = 0
    for position, row in enumerate(seed_categories()):
        if row.code in known:
            continue
        save_category(
            actor=actor,
            code=row.code,
            name=row.name,
            keywords=row.keywords,
            needs_contact="contact" in row.flags,
            is_urgent="urgent" in row.flags,
            is_public="private" not in row.flags,
            position=position,
            at=at,
        )
        new += 1
    return new


def _limits(actor: Actor, at: datetime) -> int:
    known = set(LimitRule.objects.filter(flow=FLOW).values_list("category_code", "clock"))
    new = [row for row in LIMITS if (row.category, row.clock) not in known]
    for row in new:
        save_limit(
            actor=actor,
            flow=FLOW,
            clock=row.clock,
            category_code=row.category,
            amount=row.amount,
            unit=row.unit.value,
            at=at,
        )
    return len(new)


def _rules(actor: Actor, at: datetime) -> int:
    rules = DispatchRule.objects.filter(flow=FLOW, area__isnull=True)
    known = set(rules.values_list("category_code", flat=True))
    new = [(code, role) for code, role in RULES if code not in known]
    for code, role in new:
        draft = RuleDraft(flow=FLOW, category_code=code, target_role=role.value)
        save_dispatch_rule(actor=actor, draft=draft, at=at)
    return len(new)
