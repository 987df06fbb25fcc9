"""Hand a phone what it may carry: all of it at first, what changed afterwards."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.field.models import Load, Phone
from xinqiao.field.parameters import LOADS_KEPT
from xinqiao.field.reach import in_the_grids
from xinqiao.field.selectors.bundle import Difference, difference, picture_for


@dataclass(frozen=True, slots=True)
class Bundle:
    """What to send. cursor names what the phone has afterwards; full: it starts from nothing."""

    cursor: str
    is_full: bool
    content: Difference

    @property
    def is_unchanged(self) -> bool:
        return not self.is_full and self.content.is_empty


@transaction.atomic
def sync_phone(*, actor: Actor, phone: Phone, have: str, at: datetime) -> Bundle:
    """Compare what the phone has with what it may carry, and count its days anew.

    have: the cursor of the last answer that the phone took in; empty or forgotten: everything.
    Records `field.synced` with counts when rows are handed over. Raises NoGridPost.
    """
    grids = in_the_grids(actor)
    had = Load.objects.filter(phone=phone, cursor=have[:22]).first() if have else None
    picture = picture_for(actor=grids, at=at)
    content = difference(picture, had.manifest if had else {})
    phone.last_seen_at = max(at, phone.last_seen_at)
    phone.save(update_fields=["last_seen_at"])
    if had is not None and content.is_empty:
        return Bundle(had.cursor, False, content)
    load = Load.objects.create(
        phone=phone, cursor=secrets.token_urlsafe(16), at=at, manifest=picture.manifest
    )
    _forget_older(phone)
    # Where something new was handed out, one line of the log says so; whom it names stays with
    # the load. Ids of people in an event of each sync would make the log their register.
    append(
        kind="field.synced",
        actor=actor,
        at=at,
        subject_kind="user",
        subject_id=phone.user_id,
        area_path=grids.posts[0].area_path,
        data={
            "phone": str(phone.pk),
            "full": had is None,
            "carries": picture.counts,
            "sent": {kind: len(rows) for kind, rows in content.rows.items()},
            "removed": {kind: len(ids) for kind, ids in content.removed.items()},
        },
    )
    return Bundle(load.cursor, had is None, content)


def _forget_older(phone: Phone) -> None:
    newest = Load.objects.filter(phone=phone).order_by("-id").values("id")[:LOADS_KEPT]
    Load.objects.filter(phone=phone).exclude(
        id__in=list(newest.values_list("id", flat=True))
    ).delete()
