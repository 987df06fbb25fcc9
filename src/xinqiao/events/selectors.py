"""Reading the log. Who may read is decided by the room that owns the subject."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from xinqiao.events.models import Event, OutboxEntry, Seal


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What an auditor looks for; empty members do not restrict. since <= at < until, aware."""

    kind: str = ""
    actor_user_id: int | None = None
    subject_kind: str = ""
    subject_id: int | None = None
    area_path: str = ""
    since: datetime | None = None
    until: datetime | None = None


def timeline(*, subject_kind: str, subject_id: int) -> QuerySet[Event]:
    """Return what happened to one subject, oldest first (index `events_of_subject`)."""
    return Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("id")


def log_entries(wanted: LogFilter, *, within: tuple[str, ...] | None = None) -> QuerySet[Event]:
    """Return the entries an auditor asked for, not yet ordered: page them by id.

    within: area paths the auditor may see; an empty one stands for entries without an area.
    """
    found = Q()
    if within is not None:
        found &= Q(area_path="") if "" in within else Q(pk__in=[])
        for path in filter(None, within):
            found |= Q(area_path__startswith=path)
    if wanted.kind:
        prefix = wanted.kind.endswith(".")
        found &= Q(kind__startswith=wanted.kind) if prefix else Q(kind=wanted.kind)
    if wanted.actor_user_id is not None:
        found &= Q(actor_user_id=wanted.actor_user_id)
    if wanted.subject_kind:
        found &= Q(subject_kind=wanted.subject_kind)
    if wanted.subject_id is not None:
        found &= Q(subject_id=wanted.subject_id)
    if wanted.area_path:
        found &= Q(area_path__startswith=wanted.area_path)
    if wanted.since is not None:
        found &= Q(at__gte=wanted.since)
    if wanted.until is not None:
        found &= Q(at__lt=wanted.until)
    return Event.objects.filter(found)


def dead_entries() -> QuerySet[OutboxEntry]:
    """Return deliveries given up after ten attempts, with their events, newest first."""
    return OutboxEntry.objects.filter(is_dead=True).select_related("event").order_by("-id")


def oldest_due() -> datetime | None:
    """Return since when the longest-waiting delivery is due, or None when nothing waits."""
    return (
        OutboxEntry.objects.filter(is_dead=False)
        .order_by("next_attempt_at", "id")
        .values_list("next_attempt_at", flat=True)
        .first()
    )


def newest_seal() -> Seal | None:
    """Return the last seal of the chain, if anything was sealed yet."""
    return Seal.objects.order_by("-last_event_id").first()
