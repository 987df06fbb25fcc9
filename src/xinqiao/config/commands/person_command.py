"""`xinqiao person USERNAME`: the first people of a new place, before anybody can sign in."""

from __future__ import annotations

import argparse
from datetime import datetime
from typing import TYPE_CHECKING

from xinqiao.config import prepare, runtime

if TYPE_CHECKING:
    from xinqiao.accounts.access import Role


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare who, in which post, where."""
    parser.add_argument("username", help="name to sign in with; an existing one gets the post, too")
    parser.add_argument("--name", default="", help="how colleagues call them")
    parser.add_argument("--role", default="system_admin", help="duty of the post (system_admin)")
    parser.add_argument("--area", required=True, metavar="CODE", help="division code of the post")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")


def run(options: argparse.Namespace) -> int:
    """Create what is missing and print the new password, once."""
    from django.db import transaction

    from xinqiao.accounts.access import Role
    from xinqiao.kit.time import now

    prepare.migrate(say=lambda sentence: None)
    if options.role not in Role.values:
        raise ValueError(f"There is no role {options.role!r}. Known: {', '.join(Role.values)}.")
    with transaction.atomic():
        at = now()
        user_id, password = _account(options, at)
        title = _seat(user_id, Role(options.role), options.area, at)
    told = {"username": options.username, "post": title, "password": password}
    if options.json:
        runtime.print_json(told)
    else:
        runtime.say(f"{options.username} holds the post {title}.")
        if password:
            runtime.say(f"Password, shown only now: {password}")
    return 0


def _account(options: argparse.Namespace, at: datetime) -> tuple[int, str]:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.accounts.models import User
    from xinqiao.accounts.services.people import create_user, new_password

    known = User.objects.filter(username=options.username.lower()).first()
    if known is not None:
        return known.pk, ""
    password = new_password()
    user = create_user(
        username=options.username,
        display_name=options.name or options.username,
        password=password,
        actor=SYSTEM,
        at=at,
    )
    return user.pk, password


def _seat(user_id: int, role: Role, code: str, at: datetime) -> str:
    from xinqiao.accounts.access import SYSTEM
    from xinqiao.grid.errors import AreaNotFound
    from xinqiao.grid.models import Area, Post
    from xinqiao.grid.services.appointments import appoint
    from xinqiao.grid.services.posts import open_post

    area = Area.objects.filter(code=code).first()
    if area is None:
        raise AreaNotFound(code=code)
    post = Post.objects.filter(area=area, role=role, closed_at=None).first()
    post = post or open_post(actor=SYSTEM, role=role, area_id=area.pk, at=at)
    appoint(actor=SYSTEM, user_id=user_id, post_id=post.pk, at=at)
    return post.title
