"""Grant a device or fitting to somebody, hand it over, take it back (发放、安装、收回)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.care.errors import (
    GrantMovedOn,
    HasItAlready,
    NotClassified,
    NotEntitled,
    SignatureMissing,
)
from xinqiao.care.flow import FITTING
from xinqiao.care.models import (
    GRANT,
    Classification,
    Grant,
    GrantState,
    MovementKind,
    SignedBy,
    Ware,
)
from xinqiao.care.powers import require_keeper, require_worker
from xinqiao.care.selectors.classes import class_of
from xinqiao.care.selectors.grants import get_grant
from xinqiao.care.selectors.stock import get_store, get_ware
from xinqiao.care.services.common import next_number, record
from xinqiao.care.services.stock import move
from xinqiao.files.models import Purpose
from xinqiao.files.services.claim import claim
from xinqiao.grid.models import Post
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import require_aware
from xinqiao.registry.models import Person
from xinqiao.registry.selectors.scope import get_person
from xinqiao.workflow import snapshot
from xinqiao.workflow.dispatch import Party
from xinqiao.workflow.errors import TargetUnknown
from xinqiao.workflow.flow import Need
from xinqiao.workflow.machine import latest
from xinqiao.workflow.models import Item
from xinqiao.workflow.planning import plan_opening
from xinqiao.workflow.services.acting import perform_action
from xinqiao.workflow.services.opening import open_item

_LIVE: Final = (GrantState.PROMISED, GrantState.GIVEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """Who signed for it, as typed; drawn ones and photos are uploads."""

    by: str
    name: str
    tokens: tuple[str, ...] = ()


@transaction.atomic
def grant_ware(
    *,
    actor: Actor,
    person_id: int,
    ware_id: int,
    store_id: int,
    at: datetime,
    fitter_post_id: int | None = None,
) -> Grant:
    """Promise somebody a ware and take it out of the store; what must be fitted gets a clock.

    fitter_post_id: who fits it, the community's desk by default. Records `care.granted`, and
    `care.fitting_ordered` on the item. Raises PersonNotFound, NothingHere, NotYourElders,
    NotClassified, NotEntitled, HasItAlready, OutOfStock.
    """
    at = require_aware(at)
    person = get_person(actor=actor, person_id=person_id)
    require_keeper(actor, person.area_path)
    ware, store = get_ware(ware_id=ware_id, at=at), get_store(actor=actor, store_id=store_id)
    standing = _entitled(person, ware)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Grant.objects.filter(person=person, ware=ware, state__in=_LIVE).exists():
        raise HasItAlready(field="ware")
    item = _order(actor, person, ware, fitter_post_id, at) if ware.needs_fitting else None
    grant = Grant.objects.create(
        person=person,
        ware=ware,
        store=store,
        elder_class_id=standing.elder_class_id,
        item=item,
        granted_at=at,
        granted_by_id=actor.user_id,
    )
    move(
        actor=actor,
        store_id=store.pk,
        ware_id=ware.pk,
        kind=MovementKind.OUT,
        change=-1,
        grant=grant,
        at=at,
    )
    record("care.granted", actor, person, at, grant=grant.pk, ware=ware.pk)
    return grant


@transaction.atomic
def hand_over(
    *,
    actor: Actor,
    grant_id: int,
    signature: Signature,
    at: datetime,
    fitted_by: str = "",
    photo_tokens: Sequence[str] = (),
) -> Grant:
    """The elder has it, signed for it, and it is fitted where that is needed.

    fitted_by: who fitted it, the actor by default. Records `care.given`, and `care.fitted` on
    the item. Raises GrantMovedOn, SignatureMissing, NotYourElders.
    """
    grant = _locked(actor, grant_id)
    require_worker(actor, grant.person.area_path)
    if grant.state != GrantState.PROMISED:
        raise GrantMovedOn
    if signature.by not in SignedBy.values or not signature.name.strip():
        raise SignatureMissing(field="signed_name")
    grant.state, grant.given_at = GrantState.GIVEN, at
    grant.signed_by = signature.by
    grant.signed_name = clean_text(signature.name, limit=60, field="signed_name", multiline=False)
    who = clean_text(fitted_by, limit=100, field="fitted_by", multiline=False)
    if grant.ware.needs_fitting:
        grant.fitted_by = who or actor.label[:100]
        post = actor.post_in(grant.person.area_path)
        grant.fitted_post_id = post.post_id if post else None
    grant.save()
    _claim(actor, grant, (*photo_tokens, *signature.tokens), at)
    if grant.item_id is not None:
        perform_action(actor=actor, item_id=grant.item_id, action="fit", at=at)
    record("care.given", actor, grant.person, at, grant=grant.pk, ware=grant.ware_id)
    return grant


@transaction.atomic
def cancel_grant(*, actor: Actor, grant_id: int, reason: str, at: datetime) -> Grant:
    """It is not given after all; the piece goes back into the store. Raises GrantMovedOn."""
    grant = _end(actor, grant_id, GrantState.PROMISED, GrantState.CANCELLED, reason, at)
    if grant.item_id is not None:
        perform_action(
            actor=actor,
            item_id=grant.item_id,
            action="call_off",
            fields={Need.REASON: grant.end_reason},
            at=at,
        )
    _back(actor, grant, is_broken=False, at=at)
    record("care.grant_cancelled", actor, grant.person, at, grant=grant.pk)
    return grant


@transaction.atomic
def take_back(
    *, actor: Actor, grant_id: int, reason: str, at: datetime, is_broken: bool = False
) -> Grant:
    """It came back; a broken one is written off at once. Raises GrantMovedOn."""
    grant = _end(actor, grant_id, GrantState.GIVEN, GrantState.RETURNED, reason, at)
    _back(actor, grant, is_broken=is_broken, at=at)
    record("care.taken_back", actor, grant.person, at, grant=grant.pk, broken=is_broken)
    return grant


def _entitled(person: Person, ware: Ware) -> Classification:
    standing = class_of(person_id=person.pk)
    if standing is None:
        raise NotClassified
    allowed = set(ware.classes.values_list("pk", flat=True))
    if allowed and standing.elder_class_id not in allowed:
        raise NotEntitled(field="ware")
    return standing


def _order(
    actor: Actor, person: Person, ware: Ware, fitter_post_id: int | None, at: datetime
) -> Item:
    """The item of the fitting. Its title names the ware and nobody."""
    plan = plan_opening(
        flow=latest(FITTING),
        category_code="",
        area_path=person.area_path,
        at=at,
        snapshot=snapshot.current(),
    )
    if fitter_post_id is not None:
        posts = Post.objects.filter(pk=fitter_post_id, closed_at__isnull=True)
        post = posts.select_related("area").first()
        if post is None or not person.area_path.startswith(post.area.path):
            raise TargetUnknown(field="fitter")
        why = ({"code": "chosen", "post": post.pk},)
        plan = replace(plan, owner=Party(post_id=post.pk), level=post.area.level, why=why)
    return open_item(
        actor=actor,
        flow=FITTING,
        number=next_number(),
        title=ware.name,
        words=ware.name,
        category_code="",
        area_id=person.area_id,
        area_path=person.area_path,
        plan=plan,
        event="care.fitting_ordered",
        data={"ware": ware.pk},
        at=at,
    )


def _locked(actor: Actor, grant_id: int) -> Grant:
    grant = get_grant(actor=actor, grant_id=grant_id)
    rows = Grant.objects.select_for_update(of=("self",)).select_related("person", "ware", "store")
    return rows.get(pk=grant.pk)


def _end(actor: Actor, grant_id: int, source: str, target: str, reason: str, at: datetime) -> Grant:
    grant = _locked(actor, grant_id)
    require_keeper(actor, grant.person.area_path)
    if grant.state != source:
        raise GrantMovedOn
    why = clean_text(reason, limit=200, field="reason", required=True, multiline=False)
    grant.state, grant.ended_at, grant.end_reason = target, at, why
    grant.save(update_fields=["state", "ended_at", "end_reason"])
    return grant


def _back(actor: Actor, grant: Grant, *, is_broken: bool, at: datetime) -> None:
    kinds = [(MovementKind.RETURN, 1)] + ([(MovementKind.BROKEN, -1)] if is_broken else [])
    for kind, change in kinds:
        move(
            actor=actor,
            store_id=grant.store_id,
            ware_id=grant.ware_id,
            kind=kind,
            change=change,
            grant=grant,
            at=at,
        )


def _claim(actor: Actor, grant: Grant, tokens: Sequence[str], at: datetime) -> None:
    if tokens:
        claim(
            tokens=tuple(dict.fromkeys(tokens)),
            subject_kind=GRANT,
            subject_id=grant.pk,
            purpose=Purpose.PROOF,
            actor=actor,
            at=at,
        )
