"""`/supervision/notices/`: the lists, a new notice, the page of one, and its printed sheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.access import Actor
from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.files.models import Purpose
from xinqiao.files.posted import posted_with_photos
from xinqiao.kit.time import day_start, local_day, now
from xinqiao.supervision.forms.records import NoticeForm
from xinqiao.supervision.selectors.duty import SUPERVISORS
from xinqiao.supervision.selectors.notices import (
    BOXES,
    NoticeFilter,
    get_notice,
    notice_counts,
    notice_page,
)
from xinqiao.supervision.selectors.one import put_right_by
from xinqiao.supervision.selectors.outcomes import outcomes
from xinqiao.supervision.selectors.targets import target_choices
from xinqiao.supervision.services.issue import NoticeDraft, issue_notice
from xinqiao.supervision.services.meetings import end_of
from xinqiao.supervision.sheet import notice_pdf
from xinqiao.supervision.views.home import COLOURS, Tile, issues, notice_rows
from xinqiao.supervision.views.notice_page import notice_page as render_notice
from xinqiao.workflow.forms import done
from xinqiao.workflow.models import Item
from xinqiao.workflow.selectors.items import item_by_number
from xinqiao.workflow.views.choices import area_choices, area_names

PHOTO_NAMES = ("photos", "photo_tokens")


@staff_only
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Notices given to me, issued by my office, or all I may see; by colour; open or closed."""
    at, actor = now(), actor_of(request)
    chosen = _filter(request.GET, actor)
    page = notice_page(actor=actor, filter=chosen, at=at, cursor=request.GET.get("cursor"))
    counts = notice_counts(actor=actor, at=at)
    context = {
        "at": at,
        "filter": chosen,
        "page": page,
        "rows": notice_rows(page.items),
        "tiles": [Tile(name, str(getattr(counts, name))) for name in COLOURS],
        "may_issue": issues(actor),
        "year": local_day(at).year,
        "loop": outcomes(actor=actor, since=day_start(local_day(at).replace(month=1, day=1))),
    }
    return render(request, "supervision/notices.html", context)


@roles_only(*SUPERVISORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Issue a notice about an item (`?item=`) or a fact found on the spot (`?area=`)."""
    at, actor = now(), actor_of(request)
    query = request.POST if request.method == "POST" else request.GET
    about = item_by_number(actor=actor, number=query["item"]) if query.get("item") else None
    area = _area(actor, query, about)
    form = _form(request, actor, area, about, at)
    status = 200
    if form.is_bound:
        made: list[str] = []
        draft = _draft(form, area, about) if form.is_valid() else None
        if draft is not None and done(
            form,
            lambda: made.append(issue_notice(actor=actor, draft=draft, at=at).item.number),
        ):
            messages.success(request, _("The supervision notice is issued; its clock runs."))
            return redirect("supervision:notice", number=made[0])
        status = 422
    context = {
        "form": form,
        "about": about,
        "area": area,
        "area_name": area_names(area),
        "areas": area_choices(actor),
    }
    return render(request, "supervision/notice_new.html", context, status=status)


@staff_only
@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """Everything about one notice, with what one can do."""
    return render_notice(request, get_notice(actor=actor_of(request), number=number))


@staff_only
@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """The notice as a PDF to print, sign and file."""
    found = get_notice(actor=actor_of(request), number=number)
    pdf = notice_pdf(found, due=put_right_by(found.pk))
    headers = {"Content-Disposition": f'inline; filename="notice-{found.item.number}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def _filter(query: QueryDict, actor: Actor) -> NoticeFilter:
    box = query.get("box", "")
    colour = query.get("colour", "")
    return NoticeFilter(
        box=box if box in BOXES else ("all" if issues(actor) else "given"),
        colour=colour if colour in (*COLOURS, "green") else "",
        closed=query.get("closed") == "1",
    )


def _area(actor: Actor, query: QueryDict, about: Item | None) -> str:
    if about is not None:
        return about.area_path
    known = [area.path for area in area_choices(actor)]
    wanted = query.get("area", "")
    return wanted if wanted in known else next(iter(known), "")


def _form(
    request: HttpRequest, actor: Actor, area: str, about: Item | None, at: datetime
) -> NoticeForm:
    told: dict[str, Any] = {
        "targets": target_choices(actor, area),
        "needs_finding": about is None,
    }
    if request.method != "POST":
        return NoticeForm(initial={"target": _owner(about)}, **told)
    posted = posted_with_photos(request, at=at, purpose=Purpose.PROOF, names=PHOTO_NAMES)
    form = NoticeForm(posted.data, **told)
    for problem in posted.problems:
        form.add_error("photos", problem)
    return form


def _owner(about: Item | None) -> str:
    """The one who has the item is usually meant."""
    if about is None:
        return ""
    if about.owner_post_id is not None:
        return f"post:{about.owner_post_id}"
    return f"organisation:{about.owner_organisation_id}"


def _draft(form: NoticeForm, area: str, about: Item | None) -> NoticeDraft:
    told = form.cleaned_data
    return NoticeDraft(
        target=form.party,
        requirement=told["requirement"],
        finding=told["finding"],
        about_id=about.pk if about else None,
        area_path=area,
        until=end_of(told["until"]) if told["until"] else None,
        photo_tokens=told["photo_tokens"],
    )
