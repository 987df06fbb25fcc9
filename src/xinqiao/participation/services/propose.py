"""Make a project of what residents asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area
from xinqiao.grid.selectors.scope import below
from xinqiao.kit.clean import clean_text
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.time import require_aware
from xinqiao.participation.errors import ProgrammeKnown
from xinqiao.participation.flow import FLOW
from xinqiao.participation.models import Programme, Project, Remark
from xinqiao.participation.selectors.projects import get_programme
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import get_item
from xinqiao.workflow.services.links import link_items
from xinqiao.workflow.services.opening import open_item

NAME_LIMIT: Final = 100
SCOPE_LIMIT: Final = 3000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectDraft:
    """A project as somebody proposes it. about_ids: the items it comes out of.

    area_id: where it lies; the place of the first item when None. length_m: of a lane, in metres.
    """

    name: str
    scope: str
    about_ids: Sequence[int] = ()
    area_id: int | None = None
    lane_id: int | None = None
    length_m: int | None = None
    programme_id: int | None = None


@transaction.atomic
def propose_project(*, actor: Actor, draft: ProjectDraft, at: datetime) -> Project:
    """Open a project and tie it to the requests behind it, both ways.

    Records `participation.proposed`. Raises ItemNotFound, NotAllowed for somebody else's area.
    """
    at = require_aware(at)
    name = clean_text(draft.name, limit=NAME_LIMIT, field="name", required=True, multiline=False)
    scope = clean_text(draft.scope, limit=SCOPE_LIMIT, field="scope", required=True)
    about = [get_item(actor=actor, item_id=one) for one in dict.fromkeys(draft.about_ids)]
    first = about[0] if about else None
    area = _area(actor, draft, first)
    programme_id = draft.programme_id
    if programme_id is not None:
        programme_id = get_programme(actor=actor, programme_id=programme_id).pk
    item = _open(actor, area, first, (name, scope), at)
    project = Project.objects.create(
        item=item,
        name=name,
        scope=scope,
        programme_id=programme_id,
        lane_id=draft.lane_id,
        length_m=draft.length_m,
    )
    for source in about:
        link_items(actor=actor, source=source, target=item, at=at)
    Remark.objects.create(
        project=project, action="propose", text=scope, author_label=actor.label[:160], at=at
    )
    return project


def _open(
    actor: Actor, area: Area, first: Item | None, words: tuple[str, str], at: datetime
) -> Item:
    return open_item(
        actor=actor,
        flow=FLOW,
        number=_next_number(),
        title=words[0],
        words="\n".join(words),
        category_code=first.category_code if first else "",
        area_id=area.pk,
        area_path=area.path,
        lon=first.lon if first else None,
        lat=first.lat if first else None,
        cell=first.cell if first else None,
        event="participation.proposed",
        at=at,
    )


@transaction.atomic
def make_programme(
    *, actor: Actor, name: str, area_id: int, starts_on: date, ends_on: date, at: datetime
) -> Programme:
    """Set up a programme for an area. Records `participation.programme_made`.

    Raises NotAllowed for somebody else's area, ProgrammeKnown.
    """
    area = _own_area(actor, area_id)
    name = clean_text(name, limit=NAME_LIMIT, field="name", required=True, multiline=False)
    try:
        with transaction.atomic():
            programme = Programme.objects.create(
                name=name, area=area, starts_on=starts_on, ends_on=max(starts_on, ends_on)
            )
    except IntegrityError:
        raise ProgrammeKnown(field="name") from None
    append(
        kind="participation.programme_made",
        actor=actor,
        at=at,
        subject_kind="programme",
        subject_id=programme.pk,
        area_path=area.path,
    )
    return programme


def _area(actor: Actor, draft: ProjectDraft, first: Item | None) -> Area:
    area_id = draft.area_id if draft.area_id is not None else (first.area_id if first else 0)
    return _own_area(actor, area_id)


def _own_area(actor: Actor, area_id: int) -> Area:
    area = Area.objects.filter(below(actor, *AREA_STAFF), pk=area_id).first()
    if area is None:
        raise NotAllowed
    return area


def _next_number() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xq_number(nextval('participation_number_seq'))")
        return str(cursor.fetchone()[0])
