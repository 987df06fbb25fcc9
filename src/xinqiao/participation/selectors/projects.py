"""Projects as staff see them in their areas, and as everybody sees them in public."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.files.models import Attachment
from xinqiao.files.selectors import attachments_of
from xinqiao.grid.selectors.scope import ancestors, below
from xinqiao.kit.numbers import parse_number
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.participation.errors import ProgrammeNotFound, ProjectNotFound
from xinqiao.participation.flow import ACCEPTED, FLOW, REFUSED
from xinqiao.participation.models import PROJECT_FILES, Programme, Project, Remark
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import visible_items
from xinqiao.workflow.selectors.parties import allowed_actions

NEWEST: Final = Order("item_id", descending=True, tie="item_id")
_WITH: Final = ("item__area", "item__owner_post", "item__owner_organisation", "programme", "lane")


@dataclass(frozen=True, slots=True)
class ProgrammeFigures:
    """What a programme comes to. Money in fen, length in metres."""

    projects: int
    accepted: int
    areas: int
    budget_fen: int
    length_m: int

    @property
    def budget_yuan(self) -> Decimal:
        return Decimal(self.budget_fen) / 100

    @property
    def budget_wan(self) -> Decimal:
        return self.budget_yuan / 10_000


def visible_projects(*, actor: Actor) -> QuerySet[Project]:
    """Projects whose item the actor may see."""
    seen = visible_items(actor=actor).filter(pk=OuterRef("pk"), flow=FLOW)
    return Project.objects.filter(Exists(seen)).select_related(*_WITH)


def public_projects() -> QuerySet[Project]:
    """What everybody may see: all but what was not taken up."""
    return Project.objects.exclude(item__state=REFUSED).select_related(*_WITH)


def project_page(
    rows: QuerySet[Project], *, state: str = "", programme: str = "", cursor: str | None = None
) -> Page[Project]:
    """A page of projects, the newest first; state, programme: filters, "" for all."""
    if state:
        rows = rows.filter(item__state=state)
    if programme.isdigit():
        rows = rows.filter(programme_id=int(programme[:12]))
    return paginate(rows, order=NEWEST, cursor=cursor, size=25)


def get_project(*, actor: Actor, number: str) -> Project:
    """One project. Raises ProjectNotFound for strangers, too."""
    return _one(visible_projects(actor=actor), number)


def public_project(*, number: str) -> Project:
    """One project as everybody may see it. Raises ProjectNotFound."""
    return _one(public_projects(), number)


def _one(rows: QuerySet[Project], number: str) -> Project:
    found = rows.filter(item__number=parse_number(number)).first()
    if found is None:
        raise ProjectNotFound
    return found


def remarks_of(project: Project) -> list[Remark]:
    """What was written with each step, the newest first."""
    return list(Remark.objects.filter(project=project).order_by("-pk")[:200])


def files_of(project: Project) -> Sequence[Attachment]:
    """Photos of the work."""
    return attachments_of(PROJECT_FILES, [project.pk]).get(project.pk, [])


def possible_actions(*, actor: Actor, item: Item) -> list[str]:
    """What the actor may do with the project now, in the order of the flow."""
    return [action.name for action in allowed_actions(actor=actor, item=item)]


def visible_programmes(*, actor: Actor) -> QuerySet[Programme]:
    """Programmes of the actor's areas and of the areas above them."""
    over = [way for path in actor.area_paths(*AREA_STAFF) for way in ancestors(path)]
    above = Q(area__path__in=over)
    return Programme.objects.filter(below(actor, *AREA_STAFF, field="area__path") | above)


def get_programme(*, actor: Actor, programme_id: int) -> Programme:
    """One programme. Raises ProgrammeNotFound for strangers, too."""
    found = visible_programmes(actor=actor).filter(pk=programme_id).first()
    if found is None:
        raise ProgrammeNotFound
    return found


def programme_figures(programme: Programme) -> ProgrammeFigures:
    """Projects, money, metres and communities of a programme; one statement."""
    taken = Project.objects.filter(programme=programme).exclude(item__state=REFUSED)
    row = taken.aggregate(
        projects=Count("pk"),
        accepted=Count("pk", filter=Q(item__state=ACCEPTED)),
        areas=Count("item__area", distinct=True),
        budget_fen=Sum("budget_fen"),
        length_m=Sum("length_m"),
    )
    return ProgrammeFigures(**{name: int(value or 0) for name, value in row.items()})
