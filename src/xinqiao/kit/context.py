"""What every page's frame needs, computed when the template asks for it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from xinqiao.kit.navigation import NavLink, links_for

LARGE_TYPE_COOKIE = "xinqiao_large"


class Shell:
    """The frame of one page; lazy, so that an error page during an outage needs no database."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @property
    def actor(self) -> Any:
        return getattr(self._request, "actor", None)

    @cached_property
    def nav(self) -> tuple[NavLink, ...]:
        return links_for(self.actor, self._request.path) if self.actor is not None else ()

    @cached_property
    def resident_nav(self) -> list[NavLink]:
        return [link for link in self.nav if link.group == "resident"]

    @cached_property
    def desk_nav(self) -> list[NavLink]:
        return [link for link in self.nav if link.group == "desk"]

    @cached_property
    def admin_nav(self) -> list[NavLink]:
        return [link for link in self.nav if link.group == "admin"]

    @cached_property
    def public_nav(self) -> list[NavLink]:
        """Pages everybody may read, as tabs on each of them."""
        return [link for link in self.nav if link.group == "public"]

    @property
    def is_staff(self) -> bool:
        return bool(self.actor is not None and self.actor.is_staff)

    @property
    def is_signed_in(self) -> bool:
        return bool(self.actor is not None and self.actor.user_id is not None)

    @property
    def large_type(self) -> bool:
        return self._request.COOKIES.get(LARGE_TYPE_COOKIE) == "1"

    @property
    def phone(self) -> str:
        return str(settings.HOTLINE_PHONE)

    @property
    def here(self) -> str:
        """Where a small form (language, type size) leads back to."""
        is_get = self._request.method in ("GET", "HEAD")
        return self._request.get_full_path() if is_get else self._request.path


def shell(request: HttpRequest) -> dict[str, Shell]:
    """Context processor: `shell`."""
    return {"shell": Shell(request)}
