"""One action on many items at once: the same checks and rows as one by one, in few statements."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Unpack

from django.db import transaction

from xinqiao.accounts.access import Actor
from xinqiao.events.services.append import NewEvent, append_many
from xinqiao.kit.bulk import update_rows
from xinqiao.kit.errors import DomainError
from xinqiao.workflow import snapshot
from xinqiao.workflow.errors import ItemNotFound
from xinqiao.workflow.flow import Need
from xinqiao.workflow.models import Assignment, Item, Part
from xinqiao.workflow.selectors.parties import with_parts
from xinqiao.workflow.services.deadline_rows import Running, open_deadlines_of, write
from xinqiao.workflow.services.steps import Extras, advance, enter

_WRITTEN: Final = (
    "state",
    "is_open",
    "due_at",
    "yellow_at",
    "paused_at",
    "beyond_calendar",
    "done_at",
    "closed_at",
    "is_late",
    "changed_at",
)
Quiet = Callable[[Item], bool]


@dataclass(slots=True)
class Many:
    """What came of it: the items that moved, and why others did not, by their keys."""

    done: list[Item] = field(default_factory=list)
    refused: dict[int, DomainError] = field(default_factory=dict)


def _tell_all(_item: Item) -> bool:
    return False


@transaction.atomic
def perform_on_many(
    *,
    actor: Actor,
    item_ids: Iterable[int],
    action: str,
    at: datetime,
    given: Mapping[Need, object] | None = None,
    quiet: Quiet = _tell_all,
    **options: Unpack[Extras],
) -> Many:
    """Move every item by `action` that may be moved by it, and say why the others may not.

    quiet: items whose event nobody is told of one by one. Each item is checked, clocked and
    recorded as by `perform_action`, in eight statements whatever their number.
    """
    ids = sorted(set(item_ids))
    rows = with_parts(Item.objects.filter(pk__in=ids)).select_for_update(of=("self",))
    items = list(rows.order_by("id"))
    deadlines, picture = open_deadlines_of(ids), snapshot.current()
    result = Many(refused={missing: ItemNotFound() for missing in set(ids) - {i.pk for i in items}})
    runs: list[Running] = []
    events: dict[bool, list[NewEvent]] = {False: [], True: []}
    for item in items:
        try:
            step = enter(
                actor=actor,
                item=item,
                usual=action,
                at=at,
                given=given,
                picture=picture,
                **options,
            )
        except DomainError as error:
            result.refused[item.pk] = error
            continue
        running, event = advance(step, deadlines.get(item.pk, ()))
        runs.append(running)
        events[quiet(item)].append(event)
        result.done.append(item)
    write(runs, at=at)
    update_rows(Item, result.done, _WRITTEN)
    for is_quiet, new in events.items():
        append_many(actor=actor, events=new, quiet=is_quiet)
    return result


@transaction.atomic
def accept_many(
    *,
    actor: Actor,
    item_ids: Iterable[int],
    at: datetime,
    quiet: Quiet = _tell_all,
    **options: Unpack[Extras],
) -> Many:
    """The leads take many items on (action "accept"); see `perform_on_many`."""
    result = perform_on_many(
        actor=actor, item_ids=item_ids, action="accept", at=at, quiet=quiet, **options
    )
    leads = Assignment.objects.filter(
        item__in=[item.pk for item in result.done], part=Part.LEAD, until__isnull=True
    )
    leads.update(accepted_at=at)
    return result
