"""Correct what is frozen, by a new version beside the old one; and publish."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.assessment.errors import (
    AppealsOpen,
    BadPoints,
    ItemNotCounted,
    ObjectionsRun,
    RoundNotFound,
)
from xinqiao.assessment.models import (
    Appeal,
    AppealState,
    Correction,
    CountedItem,
    PartScore,
    Round,
    State,
    UnitScore,
)
from xinqiao.assessment.scoring import Count
from xinqiao.assessment.selectors.best import best_of
from xinqiao.assessment.selectors.counting import Marks
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.units import Unit
from xinqiao.assessment.services.rounds import keep, locked, record
from xinqiao.assessment.services.writing import NOTHING, Tallied, write_scores
from xinqiao.kit.clean import clean_text
from xinqiao.kit.time import format_time, require_aware


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Either an item that is left out, or the points of the part at `position`."""

    reason: str
    item_id: int | None = None
    position: int | None = None
    points: Decimal | None = None


@transaction.atomic
def publish_round(*, actor: Actor, round_id: int, at: datetime) -> Round:
    """Publish; accepted appeals make a new version first. Records `assessment.published`.

    Raises ObjectionsRun, AppealsOpen, WrongStep (409), NotAllowed.
    """
    round_ = locked(actor, round_id, State.ANNOUNCED, judge=True)
    if round_.objections_until is not None and at < round_.objections_until:
        raise ObjectionsRun(until=format_time(round_.objections_until))
    waiting = Appeal.objects.filter(round=round_, state=AppealState.OPEN).count()
    if waiting:
        raise AppealsOpen(count=waiting)
    if round_.corrections.exists():
        round_ = _next_version(round_, actor=actor, at=at)
    round_.state, round_.published_at = State.PUBLISHED, require_aware(at)
    round_.save(update_fields=["state", "published_at"])
    record(
        "assessment.published",
        round_,
        actor=actor,
        at=at,
        digest=round_.digest,
        name=round_.scheme.name,
        best=best_of(round_),
    )
    return round_


@transaction.atomic
def correct_round(
    *, actor: Actor, round_id: int, unit_id: int, change: Change, at: datetime
) -> Round:
    """Correct what is published: a new version takes its place, the old one stays readable.

    Records `assessment.corrected` and `assessment.published`.
    """
    round_ = locked(actor, round_id, State.PUBLISHED, judge=True)
    score = UnitScore.objects.filter(round=round_, unit_id=unit_id).first()
    if score is None:
        raise RoundNotFound
    note_correction(actor=actor, score=score, change=change, at=at)
    newer = _next_version(round_, actor=actor, at=at)
    newer.state, newer.published_at = State.PUBLISHED, require_aware(at)
    newer.save(update_fields=["state", "published_at"])
    record("assessment.published", newer, actor=actor, at=at, digest=newer.digest)
    return newer


def note_correction(
    *, actor: Actor, score: UnitScore, change: Change, at: datetime, appeal: Appeal | None = None
) -> Correction:
    """Keep a correction for the next version. Raises ItemNotCounted, BadPoints."""
    if change.item_id is not None:
        counted = CountedItem.objects.filter(score=score, item_id=change.item_id, is_left_out=False)
        if not counted.exists():
            raise ItemNotCounted(number=change.item_id, field="number")
    else:
        _check_points(score, change)
    return Correction.objects.create(
        round_id=score.round_id,
        appeal=appeal,
        unit_id=score.unit_id,
        unit_name=score.name,
        item_id=change.item_id,
        position=change.position,
        points=change.points,
        reason=clean_text(change.reason, limit=1000, field="reason", required=True),
        made_by_label=actor.label[:160],
        made_at=require_aware(at),
    )


def _check_points(score: UnitScore, change: Change) -> None:
    lines = {line.position: line for line in lines_of(score.round.scheme)}
    line = lines.get(-1 if change.position is None else change.position)
    if line is None:
        raise BadPoints(name="—", most=0, field="position")
    if change.points is None or not 0 <= change.points <= line.weight:
        raise BadPoints(name=line.name, most=f"{line.weight.normalize():f}", field="points")


def _next_version(old: Round, *, actor: Actor, at: datetime) -> Round:
    """Copy a round with its corrections taken up. Records `assessment.corrected` on the old one."""
    new = Round.objects.create(
        scheme=old.scheme,
        area_id=old.area_id,
        area_path=old.area_path,
        first=old.first,
        last=old.last,
        version=old.version + 1,
        replaces=old,
        origin_id=old.root_id,
        state=State.ANNOUNCED,
        seed=old.seed,
        computed_at=old.computed_at,
        drawn_at=old.drawn_at,
        announced_at=old.announced_at,
        objections_until=old.objections_until,
    )
    write_scores(new, lines_of(old.scheme), _corrected(old))
    keep(new, at=at)
    old.state = State.CORRECTED
    old.save(update_fields=["state"])
    record("assessment.corrected", old, actor=actor, at=at, by=new.pk)
    return new


def _corrected(old: Round) -> list[Tallied]:
    """The units of a frozen round as they count with its corrections."""
    changes = list(old.corrections.order_by("id"))
    items = _items(old, {(one.unit_id, one.item_id) for one in changes})
    on_site, points = _parts(old)
    for change in changes:
        if change.position is not None and change.points is not None:
            points.setdefault(change.unit_id, {})[change.position] = change.points
    return [
        Tallied(
            Unit(score.unit_id, score.name, score.area_path),
            score.group_id,
            items.get(score.unit_id, {}),
            on_site.get(score.unit_id, NOTHING),
            points.get(score.unit_id, {}),
        )
        for score in UnitScore.objects.filter(round=old).order_by("id")
    ]


def _items(old: Round, left_out: set[tuple[int, int | None]]) -> dict[int, dict[int, Marks]]:
    found: dict[int, dict[int, Marks]] = {}
    units = dict(UnitScore.objects.filter(round=old).values_list("pk", "unit_id"))
    columns = ("score_id", "item_id", "number", "counted", "met", "is_done", "is_left_out")
    rows = CountedItem.objects.filter(round=old).values_list(*columns)
    for score_id, item, number, counted, met, done, was_out in rows.iterator(chunk_size=5000):
        unit = units[score_id]
        is_out = was_out or (unit, item) in left_out
        found.setdefault(unit, {})[item] = Marks(counted, met, done, number, is_out)
    return found


def _parts(old: Round) -> tuple[dict[int, Count], dict[int, dict[int, Decimal]]]:
    """Unit id -> the spot checks' points, and -> points set by earlier corrections."""
    lines = lines_of(old.scheme)
    on_site: dict[int, Count] = {}
    points: dict[int, dict[int, Decimal]] = {}
    for part in PartScore.objects.filter(round=old).select_related("score"):
        unit = part.score.unit_id
        if lines[part.position].is_on_site:
            on_site[unit] = Count(part.numerator, part.denominator)
        if part.is_corrected and part.points is not None:
            points.setdefault(unit, {})[part.position] = part.points
    return on_site, points
