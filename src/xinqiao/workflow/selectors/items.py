"""Who may see which items: the gate that every list, count, map and export goes through."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from xinqiao.accounts.access import ADMINISTRATORS, AREA_STAFF, GRID_ROLES, Actor, Role
from xinqiao.kit.numbers import parse_number
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.models import Assignment, Item, Part

_BY_AREA = (*GRID_ROLES, *AREA_STAFF, Role.HOTLINE)


def visible_items(*, actor: Actor) -> QuerySet[Item]:
    """Everything the actor may see: by area, by part of their unit or post, or their own."""
    if actor.is_system:
        return Item.objects.all()
    seen = _gate(actor)
    if actor.user_id is not None:
        seen |= Q(requester_id=actor.user_id)
    return Item.objects.filter(seen) if seen else Item.objects.none()


def desk_items(*, actor: Actor) -> QuerySet[Item]:
    """What the actor sees because of their posts: the scope of work lists, maps and counts."""
    if actor.is_system:
        return Item.objects.all()
    seen = _desk(actor)
    return Item.objects.filter(seen) if seen else Item.objects.none()


def get_item(*, actor: Actor, item_id: int) -> Item:
    """One item the actor may see, with area and owner. Raises ItemNotFound for strangers."""
    found = with_owner(visible_items(actor=actor)).filter(pk=item_id).first()
    if found is None:
        raise ItemNotFound
    return found


def item_by_number(*, actor: Actor, number: str) -> Item:
    """An item of any flow that the actor may see. Raises ItemNotFound (404), NumberMistyped."""
    item = visible_items(actor=actor).filter(number=parse_number(number)).first()
    if item is None:
        raise ItemNotFound
    return item


def with_owner(items: QuerySet[Item]) -> QuerySet[Item]:
    """Join what a row shows: its area and who has it."""
    return items.select_related("area", "owner_post", "owner_organisation")


class _AnyOf(Func):
    """`id = ANY (ARRAY (SELECT …))`: read once, so that PostgreSQL can OR it with an index."""

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()
    conditional = True


def _by_area(actor: Actor) -> Q:
    seen = Q()
    for path in actor.area_paths(*_BY_AREA):
        # A range of the btree on the path; a province's path covers all that begins with it.
        seen |= Q(area_path__startswith=path)
    return seen


def _desk(actor: Actor) -> Q:
    seen, units = _by_area(actor), actor.organisation_ids
    if not units:
        return seen
    helping = Assignment.objects.filter(organisation_id__in=units, until__isnull=True, part=Part.CO)
    called = _AnyOf(F("pk"), ArraySubquery(helping.values("item_id")))
    return seen | Q(owner_organisation_id__in=units) | Q(called)


def _gate(actor: Actor) -> Q:
    seen = _by_area(actor)
    if not actor.posts:
        return seen
    # Who had a part once may still look it up, wherever it lies.
    part = Assignment.objects.filter(
        Q(organisation_id__in=actor.organisation_ids) | Q(post_id__in=_working_posts(actor)),
        item_id=OuterRef("pk"),
    )
    return seen | Q(Exists(part))


def _working_posts(actor: Actor) -> list[int]:
    return [post.post_id for post in actor.posts if post.role not in ADMINISTRATORS]
