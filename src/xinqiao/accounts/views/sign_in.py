"""Signing in: residents by a code on their phone, staff by user name and second factor."""

from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.accounts import hooks, sessions
from xinqiao.accounts.forms import CodeForm, PhoneForm, StaffForm, add_refusal
from xinqiao.accounts.requests import actor_of, client_key
from xinqiao.accounts.selectors.people import demo_user
from xinqiao.accounts.services import phone_code
from xinqiao.kit.errors import DomainError, NotFound
from xinqiao.kit.time import now

PENDING = "xinqiao_pending_code"
NEXT = "xinqiao_next"
# In the demo no message is sent anywhere: the page itself shows the code.
DEMO_CODE = "xinqiao_demo_code"
STAFF_PAGES = ("/desk/", "/admin/", "/field/", "/board/")


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for the phone number and send a code."""
    target = _safe_next(request)
    if not actor_of(request).is_anonymous:
        return redirect(target)
    if request.method == "GET" and target.startswith(STAFF_PAGES) and not settings.DEMO:
        return redirect(f"{reverse('accounts:staff')}?{request.GET.urlencode()}")
    form = PhoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            pending, code = phone_code.request_code(
                phone=form.cleaned_data["phone"], client=client_key(request), at=now()
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            request.session[PENDING] = pending
            request.session[NEXT] = target
            if settings.DEMO:
                request.session[DEMO_CODE] = code
            return redirect("accounts:code")
    return _page(request, form, target)


@never_cache
@require_http_methods(["GET", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """Check the code and open the session."""
    pending = request.session.get(PENDING)
    if pending is None:
        return redirect("account_login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = now()
        try:
            user = phone_code.check_code(pending=pending, code=form.cleaned_data["code"], at=at)
        except DomainError as error:
            request.session[PENDING] = pending
            add_refusal(form, error)
        else:
            target = request.session.get(NEXT, "/")
            for name in (PENDING, NEXT, DEMO_CODE):
                request.session.pop(name, None)
            sessions.begin(request, user, at=at, strong=False, days=sessions.RESIDENT_DAYS)
            messages.success(request, _("You are signed in."))
            return redirect(target)
    shown = {
        "form": form,
        "phone": phone_code.phone_of(pending),
        "demo_code": request.session.get(DEMO_CODE) if settings.DEMO else None,
    }
    return render(request, "accounts/code.html", shown, status=422 if form.errors else 200)


@require_POST
def demo(request: HttpRequest) -> HttpResponse:
    """Sign in as somebody of the demo with one click; there is no such page elsewhere."""
    if not settings.DEMO:
        raise NotFound
    at = now()
    chosen = request.POST.get("user", "")
    allowed = {str(person.user_id) for person in hooks.demo_people(at)}
    user = demo_user(int(chosen)) if chosen in allowed else None
    if user is None:
        raise NotFound
    sessions.begin(request, user, at=at, strong=True)
    return redirect(_safe_next(request))


class StaffSignIn(LoginView):
    """User name and password; allauth asks for the second factor afterwards."""

    template_name = "accounts/staff.html"
    form_class = StaffForm

    def get_form_class(self) -> type[StaffForm]:
        return StaffForm

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        if context["form"].errors:
            kwargs["status"] = 422
        return super().render_to_response(context, **kwargs)


staff = sensitive_post_parameters("password")(StaffSignIn.as_view())


def closed(request: HttpRequest) -> HttpResponse:
    """Answer for pages of allauth this product does not have."""
    raise NotFound


def _page(request: HttpRequest, form: PhoneForm, target: str) -> HttpResponse:
    shown = {
        "form": form,
        "next": target,
        "demo_people": hooks.demo_people(now()) if settings.DEMO else (),
    }
    return render(request, "accounts/sign_in.html", shown, status=422 if form.errors else 200)


def _safe_next(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or "/"
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else "/"
