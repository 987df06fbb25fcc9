"""One batch of a file: who is new, who is known, who is refused and why; then it is written.

Everything of a batch stands in one transaction with the count of the run, so a run that was killed
goes on behind the last batch and nothing is half-written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Final

from django.db import DataError, transaction

from xinqiao.accounts.access import Actor
from xinqiao.grid.services.known_places import NewPlace, add_named_places
from xinqiao.kit.csvio import Row
from xinqiao.kit.errors import DomainError
from xinqiao.registry.drafts import FamilyDraft, PersonDraft
from xinqiao.registry.exchange.errors import NotLoaded, NumberDoubled, NumberTaken
from xinqiao.registry.exchange.households import (
    Door,
    Group,
    door_of,
    family_of,
    grouped,
    standing_at,
)
from xinqiao.registry.exchange.places import Home, PlaceBook, Spot
from xinqiao.registry.exchange.results import Refused, Result
from xinqiao.registry.exchange.rows import PersonRow, RowReader
from xinqiao.registry.exchange.tagwords import TagWords
from xinqiao.registry.models import Membership, Person
from xinqiao.registry.register_errors import AlreadyRegistered, LooksAlike, Stale
from xinqiao.registry.services.capture_many import Captured, capture_many

TRIES: Final = 3
Line = tuple[int, Row]
# Name, birth date and door of somebody.
Lived = tuple[str, date | None, tuple[int | None, str, str]]
Read = tuple[PersonRow, Home, PersonDraft]
Keep = Callable[[Sequence[Refused], int, Result], None]


@dataclass(slots=True)
class Run:
    """A file on its way in. keep: writes the counts and the refused lines of a batch with it."""

    actor: Actor
    at: datetime
    reader: RowReader
    book: PlaceBook
    tags: TagWords
    result: Result
    keep: Keep
    seen: dict[bytes, tuple[int, str]] = field(default_factory=dict)


@dataclass(slots=True)
class _Taken:
    """What one batch came to."""

    added: int = 0
    known: int = 0
    dwellings: set[int] = field(default_factory=set)
    households: set[int] = field(default_factory=set)
    refused: dict[int, DomainError] = field(default_factory=dict)

    def add(self, more: _Taken) -> None:
        """Take another part of the batch to it."""
        self.added += more.added
        self.known += more.known
        self.dwellings |= more.dwellings
        self.households |= more.households
        self.refused |= more.refused


def take_batch(run: Run, batch: Sequence[Line]) -> None:
    """Take the lines of a batch in; a batch the database refuses is halved to find the line."""
    cells = dict(batch)
    refused: dict[int, DomainError] = {}
    rows = [row for line in batch if (row := _read(run, line, refused)) is not None]
    with transaction.atomic():
        taken = _write(run, rows)
        refused |= taken.refused
        result = run.result
        result.rows += len(batch)
        result.added += taken.added
        result.known += taken.known
        result.refused += len(refused)
        result.places = run.book.count
        result.dwellings += len(taken.dwellings)
        result.households += len(taken.households)
        sentences = [
            Refused(line, refused[line].sentence(), cells[line]) for line in sorted(refused)
        ]
        run.keep(sentences, batch[-1][0], result)
        if result.dry_run:
            transaction.set_rollback(True)
    result.refusals += sentences
    run.book.settle(written=not result.dry_run)


def _read(run: Run, line: Line, refused: dict[int, DomainError]) -> Read | None:
    try:
        row = run.reader.read(*line)
        _once(run, row)
        home = run.book.home_of(row)
        return row, home, replace(row.person, tags=run.tags.codes_of(row.tags))
    except DomainError as error:
        refused[line[0]] = error
        return None


def _once(run: Run, row: PersonRow) -> None:
    """Refuse one number on two names of a file; the register sees to everything else."""
    if not row.person.citizen_number:
        return
    key = blake2b(row.person.citizen_number.upper().encode(), digest_size=10).digest()
    first, name = run.seen.setdefault(key, (row.line, row.person.name))
    if name != row.person.name:
        raise NumberDoubled(line=first)


def _write(run: Run, rows: list[Read]) -> _Taken:
    if not rows:
        return _Taken()
    _make_places(run)
    for _attempt in range(TRIES):
        try:
            with transaction.atomic():
                return _capture(run, rows)
        except Stale:
            continue  # a colleague was faster with one of the same people, who is known now
        except DataError:
            break
    if len(rows) == 1:
        return _Taken(refused={rows[0][0].line: NotLoaded()})
    half = len(rows) // 2
    taken = _write(run, rows[:half])
    taken.add(_write(run, rows[half:]))
    return taken


def _make_places(run: Run) -> None:
    """Write the planned estates, then the buildings in them."""
    for level in (None, "inside"):
        spots = [s for s in run.book.planned if s.place_id is None and _level(s) == level]
        wanted = [
            NewPlace(s.kind, s.name, s.area_id, s.parent.place_id if s.parent else None)
            for s in spots
        ]
        for spot, place in zip(
            spots, add_named_places(actor=run.actor, wanted=wanted, at=run.at), strict=True
        ):
            spot.place_id = place.pk


def _level(spot: Spot) -> str | None:
    return "inside" if spot.parent else None


def _capture(run: Run, rows: list[Read]) -> _Taken:
    groups = grouped(rows)
    families = _families(groups)
    results = capture_many(actor=run.actor, families=families, at=run.at, quiet=True)
    taken = _Taken()
    again = []
    names = _names(results)
    for group, family, captured in zip(groups, families, results, strict=True):
        _count(run, taken, captured, is_new=family.household_id is None)
        for place, error in captured.refused.items():
            row, person = group.rows[place], group.people[place]
            if isinstance(error, LooksAlike):
                again.append((row, group.home, person, error))
            elif isinstance(error, AlreadyRegistered) and _same_name(error, person, names):
                taken.known += 1
            elif isinstance(error, AlreadyRegistered):
                taken.refused[row.line] = NumberTaken()
            else:
                taken.refused[row.line] = error
    if again:
        _look_again(run, again, taken, _doors_of(groups, results))
    return taken


def _families(groups: Sequence[Group]) -> list[FamilyDraft]:
    """What the register is told of these households."""
    standing = standing_at(groups)
    doors: Counter[Door] = Counter(door_of(group) for group in groups)
    return [
        family_of(group, standing.get(door_of(group), ()), alone=doors[door_of(group)] == 1)
        for group in groups
    ]


def _count(run: Run, taken: _Taken, captured: Captured, *, is_new: bool) -> None:
    """How many came, and which households and dwellings are new with them."""
    if not captured.people or captured.household is None or captured.dwelling is None:
        return
    taken.added += len(captured.people)
    if is_new:
        taken.households.add(captured.household.pk)
    if captured.dwelling.created_at == run.at:
        taken.dwellings.add(captured.dwelling.pk)


def _names(results: Iterable[Captured]) -> dict[int, str]:
    """Names of the records whose numbers the file has, too; one statement."""
    ids = {
        int(error.params["person_id"])
        for captured in results
        for error in captured.refused.values()
        if isinstance(error, AlreadyRegistered)
    }
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}


def _same_name(error: DomainError, person: PersonDraft, names: dict[int, str]) -> bool:
    """A record of this very batch has no name to compare: `_once` has done it."""
    return names.get(int(error.params["person_id"]), person.name) == person.name


def _doors_of(groups: Sequence[Group], results: Sequence[Captured]) -> set[Lived]:
    """Who of this very batch lives at which door."""
    return {
        (person.name, person.born_on, door_of(group))
        for group, captured in zip(groups, results, strict=True)
        for person in captured.people.values()
    }


def _look_again(
    run: Run,
    alike: Sequence[tuple[PersonRow, Home, PersonDraft, DomainError]],
    taken: _Taken,
    lived: set[Lived],
) -> None:
    """Same name and birth date: the same person at the same door, somebody else elsewhere."""
    ids = [pk for _r, _h, _p, error in alike for pk in error.params["person_ids"]]
    homes = Membership.objects.filter(person_id__in=ids, ended_at__isnull=True).values_list(
        "person__name",
        "person__born_on",
        "household__dwelling__place_id",
        "household__dwelling__unit",
        "household__dwelling__number",
    )
    lived |= {(name, born, (place, unit, number)) for name, born, place, unit, number in homes}
    others: list[Read] = []
    for row, home, person, _error in alike:
        if (person.name, person.born_on, (home.spot.place_id, home.unit, home.number)) in lived:
            taken.known += 1
        else:
            others.append((row, home, replace(person, is_somebody_else=True)))
    if others:
        taken.add(_capture(run, others))
