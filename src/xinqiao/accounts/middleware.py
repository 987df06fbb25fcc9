"""Who acts, and whether the session is good enough for what they hold."""

from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _

from xinqiao.accounts import sessions
from xinqiao.accounts.models import User
from xinqiao.accounts.requests import actor_of, attach_actor, to_sign_in
from xinqiao.kit.htmx import go
from xinqiao.kit.time import now

GetResponse = Callable[[HttpRequest], HttpResponse]
# What staff without a second factor need in order to get one, or to leave. The bell stands on those
# pages too: leading it elsewhere would lead the page there again and again.
OPEN_PATHS = (
    "/accounts/2fa/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/notices/bell",
    "/preferences/",
    "/i18n/",
    "/static/",
    "/sw.js",
    "/site.webmanifest",
)


class ActorMiddleware:
    """Sets `request.actor`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        attach_actor(request)
        return self.get_response(request)


class StaffSession:
    """Ends idle sessions of staff and lets nobody with a post work without a second factor."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request, or lead to what has to be done first."""
        if isinstance(request.user, User) and request.user.is_authenticated:
            stopped = self._check(request, request.user)
            if stopped is not None:
                return stopped
        return self.get_response(request)

    def _check(self, request: HttpRequest, user: User) -> HttpResponse | None:
        at = now()
        if not actor_of(request).is_staff:
            return None
        if sessions.has_idled(request, at=at):
            return self._end(request, _("You were away for a while. Please sign in again."))
        if sessions.is_due_for_note(request, at=at):
            request.session[sessions.SEEN] = at.timestamp()
            if sessions.is_strong(request) and not self._has_factor(user):
                # The security administrator took the old factor away: a new one is needed.
                request.session[sessions.STRONG] = False
        if sessions.is_strong(request) or request.path.startswith(OPEN_PATHS):
            return None
        if self._has_factor(user):
            return self._end(request, _("Please sign in with your second factor."))
        messages.info(request, _("Please set up your second factor first; it takes a minute."))
        return go(request, resolve_url("mfa_activate_totp"))

    def _has_factor(self, user: User) -> bool:
        return bool(get_adapter().is_mfa_enabled(user, [Authenticator.Type.TOTP]))

    def _end(self, request: HttpRequest, sentence: str) -> HttpResponse | None:
        logout(request)
        if request.path.startswith("/api/"):
            # A program goes on as nobody and reads its 401: no page could be shown to it.
            attach_actor(request)
            return None
        messages.warning(request, sentence)
        return to_sign_in(request)
