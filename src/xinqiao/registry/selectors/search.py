"""Search before browse: one box for a name, a citizen number, a telephone or an address."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from django.db.models import Exists, OuterRef, Prefetch, QuerySet, Subquery

from xinqiao.accounts.access import Actor
from xinqiao.grid.models import Level
from xinqiao.kit.paging import Order, Page, paginate
from xinqiao.kit.words import search_text, search_words
from xinqiao.registry.citizen_number import looks_like_citizen_number
from xinqiao.registry.door_words import address_query, is_like_address
from xinqiao.registry.identity import parse_citizen_number, phone_in
from xinqiao.registry.models import Dwelling, Household, Membership, Person, PersonTag, Tag
from xinqiao.registry.register_errors import SearchTooShort
from xinqiao.registry.sealed import citizen_number_indexes, phone_indexes
from xinqiao.registry.selectors.scope import READERS, visible_dwellings, visible_people
from xinqiao.registry.selectors.words import Wanted, page_of_words

# By area and then by key: one range of one index, whatever the area.
ORDER: Final = Order("area_path")
LONGEST: Final = 60


class Kind(StrEnum):
    """What somebody typed into the box."""

    NOTHING = "nothing"
    NUMBER = "number"
    PHONE = "phone"
    NAME = "name"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Filters:
    """area: a code path inside what the actor sees, or empty. tag: a code, or empty."""

    area: str = ""
    tag: str = ""


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """A page of people, and how the words were read."""

    page: Page[Person]
    kind: Kind


def kind_of(words: str) -> Kind:
    """How a search is read. A number that is wrong is still a number, and gets its sentence."""
    if not words:
        return Kind.NOTHING
    if looks_like_citizen_number(words):
        return Kind.NUMBER
    if phone_in(words) is not None:
        return Kind.PHONE
    return Kind.ADDRESS if is_like_address(words) else Kind.NAME


def clean_query(words: str) -> str:
    """What was typed, without what no column can hold."""
    return words.replace("\0", "").strip()[:LONGEST]


def search_people(
    *,
    actor: Actor,
    words: str,
    today: date,
    filters: Filters | None = None,
    cursor: str | None = None,
    size: int = 25,
) -> FoundPeople:
    """People of the actor's areas by name, number or telephone; all of them for no words.

    One statement for the page, and one each for households, dwellings and categories. A number
    is looked for by its blind index. Raises SearchTooShort, BadCitizenNumber (422), BadCursor.
    """
    words = clean_query(words)
    kind = kind_of(words)
    asked = filters or Filters()
    people = visible_people(actor=actor)
    rows = with_home(_filtered(people, asked, is_narrow=_is_narrow(actor, asked)))
    if kind is Kind.NUMBER:
        number = parse_citizen_number(words, today=today).number
        rows = rows.filter(citizen_number_index__in=citizen_number_indexes(number))
    elif kind is Kind.PHONE:
        rows = rows.filter(phone_index__in=phone_indexes(phone_in(words) or ""))
    elif kind is not Kind.NOTHING:
        return FoundPeople(_by_name(rows, words, cursor, size), Kind.NAME)
    return FoundPeople(paginate(rows, order=ORDER, cursor=cursor, size=size), kind)


def search_dwellings(
    *,
    actor: Actor,
    words: str,
    filters: Filters | None = None,
    cursor: str | None = None,
    size: int = 25,
) -> Page[Dwelling]:
    """Dwellings by a part of their address, with who lives there; all of them for no words.

    Raises SearchTooShort (422), BadCursor.
    """
    rows = visible_dwellings(actor=actor)
    if filters is not None and filters.area:
        rows = rows.filter(area_path__startswith=filters.area)
    rows = with_residents(rows)
    query = address_query(clean_query(words))
    if not query:
        return paginate(rows, order=ORDER, cursor=cursor, size=size)
    pairs = search_words(query)
    if not pairs:
        raise SearchTooShort(field="q")
    wanted = Wanted(rows, "address", pairs, frequent=True)
    return page_of_words(wanted, order=ORDER, cursor=cursor, size=size)


def with_home(people: QuerySet[Person]) -> QuerySet[Person]:
    """Add where people live and their running categories, in two statements however many."""
    homes = Membership.objects.filter(ended_at__isnull=True).select_related("household__dwelling")
    tags = PersonTag.objects.filter(until__isnull=True).select_related("tag")
    return people.prefetch_related(
        Prefetch("memberships", queryset=homes, to_attr="homes"),
        Prefetch("tags", queryset=tags.order_by("tag__position", "pk"), to_attr="now_tagged"),
    )


def with_residents(dwellings: QuerySet[Dwelling]) -> QuerySet[Dwelling]:
    """Add the households that live there and their members, in two statements however many."""
    members = Membership.objects.filter(ended_at__isnull=True).select_related("person")
    households = Household.objects.filter(ended_at__isnull=True).prefetch_related(
        Prefetch("memberships", queryset=members.order_by("pk"), to_attr="members")
    )
    return dwellings.prefetch_related(
        Prefetch("households", queryset=households.order_by("pk"), to_attr="now_here")
    )


def _by_name(rows: QuerySet[Person], words: str, cursor: str | None, size: int) -> Page[Person]:
    """By a surname alone, or by two characters and more of the name."""
    name = search_text(words)
    pairs = search_words(name)
    if pairs:
        return page_of_words(Wanted(rows, "name", pairs), order=ORDER, cursor=cursor, size=size)
    if len(name) != 1 or not name.isalpha():
        raise SearchTooShort(field="q")
    return paginate(rows.filter(name__startswith=name), order=ORDER, cursor=cursor, size=size)


def _filtered(rows: QuerySet[Person], filters: Filters, *, is_narrow: bool) -> QuerySet[Person]:
    if filters.area:
        rows = rows.filter(area_path__startswith=filters.area)
    if not filters.tag:
        return rows
    # A list by a sensitive category would be a look at all of them without a reason.
    shown = Tag.objects.filter(code=filters.tag, is_sensitive=False)
    tag_id = shown.values_list("pk", flat=True).first()
    held = PersonTag.objects.filter(person=OuterRef("pk"), tag_id=tag_id or 0, until__isnull=True)
    if is_narrow:
        # In a community each person is asked, in the order of the list; joining would begin with
        # everybody in the county who has the category.
        return rows.alias(held=Subquery(held.values("pk")[:1])).filter(held__isnull=False)
    return rows.filter(Exists(held))


def _is_narrow(actor: Actor, filters: Filters) -> bool:
    """Whether a community's people at most are looked through."""
    paths = [filters.area] if filters.area else list(actor.area_paths(*READERS))
    return bool(paths) and all(path.count(".") >= Level.COMMUNITY for path in paths)
