"""Rows of the register."""

from xinqiao.registry.models.acts import Act, ActKind, ActPerson
from xinqiao.registry.models.dwellings import Dwelling, Household, Membership, Relation, Usage
from xinqiao.registry.models.exchange import (
    ImportState,
    PeopleExport,
    PeopleImport,
    RefusedLine,
)
from xinqiao.registry.models.facilities import Facility, FacilityKind, Stewardship
from xinqiao.registry.models.law import (
    Basis,
    Consent,
    DataRule,
    Look,
    LookKind,
    Purpose,
    SubjectRequest,
)
from xinqiao.registry.models.people import Merge, NotSame, Person, Sex
from xinqiao.registry.models.tags import PersonTag, Tag, TagSource

# What the log calls them.
PERSON, HOUSEHOLD, DWELLING, FACILITY = "person", "household", "dwelling", "facility"

__all__ = [
    "DWELLING",
    "FACILITY",
    "HOUSEHOLD",
    "PERSON",
    "Act",
    "ActKind",
    "ActPerson",
    "Basis",
    "Consent",
    "DataRule",
    "Dwelling",
    "Facility",
    "FacilityKind",
    "Household",
    "ImportState",
    "Look",
    "LookKind",
    "Membership",
    "Merge",
    "NotSame",
    "PeopleExport",
    "PeopleImport",
    "Person",
    "PersonTag",
    "Purpose",
    "RefusedLine",
    "Relation",
    "Sex",
    "Stewardship",
    "SubjectRequest",
    "Tag",
    "TagSource",
    "Usage",
]
