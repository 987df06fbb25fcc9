"""One request, for somebody who may see it."""

from __future__ import annotations

from django.db.models import QuerySet

from xinqiao.accounts.access import Actor
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.visible import visible_cases
from xinqiao.kit.numbers import parse_number

_PAGE = (
    "item__area",
    "item__owner_post",
    "item__owner_organisation",
    "item__requester",
    "category",
    "plate",
    "place",
    "recorded_by",
    "recorded_post",
    "handler",
)


def get_case(*, actor: Actor, number: str) -> Case:
    """One request by its number, as typed or said. Raises CaseNotFound (404) for strangers."""
    return _visible_or_404(actor, Case.objects.filter(item__number=parse_number(number)))


def get_case_by_id(*, actor: Actor, item_id: int) -> Case:
    """One request by its key. Raises CaseNotFound (404) for strangers."""
    return _visible_or_404(actor, Case.objects.filter(pk=item_id))


def case_by_token(*, token: str) -> Case:
    """The request of a follow link; whoever holds the link may see it. Raises CaseNotFound."""
    case = Case.objects.select_related(*_PAGE).filter(token=token[:32]).first()
    if case is None:
        raise CaseNotFound
    return case


def _visible_or_404(actor: Actor, found: QuerySet[Case]) -> Case:
    case = found.select_related(*_PAGE).first()
    if case is None or not is_visible(actor=actor, case=case):
        raise CaseNotFound
    return case


def is_visible(*, actor: Actor, case: Case) -> bool:
    """Whether the actor may see this request; one statement."""
    return visible_cases(actor=actor).filter(pk=case.pk).exists()
