"""Rows of the room: requests, what they are about, who shares them."""

from xinqiao.cases.models.joining import Follower, Merge
from xinqiao.cases.models.requests import (
    Case,
    Category,
    ImportRun,
    Kind,
    Located,
    Outcome,
    Remark,
    RemarkKind,
    Source,
)
from xinqiao.cases.models.wall import WallObjection, WallTerm

__all__ = [
    "Case",
    "Category",
    "Follower",
    "ImportRun",
    "Kind",
    "Located",
    "Merge",
    "Outcome",
    "Remark",
    "RemarkKind",
    "Source",
    "WallObjection",
    "WallTerm",
]
