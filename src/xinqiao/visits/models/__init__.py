"""Rows of visits."""

from xinqiao.visits.models.forms import Form, FormSubject
from xinqiao.visits.models.four_clear import Aspect, FourClear
from xinqiao.visits.models.freshness import (
    Declaration,
    DeclarationState,
    FeedMark,
    FreshnessRule,
    PersonFreshness,
    PersonSignal,
    SignalKind,
)
from xinqiao.visits.models.plans import (
    BeatChoice,
    Contact,
    Leave,
    OwnerRule,
    Plan,
    PlannedState,
    PlannedVisit,
    Target,
    Why,
)
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
PLAN, PLANNED, LEAVE, DECLARATION = "visit_plan", "planned_visit", "post_leave", "declaration"

__all__ = [
    "DECLARATION",
    "FINDING",
    "FORM",
    "LEAVE",
    "PLAN",
    "PLANNED",
    "VISIT",
    "Aspect",
    "BeatChoice",
    "Contact",
    "Declaration",
    "DeclarationState",
    "FeedMark",
    "Finding",
    "FindingAspect",
    "FindingState",
    "Form",
    "FormSubject",
    "FourClear",
    "FreshnessRule",
    "Leave",
    "Method",
    "Outcome",
    "OwnerRule",
    "PersonFreshness",
    "PersonSignal",
    "Plan",
    "PlannedState",
    "PlannedVisit",
    "Revision",
    "SignalKind",
    "Target",
    "Visit",
    "VisitedPerson",
    "Why",
]
