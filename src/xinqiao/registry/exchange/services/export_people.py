"""Give a list of people out: whom the actor may see, masked unless a look at each is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import gettext as _

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.accounts.services.reveal import clean_reason
from xinqiao.events.services.append import append
from xinqiao.grid.models import Area
from xinqiao.kit.csvio import write_csv, write_xlsx
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.masks import mask_phone
from xinqiao.registry.citizen_number import mask_citizen_number
from xinqiao.registry.exchange.errors import ExportTooBig
from xinqiao.registry.exchange.headings import first_names
from xinqiao.registry.models import Membership, PeopleExport, Person, PersonTag, Relation, Usage
from xinqiao.registry.sealed import open_citizen_number, open_phone
from xinqiao.registry.selectors.scope import visible_people
from xinqiao.registry.services.reveal import CITIZEN_NUMBER, PHONE, record_looks

MOST_ROWS: Final = 200_000
MOST_SHEET_ROWS: Final = 50_000
CHUNK: Final = 2000
ENCODINGS: Final = {"utf-8": "utf-8-sig", "gbk": "gb18030"}
FIELDS: Final = (
    "name", "sex", "citizen_number", "born_on", "phone", "grid", "estate", "building", "unit",
    "number", "relation", "household", "is_registered", "lives_here", "tags", "usage", "employer",
    "note",
)  # fmt: skip
_HOME: Final = ("household", "household__dwelling", "household__dwelling__place__parent")


@dataclass(frozen=True, slots=True)
class Export:
    """A list ready to be written. `rows` is read once."""

    columns: list[str]
    rows: Iterator[list[Any]]
    people: int

    def csv(self, encoding: str = "utf-8") -> Iterator[bytes]:
        """Lines of .csv; `utf-8` (with its mark) or `gbk`."""
        return write_csv(self.columns, self.rows, encoding=ENCODINGS[encoding])

    def xlsx(self, target: IO[bytes]) -> None:
        """A workbook into `target`."""
        write_xlsx(self.columns, self.rows, target=target, title=_("People"))


@transaction.atomic
def export_people(
    *,
    actor: Actor,
    area: Area,
    reason: str,
    at: datetime,
    full: bool = False,
    limit: int = MOST_ROWS,
    progress: Callable[[int], object] = lambda _n: None,
) -> Export:
    """Prepare the list of people who live or are registered in `area` now.

    full: numbers are written out, and one act records a Look at every one of the people. Records
    `registry.exported`, with `registry.revealed_many` when full. Raises NotAllowed (403),
    ReasonMissing, ExportTooBig (422), TooMany (429).
    """
    if not (actor.is_system or area.path.startswith(actor.area_paths(*AREA_STAFF) or ("\0",))):
        raise NotAllowed
    why = clean_reason(reason)
    people = list(_people(actor, area).values_list("pk", "area_path")[: limit + 1])
    if len(people) > limit:
        raise ExportTooBig(limit=limit, field="area")
    post = actor.post_in(area.path)
    if full and people:
        record_looks(actor=actor, people=people, fields=[CITIZEN_NUMBER, PHONE], reason=why, at=at)
    row = PeopleExport.objects.create(
        user_id=actor.user_id,
        post_id=post.post_id if post else None,
        area=area,
        at=at,
        people=len(people),
        is_full=full,
        reason=why,
    )
    append(
        kind="registry.exported",
        actor=actor,
        at=at,
        subject_kind="people_export",
        subject_id=row.pk,
        area_path=area.path,
        data={"people": len(people), "full": full},
    )
    names = first_names()
    ids = [pk for pk, _path in people]
    return Export([names[name] for name in FIELDS], _rows(ids, full, progress), len(ids))


def _people(actor: Actor, area: Area) -> Any:
    here = visible_people(actor=actor).filter(
        area_path__startswith=area.path,
        left_on__isnull=True,
        died_on__isnull=True,
        stored_only_at__isnull=True,
    )
    return here.order_by("area_path", "id")


def _rows(ids: Sequence[int], full: bool, progress: Callable[[int], object]) -> Iterator[list[Any]]:
    """Two statements a chunk of 2,000, however wide the list is."""
    for start in range(0, len(ids), CHUNK):
        chunk = ids[start : start + CHUNK]
        tags = PersonTag.objects.filter(
            person_id=OuterRef("pk"), until__isnull=True, tag__is_sensitive=False
        ).order_by("tag__position", "tag__name")
        people = Person.objects.select_related("area").annotate(
            tag_names=ArraySubquery(tags.values("tag__name"))
        )
        found = people.in_bulk(chunk)
        homes = {
            home.person_id: home
            for home in Membership.objects.filter(
                person_id__in=chunk, ended_at__isnull=True
            ).select_related(*_HOME)
        }
        for pk in chunk:
            if person := found.get(pk):
                yield _row(person, homes.get(pk), full=full)
        progress(len(chunk))


def _row(person: Person, home: Membership | None, *, full: bool) -> list[Any]:
    number, phone = (
        open_citizen_number(person.citizen_number_sealed),
        open_phone(person.phone_sealed),
    )
    dwelling = home.household.dwelling if home else None
    place = dwelling.place if dwelling else None
    return [
        person.name,
        person.get_sex_display(),
        number if full else mask_citizen_number(number),
        person.born_on or "",
        phone if full else mask_phone(phone),
        person.area.code,
        place.parent.name if place and place.parent else "",
        place.name if place else "",
        dwelling.unit if dwelling else "",
        dwelling.number if dwelling else "",
        str(Relation(home.relation).label) if home else "",
        home.household_id if home else "",
        _yes(home.is_registered) if home else "",
        _yes(home.lives_here) if home else "",
        "、".join(person.tag_names),  # type: ignore[attr-defined]  # annotated
        str(Usage(dwelling.usage).label) if dwelling else "",
        person.employer,
        person.note,
    ]


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
