"""Who asks this room's interface: a signed-in person, or another system by its key."""

from __future__ import annotations

from django.http import HttpRequest

from xinqiao.accounts.access import Actor, HeldPost, Role
from xinqiao.accounts.requests import actor_of
from xinqiao.accounts.services.api_keys import client_of_key
from xinqiao.grid.errors import SignInNeeded


def api_actor(request: HttpRequest) -> Actor:
    """The actor behind a call. Raises SignInNeeded (401) for nobody known and unknown keys."""
    scheme, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    if scheme:
        client = client_of_key(key.strip()) if scheme.lower() == "bearer" else None
        if client is None:
            raise SignInNeeded
        # A key reads as the desk of its area would; it holds no post and signs nothing.
        held = (HeldPost(0, Role.COUNTY, 0, client.area_path, None, client.name),)
        return Actor(None, client.name, held if client.area_path else ())
    actor = actor_of(request)
    if actor.is_anonymous:
        raise SignInNeeded
    return actor
