"""What somebody tells the register, before it is checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xinqiao.registry.models import Relation, TagSource, Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellingDraft:
    """A door of a building (`place_id` of a grid.Place). floor None: as the number says."""

    place_id: int
    number: str
    unit: str = ""
    floor: int | None = None
    usage: str = Usage.OWN
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDraft:
    """A person as told. Sex and birth date follow from the citizen number where there is one.

    tags: codes of categories given by hand. is_somebody_else: people of the same name and birth
    date were looked at, and this is another one.
    """

    name: str
    relation: str = Relation.HEAD
    citizen_number: str = ""
    phone: str = ""
    sex: str = ""
    born_on: date | None = None
    employer: str = ""
    note: str = ""
    is_registered: bool = True
    lives_here: bool = True
    tags: tuple[str, ...] = ()
    tag_source: str = TagSource.DECLARED
    is_somebody_else: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDraft:
    """People of one household in a dwelling that may be new.

    household_id: an open household they join; None opens a new one. started_on: the day they came,
    None for the moment of recording.
    """

    dwelling: DwellingDraft
    people: tuple[PersonDraft, ...]
    household_id: int | None = None
    is_collective: bool = False
    note: str = ""
    started_on: date | None = None
