"""Accounts of staff: the security administrator's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.accounts.access import Role
from xinqiao.accounts.forms import UserForm, add_refusal
from xinqiao.accounts.requests import actor_of, roles_only
from xinqiao.accounts.selectors.people import get_user, visible_users
from xinqiao.accounts.services import people
from xinqiao.kit.errors import DomainError
from xinqiao.kit.paging import Order, paginate
from xinqiao.kit.time import now

ORDER = Order("username")
security_only = roles_only(Role.SECURITY_ADMIN)


@require_GET
@security_only
def users(request: HttpRequest) -> HttpResponse:
    """List accounts, found by name, user name or phone."""
    words = request.GET.get("q", "")[:64]
    everybody = request.GET.get("all") == "1"
    found = visible_users(actor=actor_of(request), words=words, staff_only=not everybody)
    page = paginate(found, order=ORDER, cursor=request.GET.get("cursor"))
    shown = {"page": page, "q": words, "everybody": everybody, "now": now()}
    return render(request, "accounts/users.html", shown)


@require_http_methods(["GET", "POST"])
@security_only
def new_user(request: HttpRequest) -> HttpResponse:
    """Make an account and show its first password, once."""
    form = UserForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = people.new_password()
        try:
            user = people.create_user(
                **form.cleaned_data, password=password, actor=actor_of(request), at=now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            return _show_password(request, user.pk, password)
    return render(
        request, "accounts/new_user.html", {"form": form}, status=422 if form.errors else 200
    )


@require_GET
@security_only
def user(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account and what can be done with it."""
    found = get_user(actor=actor_of(request), user_id=user_id)
    return render(request, "accounts/user.html", {"person": found, "now": now()})


@require_POST
@security_only
def switch(request: HttpRequest, user_id: int) -> HttpResponse:
    """Switch an account on or off."""
    is_active = request.POST.get("on") == "1"
    people.set_active(user_id=user_id, is_active=is_active, actor=actor_of(request), at=now())
    done = _("The account is switched on.") if is_active else _("The account is switched off.")
    messages.success(request, done)
    return redirect("accounts:user", user_id=user_id)


@require_POST
@security_only
def give_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """Give a new first password and show it, once."""
    password = people.new_password()
    people.set_password(user_id=user_id, password=password, actor=actor_of(request), at=now())
    return _show_password(request, user_id, password)


@require_POST
@security_only
def reset_factor(request: HttpRequest, user_id: int) -> HttpResponse:
    """Take the second factor away."""
    people.reset_second_factor(user_id=user_id, actor=actor_of(request), at=now())
    messages.success(request, _("The person will set up a new second factor at the next sign-in."))
    return redirect("accounts:user", user_id=user_id)


def _show_password(request: HttpRequest, user_id: int, password: str) -> HttpResponse:
    # Rendered, not redirected: the password is in no session and no log.
    found = get_user(actor=actor_of(request), user_id=user_id)
    response = render(
        request, "accounts/user.html", {"person": found, "password": password, "now": now()}
    )
    response.headers["Cache-Control"] = "no-store"
    return response
