"""`/cases/<number>/duplicates/`, `…/compare/<other>/`, `/cases/merge/`: one matter told twice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, staff_only
from xinqiao.cases.errors import CaseNotFound
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.duplicates import chosen_cases, duplicates_panel, side_by_side
from xinqiao.cases.selectors.item_page import works_on
from xinqiao.cases.selectors.one import get_case
from xinqiao.cases.services.merge import merge_case
from xinqiao.kit.errors import DomainError
from xinqiao.kit.htmx import is_htmx
from xinqiao.kit.numbers import spoken
from xinqiao.kit.time import now
from xinqiao.workflow.views.bulk import back_address


@staff_only
@require_safe
def duplicates(request: HttpRequest, number: str) -> HttpResponse:
    """What may be the same: a fragment for the page of the request, a page without scripts."""
    actor = actor_of(request)
    case = _worked_on(actor, number)
    context = {"case": case, "panel": duplicates_panel(actor=actor, case=case, at=now())}
    template = "cases/_duplicates.html" if is_htmx(request) else "cases/duplicates.html"
    return render(request, template, context)


@staff_only
@require_safe
def compare(request: HttpRequest, number: str, other: str) -> HttpResponse:
    """Both side by side, with the buttons to merge either into the other."""
    actor = actor_of(request)
    one, two = _worked_on(actor, number), _worked_on(actor, other)
    left, right, why = side_by_side(actor=actor, one=one, other=two)
    context = {"case": one, "pairs": ((left, right), (right, left)), "why": why}
    return render(request, "cases/compare.html", context)


@staff_only
@require_POST
def merge_many(request: HttpRequest) -> HttpResponse:
    """Rows chosen in the work list: first which is the main one, then the merging."""
    actor = actor_of(request)
    back = back_address(request)
    ids = [int(text) for text in request.POST.getlist("item") if text.isdecimal()]
    if len(set(ids)) < 2:
        messages.warning(request, _("Please choose at least two requests about the same matter."))
        return redirect(back)
    cases = chosen_cases(actor=actor, item_ids=ids)
    main = request.POST.get("main", "")
    chosen = next((case for case in cases if str(case.pk) == main), None)
    if chosen is None:
        context = {"cases": cases, "back": back, "is_missing": "chosen" in request.POST}
        return render(request, "cases/merge_many.html", context)
    _merge_all(request, chosen, [case for case in cases if case.pk != chosen.pk])
    return redirect("cases:item", number=chosen.item.number)


def _merge_all(request: HttpRequest, main: Case, others: list[Case]) -> None:
    """Each in its own transaction, so that one refusal stops no other."""
    done = 0
    for case in others:
        try:
            merge_case(
                actor=actor_of(request),
                item_id=case.pk,
                into_id=main.pk,
                reason=request.POST.get("reason", ""),
                at=now(),
            )
            done += 1
        except DomainError as error:
            messages.warning(request, f"{spoken(case.item.number)}: {error.sentence()}")
    if done:
        words = ngettext("%(count)s request merged.", "%(count)s requests merged.", done)
        messages.success(request, words % {"count": done})


def _worked_on(actor: Actor, number: str) -> Case:
    """A request a post of the actor's leads to. Raises CaseNotFound (404)."""
    case = get_case(actor=actor, number=number)
    if not works_on(actor=actor, case=case):
        raise CaseNotFound
    return case
