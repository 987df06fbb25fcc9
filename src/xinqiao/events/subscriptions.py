"""Who wants to hear of which events. Rooms register in `subscribers.py`, imported when ready."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Final

from xinqiao.events.models import Event

Handler = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler with the kinds it hears: one kind, a prefix ending with a dot, or all (empty)."""

    name: str
    kinds: tuple[str, ...]
    handler: Handler

    def hears(self, kind: str) -> bool:
        return any(
            known == kind or known == "" or (known.endswith(".") and kind.startswith(known))
            for known in self.kinds
        )


_SUBSCRIPTIONS: Final[dict[str, Subscription]] = {}


def subscriber(*kinds: str, name: str) -> Callable[[Handler], Handler]:
    """Deliver events of `kinds` to the decorated function, in the worker, at least once.

    The handler must be idempotent on `event.id`: it runs in a transaction together with the
    removal of the outbox row, but what it does outside the database may happen twice.
    """

    def register(handler: Handler) -> Handler:
        known = _SUBSCRIPTIONS.get(name)
        if known is not None and known.handler.__qualname__ != handler.__qualname__:
            raise ValueError(f"two subscribers are named {name}")
        _SUBSCRIPTIONS[name] = Subscription(name=name, kinds=kinds, handler=handler)
        outbox_names.cache_clear()
        return handler

    return register


@cache
def outbox_names(kind: str) -> tuple[str, ...]:
    """Return the names of all subscribers that hear `kind`, in a stable order."""
    return tuple(sorted(s.name for s in _SUBSCRIPTIONS.values() if s.hears(kind)))


def handler_of(name: str) -> Handler | None:
    """Return the handler of a name, or None when no room registers it any more."""
    known = _SUBSCRIPTIONS.get(name)
    return known.handler if known else None


def forget(name: str) -> None:
    """Take a subscriber off the list (a room that is switched off, and tests)."""
    _SUBSCRIPTIONS.pop(name, None)
    outbox_names.cache_clear()
