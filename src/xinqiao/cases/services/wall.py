"""Take a request off the public wall, and decide about objections (异议)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from xinqiao.accounts.access import AREA_STAFF, Actor, Role
from xinqiao.accounts.services.limits import take
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.models import Case, WallObjection, WallTerm
from xinqiao.cases.selectors.wall import case_of_key, wall_entry
from xinqiao.cases.services.common import REASON_LIMIT, clean_reason
from xinqiao.cases.wall_errors import BadDays, ObjectionDecided
from xinqiao.events.services.append import append
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.workflow.models import SUBJECT

WORDS_LIMIT: Final = 1000
A_DAY: Final = 5  # from one network address
LONGEST: Final = 3650
EDITORS: Final = (Role.SYSTEM_ADMIN, Role.COUNTY)


@transaction.atomic
def object_to_entry(
    *, actor: Actor, key: str, words: str, at: datetime, client: str = ""
) -> WallObjection:
    """Somebody sees themselves: hide the request at once. Records `cases.wall_objected`.

    key: of the entry on the wall. client: `client_key` of the network address; five a day.
    Raises CaseNotFound (404), TextMissing (422), TooMany (429).
    """
    wall_entry(key=key, at=at)
    words = clean_text(words, limit=WORDS_LIMIT, field="words", required=True)
    if client:
        take(key=f"wall:{client}", limit=A_DAY, period_seconds=86_400, at=at)
    case = _locked(pk=case_of_key(key))
    objection = WallObjection.objects.create(
        case=case, token=secrets.token_urlsafe(16), words=words, filed_at=at
    )
    _show(case, False)
    _record(case, "cases.wall_objected", actor, at, objection=objection.pk)
    return objection


@transaction.atomic
def take_off_wall(*, actor: Actor, token: str, at: datetime) -> Case:
    """The requester takes the consent back, by the follow link. Records `cases.wall_left`.

    A second call changes nothing. Raises CaseNotFound (404).
    """
    case = _locked(token=token)
    if WallObjection.objects.filter(case=case, by_requester=True).exists():
        return case
    WallObjection.objects.create(
        case=case,
        token=secrets.token_urlsafe(16),
        by_requester=True,
        filed_at=at,
        decided_at=at,
        stays_hidden=True,
    )
    _show(case, False)
    _record(case, "cases.wall_left", actor, at)
    return case


@transaction.atomic
def decide_objection(
    *, actor: Actor, objection_id: int, stays_hidden: bool, reason: str, at: datetime
) -> WallObjection:
    """Keep the request hidden for good, or show it again. Records `cases.wall_decided`.

    It is shown again only when nobody else objects and the requester has not taken it down.
    Raises CaseNotFound (404), NotAllowed (403), ObjectionDecided (409), TextMissing (422).
    """
    objection = WallObjection.objects.select_for_update().filter(pk=objection_id).first()
    if objection is None:
        raise CaseNotFound
    case = _locked(pk=objection.case_id)
    paths = actor.area_paths(*AREA_STAFF)
    if not any(case.item.area_path.startswith(path) for path in paths):
        raise NotAllowed
    if objection.decided_at is not None:
        raise ObjectionDecided
    objection.decision = clean_reason(reason)[:REASON_LIMIT]
    objection.decided_at, objection.decided_by_id = at, actor.user_id
    objection.stays_hidden = stays_hidden
    objection.save(update_fields=["decision", "decided_at", "decided_by", "stays_hidden"])
    against = WallObjection.objects.filter(case=case).exclude(stays_hidden=False)
    if not against.exists():
        _show(case, True)
    _record(
        case, "cases.wall_decided", actor, at, objection=objection.pk, stays_hidden=stays_hidden
    )
    return objection


@transaction.atomic
def save_wall_term(*, actor: Actor, days_shown: int, at: datetime) -> WallTerm:
    """Set how long closed requests stay on the wall. Records `cases.wall_term_saved`.

    Raises NotAllowed (403), BadDays (422).
    """
    if not actor.is_system and not actor.has_role(*EDITORS):
        raise NotAllowed
    if not 1 <= days_shown <= LONGEST:
        raise BadDays(limit=LONGEST, field="days_shown")
    WallTerm.objects.select_for_update().filter(valid_until__isnull=True).update(valid_until=at)
    term = WallTerm.objects.create(days_shown=days_shown, valid_from=at)
    append(
        kind="cases.wall_term_saved",
        actor=actor,
        at=at,
        subject_kind="wall_term",
        subject_id=term.pk,
        data={"days": days_shown},
    )
    return term


def _locked(**wanted: Any) -> Case:
    case = (
        Case.objects.select_for_update(of=("self",)).select_related("item").filter(**wanted).first()
    )
    if case is None:
        raise CaseNotFound
    return case


def _show(case: Case, is_public: bool) -> None:
    """One flag for every public door: the wall, Open311, sharing."""
    case.may_publish = is_public
    case.save(update_fields=["may_publish"])


def _record(case: Case, kind: str, actor: Actor, at: datetime, **data: Any) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=case.pk,
        area_path=case.item.area_path,
        data=data,
    )
