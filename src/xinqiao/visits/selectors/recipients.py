"""Whom events of visits concern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from xinqiao.accounts.access import Role
from xinqiao.grid.models import Post
from xinqiao.grid.selectors.posts import holders
from xinqiao.notifications.services.notify import Recipient
from xinqiao.visits.models import Declaration


def people_of_posts(*, post_ids: Iterable[int], at: datetime) -> list[Recipient]:
    """Everybody who sits in these posts at a moment."""
    seated = holders(post_ids=post_ids, at=at)
    users = {user_id for people in seated.values() for user_id, _name in people}
    return [Recipient.user(user_id) for user_id in sorted(users)]


def people_of_area(
    *, roles: Sequence[Role], at: datetime, area_id: int | None = None, path: str = ""
) -> list[Recipient]:
    """Everybody in a full-time post of these duties, in one area or below a path."""
    posts = Post.objects.filter(role__in=roles, closed_at__isnull=True, force="")
    posts = posts.filter(area_id=area_id) if area_id else posts.filter(area__path__startswith=path)
    return people_of_posts(post_ids=list(posts.values_list("pk", flat=True)), at=at)


def declarant(declaration_id: int) -> list[Recipient]:
    """The resident who declared something."""
    row = Declaration.objects.filter(pk=declaration_id, declared_by__isnull=False).first()
    return [Recipient.user(row.declared_by_id)] if row and row.declared_by_id else []
