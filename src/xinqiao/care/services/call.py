"""Call for help, and take a call back that was pressed by mistake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import CallOver, NothingHere, NotYourElders, WhereMissing
from xinqiao.care.flow import CALL
from xinqiao.care.models import Call, CallSource, HelpKind, Offer, OfferAnswer
from xinqiao.care.powers import CLERKS, may
from xinqiao.care.sealed import CALL_ADDRESS, CALL_WORDS, CALLER_PHONE, new_token, seal
from xinqiao.care.selectors.homes import Home, home_of
from xinqiao.care.selectors.rota import live_kinds
from xinqiao.care.services.common import next_number
from xinqiao.care.services.ring import ring_next
from xinqiao.grid.models import Area, Place
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.time import require_aware
from xinqiao.registry.models import Person
from xinqiao.workflow.errors import ActionNotPossible
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import Item
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.opening import open_item

TITLE_LENGTH: Final = 120
SAME_DOOR: Final = timedelta(minutes=2)
CALLER: Final = frozenset({Relation.REQUESTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class CallDraft:
    """What is known when somebody calls.

    person or place: one of them must be known. lon, lat: where the telephone is,
    WGS 84 degrees, both or neither; where the caller shares it, it beats the home.
    """

    kind_code: str
    source: str
    person: Person | None = None
    place: Place | None = None
    address: str = ""
    phone: str = ""
    words: str = ""
    lon: float | None = None
    lat: float | None = None


@transaction.atomic
def call_for_help(*, actor: Actor, draft: CallDraft, at: datetime) -> Call:
    """Open a call and ring the first helper; a second tap while one rings is the same call.

    Records `care.called` and `care.call_rung` on the item. Raises NothingHere (no such kind),
    WhereMissing (422), NotYourElders (403) for a clerk outside their area.
    """
    at = require_aware(at)
    kind = live_kinds(at=at).filter(code=draft.kind_code).first()
    if kind is None:
        raise NothingHere(field="kind")
    home = home_of(draft.person) if draft.person else None
    area, place = _where(draft, home)
    if draft.source == CallSource.PHONE and not may(actor, area.path, CLERKS):
        raise NotYourElders
    if (known := _same(draft, kind, at)) is not None:
        return known
    item = _open(actor, draft, kind, area, place, home, at)
    address = draft.address or (home.address if home else "")
    call = Call.objects.create(
        item=item,
        person=draft.person,
        kind=kind,
        source=CallSource(draft.source),
        place=place,
        address_sealed=seal(clean_text(address, limit=200, multiline=False), CALL_ADDRESS),
        phone_sealed=seal(clean_phone(draft.phone) if draft.phone else "", CALLER_PHONE),
        words_sealed=seal(clean_text(draft.words, limit=500), CALL_WORDS),
        token=new_token(),
        called_at=at,
        recorded_by_id=actor.user_id,
    )
    ring_next(call=call, at=at)
    return call


@transaction.atomic
def undo_call(*, actor: Actor, call: Call, at: datetime, is_caller: bool = False) -> Call:
    """It was a mistake, or is no longer needed: whoever was rung is told.

    is_caller: proved by the link of the call. Raises CallOver (409) once somebody has arrived.
    """
    relations = CALLER if is_caller else frozenset()
    try:
        perform_action(actor=actor, item_id=call.pk, action="undo", relations=relations, at=at)
    except ActionNotPossible as error:
        raise CallOver from error
    Call.objects.filter(pk=call.pk).update(undone_at=at)
    Offer.objects.filter(call=call, answer=OfferAnswer.OPEN).update(
        answer=OfferAnswer.WITHDRAWN, answered_at=at
    )
    call.undone_at = at
    return call


def _same(draft: CallDraft, kind: HelpKind, at: datetime) -> Call | None:
    """The call for the same help that is open already; the row of the caller is locked first.

    A door plate says nobody's name: a second tap at the same door within two minutes is the same.
    """
    open_ = Call.objects.filter(kind=kind, finished_at__isnull=True, item__is_open=True)
    if draft.person is not None:
        Person.objects.select_for_update(no_key=True).get(pk=draft.person.pk)
        open_ = open_.filter(person=draft.person)
    elif draft.place is not None:
        Place.objects.select_for_update(no_key=True).get(pk=draft.place.pk)
        open_ = open_.filter(person__isnull=True, place=draft.place, called_at__gt=at - SAME_DOOR)
    return open_.select_related("item").first()


def _where(draft: CallDraft, home: Home | None) -> tuple[Area, Place | None]:
    if draft.place is not None:
        return draft.place.area, draft.place
    if home is not None:
        return home.area, home.place
    raise WhereMissing(field="place")


def _open(
    actor: Actor,
    draft: CallDraft,
    kind: HelpKind,
    area: Area,
    place: Place | None,
    home: Home | None,
    at: datetime,
) -> Item:
    """Its title says what help in which building, and nobody's name."""
    spot = (draft.lon, draft.lat)
    if None in spot:
        spot = (place.lon, place.lat) if place else (None, None)
    where = place.name if place else area.name
    return open_item(
        actor=actor,
        flow=CALL,
        number=next_number(),
        title=f"{kind.name} · {where}"[:TITLE_LENGTH],
        words=f"{kind.name} {where}",
        category_code="",
        area_id=area.pk,
        area_path=area.path,
        lon=spot[0],
        lat=spot[1],
        requester_id=draft.person.user_id if draft.person else None,
        event="care.called",
        on_behalf=draft.source == CallSource.PHONE,
        data={"kind": kind.pk, "source": draft.source},
        at=at,
    )
