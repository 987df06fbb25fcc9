"""`/supervision/accounts/`: the register of calls to account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinqiao.accounts.requests import actor_of, roles_only, staff_only
from xinqiao.kit.time import now
from xinqiao.supervision.forms.records import AccountForm, OutcomeForm
from xinqiao.supervision.models import AccountForm as Form
from xinqiao.supervision.selectors.accounts import account_page, get_account
from xinqiao.supervision.selectors.duty import SUPERVISORS, posts_over
from xinqiao.supervision.selectors.late import party_of
from xinqiao.supervision.selectors.notices import get_notice
from xinqiao.supervision.selectors.targets import meeting_choices
from xinqiao.supervision.services.accounts import AccountDraft, call_to_account, record_outcome
from xinqiao.supervision.views.home import issues
from xinqiao.workflow.forms import done


@staff_only
@require_safe
def account_list(request: HttpRequest) -> HttpResponse:
    """The register, as far as somebody may see it."""
    actor = actor_of(request)
    page = account_page(actor=actor, cursor=request.GET.get("cursor"))
    context = {"page": page, "accounts": page.items, "may_call": issues(actor)}
    return render(request, "supervision/accounts.html", context)


@roles_only(*SUPERVISORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Call a unit or post to account, from a notice (`?notice=`) or for another reason."""
    at, actor = now(), actor_of(request)
    query = request.POST if request.method == "POST" else request.GET
    number = query.get("notice", "")
    notice = get_notice(actor=actor, number=number) if number else None
    form = AccountForm(
        request.POST if request.method == "POST" else None,
        initial={"form": Form.TALK.value},
        targets=() if notice else meeting_choices(actor),
        has_notice=notice is not None,
    )
    status = 200
    if form.is_bound:
        made: list[int] = []

        def act() -> None:
            told = form.cleaned_data
            draft = AccountDraft(
                form=Form(told["form"]),
                reason=told["reason"],
                outcome=told["outcome"],
                target=party_of(told.get("target", "")),
                notice_id=notice.pk if notice else None,
            )
            made.append(call_to_account(actor=actor, draft=draft, at=at).pk)

        if done(form, act):
            messages.success(request, _("The call to account is on record."))
            return redirect("supervision:account", account_id=made[0])
        status = 422
    context = {"form": form, "notice": notice}
    return render(request, "supervision/account_new.html", context, status=status)


@staff_only
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest, account_id: int) -> HttpResponse:
    """One entry; those above record what came of it."""
    actor = actor_of(request)
    found = get_account(actor=actor, account_id=account_id)
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and done(
        form,
        lambda: record_outcome(
            actor=actor,
            account_id=account_id,
            outcome=form.cleaned_data["outcome"],
            at=now(),
        ),
    ):
        messages.success(request, _("The outcome is on record."))
        return redirect("supervision:account", account_id=account_id)
    may_settle = found.outcome_at is None and bool(posts_over(actor, found.area_path))
    context = {"account": found, "form": form, "may_settle": may_settle}
    status = 422 if form.is_bound else 200
    return render(request, "supervision/account.html", context, status=status)
