"""Areas, their names and boundaries over time, places, organisations, posts and who holds them."""

from xinqiao.grid.models.areas import Area, AreaBoundary, AreaName, AreaSuccession, Level
from xinqiao.grid.models.picture import SnapshotVersion
from xinqiao.grid.models.places import Place, PlaceKind, Plate
from xinqiao.grid.models.posts import Appointment, Force, Organisation, OrganisationKind, Post
from xinqiao.grid.models.redraws import RedrawAct, RedrawKind

__all__ = [
    "Appointment",
    "Area",
    "AreaBoundary",
    "AreaName",
    "AreaSuccession",
    "Force",
    "Level",
    "Organisation",
    "OrganisationKind",
    "Place",
    "PlaceKind",
    "Plate",
    "Post",
    "RedrawAct",
    "RedrawKind",
    "SnapshotVersion",
]
