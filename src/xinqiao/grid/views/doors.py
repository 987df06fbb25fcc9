"""The doors of these pages. Whoever holds none of the duties finds nothing behind them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django import forms
from django.http import HttpRequest, HttpResponse

from xinqiao.accounts.access import AREA_STAFF, Role
from xinqiao.accounts.requests import actor_of, to_sign_in
from xinqiao.grid.forms import add_refusal
from xinqiao.kit.errors import DomainError, NotFound

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

EDITORS = (Role.SYSTEM_ADMIN,)
APPOINTERS = (Role.SECURITY_ADMIN,)
READERS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
LEADERS = (*READERS, *sorted(AREA_STAFF))


def held_by(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let holders of one of `roles` pass; for others signed in the page does not exist."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actor_of(request)
            if actor.is_anonymous:
                return to_sign_in(request)
            if not actor.has_role(*roles):
                raise NotFound
            return view(request, *args, **kwargs)

        return cast(View[P], guarded)

    return guard


def done(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """Do what a valid form asks for; show a refusal in the form and answer False."""
    if not form.is_valid():
        return False
    try:
        act()
    except DomainError as error:
        add_refusal(form, error)
        return False
    return True


def status_of(*shown: forms.BaseForm) -> int:
    """422 for a page that shows a refusal."""
    return 422 if any(form.is_bound and form.errors for form in shown) else 200
