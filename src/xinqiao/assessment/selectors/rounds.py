"""Rounds and scores, as far as somebody may see them."""

from __future__ import annotations

from django.db.models import Count, Prefetch, Q, QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.assessment.duties import KEEPERS, may_judge, superior_paths
from xinqiao.assessment.errors import RoundNotFound
from xinqiao.assessment.models import PartScore, PeerGroup, Round, State, UnitLevel, UnitScore
from xinqiao.grid.selectors.scope import ancestors, below, paths_below

# What those assessed may see; before that a round belongs to the supervisors.
SHOWN = (State.ANNOUNCED, State.PUBLISHED, State.CORRECTED)
PERSONAL = (UnitLevel.POST, UnitLevel.PERSON)


def visible_rounds(*, actor: Actor) -> QuerySet[Round]:
    """All rounds of the areas somebody keeps; what is shown in the areas their posts lie in."""
    rows = Round.objects.select_related("scheme", "area")
    if actor.is_system:
        return rows
    kept = paths_below(actor.area_paths(*KEEPERS), field="area_path")
    inside = {path for post in actor.posts for path in (*ancestors(post.area_path), post.area_path)}
    shown = Q(state__in=SHOWN) & (Q(area_path__in=inside) | below(actor, field="area_path"))
    return rows.filter(kept | shown)


def get_round(*, actor: Actor, round_id: int) -> Round:
    """One round. Raises RoundNotFound for what the actor may not see, too."""
    round_ = visible_rounds(actor=actor).filter(pk=round_id).first()
    if round_ is None:
        raise RoundNotFound
    return round_


def find_round(*, round_id: int) -> Round:
    """One round for pages whose rows are scoped themselves. Raises RoundNotFound."""
    round_ = Round.objects.select_related("scheme", "area").filter(pk=round_id).first()
    if round_ is None:
        raise RoundNotFound
    return round_


def visible_scores(*, actor: Actor, round_: Round) -> QuerySet[UnitScore]:
    """The scores of a round: of units all, of persons one's own and those one answers for."""
    rows = UnitScore.objects.filter(round=round_).select_related("round__scheme", "group")
    if not round_.scheme.is_personal or may_judge(actor, round_.area_path):
        return rows
    own = Q(unit_id__in=_own_ids(actor, round_.scheme.unit_level))
    paths = superior_paths(actor)
    above = paths_below(paths, field="area_path") & ~Q(area_path__in=paths)
    return rows.filter(own | above)


def get_score(*, actor: Actor, round_id: int, score_id: int) -> UnitScore:
    """One score with its parts. Raises RoundNotFound for what the actor may not see, too."""
    round_ = get_round(actor=actor, round_id=round_id)
    rows = visible_scores(actor=actor, round_=round_).prefetch_related(with_parts())
    score = rows.filter(pk=score_id).first()
    if score is None:
        raise RoundNotFound
    return score


def own_scores(*, actor: Actor) -> QuerySet[UnitScore]:
    """What is shown of the actor, their posts, their unit and the very areas they work in."""
    if actor.is_anonymous:
        return UnitScore.objects.none()
    paths = {post.area_path for post in actor.posts}
    mine = Q(round__scheme__unit_level=UnitLevel.PERSON, unit_id=actor.user_id)
    mine |= Q(round__scheme__unit_level=UnitLevel.POST, unit_id__in=actor.post_ids)
    mine |= Q(round__scheme__unit_level=UnitLevel.ORGANISATION, unit_id__in=actor.organisation_ids)
    areas = (UnitLevel.STREET, UnitLevel.COMMUNITY, UnitLevel.GRID)
    mine |= Q(round__scheme__unit_level__in=areas, area_path__in=paths)
    return (
        UnitScore.objects.filter(mine, round__state__in=(State.ANNOUNCED, State.PUBLISHED))
        .select_related("round__scheme", "group")
        .prefetch_related(with_parts())
    )


def with_parts() -> Prefetch[str, QuerySet[PartScore], str]:
    """One more statement, whatever the page holds."""
    return Prefetch("parts", PartScore.objects.order_by("position"))


def groups_of(round_: Round, scores: QuerySet[UnitScore]) -> list[tuple[PeerGroup, int]]:
    """The peer groups in order with the number of units in each; two statements."""
    sizes = dict(scores.order_by().values_list("group_id").annotate(n=Count("pk")))
    return [(group, sizes.get(group.pk, 0)) for group in round_.scheme.groups.all()]


def peers_of(score: UnitScore) -> int:
    """How many have a rank in the group of a score."""
    peers = UnitScore.objects.filter(round_id=score.round_id, group_id=score.group_id)
    return peers.filter(rank__isnull=False).count()


def versions_of(round_: Round) -> QuerySet[Round]:
    """All versions of one period, the newest first."""
    root = round_.root_id
    return Round.objects.filter(Q(pk=root) | Q(origin_id=root)).order_by("-version")


def _own_ids(actor: Actor, level: str) -> tuple[int, ...]:
    if level == UnitLevel.POST:
        return actor.post_ids
    return () if actor.user_id is None else (actor.user_id,)
