"""`/desk/care/boards/` and `/help/boards/<id>/`: what hangs on the wall of an estate."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.board_sheet import board_pdf
from xinqiao.care.forms.staff import LineForm
from xinqiao.care.powers import KEEPERS, WORKERS, may
from xinqiao.care.selectors.board import (
    board_lines,
    board_of,
    estates,
    get_estate,
    public_estate,
)
from xinqiao.care.selectors.choosing import plan_choices
from xinqiao.care.services.board import LineDraft, add_line, withdraw_line
from xinqiao.grid.plate_sheet import chinese_fonts
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now
from xinqiao.workflow.forms import done


@roles_only(*WORKERS)
@require_safe
def boards(request: HttpRequest) -> HttpResponse:
    """The estates of the actor's areas."""
    rows = estates(actor=actor_of(request))
    page = paginate(rows, order=Order("name"), cursor=request.GET.get("cursor"))
    return render(request, "care/boards.html", {"page": page})


@roles_only(*WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, place_id: int) -> HttpResponse:
    """The board of one estate, and its own lines."""
    at, actor = now(), actor_of(request)
    place = get_estate(actor=actor, place_id=place_id)
    helpers = plan_choices(actor=actor)[1]
    form = LineForm(helpers=helpers, initial={"basis": "office"})
    if request.method == "POST" and "withdraw" in request.POST:
        number = request.POST["withdraw"]
        line_id = int(number) if number.isdigit() else 0
        withdraw_line(actor=actor, line_id=line_id, at=at)
        messages.success(request, _("The line is off the board. Please print it again."))
        return redirect("care:board-edit", place_id=place.pk)
    if request.method == "POST":
        form = LineForm(request.POST, helpers=helpers)

        def add() -> None:
            told = form.cleaned_data
            draft = LineDraft(
                duty=told["duty"],
                name=told["name"],
                phone=told["phone"],
                basis=told["basis"],
                agreed_on=told["agreed_on"],
                helper_id=int(told["helper"]) if told["helper"] else None,
            )
            add_line(actor=actor, place=place, draft=draft, at=at)

        if done(form, add):
            messages.success(request, _("The line is on the board. Please print it again."))
            return redirect("care:board-edit", place_id=place.pk)
    context = {
        "board": board_of(place=place, at=at),
        "lines": board_lines(place=place),
        "form": form,
        "keeps": may(actor, place.area.path, KEEPERS),
        "has_font": bool(chinese_fonts()),
    }
    status = 422 if form.is_bound else 200
    return render(request, "care/board_edit.html", context, status=status)


@roles_only(*WORKERS)
@require_safe
def sheet(request: HttpRequest, place_id: int) -> HttpResponse:
    """The board as a PDF."""
    place = get_estate(actor=actor_of(request), place_id=place_id)
    pdf = board_pdf(
        board_of(place=place, at=now()), address=settings.BASE_URL + reverse("care:help")
    )
    headers = {"Content-Disposition": f'attachment; filename="board-{place.pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@require_safe
def public(request: HttpRequest, place_id: int) -> HttpResponse:
    """The same for everybody's telephone: only what hangs on the wall."""
    place = public_estate(place_id=place_id)
    return render(request, "care/board.html", {"board": board_of(place=place, at=now())})
