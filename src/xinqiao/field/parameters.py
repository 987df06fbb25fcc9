"""How long phones are trusted and commands are kept: parameters of the place."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings

from xinqiao.accounts.access import GRID_ROLES

# Only these carry people: the community and above have a desk with signal.
FIELD_ROLES: Final = tuple(sorted(GRID_ROLES))
MOST_PHONES: Final = 5
# Half a minute of quarrel between two clocks is no reason to doubt either.
OLDEST: Final = timedelta(days=30)
KEPT: Final = timedelta(days=90)
PAYLOAD_KEPT: Final = timedelta(days=30)
# What a phone carried is known as long as logs are (GB/T 22239: six months).
MANIFEST_KEPT: Final = timedelta(days=183)
LOADS_KEPT: Final = 3
HOUR: Final = 3600
SYNCS_AN_HOUR: Final = 120
BATCHES_AN_HOUR: Final = 300
PHONES_AN_HOUR: Final = 10


def key_days() -> int:
    """Days that a phone may stay without a sync (XINQIAO_PHONE_DAYS)."""
    return int(settings.PHONE_DAYS)
