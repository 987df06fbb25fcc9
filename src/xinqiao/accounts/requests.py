"""The actor of a request, and the doors in front of views."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.functional import SimpleLazyObject

from xinqiao.accounts import hooks
from xinqiao.accounts.access import ANONYMOUS, Actor, Role
from xinqiao.accounts.models import User
from xinqiao.kit import crypto
from xinqiao.kit.errors import NotAllowed
from xinqiao.kit.htmx import go, is_htmx, page_behind
from xinqiao.kit.time import now

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def attach_actor(request: HttpRequest) -> None:
    """Set `request.actor`, computed when it is first looked at."""
    request.actor = SimpleLazyObject(lambda: _find_actor(request))  # type: ignore[attr-defined]


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request; ANONYMOUS when nobody is signed in."""
    return cast(Actor, getattr(request, "actor", ANONYMOUS))


def _find_actor(request: HttpRequest) -> Actor:
    user = getattr(request, "user", None)
    return hooks.actor_for(user, now()) if isinstance(user, User) else ANONYMOUS


def bearer_key(request: HttpRequest) -> str | None:
    """The key a system sent; None when no `Authorization` came, empty when it holds no key."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if not header:
        return None
    scheme, _space, key = header.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def signed_in(view: View[P]) -> View[P]:
    """Let only people who are signed in pass; others are led to the sign-in page."""
    return _guard(view, lambda actor: True)


def staff_only(view: View[P]) -> View[P]:
    """Let only people with a post pass. Raises NotAllowed for signed-in residents."""
    return _guard(view, lambda actor: actor.is_staff)


def roles_only(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let only holders of one of these duties pass. Raises NotAllowed for others signed in."""
    return lambda view: _guard(view, lambda actor: actor.has_role(*roles))


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page, and back here afterwards; of a fragment, to the page around it."""
    if is_htmx(request):
        here = page_behind(request) or "/"
    else:
        here = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return go(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': here})}")


def client_key(request: HttpRequest) -> str:
    """Return 32 letters that stand for the network address of the client, never the address.

    Of an IPv6 address only the network (64 bits) counts: one household has all of the rest.
    """
    address = str(request.META.get("REMOTE_ADDR") or "")
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY and forwarded:
        # The last hop is written by our own proxy; earlier ones by anybody.
        address = forwarded.rpartition(",")[2].strip()
    if ":" in address:
        address = ":".join(address.split(":")[:4])
    return crypto.blind_index(address, context="client").hex()[:32]


def _guard(view: View[P], may_pass: Callable[[Actor], bool]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
        actor = actor_of(request)
        if actor.is_anonymous:
            return to_sign_in(request)
        if not may_pass(actor):
            raise NotAllowed
        return view(request, *args, **kwargs)

    return cast(View[P], guarded)
