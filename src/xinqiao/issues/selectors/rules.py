"""The rule of heat that holds."""

from __future__ import annotations

from datetime import datetime

from xinqiao.issues.heat import Rule
from xinqiao.issues.models import HeatRule


def rule_at(at: datetime) -> HeatRule:
    """The newest rule that holds at `at`; the standard one where nobody has made any."""
    held = HeatRule.objects.filter(valid_from__lte=at).order_by("-valid_from").first()
    return held or HeatRule(valid_from=at)


def heat_rule(row: HeatRule) -> Rule:
    """The part of the row that the arithmetic needs."""
    return Rule(
        half_life_days=row.half_life_days,
        size_points=row.size_points,
        recent_points=row.recent_points,
        support_points=row.support_points,
        waiting_points=row.waiting_points,
        late_points=row.late_points,
        spread_points=row.spread_points,
    )
