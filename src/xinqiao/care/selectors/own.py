"""The register's record of whoever is signed in."""

from __future__ import annotations

from xinqiao.accounts.access import Actor
from xinqiao.registry.models import Person


def own_person(*, actor: Actor) -> Person | None:
    """The person behind the account; None for anybody else."""
    if actor.user_id is None:
        return None
    rows = Person.objects.filter(
        user_id=actor.user_id, merged_into__isnull=True, stored_only_at__isnull=True
    )
    return rows.select_related("area").first()
