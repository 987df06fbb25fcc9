"""Rows of visits."""

from xinqiao.visits.models.forms import Form, FormSubject
from xinqiao.visits.models.four_clear import Aspect, FourClear
from xinqiao.visits.models.visits import (
    Finding,
    FindingAspect,
    FindingState,
    Method,
    Outcome,
    Revision,
    Visit,
    VisitedPerson,
)

# What the log and the files call them.
VISIT, FORM, FINDING = "visit", "visit_form", "visit_finding"

__all__ = [
    "FINDING",
    "FORM",
    "VISIT",
    "Aspect",
    "Finding",
    "FindingAspect",
    "FindingState",
    "Form",
    "FormSubject",
    "FourClear",
    "Method",
    "Outcome",
    "Revision",
    "Visit",
    "VisitedPerson",
]
