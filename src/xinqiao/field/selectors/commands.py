"""What phones have sent: figures, and what two people changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.field import sealing
from xinqiao.field.contract import Clash
from xinqiao.field.errors import ConflictNotFound
from xinqiao.field.models import CommandFate, CommandLog
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.paging import Order, Page, paginate

NEWEST = Order("received_at", descending=True)
# Who sees what the phones of an area have sent, beside the sender.
OVERSEERS = (Role.GRID_LEADER, *AREA_STAFF)


@dataclass(frozen=True, slots=True)
class Figures:
    """Commands received in a period, by what became of them; they add up to `received`."""

    received: int
    done: int
    merged: int
    conflicts_open: int
    conflicts_settled: int
    refused: int
    waiting: int

    @property
    def lost(self) -> int:
        """Commands of which nothing is known any more: never anything but 0."""
        known = self.done + self.merged + self.conflicts_open + self.conflicts_settled
        return self.received - known - self.refused - self.waiting


def visible_commands(*, actor: Actor) -> QuerySet[CommandLog]:
    """The actor's own commands and those of the areas the actor looks after."""
    if actor.is_system:
        return CommandLog.objects.all()
    mine = Q(user_id=actor.user_id) if actor.user_id is not None else Q(pk__in=())
    return CommandLog.objects.filter(mine | below(actor, *OVERSEERS, field="area_path"))


def figures(
    *, actor: Actor, since: datetime | None = None, before: datetime | None = None
) -> Figures:
    """Commands from phones by what became of them, in one statement.

    since <= received < before, aware. A settlement is no command of a phone and not counted.
    """
    rows = visible_commands(actor=actor).filter(phone__isnull=False)
    if since is not None:
        rows = rows.filter(received_at__gte=since)
    if before is not None:
        rows = rows.filter(received_at__lt=before)
    conflict = Q(fate=CommandFate.CONFLICT)
    counts = rows.aggregate(
        received=Count("pk"),
        done=Count("pk", filter=Q(fate=CommandFate.DONE)),
        merged=Count("pk", filter=Q(fate=CommandFate.MERGED)),
        conflicts_open=Count("pk", filter=conflict & Q(settled_at__isnull=True)),
        conflicts_settled=Count("pk", filter=conflict & Q(settled_at__isnull=False)),
        refused=Count("pk", filter=Q(fate=CommandFate.REFUSED)),
        waiting=Count("pk", filter=Q(fate=CommandFate.WAITING)),
    )
    return Figures(**counts)


def open_conflicts(*, actor: Actor) -> QuerySet[CommandLog]:
    """Conflicts nobody has settled yet that the actor may settle, with who sent them."""
    rows = visible_commands(actor=actor).filter(fate=CommandFate.CONFLICT, settled_at__isnull=True)
    return rows.select_related("user", "phone")


def conflict_page(*, actor: Actor, cursor: str | None = None, size: int = 25) -> Page[CommandLog]:
    """Open conflicts, newest first. Raises BadCursor."""
    return paginate(open_conflicts(actor=actor), order=NEWEST, cursor=cursor, size=size)


def get_conflict(*, actor: Actor, command_id: UUID) -> CommandLog:
    """One open conflict. Raises ConflictNotFound for strangers and settled ones, too."""
    found = open_conflicts(actor=actor).filter(pk=command_id).first()
    if found is None:
        raise ConflictNotFound
    return found


def stuck_page(
    *, actor: Actor, fate: CommandFate, cursor: str | None = None, size: int = 25
) -> Page[CommandLog]:
    """Commands that were refused or wait, newest first. Raises BadCursor."""
    rows = visible_commands(actor=actor).filter(fate=fate).select_related("user", "phone")
    return paginate(rows, order=NEWEST, cursor=cursor, size=size)


def clashes_of(row: CommandLog) -> tuple[Clash, ...]:
    """The fields that two people changed."""
    return sealing.unseal_clashes(row.clashes_sealed)
