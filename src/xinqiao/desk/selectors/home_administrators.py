"""What each of the three administrators looks after: the product, the accounts, the record."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from xinqiao.accounts.access import Actor
from xinqiao.accounts.selectors.audit import audit_entries
from xinqiao.accounts.selectors.people import names_of, visible_users
from xinqiao.desk.sections import Section
from xinqiao.desk.selectors.live import followed_at
from xinqiao.events.kinds import label_of
from xinqiao.events.selectors import LogFilter, dead_entries, newest_seal
from xinqiao.kit.time import local_day
from xinqiao.workflow.selectors.rules import check_years

LISTED = 8


def system(actor: Actor, at: datetime) -> Section:
    """Whether the machinery runs: deliveries, figures, and the calendar of the coming year."""
    next_year = local_day(at).year + 1
    covered = {year.year for year in check_years(at=at) if year.covered}
    return Section(
        "system",
        {
            "stuck": dead_entries().count(),
            "deliveries_url": reverse("accounts:deliveries"),
            "followed_at": followed_at(),
            "next_year": next_year,
            "is_covered": next_year in covered,
            "calendar_url": reverse("workflow:calendar"),
        },
    )


def security(actor: Actor, at: datetime) -> Section:
    """Accounts of staff that need a look."""
    people = visible_users(actor=actor)
    held = Q(appointments__ends_at=None) | Q(appointments__ends_at__gt=at)
    seated = people.filter(held, is_active=True, appointments__isnull=False).distinct()
    missing = seated.filter(has_factor=False).order_by("username")  # type: ignore[misc]
    listed = list(missing[: LISTED + 1])
    return Section(
        "security",
        {
            "without_factor": listed[:LISTED],
            "more": len(listed) > LISTED,
            "staff": people.filter(is_active=True).count(),
            "url": reverse("accounts:users"),
        },
    )


def audit(actor: Actor, at: datetime) -> Section:
    """The newest entries of the log and the newest seal over it."""
    entries = list(audit_entries(actor=actor, wanted=LogFilter()).order_by("-id")[:LISTED])
    names = names_of({entry.actor_user_id for entry in entries if entry.actor_user_id})
    return Section(
        "audit",
        {
            "rows": [
                (entry, label_of(entry.kind), _who(entry.actor_user_id, names)) for entry in entries
            ],
            "seal": newest_seal(),
            "url": reverse("accounts:audit"),
        },
    )


def _who(user_id: int | None, names: dict[int, str]) -> object:
    return names.get(user_id or 0) or _("the product itself")
