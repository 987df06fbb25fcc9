"""Appeals: the list, a new one, one with its decision."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, signed_in, staff_only
from xinqiao.assessment.forms.small import AppealForm, DecisionForm, refuse
from xinqiao.assessment.models import APPEAL
from xinqiao.assessment.selectors.checks import get_appeal, may_decide, visible_appeals
from xinqiao.assessment.selectors.formula import lines_of
from xinqiao.assessment.selectors.rounds import get_round, get_score
from xinqiao.assessment.services.appeals import appeal, decide_appeal
from xinqiao.assessment.views.shared import title_of
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

APPEAL_ORDER = Order("id", descending=True)
DOCUMENTS = ("photos", "document_tokens")


@staff_only
@require_safe
def appeal_list(request: HttpRequest, round_id: int) -> HttpResponse:
    """Appeals against one round, newest first."""
    actor = actor_of(request)
    round_ = get_round(actor=actor, round_id=round_id)
    rows = visible_appeals(actor=actor, round_=round_)
    page = paginate(rows, order=APPEAL_ORDER, cursor=request.GET.get("cursor"))
    context = {"round": round_, "title": title_of(round_), "page": page}
    return render(request, "assessment/appeals.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_new(request: HttpRequest, round_id: int, score_id: int) -> HttpResponse:
    """Contradict a score or a counted item."""
    actor, at = actor_of(request), now()
    score = get_score(actor=actor, round_id=round_id, score_id=score_id)
    form = AppealForm(initial={"number": request.GET.get("number", "")[:20]})
    if request.method == "POST":
        posted = posted_with_photos(request, at=at, purpose=Purpose.DOCUMENT, names=DOCUMENTS)
        form = AppealForm(posted.data)
        for problem in posted.problems:
            form.add_error("photos", problem)
        if form.is_valid():
            told = form.cleaned_data
            try:
                made = appeal(
                    actor=actor,
                    score_id=score_id,
                    reason=told["reason"],
                    number=told["number"].replace(" ", ""),
                    document_tokens=told["document_tokens"],
                    at=at,
                )
            except DomainError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Your appeal is recorded."))
                return redirect("assessment:appeal", appeal_id=made.pk)
    context = {"score": score, "round": score.round, "title": title_of(score.round), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "assessment/appeal_new.html", context, status=status)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: HttpRequest, appeal_id: int) -> HttpResponse:
    """One appeal; whoever decides finds the form on it."""
    actor = actor_of(request)
    made = get_appeal(actor=actor, appeal_id=appeal_id)
    round_ = made.score.round
    lines = lines_of(round_.scheme)
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        parts=[(line.position, line.words) for line in lines],
        about_item=made.item_id is not None,
    )
    if form.is_bound and form.is_valid():
        try:
            decide_appeal(actor=actor, appeal_id=appeal_id, decision=form.decision(), at=now())
        except DomainError as error:
            refuse(form, error)
        else:
            messages.success(request, _("The decision is recorded."))
            return redirect("assessment:appeal", appeal_id=appeal_id)
    context = {
        "appeal": made,
        "round": round_,
        "title": title_of(round_),
        "form": form if may_decide(actor, made) else None,
        "documents": attachments_of(APPEAL, [made.pk]).get(made.pk, []),
    }
    status = 422 if form.is_bound else 200
    return render(request, "assessment/appeal.html", context, status=status)
