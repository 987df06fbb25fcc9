"""Rows of the workflow engine: items and the rules they live by."""

from xinqiao.kit.search import Bigrams
from xinqiao.workflow.models.items import Assignment, Deadline, Item, Part, Rating
from xinqiao.workflow.models.links import Link
from xinqiao.workflow.models.rules import (
    CalendarDay,
    CalendarYear,
    DayKind,
    DispatchRule,
    LimitRule,
    SavedFilter,
    Unit,
)

# What the log calls an item.
SUBJECT = "item"

__all__ = [
    "SUBJECT",
    "Assignment",
    "Bigrams",
    "CalendarDay",
    "CalendarYear",
    "DayKind",
    "Deadline",
    "DispatchRule",
    "Item",
    "LimitRule",
    "Link",
    "Part",
    "Rating",
    "SavedFilter",
    "Unit",
]
