"""`/r/<token>`: whoever holds the link follows a request, answers questions and rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import segno
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.accounts.requests import actor_of
from xinqiao.cases.follow_words import follow_sentence
from xinqiao.cases.forms.fields import add_domain_error
from xinqiao.cases.forms.follow import SCORES, AnswerForm, RatingForm, WithdrawForm
from xinqiao.cases.models import Case
from xinqiao.cases.selectors.follow import FollowPage, follow_page
from xinqiao.cases.selectors.shared_page import shared_page
from xinqiao.cases.services.ask import answer_question
from xinqiao.cases.services.confirm import rate_case
from xinqiao.cases.services.wall import take_off_wall
from xinqiao.cases.services.withdraw import withdraw_case
from xinqiao.kit.errors import Conflict, DomainError
from xinqiao.kit.time import now

_FACES = {5: "mood-happy", 4: "mood-smile", 3: "mood-empty", 2: "mood-sad", 1: "mood-cry"}


@dataclass(frozen=True, slots=True)
class Face:
    """One of the five big buttons."""

    icon: str
    words: str


@require_safe
def sent(request: HttpRequest, token: str) -> HttpResponse:
    """Right after sending: the number to quote, the link and its QR code."""
    page = follow_page(token=token)
    address = settings.BASE_URL + reverse("cases:follow", args=[token])
    context = {
        "case": page.case,
        "sentence": follow_sentence(page.case, now()),
        "address": address,
        "qr": segno.make(address, error="m", micro=False).svg_data_uri(scale=6, border=2),
    }
    return _private(render(request, "cases/sent.html", context))


@require_safe
def follow(request: HttpRequest, token: str) -> HttpResponse:
    """The page itself."""
    return _page(request, follow_page(token=token))


@require_POST
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The requester answers the open question."""

    def send(form: Form) -> None:
        answer_question(
            actor=actor_of(request), token=token, words=form.cleaned_data["words"], at=now()
        )

    return _posted(request, token, AnswerForm, send, _("Thank you. Your answer is on its way."))


@require_POST
def rate(request: HttpRequest, token: str) -> HttpResponse:
    """The requester rates the answer; a low score opens the request again."""

    def send(form: Form) -> None:
        rate_case(actor=actor_of(request), token=token, at=now(), **form.cleaned_data)

    return _posted(request, token, RatingForm, send, _("Thank you for your rating."))


@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """The requester no longer needs it."""

    def send(form: Form) -> None:
        withdraw_case(
            actor=actor_of(request), token=token, reason=form.cleaned_data["reason"], at=now()
        )

    return _posted(request, token, WithdrawForm, send, _("Your request is withdrawn."))


@require_POST
def off_the_wall(request: HttpRequest, token: str) -> HttpResponse:
    """The requester no longer wants it to be public."""
    take_off_wall(actor=actor_of(request), token=token, at=now())
    messages.success(request, _("It is no longer public."))
    return redirect("cases:follow", token=token)


def _posted(
    request: HttpRequest,
    token: str,
    form_class: type[Form],
    send: Callable[[Form], None],
    thanks: str,
) -> HttpResponse:
    """Do it and lead back; a second click finds it done and is led back just the same."""
    page = follow_page(token=token)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            send(form)
        except Conflict as error:
            messages.info(request, error.sentence())
            return redirect("cases:follow", token=token)
        except DomainError as error:
            add_domain_error(form, error)
        else:
            messages.success(request, thanks)
            return redirect("cases:follow", token=token)
    return _page(request, page, failed=form, status=422)


def _page(
    request: HttpRequest, page: FollowPage, *, failed: Form | None = None, status: int = 200
) -> HttpResponse:
    forms: dict[str, Any] = {
        "answer_form": AnswerForm(auto_id="id_answer_%s"),
        "rating_form": RatingForm(auto_id="id_rating_%s"),
        "withdraw_form": WithdrawForm(auto_id="id_withdraw_%s"),
    }
    for name, form in forms.items():
        if failed is not None and type(failed) is type(form):
            failed.auto_id = form.auto_id
            forms[name] = failed
    case: Case = page.case
    at = now()
    item = case.item
    context = {
        "case": case,
        "sentence": follow_sentence(case, at),
        "is_promised": item.done_at is None and item.due_at is not None and item.due_at > at,
        "shared": shared_page(page.main, at) if page.main else None,
        "question": page.question,
        "photos": page.photos,
        "proof": page.proof,
        "timeline": page.timeline,
        "may_rate": page.may_rate,
        "may_withdraw": page.may_withdraw,
        "scores": [(score, Face(_FACES[score], str(words))) for score, words in SCORES],
        "failed": failed,
        **forms,
    }
    return _private(render(request, "cases/follow.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Whoever has the address may read it, so it must not travel further by itself."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "private, no-store"
    return response
