"""Join a request instead of repeating it (我也遇到): one person counts once."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import SignInToHelp
from xinqiao.cases.merge_errors import JoinGone, JoinOwn
from xinqiao.cases.models import Case, Follower, Source
from xinqiao.cases.selectors.near import read_ref
from xinqiao.cases.selectors.one import is_visible
from xinqiao.cases.selectors.sharing import FOLLOWER_PHONE, followers_of
from xinqiao.cases.services.common import relations_of
from xinqiao.events.services.append import append
from xinqiao.kit import crypto
from xinqiao.kit.clean import clean_phone
from xinqiao.workflow.flow import Relation
from xinqiao.workflow.models import SUBJECT, Item


@dataclass(frozen=True, slots=True)
class Joined:
    """Somebody follows a request. `token`: of their own page. `count`: of all who joined."""

    token: str
    count: int
    is_new: bool


@transaction.atomic
def join_case(
    *,
    actor: Actor,
    ref: str,
    at: datetime,
    source: Source = Source.WEB,
    phone: str = "",
    key: str = "",
    on_behalf: bool = False,
) -> Joined:
    """Let somebody follow the request that an offer showed them. Records `cases.joined`.

    ref: of `near_requests`. phone: proves nothing, but is told the news. key: of the form, by
    which somebody unknown counts once. A second click gives the same link. Raises JoinGone,
    JoinOwn (409), BadPhone (422), SignInToHelp (403).
    """
    if on_behalf and not actor.is_staff:
        raise SignInToHelp
    number = clean_phone(phone) if phone.strip() else ""
    case = _locked(actor, read_ref(ref))
    who = _who(actor, number, key, on_behalf=on_behalf)
    if not on_behalf and _is_own(actor, case):
        raise JoinOwn
    known = _known(case, who)
    if known is not None:
        return Joined(known.token, followers_of(case.pk).count(), is_new=False)
    follower = _add(actor, case, who, number, source=source, on_behalf=on_behalf, at=at)
    count = followers_of(case.pk).count()
    append(
        kind="cases.joined",
        actor=actor,
        at=at,
        subject_kind=SUBJECT,
        subject_id=case.pk,
        area_path=case.item.area_path,
        data={"count": count, "source": source.value},
        on_behalf=on_behalf,
    )
    return Joined(follower.token, count, is_new=True)


@dataclass(frozen=True, slots=True)
class _Who:
    """By what a person counts once; the first that is known."""

    user_id: int | None
    phone_index: bytes | None
    phone_indexes: tuple[bytes, ...]  # under all keys, while they turn
    key: str | None


def _locked(actor: Actor, case_id: int | None) -> Case:
    """The request, its item locked so that two who join at once count one after the other."""
    if case_id is None:
        raise JoinGone
    item = Item.objects.select_for_update(of=("self",)).filter(pk=case_id, is_open=True).first()
    case = Case.objects.select_related("category").filter(pk=case_id).first() if item else None
    if item is None or case is None:
        raise JoinGone
    if not case.category.is_public and not is_visible(actor=actor, case=case):
        raise JoinGone
    case.item = item
    return case


def _who(actor: Actor, number: str, key: str, *, on_behalf: bool) -> _Who:
    hashed = hashlib.sha256(f"join:{key}".encode()).hexdigest() if key else None
    return _Who(
        user_id=None if on_behalf else actor.user_id,
        phone_index=crypto.blind_index(number, context=crypto.PHONE) if number else None,
        phone_indexes=tuple(crypto.blind_indexes(number, context=crypto.PHONE)) if number else (),
        key=hashed,
    )


def _is_own(actor: Actor, case: Case) -> bool:
    mine = actor.user_id is not None and case.item.requester_id == actor.user_id
    return mine or Relation.REQUESTER in relations_of(actor, case)


def _known(case: Case, who: _Who) -> Follower | None:
    same = Q()
    if who.user_id is not None:
        same |= Q(user_id=who.user_id)
    if who.phone_indexes:
        same |= Q(phone_index__in=who.phone_indexes)
    if who.key is not None:
        same |= Q(key=who.key)
    return followers_of(case.pk).filter(same).order_by("pk").first() if same else None


def _add(
    actor: Actor,
    case: Case,
    who: _Who,
    number: str,
    *,
    source: Source,
    on_behalf: bool,
    at: datetime,
) -> Follower:
    post = actor.post_in(case.item.area_path) or next(iter(actor.posts), None)
    return Follower.objects.create(
        case=case,
        user_id=who.user_id,
        phone_sealed=crypto.seal(number, context=FOLLOWER_PHONE) if number else None,
        phone_index=who.phone_index,
        key=who.key,
        token=secrets.token_urlsafe(16),
        source=source,
        recorded_by_id=actor.user_id if on_behalf else None,
        recorded_post_id=post.post_id if on_behalf and post else None,
        joined_at=at,
    )
