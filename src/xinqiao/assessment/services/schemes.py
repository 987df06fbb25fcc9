"""Keep assessment schemes. What has been played stays; its successor begins on a later day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from xinqiao.accounts.access import Actor
from xinqiao.assessment.drafts import SchemeDraft
from xinqiao.assessment.duties import require_keeper
from xinqiao.assessment.errors import BadValidity, SchemeNotFound, SchemeOverlap, SchemePlayed
from xinqiao.assessment.models import (
    SCHEME,
    Criterion,
    GroupMember,
    PeerGroup,
    Scheme,
    SchemePart,
)
from xinqiao.assessment.services.checking import check_draft
from xinqiao.events.services.append import append
from xinqiao.grid.errors import AreaNotFound
from xinqiao.grid.models import Area
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import local_day, require_aware


@transaction.atomic
def save_scheme(
    *, actor: Actor, draft: SchemeDraft, at: datetime, replaces: int | None = None
) -> Scheme:
    """Save a new scheme, or the successor of the one with the id `replaces`.

    A former version that no round has used is changed in place; otherwise it ends the day before
    the new one begins. Records `assessment.scheme_saved`. Raises NotAllowed, SchemePlayed,
    SchemeOverlap (409) and what `check_draft` refuses (422).
    """
    at = require_aware(at)
    area = _area(draft.area_id)
    if area is None and not actor.is_system:
        raise NotAllowed
    require_keeper(actor, area.path if area else None)
    path = area.path if area else None
    names = check_draft(draft, area_path=path, today=local_day(at))
    former = get_locked(actor, replaces) if replaces is not None else None
    try:
        with transaction.atomic():
            scheme = _row(draft, area, former)
    except IntegrityError as error:
        raise SchemeOverlap(name=draft.name, field="valid_from") from error
    _fill(scheme, draft, names)
    _record("assessment.scheme_saved", scheme, actor=actor, at=at)
    return scheme


@transaction.atomic
def end_scheme(*, actor: Actor, scheme_id: int, last_day: date, at: datetime) -> Scheme:
    """Let a scheme hold for the last time on `last_day`. Records `assessment.scheme_ended`."""
    scheme = get_locked(actor, scheme_id)
    until = date.fromordinal(last_day.toordinal() + 1)
    played = scheme.rounds.aggregate(last=Max("last"))["last"]
    if until <= scheme.valid_from:
        raise BadValidity(field="last_day")
    if played is not None and last_day < played:
        raise SchemePlayed(day=played, field="last_day")
    scheme.valid_until = until
    scheme.save(update_fields=["valid_until"])
    _record("assessment.scheme_ended", scheme, actor=actor, at=require_aware(at))
    return scheme


def get_locked(actor: Actor, scheme_id: int) -> Scheme:
    """A scheme that this actor keeps, locked. Raises SchemeNotFound."""
    rows = Scheme.objects.select_for_update(of=("self",)).select_related("area")
    scheme = rows.filter(pk=scheme_id).first()
    if scheme is None:
        raise SchemeNotFound
    if scheme.area is None and not actor.is_system:
        raise NotAllowed
    require_keeper(actor, scheme.area.path if scheme.area else None)
    return scheme


def _row(draft: SchemeDraft, area: Area | None, former: Scheme | None) -> Scheme:
    values: dict[str, Any] = {
        "name": clean_text(draft.name, limit=80, field="name", multiline=False),
        "source": clean_text(draft.source, limit=200, field="source", multiline=False),
        "area": area,
        "flow": draft.flow,
        "unit_level": draft.unit_level,
        "period": draft.period,
        "on_site_weight": draft.on_site_weight,
        "on_site_empty": draft.on_site_empty,
        "samples_per_unit": draft.samples_per_unit,
        "objection_days": draft.objection_days,
        "valid_from": draft.valid_from,
        "valid_until": draft.valid_until,
    }
    if former is not None:
        played = former.rounds.aggregate(last=Max("last"))["last"]
        if played is None:
            return _changed(former, values)
        if draft.valid_from <= played:
            raise SchemePlayed(day=played, field="valid_from")
        former.valid_until = draft.valid_from
        former.save(update_fields=["valid_until"])
    same = Scheme.objects.filter(area=area, name=values["name"])
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    return Scheme.objects.create(version=version, **values)


def _changed(former: Scheme, values: dict[str, Any]) -> Scheme:
    for name, value in values.items():
        setattr(former, name, value)
    former.save(update_fields=list(values))
    for rows in (former.members, former.groups, former.criteria, former.parts):
        rows.all().delete()
    return former


def _fill(scheme: Scheme, draft: SchemeDraft, names: list[str]) -> None:
    SchemePart.objects.bulk_create(
        SchemePart(
            scheme=scheme,
            position=position,
            indicator_code=part.indicator_code,
            name=name[:80],
            weight=part.weight,
            is_inverted=part.is_inverted,
            empty=part.empty,
        )
        for position, (part, name) in enumerate(zip(draft.parts, names, strict=True))
    )
    Criterion.objects.bulk_create(
        Criterion(
            scheme=scheme,
            position=position,
            name=clean_text(one.name, limit=120, field="criteria", multiline=False),
            points=one.points,
            is_pass_fail=one.is_pass_fail,
        )
        for position, one in enumerate(draft.criteria)
    )
    groups = PeerGroup.objects.bulk_create(
        PeerGroup(
            scheme=scheme, position=position, name=group.name.strip(), rules=" ".join(group.rules)
        )
        for position, group in enumerate(draft.groups)
    )
    GroupMember.objects.bulk_create(
        GroupMember(scheme=scheme, group=row, unit_id=unit_id)
        for row, group in zip(groups, draft.groups, strict=True)
        for unit_id in dict.fromkeys(group.members)
    )


def _area(area_id: int | None) -> Area | None:
    if area_id is None:
        return None
    area = Area.objects.filter(pk=area_id).first()
    if area is None:
        raise AreaNotFound(code=str(area_id))
    return area


def _record(kind: str, scheme: Scheme, *, actor: Actor, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=SCHEME,
        subject_id=scheme.pk,
        area_path=scheme.area.path if scheme.area else "",
        data={
            "version": scheme.version,
            "valid_from": scheme.valid_from.isoformat(),
            "valid_until": scheme.valid_until.isoformat() if scheme.valid_until else None,
            "weights": {part.indicator_code: str(part.weight) for part in scheme.parts.all()},
            "on_site_weight": str(scheme.on_site_weight),
        },
    )
