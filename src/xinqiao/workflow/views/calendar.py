"""`/admin/workflow/calendar/`: days off and make-up working days, and whether they are right."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.kit.errors import BadInput, DomainError
from xinqiao.kit.time import local_day, now
from xinqiao.workflow.duties import EDITORS
from xinqiao.workflow.forms import DayForm, YearForm, done
from xinqiao.workflow.models import DayKind
from xinqiao.workflow.selectors.rules import calendar_days, check_years
from xinqiao.workflow.services.working_calendar import (
    FIRST_YEAR,
    LAST_YEAR,
    clear_day,
    confirm_year,
    fill_year,
    set_day,
)


@roles_only(*EDITORS)
@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """Every year with what is known and what disagrees."""
    context = {"reports": check_years(at=now()), "form": YearForm()}
    return render(request, "workflow/calendar.html", context)


@roles_only(*EDITORS)
@require_safe
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """The special days of a year."""
    return _year(request, year, DayForm())


@roles_only(*EDITORS)
@require_POST
def year_fill(request: HttpRequest) -> HttpResponse:
    """Write the official days of a year."""
    form = YearForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Please give a year."))
        return redirect("workflow:calendar")
    year = form.cleaned_data["year"]
    try:
        count = fill_year(actor=actor_of(request), year=year, at=now())
    except DomainError as error:
        messages.warning(request, error.sentence())
        return redirect("workflow:calendar-year", year=year)
    text = ngettext("%(count)s special day written.", "%(count)s special days written.", count)
    messages.success(request, text % {"count": count})
    return redirect("workflow:calendar-year", year=year)


@roles_only(*EDITORS)
@require_POST
def year_confirm(request: HttpRequest, year: int) -> HttpResponse:
    """Say that the days of a year are complete."""
    confirm_year(actor=actor_of(request), year=year, at=now())
    messages.success(request, _("Limits may now rely on this year."))
    return redirect("workflow:calendar-year", year=year)


@roles_only(*EDITORS)
@require_POST
def day_set(request: HttpRequest, year: int) -> HttpResponse:
    """Set one day by hand."""
    form = DayForm(request.POST)

    def act() -> None:
        told = form.cleaned_data
        set_day(
            actor=actor_of(request),
            day=told["day"],
            kind=DayKind(told["kind"]),
            name=told["name"],
            at=now(),
        )

    if done(form, act):
        messages.success(request, _("The day is saved."))
        return redirect("workflow:calendar-year", year=form.cleaned_data["day"].year)
    return _year(request, year, form, status=422)


@roles_only(*EDITORS)
@require_POST
def day_clear(request: HttpRequest, day: str) -> HttpResponse:
    """Let the plain week hold again."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError as error:
        raise BadInput(field="day") from error
    clear_day(actor=actor_of(request), day=chosen, at=now())
    messages.success(request, _("The plain week holds again on this day."))
    return redirect("workflow:calendar-year", year=chosen.year)


def _year(request: HttpRequest, year: int, form: DayForm, *, status: int = 200) -> HttpResponse:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return redirect("workflow:calendar-year", year=local_day(now()).year)
    reports = {report.year: report for report in check_years(at=now())}
    context = {
        "year": year,
        "days": calendar_days(actor=actor_of(request), year=year),
        "report": reports.get(year),
        "form": form,
    }
    return render(request, "workflow/calendar_year.html", context, status=status)
