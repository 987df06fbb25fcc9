"""`/issues/<id>/<step>/`: what staff decide about an issue and correct in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from xinqiao.accounts.access import AREA_STAFF, Actor
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.issues.models import Issue
from xinqiao.issues.services.correct import (
    add_item,
    merge_issues,
    rename_issue,
    split_issue,
    take_out,
)
from xinqiao.issues.services.decide import decide_issue, draft_answer, name_lead, note_facts
from xinqiao.kit.errors import DomainError
from xinqiao.kit.time import now

Step = Callable[[Actor, int, QueryDict], Issue]


def _decide(step: str) -> Step:
    return lambda actor, issue_id, data: decide_issue(
        actor=actor, issue_id=issue_id, step=step, at=now()
    )


def _add(actor: Actor, issue_id: int, data: QueryDict) -> Issue:
    return add_item(actor=actor, issue_id=issue_id, number=data.get("number", ""), at=now())


def _merge(actor: Actor, issue_id: int, data: QueryDict) -> Issue:
    into = _whole(data.get("into", "")) or issue_id
    return merge_issues(actor=actor, issue_id=issue_id, into_id=into, at=now())


def _rename(actor: Actor, issue_id: int, data: QueryDict) -> Issue:
    return rename_issue(actor=actor, issue_id=issue_id, title=data.get("title", ""), at=now())


def _lead(actor: Actor, issue_id: int, data: QueryDict) -> Issue:
    return name_lead(
        actor=actor,
        issue_id=issue_id,
        organisation_id=_whole(data.get("unit", "")),
        words=data.get("lead_note", ""),
        at=now(),
    )


def _note(actor: Actor, issue_id: int, data: QueryDict) -> Issue:
    return note_facts(actor=actor, issue_id=issue_id, words=data.get("note", ""), at=now())


def _answer(actor: Actor, issue_id: int, data: QueryDict) -> Issue:
    words = data.get("answer_draft", "")
    return draft_answer(actor=actor, issue_id=issue_id, words=words, at=now())


STEPS: Final[dict[str, tuple[Step, Promise]]] = {
    "confirm": (_decide("confirm"), _("The issue is confirmed.")),
    "dismiss": (_decide("dismiss"), _("The issue is dismissed; its requests go on as they are.")),
    "solve": (_decide("solve"), _("The issue is solved; each request still needs its answer.")),
    "reopen": (_decide("reopen"), _("The issue is open again.")),
    "add": (_add, _("The request now belongs to this issue.")),
    "merge": (_merge, _("The requests of both issues are together now.")),
    "rename": (_rename, _("The title is changed.")),
    "lead": (_lead, _("The lead unit is noted.")),
    "note": (_note, _("The facts are kept.")),
    "answer": (_answer, _("Whoever handles a request of this issue is offered this answer.")),
}


@roles_only(*AREA_STAFF)
@require_POST
def correct(request: HttpRequest, issue_id: int, step: str) -> HttpResponse:
    """One step; a refusal is said on the page of the issue."""
    if step not in STEPS:
        raise Http404
    work, done = STEPS[step]
    try:
        issue = work(actor_of(request), issue_id, request.POST)
    except DomainError as error:
        return _refused(request, issue_id, error)
    messages.success(request, str(done))
    return redirect("issues:detail", issue_id=issue.pk)


@roles_only(*AREA_STAFF)
@require_POST
def members(request: HttpRequest, issue_id: int) -> HttpResponse:
    """Take the chosen requests out, or make an issue of their own from them."""
    actor, at = actor_of(request), now()
    chosen = [number for text in request.POST.getlist("item") if (number := _whole(text))]
    try:
        if request.POST.get("do") == "split":
            title = request.POST.get("title", "")
            new = split_issue(actor=actor, issue_id=issue_id, item_ids=chosen, title=title, at=at)
            messages.success(request, _("The chosen requests are an issue of their own now."))
            return redirect("issues:detail", issue_id=new.pk)
        take_out(actor=actor, issue_id=issue_id, item_ids=chosen, at=at)
    except DomainError as error:
        return _refused(request, issue_id, error)
    messages.success(request, _("The chosen requests no longer belong to this issue."))
    return redirect("issues:detail", issue_id=issue_id)


def _refused(request: HttpRequest, issue_id: int, error: DomainError) -> HttpResponse:
    if error.status == 404:
        raise error
    messages.warning(request, error.sentence())
    return redirect("issues:detail", issue_id=issue_id)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() else None
