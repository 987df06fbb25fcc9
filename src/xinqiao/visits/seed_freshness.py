"""The signals that a new place begins with; staff tune them afterwards."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from xinqiao.accounts.access import Actor
from xinqiao.visits.models import FreshnessRule, SignalKind
from xinqiao.visits.selectors.freshness import DEFAULT_THRESHOLD
from xinqiao.visits.services.signals import DECLARATION, PHONE, VISIT

# code, name, weight in per cent, half-life in days, kinds of events.
SIGNALS: Final = (
    (VISIT, _("Seen at a visit"), 90, 180, ()),
    (PHONE, _("Spoken on the telephone"), 70, 120, ()),
    (DECLARATION, _("Said so on the own page"), 80, 180, ()),
    (
        "record",
        _("Entered or corrected in the register"),
        60,
        180,
        ("registry.person_added", "registry.person_edited", "registry.moved"),
    ),
    ("request", _("Handed in a request"), 60, 90, ("cases.reported", "cases.rated")),
    ("sign_in", _("Signed in"), 40, 60, ("accounts.signed_in",)),
    ("care", _("Care service given"), 80, 120, ("care.contacted", "care.served")),
)


@transaction.atomic
def seed_freshness(*, actor: Actor, at: datetime) -> int:
    """Write the signals that are not known yet and the threshold; returns how many are new."""
    known = set(SignalKind.objects.values_list("code", flat=True))
    new = [
        SignalKind(
            code=code,
            name=name,
            weight=weight,
            half_life_days=half_life,
            events=list(events),
            valid_from=at,
        )
        for code, name, weight, half_life, events in SIGNALS
        if code not in known
    ]
    SignalKind.objects.bulk_create(new)
    if not FreshnessRule.objects.exists():
        FreshnessRule.objects.create(threshold=DEFAULT_THRESHOLD, valid_from=at)
    return len(new)
