"""`/desk/care/rota/`: helpers, their turns of duty, hours nobody covers."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.care.action_words import weekday_words
from xinqiao.care.forms.staff import HelperForm, ShiftForm
from xinqiao.care.models import Helper, Shift
from xinqiao.care.powers import KEEPERS, WORKERS, may
from xinqiao.care.selectors.choosing import community_choices, kind_choices
from xinqiao.care.selectors.overview import communities_of, gaps_of
from xinqiao.care.selectors.rota import get_helper, helper_page, live_kinds, running_shifts
from xinqiao.care.services.helpers import HelperDraft, add_helper, add_shift, end_shift, leave
from xinqiao.kit.time import local_day, now
from xinqiao.workflow.forms import done


@roles_only(*WORKERS)
@require_safe
def rota(request: HttpRequest) -> HttpResponse:
    """Helpers with their turns, and the gaps of the next week."""
    at, actor = now(), actor_of(request)
    kind = request.GET.get("kind", "")[:20]
    page = helper_page(actor=actor, at=at, kind=kind, cursor=request.GET.get("cursor"))
    rows = [(one, _turns(one.turns)) for one in page.items]  # type: ignore[attr-defined]
    context = {
        "page": page,
        "rows": rows,
        "gaps": gaps_of(actor=actor, at=at),
        "kinds": list(live_kinds(at=at)),
        "kind": kind,
        "keeps": actor.has_role(*KEEPERS),
    }
    return render(request, "care/rota.html", context)


@roles_only(*KEEPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put somebody on the list of helpers."""
    at, actor = now(), actor_of(request)
    form = HelperForm(
        request.POST if request.method == "POST" else None,
        areas=community_choices(actor=actor),
        kinds=kind_choices(at=at),
    )
    made: list[Helper] = []

    def add() -> None:
        told = form.cleaned_data
        area = next(one for one in communities_of(actor) if str(one.pk) == told["area"])
        draft = HelperDraft(
            name=told["name"],
            area=area,
            kind_codes=told["kinds"],
            skills=told["skills"].split(),
            phone=told["phone"],
        )
        made.append(add_helper(actor=actor, draft=draft, at=at))

    if form.is_bound and done(form, add):
        messages.success(request, _("The helper is on the list. Now add the turns of duty."))
        return redirect("care:helper", helper_id=made[0].pk)
    status = 422 if form.is_bound else 200
    return render(request, "care/helper_new.html", {"form": form}, status=status)


@roles_only(*WORKERS)
@require_safe
def helper(request: HttpRequest, helper_id: int) -> HttpResponse:
    """One helper."""
    return _page(request, get_helper(actor=actor_of(request), helper_id=helper_id), None)


@roles_only(*KEEPERS)
@require_POST
def act(request: HttpRequest, helper_id: int, action: str) -> HttpResponse:
    """Add or end a turn, or take the helper off the list."""
    at, actor = now(), actor_of(request)
    found = get_helper(actor=actor, helper_id=helper_id)
    if action == "shift":
        form = ShiftForm(request.POST, kinds=kind_choices(at=at))

        def add() -> None:
            told = form.cleaned_data
            kind = live_kinds(at=at).filter(code=told["kind"]).first() if told["kind"] else None
            fields = ("weekdays", "starts", "ends", "from_on", "until_on")
            add_shift(
                actor=actor,
                helper_id=found.pk,
                kind=kind,
                at=at,
                **{name: told[name] for name in fields},
            )

        if not done(form, add):
            return _page(request, found, form, status=422)
    elif action == "end":
        number = request.POST.get("shift", "")
        end_shift(actor=actor, shift_id=int(number) if number.isdigit() else 0, at=at)
    elif action == "leave":
        leave(actor=actor, helper_id=found.pk, at=at)
        messages.success(request, _("The helper is off the list. Thank you for the help!"))
        return redirect("care:rota")
    else:
        raise Http404
    messages.success(request, _("The rota is changed."))
    return redirect("care:helper", helper_id=found.pk)


def _page(
    request: HttpRequest, found: Helper, form: forms.Form | None, *, status: int = 200
) -> HttpResponse:
    at, actor = now(), actor_of(request)
    shifts = running_shifts(day=local_day(at)).filter(helper=found).select_related("kind")
    shown = form or ShiftForm(kinds=kind_choices(at=at), initial={"from_on": local_day(at)})
    context = {
        "helper": found,
        "kinds": list(found.kinds.all()),
        "turns": _turns(list(shifts.order_by("starts"))),
        "form": shown,
        "keeps": may(actor, found.area.path, KEEPERS),
    }
    return render(request, "care/helper.html", context, status=status)


def _turns(shifts: list[Shift]) -> list[tuple[Shift, str]]:
    return [(shift, weekday_words(shift.weekdays)) for shift in shifts]
