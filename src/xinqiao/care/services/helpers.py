"""Helpers, their turns of duty, bracelets that call with one tap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import BadShift, HelperExists, NothingHere, Unreachable
from xinqiao.care.models import HELPER, Bracelet, Helper, HelpKind, Shift
from xinqiao.care.powers import require_keeper
from xinqiao.care.sealed import HELPER_PHONE, new_token, seal
from xinqiao.care.selectors.rota import get_helper, live_kinds
from xinqiao.care.services.common import record
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area, Post
from xinqiao.kit.clean import clean_phone, clean_text
from xinqiao.kit.time import local_day
from xinqiao.registry.models import Person
from xinqiao.registry.selectors.scope import get_person


@dataclass(frozen=True, slots=True, kw_only=True)
class HelperDraft:
    """Who helps, with what, where. lon, lat: WGS 84 degrees, where they usually are."""

    name: str
    area: Area
    kind_codes: Sequence[str]
    skills: Sequence[str] = ()
    phone: str = ""
    user_id: int | None = None
    post_id: int | None = None
    lon: float | None = None
    lat: float | None = None


@transaction.atomic
def add_helper(*, actor: Actor, draft: HelperDraft, at: datetime) -> Helper:
    """Put somebody on the list of helpers. Records `care.helper_added`.

    Raises NotYourElders, Unreachable, HelperExists, NothingHere, BadPhone.
    """
    require_keeper(actor, draft.area.path)
    name = clean_text(draft.name, limit=60, field="name", required=True, multiline=False)
    phone = clean_phone(draft.phone) if draft.phone.strip() else ""
    if not phone and draft.user_id is None and draft.post_id is None:
        raise Unreachable(field="phone")
    kinds = list(live_kinds(at=at).filter(code__in=list(draft.kind_codes)))
    if not kinds:
        raise NothingHere(field="kinds")
    if (
        draft.post_id is not None
        and not Post.objects.filter(
            pk=draft.post_id, closed_at__isnull=True, area__path__startswith=draft.area.path
        ).exists()
    ):
        raise NothingHere(field="post")
    if Helper.objects.filter(area=draft.area, name=name, left_at__isnull=True).exists():
        raise HelperExists(field="name")
    helper = Helper.objects.create(
        name=name,
        area=draft.area,
        user_id=draft.user_id,
        post_id=draft.post_id,
        phone_sealed=seal(phone, HELPER_PHONE),
        skills=[clean_text(one, limit=20, multiline=False) for one in draft.skills if one.strip()],
        lon=draft.lon,
        lat=draft.lat,
        joined_at=at,
    )
    helper.kinds.set(kinds)
    _record("care.helper_added", actor, helper, at)
    return helper


@transaction.atomic
def leave(*, actor: Actor, helper_id: int, at: datetime) -> Helper:
    """The helper helps no more: their turns end."""
    helper = get_helper(actor=actor, helper_id=helper_id)
    require_keeper(actor, helper.area.path)
    Helper.objects.filter(pk=helper.pk).update(left_at=at)
    today = local_day(at)
    Shift.objects.filter(helper=helper, from_on__gt=today).delete()
    running = Shift.objects.filter(helper=helper, until_on__isnull=True)
    running.update(until_on=today)
    _record("care.helper_left", actor, helper, at)
    return helper


@transaction.atomic
def add_shift(
    *,
    actor: Actor,
    helper_id: int,
    weekdays: int,
    starts: time,
    ends: time,
    from_on: date,
    at: datetime,
    until_on: date | None = None,
    kind: HelpKind | None = None,
) -> Shift:
    """A turn of duty; `ends` not after `starts` is the next morning. Records `care.shift_added`."""
    helper = get_helper(actor=actor, helper_id=helper_id)
    require_keeper(actor, helper.area.path)
    if not 1 <= weekdays <= 127 or (until_on is not None and until_on < from_on):
        raise BadShift(field="weekdays")
    shift = Shift.objects.create(
        helper=helper,
        kind=kind,
        weekdays=weekdays,
        starts=starts,
        ends=ends,
        from_on=from_on,
        until_on=until_on,
    )
    _record("care.shift_added", actor, helper, at, shift=shift.pk)
    return shift


@transaction.atomic
def end_shift(*, actor: Actor, shift_id: int, at: datetime) -> None:
    """No further turns begin; the one that began yesterday is done to its end."""
    shift = Shift.objects.filter(pk=shift_id).select_related("helper__area").first()
    if shift is None:
        raise NothingHere
    require_keeper(actor, shift.helper.area.path)
    today = local_day(at)
    if shift.from_on > today:
        shift.delete()
    else:
        yesterday = today - timedelta(days=1)
        shift.until_on = max(shift.from_on, yesterday)
        shift.save(update_fields=["until_on"])
    _record("care.shift_ended", actor, shift.helper, at, shift=shift_id)


@transaction.atomic
def issue_bracelet(*, actor: Actor, person_id: int, at: datetime) -> Bracelet:
    """A new link for somebody's bracelet or card; the former one stops working."""
    person = get_person(actor=actor, person_id=person_id)
    require_keeper(actor, person.area_path)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    Bracelet.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at)
    made = Bracelet.objects.create(person=person, token=new_token(), issued_at=at)
    record("care.bracelet_issued", actor, person, at)
    return made


@transaction.atomic
def revoke_bracelet(*, actor: Actor, person_id: int, at: datetime) -> None:
    """It was lost: its link calls for nobody any more."""
    person = get_person(actor=actor, person_id=person_id)
    require_keeper(actor, person.area_path)
    if not Bracelet.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=at):
        raise NothingHere
    record("care.bracelet_revoked", actor, person, at)


def _record(kind: str, actor: Actor, helper: Helper, at: datetime, **facts: int) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=HELPER,
        subject_id=helper.pk,
        area_path=helper.area.path,
        data=facts,
    )
