"""Spot checks: what was drawn, and the inspector's form on the phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, roles_only, signed_in
from xinqiao.assessment.duties import INSPECTORS, may_inspect
from xinqiao.assessment.forms.small import InspectionForm, refuse
from xinqiao.assessment.models import SAMPLE, State
from xinqiao.assessment.selectors.checks import (
    get_sample,
    progress_of,
    samples_of,
)
from xinqiao.assessment.selectors.checks import (
    title_of as item_title,
)
from xinqiao.assessment.selectors.rounds import find_round
from xinqiao.assessment.services.inspect import record_inspection
from xinqiao.assessment.views.shared import title_of
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.workflow.pages import pages_of

SAMPLE_ORDER = Order("unit_id", tie="id")


@roles_only(*INSPECTORS)
@require_safe
def sample_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """What was drawn in the actor's area, with the seed; what is open comes on request alone."""
    actor = actor_of(request)
    round_ = find_round(round_id=round_id)
    rows = samples_of(actor=actor, round_id=round_id)
    only_open = request.GET.get("open") == "1"
    if only_open:
        rows = rows.filter(done_at__isnull=True)
    page = paginate(rows, order=SAMPLE_ORDER, cursor=request.GET.get("cursor"))
    context = {
        "round": round_,
        "title": title_of(round_),
        "page": page,
        "only_open": only_open,
        "progress": progress_of(round_),
    }
    return render(request, "assessment/samples.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def sample(request: HttpRequest, sample_id: int) -> HttpResponse:
    """One spot check: the form, or what was found."""
    actor, at = actor_of(request), now()
    found = get_sample(actor=actor, sample_id=sample_id)
    round_ = found.round
    open_ = found.done_at is None and round_.state == State.COMPUTED and may_inspect(actor, found)
    criteria = list(round_.scheme.criteria.all())
    form = InspectionForm(criteria=criteria)
    if request.method == "POST":
        posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF)
        form = InspectionForm(posted.data, criteria=criteria)
        for problem in posted.problems:
            form.add_error("photos", problem)
        if form.is_valid():
            try:
                record_inspection(
                    actor=actor,
                    sample_id=sample_id,
                    points=form.points(),
                    words=form.cleaned_data["words"],
                    photo_tokens=form.cleaned_data["photo_tokens"],
                    at=at,
                )
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, _("The spot check is recorded. Thank you."))
                return redirect("assessment:samples", round_id=round_.pk)
    context = {
        "sample": found,
        "round": round_,
        "title": title_of(round_),
        "item_title": item_title(actor=actor, item_id=found.item_id),
        "item_url": pages_of(round_.scheme.flow).number_url(found.number),
        "form": form if open_ else None,
        "findings": [] if open_ else list(found.findings.all()),
        "photos": attachments_of(SAMPLE, [found.pk]).get(found.pk, []),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessment/sample.html", context, status=status)
