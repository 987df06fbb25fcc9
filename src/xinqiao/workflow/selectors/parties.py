"""How somebody stands to an item, and what they may therefore do."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject

from xinqiao.accounts.access import ADMINISTRATORS, DISPATCHERS, Actor, Role
from xinqiao.workflow.flow import Action, Relation
from xinqiao.workflow.machine import flow_of
from xinqiao.workflow.models import Assignment, Item, Part

NOTHING: frozenset[Relation] = frozenset()
_OVERSEERS = frozenset({Role.STREET, Role.COUNTY})


@dataclass(frozen=True, slots=True)
class PartFacts:
    """Who takes part in an item now, and as what."""

    part: str
    post_id: int | None
    organisation_id: int | None


def with_parts(items: QuerySet[Item]) -> QuerySet[Item]:
    """Read who takes part in the same statement, so that a page of rows asks nothing more."""
    current = Assignment.objects.filter(item_id=OuterRef("pk"), until__isnull=True).order_by("id")
    facts = JSONObject(part="part", post_id="post_id", organisation_id="organisation_id")
    return items.annotate(current_parts=ArraySubquery(current.values(facts=facts)))


def parts_of(item: Item) -> list[PartFacts]:
    """Who takes part now, oldest first; one statement unless read by `with_parts`."""
    rows = getattr(item, "current_parts", None)
    if rows is None:
        rows = list(
            item.assignments.filter(until__isnull=True)
            .order_by("id")
            .values("part", "post_id", "organisation_id")
        )
    return [PartFacts(**row) for row in rows]


def is_owner(*, actor: Actor, item: Item) -> bool:
    """Whether the actor holds the owning post or belongs to the owning organisation."""
    return (item.owner_post_id is not None and item.owner_post_id in actor.post_ids) or (
        item.owner_organisation_id is not None
        and item.owner_organisation_id in actor.organisation_ids
    )


def parties_of(
    *, actor: Actor, item: Item, relations: Iterable[Relation] = NOTHING
) -> frozenset[str]:
    """The relations and roles in which the actor stands to the item.

    relations: those the caller has proved, such as REQUESTER by the follow link. The product
    itself stands in every relation.
    """
    found: set[str] = set(relations)
    if actor.is_system:
        return frozenset({*found, *Relation, *Role.values})
    if actor.user_id is not None and item.requester_id == actor.user_id:
        found.add(Relation.REQUESTER)
    if is_owner(actor=actor, item=item):
        found.add(Relation.OWNER)
        if item.owner_organisation_id is not None:
            found |= {Relation.LEAD_UNIT, Role.DEPARTMENT.value}
    found |= _duties(actor, item)
    if actor.is_staff:
        found |= _parts(actor, item)
    return frozenset(found)


def _duties(actor: Actor, item: Item) -> set[str]:
    found: set[str] = set()
    for post in actor.posts:
        if post.role in ADMINISTRATORS or post.role == Role.DEPARTMENT:
            continue
        if item.area_path.startswith(post.area_path):
            found.add(post.role.value)
            if post.role in DISPATCHERS:
                found.add(Relation.DISPATCHER)
            if post.role in _OVERSEERS:
                found.add(Relation.SUPERVISOR)
    return found


def _parts(actor: Actor, item: Item) -> set[str]:
    found: set[str] = set()
    for part in parts_of(item):
        mine = part.post_id in actor.post_ids or part.organisation_id in actor.organisation_ids
        if mine and part.part == Part.CO:
            found |= {Relation.CO_UNIT, Role.DEPARTMENT.value}
        if mine and part.part == Part.SUPERVISE:
            found.add(Relation.SUPERVISOR)
    return found


def allowed_actions(
    *, actor: Actor, item: Item, relations: Iterable[Relation] = NOTHING
) -> tuple[Action, ...]:
    """What the actor may do with the item in its present state, in the flow's order."""
    parties = parties_of(actor=actor, item=item, relations=relations)
    flow = flow_of(item.flow, item.flow_version)
    return tuple(a for a in flow.actions_from(item.state) if parties.intersection(a.by))
