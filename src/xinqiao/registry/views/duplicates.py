"""`/desk/registry/duplicates/` and `/desk/registry/merges/`: one person written down twice."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import AREA_STAFF
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.registry.forms.law import add_domain_error
from xinqiao.registry.forms.merge import MergeForm
from xinqiao.registry.selectors.duplicates import compare as side_by_side
from xinqiao.registry.selectors.duplicates import is_not_same, suspected_pairs
from xinqiao.registry.selectors.merges import visible_merges
from xinqiao.registry.services.merge import merge_people, say_not_same, unmerge_people


@roles_only(*AREA_STAFF)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Pairs that look like one person."""
    pairs = suspected_pairs(actor=actor_of(request), cursor=request.GET.get("cursor", ""))
    return render(request, "registry/duplicates.html", {"pairs": pairs})


@roles_only(*AREA_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, one_id: int, other_id: int) -> HttpResponse:
    """Both records side by side; POST merges them into the one that is to be kept."""
    actor, at = actor_of(request), now()
    form = MergeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        keep = form.cleaned_data["keep"]
        ids = {one_id, other_id}
        try:
            merge_people(
                actor=actor,
                kept_id=keep,
                absorbed_id=(ids - {keep}).pop() if keep in ids else keep,
                reason=form.cleaned_data["reason"],
                at=at,
            )
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, _("The two records are one now. You can undo it here."))
            return redirect("registry:merges")
    sides = side_by_side(actor=actor, one_id=one_id, other_id=other_id, at=at)
    context = {
        "sides": sides,
        "form": form,
        "not_same": is_not_same(one_id, other_id),
        "numbers_differ": all(side.citizen_number for side in sides),
    }
    status = 422 if form.errors else 200
    return render(request, "registry/compare.html", context, status=status)


@roles_only(*AREA_STAFF)
@require_POST
def not_same(request: HttpRequest, one_id: int, other_id: int) -> HttpResponse:
    """These are two people: the list forgets them."""
    say_not_same(actor=actor_of(request), one_id=one_id, other_id=other_id, at=now())
    messages.success(request, _("Noted: these are two people."))
    return redirect("registry:duplicates")


@roles_only(*AREA_STAFF)
@require_safe
def merges(request: HttpRequest) -> HttpResponse:
    """What was merged and can be undone."""
    page = paginate(
        visible_merges(actor=actor_of(request)),
        order=Order("at", descending=True),
        cursor=request.GET.get("cursor"),
    )
    return render(request, "registry/merges.html", {"page": page})


@roles_only(*AREA_STAFF)
@require_POST
def unmerge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Two records again."""
    try:
        unmerge_people(actor=actor_of(request), merge_id=merge_id, at=now())
    except Conflict as error:
        messages.warning(request, error.sentence())
    else:
        messages.success(request, _("The merger is undone. What came since stays where it is."))
    return redirect("registry:merges")
