"""Spot checks and appeals, as far as somebody may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.assessment.duties import INSPECTORS, is_own, may_judge, may_see_all
from xinqiao.assessment.errors import RoundNotFound
from xinqiao.assessment.models import Appeal, AppealState, Round, Sample, UnitScore
from xinqiao.assessment.selectors.rounds import PERSONAL
from xinqiao.grid.selectors.scope import paths_below
from xinqiao.workflow.selectors.items import visible_items


@dataclass(frozen=True, slots=True)
class Progress:
    """How many samples were drawn, and how many of them are done."""

    drawn: int
    done: int

    @property
    def left(self) -> int:
        return self.drawn - self.done


def visible_samples(*, actor: Actor) -> QuerySet[Sample]:
    """Samples in the areas that the actor inspects or keeps."""
    rows = Sample.objects.select_related("round__scheme")
    if actor.is_system:
        return rows
    paths = actor.area_paths(*INSPECTORS)
    # Of a person only from above: who sits in the same office is a colleague.
    colleagues = Q(area_path__in=paths, round__scheme__unit_level__in=PERSONAL)
    return rows.filter(paths_below(paths, field="area_path") & ~colleagues)


def samples_of(*, actor: Actor, round_id: int) -> QuerySet[Sample]:
    """The samples of a round, whichever of its versions is asked for."""
    rows = visible_samples(actor=actor)
    return rows.filter(Q(round_id=round_id) | Q(round__versions=round_id))


def get_sample(*, actor: Actor, sample_id: int) -> Sample:
    """One sample with what was found. Raises RoundNotFound."""
    rows = visible_samples(actor=actor).prefetch_related("findings__criterion")
    sample = rows.filter(pk=sample_id).first()
    if sample is None:
        raise RoundNotFound
    return sample


def find_sample(*, sample_id: int) -> Sample | None:
    """One sample, whoever asks: only for gates that decide by more than the area."""
    return Sample.objects.select_related("round__scheme").filter(pk=sample_id).first()


def progress_of(round_: Round) -> Progress:
    """One statement."""
    counts = Sample.objects.filter(round_id=round_.root_id).aggregate(
        drawn=Count("pk"), done=Count("pk", filter=Q(done_at__isnull=False))
    )
    return Progress(counts["drawn"], counts["done"])


def undone_of(score: UnitScore) -> int:
    """Samples of one unit that nobody has checked."""
    rows = Sample.objects.filter(round_id=score.round.root_id, unit_id=score.unit_id)
    return rows.filter(done_at__isnull=True).count()


def title_of(*, actor: Actor, item_id: int) -> str:
    """What an item is called now; empty where the actor may not see it."""
    found = visible_items(actor=actor).filter(pk=item_id).values_list("title", flat=True).first()
    return found or ""


def visible_appeals(*, actor: Actor, round_: Round) -> QuerySet[Appeal]:
    """Appeals against a round: all for its supervisors, one's own unit's for its staff."""
    rows = Appeal.objects.filter(round_id=round_.root_id).select_related("score__round__scheme")
    if may_see_all(actor, round_.area_path, personal=round_.scheme.is_personal):
        return rows
    scheme_level = round_.scheme.unit_level
    own = [
        score.pk
        for score in UnitScore.objects.filter(round_id=round_.root_id, appeals__isnull=False)
        if is_own(actor, scheme_level, score)
    ]
    return rows.filter(score_id__in=own)


def get_appeal(*, actor: Actor, appeal_id: int) -> Appeal:
    """One appeal. Raises RoundNotFound for others than the unit's staff and the supervisors."""
    rows = Appeal.objects.select_related("score__round__scheme", "correction")
    made = rows.filter(pk=appeal_id).first()
    if made is None:
        raise RoundNotFound
    scheme = made.score.round.scheme
    sees_all = may_see_all(actor, made.score.round.area_path, personal=scheme.is_personal)
    if not sees_all and not is_own(actor, scheme.unit_level, made.score):
        raise RoundNotFound
    return made


def may_decide(actor: Actor, made: Appeal) -> bool:
    """Whether this actor may decide now: a supervisor, but not who appealed."""
    return (
        made.state == AppealState.OPEN
        and may_judge(actor, made.score.round.area_path)
        and made.made_by_id != actor.user_id
    )
