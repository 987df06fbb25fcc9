"""What upper rooms tell this one when the house starts, since it may not import them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xinqiao.accounts.access import Actor
from xinqiao.accounts.models import User

ActorSource = Callable[[User, datetime], Actor]
CodeSender = Callable[[str, str, datetime], None]


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody the demo offers to sign in as."""

    user_id: int
    name: str
    duty: str


DemoPeople = Callable[[datetime], Sequence[DemoPerson]]


class _Hooks:
    """The three answers that come from above."""

    def __init__(self) -> None:
        self.actor_source: ActorSource = _without_posts
        self.code_sender: CodeSender = _nobody_sends
        self.demo_people: DemoPeople = _no_people


def set_actor_source(source: ActorSource) -> None:
    """Tell how a user at a moment becomes an actor with posts (called by `grid`)."""
    _hooks.actor_source = source


def set_code_sender(sender: CodeSender) -> None:
    """Tell how a sign-in code reaches a phone: (phone, code, at) (called by `notifications`)."""
    _hooks.code_sender = sender


def set_demo_people(people: DemoPeople) -> None:
    """Tell whom the demo offers to sign in as (called by `stories`)."""
    _hooks.demo_people = people


def actor_for(user: User, at: datetime) -> Actor:
    """Return the actor behind a user at a moment."""
    return _hooks.actor_source(user, at)


def send_code(phone: str, code: str, at: datetime) -> None:
    """Send a sign-in code to a phone."""
    _hooks.code_sender(phone, code, at)


def demo_people(at: datetime) -> Sequence[DemoPerson]:
    """Return whom the demo offers."""
    return _hooks.demo_people(at)


def _without_posts(user: User, _at: datetime) -> Actor:
    return Actor(user_id=user.pk, name=user.display_name)


def _nobody_sends(_phone: str, _code: str, _at: datetime) -> None:
    raise RuntimeError("no room has registered how sign-in codes are sent")


def _no_people(_at: datetime) -> Sequence[DemoPerson]:
    return ()


_hooks: Final = _Hooks()
