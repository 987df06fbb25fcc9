"""The life of a round: open, compute, freeze, announce."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from xinqiao.accounts.access import SYSTEM, Actor
from xinqiao.assessment.duties import may_judge, require_keeper
from xinqiao.assessment.errors import (
    EmptyGroup,
    OutsideValidity,
    PeriodRuns,
    RoundExists,
    RoundNotFound,
    SchemeNotFound,
    WrongStep,
)
from xinqiao.assessment.models import (
    ROUND,
    CountedItem,
    PartScore,
    Round,
    Scheme,
    State,
    UnitScore,
)
from xinqiao.assessment.periods import PeriodKind, around
from xinqiao.assessment.selectors.counting import on_site_counts, tally
from xinqiao.assessment.selectors.digest import digest_of
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.units import Unit, assign, group_drafts, units_of
from xinqiao.assessment.services.writing import NOTHING, Tallied, write_scores
from xinqiao.events.services.append import append
from xinqiao.grid.selectors.areas import visible_areas
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import local_day, require_aware


@transaction.atomic
def open_round(*, actor: Actor, scheme_id: int, area_id: int, day: date, at: datetime) -> Round:
    """Prepare the assessment of the period that holds `day`. Records `assessment.opened`.

    Raises OutsideValidity, RoundExists, EmptyGroup, SchemeNotFound.
    """
    scheme = Scheme.objects.filter(pk=scheme_id).first()
    area = visible_areas(SYSTEM).filter(pk=area_id).first()
    if scheme is None or area is None or scheme.area_id not in (None, area_id):
        raise SchemeNotFound
    require_keeper(actor, area.path)
    first, last = around(PeriodKind(scheme.period), day)
    ends = scheme.valid_until
    if first < scheme.valid_from or (ends is not None and last >= ends):
        raise OutsideValidity(field="day")
    round_ = Round(scheme=scheme, area=area, area_path=area.path, first=first, last=last)
    _require_peers(round_)
    try:
        with transaction.atomic():
            round_.save(force_insert=True)
    except IntegrityError as error:
        raise RoundExists(field="day") from error
    record("assessment.opened", round_, actor=actor, at=at)
    return round_


@transaction.atomic
def compute_round(*, actor: Actor, round_id: int, at: datetime) -> Round:
    """Count and score as things are now; may be done again until it is frozen.

    Records `assessment.computed`. Raises WrongStep.
    """
    round_ = locked(actor, round_id, State.DRAFT, State.COMPUTED)
    _compute(round_, at)
    record("assessment.computed", round_, actor=actor, at=at)
    return round_


@transaction.atomic
def freeze_round(*, actor: Actor, round_id: int, at: datetime) -> Round:
    """Count a last time and keep it: numerators, denominators, scores and every item counted.

    Records `assessment.frozen` with the digest. Raises WrongStep, PeriodRuns.
    """
    round_ = locked(actor, round_id, State.COMPUTED)
    require_over(round_, at)
    _compute(round_, at)
    keep(round_, at=at)
    round_.state = State.FROZEN
    round_.save(update_fields=["state"])
    record("assessment.frozen", round_, actor=actor, at=at, digest=round_.digest)
    return round_


@transaction.atomic
def announce_round(*, actor: Actor, round_id: int, at: datetime) -> Round:
    """Show the scores to those assessed, who may appeal (公示). Records `assessment.announced`."""
    round_ = locked(actor, round_id, State.FROZEN)
    round_.state = State.ANNOUNCED
    round_.announced_at = require_aware(at)
    round_.objections_until = at + timedelta(days=round_.scheme.objection_days)
    round_.save(update_fields=["state", "announced_at", "objections_until"])
    until = round_.objections_until.isoformat()
    record("assessment.announced", round_, actor=actor, at=at, until=until)
    return round_


def keep(round_: Round, *, at: datetime) -> None:
    """Freeze the rows of a round; from now on the database refuses to change them."""
    round_.frozen_at = require_aware(at)
    round_.digest = digest_of(round_)
    round_.save(update_fields=["frozen_at", "digest"])


def locked(actor: Actor, round_id: int, *states: State, judge: bool = False) -> Round:
    """A round that this actor runs, in one of `states`, locked.

    judge: only the county's supervisors. Raises RoundNotFound, NotAllowed, WrongStep.
    """
    rows = Round.objects.select_for_update(of=("self",)).select_related("scheme")
    round_ = rows.filter(pk=round_id).first()
    if round_ is None:
        raise RoundNotFound
    if judge and not may_judge(actor, round_.area_path):
        raise NotAllowed
    require_keeper(actor, round_.area_path)
    if round_.state not in states:
        raise WrongStep
    return round_


def require_over(round_: Round, at: datetime) -> None:
    """Raises PeriodRuns."""
    if local_day(at) <= round_.last:
        raise PeriodRuns(day=round_.last)


def record(kind: str, round_: Round, *, actor: Actor, at: datetime, **data: object) -> None:
    """One event about a round; data: ids and facts."""
    told = {"scheme": round_.scheme_id, "first": round_.first.isoformat(), **data}
    append(
        kind=kind,
        actor=actor,
        at=at,
        subject_kind=ROUND,
        subject_id=round_.pk,
        area_path=round_.area_path,
        data={**told, "version": round_.version},
    )


def _compute(round_: Round, at: datetime) -> None:
    round_.computed_at, round_.state = require_aware(at), State.COMPUTED
    round_.save(update_fields=["computed_at", "state"])
    for rows in (CountedItem, PartScore, UnitScore):
        rows.objects.filter(round=round_).delete()
    lines, peers = lines_of(round_.scheme), _peers(round_)
    units = [unit for members in peers.values() for unit in members.values()]
    counted, on_site = tally(round_, lines, units, at=at), on_site_counts(round_)
    write_scores(
        round_,
        lines,
        [
            Tallied(unit, group_id, counted[unit.id], on_site.get(unit.id, NOTHING))
            for group_id, members in peers.items()
            for unit in members.values()
        ],
    )


def _peers(round_: Round) -> dict[int, dict[int, Unit]]:
    """Peer group id -> its units in this period."""
    scheme = round_.scheme
    units = units_of(
        level=scheme.unit_level, area_path=round_.area_path, first=round_.first, last=round_.last
    )
    groups = list(scheme.groups.all())
    members = assign(scheme.unit_level, group_drafts(scheme), units)
    return {group.pk: found for group, found in zip(groups, members, strict=True)}


def _require_peers(round_: Round) -> None:
    names = dict(round_.scheme.groups.values_list("pk", "name"))
    for group_id, members in _peers(round_).items():
        if not members:
            raise EmptyGroup(group=names[group_id], field="groups")
