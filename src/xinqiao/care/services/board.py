"""Lines of an estate's service board: what may hang on a wall, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import ConsentDay, NothingHere
from xinqiao.care.models import HELPER, BoardLine, PhoneBasis
from xinqiao.care.powers import require_keeper
from xinqiao.care.selectors.rota import get_helper
from xinqiao.events.services.append import append
from xinqiao.grid.models import Place
from xinqiao.kit.clean import clean_phone, clean_text


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """duty: 网格员, 物业, 家庭医生. agreed_on: when the holder of a private telephone agreed."""

    duty: str
    phone: str
    basis: str
    name: str = ""
    agreed_on: date | None = None
    helper_id: int | None = None
    position: int = 0


@transaction.atomic
def add_line(*, actor: Actor, place: Place, draft: LineDraft, at: datetime) -> BoardLine:
    """Put a line on the board. Raises NotYourElders, ConsentDay, BadPhone, NothingHere."""
    require_keeper(actor, place.area.path)
    if draft.basis not in PhoneBasis.values:
        raise ConsentDay(field="basis")
    if draft.basis == PhoneBasis.AGREED and draft.agreed_on is None:
        raise ConsentDay(field="agreed_on")
    helper = get_helper(actor=actor, helper_id=draft.helper_id) if draft.helper_id else None
    line = BoardLine.objects.create(
        place=place,
        duty=clean_text(draft.duty, limit=40, field="duty", required=True, multiline=False),
        name=clean_text(draft.name, limit=40, field="name", multiline=False),
        phone=clean_phone(draft.phone),
        basis=draft.basis,
        agreed_on=draft.agreed_on,
        helper=helper,
        position=draft.position,
        recorded_at=at,
        recorded_by_id=actor.user_id,
    )
    _record("care.board_line_added", actor, line, at)
    return line


@transaction.atomic
def withdraw_line(*, actor: Actor, line_id: int, at: datetime) -> None:
    """Take a line off; consent was taken back, or somebody else does it now."""
    line = BoardLine.objects.filter(pk=line_id).select_related("place__area").first()
    if line is None:
        raise NothingHere
    require_keeper(actor, line.place.area.path)
    if not BoardLine.objects.filter(pk=line.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=at, phone="", name=""
    ):
        raise NothingHere
    _record("care.board_line_withdrawn", actor, line, at)


def _record(kind: str, actor: Actor, line: BoardLine, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=HELPER if line.helper_id else "place",
        subject_id=line.helper_id or line.place_id,
        area_path=line.place.area.path,
        data={"line": line.pk, "basis": line.basis},
    )
