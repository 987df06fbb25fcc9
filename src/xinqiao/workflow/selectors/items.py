"""Who may see which items: the gate that every list, count, map and export goes through."""

from django.db.models import Prefetch, Q, QuerySet

from xinqiao.accounts.access import AREA_STAFF, GRID_ROLES, Actor, Role
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.models import Assignment, Item

_BY_AREA = (*GRID_ROLES, *AREA_STAFF, Role.HOTLINE)


def visible_items(*, actor: Actor) -> QuerySet[Item]:
    """Everything the actor may see: by area, by part of their unit or post, or their own."""
    if actor.is_system:
        return Item.objects.all()
    seen = _by_posts(actor)
    if actor.user_id is not None:
        seen |= Q(requester_id=actor.user_id)
    return Item.objects.filter(seen) if seen else Item.objects.none()


def desk_items(*, actor: Actor) -> QuerySet[Item]:
    """What the actor sees because of their posts: the scope of work lists, maps and counts."""
    if actor.is_system:
        return Item.objects.all()
    seen = _by_posts(actor)
    return Item.objects.filter(seen) if seen else Item.objects.none()


def get_item(*, actor: Actor, item_id: int) -> Item:
    """One item the actor may see, with area and owner. Raises ItemNotFound for strangers."""
    found = with_owner(visible_items(actor=actor)).filter(pk=item_id).first()
    if found is None:
        raise ItemNotFound
    return found


def with_owner(items: QuerySet[Item]) -> QuerySet[Item]:
    """Join what a row shows: its area and who has it."""
    return items.select_related("area", "owner_post", "owner_organisation")


def with_assignments(items: QuerySet[Item]) -> QuerySet[Item]:
    """Read who has a part in each item in one more statement, for `parties_of`."""
    current = Assignment.objects.filter(until__isnull=True).order_by("id")
    return items.prefetch_related(Prefetch("assignments", current, to_attr="current_assignments"))


def _by_posts(actor: Actor) -> Q:
    seen = Q()
    for path in actor.area_paths(*_BY_AREA):
        # A range of the btree on the path; a province's path covers all that begins with it.
        seen |= Q(area_path__startswith=path)
    units = actor.organisation_ids
    if units:
        part = Assignment.objects.filter(organisation_id__in=units).values("item_id")
        seen |= Q(owner_organisation_id__in=units) | Q(pk__in=part)
    outside = [post.post_id for post in actor.posts if post.role in _BY_AREA]
    if outside:
        # A post may have a part in an item that lies outside its own area.
        seen |= Q(owner_post_id__in=outside)
    return seen
