"""What a redraw would do: the very act, rolled back, so that the preview cannot differ from it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.grid.selectors.redraws import Report, report_of, visible_redraws


def preview_redraw(*, actor: Actor, act: Callable[[], object], at: datetime) -> Report:
    """Do `act`, which happens at `at`, read its report, and take it back. Raises what it raises.

    The grids are locked for as long as the act takes; the number of an act is lost, nothing else.
    """
    with transaction.atomic():
        act()
        done = visible_redraws(actor=actor).get(at=at, done_by_id=actor.user_id)
        report = report_of(done)
        transaction.set_rollback(True)
    return report
