"""Keep what the indicators count. A version is never changed: it ends, and another one begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import append
from xinqiao.indicators.declare import FlowFeed, feed_of, feeds
from xinqiao.indicators.duties import require_keeper
from xinqiao.indicators.errors import (
    BadDirection,
    BadIndicatorCode,
    DivisionByZero,
    EmptySide,
    EndsBeforeStart,
    NotAPart,
    NotARate,
    OtherDay,
    PeriodsOverlap,
    UnknownFlow,
    UnknownIndicator,
)
from xinqiao.indicators.measures import APART, Measure, is_part
from xinqiao.indicators.models import Better, Definition
from xinqiao.indicators.selectors.counting import known_measures
from xinqiao.kit.clean import clean_text

FROM_THE_BEGINNING: Final = date(2000, 1, 1)
_CODE: Final = re.compile(r"[a-z][a-z0-9_]{1,39}")


def seed_definitions() -> int:
    """Write the declared indicators that have never had a version; return how many.

    Part of setting a place up, like its tables: nobody acts, so nothing is logged. What staff have
    changed or ended is never touched.
    """
    known = set(Definition.objects.values_list("flow", "code"))
    rows = [
        Definition(
            flow=feed.flow,
            code=one.code,
            name=one.name,
            description=one.description,
            numerator=list(one.numerator),
            denominator=list(one.denominator),
            better=one.better,
            valid_from=FROM_THE_BEGINNING,
        )
        for feed in feeds()
        for one in feed.indicators
        if (feed.flow, one.code) not in known
    ]
    Definition.objects.bulk_create(rows)
    return len(rows)


@transaction.atomic
def save_definition(
    *,
    actor: Actor,
    flow: str,
    code: str,
    name: str,
    numerator: Sequence[str],
    denominator: Sequence[str],
    valid_from: date,
    at: datetime,
    valid_until: date | None = None,
    description: str = "",
    better: str = Better.HIGH,
) -> Definition:
    """Let a version hold from `valid_from` until before `valid_until` (None: without end).

    A version without end that began earlier ends where this one begins. Records
    `indicators.definition_saved`. Raises NotAllowed (403), UnknownFlow, UnknownMeasure, EmptySide,
    DivisionByZero, OtherDay, NotAPart, NotARate, EndsBeforeStart (422), PeriodsOverlap (409).
    """
    require_keeper(actor)
    if _CODE.fullmatch(code) is None:
        raise BadIndicatorCode(field="code")
    if better not in Better.values:
        raise BadDirection(field="better")
    check_sides(flow, numerator, denominator)
    if valid_until is not None and valid_until <= valid_from:
        raise EndsBeforeStart(field="valid_until")
    same = Definition.objects.filter(flow=flow, code=code)
    same.filter(valid_until__isnull=True, valid_from__lt=valid_from).update(valid_until=valid_from)
    try:
        with transaction.atomic():
            row = Definition.objects.create(
                flow=flow,
                code=code,
                name=clean_text(name, limit=40, field="name", required=True, multiline=False),
                description=clean_text(description, limit=300, field="description"),
                numerator=list(numerator),
                denominator=list(denominator),
                better=better,
                valid_from=valid_from,
                valid_until=valid_until,
            )
    except IntegrityError as error:
        raise _overlap(code, valid_from, valid_until) from error
    _record("indicators.definition_saved", row, actor=actor, at=at)
    return row


@transaction.atomic
def end_definition(*, actor: Actor, definition_id: int, last_day: date, at: datetime) -> Definition:
    """Let a version hold up to and including `last_day`. Records `indicators.definition_ended`.

    Raises NotAllowed (403), UnknownIndicator (404), EndsBeforeStart (422), PeriodsOverlap (409).
    """
    require_keeper(actor)
    row = Definition.objects.select_for_update().filter(pk=definition_id).first()
    if row is None:
        raise UnknownIndicator(indicator=str(definition_id), day=last_day.isoformat())
    until = last_day + timedelta(days=1)
    if until <= row.valid_from:
        raise EndsBeforeStart(field="last_day")
    row.valid_until = until
    try:
        with transaction.atomic():
            row.save(update_fields=["valid_until"])
    except IntegrityError as error:
        raise _overlap(row.code, row.valid_from, until) from error
    _record("indicators.definition_ended", row, actor=actor, at=at)
    return row


def check_sides(flow: str, numerator: Sequence[str], denominator: Sequence[str]) -> None:
    """Whether these measures make a rate from 0 to 1 in the flow. Raises what `save` raises."""
    feed = feed_of(flow)
    if feed is None:
        raise UnknownFlow(flow=flow[:40], field="flow")
    if not numerator or not denominator:
        raise EmptySide(field="denominator" if numerator else "numerator")
    above, below = known_measures(numerator), known_measures(denominator)
    for measure in (*above, *below):
        if measure.points:
            raise NotARate(measure=str(measure.words))
    _check_denominator(feed, below)
    for measure in above:
        if measure.moment is not below[0].moment:
            raise OtherDay(
                numerator=str(measure.words), denominator=str(below[0].words), field="numerator"
            )
        if not any(is_part(measure.code, whole.code) for whole in below):
            raise NotAPart(measure=str(measure.words), field="numerator")
    _check_once(numerator, above, field="numerator")
    _check_once(denominator, below, field="denominator")


def _check_denominator(feed: FlowFeed, below: Sequence[Measure]) -> None:
    for measure in below:
        if not feed.fills(measure.code):
            raise DivisionByZero(measure=str(measure.words), field="denominator")
        if measure.moment is not below[0].moment:
            raise OtherDay(
                numerator=str(measure.words), denominator=str(below[0].words), field="denominator"
            )


def _check_once(codes: Sequence[str], measures: Sequence[Measure], *, field: str) -> None:
    """No item may count twice: no measure beside one that holds it or shares items with it."""
    if len(codes) != len(measures):
        raise NotAPart(measure=str(measures[0].words), field=field)
    for one in measures:
        for other in measures:
            if one is not other and frozenset((one.code, other.code)) not in APART:
                raise NotAPart(measure=str(one.words), field=field)


def _overlap(code: str, first: date, until: date | None) -> PeriodsOverlap:
    period = f"{first} – {until - timedelta(days=1)}" if until else f"{first} –"
    return PeriodsOverlap(indicator=code, period=period, field="valid_from")


def _record(kind: str, row: Definition, *, actor: Actor, at: datetime) -> None:
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind="indicator",
        subject_id=row.pk,
        data={
            "flow": row.flow,
            "code": row.code,
            "numerator": row.numerator,
            "denominator": row.denominator,
            "better": row.better,
            "valid_from": row.valid_from.isoformat(),
            "valid_until": row.valid_until.isoformat() if row.valid_until else None,
        },
    )
