"""`/supervision/meetings/`: records of co-ordination meetings and what became of decisions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import Posted, posted_with_photos
from xinqiao.files.selectors import attachments_of
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import local, now
from xinqiao.supervision.forms.records import DecisionForm, MeetingForm
from xinqiao.supervision.models import MEETING_FILES
from xinqiao.supervision.selectors.duty import SUPERVISORS, posts_over
from xinqiao.supervision.selectors.items import items_by_numbers
from xinqiao.supervision.selectors.meetings import (
    decisions_of,
    get_meeting,
    items_of,
    meeting_page,
)
from xinqiao.supervision.selectors.targets import meeting_choices
from xinqiao.supervision.services.meetings import (
    DecisionDraft,
    MeetingDraft,
    issue_decision,
    record_meeting,
)
from xinqiao.supervision.views.home import issues
from xinqiao.workflow.forms import done
from xinqiao.workflow.pages import pages_of

DECISIONS = 5
PHOTO_NAMES = ("photos", "document_tokens")


@staff_only
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The records, newest first."""
    actor = actor_of(request)
    page = meeting_page(actor=actor, cursor=request.GET.get("cursor"))
    context = {"page": page, "meetings": page.items, "may_record": issues(actor)}
    return render(request, "supervision/meetings.html", context)


@roles_only(*SUPERVISORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down a meeting and who does what by when."""
    at, actor = now(), actor_of(request)
    posted = _posted(request, at)
    data = posted.data if posted else None
    initial = {"held_at": local(at), "items": request.GET.get("item", "")}
    form = MeetingForm(data, initial=initial)
    rows = _decision_rows(data, meeting_choices(actor))
    for problem in posted.problems if posted else ():
        form.add_error("photos", problem)
    status = 200
    if form.is_bound:
        made: list[int] = []
        if all(row.is_valid() for row in rows) and form.is_valid():
            draft = _draft(form, rows, actor)
            if draft is not None and done(
                form,
                lambda: made.append(record_meeting(actor=actor, draft=draft, at=at).pk),
            ):
                messages.success(request, _("The meeting is on record."))
                return redirect("supervision:meeting", meeting_id=made[0])
        status = 422
    context = {"form": form, "decisions": rows}
    return render(request, "supervision/meeting_new.html", context, status=status)


@staff_only
@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """One record with its decisions."""
    actor = actor_of(request)
    found = get_meeting(actor=actor, meeting_id=meeting_id)
    items = items_of(actor=actor, meeting=found)
    context = {
        "meeting": found,
        "items": [(item, pages_of(item.flow).number_url(item.number)) for item in items],
        "decisions": decisions_of(found),
        "documents": attachments_of(MEETING_FILES, [found.pk]).get(found.pk, []),
        "may_issue": bool(posts_over(actor, found.area_path)),
    }
    return render(request, "supervision/meeting.html", context)


@roles_only(*SUPERVISORS)
@require_POST
def issue(request: HttpRequest, meeting_id: int, decision_id: int) -> HttpResponse:
    """Make a decision a supervision notice with its deadline."""
    actor = actor_of(request)
    try:
        notice = issue_decision(
            actor=actor, meeting_id=meeting_id, decision_id=decision_id, at=now()
        )
    except DomainError as error:
        messages.warning(request, error.sentence())
        return redirect("supervision:meeting", meeting_id=meeting_id)
    messages.success(request, _("The supervision notice is issued; its clock runs."))
    return redirect("supervision:notice", number=notice.item.number)


def _posted(request: HttpRequest, at: datetime) -> Posted | None:
    if request.method != "POST":
        return None
    return posted_with_photos(request, at=at, purpose=Purpose.DOCUMENT, names=PHOTO_NAMES)


def _decision_rows(data: QueryDict | None, targets: list[tuple[str, str]]) -> list[DecisionForm]:
    return [
        DecisionForm(data, prefix=f"decision{n}", targets=targets) for n in range(1, DECISIONS + 1)
    ]


def _draft(form: MeetingForm, rows: list[DecisionForm], actor: Actor) -> MeetingDraft | None:
    told: dict[str, Any] = form.cleaned_data
    known = items_by_numbers(actor=actor, numbers=told["items"])
    missing = [number for number in told["items"] if number not in known]
    if missing:
        text = _("No item with the number %(number)s was found.") % {"number": missing[0]}
        form.add_error("items", forms.ValidationError(text))
        return None
    decisions = [
        DecisionDraft(party, row.cleaned_data["words"], row.cleaned_data["until"])
        for row in rows
        if (party := row.party) is not None
    ]
    area_id = next(post.area_id for post in actor.posts if post.role in SUPERVISORS)
    return MeetingDraft(
        title=told["title"],
        held_at=form.held,
        place=told["place"],
        area_id=area_id,
        words=told["words"],
        units=told["units"],
        item_ids=tuple(item.pk for item in known.values()),
        decisions=tuple(decisions),
        document_tokens=told["document_tokens"],
    )
